//! Result codes that several operations share, and the templates of their declarations.

use endpoint_core::{Covered, Method, Placement, RefusalKind, ResultCode, Shape, Spec};

/// `1 成功`: what most samples end with.
pub(crate) const OK: ResultCode = ResultCode::success(1, "成功", "success");

macro_rules! newer {
    ($($name:ident = $code:literal $kind:ident $message:literal $meaning:literal;)*) => {
        $(pub(crate) const $name: ResultCode =
            ResultCode::refusal($code, RefusalKind::$kind, $message, $meaning);)*

        /// Codes of the newer generation of the interface, known by name in case they come.
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
    params: &[],
    covered: Covered::AllTexts,
    reply: Shape::Object,
    codes: &[OK],
    observed_codes: NEWER,
};

/// A GET that changes something: not to be repeated blindly.
pub(crate) const WRITE: Spec = Spec {
    idempotent: false,
    ..READ
};

/// A POST that uploads a file.
pub(crate) const UPLOAD: Spec = Spec {
    method: Method::Post,
    placement: Placement::Multipart,
    ..WRITE
};
