//! Places each crate on a floor and finds dependencies that do not point down.

use std::collections::BTreeSet;

use crate::workspace::Metadata;

/// From the ground up. A crate depends on lower floors only.
const FLOORS: [&[&str]; 4] = [
    &["sign-core", "registry-model", "endpoint-core"],
    &["idcode-api", "ihuyi-api", "http-transport"],
    &["registry-sandbox", "enterprise-registry", "registry-bulk"],
    &["registry-cli"],
];

/// The dependencies within a floor: the facade re-exports these, each behind a feature.
const WITHIN_A_FLOOR: [(&str, &str); 2] = [
    ("enterprise-registry", "registry-sandbox"),
    ("enterprise-registry", "registry-bulk"),
];

/// Crates that depend on fewer crates than their floor allows.
const LIMITED: [(&str, &[&str]); 1] = [("http-transport", &["endpoint-core"])];

/// The dependencies of crates outside the floors: a client records fixtures, behind a feature; the
/// tests of a catalogue need the definition of an operation.
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

/// Crates outside the floors: one runs the checks, one serves tests only. No other crate depends on
/// them; dev-dependencies do not count.
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
        .map(|name| format!("{name} has no floor: add it in xtask/src/jobs/layers/floors.rs"))
        .collect()
}

pub(super) fn wrong_arrows(arrows: &[Arrow<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for arrow @ &Arrow { from, to, optional } in arrows {
        if FROM_OUTSIDE.contains(arrow) {
            continue;
        }
        if let Some(outside) = OUTSIDE.iter().find(|&&name| from == name || to == name) {
            wrong.push(format!("{from} -> {to}: {outside} is outside the floors"));
            continue;
        }
        let (Some(high), Some(low)) = (floor(from), floor(to)) else {
            continue; // said by `unplaced`
        };
        if low >= high && !(optional && WITHIN_A_FLOOR.contains(&(from, to))) {
            wrong.push(format!("{from} -> {to}: arrows point down only"));
        }
        let limited = LIMITED.iter().find(|(name, _)| *name == from);
        if let Some((_, allowed)) = limited
            && !allowed.contains(&to)
        {
            wrong.push(format!(
                "{from} -> {to}: it may depend on {} only",
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
    fn the_facade_may_hand_its_neighbours_on_but_not_need_them() {
        for (from, to) in WITHIN_A_FLOOR {
            assert!(wrong_arrows(&[arrow(from, to, true)]).is_empty());
            assert_eq!(wrong_arrows(&[arrow(from, to, false)]).len(), 1);
            assert_eq!(wrong_arrows(&[arrow(to, from, true)]).len(), 1);
        }
    }

    #[test]
    fn fixtures_may_be_recorded_with_the_facade_but_checks_do_not_need_it() {
        let (from, to) = ("xtask", "enterprise-registry");
        assert!(wrong_arrows(&[arrow(from, to, true)]).is_empty());
        assert_eq!(wrong_arrows(&[arrow(from, to, false)]).len(), 1);
        assert_eq!(wrong_arrows(&[arrow(to, from, true)]).len(), 1);
    }

    #[test]
    fn test_support_knows_operations_and_no_vendor() {
        assert!(wrong_arrows(&[arrow("test-support", "endpoint-core", false)]).is_empty());
        assert_eq!(
            wrong_arrows(&[arrow("test-support", "idcode-api", false)]).len(),
            1
        );
    }

    #[test]
    fn the_transport_depends_on_endpoint_core_only() {
        let wrong = wrong_arrows(&[arrow("http-transport", "registry-model", false)]);
        assert_eq!(
            wrong,
            ["http-transport -> registry-model: it may depend on endpoint-core only"]
        );
    }

    #[test]
    fn test_support_is_below_no_crate() {
        let wrong = wrong_arrows(&[arrow("http-transport", "test-support", false)]);
        assert_eq!(
            wrong,
            ["http-transport -> test-support: test-support is outside the floors"]
        );
    }

    #[test]
    fn a_crate_without_a_floor_is_reported() {
        let found = unplaced(&["sign-core", "xtask", "test-support", "fresh"]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("fresh "), "{found:?}");
    }
}
