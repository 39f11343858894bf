//! Every known signature of IDcode, to the byte.

use std::fmt::Write;

use sign_core::idcode::{
    Encoding, Hashed, SignatureDialect, Sort, VerifyError, explain, password_md5, sign, verify,
};

use crate::vectors::{ACCESS_TOKEN, AUTHORISATION_CODE, CLIENTS, Sent, TIME_MS, all, named};

/// What a server has after parsing.
fn received<'a>(
    params: &[(&'a str, &'a str)],
    time: &'a str,
    hash: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut received = params.to_vec();
    received.extend([("time", time), ("hash", hash)]);
    received
}

#[test]
fn every_step_equals_the_worked_example_of_the_document() {
    let params = [
        ("access_token", "J7X4LuOOfURXeAAEAAAAAABSK"),
        ("name", "zhangsan"),
        ("id", "123"),
    ];
    let dialect = SignatureDialect::default();
    let signed = sign("/abc/def", &params, AUTHORISATION_CODE, TIME_MS, dialect);
    assert_eq!(
        signed.target(),
        "/abc/def?access_token=J7X4LuOOfURXeAAEAAAAAABSK&id=123&name=zhangsan&time=1497587696789&hash=4E5B67B75447486AFC147BE5DEBF7758",
    );
    assert_eq!(signed.path(), "/abc/def");
    assert_eq!(
        signed.query(),
        "access_token=J7X4LuOOfURXeAAEAAAAAABSK&id=123&name=zhangsan&time=1497587696789&hash=4E5B67B75447486AFC147BE5DEBF7758",
    );
    assert_eq!(signed.hash(), "4E5B67B75447486AFC147BE5DEBF7758");
    assert_eq!(signed.time_ms(), 1_497_587_696_789);
    assert_eq!(signed.clone().into_query(), signed.query());
    assert_eq!(signed.clone().into_target(), signed.target());

    let steps = explain("/abc/def", &params, AUTHORISATION_CODE, TIME_MS, dialect);
    assert_eq!(
        steps.after_step_1,
        "/abc/def?access_token=[redacted]&name=zhangsan&id=123&time=1497587696789",
    );
    assert_eq!(
        steps.after_step_2,
        "/abc/def?access_token=[redacted]&id=123&name=zhangsan&time=1497587696789",
    );
    assert_eq!(
        steps.string_to_sign,
        "/abc/def?access_token=[redacted]&id=123&name=zhangsan&time=1497587696789[redacted]",
    );
    assert_eq!(steps.hash, "4E5B67B75447486AFC147BE5DEBF7758");
    assert_eq!(
        steps.target,
        "/abc/def?access_token=[redacted]&id=123&name=zhangsan&time=1497587696789&hash=4E5B67B75447486AFC147BE5DEBF7758",
    );
}

#[test]
fn every_derived_request_is_signed_and_verified_as_given() {
    let dialect = SignatureDialect::default();
    for vector in all() {
        let name = vector.name;
        let (path, params) = (vector.path, vector.params);
        let signed = sign(path, params, AUTHORISATION_CODE, vector.time_ms, dialect);
        assert_eq!(signed.hash(), vector.hash, "{name}");
        assert_eq!(signed.path(), path, "{name}");
        match vector.sent {
            Sent::Target(target) => assert_eq!(signed.target(), target, "{name}"),
            Sent::Body(body) => assert_eq!(signed.query(), body, "{name}"),
        }
        let time = vector.time_ms.to_string();
        let received = received(params, &time, vector.hash);
        let verdict = verify(path, &received, AUTHORISATION_CODE, dialect);
        assert_eq!(verdict, Ok(vector.time_ms), "{name}");
    }
}

#[test]
fn the_string_to_hash_is_the_given_one_but_for_the_masked_credentials() {
    for vector in all() {
        let steps = explain(
            vector.path,
            vector.params,
            AUTHORISATION_CODE,
            vector.time_ms,
            SignatureDialect::default(),
        );
        let mut expected = vector.string_to_hash.to_owned();
        for secret in [
            r#""J7X4LuOOfURXeAAEAAAAAABSK""#, // in the JSON text of 402, with its quotes
            ACCESS_TOKEN,
            AUTHORISATION_CODE,
            "E10ADC3949BA59ABBE56E057F20F883E", // loginPwd of 310
            "p@ss w&rd=1%",                     // loginPswd of 601
        ] {
            expected = expected.replace(secret, "[redacted]");
        }
        assert_eq!(steps.string_to_sign, expected, "{}", vector.name);
    }
}

