//! Assigns each crate to a layer and finds dependencies that do not point to a lower one.

use std::collections::BTreeSet;

use crate::workspace::Metadata;

/// The lowest layer first. A crate depends on lower layers only.
const LAYERS: [&[&str]; 4] = [
    &["sign-core", "registry-model", "endpoint-core"],
    &["idcode-api", "ihuyi-api", "http-transport"],
    &["registry-sandbox", "enterprise-registry", "registry-bulk"],
    &["registry-cli"],
];

/// The dependencies within a layer: the facade re-exports these, each behind a feature.
const WITHIN_A_LAYER: [(&str, &str); 2] = [
    ("enterprise-registry", "registry-sandbox"),
    ("enterprise-registry", "registry-bulk"),
];

/// Crates that depend on fewer crates than their layer allows.
const LIMITED: [(&str, &[&str]); 1] = [("http-transport", &["endpoint-core"])];

/// The dependencies of crates outside the layers: a client records fixtures, behind a feature; the
/// tests of a catalogue need the definition of an operation.
const FROM_OUTSIDE: [Edge<'static>; 2] = [
    Edge {
        from: "xtask",
        to: "enterprise-registry",
        optional: true,
    },
    Edge {
        from: "test-support",
        to: "endpoint-core",
        optional: false,
    },
];

/// Crates outside the layers: one runs the checks, one serves tests only. No other crate depends on
/// them; dev-dependencies do not count.
const OUTSIDE: [&str; 2] = ["xtask", "test-support"];

/// A dependency between crates of this workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    optional: bool,
}

pub(super) fn edges(metadata: &Metadata) -> Vec<Edge<'_>> {
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut edges = Vec::new();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            // Tests may look up: the transport is tested with the operations of the vendors.
            let counts = dependency.kind.as_deref() != Some("dev");
            if counts && ours.contains(dependency.name.as_str()) {
                edges.push(Edge {
                    from: &package.name,
                    to: &dependency.name,
                    optional: dependency.optional,
                });
            }
        }
    }
    edges
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

pub(super) fn unplaced(ours: &[&str]) -> Vec<String> {
    ours.iter()
        .filter(|&&name| !OUTSIDE.contains(&name) && layer(name).is_none())
        .map(|name| format!("{name} has no layer: add it in xtask/src/jobs/layers/layers.rs"))
        .collect()
}

pub(super) fn wrong_edges(edges: &[Edge<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for edge @ &Edge { from, to, optional } in edges {
        if FROM_OUTSIDE.contains(edge) {
            continue;
        }
        if let Some(outside) = OUTSIDE.iter().find(|&&name| from == name || to == name) {
            wrong.push(format!("{from} -> {to}: {outside} is outside the layers"));
            continue;
        }
        let (Some(high), Some(low)) = (layer(from), layer(to)) else {
            continue; // said by `unplaced`
        };
        if low >= high && !(optional && WITHIN_A_LAYER.contains(&(from, to))) {
            wrong.push(format!("{from} -> {to}: edges point down only"));
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

    fn edge<'a>(from: &'a str, to: &'a str, optional: bool) -> Edge<'a> {
        Edge { from, to, optional }
    }

    #[test]
    fn edges_to_lower_layers_are_right() {
        let right = [
            edge("idcode-api", "sign-core", false),
            edge("http-transport", "endpoint-core", false),
            edge("registry-sandbox", "ihuyi-api", false),
            edge("registry-cli", "sign-core", false),
        ];
        assert!(wrong_edges(&right).is_empty());
    }

    #[test]
    fn edges_up_or_within_a_layer_are_wrong() {
        for (from, to) in [
            ("sign-core", "registry-model"),
            ("endpoint-core", "idcode-api"),
            ("idcode-api", "ihuyi-api"),
            ("registry-sandbox", "enterprise-registry"),
        ] {
            let wrong = wrong_edges(&[edge(from, to, false)]);
            assert_eq!(wrong, [format!("{from} -> {to}: edges point down only")]);
        }
    }

    #[test]
    fn the_facade_may_hand_its_neighbours_on_but_not_need_them() {
        for (from, to) in WITHIN_A_LAYER {
            assert!(wrong_edges(&[edge(from, to, true)]).is_empty());
            assert_eq!(wrong_edges(&[edge(from, to, false)]).len(), 1);
            assert_eq!(wrong_edges(&[edge(to, from, true)]).len(), 1);
        }
    }

    #[test]
    fn fixtures_may_be_recorded_with_the_facade_but_checks_do_not_need_it() {
        let (from, to) = ("xtask", "enterprise-registry");
        assert!(wrong_edges(&[edge(from, to, true)]).is_empty());
        assert_eq!(wrong_edges(&[edge(from, to, false)]).len(), 1);
        assert_eq!(wrong_edges(&[edge(to, from, true)]).len(), 1);
    }

    #[test]
    fn test_support_knows_operations_and_no_vendor() {
        assert!(wrong_edges(&[edge("test-support", "endpoint-core", false)]).is_empty());
        assert_eq!(
            wrong_edges(&[edge("test-support", "idcode-api", false)]).len(),
            1
        );
    }

    #[test]
    fn the_transport_depends_on_endpoint_core_only() {
        let wrong = wrong_edges(&[edge("http-transport", "registry-model", false)]);
        assert_eq!(
            wrong,
            ["http-transport -> registry-model: it may depend on endpoint-core only"]
        );
    }

    #[test]
    fn test_support_is_below_no_crate() {
        let wrong = wrong_edges(&[edge("http-transport", "test-support", false)]);
        assert_eq!(
            wrong,
            ["http-transport -> test-support: test-support is outside the layers"]
        );
    }

    #[test]
    fn a_crate_without_a_layer_is_reported() {
        let found = unplaced(&["sign-core", "xtask", "test-support", "fresh"]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("fresh "), "{found:?}");
    }
}
