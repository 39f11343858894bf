//! Reads the retired words and their replacements from `xtask/words.tsv`.

use std::collections::BTreeMap;

/// A word or phrase, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) word: String,
    pub(super) replacement: String,
}

/// All rules, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// By the first word of the rule: `holder` for `holder_kind`.
    parts: BTreeMap<String, Vec<(Vec<String>, Rule)>>,
    names: BTreeMap<String, Rule>,
    types: BTreeMap<String, Rule>,
    modules: BTreeMap<String, Rule>,
    functions: BTreeMap<String, Rule>,
    /// By the first word of the phrase.
    phrases: BTreeMap<String, Vec<(Vec<String>, Rule)>>,
    exceptions: Vec<Vec<String>>,
    pending: Vec<String>,
    /// Names that more than one public type may have.
    shared: Vec<String>,
}

impl Rules {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// The number of a line that is not a rule.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut rules = Self::default();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            rules.add(&columns).ok_or_else(|| {
                format!(
                    "xtask/words.tsv:{}: `{line}` is not a rule: expected rule, word, replacement",
                    index + 1
                )
            })?;
        }
        Ok(rules)
    }

    fn add(&mut self, columns: &[&str]) -> Option<()> {
        match *columns {
            ["pending", name] => self.pending.push(name.to_owned()),
            ["phrase but", phrase] => self.exceptions.push(words(phrase)),
            [kind, word, replacement] => {
                let rule = Rule {
                    word: word.to_owned(),
                    replacement: replacement.to_owned(),
                };
                match kind {
                    "part" => add_sequence(&mut self.parts, split_identifier(word), rule)?,
                    "phrase" => add_sequence(&mut self.phrases, words(word), rule)?,
                    "name" => drop(self.names.insert(word.to_owned(), rule)),
                    "type" => drop(self.types.insert(word.to_owned(), rule)),
                    "module" => drop(self.modules.insert(word.to_owned(), rule)),
                    "function" => drop(self.functions.insert(word.to_owned(), rule)),
                    "shared" => self.shared.push(rule.word),
                    _ => return None,
                }
            }
            _ => return None,
        }
        Some(())
    }

    pub(super) fn is_pending(&self, name: &str) -> bool {
        self.pending.iter().any(|pending| pending == name)
    }

    /// The names that more than one public type may have.
    pub(super) fn shared_types(&self) -> impl Iterator<Item = &str> {
        self.shared.iter().map(String::as_str)
    }

    /// Refuses a pending crate that does not exist.
    pub(super) fn check_pending(&self, crates: &[String]) -> Result<(), String> {
        match self.pending.iter().find(|name| !crates.contains(name)) {
            None => Ok(()),
            Some(name) => Err(format!("xtask/words.tsv: no crate `{name}` to be pending")),
        }
    }

    /// The rule that an identifier, or the stem of a file name, breaks by itself or by a part.
    pub(super) fn identifier(&self, name: &str) -> Option<&Rule> {
        if let Some(rule) = self.names.get(name) {
            return Some(rule);
        }
        let parts = split_identifier(name);
        (0..parts.len()).find_map(|at| self.part_at(parts.get(at..)?))
    }

    fn part_at(&self, parts: &[String]) -> Option<&Rule> {
        let first = parts.first()?;
        let singular = first.strip_suffix('s').unwrap_or(first);
        let candidates = [self.parts.get(first), self.parts.get(singular)];
        let rules = candidates.into_iter().flatten().flatten();
        let mut fitting = rules.filter(|(sequence, _)| {
            parts.len() >= sequence.len() && sequence.iter().zip(parts).all(|(a, b)| same(a, b))
        });
        fitting.next().map(|(_, rule)| rule)
    }

    pub(super) fn type_name(&self, name: &str) -> Option<&Rule> {
        self.types.get(name)
    }

    pub(super) fn module(&self, name: &str) -> Option<&Rule> {
        self.modules.get(name)
    }

    pub(super) fn function(&self, name: &str) -> Option<&Rule> {
        self.functions.get(name)
    }

    /// The rules that phrases among these lower-case words break, each with the line of the phrase.
    pub(super) fn phrases(&self, words: &[(String, usize)]) -> Vec<(usize, &Rule)> {
        let plain: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        let lines = words.iter().enumerate();
        lines
            .filter_map(|(index, (_, line))| Some((*line, self.phrase_at(plain.get(index..)?)?)))
            .collect()
    }

    /// The rule that a word of a sentence breaks.
    pub(super) fn word(&self, word: &str) -> Option<&Rule> {
        self.part_at(&[word.to_owned()])
    }

    /// The rule that the phrase at the beginning of these lower-case words breaks.
    fn phrase_at(&self, words: &[&str]) -> Option<&Rule> {
        let candidates = self.phrases.get(*words.first()?)?;
        let begins = |sequence: &[String]| {
            words.len() >= sequence.len() && sequence.iter().zip(words).all(|(a, b)| a == b)
        };
        if self.exceptions.iter().any(|exception| begins(exception)) {
            return None;
        }
        let mut fitting = candidates.iter().filter(|(sequence, _)| begins(sequence));
        fitting.next().map(|(_, rule)| rule)
    }
}

