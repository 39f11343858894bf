//! Tests that secrets are only in requests: not in errors, not in logs of any crate at any level,
//! whatever a server does with them.

use std::error::Error as _;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use endpoint_core::Secret;
use http_transport::{Client, Error, HyperService, Redactor, ReqwestService};
use idcode_api::Idcode;
use idcode_api::operations::RegCompanyInfo;
use ihuyi_api::products::Ent3fSubmit;
use ihuyi_api::{Auth, Ihuyi, SendBy};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use test_support::Canaries;

use crate::calls::{Setup, free, paid, write};
use crate::scripted::{Request, Server, Step, respond_once, response};

/// Contains characters that are written differently in a URL, in a form and in JSON.
const TOKEN: &str = "CanaryToken+/=%&\"中文 1";
const CODE: &str = "CanaryCode+/=%&\"中文 2";
const ACCOUNT: &str = "CanaryAccount+/=%&\"中文 3";
const KEY: &str = "CanaryKey+/=%&\"中文 4";
const PASSWORD: &str = "CanaryPassword+/=%&\"中文 5";
const SMS: &str = "CanarySms+/=%&\"中文 6";
const CANARIES: [&str; 6] = [TOKEN, CODE, ACCOUNT, KEY, PASSWORD, SMS];

/// Everything that this process logs, by `tracing` or by `log`, from the first call on.
fn log_of_all_crates() -> Arc<Mutex<Vec<u8>>> {
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    let log = LOG.get_or_init(|| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let writer = Arc::clone(&log);
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || Writer(Arc::clone(&writer)))
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log::set_boxed_logger(Box::new(Logger(Arc::clone(&log)))).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        log
    });
    Arc::clone(log)
}

struct Writer(Arc<Mutex<Vec<u8>>>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Logger(Arc<Mutex<Vec<u8>>>);

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("log {} {}\n", record.target(), record.args());
        self.0.lock().unwrap().extend_from_slice(line.as_bytes());
    }

    fn flush(&self) {}
}

fn assert_silent(text: &str, secrets: &[String], what: &str) {
    // The beginning of a secret is in all of its forms, however the rest is written.
    let beginnings = secrets.iter().filter_map(|secret| secret.split('+').next());
    let all = secrets.iter().map(String::as_str).chain(beginnings);
    if let Some(found) = Canaries::new(all).find_in(text) {
        panic!("{what} holds {found}");
    }
}

