//! Provides the sample requests of every operation, and values that tests share.

use endpoint_core::{Endpoint, File, Visit};
use idcode_api::{Idcode, IdcodeKeys, Logo, endpoints, samples};
use registry_model::IdCode;
use test_support::{SampleRequest, SampleRequests};

/// The time of the worked example in the document.
pub(crate) const TIME_MS: u64 = 1_497_587_696_789;

/// The sample credentials of the document.
pub(crate) fn keys() -> IdcodeKeys {
    IdcodeKeys::new(
        "J7X4LuOOfURXeAAEAAAAAABSK",
        "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
    )
}

fn requests() -> SampleRequests {
    let mut requests = SampleRequests::default();
    samples(&mut requests);
    requests
}

/// The operations of the document, and those that only public clients show.
fn with_unverified() -> SampleRequests {
    #[cfg_attr(
        not(feature = "unverified"),
        expect(unused_mut, reason = "nothing is added")
    )]
    let mut requests = requests();
    #[cfg(feature = "unverified")]
    idcode_api::unverified_samples(&mut requests);
    requests
}

/// A request of every operation with every parameter set.
pub(crate) fn full() -> Vec<SampleRequest> {
    requests().full()
}

/// A request of every operation with as few parameters as possible.
pub(crate) fn smallest() -> Vec<SampleRequest> {
    requests().smallest()
}

pub(crate) fn licence() -> File {
    File::new("licence.jpg", &b"\xff\xd8\xff\xe0 not quite a picture"[..])
}

/// The ten bytes of the vectors' base64 text.
pub(crate) fn logo() -> Logo {
    Logo::new(&b"\x89PNG\r\n\x1a\n>\xff"[..])
}

/// The unit of the document's form example.
pub(crate) fn unit() -> IdCode {
    "i.86.120103.1021".parse().unwrap()
}

struct Names(Vec<&'static str>);

impl Visit<Idcode> for Names {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.push(E::SPEC.name);
    }
}

#[test]
fn the_samples_follow_the_catalogue() {
    let mut names = Names(Vec::new());
    endpoints(&mut names);
    let sampled: Vec<_> = full().iter().map(|sample| sample.spec.name).collect();
    assert_eq!(sampled, names.0);
}

#[test]
fn a_full_sample_sets_every_parameter() {
    for sample in with_unverified().full() {
        let set: Vec<_> = sample.params.iter().map(|(name, _)| name).collect();
        let declared: Vec<_> = sample.spec.params.iter().map(|param| param.name).collect();
        assert_eq!(set, declared, "{}", sample.spec.name);
    }
}

#[test]
fn a_request_is_restored_from_its_parameters() {
    for sample in with_unverified().all() {
        let name = sample.spec.name;
        assert!(sample.is_same(sample.params.clone()).unwrap(), "{name}");
    }
}
