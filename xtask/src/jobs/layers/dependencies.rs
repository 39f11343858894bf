//! Lists the dependencies of a crate, direct and indirect.

use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: String,
}

/// The crates in the output of `cargo tree --prefix none`, each once, without the first. Two
/// versions of a crate count as two.
pub(super) fn dependencies_in(tree: &str) -> Result<BTreeSet<Crate>, String> {
    let mut below = BTreeSet::new();
    let mut top = None;
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else {
            return Err(format!("cargo tree printed an unknown line: {line}"));
        };
        let found = Crate {
            name: name.to_owned(),
            version: version.to_owned(),
        };
        if top.is_none() {
            top = Some(found);
        } else if top.as_ref() != Some(&found) {
            below.insert(found);
        }
    }
    match top {
        Some(_) => Ok(below),
        None => Err("cargo tree printed nothing".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_counted_without_its_top_and_its_repeats() {
        let tree = "sign-core v0.1.0 (/somewhere)\nhex v0.4.3\nmd-5 v0.11.0\n\
                    hex v0.4.3 (*)\ncc v1.0.0\n\nhex v0.5.0\n";
        let below = dependencies_in(tree).unwrap();
        let names: Vec<String> = below
            .iter()
            .map(|found| format!("{} {}", found.name, found.version))
            .collect();
        assert_eq!(
            names,
            ["cc v1.0.0", "hex v0.4.3", "hex v0.5.0", "md-5 v0.11.0"]
        );
    }

    #[test]
    fn an_empty_tree_is_not_a_small_tree() {
        assert!(dependencies_in("\n").is_err());
    }
}
