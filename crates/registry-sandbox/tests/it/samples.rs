//! Valid requests, for tests to send or to spoil.

use bytes::Bytes;
use endpoint_core::File;
use idcode_api::operations::{
    BatchRegistIDcode, CategoryApplication, Certificate, Login, ModifyCompanyInfo, RegCompanyInfo,
    VerifyCompanyInfo,
};
use idcode_api::{Application, Locality};
use registry_model::{DecimalId, IdCode};
use registry_sandbox::sample;

use crate::client::Client;

pub(crate) fn registration(name: &str, login: &str) -> RegCompanyInfo {
    RegCompanyInfo::new(
        Login {
            name: login.to_owned(),
            password: "a-password".into(),
        },
        name,
        DecimalId::new(1003),
        Locality::from_division(sample::DEMO.division()),
        sample::PHONE,
    )
}

pub(crate) fn picture() -> File {
    File::new("licence.png", Bytes::from_static(sample::LICENCE_PNG))
}

pub(crate) fn verification(company: &str) -> VerifyCompanyInfo {
    VerifyCompanyInfo::new(
        code(company),
        Certificate::CreditCode(sample::DEMO.credit_code()),
        picture(),
    )
}

pub(crate) fn completion(company: &str) -> ModifyCompanyInfo {
    ModifyCompanyInfo::new(code(company), DecimalId::new(65), sample::DEMO.address)
}

pub(crate) fn code(text: &str) -> IdCode {
    text.parse().unwrap()
}

/// A registered website with this model code, whose scans lead to `http://www.xxxx.com`.
pub(crate) fn website(model: &str) -> CategoryApplication {
    let goto_url = "http://www.xxxx.com/xxxx.aspx?id=";
    CategoryApplication::new(10222_u64, 10_u64, Application::Registered, goto_url)
        .with_model("样例型号", model)
}

/// Registers [`website`] for a unit, and returns the id of the registration.
pub(crate) async fn register(client: &Client, unit: &str, model: &str) -> DecimalId {
    let request = BatchRegistIDcode::new(code(unit), vec![website(model)]);
    let registered = client.call(&request).await.unwrap();
    registered[0].registration_id.unwrap()
}
