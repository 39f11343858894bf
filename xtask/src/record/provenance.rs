//! Notes the provenance of a recorded fixture in the `document.json` beside it.

use std::path::Path;

use serde_json::Value;

/// The beginning and end of the list of fixtures in a `document.json`.
const BEGIN: &str = "  \"fixtures\": {";
const END: &str = "  }";

/// Inserts the provenance of a fixture into `document.json` in order, or replaces it. A missing
/// file is created.
pub(super) fn note(file: &Path, fixture: &str, provenance: &str) -> Result<(), String> {
    let lost = |why: std::io::Error| format!("{}: {why}", file.display());
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            format!("{{\n{BEGIN}\n{END}\n}}\n")
        }
        Err(why) => return Err(lost(why)),
    };
    let noted = with(&text, fixture, provenance)
        .ok_or_else(|| format!("{} has no list `fixtures`", file.display()))?;
    std::fs::write(file, noted).map_err(lost)
}

fn with(text: &str, fixture: &str, provenance: &str) -> Option<String> {
    let (before, rest) = text.split_once(&format!("{BEGIN}\n"))?;
    let (listed, after) = match rest.strip_prefix(END) {
        Some(after) => ("", after),
        None => rest.split_once(&format!("\n{END}"))?,
    };
    let quoted = |text: &str| Value::from(text).to_string();
    let name = format!("    {}: ", quoted(fixture));
    let row = format!("{name}{}", quoted(provenance));
    let mut rows: Vec<&str> = listed
        .lines()
        .map(|line| line.trim_end_matches(','))
        .filter(|line| !line.starts_with(&name))
        .chain([row.as_str()])
        .collect();
    rows.sort_unstable();
    Some(format!(
        "{before}{BEGIN}\n{}\n{END}{after}",
        rows.join(",\n")
    ))
}

#[cfg(test)]
mod tests {
    use super::with;

    const DOCUMENT: &str = "{\n  \"codes\": [],\n  \"fixtures\": {\n    \"a.json\": \"one\",\n    \
                            \"c.json\": \"two\"\n  }\n}\n";

    #[test]
    fn a_provenance_stands_in_the_order_of_the_names() {
        let between = with(DOCUMENT, "b.json", "a \"new\" one").unwrap();
        let row = "\"one\",\n    \"b.json\": \"a \\\"new\\\" one\",\n";
        assert_eq!(between, DOCUMENT.replace("\"one\",\n", row));
        let last = with(DOCUMENT, "d.json", "new").unwrap();
        let row = "\"two\",\n    \"d.json\": \"new\"\n";
        assert_eq!(last, DOCUMENT.replace("\"two\"\n", row));
    }

    #[test]
    fn a_provenance_that_is_there_is_replaced() {
        let again = with(DOCUMENT, "c.json", "new").unwrap();
        assert_eq!(again, DOCUMENT.replace("two", "new"));
    }

    #[test]
    fn the_first_one_begins_the_list() {
        let first = with("{\n  \"fixtures\": {\n  }\n}\n", "a.json", "one").unwrap();
        assert_eq!(
            first,
            "{\n  \"fixtures\": {\n    \"a.json\": \"one\"\n  }\n}\n"
        );
    }
}
