//! Errors of an invalid configuration file, which show none of its values.

use super::{WORDS, with_file};
use crate::process::Entreg;

/// Each of these files is wrong in its third line and holds a secret there or beside it.
#[track_caller]
fn wrong(third_line: &str, expected: &str) {
    let text = format!("default_profile = \"one\"\n[profiles.one.idcode]\n{third_line}\n");
    let run = with_file(&text, &["-vvv"]).expect_code(2);
    assert!(
        run.stderr.contains("config.toml, line 3, column "),
        "{run:#?}"
    );
    assert!(run.stderr.contains(expected), "{run:#?}");
    for secret in ["CANARY", "271828"] {
        assert!(!run.stderr.contains(secret), "{run:#?}");
    }
}

#[test]
fn a_broken_file_is_named_by_position_without_its_values() {
    wrong("access_token = \"CANARY", "this is not TOML");
    wrong("access_token = CANARY271828", "this is not TOML");
    wrong("access_token = \"CANARY\" 271828", "this is not TOML");
    wrong("access_token \"CANARY271828\"", "this is not TOML");
    wrong(
        "access_token = 271828",
        "`profiles.one.idcode.access_token` must be a text in quotes, but has type integer",
    );
    wrong("access_token = [\"CANARY\"]", "but has type array");
    wrong("auth_code = {a = \"CANARY\"}", "but has type table");
    wrong(
        "acess_token = \"CANARY\"",
        "unknown field `acess_token` of `profiles.one.idcode`",
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_name() {
    let near = |text: &str, line: &str, near: &str| {
        with_file(text, &[])
            .expect_code(2)
            .expect_on_stderr(line)
            .expect_on_stderr(near);
    };
    near(
        "default_profil = \"x\"\n",
        "line 1, column 1",
        "write `default_profile`",
    );
    near(
        "[profiles.a]\nproxi = \"x\"\n",
        "line 2, column 1",
        "write `proxy`",
    );
    near(
        "[profiles.a.ihuyi]\n\n  apikey = \"x\"\n",
        "line 3, column 3",
        "write `api_key`",
    );
}

#[test]
fn an_empty_credential_of_a_profile_counts_as_missing() {
    let text = "[profiles.one.idcode]\naccess_token = \" \"\n";
    with_file(text, &[])
        .expect_code(2)
        .expect_on_stderr("line 2, column 1: `profiles.one.idcode.access_token` is empty");
}

#[test]
fn an_oversized_file_is_refused_and_not_read_to_its_end() {
    let nested = format!("a = {}", "[".repeat(200_000));
    with_file(&nested, &[])
        .expect_code(2)
        .expect_on_stderr("this is not TOML");
    with_file(&"#".repeat(5_000_000), &[])
        .expect_code(2)
        .expect_on_stderr("it is larger than 4 MiB");
    #[cfg(unix)]
    Entreg::new(WORDS.into_iter().chain(["--config", "/dev/zero"]))
        .run()
        .expect_code(2)
        .expect_on_stderr("it is larger than 4 MiB");
    // A byte order mark before the first line counts as no column.
    with_file("\u{feff}default_profil = 1\n", &[])
        .expect_code(2)
        .expect_on_stderr("line 1, column 1: unknown field `default_profil`");
}
