//! Checks that crates depend only on the floors below them, and stay small.
//!
//! The manifests (`cargo metadata`) show the direct dependencies, the resolved graph (`cargo tree`)
//! the crates below each crate: normal and build dependencies for every target, as the lock file of
//! a dependent project will list them.

mod dependencies;
mod floors;
mod io;

use std::collections::BTreeSet;

use dependencies::Crate;

use super::Outcome;
use crate::process::Step;
use crate::workspace::Metadata;

/// An HTTP client, a server or a runtime; also by the prefix (`tokio-util`).
const HTTP: [&str; 3] = ["reqwest", "hyper", "tokio"];

#[derive(Debug, Clone, Copy)]
enum Features {
    Default,
    All,
    Only(&'static str),
}

/// A limit on the crates below one crate.
struct Rule {
    package: &'static str,
    features: Features,
    at_most: Option<usize>,
    /// How many third-party crates are compiled at most on this machine, build scripts included.
    compiled_at_most: Option<usize>,
    never: &'static [&'static str],
    no_http: bool,
}

const RULES: [Rule; 9] = [
    Rule {
        at_most: Some(12),
        ..Rule::new("sign-core", Features::All).without_http()
    },
    Rule::new("registry-model", Features::All).without_http(),
    Rule::new("endpoint-core", Features::All).without_http(),
    Rule {
        never: &["ihuyi-api"],
        ..Rule::new("idcode-api", Features::All).without_http()
    },
    Rule {
        never: &["idcode-api"],
        ..Rule::new("ihuyi-api", Features::All).without_http()
    },
    Rule {
        never: &["http-transport", "reqwest"],
        ..Rule::new("registry-sandbox", Features::All)
    },
    Rule {
        at_most: Some(200),
        never: &["registry-sandbox", "registry-cli", "clap"],
        ..Rule::new("enterprise-registry", Features::Default)
    },
    Rule {
        never: &["ihuyi-api", "registry-sandbox", "reqwest"],
        ..Rule::new("enterprise-registry", Features::Only("idcode"))
    },
    Rule {
        compiled_at_most: Some(75),
        never: &["idcode-api", "registry-sandbox", "reqwest"],
        ..Rule::new("enterprise-registry", Features::Only("ihuyi"))
    },
];

impl Rule {
    const fn new(package: &'static str, features: Features) -> Self {
        Self {
            package,
            features,
            at_most: None,
            compiled_at_most: None,
            never: &[],
            no_http: false,
        }
    }

    const fn without_http(mut self) -> Self {
        self.no_http = true;
        self
    }

    fn title(&self) -> String {
        match self.features {
            Features::Default => format!("{} (default features)", self.package),
            Features::All => self.package.to_owned(),
            Features::Only(feature) => format!("{} ({feature} only)", self.package),
        }
    }

