//! Requests of every operation, by each identifier that it takes.

use core::fmt::Debug;

use endpoint_core::{Endpoint, Invalid, Params, Spec, Visit};
use ihuyi_api::products::{
    CopyrightKind, Ent3fGetNum, Ent3fSubmit, EntcopyGetNum, EntcopySubmit, Entinfov2GetNum,
    Entinfov2Submit, EntmarkGetNum, EntmarkSubmit,
};
use ihuyi_api::{Ihuyi, Keys, Subject, endpoints};
use registry_model::jiff::civil::date;
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};

/// The time of the worked examples in the documents.
pub(crate) const TIME_MS: u64 = 1_651_544_941_000;

pub(crate) const COMPANY: &str = "样例信息技术有限公司";

/// The sample credentials of the documents, masked as printed.
pub(crate) fn keys() -> Keys {
    Keys::new("test", "1q784322b******")
}

/// A request with its type forgotten, so that all operations fit into one list.
pub(crate) struct Sample {
    pub(crate) spec: Spec,
    pub(crate) params: Params,
    /// What `Debug` prints of the typed request.
    pub(crate) debug: String,
    /// Whether these parameters are those of the same request.
    pub(crate) is_same: Box<dyn Fn(Params) -> Result<bool, Invalid>>,
}

fn sample<E: Endpoint<Vendor = Ihuyi> + Debug + PartialEq>(request: E) -> Sample {
    request.validate().unwrap();
    Sample {
        spec: E::SPEC,
        params: Params::of(&request).unwrap(),
        debug: format!("{request:?}"),
        is_same: Box::new(move |params| {
            let typed = params.into_typed::<E>()?;
            typed.validate()?;
            Ok(typed == request)
        }),
    }
}

pub(crate) fn credit_code() -> UnifiedSocialCreditCode {
    "91110108MA0000015T".parse().unwrap()
}

pub(crate) fn organization_code() -> OrganizationCode {
    "MA0000015".parse().unwrap()
}

pub(crate) fn registration_number() -> RegistrationNumber {
    "110108000000016".parse().unwrap()
}

/// In the order of the catalogue.
pub(crate) fn all() -> Vec<Sample> {
    vec![
        sample(Ent3fSubmit::new(COMPANY, credit_code(), "样例人")),
        sample(Ent3fGetNum::new()),
        sample(Entinfov2Submit::new(Subject::Name(COMPANY.to_owned()))),
        sample(Entinfov2Submit::new(credit_code())),
        sample(Entinfov2Submit::new(registration_number())),
        sample(Entinfov2Submit::new(organization_code())),
        sample(Entinfov2GetNum::new()),
        sample(
            EntmarkSubmit::new(Subject::Name(COMPANY.to_owned()))
                .with_applied_from(date(2020, 1, 31))
                .with_applied_to(date(2025, 12, 1))
                .with_class(9)
                .with_application_number("81477709")
                .with_page(2)
                .with_page_size(20),
        ),
        sample(EntmarkSubmit::new(credit_code())),
        sample(EntmarkSubmit::new(organization_code())),
        sample(EntmarkSubmit::new(registration_number())),
        sample(EntmarkGetNum::new()),
        sample(
            EntcopySubmit::new(Subject::Name(COMPANY.to_owned()))
                .with_year(2024)
                .with_kind(CopyrightKind::Software)
                .with_work_number("2017SR000001")
                .with_work_name("样例软件")
                .with_owner("样例人")
                .with_page(3)
                .with_page_size(50),
        ),
        sample(EntcopySubmit::new(credit_code())),
        sample(EntcopySubmit::new(organization_code())),
        sample(EntcopySubmit::new(registration_number())),
        sample(EntcopyGetNum::new()),
    ]
}

struct Names(Vec<&'static str>);

impl Visit<Ihuyi> for Names {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        self.0.push(E::SPEC.name);
    }
}

#[test]
fn there_is_a_sample_of_every_operation() {
    let mut names = Names(Vec::new());
    endpoints(&mut names);
    let mut sampled: Vec<_> = all().iter().map(|sample| sample.spec.name).collect();
    sampled.dedup();
    assert_eq!(sampled, names.0);
}

#[test]
fn the_samples_set_every_parameter_between_them() {
    for sample in all() {
        for param in sample.spec.params {
            let set = all().iter().any(|other| {
                other.spec.name == sample.spec.name && other.params.text(param.name).is_some()
            });
            assert!(set, "{} {}", sample.spec.name, param.name);
        }
    }
}

#[test]
fn a_request_is_made_again_of_its_parameters() {
    for sample in all() {
        let name = sample.spec.name;
        assert!((sample.is_same)(sample.params).unwrap(), "{name}");
    }
}
