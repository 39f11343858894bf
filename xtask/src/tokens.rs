//! Splits Rust source into identifiers, texts and comments, each with its line.

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Identifier,
    /// A string literal, with its quotation marks.
    Text,
    /// A comment with its marker: `//`, `///`, `//!` or `/*`.
    Comment,
    /// Any other character.
    Punctuation,
}

/// One token; white space, numbers and lifetimes are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// All tokens, in order. Never fails, also for source that does not compile.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = token_at(rest, first);
        let (text, after) = rest.split_at(length.min(rest.len()));
        if let Some(kind) = kind {
            tokens.push(Token { kind, text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The kind of the token at the beginning, `None` if it is left out, and its length in bytes.
fn token_at(rest: &str, first: char) -> (Option<Kind>, usize) {
    if rest.starts_with("//") {
        let length = rest.find('\n').unwrap_or(rest.len());
        return (Some(Kind::Comment), length);
    }
    if rest.starts_with("/*") {
        return (Some(Kind::Comment), block_comment(rest));
    }
    if let Some(length) = text_literal(rest) {
        return (Some(Kind::Text), length);
    }
    if first == '\'' {
        return (None, character_or_lifetime(rest));
    }
    let word = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    if word == 0 {
        let kind = (!first.is_whitespace()).then_some(Kind::Punctuation);
        return (kind, first.len_utf8());
    }
    let kind = (!first.is_numeric()).then_some(Kind::Identifier);
    (kind, word)
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a string or byte string, raw or not, if one begins here.
fn text_literal(rest: &str) -> Option<usize> {
    let without_kind = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - without_kind.len();
    if prefix > 1 {
        return None;
    }
    if let Some(raw) = without_kind.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let content = raw.get(hashes..)?.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = content
            .find(&end)
            .map_or(content.len(), |at| at + end.len());
        return Some(prefix + 1 + hashes + 1 + length);
    }
    let content = without_kind.strip_prefix('"')?;
    let mut escaped = false;
    let end = content.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    Some(prefix + 1 + end.map_or(content.len(), |at| at + 1))
}

fn character_or_lifetime(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((at, _))) => {
            let end = rest.get(at + 1..).and_then(|rest| rest.find('\''));
            end.map_or(1, |end| at + 1 + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        // A lifetime: the mark alone, and the name with it.
        _ => {
            let name = rest.get(1..).unwrap_or_default();
            let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            1 + end.unwrap_or(name.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, kind: Kind) -> Vec<&str> {
        let tokens = tokens(source).into_iter();
        let tokens = tokens.filter(|token| token.kind == kind);
        tokens.map(|token| token.text).collect()
    }

    #[test]
    fn identifiers_are_neither_in_texts_nor_in_comments() {
        let source =
            "//! head\nfn a<'x>(b: &'x str) -> u8 { /* c /* d */ */ \"e\\\"f\"; b'g'; 1u8 }";
        assert_eq!(
            of(source, Kind::Identifier),
            ["fn", "a", "b", "str", "u8", "b"]
        );
    }

    #[test]
    fn texts_end_where_they_end() {
        let source = r####"x(r#"a "b" c"#, "d\\", b"e", '"', '\'', '中', "f")"####;
        assert_eq!(
            of(source, Kind::Text),
            [r##"r#"a "b" c"#"##, r#""d\\""#, "b\"e\"", "\"f\""]
        );
    }

    #[test]
    fn comments_keep_their_lines() {
        let source = "a\n/// one\n// two\nb /* three\n */ // four";
        let lines: Vec<usize> = tokens(source)
            .iter()
            .filter(|token| token.kind == Kind::Comment)
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [2, 3, 4, 5]);
    }

    #[test]
    fn source_that_ends_in_the_middle_is_split_too() {
        for source in ["\"open", "r#\"open", "/* open", "'", "'\\", "b"] {
            assert!(tokens(source).len() <= 1, "{source}");
        }
    }
}
