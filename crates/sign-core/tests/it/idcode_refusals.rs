//! Requests that `verify` refuses, each with its reason.

use sign_core::idcode::{SignatureDialect, VerifyError, verify};

use crate::vectors::{ACCESS_TOKEN, AUTHORISATION_CODE, TIME_MS};

const HASH: &str = "4E5B67B75447486AFC147BE5DEBF7758";

/// The worked example, received in the order least like the signed one.
const RECEIVED: [(&str, &str); 5] = [
    ("hash", HASH),
    ("time", "1497587696789"),
    ("name", "zhangsan"),
    ("id", "123"),
    ("access_token", ACCESS_TOKEN),
];

fn verdict(params: &[(&str, &str)]) -> Result<u64, VerifyError> {
    verify(
        "/abc/def",
        params,
        AUTHORISATION_CODE,
        SignatureDialect::default(),
    )
}

/// The worked example with one value replaced.
fn with(name: &str, value: &str) -> Result<u64, VerifyError> {
    verdict(&RECEIVED.map(|(n, v)| (n, if n == name { value } else { v })))
}

/// The worked example without one parameter.
fn without(name: &str) -> Result<u64, VerifyError> {
    let rest: Vec<_> = RECEIVED.into_iter().filter(|(n, _)| *n != name).collect();
    verdict(&rest)
}

/// The worked example with one parameter more.
fn and(name: &str, value: &str) -> Result<u64, VerifyError> {
    let mut more = RECEIVED.to_vec();
    more.push((name, value));
    verdict(&more)
}

#[test]
fn the_worked_example_is_accepted_in_any_order() {
    let mut params = RECEIVED;
    for _ in 0..params.len() {
        params.rotate_left(1);
        assert_eq!(verdict(&params), Ok(TIME_MS));
    }
}

#[test]
fn time_and_hash_have_to_be_there_once() {
    assert_eq!(without("time"), Err(VerifyError::MissingTime));
    assert_eq!(without("hash"), Err(VerifyError::MissingHash));
    assert_eq!(and("time", "1497587696789"), Err(VerifyError::RepeatedTime));
    assert_eq!(and("hash", HASH), Err(VerifyError::RepeatedHash));
    assert_eq!(verdict(&[]), Err(VerifyError::MissingTime));
}

#[test]
fn names_of_time_and_hash_are_case_sensitive() {
    let capital = RECEIVED.map(|(n, v)| (if n == "time" { "Time" } else { n }, v));
    assert_eq!(verdict(&capital), Err(VerifyError::MissingTime));
    let capital = RECEIVED.map(|(n, v)| (if n == "hash" { "Hash" } else { n }, v));
    assert_eq!(verdict(&capital), Err(VerifyError::MissingHash));
}

#[test]
fn a_time_that_is_not_a_number_is_malformed() {
    for time in ["", " 1497587696789", "+1497587696789", "-1", "1.5", "soon"] {
        assert_eq!(
            with("time", time),
            Err(VerifyError::MalformedTime),
            "{time}"
        );
    }
    let beyond_64_bits = "18446744073709551616";
    assert_eq!(
        with("time", beyond_64_bits),
        Err(VerifyError::MalformedTime)
    );
}

#[test]
fn time_is_hashed_as_received_not_as_the_number_it_stands_for() {
    assert_eq!(with("time", "01497587696789"), Err(VerifyError::Mismatch));
    // MD5 of "/p?time=007code"
    let received = [
        ("time", "007"),
        ("hash", "8A2E2EC6DF334E9FFBC7C01240FEB442"),
    ];
    assert_eq!(
        verify("/p", &received, "code", SignatureDialect::default()),
        Ok(7)
    );
}

#[test]
fn a_hash_that_is_not_32_hexadecimal_digits_is_malformed() {
    let wrong = [
        "",
        "4E5B67B75447486AFC147BE5DEBF775",
        "4E5B67B75447486AFC147BE5DEBF77581",
        "4E5B67B75447486AFC147BE5DEBF7758AA",
        "4E5B67B75447486AFC147BE5DEBF775G",
        " 4E5B67B75447486AFC147BE5DEBF7758",
        "单位单位单位单位单位单",
    ];
    for hash in wrong {
        assert_eq!(
            with("hash", hash),
            Err(VerifyError::MalformedHash),
            "{hash}"
        );
    }
}

#[test]
fn digits_of_the_hash_may_be_small() {
    assert_eq!(with("hash", &HASH.to_lowercase()), Ok(TIME_MS));
    assert_eq!(
        with("hash", "4e5b67b75447486afc147BE5DEBF7758"),
        Ok(TIME_MS)
    );
}

#[test]
fn any_change_to_signed_text_is_refused() {
    assert_eq!(with("id", "124"), Err(VerifyError::Mismatch));
    assert_eq!(with("time", "1497587696790"), Err(VerifyError::Mismatch));
    assert_eq!(without("id"), Err(VerifyError::Mismatch));
    assert_eq!(and("id", "123"), Err(VerifyError::Mismatch));
    assert_eq!(and("extra", ""), Err(VerifyError::Mismatch));
    assert_eq!(
        with("hash", "4E5B67B75447486AFC147BE5DEBF7759"),
        Err(VerifyError::Mismatch)
    );
    let dialect = SignatureDialect::default();
    for path in ["/abc/deg", "/abc/def/", "/ABC/def", ""] {
        let verdict = verify(path, &RECEIVED, AUTHORISATION_CODE, dialect);
        assert_eq!(verdict, Err(VerifyError::Mismatch), "{path}");
    }
    for code in ["", "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX", "another"] {
        let verdict = verify("/abc/def", &RECEIVED, code, dialect);
        assert_eq!(verdict, Err(VerifyError::Mismatch), "{code}");
    }
}

#[test]
fn reasons_name_the_parameter_and_nothing_of_the_request() {
    let reasons = [
        (VerifyError::MissingTime, "the parameter time is missing"),
        (VerifyError::MissingHash, "the parameter hash is missing"),
        (
            VerifyError::RepeatedTime,
            "the parameter time occurs more than once",
        ),
        (
            VerifyError::RepeatedHash,
            "the parameter hash occurs more than once",
        ),
        (
            VerifyError::MalformedTime,
            "the parameter time is not a number of milliseconds",
        ),
        (
            VerifyError::MalformedHash,
            "the parameter hash is not 32 hexadecimal digits",
        ),
        (
            VerifyError::Mismatch,
            "the hash does not belong to this path and these parameters",
        ),
    ];
    for (reason, text) in reasons {
        assert_eq!(reason.to_string(), text);
    }
}