/// All texts of an error.
fn texts(error: &Error) -> String {
    let mut texts = format!("{error}\n{error:?}\n{error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push_str(&format!("\n{error}\n{error:?}\n{error:#?}"));
        cause = error.source();
    }
    texts
}

/// Everything that was sent, as it was and decoded, in one text.
fn reflect(request: &Request) -> String {
    let sent = format!("{} {}", request.target(), request.body);
    let plain = percent_decode_str(&sent).decode_utf8_lossy().into_owned();
    let lower = sent.to_ascii_lowercase();
    format!("{sent} {plain} {} {lower}", plain.replace(' ', "+"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn ok(body: &str) -> Vec<u8> {
    response("200 OK", body.as_bytes())
}

/// Responses that repeat the request.
const REFLECTIONS: [fn(&Request) -> Vec<u8>; 12] = [
    |request| {
        let head = format!(
            "HTTP/1.1 302 Found\r\nLocation: {}\r\n\r\n",
            request.target()
        );
        head.into_bytes()
    },
    |request| response("400 Bad Request", reflect(request).as_bytes()),
    |request| {
        response(
            &format!("500 {}", request.target()),
            reflect(request).as_bytes(),
        )
    },
    |request| ok(&format!("<html>{}</html>", reflect(request))),
    // As the message of a refusal.
    |request| {
        let message = quoted(&reflect(request));
        ok(&format!(
            "{{\"ResultCode\":-1,\"ResultMsg\":{message},\"code\":405,\"msg\":{message}}}"
        ))
    },
    // As a name, as a code, and in place of another type.
    |request| ok(&format!("{{{}:[}}", quoted(&reflect(request)))),
    |request| {
        let text = quoted(&reflect(request));
        ok(&format!("{{\"ResultCode\":{text},\"code\":{text}}}"))
    },
    |request| {
        let text = quoted(&reflect(request));
        let content = format!("{{{text}:{text}}}");
        ok(&format!(
            "{{\"ResultCode\":1,\"code\":2,\"OrganUnitName\":{content},\
             \"OrganUnitIDcode\":{content},\"result\":{{\"status\":{content}}}}}"
        ))
    },
    |request| {
        ok(&format!(
            "{{\"ResultCode\":1,\"code\":2,\"result\":{}",
            reflect(request)
        ))
    },
    // In parts of HTTP itself.
    |request| {
        let target = request.target();
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
        format!("{head}Content-Type: {target}\r\nDate: {target}\r\n\r\nzz;{target}\r\n").into()
    },
    |request| format!("{}\r\n\r\n", reflect(request)).into_bytes(),
    |request| {
        let target = request.target();
        format!("HTTP/1.1 200 OK\r\n{target}\r\nContent-Length: {target}\r\n\r\n").into()
    },
];

fn scripts() -> Vec<Vec<Step>> {
    let mut scripts: Vec<_> = REFLECTIONS
        .iter()
        .map(|reflect| vec![Step::Read, Step::Reply(*reflect)])
        .collect();
    scripts.extend([
        vec![],
        vec![Step::Read],
        vec![Step::Read, Step::Reset],
        vec![Step::Read, Step::Hang],
        respond_once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        respond_once(response("200 OK", &[b' '; 70_000])),
        respond_once(response("503 Service Unavailable", b"")),
    ]);
    scripts
}

/// Personal data: in no log.
const PEOPLE: [&str; 4] = ["13912345678", "登录名", "联系人", "法定代表人"];

/// A unit to register, with canaries as its password and SMS code.
fn registration() -> RegCompanyInfo {
    let mut request = write().with_sms_code(SMS).with_contact(PEOPLE[2]);
    request.login_password = Secret::from(PASSWORD);
    request.contact_phone = PEOPLE[0].to_owned();
    request.login_name = PEOPLE[1].to_owned();
    request
}

fn query() -> Ent3fSubmit {
    let mut request = paid();
    request.person = PEOPLE[3].to_owned();
    request
}

/// Makes the calls, and returns the texts of their errors and clients.
async fn calls(setup: &Setup) -> String {
    let idcode: Client<Idcode> = setup.client(idcode_api::IdcodeKeys::new(TOKEN, CODE));
    let mut said = format!("{idcode:?} {idcode:#?}");
    said.extend(idcode.call(free()).await.err().iter().map(texts));
    said.extend(idcode.call(registration()).await.err().iter().map(texts));
    for (auth, send_by) in [
        (Auth::Dynamic, SendBy::Post),
        (Auth::Static, SendBy::Post),
        (Auth::Static, SendBy::Get),
    ] {
        let keys = ihuyi_api::IhuyiKeys::new(ACCOUNT, KEY)
            .with_auth(auth)
            .with_send_by(send_by);
        let ihuyi: Client<Ihuyi> = setup.client(keys);
        said.push_str(&format!("{ihuyi:?} {ihuyi:#?}"));
        said.extend(ihuyi.call(query()).await.err().iter().map(texts));
    }
    said
}

#[tokio::test]
async fn no_error_or_log_contains_a_secret() {
    let log = log_of_all_crates();
    let mut secrets: Vec<String> = CANARIES.map(str::to_owned).into();
    let mut said = String::new();
    for (number, script) in scripts().into_iter().enumerate() {
        let server = Server::start([script]).await;
        let mut setup = Setup::to(server.url()).attempt(Duration::from_millis(400));
        // Two of three are scripts of a proxy.
        match number % 3 {
            1 => {
                let proxied = HyperService::builder().proxy(server.url()).build();
                setup = setup.through(proxied.unwrap());
            }
            2 => {
                let proxy = reqwest::Proxy::all(server.url()).unwrap();
                let client = ReqwestService::client_builder().unwrap().proxy(proxy);
                setup = setup.through(ReqwestService::new(client.build().unwrap()));
            }
            _ => {}
        }
        said.push_str(&calls(&setup).await);
        for request in server.requests().await {
            let proofs = ["hash", "password"];
            secrets.extend(
                proofs
                    .iter()
                    .filter_map(|name| Some(request.param(name)?.to_owned())),
            );
        }
    }
    let server = Server::start([vec![Step::ReadSome, Step::Write(response("400 No", b""))]]).await;
    let tls = Setup::to(format!("https://{}", server.address()));
    said.push_str(&calls(&tls).await);
    assert!(secrets.len() > 50, "{}", secrets.len());
    assert_silent(&said, &secrets, "an error");
    assert!(
        said.contains("[redacted]"),
        "the refusals that reflect are among them"
    );

    let log = String::from_utf8(log.lock().unwrap().clone()).unwrap();
    assert_silent(&log, &secrets, "the log");
    // These lines show that it is the log of these calls, down to the lowest level and crate.
    for line in [
        "sending",
        "response received",
        "retrying",
        "no response",
        "hyper_util::client",
        "starting new connection",
    ] {
        assert!(log.contains(line), "nothing logged says {line}");
    }
    assert!(log.contains("access_token=[redacted]"));
    for personal in PEOPLE {
        let encoded = utf8_percent_encode(personal, NON_ALPHANUMERIC).to_string();
        assert!(
            !log.contains(personal) && !log.contains(&encoded),
            "{personal}"
        );
    }
}

#[tokio::test]
async fn a_message_that_quotes_the_request_keeps_its_other_words() {
    let script = vec![
        Step::Read,
        Step::Reply(|request| {
            let proof = request.param("hash").unwrap();
            let text = format!("签名 {} 错误, not {proof}!", proof.to_lowercase());
            ok(&format!(
                "{{\"ResultCode\":-2,\"ResultMsg\":{}}}",
                quoted(&text)
            ))
        }),
    ];
    let server = Server::start([script]).await;
    let error = Setup::to(server.url())
        .idcode()
        .call(free())
        .await
        .unwrap_err();
    let Error::Refused(refusal) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(refusal.message, "签名 [redacted] 错误, not [redacted]!");
    // The body is unchanged for programs that ask for it.
    let proof = server.requests().await[0].param("hash").unwrap().to_owned();
    let body = String::from_utf8(error.body().unwrap().to_vec()).unwrap();
    assert!(body.contains(&proof));
}

#[tokio::test]
async fn a_message_that_quotes_the_hashed_text_does_not_show_the_unsent_code() {
    let script = vec![
        Step::Read,
        Step::Reply(|_| {
            let text = format!("string to sign was a=1{CODE}");
            ok(&format!(
                "{{\"ResultCode\":-2,\"ResultMsg\":{}}}",
                quoted(&text)
            ))
        }),
    ];
    let server = Server::start([script]).await;
    let client: Client<Idcode> =
        Setup::to(server.url()).client(idcode_api::IdcodeKeys::new(TOKEN, CODE));
    let error = client.call(free()).await.unwrap_err();
    let Error::Refused(refusal) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(refusal.message, "string to sign was a=1[redacted]");
}

#[test]
fn a_base_address_with_a_password_is_not_shown() {
    let service = Arc::new(HyperService::new().unwrap());
    let builder = Client::<Idcode>::builder(idcode_api::IdcodeKeys::new(TOKEN, CODE), service);
    for address in [
        "https://user:CanaryPassword@host",
        "https://host/?access_token=CanaryPassword",
        "CanaryPassword",
    ] {
        let service = Arc::new(HyperService::new().unwrap());
        let builder = Client::<Idcode>::builder(idcode_api::IdcodeKeys::new(TOKEN, CODE), service)
            .base_url(address);
        let debug = format!("{builder:?} {builder:#?}");
        let error = builder.build().unwrap_err();
        let said = format!("{debug} {error} {error:?}");
        assert!(!said.contains("Canary"), "{said}");
    }
    assert!(format!("{:?}", builder.base_url("https://host")).contains("https://host"));
}

#[tokio::test]
async fn a_dropped_call_is_reported_as_in_doubt() {
    let log = log_of_all_crates();
    let server = Server::start([vec![Step::Read, Step::Hang]]).await;
    let client = Setup::to(server.url()).client::<Ihuyi>(crate::calls::ihuyi_keys());
    tokio::select! {
        ended = client.call(paid()) => panic!("{ended:?}"),
        () = server.wait_until(|event| matches!(event, crate::scripted::Event::Received(..))) => {}
    }
    let log = String::from_utf8_lossy(&log.lock().unwrap()).into_owned();
    let line = log
        .lines()
        .find(|line| line.contains("abandoned: the vendor may still have carried it out"))
        .expect("a paid call that is dropped is worth a warning");
    assert!(line.contains("WARN"), "{line}");
    assert!(line.contains("operation=\"ent3f.Submit\""), "{line}");
    assert!(line.contains("sent=\"unknown\""), "{line}");
}

/// Marks the child process of the next test.
const ALONE: &str = "HTTP_TRANSPORT_TEST_ALONE";

/// Warned once per process, so it takes a new process.
#[test]
fn plain_http_to_another_host_is_warned_about_once_per_process() {
    if std::env::var_os(ALONE).is_none() {
        let name = "secrets::plain_http_to_another_host_is_warned_about_once_per_process";
        let ran = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(ALONE, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let log = log_of_all_crates();
    let warnings = || {
        let log = String::from_utf8_lossy(&log.lock().unwrap()).into_owned();
        log.lines()
            .filter(|line| line.contains("WARN"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let build = |address: &str| Setup::to(address).idcode();
    build("http://127.0.0.1:1");
    build("http://localhost:1");
    build("https://10.0.0.1");
    assert_eq!(warnings(), [""; 0]);
    build("http://10.0.0.1");
    build("http://10.0.0.1");
    build("http://10.0.0.2");
    let warnings = warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("plain HTTP"), "{warnings:?}");
    assert!(warnings[0].contains("http://10.0.0.1"), "{warnings:?}");
}

/// The two crates know nothing of each other, so each has its list.
#[test]
fn invisible_characters_of_names_do_not_hide_a_secret() {
    let redactor = Redactor::new(["s3cret"]);
    let unseen = ('\0'..=char::MAX).filter(|letter| registry_model::characters::is_unseen(*letter));
    for letter in unseen {
        let text = format!("a s3c{letter}ret b");
        let code = u32::from(letter);
        assert_eq!(redactor.redact(&text), "a [redacted] b", "{code:x}");
    }
}