    /// The crates below, for every target or for this machine alone.
    fn tree(&self, targets: &[&'static str]) -> Result<String, String> {
        let mut words = vec!["tree", "--locked"];
        words.extend(targets);
        words.extend(["-e", "normal,build", "--prefix", "none", "-p", self.package]);
        match self.features {
            Features::Default => {}
            Features::All => words.push("--all-features"),
            Features::Only(feature) => {
                words.extend(["--no-default-features", "--features", feature]);
            }
        }
        Step::cargo(words).capture()
    }

    /// Why so many compiled third-party crates are too many.
    fn excess(&self, compiled: usize) -> Option<String> {
        let most = self.compiled_at_most?;
        (compiled > most).then(|| {
            format!(
                "{} compiles {compiled} third-party crates, at most {most} are allowed",
                self.title()
            )
        })
    }

    /// The crates of `below` that break the rule.
    fn violations(&self, below: &BTreeSet<Crate>) -> Vec<String> {
        let title = self.title();
        let mut found = Vec::new();
        if let Some(most) = self.at_most
            && below.len() > most
        {
            found.push(format!(
                "{title} has {} crates below it, at most {most} are allowed",
                below.len()
            ));
        }
        for Crate { name, .. } in below {
            let http = HTTP.iter().any(|family| {
                name.strip_prefix(family)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            });
            if self.never.contains(&name.as_str()) || (self.no_http && http) {
                found.push(format!("{title} must not have {name} below it"));
            }
        }
        found
    }
}

fn count_of_others(below: &BTreeSet<Crate>, ours: &[&str]) -> usize {
    let is_ours = |found: &&Crate| ours.contains(&found.name.as_str());
    below.len() - below.iter().filter(is_ours).count()
}

pub(crate) fn run() -> Result<Outcome, String> {
    let metadata = Metadata::read()?;
    let ours: Vec<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut broken = floors::unplaced(&ours);
    broken.extend(floors::wrong_arrows(&floors::arrows(&metadata)));
    broken.extend(io::violations()?);

    let mut notes = Vec::new();
    let mut report = Vec::new();
    for rule in &RULES {
        let below = dependencies::crates_below(&rule.tree(&["--target", "all"])?)?;
        let most = rule
            .at_most
            .map_or_else(|| "-".to_owned(), |most| most.to_string());
        report.push(format!(
            "{:<42} {:>5}  {most:>7}",
            rule.title(),
            below.len()
        ));
        if rule.at_most.is_some() {
            notes.push(format!("{} {}", rule.package, below.len()));
        }
        broken.extend(rule.violations(&below));
        if let Some(most) = rule.compiled_at_most {
            let below = dependencies::crates_below(&rule.tree(&[])?)?;
            let compiled = count_of_others(&below, &ours);
            report.push(format!(
                "{:<42} {compiled:>5}  {most:>7}",
                "  third-party crates, on this machine"
            ));
            notes.push(format!("{} {compiled} third-party crates", rule.title()));
            broken.extend(rule.excess(compiled));
        }
    }
    println!("{:<42} {:>5}  {:>7}", "crates below", "count", "at most");
    println!("{}", report.join("\n"));

    if broken.is_empty() {
        return Ok(Outcome::Passed(format!(
            "crates below: {}",
            notes.join(", ")
        )));
    }
    Err(format!(
        "{} layer rules broken\n{}",
        broken.len(),
        broken.join("\n")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<Crate> {
        names
            .iter()
            .map(|name| Crate {
                name: (*name).to_owned(),
                version: "v1.0.0".to_owned(),
            })
            .collect()
    }

    fn rule(package: &str) -> &'static Rule {
        RULES.iter().find(|rule| rule.package == package).unwrap()
    }

    #[test]
    fn http_is_recognised_by_name_and_by_family() {
        let broken = rule("idcode-api").violations(&set(&["tokio-util", "hyper", "tokioish"]));
        assert_eq!(
            broken,
            [
                "idcode-api must not have hyper below it",
                "idcode-api must not have tokio-util below it",
            ]
        );
    }

    #[test]
    fn one_vendor_below_the_other_is_a_violation() {
        let broken = rule("ihuyi-api").violations(&set(&["idcode-api", "serde"]));
        assert_eq!(broken, ["ihuyi-api must not have idcode-api below it"]);
    }

    #[test]
    fn more_compiled_crates_of_others_than_allowed_is_a_violation() {
        let rule = RULES.iter().find(|rule| rule.compiled_at_most.is_some());
        let rule = rule.unwrap();
        assert_eq!(rule.excess(75), None);
        assert_eq!(
            rule.excess(76).as_deref(),
            Some(
                "enterprise-registry (ihuyi only) compiles 76 third-party crates, \
                 at most 75 are allowed"
            )
        );
        let below = set(&["serde", "sign-core", "tokio"]);
        assert_eq!(count_of_others(&below, &["sign-core", "idcode-api"]), 2);
    }

    #[test]
    fn more_crates_than_allowed_is_a_violation() {
        let names: Vec<String> = (0..13).map(|n| format!("crate-{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(rule("sign-core").violations(&set(&names[..12])).is_empty());
        assert_eq!(rule("sign-core").violations(&set(&names)).len(), 1);
    }
}
