//! One request of every operation with every parameter set, and one with as few as possible.

use core::fmt::Debug;

use endpoint_core::{Endpoint, File, Invalid, Params, Spec, Visit};
use idcode_api::operations::{Login, RegCompanyInfo};
use idcode_api::{Idcode, Keys, Locality, endpoints};

pub(crate) use crate::full::full;
pub(crate) use crate::least::least;

/// The time of the worked example in the document.
pub(crate) const TIME_MS: u64 = 1_497_587_696_789;

/// The sample credentials of the document.
pub(crate) fn keys() -> Keys {
    Keys::new(
        "J7X4LuOOfURXeAAEAAAAAABSK",
        "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
    )
}

/// A request with its type forgotten, so that all operations fit into one list.
pub(crate) struct Sample {
    pub(crate) spec: Spec,
    pub(crate) params: Params,
    /// What `Debug` prints of the typed request.
    pub(crate) debug: String,
    /// Whether these parameters, which have to be those of a valid one, are of the same request.
    pub(crate) is_same: Box<dyn Fn(Params) -> Result<bool, Invalid>>,
}

pub(crate) fn sample<E: Endpoint<Vendor = Idcode> + Debug + PartialEq>(request: E) -> Sample {
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

pub(crate) fn licence() -> File {
    File::new(
        "licence.jpg",
        &b"\xff\xd8\xff\xe0 not quite a picture \r\n\xff\xd9"[..],
    )
}

pub(crate) fn registration() -> RegCompanyInfo {
    RegCompanyInfo::new(
        Login {
            name: "sample-user".to_owned(),
            password: "p&w=1 %+密".into(),
        },
        "样例二维码科技有限公司",
        1003_u64,
        Locality::of("120103".parse().unwrap()),
        "13800000000",
    )
}

/// The unit of the document's form example.
pub(crate) fn unit() -> registry_model::IdCode {
    "i.86.120103.1021".parse().unwrap()
}

struct Names(Vec<&'static str>);

impl Visit<Idcode> for Names {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.push(E::SPEC.name);
    }
}

#[test]
fn there_is_a_sample_of_every_operation() {
    let mut names = Names(Vec::new());
    endpoints(&mut names);
    for samples in [full(), least()] {
        let sampled: Vec<_> = samples.iter().map(|sample| sample.spec.name).collect();
        assert_eq!(sampled, names.0);
    }
}

#[test]
fn a_full_sample_sets_every_parameter() {
    for sample in full() {
        let set: Vec<_> = sample.params.iter().map(|(name, _)| name).collect();
        let declared: Vec<_> = sample.spec.params.iter().map(|param| param.name).collect();
        assert_eq!(set, declared, "{}", sample.spec.name);
    }
}

#[test]
fn a_request_is_made_again_of_its_parameters() {
    for sample in full().into_iter().chain(least()) {
        assert!(
            (sample.is_same)(sample.params.clone()).unwrap(),
            "{}",
            sample.spec.name
        );
    }
}
