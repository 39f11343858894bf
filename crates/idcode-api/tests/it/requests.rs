//! One request of every operation with every parameter set, and one with as few as possible.

use core::fmt::Debug;

use endpoint_core::{Endpoint, File, Invalid, Params, Spec, Visit};
use idcode_api::operations::{
    Certificate, GetAllAreaInfo, GetAreaInfoByParentID, GetCompanyBaseInfo, GetCompanyInfo,
    GetOrganUnitStatus, GetUnitType, Login, Matching, ModifyCompanyInfo, RegCompanyInfo,
    SendVerifyInfo, UnitSize, VerifyCompanyInfo,
};
use idcode_api::{AreaLevel, Idcode, Keys, Locality, endpoints};

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
    /// Whether these parameters are those of the same request.
    pub(crate) is_same: Box<dyn Fn(Params) -> Result<bool, Invalid>>,
}

fn sample<E: Endpoint<Vendor = Idcode> + Debug + PartialEq>(request: E) -> Sample {
    request.validate().unwrap();
    Sample {
        spec: E::SPEC,
        params: Params::of(&request).unwrap(),
        debug: format!("{request:?}"),
        is_same: Box::new(move |params| Ok(params.into_typed::<E>()? == request)),
    }
}

pub(crate) fn licence() -> File {
    File::new(
        "licence.jpg",
        &b"\xff\xd8\xff\xe0 not quite a picture \r\n\xff\xd9"[..],
    )
}

fn registration() -> RegCompanyInfo {
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
fn unit() -> registry_model::IdCode {
    "i.86.120103.1021".parse().unwrap()
}

pub(crate) fn full() -> Vec<Sample> {
    let certificate = Certificate::CreditCode("91110108MA0000015T".parse().unwrap());
    vec![
        sample(GetAllAreaInfo::new()),
        sample(GetAreaInfoByParentID::new(440_000_u64).with_level(AreaLevel::City)),
        sample(GetUnitType::new()),
        sample(
            registration()
                .with_email("sample@example.com")
                .with_name_en("Sample QR Code Technology Co., Ltd.")
                .with_contact("样例联系人")
                .with_contact_en("Sample Contact")
                .with_sms_code("246813"),
        ),
        sample(SendVerifyInfo::new("13800000000")),
        sample(VerifyCompanyInfo::new(unit(), certificate, licence())),
        sample(
            ModifyCompanyInfo::new(unit(), 5000_u64, "天津市河西区样例路1号")
                .with_name_en("Sample QR Code Technology Co., Ltd.")
                .with_address_en("1 Sample Road, Hexi District, Tianjin")
                .with_email("sample@example.com")
                .with_contact("样例联系人")
                .with_contact_en("Sample Contact")
                .with_office_phone("022-80000000")
                .with_work_address("天津市河西区样例路2号")
                .with_work_address_en("2 Sample Road")
                .with_size(UnitSize::Over500)
                .with_registered_capital(1000),
        ),
        sample(GetCompanyBaseInfo::new("i.86.110108.52".parse().unwrap())),
        sample(GetCompanyInfo::new("单位名称", Matching::Exact)),
        sample(GetOrganUnitStatus::new(unit())),
    ]
}

pub(crate) fn least() -> Vec<Sample> {
    let certificate = Certificate::Other("样例-1".to_owned());
    let mut search = GetCompanyInfo::new("A&B=C 100%+#?/中", Matching::Fuzzy);
    search.matching = None;
    vec![
        sample(GetAllAreaInfo::new()),
        sample(GetAreaInfoByParentID::new(0_u64)),
        sample(GetUnitType::new()),
        sample(registration()),
        sample(SendVerifyInfo::new("+8613800000000")),
        sample(VerifyCompanyInfo::new(unit(), certificate, licence())),
        sample(ModifyCompanyInfo::new(unit(), 5000_u64, "天津市")),
        sample(GetCompanyBaseInfo::new(unit())),
        sample(search),
        sample(GetOrganUnitStatus::new(unit())),
    ]
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
