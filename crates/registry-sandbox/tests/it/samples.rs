//! Requests that are right, for tests to send or to spoil.

use bytes::Bytes;
use endpoint_core::File;
use idcode_api::Locality;
use idcode_api::operations::{
    Certificate, Login, ModifyCompanyInfo, RegCompanyInfo, VerifyCompanyInfo,
};
use registry_model::{DecimalId, IdCode};
use registry_sandbox::sample;

pub(crate) fn registration(name: &str, login: &str) -> RegCompanyInfo {
    RegCompanyInfo::new(
        Login {
            name: login.to_owned(),
            password: "a-password".into(),
        },
        name,
        DecimalId::new(1003),
        Locality::of(sample::DEMO.division()),
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
