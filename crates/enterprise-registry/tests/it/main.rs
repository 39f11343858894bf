//! Tests of the facade: clients on a sandbox in process, flows, uploads, and the trust rows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may panic"
)]

mod dialects;
mod file_journal;
mod flow_parts;
mod flows;
mod issue_codes;
mod onboarding;
mod rig;
mod trust;
mod uploads;

use std::sync::Arc;

use enterprise_registry::idcode::Idcode;
use enterprise_registry::idcode::operations::{GetAllAreaInfo, GetCompanyBaseInfo};
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::{Ent3fGetNum, Entinfov2Submit};
use enterprise_registry::model::UnifiedSocialCreditCode;
use enterprise_registry::sandbox::{Config, Sandbox, SandboxService, sample};
use enterprise_registry::{Client, Error, Knowledge, Limits, RefusalKind, TransportErrorKind};

fn clients(sandbox: &Sandbox) -> (Client<Idcode>, Client<Ihuyi>) {
    let service = Arc::new(SandboxService::new(sandbox.clone()));
    (
        Client::builder(sandbox.idcode_keys(), service.clone())
            .build()
            .unwrap(),
        Client::builder(sandbox.ihuyi_keys(), service)
            .build()
            .unwrap(),
    )
}

#[tokio::test]
async fn both_vendors_respond_under_their_own_addresses() {
    let (idcode, ihuyi) = clients(&Sandbox::new(Config::default()));
    assert_eq!(idcode.base_url().as_str(), "https://api.idcode.org.cn");
    assert_eq!(ihuyi.base_url().as_str(), "https://api.ihuyi.com");
    let code = sample::unit::MAIN_CODE.parse().unwrap();
    let unit = idcode.call(GetCompanyBaseInfo::new(code)).await.unwrap();
    assert_eq!(unit.name.as_deref(), Some(sample::unit::NAME));
    assert_eq!(ihuyi.call(Ent3fGetNum::new()).await.unwrap().num, 100);
}

#[tokio::test]
async fn the_sandbox_shows_what_a_client_spends() {
    let sandbox = Sandbox::new(Config::default().with_balance("entinfov2", 1));
    let (_, ihuyi) = clients(&sandbox);
    let code: UnifiedSocialCreditCode = sample::DEMO.credit_code();
    ihuyi.call(Entinfov2Submit::new(code)).await.unwrap();
    assert_eq!(sandbox.balance("entinfov2"), Some(0));

    let error = ihuyi.call(Entinfov2Submit::new(code)).await.unwrap_err();
    let Error::Refused(refusal) = error else {
        unreachable!("{error}");
    };
    assert_eq!(refusal.kind, RefusalKind::Balance);
    assert_eq!(refusal.charged(), Knowledge::No);
    assert_eq!(sandbox.calls().len(), 2);
}

#[tokio::test]
async fn the_body_limit_holds_without_a_network() {
    let sandbox = Sandbox::new(Config::default());
    let service = Arc::new(SandboxService::new(sandbox.clone()));
    let limits = Limits {
        body: 1000,
        ..Limits::default()
    };
    let idcode: Client<Idcode> = Client::builder(sandbox.idcode_keys(), service)
        .limits(limits)
        .build()
        .unwrap();
    let error = idcode.call(GetAllAreaInfo::new()).await.unwrap_err();
    let Error::Transport(transport) = &error else {
        unreachable!("{error}");
    };
    assert_eq!(transport.kind(), TransportErrorKind::TooLarge);
    assert_eq!(error.body().unwrap().len(), 1000);
}
