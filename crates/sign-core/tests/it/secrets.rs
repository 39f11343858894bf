//! Debug shows no secret.

use sign_core::idcode::{SignatureDialect, explain, sign};
use sign_core::ihuyi;

use crate::vectors::{ACCESS_TOKEN, AUTHORISATION_CODE, TIME_MS};

#[test]
fn debug_of_a_signed_request_and_of_its_steps_shows_lengths_only() {
    let params = [("access_token", ACCESS_TOKEN), ("linkMan", "张三")];
    let dialect = SignatureDialect::default();
    let signed = sign("/abc/def", &params, AUTHORISATION_CODE, TIME_MS, dialect);
    assert_eq!(
        format!("{signed:?}"),
        "Signed { target_bytes: 131, path_bytes: 8, .. }",
    );
    let steps = explain("/abc/def", &params, AUTHORISATION_CODE, TIME_MS, dialect);
    assert_eq!(
        format!("{steps:?}"),
        "SignatureSteps { string_to_sign_bytes: 76, target_bytes: 116, .. }",
    );
}

#[test]
fn debug_of_a_password_and_of_its_steps_shows_nothing_of_them() {
    let fields = ["test", "key", "ent3f", "张三", "", ""];
    let password = ihuyi::dynamic_password(&fields, 1_651_544_941);
    assert_eq!(format!("{password:?}"), "Password([redacted])");
    let steps = ihuyi::explain(&fields, 1_651_544_941);
    assert_eq!(
        format!("{steps:?}"),
        "PasswordSteps { string_to_sign_bytes: 35, password: Password([redacted]) }",
    );
}
