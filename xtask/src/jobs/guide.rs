//! Checks the worked example of CONTRIBUTING and the paths that it names.

use super::Outcome;
use crate::workspace;

const GUIDE: &str = "CONTRIBUTING.md";

/// The limits of the worked example, from the design.
const MOST_FILES: usize = 7;
const MOST_LINES: u32 = 110;

/// Fails where the example has become larger, or a path of the table of tasks does not exist.
pub(crate) fn run() -> Result<Outcome, String> {
    let guide = workspace::read(GUIDE)?;
    let (files, lines) = example(&guide)?;
    let mut wrong = Vec::new();
    if files > MOST_FILES || lines > MOST_LINES {
        wrong.push(format!(
            "a new operation takes {files} files and {lines} lines by hand, \
             at most {MOST_FILES} and {MOST_LINES} are allowed"
        ));
    }
    let paths = task_paths(&guide)?;
    let root = workspace::root();
    let missing = paths.iter().filter(|path| !root.join(path).exists());
    wrong.extend(missing.map(|path| format!("`{path}` does not exist")));
    if wrong.is_empty() {
        return Ok(Outcome::Passed(format!(
            "{files} files and {lines} lines for an operation, {} paths",
            paths.len()
        )));
    }
    Err(format!("{GUIDE} is wrong\n{}", wrong.join("\n")))
}

/// Files and lines by hand of the table under `Add an operation`.
fn example(guide: &str) -> Result<(usize, u32), String> {
    let section = section(guide, "Add an operation")?;
    let lines: Vec<u32> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|row| {
            let last = row.trim_end_matches(['|', ' ']).rsplit('|').next();
            let lines = last.and_then(|cell| cell.trim().parse().ok());
            lines.ok_or_else(|| format!("{GUIDE}: no number of lines in `{row}`"))
        })
        .collect::<Result<_, _>>()?;
    match lines.len() {
        0 => Err(format!("{GUIDE}: no files under `Add an operation`")),
        files => Ok((files, lines.iter().sum())),
    }
}

/// The paths in the table under `Where to look`. A name in angle brackets stands for any file.
fn task_paths(guide: &str) -> Result<Vec<String>, String> {
    let rows = section(guide, "Where to look")?.lines();
    let cells = rows.filter_map(|row| row.strip_prefix('|')?.split_once('|'));
    let paths: Vec<String> = cells
        .flat_map(|(_, cell)| cell.split('`').skip(1).step_by(2))
        .filter(|word| word.contains('/'))
        .map(|path| path.split('<').next().unwrap_or(path).to_owned())
        .collect();
    if paths.is_empty() {
        return Err(format!("{GUIDE}: no paths under `Where to look`"));
    }
    Ok(paths)
}

/// The text from a heading to the next.
fn section<'a>(guide: &'a str, heading: &str) -> Result<&'a str, String> {
    let begin = format!("\n## {heading}\n");
    let (_, rest) = guide
        .split_once(&begin)
        .ok_or_else(|| format!("{GUIDE}: no section `{heading}`"))?;
    Ok(rest.split("\n## ").next().unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::{example, task_paths};

    const GUIDE: &str = "# Guide\n\n## Where to look\n\n| task | file |\n|---|---|\n\
                         | one | `a/b.rs`, then `c/<name>.rs` and `d` |\n\n\
                         ## Add an operation\n\n| file | what | lines by hand |\n|---|---|---|\n\
                         | `a/x.rs` | request | 72 |\n| `b.md` | made | 0 |\n\n## Next\n\n\
                         | `c` | no | 9 |\n";

    #[test]
    fn the_example_is_counted_within_its_section() {
        assert_eq!(example(GUIDE), Ok((2, 72)));
        assert!(example("# Guide\n").unwrap_err().contains("no section"));
        let without = GUIDE.replace("| 72 |", "| many |");
        assert!(example(&without).unwrap_err().contains("a/x.rs"));
    }

    #[test]
    fn paths_are_read_up_to_a_name_in_brackets() {
        assert_eq!(task_paths(GUIDE).unwrap(), ["a/b.rs", "c/"]);
    }
}
