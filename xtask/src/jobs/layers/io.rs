//! Finds files, sockets and runtimes in crates that must have none.

use crate::tokens::{Kind, Token, tokens};
use crate::workspace;

/// The crates that open no file, no socket and no runtime.
const PURE: [&str; 5] = [
    "sign-core",
    "registry-model",
    "endpoint-core",
    "idcode-api",
    "ihuyi-api",
];

/// All violations in the sources of these crates; tests are exempt.
pub(super) fn violations() -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for name in PURE {
        let folder = workspace::root().join("crates").join(name).join("src");
        for path in workspace::rust_files(&folder)? {
            let text = workspace::read(&path)?;
            let lines = uses(&text).into_iter();
            found.extend(lines.map(|(line, what)| {
                format!("{path}:{line}: {name} must not use {what}: it is free of IO")
            }));
        }
    }
    Ok(found)
}

/// Line and name of each use. Items may be imported together: `std::{fs, io}`.
fn uses(text: &str) -> Vec<(usize, &'static str)> {
    let is_code = |token: &Token<'_>| !matches!(token.kind, Kind::Comment | Kind::Text);
    let code: Vec<Token<'_>> = tokens(text).into_iter().filter(is_code).collect();
    let mut found = Vec::new();
    // Whether the path or list that begins with `std::` is still going on, and how deep it is.
    let mut depth = None;
    for (index, token) in code.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| code.get(index));
        let after = code.get(index + 1);
        let is_path = after.is_some_and(|next| next.text == ":");
        match (token.text, depth) {
            ("tokio", None) if is_path => found.push((token.line, "tokio")),
            ("std", None) if is_path => depth = Some(0_usize),
            ("{", Some(nested)) => depth = Some(nested + 1),
            ("}", Some(nested)) => depth = nested.checked_sub(1).filter(|nested| *nested > 0),
            (";", Some(_)) => depth = None,
            ("fs" | "net", Some(nested)) if nested <= 1 && starts_item(before) => {
                let what = if token.text == "fs" {
                    "std::fs"
                } else {
                    "std::net"
                };
                found.push((token.line, what));
            }
            (_, Some(0)) if token.text != ":" => depth = None,
            _ => {}
        }
    }
    found
}

/// Whether the name after this token is a direct member of `std`.
fn starts_item(before: Option<&Token<'_>>) -> bool {
    before.is_some_and(|before| matches!(before.text, ":" | "{" | ","))
}

#[cfg(test)]
mod tests {
    use super::uses;

    fn names(text: &str) -> Vec<&'static str> {
        uses(text).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn files_sockets_and_runtimes_are_found_however_they_are_written() {
        assert_eq!(names("use std::fs;"), ["std::fs"]);
        assert_eq!(
            names("use std::{fs::File, io, net};"),
            ["std::fs", "std::net"]
        );
        assert_eq!(
            names("let a = std::net::Ipv4Addr::LOCALHOST;"),
            ["std::net"]
        );
        assert_eq!(names("use tokio::sync::Mutex;"), ["tokio"]);
        assert_eq!(names("use ::tokio::spawn;"), ["tokio"]);
    }

    #[test]
    fn comments_texts_and_other_names_are_not_found() {
        for fine in [
            "/// std::fs::write(path)?;",
            "let a = \"std::fs\";",
            "use std::io; let fs = 1; let net = 2;",
            "use std::sync::{Arc, Mutex}; fn fs() {}",
            "use core::net::IpAddr;",
        ] {
            assert!(names(fine).is_empty(), "{fine}");
        }
    }
}
