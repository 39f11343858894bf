//! Checks the worked example of CONTRIBUTING, and the paths and names of its table of tasks.

use std::path::Path;

use super::Outcome;
use crate::workspace;

const GUIDE: &str = "CONTRIBUTING.md";

/// The limits of the worked example, from the design.
const MOST_FILES: usize = 7;
const MOST_LINES: u32 = 110;

/// Fails if the example has become larger, or the table of tasks names a path that does not exist
/// or a name that is not in the files beside it.
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
    let tasks = tasks(&guide)?;
    for task in &tasks {
        wrong.extend(task.faults(&workspace::root()));
    }
    if wrong.is_empty() {
        return Ok(Outcome::Passed(format!(
            "{files} files and {lines} lines for an operation, {} tasks",
            tasks.len()
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

/// A row of the table under `Where to look`.
#[derive(Debug, PartialEq, Eq)]
struct Task<'a> {
    /// The paths up to a name in angle brackets, which stands for any file of the folder.
    paths: Vec<&'a str>,
    /// The other words in backticks, such as the name of a constant.
    names: Vec<&'a str>,
}

impl Task<'_> {
    fn faults(&self, root: &Path) -> Vec<String> {
        let missing = self.paths.iter().filter(|path| !root.join(path).exists());
        let mut faults: Vec<String> = missing
            .map(|path| format!("`{path}` does not exist"))
            .collect();
        if faults.is_empty() {
            let is_missing =
                |name: &&&str| !self.paths.iter().any(|at| holds(&root.join(at), name));
            let unknown = self.names.iter().filter(is_missing);
            faults.extend(unknown.map(|name| format!("`{name}` is in none of {:?}", self.paths)));
        }
        faults
    }
}

/// Whether a file, or a file of a folder, holds a name; a folder has its own files only.
fn holds(path: &Path, name: &str) -> bool {
    let in_file = |path: &Path| std::fs::read_to_string(path).is_ok_and(|text| text.contains(name));
    match path.read_dir() {
        Ok(entries) => entries.flatten().any(|entry| in_file(&entry.path())),
        Err(_) => in_file(path),
    }
}

/// The rows of the table under `Where to look`.
fn tasks(guide: &str) -> Result<Vec<Task<'_>>, String> {
    let rows = section(guide, "Where to look")?.lines();
    let cells = rows.filter_map(|row| row.strip_prefix('|')?.split_once('|'));
    let tasks: Vec<Task<'_>> = cells
        .map(|(_, cell)| {
            let words = cell.split('`').skip(1).step_by(2);
            let (paths, names): (Vec<_>, Vec<_>) = words.partition(|word| word.contains('/'));
            let paths = paths.into_iter();
            let paths = paths.map(|path| path.split('<').next().unwrap_or(path));
            Task {
                paths: paths.collect(),
                names: names
                    .into_iter()
                    .map(|name| name.trim_end_matches('!'))
                    .collect(),
            }
        })
        .filter(|task| !task.paths.is_empty())
        .collect();
    if tasks.is_empty() {
        return Err(format!("{GUIDE}: no paths under `Where to look`"));
    }
    Ok(tasks)
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
    use std::path::Path;

    use super::{Task, example, tasks};

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
    fn tasks_have_paths_up_to_a_name_in_brackets_and_names() {
        let task = Task {
            paths: vec!["a/b.rs", "c/"],
            names: vec!["d"],
        };
        assert_eq!(tasks(GUIDE).unwrap(), [task]);
    }

    #[test]
    fn a_missing_path_and_a_missing_name_are_faults() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let faults = |path, name| {
            let (paths, names) = (vec![path], vec![name]);
            Task { paths, names }.faults(root)
        };
        assert!(faults("src/jobs/guide.rs", "fn tasks").is_empty());
        assert!(faults("src/jobs/", "fn tasks").is_empty());
        assert!(faults("src/jobs/no.rs", "x")[0].contains("does not exist"));
        assert!(faults("src/main.rs", "no such name")[0].contains("is in none of"));
    }
}
