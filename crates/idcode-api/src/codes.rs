//! Declares the result codes that operations share, and templates of `SPEC`.

use core::time::Duration;

use endpoint_core::{Covered, Evidence, Method, Placement, RefusalKind, ResultCode, Shape, Spec};

/// `1 成功`: the success of most samples.
pub(crate) const OK: ResultCode = ResultCode::success(1, "成功", "success");

/// The table of 604 and 605.
pub(crate) const DRAWN: &[ResultCode] = &[
    ResultCode::refusal(
        2,
        RefusalKind::VendorFault,
        "生成失败！",
        "the picture could not be made",
    ),
    ResultCode::success(1, "生成成功！", "made"),
    ResultCode::refusal(
        0,
        RefusalKind::VendorFault,
        "异常错误！",
        "unexpected error",
    ),
    ResultCode::refusal(
        -1,
        RefusalKind::Parameter,
        "参数错误！",
        "a parameter is wrong",
    ),
    ResultCode::refusal(-2, RefusalKind::Auth, "未授权！", "not authorised"),
    ResultCode::refusal(
        -3,
        RefusalKind::Parameter,
        "单位 logo 上传失败！",
        "the logo was not accepted",
    ),
];

macro_rules! newer {
    ($($name:ident = $code:literal $kind:ident $message:literal $meaning:literal;)*) => {
        $(pub(crate) const $name: ResultCode =
            ResultCode::refusal($code, RefusalKind::$kind, $message, $meaning).observed();)*

        /// Codes of the newer generation of the interface, in case this one returns them.
        pub(crate) const NEWER: &[ResultCode] = &[$($name),*];
    };
}

newer! {
    PARAMETER_WRONG = 10000 Parameter "参数错误" "a parameter is wrong";
    TOKEN_UNKNOWN = 10001 Auth "授权失败" "the access token is unknown";
    TOKEN_DISABLED = 10002 Account "授权失败" "the access token is disabled";
    UNIT_UNKNOWN = 10003 NotFound "单位不存在" "the unit is unknown";
}

/// A GET that reads and changes nothing.
pub(crate) const READ: Spec = Spec {
    name: "",
    number: None,
    method: Method::Get,
    path: "",
    placement: Placement::Query,
    summary: "",
    idempotent: true,
    billed: false,
    pause: Duration::ZERO,
    params: &[],
    covered: Covered::AllTexts,
    reply: Shape::Object,
    codes: &[OK],
    observed_codes: NEWER,
    evidence: Evidence::Document,
};

/// A GET that changes something and must not be repeated blindly.
pub(crate) const WRITE: Spec = Spec {
    idempotent: false,
    ..READ
};

/// A POST with a form that changes something.
pub(crate) const FORM: Spec = Spec {
    method: Method::Post,
    placement: Placement::Form,
    ..WRITE
};

/// A POST with a form that draws a picture and changes nothing.
pub(crate) const DRAW: Spec = Spec {
    idempotent: true,
    ..FORM
};

/// A browser page, which lets its user change something.
pub(crate) const PAGE: Spec = Spec {
    placement: Placement::Page,
    ..WRITE
};

/// A POST that uploads a file.
pub(crate) const UPLOAD: Spec = Spec {
    method: Method::Post,
    placement: Placement::Multipart,
    ..WRITE
};
