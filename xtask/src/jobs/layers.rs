//! Checks that crates depend only on lower layers, and that their dependencies stay few.
//!
//! The manifests (`cargo metadata`) show the direct dependencies, the resolved graph (`cargo tree`)
//! all dependencies of each crate: normal and build dependencies for every target, as the lock file
//! of a dependent project will list them.

mod dependencies;
mod io;
mod order;

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

/// A limit on the dependencies of a crate, direct and indirect.
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

    /// The dependency tree, for every target or only for this machine.
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

    /// The dependencies that break the rule.
    fn violations(&self, dependencies: &BTreeSet<Crate>) -> Vec<String> {
        let title = self.title();
        let mut found = Vec::new();
        if let Some(most) = self.at_most
            && dependencies.len() > most
        {
            found.push(format!(
                "{title} has {} dependencies, at most {most} are allowed",
                dependencies.len()
            ));
        }
        for Crate { name, .. } in dependencies {
            let http = HTTP.iter().any(|family| {
                name.strip_prefix(family)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            });
            if self.never.contains(&name.as_str()) || (self.no_http && http) {
                found.push(format!("{title} must not depend on {name}"));
            }
        }
        found
    }
}

fn third_party_count(dependencies: &BTreeSet<Crate>, ours: &[&str]) -> usize {
    let is_ours = |found: &&Crate| ours.contains(&found.name.as_str());
    dependencies.len() - dependencies.iter().filter(is_ours).count()
}

pub(crate) fn run() -> Result<Outcome, String> {
    let metadata = Metadata::read()?;
    let ours: Vec<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut broken = order::unplaced(&ours);
    broken.extend(order::wrong_edges(&order::edges(&metadata)));
    broken.extend(io::violations()?);

    let mut notes = Vec::new();
    let mut report = Vec::new();
    for rule in &RULES {
        let dependencies = dependencies::dependencies_in(&rule.tree(&["--target", "all"])?)?;
        let most = rule
            .at_most
            .map_or_else(|| "-".to_owned(), |most| most.to_string());
        report.push(format!(
            "{:<42} {:>5}  {most:>7}",
            rule.title(),
            dependencies.len()
        ));
        if rule.at_most.is_some() {
            notes.push(format!("{} {}", rule.package, dependencies.len()));
        }
        broken.extend(rule.violations(&dependencies));
        if let Some(most) = rule.compiled_at_most {
            let dependencies = dependencies::dependencies_in(&rule.tree(&[])?)?;
            let compiled = third_party_count(&dependencies, &ours);
            report.push(format!(
                "{:<42} {compiled:>5}  {most:>7}",
                "  third-party crates, on this machine"
            ));
            notes.push(format!("{} {compiled} third-party crates", rule.title()));
            broken.extend(rule.excess(compiled));
        }
    }
    println!("{:<42} {:>5}  {:>7}", "dependencies of", "count", "at most");
    println!("{}", report.join("\n"));

    if broken.is_empty() {
        return Ok(Outcome::Passed(format!(
            "dependencies: {}",
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
                "idcode-api must not depend on hyper",
                "idcode-api must not depend on tokio-util",
            ]
        );
    }

    #[test]
    fn one_vendor_below_the_other_is_a_violation() {
        let broken = rule("ihuyi-api").violations(&set(&["idcode-api", "serde"]));
        assert_eq!(broken, ["ihuyi-api must not depend on idcode-api"]);
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
        let dependencies = set(&["serde", "sign-core", "tokio"]);
        assert_eq!(
            third_party_count(&dependencies, &["sign-core", "idcode-api"]),
            2
        );
    }

    #[test]
    fn more_crates_than_allowed_is_a_violation() {
        let names: Vec<String> = (0..13).map(|n| format!("crate-{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(rule("sign-core").violations(&set(&names[..12])).is_empty());
        assert_eq!(rule("sign-core").violations(&set(&names)).len(), 1);
    }
}
