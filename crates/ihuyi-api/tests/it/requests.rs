//! Provides the sample requests of every operation, and values that tests share.

use endpoint_core::{Endpoint, Params, Visit};
use ihuyi_api::products::{Entinfov2Submit, EntmarkSubmit};
use ihuyi_api::{Identifiers, Ihuyi, IhuyiKeys, Subject, endpoints, samples};
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};
use test_support::{SampleRequest, SampleRequests};

/// The time of the worked examples in the documents.
pub(crate) const TIME_MS: u64 = 1_651_544_941_000;

pub(crate) const COMPANY: &str = "样例信息技术有限公司";

/// The sample credentials of the documents, masked as printed.
pub(crate) fn keys() -> IhuyiKeys {
    IhuyiKeys::new("test", "1q784322b******")
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

/// The samples of every operation, in the order of the catalogue.
pub(crate) fn all() -> Vec<SampleRequest> {
    let mut requests = SampleRequests::default();
    samples(&mut requests);
    requests.all()
}

/// Those of [`all`], and the samples of operations without a document.
pub(crate) fn with_unverified() -> Vec<SampleRequest> {
    let mut requests = SampleRequests::default();
    samples(&mut requests);
    #[cfg(feature = "unverified")]
    ihuyi_api::unverified_samples(&mut requests);
    requests.all()
}

struct Names(Vec<&'static str>);

impl Visit<Ihuyi> for Names {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        self.0.push(E::SPEC.name);
    }
}

#[test]
fn the_samples_follow_the_catalogue() {
    let mut names = Names(Vec::new());
    endpoints(&mut names);
    let mut sampled: Vec<_> = all().iter().map(|sample| sample.spec.name).collect();
    sampled.dedup();
    assert_eq!(sampled, names.0);
}

#[test]
fn the_samples_together_set_every_parameter() {
    let samples = with_unverified();
    for sample in &samples {
        for param in sample.spec.params {
            let set = samples.iter().any(|other| {
                other.spec.name == sample.spec.name && other.params.text(param.name).is_some()
            });
            assert!(set, "{} {}", sample.spec.name, param.name);
        }
    }
}

#[test]
fn parameters_are_sent_in_the_order_of_the_declaration() {
    for sample in with_unverified() {
        let set: Vec<_> = sample.params.iter().map(|(name, _)| name).collect();
        let declared = sample.spec.params.iter().map(|param| param.name);
        let declared: Vec<_> = declared.filter(|name| set.contains(name)).collect();
        assert_eq!(set, declared, "{}", sample.spec.name);
    }
}

/// The order differs between products.
#[test]
fn several_identifiers_are_sent_in_the_order_of_the_document() {
    let all = || {
        let identifiers = Identifiers {
            name: Some(COMPANY.to_owned()),
            credit_code: Some(credit_code()),
            organization_code: Some(organization_code()),
            registration_number: Some(registration_number()),
        };
        Subject::several(identifiers).unwrap()
    };
    let names = |params: Params| -> Vec<String> {
        params.iter().map(|(name, _)| name.to_owned()).collect()
    };
    let record = names(Params::from_request(&Entinfov2Submit::new(all())).unwrap());
    assert_eq!(
        record,
        ["ent_name", "ent_code", "reg_no", "organization_code"]
    );
    let marks = names(Params::from_request(&EntmarkSubmit::new(all()).with_page(2)).unwrap());
    assert_eq!(
        marks,
        [
            "ent_name",
            "ent_code",
            "organization_code",
            "reg_no",
            "page_index"
        ]
    );
}

#[test]
fn a_request_is_restored_from_its_parameters() {
    for sample in with_unverified() {
        let name = sample.spec.name;
        assert!(sample.is_same(sample.params.clone()).unwrap(), "{name}");
    }
}
