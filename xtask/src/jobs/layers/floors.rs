//! On which floor does each crate stand, and which arrows between them are wrong?

use std::collections::BTreeSet;

use crate::workspace::Metadata;

/// From the ground up. A crate stands on lower floors only.
const FLOORS: [&[&str]; 4] = [
    &["sign-core", "registry-model", "endpoint-core"],
    &["idcode-api", "ihuyi-api", "http-transport"],
    &["registry-sandbox", "enterprise-registry", "registry-bulk"],
    &["registry-cli"],
];

/// The one arrow within a floor: the facade hands the sandbox on, behind a feature.
const WITHIN_A_FLOOR: (&str, &str) = ("enterprise-registry", "registry-sandbox");

/// Crates that stand on less than their floor would allow.
const STANDS_ON: [(&str, &[&str]); 1] = [("http-transport", &["endpoint-core"])];

/// The arrows of what stands apart: fixtures are recorded by a client, behind a feature; the walk
/// over a catalogue needs to know what an operation is.
const FROM_OUTSIDE: [Arrow<'static>; 2] = [
    Arrow {
        from: "xtask",
        to: "enterprise-registry",
        optional: true,
    },
    Arrow {
        from: "test-support",
        to: "endpoint-core",
        optional: false,
    },
];

/// Stand on nothing else of ours, and nothing stands on them: one runs the checks, one is only
/// tested with, which is no arrow.
const OUTSIDE: [&str; 2] = ["xtask", "test-support"];

/// One arrow between crates of this workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrow<'a> {
    from: &'a str,
    to: &'a str,
    optional: bool,
}

pub(super) fn arrows(metadata: &Metadata) -> Vec<Arrow<'_>> {
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut arrows = Vec::new();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            // Tests may look up: the transport is tested with the operations of the vendors.
            let counts = dependency.kind.as_deref() != Some("dev");
            if counts && ours.contains(dependency.name.as_str()) {
                arrows.push(Arrow {
                    from: &package.name,
                    to: &dependency.name,
                    optional: dependency.optional,
                });
            }
        }
    }
    arrows
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

pub(super) fn unplaced(ours: &[&str]) -> Vec<String> {
    ours.iter()
        .filter(|&&name| !OUTSIDE.contains(&name) && floor(name).is_none())
        .map(|name| format!("{name} stands on no floor: say in layers.rs on which"))
        .collect()
}

pub(super) fn wrong_arrows(arrows: &[Arrow<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for arrow @ &Arrow { from, to, optional } in arrows {
        if FROM_OUTSIDE.contains(arrow) {
            continue;
        }
        if let Some(outside) = OUTSIDE.iter().find(|&&name| from == name || to == name) {
            wrong.push(format!(
                "{from} -> {to}: {outside} stands apart from the crates"
            ));
            continue;
        }
        let (Some(high), Some(low)) = (floor(from), floor(to)) else {
            continue; // said by `unplaced`
        };
        if low >= high && !((from, to) == WITHIN_A_FLOOR && optional) {
            wrong.push(format!("{from} -> {to}: arrows point down only"));
        }
        let limited = STANDS_ON.iter().find(|(name, _)| *name == from);
        if let Some((_, allowed)) = limited
            && !allowed.contains(&to)
        {
            wrong.push(format!(
                "{from} -> {to}: it stands on {} alone",
                allowed.join(", ")
            ));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow<'a>(from: &'a str, to: &'a str, optional: bool) -> Arrow<'a> {
        Arrow { from, to, optional }
    }

    #[test]
    fn arrows_to_lower_floors_are_right() {
        let right = [
            arrow("idcode-api", "sign-core", false),
            arrow("http-transport", "endpoint-core", false),
            arrow("registry-sandbox", "ihuyi-api", false),
            arrow("registry-cli", "sign-core", false),
        ];
        assert!(wrong_arrows(&right).is_empty());
    }

    #[test]
    fn arrows_up_or_within_a_floor_are_wrong() {
        for (from, to) in [
            ("sign-core", "registry-model"),
            ("endpoint-core", "idcode-api"),
            ("idcode-api", "ihuyi-api"),
            ("registry-sandbox", "enterprise-registry"),
        ] {
            let wrong = wrong_arrows(&[arrow(from, to, false)]);
            assert_eq!(wrong, [format!("{from} -> {to}: arrows point down only")]);
        }
    }

    #[test]
    fn the_facade_may_hand_the_sandbox_on_but_not_need_it() {
        let (from, to) = WITHIN_A_FLOOR;
        assert!(wrong_arrows(&[arrow(from, to, true)]).is_empty());
        assert_eq!(wrong_arrows(&[arrow(from, to, false)]).len(), 1);
    }

    #[test]
    fn fixtures_may_be_recorded_with_the_facade_but_checks_do_not_need_it() {
        let (from, to) = ("xtask", "enterprise-registry");
        assert!(wrong_arrows(&[arrow(from, to, true)]).is_empty());
        assert_eq!(wrong_arrows(&[arrow(from, to, false)]).len(), 1);
        assert_eq!(wrong_arrows(&[arrow(to, from, true)]).len(), 1);
    }

    #[test]
    fn the_walk_over_a_catalogue_knows_operations_and_no_vendor() {
        assert!(wrong_arrows(&[arrow("test-support", "endpoint-core", false)]).is_empty());
        assert_eq!(
            wrong_arrows(&[arrow("test-support", "idcode-api", false)]).len(),
            1
        );
    }

    #[test]
    fn the_transport_stands_on_endpoint_core_alone() {
        let wrong = wrong_arrows(&[arrow("http-transport", "registry-model", false)]);
        assert_eq!(
            wrong,
            ["http-transport -> registry-model: it stands on endpoint-core alone"]
        );
    }

    #[test]
    fn what_is_only_tested_with_is_below_no_crate() {
        let wrong = wrong_arrows(&[arrow("http-transport", "test-support", false)]);
        assert_eq!(
            wrong,
            ["http-transport -> test-support: test-support stands apart from the crates"]
        );
    }

    #[test]
    fn a_crate_without_a_floor_is_reported() {
        let found = unplaced(&["sign-core", "xtask", "test-support", "fresh"]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("fresh "), "{found:?}");
    }
}
