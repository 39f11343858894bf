//! Finds retired words, questions in heads, wide comments and false predicates in one file.

use super::declarations::predicate_fault;
use super::finding::{Finding, source_lines};
use super::rules::Rules;
use crate::tokens::{Kind, Token, tokens};

/// The widest line of a comment, in characters.
const WIDTH: usize = 100;

/// All findings of a file, in the order of its lines.
pub(super) fn scan(path: &str, text: &str, rules: &Rules) -> Vec<Finding> {
    let tokens = tokens(text);
    let is_source = path.contains("/src/") && !path.ends_with("/tests.rs");
    let mut file = File {
        path,
        source: if is_source { source_lines(text) } else { 0 },
        rules,
        findings: Vec::new(),
    };
    file.name();
    file.head(text);
    file.width(text, &tokens);
    file.identifiers(&tokens);
    file.predicates(&tokens);
    file.comments(&tokens);
    file.texts(&tokens);
    file.findings.sort_by_key(|finding| finding.line);
    file.findings
}

struct File<'a> {
    path: &'a str,
    /// The number of lines of shipped code: types, modules, functions and texts of tests are free.
    source: usize,
    rules: &'a Rules,
    findings: Vec<Finding>,
}

impl File<'_> {
    fn add(&mut self, line: usize, found: impl Into<String>, remedy: impl Into<String>) {
        let finding = Finding::new(self.path, line, found, remedy);
        self.findings.push(finding);
    }

    /// The words of the file name and of its folder.
    fn name(&mut self) {
        let stem = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let name = stem.rsplit('/').next().unwrap_or(stem);
        let rule = self.rules.identifier(name);
        let rule = rule.or_else(|| self.rules.module(name).filter(|_| self.source > 0));
        if let Some(rule) = rule {
            self.add(1, format!("file `{name}`"), rule.replacement.clone());
        }
    }

    /// Heads state something: no line of one asks, apart from its code and addresses.
    fn head(&mut self, text: &str) {
        let lines = text.lines().enumerate();
        let head = lines.filter_map(|(index, line)| {
            let content = line.trim_start().strip_prefix("//!")?;
            Some((index + 1, content.trim()))
        });
        let mut in_example = false;
        let mut in_code = false;
        for (number, line) in head {
            if line.starts_with("```") {
                in_example = !in_example;
                continue;
            }
            if in_example {
                continue;
            }
            let mut asks = false;
            for (index, piece) in line.split('`').enumerate() {
                in_code ^= index > 0;
                let mut words = piece.split_whitespace();
                asks |= !in_code && words.any(is_question);
            }
            in_code &= !line.is_empty();
            if asks {
                self.add(number, "head is a question", "say what the module does");
            }
        }
    }

    /// Comments stay within the width; tables, examples and addresses cannot be broken.
    fn width(&mut self, text: &str, tokens: &[Token<'_>]) {
        let mut in_example = false;
        let mut comments = tokens.iter().filter(|token| token.kind == Kind::Comment);
        let mut comment = comments.next();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            while comment.is_some_and(|comment| comment.line < number) {
                comment = comments.next();
            }
            if comment.is_none_or(|comment| comment.line != number) {
                continue;
            }
            let content = content(line.trim_start());
            if content.starts_with("```") {
                in_example = !in_example;
            }
            let cannot_break = in_example || content.starts_with('|') || !content.contains(' ');
            let width = line.chars().count();
            if width > WIDTH && !cannot_break && line.trim_start().starts_with("//") {
                let found = format!("comment of {width} columns");
                self.add(number, found, format!("at most {WIDTH}"));
            }
        }
    }

    fn identifiers(&mut self, tokens: &[Token<'_>]) {
        let is_code = |token: &&Token<'_>| token.kind != Kind::Comment;
        let code: Vec<&Token<'_>> = tokens.iter().filter(is_code).collect();
        let mut before = "";
        for (index, token) in code.iter().enumerate() {
            if token.kind == Kind::Identifier {
                let mut rule = self.rules.identifier(token.text);
                if rule.is_none() && token.line <= self.source {
                    rule = match before {
                        "struct" | "enum" | "trait" | "type" => self.rules.type_name(token.text),
                        "fn" => self.rules.function(token.text),
                        "mod" => self.rules.module(token.text),
                        _ => None,
                    };
                }
                if let Some(rule) = rule {
                    let replacement = rule.replacement.clone();
                    self.add(token.line, format!("`{}`", token.text), replacement);
                }
                if before == "fn" && token.text == "of" && makes_self(code.get(index..)) {
                    self.add(token.line, "constructor `of`", "new, from_… or for_…");
                }
            }
            before = token.text;
        }
    }

    /// Functions that are named like predicates answer and change nothing.
    fn predicates(&mut self, tokens: &[Token<'_>]) {
        let is_shipped =
            |token: &&Token<'_>| token.kind != Kind::Comment && token.line <= self.source;
        let code: Vec<&Token<'_>> = tokens.iter().filter(is_shipped).collect();
        for (index, pair) in code.windows(2).enumerate() {
            if let [function, name] = pair
                && function.text == "fn"
                && let Some(fault) =
                    predicate_fault(name.text, code.get(index + 2..).unwrap_or_default())
            {
                let found = format!("`{}` {fault}", name.text);
                self.add(
                    name.line,
                    found,
                    "a verb; predicates answer and change nothing",
                );
            }
        }
    }

    /// Phrases in comments, also across the lines of one comment.
    fn comments(&mut self, tokens: &[Token<'_>]) {
        let mut words: Vec<(String, usize)> = Vec::new();
        let mut last_line = 0;
        let mut in_example = false;
        for token in tokens.iter().filter(|token| token.kind == Kind::Comment) {
            if token.line != last_line + 1 {
                self.phrases(&words);
                words.clear();
                in_example = false;
            }
            for (index, line) in token.text.lines().enumerate() {
                let content = content(line.trim_start());
                if content.starts_with("```") {
                    in_example = !in_example;
                } else if !in_example {
                    let line = token.line + index;
                    words.extend(plain_words(content).map(|word| (word, line)));
                }
                last_line = token.line + index;
            }
        }
        self.phrases(&words);
    }

    fn texts(&mut self, tokens: &[Token<'_>]) {
        let is_shipped = |token: &&Token<'_>| token.kind == Kind::Text && token.line <= self.source;
        let texts: Vec<&Token<'_>> = tokens.iter().filter(is_shipped).collect();
        for token in texts {
            let words: Vec<(String, usize)> = token
                .text
                .lines()
                .enumerate()
                .flat_map(|(index, line)| {
                    plain_words(line).map(move |word| (word, token.line + index))
                })
                .collect();
            self.phrases(&words);
        }
    }

    fn phrases(&mut self, words: &[(String, usize)]) {
        for (line, rule) in self.rules.phrases(words) {
            let found = format!("\"{}\"", rule.word);
            self.add(line, found, rule.replacement.clone());
        }
    }
}

/// Whether the function whose name comes first returns `Self`.
fn makes_self(code: Option<&[&Token<'_>]>) -> bool {
    let signature = code.unwrap_or_default().iter();
    let mut signature = signature.take_while(|token| token.text != "{" && token.text != ";");
    signature.any(|token| token.text == "Self")
}

/// Whether a word ends a question; in code a `?` is followed by something.
fn is_question(word: &str) -> bool {
    word.trim_end_matches(['*', '_', '"']).ends_with('?') && !word.contains("://")
}

/// A line of a comment without its marker.
fn content(line: &str) -> &str {
    let content = line.trim_start_matches(['/', '!', '*']);
    content.trim()
}

/// The words in lower case, without code. Punctuation between two words is a word of its own, so
/// that no phrase spans it.
pub(super) fn plain_words(line: &str) -> impl Iterator<Item = String> {
    let text = without_code(line).to_lowercase();
    let mut words = Vec::new();
    let mut word = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() || character == '\'' || character == '-' {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if !character.is_whitespace() {
            words.push(character.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.into_iter()
}

/// A text with everything between backticks replaced by one mark.
fn without_code(text: &str) -> String {
    let mut plain = String::new();
    for (index, piece) in text.split('`').enumerate() {
        plain.push_str(if index % 2 == 0 { piece } else { "`" });
    }
    plain
}

#[cfg(test)]
mod tests;
