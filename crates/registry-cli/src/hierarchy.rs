//! Draws a hierarchy of rows, in which each row names its parent.

use core::fmt::Display;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use clap::Args;
use enterprise_registry::model::DecimalId;

use crate::error::CommandError;
use crate::escape;
use crate::output;

/// The part of a hierarchy to list.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct HierarchyArguments {
    /// Id of the parent [default: the first level].
    #[arg(value_name = "PARENT")]
    pub(crate) parent: Option<DecimalId>,
    /// List all levels below it; a table shows them as a tree.
    #[arg(long)]
    pub(crate) tree: bool,
}

impl HierarchyArguments {
    /// The id of the parent row; 0 for the first level.
    pub(crate) fn parent(self) -> DecimalId {
        self.parent.unwrap_or(DecimalId::new(0))
    }
}

/// A row of a hierarchy.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: DecimalId,
    pub(crate) parent: Option<DecimalId>,
    /// The text of the row.
    pub(crate) label: String,
}

impl Node {
    /// A row labelled with its id and name.
    pub(crate) fn new(id: DecimalId, parent: Option<DecimalId>, name: Option<&str>) -> Self {
        Self {
            id,
            parent,
            label: format!("{id} {}", name.unwrap_or_default()),
        }
    }
}

/// The rows below a parent, at all levels; all rows for the parent 0.
pub(crate) fn descendants<T>(
    rows: Vec<T>,
    parent: DecimalId,
    node: impl Fn(&T) -> Node,
) -> Result<Vec<T>, CommandError> {
    if parent.get() == 0 {
        return Ok(rows);
    }
    let nodes: Vec<Node> = rows.iter().map(node).collect();
    if !nodes.iter().any(|node| node.id == parent) {
        return Err(unknown(parent));
    }
    let children = children(&nodes);
    let mut found = HashSet::new();
    let mut open = vec![parent];
    while let Some(id) = open.pop() {
        for child in children.get(&id).into_iter().flatten() {
            if child.id != parent && found.insert(child.id) {
                open.push(child.id);
            }
        }
    }
    Ok(rows
        .into_iter()
        .zip(nodes)
        .filter(|(_, node)| found.contains(&node.id))
        .map(|(row, _)| row)
        .collect())
}

fn unknown(parent: impl Display) -> CommandError {
    CommandError::invalid(format!("no row has the id {parent}"))
        .with_remedy("omit PARENT to list the first level")
}

/// Prints rows as trees, each row below its parent.
pub(crate) fn print(nodes: &[Node]) -> Result<(), CommandError> {
    if nodes.is_empty() {
        return output::text("(no rows)\n");
    }
    output::streamed(|out| draw(nodes, out))
}

fn children(nodes: &[Node]) -> HashMap<DecimalId, Vec<&Node>> {
    let mut children: HashMap<DecimalId, Vec<&Node>> = HashMap::new();
    for node in nodes {
        if let Some(parent) = node.parent {
            children.entry(parent).or_default().push(node);
        }
    }
    children
}

/// The most levels above a row that are drawn as lines; the eye follows no more.
const DRAWN: usize = 32;

/// Draws every row once, even if rows name each other as parents in a circle.
fn draw(nodes: &[Node], out: &mut impl Write) -> io::Result<()> {
    let ids: HashSet<DecimalId> = nodes.iter().map(|node| node.id).collect();
    let children = children(nodes);
    let is_root = |node: &&Node| !node.parent.is_some_and(|parent| ids.contains(&parent));
    let mut seen = HashSet::new();
    // For each level above the row, whether its row is the last child of its parent.
    let mut above: Vec<bool> = Vec::new();
    // A circle has no root: the second pass draws its rows in their order.
    for root in nodes.iter().filter(is_root).chain(nodes) {
        // An explicit stack, as the vendor's rows may be nested to any depth.
        let mut open = vec![(root, 0, true)];
        while let Some((node, level, is_last)) = open.pop() {
            if !seen.insert(node.id) {
                continue;
            }
            above.truncate(level);
            let lines = above.get(1..).unwrap_or_default();
            let nearest = lines.len().saturating_sub(DRAWN);
            for is_last in lines.iter().skip(nearest) {
                out.write_all(if *is_last { "   " } else { "│  " }.as_bytes())?;
            }
            let branch = match (level, is_last) {
                (0, _) => "",
                (_, true) => "└─ ",
                (_, false) => "├─ ",
            };
            writeln!(out, "{branch}{}", escape::visible(&node.label))?;
            above.push(is_last);
            let undrawn: Vec<&Node> = children
                .get(&node.id)
                .into_iter()
                .flatten()
                .copied()
                .filter(|child| !seen.contains(&child.id))
                .collect();
            // In reverse: the row pushed last is drawn first.
            for (behind, child) in undrawn.into_iter().rev().enumerate() {
                open.push((child, level + 1, behind == 0));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DRAWN, DecimalId, Node, descendants, draw};

    fn drawn(nodes: &[Node]) -> String {
        let mut out = Vec::new();
        draw(nodes, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn node(id: u64, parent: u64) -> Node {
        Node::new(id.into(), Some(parent.into()), Some("x"))
    }

    #[test]
    fn rows_are_drawn_below_their_parents() {
        let nodes = [
            node(1, 0),
            node(2, 0),
            node(11, 1),
            node(12, 1),
            node(111, 11),
        ];
        assert_eq!(drawn(&nodes), "1 x\n├─ 11 x\n│  └─ 111 x\n└─ 12 x\n2 x\n");
    }

    #[test]
    fn rows_in_a_circle_are_drawn_once() {
        let text = drawn(&[node(1, 2), node(2, 1), node(3, 3)]);
        assert_eq!(text, "1 x\n└─ 2 x\n3 x\n");
    }

    #[test]
    fn a_deeply_nested_row_is_drawn_with_its_nearest_levels() {
        let nodes: Vec<Node> = (1..=200).map(|id| node(id, id - 1)).collect();
        let text = drawn(&nodes);
        assert_eq!(text.lines().count(), 200);
        let last = format!("{}└─ 200 x", " ".repeat(3 * DRAWN));
        assert_eq!(text.lines().last(), Some(last.as_str()));
    }

    #[test]
    fn descendants_exclude_the_parent_and_all_other_rows() {
        let rows = vec![
            node(1, 0),
            node(2, 0),
            node(11, 1),
            node(111, 11),
            node(21, 2),
        ];
        let below = |parent: u64| {
            descendants(rows.clone(), DecimalId::from(parent), Node::clone)
                .map(|rows| rows.iter().map(|row| row.id.get()).collect::<Vec<_>>())
        };
        assert_eq!(below(1).unwrap(), [11, 111]);
        assert_eq!(below(0).unwrap().len(), 5);
        assert!(below(7).is_err());
    }
}