#[test]
fn every_derived_request_has_the_given_hash_in_the_other_dialects() {
    let ignoring_case = SignatureDialect {
        sort: Sort::IgnoreCase,
        ..SignatureDialect::default()
    };
    let of_encoded = SignatureDialect {
        hashed: Hashed::Encoded,
        ..SignatureDialect::default()
    };
    for vector in all() {
        for (dialect, hash) in [
            (ignoring_case, vector.hash_ignoring_case),
            (of_encoded, vector.hash_of_encoded),
        ] {
            let name = vector.name;
            let (path, params) = (vector.path, vector.params);
            let signed = sign(path, params, AUTHORISATION_CODE, vector.time_ms, dialect);
            assert_eq!(signed.hash(), hash.unwrap_or(vector.hash), "{name}");

            // A verifier accepts its own dialect and no other.
            let time = vector.time_ms.to_string();
            let received = received(params, &time, signed.hash());
            let verdict = verify(path, &received, AUTHORISATION_CODE, dialect);
            assert_eq!(verdict, Ok(vector.time_ms), "{name}");
            if hash.is_some() {
                let verdict = verify(
                    path,
                    &received,
                    AUTHORISATION_CODE,
                    SignatureDialect::default(),
                );
                assert_eq!(verdict, Err(VerifyError::Mismatch), "{name}");
            }
        }
    }
}

#[test]
fn the_encoding_changes_the_hash_only_where_the_encoded_form_is_hashed() {
    let vector = named("307, blank and the separators & = % + # ? / inside a value");
    let sign_as = |hashed, encoding| {
        let dialect = SignatureDialect {
            hashed,
            encoding,
            ..SignatureDialect::default()
        };
        let params = vector.params;
        sign(vector.path, params, AUTHORISATION_CODE, TIME_MS, dialect)
    };
    let raw = sign_as(Hashed::Raw, Encoding::DotNet);
    assert_eq!(raw.hash(), vector.hash);
    assert!(
        raw.query()
            .contains("=A%26B%3dC+100%25%2b%23%3f%2f%e4%b8%ad&")
    );

    let encoded = sign_as(Hashed::Encoded, Encoding::DotNet);
    let rfc_3986 = sign_as(Hashed::Encoded, Encoding::Rfc3986);
    assert_ne!(encoded.hash(), rfc_3986.hash());
}

#[test]
fn signatures_made_by_public_clients_are_made_and_verified_here_too() {
    for vector in CLIENTS {
        let (path, params) = (vector.path, vector.params);
        let dialect = SignatureDialect::default();
        let signed = sign(path, params, AUTHORISATION_CODE, vector.time_ms, dialect);
        let mut name = vector.client.to_owned();
        write!(name, " {path}").unwrap();
        assert_eq!(signed.hash(), vector.hash, "{name}");

        let time = vector.time_ms.to_string();
        let received = received(params, &time, vector.hash);
        let verdict = verify(path, &received, AUTHORISATION_CODE, dialect);
        assert_eq!(verdict, Ok(vector.time_ms), "{name}");

        let steps = explain(path, params, AUTHORISATION_CODE, vector.time_ms, dialect);
        let expected = vector
            .string_to_hash
            .replace(ACCESS_TOKEN, "[redacted]")
            .replace(AUTHORISATION_CODE, "[redacted]")
            .replace(r#""access_token":"x""#, r#""access_token":[redacted]"#)
            .replace("login_password=p&", "login_password=[redacted]&");
        assert_eq!(steps.string_to_sign, expected, "{name}");
    }
}

#[test]
fn a_value_that_imitates_a_second_parameter_has_the_hash_of_the_two_and_travels_differently() {
    let one = named("307, a value that imitates a second parameter");
    let two = named("307, the twin of the vector before");
    let dialect = SignatureDialect::default();
    let sign_it = |params| sign(one.path, params, AUTHORISATION_CODE, TIME_MS, dialect);
    let (signed_one, signed_two) = (sign_it(one.params), sign_it(two.params));
    assert_eq!(signed_one.hash(), "F2AD449D471175EED7C63404AF009181");
    assert_eq!(signed_two.hash(), "F2AD449D471175EED7C63404AF009181");
    assert_ne!(signed_one.target(), signed_two.target());

    // Each passes with the other's hash: only the parsed parameters tell them apart.
    for params in [one.params, two.params] {
        let received = received(params, "1497587696789", "F2AD449D471175EED7C63404AF009181");
        let verdict = verify(one.path, &received, AUTHORISATION_CODE, dialect);
        assert_eq!(verdict, Ok(TIME_MS));
    }

    // Hashing the encoded form has no such ambiguity.
    let of_encoded = SignatureDialect {
        hashed: Hashed::Encoded,
        ..dialect
    };
    let sign_it = |params| sign(one.path, params, AUTHORISATION_CODE, TIME_MS, of_encoded);
    assert_ne!(sign_it(one.params).hash(), sign_it(two.params).hash());
}

#[test]
fn a_password_of_310_is_the_upper_case_md5_of_its_utf_8() {
    for (password, digits) in [
        // The example of the document.
        ("123456", "E10ADC3949BA59ABBE56E057F20F883E"),
        ("", "D41D8CD98F00B204E9800998ECF8427E"),
        ("密码 1", "1E845287B3A02A1AD61A58C5AAA7B1E0"),
    ] {
        assert_eq!(password_md5(password), digits, "{password}");
    }
}
