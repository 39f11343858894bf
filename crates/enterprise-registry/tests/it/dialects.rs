//! Every operation of IDcode works in every dialect that the document allows.
//!
//! A client and a sandbox are configured with the same dialect and use only the public interface.
//! The sandbox is in process; the tests of flows show that a socket makes no difference.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::{OpenError, RefusalKind, Sample, VisitSamples, wire};
use enterprise_registry::idcode::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, Certificate,
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, Generation, GetAllAreaInfo,
    GetAllIndustryCategoryList, GetAllTradeInfo, GetAreaInfoByParentID, GetAuthenPicUrl,
    GetBaseIDcodeInfo, GetCodeUseList, GetCompanyBaseInfo, GetCompanyInfo, GetIDcodeTypeInfo,
    GetIndustryCategoryListByParentID, GetOrganUnitStatus, GetProductCategoryList,
    GetTradeInfoByParentID, GetUnitType, GetUploadCodeInfo, GetUploadCodeRecord, GetVerifyInfo,
    IDcodeLogin, InterfaceApply, Login, LoginVerify, Matching, ModifyCompanyInfo,
    ProductIDcodeApply, RegCompanyInfo, Selection, SendVerifyInfo, UnitRegist, UpdateGoToUrl,
    UpdateUnitQRCodeGoToUrl, UploadCodeFile, UploadCodeList, VerifyCompanyInfo,
};
use enterprise_registry::idcode::{
    Application, AreaLevel, Background, CodeColor, CodeSize, Dialect, Idcode, ItemCodes, Locality,
    Logo, LogoUse, NameMark, Page, PasswordDigest, PlainSymbology, Symbology, Unset, endpoints,
    samples,
};
use enterprise_registry::model::{DecimalId, IdCode};
use enterprise_registry::sandbox::{Config, Incoming, Sandbox, SandboxService, sample};
use enterprise_registry::{
    Client, Clock as _, Endpoint, File, Params, SystemClock, Vendor as _, Visit,
};

/// Characters that encodings write differently, or that have a meaning in queries.
const ODD: &str = "甲 公司 + 100%&=~*(')";

/// An address with parameters of its own (section 14 of the document).
const GOTO: &str = "http://www.xxxx.com/m?name=%E4%B8%AD+&id=";

/// One dialect, spoken by both sides.
struct Pair {
    dialect: Dialect,
    sandbox: Sandbox,
    client: Client<Idcode>,
}

impl Pair {
    fn speaking(dialect: Dialect) -> Self {
        let sandbox = Sandbox::new(Config::default().with_dialect(dialect));
        let service = Arc::new(SandboxService::new(sandbox.clone()));
        let client = Client::builder(sandbox.idcode_keys(), service)
            .build()
            .unwrap();
        Self {
            dialect,
            sandbox,
            client,
        }
    }

    #[track_caller]
    fn report(&self, operation: &str, error: &dyn core::fmt::Display) -> ! {
        let calls = self.sandbox.calls();
        let reason = calls.last().and_then(|call| call.reason.as_deref());
        unreachable!("{operation}: {error} ({reason:?}) in {}", self.dialect)
    }

    async fn call<E: Endpoint<Vendor = Idcode>>(&self, request: E) -> E::Output {
        match self.client.call(request).await {
            Ok(output) => output,
            Err(error) => self.report(E::SPEC.name, &error),
        }
    }

    /// Opens a page as a redirected browser does.
    async fn open<P: Page>(&self, page: &P) {
        let keys = self.sandbox.idcode_keys();
        let base = self.client.base_url().as_str();
        let url = Idcode::page_url(&keys, base, page, SystemClock.now_ms()).unwrap();
        let target = url.expose().strip_prefix(base.trim_end_matches('/'));
        let answer = self
            .sandbox
            .respond(Incoming {
                method: "GET".to_owned(),
                target: target.unwrap().to_owned(),
                content_type: None,
                body: Default::default(),
            })
            .await;
        let content_type = answer.content_type.unwrap();
        if !content_type.starts_with("text/html") {
            self.report(P::SPEC.name, &String::from_utf8_lossy(&answer.body));
        }
    }

