//! Finds public types that share a name, and functions named like predicates that are not.

use std::collections::BTreeMap;

use super::finding::{Finding, source_lines};
use super::rules::Rules;
use crate::tokens::{Kind, Token, tokens};

/// The prefixes that promise an answer and no change.
const PREDICATES: [&str; 4] = ["is_", "has_", "may_", "can_"];

/// The public types of some files, by name: where each is declared.
#[derive(Debug, Default)]
pub(super) struct PublicTypes {
    declared: BTreeMap<String, Vec<(String, usize)>>,
}

impl PublicTypes {
    /// Adds the types that the shipped part of a file declares. Re-exports declare nothing.
    pub(super) fn add(&mut self, path: &str, text: &str) {
        let source = source_lines(text);
        let tokens = tokens(text);
        let is_code = |token: &&Token<'_>| {
            token.kind != Kind::Comment && token.text != "unsafe" && token.line <= source
        };
        let code: Vec<&Token<'_>> = tokens.iter().filter(is_code).collect();
        for window in code.windows(3) {
            if let [public, kind, name] = window
                && public.text == "pub"
                && matches!(kind.text, "struct" | "enum" | "union" | "trait" | "type")
                && name.kind == Kind::Identifier
            {
                let places = self.declared.entry(name.text.to_owned()).or_default();
                places.push((path.to_owned(), name.line));
            }
        }
    }

    /// A finding for each declaration of a name that is declared more than once.
    ///
    /// # Errors
    ///
    /// An exception of the rules that no longer is one.
    pub(super) fn shared_names(&self, rules: &Rules) -> Result<Vec<Finding>, String> {
        let shared = |name: &str| {
            let places = self.declared.get(name).map_or(&[][..], Vec::as_slice);
            (places.len() > 1).then_some(places)
        };
        if let Some(name) = rules.shared_types().find(|name| shared(name).is_none()) {
            return Err(format!(
                "xtask/words.tsv: `{name}` is not declared twice; take its line out"
            ));
        }
        let mut findings = Vec::new();
        for name in self.declared.keys() {
            if rules.shared_types().any(|allowed| allowed == name) {
                continue;
            }
            let places = shared(name).unwrap_or_default();
            for (at, (path, line)) in places.iter().enumerate() {
                let others = places.iter().enumerate().filter(|(other, _)| *other != at);
                let others: Vec<String> = others
                    .map(|(_, (path, line))| format!("{path}:{line}"))
                    .collect();
                findings.push(Finding::new(
                    path,
                    *line,
                    format!("type `{name}` is also in {}", others.join(", ")),
                    "a name of its own",
                ));
            }
        }
        Ok(findings)
    }
}

/// Why the function of this name is no predicate although it is named like one. `signature` is
/// what follows the name.
pub(super) fn predicate_fault(name: &str, signature: &[&Token<'_>]) -> Option<&'static str> {
    if !PREDICATES.iter().any(|prefix| name.starts_with(prefix)) {
        return None;
    }
    let words: Vec<&str> = signature.iter().map(|token| token.text).collect();
    let open = parameters(&words)?;
    let parameters = words.get(open + 1..)?;
    if parameters.starts_with(&["&", "mut", "self"]) {
        return Some("takes `&mut self`");
    }
    let mut depth = 1_usize;
    let close = parameters.iter().position(|word| {
        match *word {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let result = parameters.get(close + 1..)?;
    let returns = result.starts_with(&["-", ">"]) && !result.starts_with(&["-", ">", "(", ")"]);
    (!returns).then_some("returns nothing")
}

/// Where the parameters open: at once, or after the generics.
fn parameters(words: &[&str]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut before = "";
    for (at, word) in words.iter().enumerate() {
        match *word {
            "<" => depth += 1,
            ">" if before != "-" => depth = depth.checked_sub(1)?,
            "(" if depth == 0 => return Some(at),
            _ => {}
        }
        before = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(rules: &str, files: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let mut types = PublicTypes::default();
        for (path, text) in files {
            types.add(path, text);
        }
        let findings = types.shared_names(&Rules::parse(rules).unwrap())?;
        Ok(findings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn two_public_types_of_one_name_are_found_in_both_places() {
        let files = [
            ("a/src/x.rs", "pub struct Step;\n"),
            ("b/src/y.rs", "\npub enum Step {}\n"),
        ];
        assert_eq!(
            shared("", &files).unwrap(),
            [
                "a/src/x.rs:1: type `Step` is also in b/src/y.rs:2 → a name of its own",
                "b/src/y.rs:2: type `Step` is also in a/src/x.rs:1 → a name of its own",
            ]
        );
        for kind in ["union", "trait", "unsafe trait", "type"] {
            let text = format!("pub {kind} Step = u8;");
            let files = [
                ("a/src/x.rs", "pub struct Step;"),
                ("b/src/y.rs", text.as_str()),
            ];
            assert_eq!(shared("", &files).unwrap().len(), 2, "{kind}");
        }
    }

    #[test]
    fn reexports_private_types_and_types_of_tests_share_names_freely() {
        for fine in [
            "pub use a::Step;",
            "pub(crate) struct Step;",
            "struct Step;",
            "// pub struct Step;",
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    pub struct Step;\n}",
        ] {
            let files = [("a/src/x.rs", "pub struct Step;"), ("b/src/y.rs", fine)];
            assert!(shared("", &files).unwrap().is_empty(), "{fine}");
        }
    }

    #[test]
    fn an_exception_lets_a_name_pass_and_is_refused_once_it_is_needless() {
        let rules = "shared\tStep\tone is the other's successor\n";
        let twice = [
            ("a/src/x.rs", "pub struct Step;"),
            ("b/src/y.rs", "pub struct Step;"),
        ];
        assert!(shared(rules, &twice).unwrap().is_empty());
        let message = shared(rules, &twice[..1]).unwrap_err();
        assert!(
            message.contains("`Step` is not declared twice"),
            "{message}"
        );
    }

    fn fault(function: &str) -> Option<&'static str> {
        let tokens = tokens(function);
        let code: Vec<&Token<'_>> = tokens.iter().collect();
        predicate_fault(code[1].text, &code[2..])
    }

    #[test]
    fn a_predicate_that_changes_something_or_says_nothing_is_found() {
        for changes in [
            "fn is_at(&mut self) -> bool {}",
            "fn has_next<'a, F: Fn(u8) -> u8>(&'a mut self, f: F) -> bool;",
        ] {
            assert_eq!(fault(changes), Some("takes `&mut self`"), "{changes}");
        }
        for silent in [
            "fn is_charged(&self) {}",
            "fn may_send(&self, done: impl Fn(u8) -> bool);",
            "fn can_write<T>(t: T) where T: Copy {}",
            "fn has_sent(&self) -> () {}",
        ] {
            assert_eq!(fault(silent), Some("returns nothing"), "{silent}");
        }
    }

    #[test]
    fn predicates_and_functions_of_other_names_pass() {
        for fine in [
            "fn is_at(&self) -> bool {}",
            "const fn has<T: Into<u8>>(&mut self);",
            "fn may_send(&self, at: (u8, u8)) -> Option<bool> {}",
            "fn issue(&mut self) {}",
        ] {
            let name = fine.trim_start_matches("const ");
            assert_eq!(fault(name), None, "{fine}");
        }
    }
}
