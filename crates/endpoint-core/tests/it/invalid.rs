//! Errors in a request are one line that names the parameter.

use endpoint_core::{Endpoint, Invalid};

use crate::depot::FindUnits;

#[test]
fn each_kind_names_the_parameter_and_what_is_wrong() {
    let combination = Invalid::Combination {
        names: vec!["ent_name".into(), "ent_code".into()],
        reason: "give either `ent_name` or `ent_code`".to_owned(),
    };
    let unknown = |nearest: Option<&str>| Invalid::Unknown {
        name: "lvel".to_owned(),
        nearest: nearest.map(str::to_owned),
    };
    for (invalid, shown, names) in [
        (
            Invalid::Missing {
                name: "level".into(),
            },
            "parameter `level` is missing",
            vec!["level"],
        ),
        (
            Invalid::Repeated {
                name: "level".to_owned(),
            },
            "parameter `level` is given more than once",
            vec!["level"],
        ),
        (
            unknown(Some("level")),
            "unknown parameter `lvel`, did you mean `level`?",
            vec!["lvel"],
        ),
        (unknown(None), "unknown parameter `lvel`", vec!["lvel"]),
        (
            Invalid::value("level", "must be 1 to 3"),
            "parameter `level`: must be 1 to 3",
            vec!["level"],
        ),
        (
            combination,
            "give either `ent_name` or `ent_code`",
            vec!["ent_name", "ent_code"],
        ),
    ] {
        assert_eq!(invalid.to_string(), shown);
        assert_eq!(invalid.names(), names);
        assert!(std::error::Error::source(&invalid).is_none());
    }
}

fn find(name: &str) -> FindUnits {
    FindUnits {
        name: name.to_owned(),
        matching: None,
        level: None,
    }
}

#[test]
fn blank_text_counts_as_empty() {
    for name in ["", " ", "\u{3000}\t"] {
        assert_eq!(
            find(name).validate().unwrap_err().to_string(),
            "parameter `companyName`: must not be empty"
        );
    }
}

#[test]
fn lengths_count_characters_and_not_bytes() {
    assert_eq!(find(&"字".repeat(20)).validate(), Ok(()));
    assert_eq!(
        find(&"字".repeat(21)).validate().unwrap_err().to_string(),
        "parameter `companyName`: has 21 characters, at most 20 are allowed"
    );
}
