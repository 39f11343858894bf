//! `sandbox` prints its address, serves, and stops on a signal.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout};

use serde_json::Value;

use crate::process::{Entreg, entreg};

/// A running `entreg sandbox`, which ends with the test.
pub(crate) struct Sandbox {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Sandbox {
    pub(crate) fn start<'a>(options: impl IntoIterator<Item = &'a str>) -> Self {
        let words = ["sandbox"].into_iter().chain(options);
        let mut child = Entreg::new(words).into_command().spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    /// The environment that it prints.
    pub(crate) fn environment(&mut self) -> Vec<(String, String)> {
        let mut environment: Vec<(String, String)> = Vec::new();
        // The key of ihuyi is the last.
        while !environment.iter().any(|(name, _)| name == "IHUYI_API_KEY") {
            let mut line = String::new();
            assert_ne!(
                self.stdout.read_line(&mut line).unwrap(),
                0,
                "it said too little"
            );
            let Some(export) = line.trim_end().strip_prefix("export ") else {
                assert!(line.starts_with("# "), "{line}");
                continue;
            };
            let (name, value) = export.split_once('=').unwrap();
            environment.push((name.to_owned(), value.to_owned()));
        }
        environment
    }

    pub(crate) fn base_url(&mut self) -> String {
        self.environment()[0].1.clone()
    }

    /// Kills it like a crash, by a signal that it cannot catch.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

#[test]
fn the_printed_environment_is_enough_to_use_it() {
    let mut sandbox = Sandbox::start([]);
    let environment = sandbox.environment();
    let run = |words: &[&str]| {
        let entreg = Entreg::new(words.iter().copied());
        environment
            .iter()
            .fold(entreg, |entreg, (name, value)| entreg.env(name, value))
            .run()
    };
    run(&["call", "idcode", "306", "companyIDcode=i.86.110108.52"]).expect_code(0);
    let before = run(&["balance", "--output", "json"]).expect_code(0).json();
    let company = [
        "--name",
        "上海思锐信息技术有限公司",
        "--code",
        "91310116761614322N",
    ];
    run(&[["verify"].as_slice(), &company, &["--person", "谢**"]].concat()).expect_code(0);
    let after = run(&["balance", "--output", "json"]).expect_code(0).json();
    assert_eq!(before["ent3f"]["num"], 100);
    assert_eq!(after["ent3f"]["num"], 99);
}

#[test]
fn its_announcement_is_one_json_document_under_json_output() {
    let mut sandbox = Sandbox::start(["--output", "json", "--balance", "3"]);
    let mut text = String::new();
    let document: Value = loop {
        assert_ne!(sandbox.stdout.read_line(&mut text).unwrap(), 0, "{text}");
        if let Ok(document) = serde_json::from_str(&text) {
            break document;
        }
    };
    let base_url = document["base_url"].as_str().unwrap();
    assert!(base_url.starts_with("http://127.0.0.1:"), "{document}");
    let environment = document["environment"].as_object().unwrap();
    assert_eq!(environment["IHUYI_BASE_URL"], base_url);
    let entreg = Entreg::new(["balance", "--output", "json"]);
    let run = environment
        .iter()
        .fold(entreg, |entreg, (name, value)| {
            entreg.env(name, value.as_str().unwrap())
        })
        .run()
        .expect_code(0);
    assert_eq!(run.json()["entinfov2"]["num"], 3);
}

#[cfg(unix)]
#[test]
fn signals_of_terminals_and_service_managers_end_it_with_0() {
    for signal in ["INT", "TERM"] {
        let mut sandbox = Sandbox::start([]);
        sandbox.base_url();
        let sent = std::process::Command::new("sh")
            .args(["-c", &format!("kill -{signal} {}", sandbox.child.id())])
            .status()
            .unwrap();
        assert!(sent.success());
        let status = sandbox.child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "after {signal}");
        let mut stderr = String::new();
        sandbox
            .child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        assert_eq!(stderr, "");
    }
}

#[test]
fn it_listens_on_loopback_only_and_reports_a_taken_port() {
    entreg(["sandbox", "--listen", "0.0.0.0:0"])
        .expect_code(2)
        .expect_on_stderr("the sandbox listens on loopback only");
    let mut sandbox = Sandbox::start([]);
    let base_url = sandbox.base_url();
    let taken = base_url.trim_start_matches("http://");
    entreg(["sandbox", "--listen", taken])
        .expect_code(2)
        .expect_on_stderr(&format!("the sandbox cannot listen on {taken}"));
    entreg(["sandbox", "--time-window", "soon"]).expect_code(2);
}

#[test]
fn one_v_shows_the_calls_that_it_receives() {
    let mut sandbox = Sandbox::start(["-v"]);
    let base_url = sandbox.base_url();
    entreg(["demo", "--on", &base_url]).expect_code(0);
    sandbox.kill();
    let mut stderr = String::new();
    let mut log = sandbox.child.stderr.take().unwrap();
    log.read_to_string(&mut stderr).unwrap();
    assert!(
        stderr.contains("operation=\"RegCompanyInfo\" code=1"),
        "{stderr}"
    );
    assert!(!stderr.contains("13800138000"), "{stderr}");
}

#[test]
fn a_client_is_understood_only_in_the_dialect_of_the_sandbox() {
    let dialect = "hashed=encoded,form=query,json=all-inside";
    let mut sandbox = Sandbox::start(["--dialect", dialect]);
    let mut environment = sandbox.environment();
    let at = environment
        .iter()
        .position(|(name, _)| name == "IDCODE_DIALECT");
    assert_eq!(environment[at.unwrap()].1, dialect);
    let call = |environment: &[(String, String)]| {
        let rows = r#"CategoryRegList=[{"IndustryCategory_ID":10222,"CodeUse_ID":10,"CodePayType":2,"GotoUrl":"http://a.example/?id="}]"#;
        let unit = "companyIDcode=i.86.110108.52";
        let entreg = Entreg::new(["call", "idcode", "402", unit, rows]);
        environment
            .iter()
            .fold(entreg, |entreg, (name, value)| entreg.env(name, value))
            .run()
    };
    call(&environment).expect_code(0);
    environment.remove(at.unwrap());
    call(&environment)
        .expect_code(1)
        .expect_on_stderr("未授权！");
    entreg(["sandbox", "--dialect", "form=side"])
        .expect_code(2)
        .expect_on_stderr("`form` of the dialect must be one of body, query, credentials-in-query");
}

#[test]
fn keys_are_spelt_as_public_clients_do_on_request() {
    for (options, key) in [
        ([].as_slice(), "\"LinkMan\":"),
        (&["--observed-spellings"], "\"Linkman\":"),
    ] {
        let mut sandbox = Sandbox::start(options.iter().copied());
        let environment = sandbox.environment();
        let signed = ["sign", "idcode"];
        let path = "/AllInterFace/GetCompanyBaseInfo?companyIDcode=i.86.110108.52";
        let words = signed.into_iter().chain([path, "--output", "json"]);
        let entreg = environment
            .iter()
            .fold(Entreg::new(words), |entreg, (name, value)| {
                entreg.env(name, value)
            });
        let signed = entreg.run().expect_code(0).json();
        // The token of the environment is redacted in output; that of the sandbox is
        // public.
        let token = &environment[1].1;
        let target = signed["path"]
            .as_str()
            .unwrap()
            .replace("[redacted]", token);
        let mut stream =
            TcpStream::connect(environment[0].1.trim_start_matches("http://")).unwrap();
        write!(stream, "GET {target} HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(key), "{answer}");
    }
}

#[test]
fn the_help_has_every_request_of_the_admin_interface() {
    let help = entreg(["sandbox", "--help"]).expect_code(0).stdout;
    let source = include_str!("../../../registry-sandbox/src/admin.rs");
    let listed = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! | `")?.split_once('`'));
    let mut count = 0;
    for (request, _) in listed {
        let (method, path) = request.split_once(' ').unwrap();
        let path = path.split(['=', '?']).next().unwrap();
        let is_there = |line: &str| {
            line.trim_start()
                .strip_prefix(method)
                .is_some_and(|rest| rest.trim_start().starts_with(path))
        };
        assert!(help.lines().any(is_there), "{request} is not in {help}");
        count += 1;
    }
    assert!(count >= 7, "{count}");
}