    /// Reads with few parameters.
    async fn read(&self) {
        let level = GetAreaInfoByParentID::new(110_000_u64).with_level(AreaLevel::District);
        self.call(level).await;
        self.call(GetAllTradeInfo::new()).await;
        self.call(GetTradeInfoByParentID::new(0_u64)).await;
        self.call(GetUnitType::new()).await;
        self.call(GetCodeUseList::new()).await;
        self.call(GetAllIndustryCategoryList::new()).await;
        self.call(GetIndustryCategoryListByParentID::new(0_u64))
            .await;
        self.call(GetProductCategoryList::new()).await;
        let picture = GetAuthenPicUrl::new(Background::Purple, NameMark::With);
        self.call(picture).await;
    }

    /// Registers a unit by 301, verified and completed.
    async fn register(&self) -> IdCode {
        let locality = Locality::from_division(sample::DEMO.division());
        let login = Login {
            name: "user+1".to_owned(),
            password: "p@ss w&rd=1%".into(),
        };
        let sms = self.call(GetVerifyInfo::new(sample::PHONE)).await;
        let request = RegCompanyInfo::new(login.clone(), ODD, 1003_u64, locality, sample::PHONE)
            .with_sms_code(sms.code.expose());
        let registered = self.call(request).await;
        let code = registered.main_code.unwrap();
        let unit: IdCode = code.trim_end_matches('/').parse().unwrap();
        self.call(SendVerifyInfo::new(sample::PHONE)).await;
        let certificate = Certificate::CreditCode(sample::DEMO.credit_code());
        let licence = File::new("执照 1.png", sample::LICENCE_PNG);
        let verification = VerifyCompanyInfo::new(unit.clone(), certificate, licence);
        self.call(verification).await;
        let completion = ModifyCompanyInfo::new(unit.clone(), 65_u64, ODD);
        self.call(completion).await;
        let record = self.call(GetCompanyBaseInfo::new(unit.clone())).await;
        assert_eq!(record.name.as_deref(), Some(ODD), "{}", self.dialect);
        assert_eq!(record.address.as_deref(), Some(ODD), "{}", self.dialect);
        let found = self.call(GetCompanyInfo::new(ODD, Matching::Exact)).await;
        assert_eq!(found.len(), 1);
        let status = self.call(GetOrganUnitStatus::new(unit.clone())).await;
        assert!(status.authentication.is_verified());
        let entered = self.call(LoginVerify::new(login)).await;
        assert_eq!(entered.name.as_deref(), Some(ODD));
        unit
    }

    /// Registers a category with codes and goto URLs.
    async fn apply(&self, unit: &IdCode) {
        let row = CategoryApplication::new(10_222_u64, 10_u64, Application::Registered, GOTO)
            .with_memo(ODD)
            .with_model(ODD, "A-1");
        let request = BatchRegistIDcode::new(unit.clone(), vec![row]);
        let registered = self.call(request).await;
        let id: DecimalId = registered.first().unwrap().registration_id.unwrap();
        let found = GetBaseIDcodeInfo::new(unit.clone()).with_model_code("A-1");
        let found = self.call(found).await;
        assert_eq!(found.first().unwrap().model_name.as_deref(), Some(ODD));
        let all = GetIDcodeTypeInfo::new(unit.clone(), Selection::All);
        assert_eq!(self.call(all).await, found);

        let codes = ItemCodes::new(["a 1", "b+2", "丙%"]).unwrap();
        let list = UploadCodeList::new(unit.clone(), id, codes);
        self.call(list.with_generation(Generation::InSequence))
            .await;
        let file = File::new("码 & 1.txt", &b"c\n"[..]);
        self.call(UploadCodeFile::new(unit.clone(), id, file)).await;
        let records = GetUploadCodeRecord::new(unit.clone(), "46100000", "A-1");
        let records = self.call(records).await;
        let [list, file] = records.as_slice() else {
            unreachable!("{records:?}")
        };
        assert_eq!(list.count.unwrap().get(), 3);
        assert_eq!(file.file_name.as_deref(), Some("码 & 1.txt"));
        self.call(GetUploadCodeInfo::new(unit.clone(), file.id))
            .await;

        self.call(ApplyGoToUrlWhiteList::new(GOTO, GOTO)).await;
        self.call(UpdateGoToUrl::new(unit.clone(), id, GOTO)).await;
    }

