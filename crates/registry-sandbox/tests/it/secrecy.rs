//! Logs and `Debug` show no credential, no value and no name.

use std::io;
use std::sync::{Arc, Mutex};

use idcode_api::PasswordDigest;
use idcode_api::operations::{
    GetVerifyInfo, Login, LoginVerify, SendVerifyInfo, UpdateUnitQRCodeGoToUrl,
};
use ihuyi_api::products::Ent3fSubmit;
use registry_sandbox::{Config, sample};
use tracing_subscriber::fmt::MakeWriter;

use crate::client::{AUTHORISATION_CODE, Client, TOKEN, get, post_form};
use crate::samples::registration;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that was sent and must not appear.
const HIDDEN: [&str; 12] = [
    TOKEN,
    AUTHORISATION_CODE,
    "sandbox-account",
    "sandbox-key-0000",
    "a-password",
    "A-password",
    // The digest of the first of them.
    "1C1D227FF040A011A273CB1AE0DC4AD9",
    "hidden.example",
    "a-user",
    sample::PHONE,
    sample::PERSON,
    "甲公司",
];

async fn make_calls(client: &Client) {
    client
        .call(&registration("甲公司", "a-user").with_contact(sample::PERSON))
        .await
        .unwrap();
    client
        .call(&registration("甲公司", "a-user"))
        .await
        .unwrap_err();
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    client
        .call(&GetVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    for password in ["a-password", "A-password"] {
        let login = LoginVerify::new(Login {
            name: "a-user".to_owned(),
            password: password.into(),
        });
        assert_eq!(client.call(&login).await.is_ok(), password == "a-password");
        let digest = PasswordDigest::from_password(password);
        let change =
            UpdateUnitQRCodeGoToUrl::new("a-user", digest).with_goto_url("http://hidden.example");
        client.call(&change).await.unwrap_err();
    }
    let company = sample::DEMO;
    let question = Ent3fSubmit::new(company.name, company.credit_code(), sample::PERSON);
    client.call(&question).await.unwrap();
    // Values in the place of names, and in the place of each other.
    client
        .idcode("/AllInterFace/SendVerifyInfo", &[(sample::PHONE, "x")])
        .await;
    client
        .idcode("/AllInterFace/SendVerifyInfo", &[("phoneCode", TOKEN)])
        .await;
    let form = "account=sandbox-account&password=sandbox-key-0000&sandbox-key-0000";
    client
        .json(post_form("/idcard/ent3f/Submit.json", form))
        .await;
    client
        .json(get(&format!("/nowhere?access_token={TOKEN}")))
        .await;
}

#[test]
fn logs_hold_nothing_of_what_was_sent() {
    // Other tests log as well, without a subscriber; without a global subscriber their threads
    // could disable the events of this test.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let client = Client::new();
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(make_calls(&client));
    });
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("RegCompanyInfo"), "{log}");
    assert!(log.contains("ent3f.Submit"), "{log}");
    let code = client.sandbox.sms_code(sample::PHONE).unwrap();
    for hidden in HIDDEN.into_iter().chain([code.as_str()]) {
        assert!(!log.contains(hidden), "{hidden} in {log}");
    }
}

#[tokio::test]
async fn the_list_of_calls_holds_nothing_of_what_was_sent() {
    let client = Client::new();
    make_calls(&client).await;
    let calls = format!("{:?}", client.sandbox.calls());
    for hidden in HIDDEN {
        assert!(!calls.contains(hidden), "{hidden} in {calls}");
    }
}

#[test]
fn debug_shows_no_credential() {
    let client = Client::new();
    let incoming = client.signed(&registration("甲公司", "a-user"));
    let shown = format!("{:?} {:?} {incoming:?}", Config::default(), client.sandbox);
    assert!(shown.contains("/AllInterFace/RegCompanyInfo"), "{shown}");
    for hidden in HIDDEN {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}
