//! Compiles combinations of features.

use super::Outcome;
use crate::process::Step;
use crate::workspace::{Metadata, Package};

/// Compiles each crate alone with sets of its features, so that no other crate supplies a
/// missing one. Clippy compiles like `cargo check` and can refuse warnings of these crates alone: a
/// combination must not leave code unused either.
pub(crate) fn run() -> Result<Outcome, String> {
    let metadata = Metadata::read()?;
    let mut failed = Vec::new();
    let mut checked = 0;
    for package in &metadata.packages {
        for features in combinations(&own_features(package)) {
            let features = features.join(",");
            let step = Step::cargo([
                "clippy",
                "--quiet",
                "--no-deps",
                "--locked",
                "-p",
                &package.name,
                "--no-default-features",
                "--features",
                &features,
                "--",
                "-D",
                "warnings",
            ]);
            checked += 1;
            if step.run().is_err() {
                failed.push(format!("  {} with [{features}]", package.name));
            }
        }
    }
    match (checked, failed.len()) {
        (0, _) => Err("no crate with features was found".to_owned()),
        (_, 0) => Ok(Outcome::Passed(format!("{checked} combinations"))),
        (_, count) => Err(format!(
            "{count} of {checked} combinations do not compile\n{}",
            failed.join("\n")
        )),
    }
}

/// All but `default`, which only selects among the others.
fn own_features(package: &Package) -> Vec<&str> {
    package
        .features
        .keys()
        .map(String::as_str)
        .filter(|&name| name != "default")
        .collect()
}

/// The subsets of at most two features and those that lack at most one, the empty one first; none
/// for a crate without features. With four features these are all subsets. With more, the number
/// grows by the square and not by powers of two, and a missing dependency of one feature on
/// another still shows.
fn combinations<'a>(features: &[&'a str]) -> Vec<Vec<&'a str>> {
    if features.is_empty() {
        return Vec::new();
    }
    let mut sets: Vec<Vec<&str>> = vec![Vec::new()];
    for &feature in features {
        let with: Vec<Vec<&str>> = sets
            .iter()
            .map(|set| set.iter().copied().chain([feature]).collect())
            .collect();
        sets.extend(with);
    }
    sets.retain(|set| set.len() <= 2 || set.len() + 1 >= features.len());
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_features_make_eight_combinations() {
        assert_eq!(
            combinations(&["idcode", "ihuyi", "sandbox"]),
            [
                vec![],
                vec!["idcode"],
                vec!["ihuyi"],
                vec!["idcode", "ihuyi"],
                vec!["sandbox"],
                vec!["idcode", "sandbox"],
                vec!["ihuyi", "sandbox"],
                vec!["idcode", "ihuyi", "sandbox"],
            ]
        );
    }

    #[test]
    fn eight_features_are_compiled_by_pairs_and_without_each_one() {
        let sets = combinations(&["a", "b", "c", "d", "e", "f", "g", "h"]);
        assert_eq!(sets.len(), 1 + 8 + 28 + 8 + 1);
        assert!(sets.contains(&vec!["b", "g"]));
        assert!(sets.contains(&vec!["a", "b", "c", "d", "e", "f", "h"]));
        assert!(!sets.contains(&vec!["a", "b", "c"]));
    }

    #[test]
    fn a_crate_without_features_has_nothing_to_combine() {
        assert!(combinations(&[]).is_empty());
    }

    #[test]
    fn default_is_not_a_feature_of_its_own() {
        let package: Package = serde_json::from_str(
            r#"{"name":"x","dependencies":[],"features":{"default":["a"],"a":[],"b":[]}}"#,
        )
        .unwrap();
        assert_eq!(own_features(&package), ["a", "b"]);
    }
}
