//! Where does a row of provenance go?

use std::path::Path;

/// Puts a row into the table of this file, among the rows in their order, in the place of one for
/// the same fixture. A file that is not there is begun.
pub(super) fn note(file: &Path, fixture: &str, provenance: &str) -> Result<(), String> {
    let lost = |why: std::io::Error| format!("{}: {why}", file.display());
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            "# Fixtures\n\n| File | Provenance |\n|---|---|\n".to_owned()
        }
        Err(why) => return Err(lost(why)),
    };
    std::fs::write(file, with(&text, fixture, provenance)).map_err(lost)
}

fn with(text: &str, fixture: &str, provenance: &str) -> String {
    let row = format!("| {fixture} | {provenance} |");
    let mut lines: Vec<&str> = text
        .lines()
        .filter(|line| fixture_of(line) != Some(fixture))
        .collect();
    let before = |line: &&str| fixture_of(line).is_some_and(|other| other < fixture);
    let at = lines
        .iter()
        .rposition(before)
        .or_else(|| lines.iter().rposition(|line| line.starts_with("|---")))
        .map_or(lines.len(), |at| at + 1);
    lines.insert(at, &row);
    lines.join("\n") + "\n"
}

/// The fixture that a row is about.
fn fixture_of(line: &str) -> Option<&str> {
    let (first, _) = line.strip_prefix("| ")?.split_once(" |")?;
    first.contains('/').then_some(first.trim_matches('`'))
}

#[cfg(test)]
mod tests {
    use super::with;

    const TABLE: &str = "# Fixtures\n\n| File | Provenance |\n|---|---|\n| a/A/x.json | one |\n\
                         | a/C/x.json | two |\n\nmore\n";

    #[test]
    fn a_row_stands_in_the_order_of_the_names() {
        let between = with(TABLE, "a/B/x.json", "new");
        assert_eq!(
            between,
            TABLE.replace("one |\n", "one |\n| a/B/x.json | new |\n")
        );
        let first = with(TABLE, "a/0/x.json", "new");
        assert!(
            first.contains("|---|---|\n| a/0/x.json | new |\n| a/A"),
            "{first}"
        );
        let last = with(TABLE, "b/A/x.json", "new");
        assert!(
            last.contains("two |\n| b/A/x.json | new |\n\nmore"),
            "{last}"
        );
    }

    #[test]
    fn a_row_that_is_there_is_replaced() {
        let again = with(TABLE, "a/C/x.json", "new");
        assert_eq!(again, TABLE.replace("two", "new"));
    }
}