    async fn send_browsers(&self, unit: &IdCode) {
        let back = "http://www.xxxx.com/cb?a=1&b=2";
        self.open(&InterfaceApply::new(unit.clone(), GOTO, GOTO, back))
            .await;
        let filed = Application::Filed;
        self.open(&ProductIDcodeApply::new(
            unit.clone(),
            10_222_u64,
            filed,
            GOTO,
            GOTO,
            back,
        ))
        .await;
        self.open(&IDcodeLogin::new(back)).await;
    }
}

struct Names(BTreeSet<&'static str>);

impl Visit<Idcode> for Names {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.insert(E::SPEC.name);
    }
}

/// A signed sample, and a check whether the sandbox understood it.
type SignedSample = (&'static str, Incoming, fn(&Bytes) -> bool);

/// Signs a sample of every operation that the functions above do not call.
struct Rest<'p> {
    pair: &'p Pair,
    known: BTreeSet<&'static str>,
    requests: Vec<SignedSample>,
}

impl VisitSamples<Idcode> for Rest<'_> {
    fn operation<E: Sample<Vendor = Idcode>>(&mut self) {
        if self.known.contains(E::SPEC.name) {
            return;
        }
        let keys = self.pair.sandbox.idcode_keys();
        let params = Params::from_request(&E::samples()[0]).unwrap();
        let signed = Idcode::sign(&keys, &E::SPEC, &params, SystemClock.now_ms()).unwrap();
        let is_understood = |body: &Bytes| match Idcode::open::<E>(body) {
            Ok(_) => true,
            Err(OpenError::Refused(refusal)) => {
                !matches!(refusal.kind, RefusalKind::Auth | RefusalKind::Parameter)
            }
            Err(_) => false,
        };
        let signed_sample = (E::SPEC.name, Incoming::from(&signed), is_understood as _);
        self.requests.push(signed_sample);
    }
}

/// The part of a dialect that matters to operations with parameters in a query.
fn of_queries(dialect: Dialect) -> Dialect {
    Dialect {
        form: Dialect::default().form,
        ..of_forms(dialect)
    }
}

/// The part of a dialect that matters to operations with a form.
fn of_forms(dialect: Dialect) -> Dialect {
    Dialect {
        multipart: Dialect::default().multipart,
        json: Dialect::default().json,
        ..dialect
    }
}

fn registration() -> UnitRegist {
    let locality = Locality::from_division(sample::DEMO.division());
    UnitRegist::new("licence+1", "乙公司", 1003_u64, locality)
        .with_logo(Logo::new(sample::LICENCE_PNG))
}

fn change(password: PasswordDigest) -> UpdateUnitQRCodeGoToUrl {
    UpdateUnitQRCodeGoToUrl::new("licence+1", password)
        .with_goto_url(GOTO)
        .with_color(CodeColor::Black)
        .with_logo_use(LogoUse::Without)
}

fn plain(unit: &IdCode) -> CreateCodePic {
    CreateCodePic::new(unit.as_str(), 80, PlainSymbology::Qr)
}

fn framed(unit: &IdCode) -> CreateCodePicWithMargin {
    CreateCodePicWithMargin::plain(unit.as_str(), 80, CodeColor::Black)
}

/// A LongBei code, because QR codes of 300 dots per inch are slow to draw.
fn certified(unit: &IdCode) -> CreateAuthenCodePic {
    CreateAuthenCodePic::new(
        unit.clone(),
        unit.as_str(),
        Symbology::LongBei,
        CodeSize::Cm3,
    )
}

