//! The steps hide every credential and nothing else.

use sign_core::idcode::{Encoding, Hashed, SignatureDialect, explain, sign};
use sign_core::ihuyi;

use crate::vectors::{ACCESS_TOKEN, AUTHORISATION_CODE, PASSWORDS, TIME_MS, all};

#[test]
fn the_target_shown_is_the_one_sent_but_for_the_credentials() {
    for dialect in SignatureDialect::ALL {
        for vector in all() {
            let (path, params, time) = (vector.path, vector.params, vector.time_ms);
            let signed = sign(path, params, AUTHORISATION_CODE, time, dialect);
            let steps = explain(path, params, AUTHORISATION_CODE, time, dialect);
            assert_eq!(steps.hash, signed.hash(), "{}", vector.name);

            let token_only = params.iter().all(|(name, value)| {
                *name == "access_token" || !(name.contains("login") || value.contains(ACCESS_TOKEN))
            });
            if token_only {
                let expected = signed.target().replace(ACCESS_TOKEN, "[redacted]");
                assert_eq!(steps.target, expected, "{}", vector.name);
            }
            for text in [
                &steps.after_step_1,
                &steps.after_step_2,
                &steps.string_to_sign,
                &steps.target,
            ] {
                assert!(!text.contains(ACCESS_TOKEN), "{}", vector.name);
                assert!(!text.contains(AUTHORISATION_CODE), "{}", vector.name);
            }
        }
    }
}

#[test]
fn passwords_and_the_token_inside_json_text_are_hidden_in_every_step() {
    let json = r#"{"access_token":"abc","companyIDcode":"i.86.1"}"#;
    let params = [("jsonStr", json), ("loginPswd", "p@ss"), ("a", "中 1")];
    let steps = explain("/p", &params, "code", TIME_MS, SignatureDialect::default());
    assert_eq!(
        steps.after_step_1,
        r#"/p?jsonStr={"access_token":[redacted],"companyIDcode":"i.86.1"}&loginPswd=[redacted]&a=中 1&time=1497587696789"#,
    );
    assert_eq!(
        steps.string_to_sign,
        r#"/p?a=中 1&jsonStr={"access_token":[redacted],"companyIDcode":"i.86.1"}&loginPswd=[redacted]&time=1497587696789[redacted]"#,
    );
    let signed = sign("/p", &params, "code", TIME_MS, SignatureDialect::default());
    let mut expected = "/p?a=%E4%B8%AD%201&jsonStr=%7B%22access_token%22%3A[redacted]%2C%22companyIDcode%22%3A%22i.86.1%22%7D&loginPswd=[redacted]&time=1497587696789&hash=".to_owned();
    expected.push_str(signed.hash());
    assert_eq!(steps.target, expected);
}

#[test]
fn steps_show_the_encoded_form_where_that_is_hashed() {
    let dialect = SignatureDialect {
        hashed: Hashed::Encoded,
        encoding: Encoding::DotNet,
        ..SignatureDialect::default()
    };
    let params = [("name", "中 1"), ("access_token", "abc")];
    let steps = explain("/p", &params, "code", 7, dialect);
    assert_eq!(
        steps.after_step_1,
        "/p?name=%e4%b8%ad+1&access_token=[redacted]&time=7"
    );
    assert_eq!(
        steps.string_to_sign,
        "/p?access_token=[redacted]&name=%e4%b8%ad+1&time=7[redacted]"
    );
}

#[test]
fn the_api_key_is_hidden_and_the_other_fields_are_shown() {
    for vector in PASSWORDS {
        let steps = ihuyi::explain(vector.fields, vector.time_s);
        assert_eq!(steps.string_to_sign, vector.shown, "{}", vector.name);
        assert_eq!(steps.password.as_str(), vector.md5, "{}", vector.name);
    }
}
