//! Finds retired words and phrases in a Markdown file.

use super::finding::Finding;
use super::rules::Rules;
use super::scan::plain_words;

/// The header of the glossary, whose right column lists the retired words.
const GLOSSARY: &str = "| word | meaning | not |";

/// All findings of a file, in the order of its lines. Examples, code and the glossary are free.
pub(super) fn scan(path: &str, text: &str, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut paragraph = Vec::new();
    let mut in_example = false;
    let mut in_glossary = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let is_fence = line.starts_with("```");
        in_example ^= is_fence;
        in_glossary = line == GLOSSARY || (in_glossary && line.starts_with('|'));
        let is_prose = !is_fence && !in_example && !in_glossary;
        if !is_prose || begins_paragraph(line) {
            check(path, &paragraph, rules, &mut findings);
            paragraph.clear();
        }
        if is_prose {
            paragraph.extend(plain_words(line).map(|word| (word, index + 1)));
        }
    }
    check(path, &paragraph, rules, &mut findings);
    findings
}

/// Whether a line does not continue the sentence before.
fn begins_paragraph(line: &str) -> bool {
    line.is_empty() || line.starts_with(['#', '|']) || line.starts_with("- ")
}

fn check(path: &str, words: &[(String, usize)], rules: &Rules, findings: &mut Vec<Finding>) {
    let phrases = rules.phrases(words).into_iter();
    let retired = words
        .iter()
        .filter_map(|(word, line)| Some((*line, rules.word(word)?)));
    let mut broken: Vec<_> = phrases.chain(retired).collect();
    broken.sort_by_key(|(line, _)| *line);
    findings.extend(broken.into_iter().map(|(line, rule)| {
        let found = format!("\"{}\"", rule.word);
        Finding::new(path, line, found, rule.replacement.clone())
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let rules = Rules::parse("part\tdenial\trejection\nphrase\tis none\tis not\n").unwrap();
        let findings = scan("a.md", text, &rules);
        findings.iter().map(Finding::to_string).collect()
    }

    #[test]
    fn words_and_phrases_of_sentences_tables_and_lists_are_found() {
        let text = "# The denial\n\nIt is\nnone.\n- Denials\n\n| a | is none |\n";
        assert_eq!(
            findings(text),
            [
                "a.md:1: \"denial\" → rejection",
                "a.md:3: \"is none\" → is not",
                "a.md:5: \"denial\" → rejection",
                "a.md:7: \"is none\" → is not",
            ]
        );
    }

    #[test]
    fn examples_code_and_the_glossary_are_free() {
        let text = "`is_denial`, `denial`\n```text\ndenial\n```\n\n| word | meaning | not |\n\
                    |---|---|---|\n| rejection | | denial |\n\nIt is\n\nnone.\n";
        assert_eq!(findings(text), [""; 0]);
    }
}
