//! Declares the result codes of the products, and templates of `SPEC`.
//!
//! Each product has its own table; rows of several tables are declared once. Messages differ
//! between tables and samples in wording and spaces (`msg-405`, `msg-spelling`), so no code
//! depends on them.

use core::time::Duration;

use endpoint_core::{
    Covered, Evidence, Method, Placement, RefusalKind as K, ResultCode, Shape, Spec,
};

macro_rules! rows {
    ($($name:ident = $code:literal $kind:ident $message:literal $meaning:literal;)*) => {
        $(pub(crate) const $name: ResultCode =
            ResultCode::refusal($code, K::$kind, $message, $meaning);)*
    };
}

rows! {
    UNKNOWN_ERROR = 0 VendorFault "未知错误" "unknown error";
    SUBMISSION_FAILED = 1 VendorFault "提交失败" "the submission failed";
    ADDRESS_NOT_ALLOWED = 400 Account "非法ip访问" "this IP address may not call";
    ACCOUNT_EMPTY = 401 Auth "帐号不能为空" "account is empty";
    PASSWORD_EMPTY = 402 Auth "密码不能为空" "password is empty";
    NO_SUCH_PRODUCT = 403 Account "应用不存在" "the product does not exist";
    WRONG_CREDENTIALS = 405 Auth "API ID或API KEY不正确" "account or key is wrong";
    NOTHING_FOUND = 408 NotFound "查询无结果" "the query found nothing";
    ONE_OF_FOUR = 406 Parameter "企业名称、统代、组织机构代码、工商注册号四选一"
        "one of name, credit code, organisation code and registration number must be given";
    MOBILE_EMPTY = 407 Parameter "手机号不能为空"
        "the mobile number is empty; a row copied from another product";
    MOBILE_MALFORMED = 4071 Parameter "手机格式不正确"
        "the mobile number is malformed; a row copied from another product";
    QUERY_FOUND_NOTHING = 4201 NotFound "查询无结果" "the query found nothing";
    CHANNEL_ERROR = 4010 VendorFault "通道错误" "the channel behind the vendor failed";
    FROZEN = 4050 Account "账号被冻结" "the account is frozen";
    NO_BALANCE = 4051 Balance "剩余条数不足" "no queries are left";
    ADDRESS_NOT_REGISTERED = 4052 Account "访问ip与备案ip不符"
        "the calling IP address is not the registered one";
    CHANNEL_INVALID = 4086 VendorFault "通道无效" "the channel behind the vendor is invalid";
    PASSWORD_EXPIRED = 40501 Auth "动态密码已过期" "the dynamic password has expired";
    PASSWORD_WRONG = 40502 Auth "动态密码校验失败" "the dynamic password does not verify";
    NO_CONTRACT = 40505 Account "没有签定合同" "no contract has been signed";
    REPRESENTATIVE_EMPTY = 404 Parameter "法人姓名不能为空"
        "the legal representative's name is empty";
    COMPANY_NAME_EMPTY = 409 Parameter "公司名称不能为空" "the company name is empty";
    COMPANY_NAME_MALFORMED = 4091 Parameter "公司名称格式不正确"
        "the company name is malformed";
    CREDIT_CODE_EMPTY = 411 Parameter "统一社会信用代码不能为空" "the credit code is empty";
    CREDIT_CODE_MALFORMED = 4111 Parameter "统一社会信用代码格式不正确"
        "the credit code is malformed";
    QUERY_FAILED = 4202 VendorFault "查询失败" "the query failed";
}

/// A query was accepted.
pub(crate) const SUBMITTED: ResultCode =
    ResultCode::success(2, "提交成功", "accepted; the result follows");

/// The rows of all tables, for products without one. Web pages of the vendor show only code 2.
#[cfg(feature = "unverified")]
pub(crate) const SHARED: &[ResultCode] = &[
    UNKNOWN_ERROR.by_analogy(),
    SUBMISSION_FAILED.by_analogy(),
    SUBMITTED.observed(),
    ADDRESS_NOT_ALLOWED.by_analogy(),
    ACCOUNT_EMPTY.by_analogy(),
    PASSWORD_EMPTY.by_analogy(),
    NO_SUCH_PRODUCT.by_analogy(),
    NOTHING_FOUND.by_analogy(),
    QUERY_FOUND_NOTHING.by_analogy(),
    WRONG_CREDENTIALS.by_analogy(),
    FROZEN.by_analogy(),
    PASSWORD_EXPIRED.by_analogy(),
    PASSWORD_WRONG.by_analogy(),
    NO_CONTRACT.by_analogy(),
    NO_BALANCE.by_analogy(),
    ADDRESS_NOT_REGISTERED.by_analogy(),
    CHANNEL_INVALID.by_analogy(),
    CHANNEL_ERROR.by_analogy(),
];

/// The response contains the balance.
pub(crate) const BALANCE_FOLLOWS: ResultCode =
    ResultCode::success(2, "查询成功", "the balance follows");

/// The table of GetNum, as most products have it.
pub(crate) const BALANCE: &[ResultCode] = &[
    BALANCE_FOLLOWS,
    ADDRESS_NOT_ALLOWED,
    ACCOUNT_EMPTY,
    PASSWORD_EMPTY,
    NO_SUCH_PRODUCT,
    WRONG_CREDENTIALS,
    FROZEN,
    PASSWORD_EXPIRED,
    PASSWORD_WRONG,
    ADDRESS_NOT_REGISTERED,
];

