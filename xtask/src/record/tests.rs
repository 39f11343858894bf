//! Records from a sandbox on loopback.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use enterprise_registry::Clock as _;
use enterprise_registry::SystemClock;
use registry_sandbox::server::{Running, Server};
use registry_sandbox::{Config, Sandbox, sample};

use super::*;
use crate::request::Request;

/// A sandbox on loopback that lives as long as its runtime.
struct Host {
    runtime: tokio::runtime::Runtime,
    running: Option<Running>,
    accounts: Accounts,
    sandbox: Sandbox,
}

impl Host {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = Sandbox::new(Config::default());
        let running = runtime.block_on(async {
            let anywhere = ([127, 0, 0, 1], 0).into();
            let server = Server::bind(anywhere, sandbox.clone()).await.unwrap();
            server.spawn()
        });
        let base = running.base_url();
        let accounts = Accounts {
            idcode: Some(Account::new(sandbox.idcode_keys(), Some(&base)).unwrap()),
            ihuyi: Some(Account::new(sandbox.ihuyi_keys(), Some(&base)).unwrap()),
        };
        Self {
            runtime,
            running: Some(running),
            accounts,
            sandbox,
        }
    }

    fn record(&self, into: &Path, words: &[&str]) -> Result<(), String> {
        let line = ["xtask", "fixtures", "record"].iter().chain(words);
        let Request::RecordFixtures(mut recording) =
            Request::parse(line).map_err(|why| why.to_string())?
        else {
            panic!("{words:?}");
        };
        recording.into = Some(into.to_owned());
        record(&recording, &self.accounts)
    }

    fn called(&self) -> BTreeSet<&'static str> {
        self.sandbox
            .calls()
            .iter()
            .map(|call| call.operation)
            .collect()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

#[test]
fn free_reads_are_recorded_masked_and_with_host_and_day() {
    let host = Host::start();
    let folder = tempfile::tempdir().unwrap();
    let unit = sample::unit::MAIN_CODE;
    host.record(folder.path(), &["--unit", unit]).unwrap();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();

    let areas = read("idcode/GetAllAreaInfo/success-recorded.json");
    assert_eq!(areas.matches("\"AddressCode\"").count(), mask::LONGEST_LIST);
    let unit = read("idcode/GetCompanyBaseInfo/success-recorded.json");
    assert!(
        unit.contains("\"LinkMan\":\"某某\",\"LinkPhone\":\"00000000000\""),
        "{unit}"
    );
    assert!(
        !unit.contains(sample::PHONE) && !unit.contains(sample::PERSON),
        "{unit}"
    );
    read("ihuyi/ent3f.GetNum/success-recorded.json");

    let document = read("idcode/GetAllAreaInfo/document.json");
    let host_and_day = format!(
        "\"success-recorded.json\": \"recorded from {}",
        host.accounts.idcode.as_ref().unwrap().base().as_str()
    );
    assert!(document.contains(&host_and_day), "{document}");
    let year = 1970 + SystemClock.now_ms() / 31_556_952_000;
    assert!(document.contains(&format!(" on {year}-")), "{document}");
    // Nothing was written, and nothing was paid.
    let called = host.called();
    assert!(!called.contains("RegCompanyInfo") && !called.contains("ent3f.Submit"));
    assert!(
        called.contains("GetTradeInfoByParentID") && called.len() > 12,
        "{called:?}"
    );
    assert_eq!(host.sandbox.balance("ent3f"), Some(100));
}

#[test]
fn a_paid_operation_needs_its_option() {
    let host = Host::start();
    let folder = tempfile::tempdir().unwrap();
    let company = sample::DEMO;
    let code = format!("ent_code={}", company.credit_code());
    let name = format!("ent_name={}", company.name);
    let question = ["ent3f.Submit", &name, &code, "name=张三"];
    let refused = host.record(folder.path(), &question).unwrap_err();
    assert_eq!(
        refused,
        "ent3f.Submit costs money: nothing was sent; add --billed to pay for it"
    );
    assert!(host.called().is_empty());
    let paid = [["--billed"].as_slice(), &question].concat();
    host.record(folder.path(), &paid).unwrap();
    assert_eq!(host.sandbox.balance("ent3f"), Some(99));
    let kept = folder
        .path()
        .join("ihuyi/ent3f.Submit/success-recorded.json");
    assert!(kept.exists());
}

#[test]
fn a_refusal_is_recorded_under_its_code() {
    let host = Host::start();
    let folder = tempfile::tempdir().unwrap();
    let unknown = ["GetCompanyBaseInfo", "companyIDcode=i.86.110108.9"];
    host.record(folder.path(), &unknown).unwrap();
    let kept = folder
        .path()
        .join("idcode/GetCompanyBaseInfo/refusal-0-recorded.json");
    assert!(fs::read_to_string(kept).unwrap().contains("单位不存在！"));
}

#[test]
fn a_wrong_command_line_is_refused_before_anything_is_sent() {
    let host = Host::start();
    let folder = tempfile::tempdir().unwrap();
    for words in [
        &["--unti", "x"][..],
        &["--unit"],
        &["NoSuchOperation"],
        &["name=value"],
        &["GetUnitType", "GetUnitType"],
        &["GetCompanyBaseInfo", "companyIDCode=x"],
    ] {
        assert!(host.record(folder.path(), words).is_err(), "{words:?}");
    }
    assert!(host.called().is_empty());
}