/// Calls every operation in this dialect. The few with slow responses are left out if another
/// dialect in the list is the same to them.
async fn call_everything(dialect: Dialect) {
    let pair = Pair::speaking(dialect);
    pair.read().await;
    let unit = pair.register().await;
    pair.apply(&unit).await;
    pair.send_browsers(&unit).await;
    let mut left_out = BTreeSet::new();
    if of_queries(dialect) == dialect {
        pair.call(GetAllAreaInfo::new()).await;
        pair.call(plain(&unit)).await;
    } else {
        left_out.insert(CreateCodePic::SPEC.name);
        left_out.insert(GetAllAreaInfo::SPEC.name);
    }
    if of_forms(dialect) == dialect {
        let digest = PasswordDigest::from_password(registration().initial_password().expose());
        pair.call(registration()).await;
        pair.call(change(digest)).await;
        pair.call(framed(&unit)).await;
        pair.call(certified(&unit)).await;
    } else {
        left_out.insert(UnitRegist::SPEC.name);
        left_out.insert(UpdateUnitQRCodeGoToUrl::SPEC.name);
        left_out.insert(CreateCodePicWithMargin::SPEC.name);
        left_out.insert(CreateAuthenCodePic::SPEC.name);
    }

    let calls = pair.sandbox.calls();
    assert!(calls.iter().all(|call| call.code == 1), "{dialect}");
    let called: BTreeSet<_> = calls.iter().map(|call| call.operation).collect();
    let mut rest = Rest {
        pair: &pair,
        known: called.union(&left_out).copied().collect(),
        requests: Vec::new(),
    };
    samples(&mut rest);
    for (operation, incoming, is_understood) in rest.requests {
        let response = pair.sandbox.respond(incoming).await;
        assert!(is_understood(&response.body), "{operation} in {dialect}");
    }
    let calls = pair.sandbox.calls();
    let called: BTreeSet<_> = calls.iter().map(|call| call.operation).collect();
    let mut catalogue = Names(BTreeSet::new());
    endpoints(&mut catalogue);
    let expected: BTreeSet<_> = catalogue.0.difference(&left_out).copied().collect();
    assert_eq!(called, expected, "{dialect}");
}

/// The dialects, in two halves that are tested in parallel.
fn half(is_first: bool) -> impl Iterator<Item = Dialect> {
    let all = Dialect::all();
    assert_eq!(all.len(), 1152);
    let both = all.into_iter().enumerate();
    both.filter(move |(position, _)| (position % 2 == 0) == is_first)
        .map(|(_, dialect)| dialect)
}

#[tokio::test]
async fn every_operation_works_in_every_dialect_that_leaves_unset_parameters_out() {
    for dialect in half(true) {
        assert_eq!(dialect.unset, Unset::LeaveOut);
        call_everything(dialect).await;
    }
}

#[tokio::test]
async fn every_operation_works_in_every_dialect_that_sends_unset_parameters_empty() {
    for dialect in half(false) {
        assert_eq!(dialect.unset, Unset::SendEmpty);
        call_everything(dialect).await;
    }
}

/// The request, signed at a fixed time.
fn signed<E: Endpoint<Vendor = Idcode>>(dialect: Dialect, request: &E) -> wire::Request {
    let keys = Sandbox::new(Config::default()).idcode_keys();
    let params = Params::from_request(request).unwrap();
    let keys = keys.with_dialect(dialect);
    Idcode::sign(&keys, &E::SPEC, &params, 1_497_587_696_789).unwrap()
}

#[test]
fn dialect_options_that_do_not_concern_an_operation_leave_its_requests_unchanged() {
    let unit: IdCode = sample::unit::MAIN_CODE.parse().unwrap();
    for dialect in Dialect::all() {
        let (queries, forms) = (of_queries(dialect), of_forms(dialect));
        let areas = GetAllAreaInfo::new();
        assert_eq!(signed(dialect, &areas), signed(queries, &areas));
        let plain = plain(&unit);
        assert_eq!(signed(dialect, &plain), signed(queries, &plain));
        let framed = framed(&unit);
        assert_eq!(signed(dialect, &framed), signed(forms, &framed));
        let change = change(PasswordDigest::from_password("password"));
        assert_eq!(signed(dialect, &change), signed(forms, &change));
        let registration = registration();
        assert_eq!(signed(dialect, &registration), signed(forms, &registration));
        let certified = certified(&unit);
        assert_eq!(signed(dialect, &certified), signed(forms, &certified));
    }
}
