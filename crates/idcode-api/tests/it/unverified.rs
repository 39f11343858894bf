//! Tests that operations without a document are declared separately and marked.

use bytes::Bytes;
use endpoint_core::{Endpoint, OpenError, Params, RefusalKind, Vendor, Visit};
use idcode_api::operations::RegProductIDcodeInfo;
use idcode_api::{Application, Idcode, endpoints, unverified_endpoints};

use crate::requests::unit;

struct Names(Vec<&'static str>);

impl Visit<Idcode> for Names {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.push(E::SPEC.name);
    }
}

#[test]
fn it_is_in_a_separate_catalogue() {
    let mut unverified = Names(Vec::new());
    unverified_endpoints(&mut unverified);
    assert!(unverified.0.contains(&"RegProductIDcodeInfo"));
    let mut documented = Names(Vec::new());
    endpoints(&mut documented);
    for name in unverified.0 {
        assert!(!documented.0.contains(&name), "{name}");
    }
}

#[test]
fn none_of_its_codes_is_documented() {
    let spec = RegProductIDcodeInfo::SPEC;
    assert_eq!((spec.number, spec.codes), (None, &[][..]));
    let observed: Vec<_> = spec
        .observed_codes
        .iter()
        .map(|row| (row.code, row.message, row.kind))
        .collect();
    assert_eq!(
        observed,
        [
            (1, "", None),
            (-4, "", Some(RefusalKind::Exists)),
            (0, "", Some(RefusalKind::Unknown)),
        ]
    );
}

fn request() -> RegProductIDcodeInfo {
    let goto_url = "http://a";
    RegProductIDcodeInfo::new(unit(), 10_222_u64, "46100000", Application::Filed, goto_url)
}

#[test]
fn a_model_is_wanted() {
    assert_eq!(request().validate().unwrap_err().names(), ["modelNumber"]);
    assert_eq!(request().with_model("A", "001").validate(), Ok(()));
}

#[test]
fn its_parameters_are_the_declared_ones() {
    let params = Params::from_request(&request().with_model("A", "001")).unwrap();
    let names: Vec<_> = params.iter().map(|(name, _)| name).collect();
    let declared: Vec<_> = RegProductIDcodeInfo::SPEC
        .params
        .iter()
        .map(|param| param.name)
        .collect();
    assert_eq!(names, declared);
    assert_eq!(params.text("codeUse_ID"), Some("10"));
    let again: RegProductIDcodeInfo = params.into_typed().unwrap();
    assert_eq!(again, request().with_model("A", "001"));
}

#[test]
fn its_responses_are_read_as_clients_read_them() {
    let open = |body: &'static str| Idcode::open::<RegProductIDcodeInfo>(&Bytes::from(body));
    let registered = open(
        r#"{"OrganUnitIDcode":"i.86.120103.1021/10.46100000.001/","CategoryReg_ID":10030000000000001923,"ResultCode":"1","ResultMsg":"x"}"#,
    )
    .unwrap();
    assert_eq!(
        registered.complete_code.as_deref(),
        Some("i.86.120103.1021/10.46100000.001/")
    );
    assert_eq!(
        registered.registration_id.unwrap().to_string(),
        "10030000000000001923"
    );
    let Err(OpenError::Refused(taken)) = open(r#"{"OrganUnitIDcode":"","ResultCode":-4}"#) else {
        panic!("the model code is taken");
    };
    assert_eq!(taken.kind, RefusalKind::Exists);
}