/// The table of a query: the rows of all queries, with those of the product before and after the
/// rows of the account.
macro_rules! query_table {
    (before { $($before:expr),* $(,)? } after { $($after:expr),* $(,)? }) => {
        &[
            UNKNOWN_ERROR,
            SUBMISSION_FAILED,
            SUBMITTED,
            ADDRESS_NOT_ALLOWED,
            ACCOUNT_EMPTY,
            PASSWORD_EMPTY,
            NO_SUCH_PRODUCT,
            $($before,)*
            NOTHING_FOUND,
            WRONG_CREDENTIALS,
            FROZEN,
            PASSWORD_EXPIRED,
            PASSWORD_WRONG,
            NO_CONTRACT,
            NO_BALANCE,
            ADDRESS_NOT_REGISTERED,
            CHANNEL_INVALID,
            $($after,)*
        ]
    };
}

/// The table of ent3f.
pub(crate) const ENT3F: &[ResultCode] = query_table! {
    before {
        REPRESENTATIVE_EMPTY,
        MOBILE_EMPTY,
        MOBILE_MALFORMED,
    }
    after {
        COMPANY_NAME_EMPTY,
        COMPANY_NAME_MALFORMED,
        CHANNEL_ERROR,
        CREDIT_CODE_EMPTY,
        CREDIT_CODE_MALFORMED,
    }
};

/// The table of entinfov2.
pub(crate) const ENTINFOV2: &[ResultCode] = query_table! {
    before {}
    after { CHANNEL_ERROR, QUERY_FOUND_NOTHING, QUERY_FAILED }
};

/// The table of entmark.
pub(crate) const ENTMARK: &[ResultCode] = query_table! {
    before { MOBILE_EMPTY, MOBILE_MALFORMED }
    after { CHANNEL_ERROR }
};

/// 407 of list products, although some tables use it for mobile numbers (`code-407`).
const PAGE_TOO_LARGE: ResultCode = ResultCode::refusal(
    407,
    K::Parameter,
    "每页条数最大20",
    "a page may have at most 20 rows",
);

/// The table of the balance of entmark.
pub(crate) const ENTMARK_BALANCE: &[ResultCode] = &[
    BALANCE_FOLLOWS,
    ADDRESS_NOT_ALLOWED,
    ACCOUNT_EMPTY,
    PASSWORD_EMPTY,
    NO_SUCH_PRODUCT,
    WRONG_CREDENTIALS,
    ONE_OF_FOUR,
    PAGE_TOO_LARGE,
    FROZEN,
    PASSWORD_EXPIRED,
    PASSWORD_WRONG,
    ADDRESS_NOT_REGISTERED,
];

/// The table of entcopy.
pub(crate) const ENTCOPY: &[ResultCode] = &[
    UNKNOWN_ERROR,
    SUBMISSION_FAILED,
    SUBMITTED,
    ADDRESS_NOT_ALLOWED,
    ACCOUNT_EMPTY,
    PASSWORD_EMPTY,
    NO_SUCH_PRODUCT,
    ResultCode::refusal(
        404,
        K::Parameter,
        "姓名不能为空",
        "the name is empty; a row copied from another product",
    ),
    ResultCode::refusal(
        4041,
        K::Parameter,
        "姓名格式不正确(2-10个中文汉字)",
        "the name is malformed; a row copied from another product",
    ),
    ONE_OF_FOUR,
    ResultCode::refusal(
        407,
        K::Parameter,
        "每页条数最大50",
        "a page may have at most 50 rows",
    ),
    ResultCode::refusal(
        4061,
        K::Parameter,
        "身份证格式不正确",
        "the number of the identity card is malformed; a row copied from another product",
    ),
    ResultCode {
        message: "API ID 或 API KEY 不正确",
        ..WRONG_CREDENTIALS
    },
    FROZEN,
    PASSWORD_EXPIRED,
    PASSWORD_WRONG,
    NO_CONTRACT,
    NO_BALANCE,
    ResultCode {
        message: "访问 ip 与备案 ip 不符",
        ..ADDRESS_NOT_REGISTERED
    },
    CHANNEL_INVALID,
    CHANNEL_ERROR,
];

/// The codes for an empty result, which the document of entcopy omits and its sister products have
/// (`entcopy-nothing-found`).
pub(crate) const ENTCOPY_OBSERVED: &[ResultCode] =
    &[NOTHING_FOUND.by_analogy(), QUERY_FOUND_NOTHING.by_analogy()];

/// A paid query.
pub(crate) const QUERY: Spec = Spec {
    name: "",
    number: None,
    method: Method::Post,
    path: "",
    placement: Placement::Form,
    summary: "",
    // A second query changes nothing, but costs again.
    idempotent: true,
    billed: true,
    pause: Duration::ZERO,
    params: &[],
    covered: Covered::These(&[]),
    reply: Shape::Object,
    codes: &[],
    observed_codes: &[],
    evidence: Evidence::Document,
};

/// A query of the balance, free of charge.
pub(crate) const GET_NUM: Spec = Spec {
    billed: false,
    ..QUERY
};
