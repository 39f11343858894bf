//! The table of what each refusal leads to.

use serde::Serialize;

use crate::{Refusal, RefusalKind};

/// What a flow does after a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RefusalAction {
    /// The refusal answers the question of the flow, which continues.
    #[serde(rename = "go_on")]
    Continue,
    /// The unit exists: the flow adopts it if the plan or its login allow that, and asks otherwise.
    Adopt,
    /// The flow stops with a question.
    Ask,
    /// The flow stops. A later run of the same plan may succeed; it first looks up whether the
    /// step was carried out after all.
    RetryLater,
    /// The flow stops until the cause is corrected.
    Stop,
}

impl RefusalAction {
    /// The action in a word or two: `continuing`, `adopting the unit`, `asking`, `stopping; retry
    /// later`, `stopping`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Continue => "continuing",
            Self::Adopt => "adopting the unit",
            Self::Ask => "asking",
            Self::RetryLater => "stopping; retry later",
            Self::Stop => "stopping",
        }
    }
}

/// One row of the table of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusalRow {
    /// The operation's name in the catalogue.
    pub operation: &'static str,
    /// The vendor's code.
    pub code: i64,
    /// What the flow does next.
    pub then: RefusalAction,
}

impl RefusalRow {
    /// All rows, in the order of the flows.
    pub const ALL: &'static [Self] = TABLE;
}

macro_rules! table {
    ($($operation:literal { $($code:literal $then:ident),* $(,)? })*) => {
        const TABLE: &[RefusalRow] = &[$($(RefusalRow {
            operation: $operation,
            code: $code,
            then: RefusalAction::$then,
        }),*),*];
    };
}

table! {
    "GetAllAreaInfo" { 0 Stop }
    "ent3f.Submit" {
        0 RetryLater, 1 RetryLater, 400 Stop, 401 Stop, 402 Stop, 403 Stop, 404 Stop, 407 Stop,
        4071 Stop, 408 Ask, 405 Stop, 4050 Stop, 40501 Stop, 40502 Stop, 40505 Stop, 4051 Stop,
        4052 Stop, 4086 RetryLater, 409 Stop, 4091 Stop, 4010 RetryLater, 411 Stop, 4111 Stop,
    }
    "GetCompanyInfo" { 0 Continue, 10000 Stop, 10001 Stop, 10002 Stop, 10003 Continue }
    "GetVerifyInfo" { 0 Stop }
    "SendVerifyInfo" { 0 Stop }
    "RegCompanyInfo" { 2 Adopt, 3 Adopt, 0 RetryLater, -1 Stop, -2 Stop, -3 Ask, -4 Ask }
    "UnitRegist" { 2 Adopt, 3 Adopt, 0 RetryLater, -1 Stop, -2 Stop, -3 Stop, -4 Stop }
    "LoginVerify" { 0 Ask }
    "VerifyCompanyInfo" { 0 Stop }
    "entinfov2.Submit" {
        0 RetryLater, 1 RetryLater, 400 Stop, 401 Stop, 402 Stop, 403 Stop, 408 Ask, 405 Stop,
        4050 Stop, 40501 Stop, 40502 Stop, 40505 Stop, 4051 Stop, 4052 Stop, 4086 RetryLater,
        4010 RetryLater, 4201 Ask, 4202 RetryLater,
    }
    "ModifyCompanyInfo" { 0 Stop }
    "GetCompanyBaseInfo" { 0 Stop }
    "GetOrganUnitStatus" { 0 Stop }
    "GetIDcodeTypeInfo" { 0 Stop }
    "BatchRegistIDcode" { 0 Stop }
    "GetBaseIDcodeInfo" { 0 Stop }
    "UploadCodeFile" { 0 Stop }
    "UploadCodeList" { 0 Stop }
    "GetUploadCodeRecord" { 0 Stop }
    "GetUploadCodeInfo" { 0 Stop }
    "CreateCodePic" { 0 Stop }
    "CreateCodePicWithMargin" { 2 RetryLater, 0 RetryLater, -1 Stop, -2 Stop, -3 Stop }
    "CreateAuthenCodePic" { 2 RetryLater, 0 RetryLater, -1 Stop, -2 Stop, -3 Stop }
}

/// Returns what this refusal leads to.
///
/// The table has a row for every code that the document lists for the operations of the flows, and
/// for code 0, which section 2 documents for all of IDcode. Any other code is judged by its
/// [`RefusalKind`]. If the vendor's message blames credentials or parameters, the flow stops
/// whatever the code: some operations have no code for that.
///
#[doc = include_str!("refusal_action.md")]
#[must_use]
pub fn refusal_action(refusal: &Refusal) -> RefusalAction {
    let row = TABLE
        .iter()
        .find(|row| row.operation == refusal.operation && row.code == refusal.code);
    let is_our_fault = matches!(
        refusal.kind,
        RefusalKind::Auth | RefusalKind::Parameter | RefusalKind::Account
    );
    match row {
        // The same request would be refused again.
        Some(row) if is_our_fault && row.then != RefusalAction::Ask => RefusalAction::Stop,
        // A refused login of a unit is an answer; refused credentials of the client are not.
        Some(row) if refusal.kind == RefusalKind::Auth && row.then == RefusalAction::Ask => {
            RefusalAction::Stop
        }
        Some(row) => row.then,
        None => by_kind(refusal),
    }
}

/// Whether a refusal says that the data exists already: evidence of an earlier request whose
/// response was lost. Most operations have no code for it.
pub(crate) fn says_it_exists(refusal: &Refusal) -> bool {
    const WORDS: [&str; 3] = ["已存在", "已经存在", "重复"];
    let message = refusal.message.as_str();
    refusal.kind == RefusalKind::Exists || WORDS.iter().any(|word| message.contains(word))
}

fn by_kind(refusal: &Refusal) -> RefusalAction {
    match refusal.kind {
        RefusalKind::RateLimited | RefusalKind::VendorFault => RefusalAction::RetryLater,
        // The query may have been charged.
        RefusalKind::NotFound | RefusalKind::Unknown if refusal.billed => RefusalAction::Ask,
        _ => RefusalAction::Stop,
    }
}
