//! Result codes that several operations share, and the templates of their declarations.

use endpoint_core::{Covered, Method, Placement, RefusalKind, ResultCode, Shape, Spec};

/// `1 成功`: what most samples end with.
pub(crate) const OK: ResultCode = ResultCode::success(1, "成功", "success");

/// Codes of the newer generation of the interface, known by name in case they come.
pub(crate) const NEWER: &[ResultCode] = &[
    ResultCode::refusal(
        10000,
        RefusalKind::Parameter,
        "参数错误",
        "a parameter is wrong",
    ),
    ResultCode::refusal(
        10001,
        RefusalKind::Auth,
        "授权失败",
        "the access token is unknown",
    ),
    ResultCode::refusal(
        10002,
        RefusalKind::Account,
        "授权失败",
        "the access token is disabled",
    ),
    ResultCode::refusal(
        10003,
        RefusalKind::NotFound,
        "单位不存在",
        "the unit is unknown",
    ),
];

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