/// Whether a part of an identifier is this word, in the singular or plural.
fn same(word: &str, part: &str) -> bool {
    part == word || part.strip_suffix('s') == Some(word)
}

fn words(phrase: &str) -> Vec<String> {
    phrase.split_whitespace().map(str::to_lowercase).collect()
}

fn add_sequence(
    table: &mut BTreeMap<String, Vec<(Vec<String>, Rule)>>,
    sequence: Vec<String>,
    rule: Rule,
) -> Option<()> {
    let first = sequence.first()?.clone();
    table.entry(first).or_default().push((sequence, rule));
    Some(())
}

/// The words of an identifier in lower case: `HTTPStatus_code` is `http`, `status`, `code`.
fn split_identifier(name: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut characters = name.chars().peekable();
    let mut before = None;
    while let Some(character) = characters.next() {
        let next_is_lower = characters.peek().is_some_and(|next| next.is_lowercase());
        let begins = character.is_uppercase()
            && before.is_some_and(|before: char| !before.is_uppercase() || next_is_lower);
        if (character == '_' || begins) && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if character != '_' {
            part.extend(character.to_lowercase());
        }
        before = Some(character);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules::parse(
            "# a comment\n\npart\tdenial\trejection\npart\tholder_kind\torganisation kind\n\
             name\toffice\tbackend\ntype\tAnswer\tresponse\nphrase\tis none\tis not\n\
             phrase\ttold\treported\nphrase but\ttold apart\npending\tsign-core\n",
        )
        .unwrap()
    }

    #[test]
    fn identifiers_are_split_at_underscores_and_capitals() {
        assert_eq!(
            split_identifier("HTTPStatus_code"),
            ["http", "status", "code"]
        );
        assert_eq!(split_identifier("IS_DENIAL"), ["is", "denial"]);
        assert_eq!(split_identifier("_x"), ["x"]);
    }

    #[test]
    fn a_part_is_found_in_any_case_and_in_the_plural() {
        for name in [
            "Denial",
            "denials",
            "IS_DENIAL",
            "HolderKind",
            "of_holder_kinds",
        ] {
            assert!(rules().identifier(name).is_some(), "{name}");
        }
        for name in ["undeniable", "holder", "kind_of_holder", "office_phone"] {
            assert!(rules().identifier(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_name_is_found_as_written_only() {
        assert_eq!(rules().identifier("office").unwrap().replacement, "backend");
        assert!(rules().identifier("Office").is_none());
    }

    #[test]
    fn a_phrase_has_its_exceptions() {
        let rules = rules();
        assert!(rules.phrase_at(&["is", "none", "of"]).is_some());
        assert!(rules.phrase_at(&["is"]).is_none());
        assert!(rules.phrase_at(&["told"]).is_some());
        assert!(rules.phrase_at(&["told", "apart"]).is_none());
    }

    #[test]
    fn a_line_that_is_not_a_rule_is_named_by_its_number() {
        for line in ["part\tdenial", "parts\ta\tb", "part\t\tb"] {
            let message = Rules::parse(&format!("# one\n{line}\n")).unwrap_err();
            assert!(message.starts_with("xtask/words.tsv:2: "), "{message}");
        }
    }

    #[test]
    fn a_pending_crate_must_exist() {
        let rules = rules();
        assert!(rules.is_pending("sign-core"));
        assert!(rules.check_pending(&["sign-core".to_owned()]).is_ok());
        assert!(rules.check_pending(&["xtask".to_owned()]).is_err());
    }
}
