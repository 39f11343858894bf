//! Tests of the scan, file by file.

use super::*;

fn findings(path: &str, text: &str) -> Vec<String> {
    let rules = Rules::parse(
        "part\tdenial\trejection\ntype\tAnswer\tresponse\nmodule\twalk\tpagination\n\
         function\tturn\tslot\n\
         phrase\tis none\tis not\nphrase\tnobody\tno one\n",
    )
    .unwrap();
    let findings = scan(path, text, &rules);
    findings.iter().map(Finding::to_string).collect()
}

#[test]
fn a_finding_names_file_line_word_and_replacement() {
    assert_eq!(
        findings("crates/x/src/y.rs", "//! Y.\n\nfn is_denial() -> bool {}\n"),
        ["crates/x/src/y.rs:3: `is_denial` → rejection"]
    );
}

#[test]
fn a_question_anywhere_in_a_head_is_found() {
    for question in [
        "//! Is it?\n",
        "//! Is it,\n//! or not?\n",
        "//! It is.\n//!\n//! Is it?\n",
        "mod a {\n    //! Is it?\n}\n",
        "//! Is `it`?\n",
    ] {
        assert_eq!(findings("a/src/b.rs", question).len(), 1, "{question}");
    }
    for fine in [
        "//! It is.\n\n// Is it?\n",
        "//! Reads `path?query`.\n",
        "//! Reads `path\n//! ?query` too.\n",
        "//! Reads https://example.com/?a=1, https://example.com/?\n",
        "#![doc = \"```\"]\n//! read()?;\n//! ```\n",
        "//! ```\n//! read()?;\n//! ```\n",
    ] {
        assert!(findings("a/src/b.rs", fine).is_empty(), "{fine}");
    }
}

#[test]
fn a_false_predicate_is_found_in_shipped_code_only() {
    let predicate = "impl A {\n    fn is_at(&mut self) {}\n}\n";
    assert_eq!(
        findings("a/src/b.rs", predicate),
        ["a/src/b.rs:2: `is_at` takes `&mut self` → a verb; predicates answer and change nothing"]
    );
    assert!(findings("a/tests/it/b.rs", predicate).is_empty());
    let tests = format!("fn a() {{}}\n\n#[cfg(test)]\nmod tests {{\n{predicate}}}\n");
    assert!(findings("a/src/b.rs", &tests).is_empty());
}

#[test]
fn wide_comments_are_found_but_not_tables_examples_and_addresses() {
    let wide = "word ".repeat(21);
    let address = format!("https://example.com/{}", "x".repeat(90));
    let count = |text: &str| findings("a/src/b.rs", text).len();
    assert_eq!(count(&format!("fn a() {{}}\n    // {wide}\n")), 1);
    assert_eq!(count(&format!("/// | {wide} |\n")), 0);
    assert_eq!(
        count(&format!("/// ```\n/// {wide}\n/// ```\n/// {wide}\n")),
        1
    );
    assert_eq!(count(&format!("/// {address}\n")), 0);
    assert_eq!(count(&format!("const A: &str = \"{wide}\";\n")), 0);
}

#[test]
fn functions_are_found_where_they_are_defined_in_source() {
    let text = "fn turn() {}
fn in_turn() {}
let a = turn();
";
    assert_eq!(
        findings("a/src/b.rs", text),
        ["a/src/b.rs:1: `turn` → slot"]
    );
    assert!(findings("a/tests/it/b.rs", text).is_empty());
}

#[test]
fn types_and_modules_are_found_where_they_are_defined_in_source() {
    let text = "mod walk;\nuse a::Answer;\nstruct Answer;\n";
    let found = findings("a/src/b.rs", text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(findings("a/tests/it/b.rs", text).is_empty());
    assert_eq!(findings("a/src/walk/mod.rs", "// A comment.\n").len(), 1);
    let tests = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    struct Answer;\n}\n";
    assert!(findings("a/src/b.rs", tests).is_empty());
}

#[test]
fn phrases_are_found_across_lines_but_not_across_punctuation_or_in_code() {
    let found = findings(
        "a/src/b.rs",
        "fn a() {}\n/// What it\n/// is none of\n/// Nobody.\n",
    );
    assert_eq!(
        found,
        [
            "a/src/b.rs:3: \"is none\" → is not",
            "a/src/b.rs:4: \"nobody\" → no one"
        ]
    );
    for fine in [
        "// it is. None was",
        "// `nobody`",
        "let a = 1; // is\n\n// none",
    ] {
        assert!(findings("a/src/b.rs", fine).is_empty(), "{fine}");
    }
    assert_eq!(findings("a/src/b.rs", "print(\"nobody\");").len(), 1);
    assert!(findings("a/tests/b.rs", "print(\"nobody\");").is_empty());
}

#[test]
fn a_constructor_of_is_found_and_a_getter_of_is_not() {
    let constructor = "fn of(a: u8) -> Option<Self> { None }";
    assert_eq!(findings("a/src/b.rs", constructor).len(), 1);
    let getter = "fn of(&self, a: u8) -> u8 { Self::x() }";
    assert!(findings("a/src/b.rs", getter).is_empty());
}
