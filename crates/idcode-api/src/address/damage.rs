//! Finds the characters that copying and typing leave in web addresses.

use registry_model::characters::is_unseen;

use super::repair::{AMPERSAND, begins_no_escape, is_blank, is_curly, plain, repaired};

/// One warning for each kind of damaged character, with the position of the first.
pub(super) fn doubts(address: &str) -> Vec<String> {
    let repaired = repaired(address);
    let write = || format!("write {repaired}");
    let first = |is_damaged: &dyn Fn(char) -> bool| {
        let mut found = address.chars().zip(1_usize..);
        found.find(|(next, _)| is_damaged(*next))
    };
    let mut doubts = Vec::new();
    if let Some((_, place)) = first(&is_lost) {
        doubts.push(format!(
            "has a character that was lost, at {place}: look the address up again"
        ));
    }
    if let Some((found, place)) = first(&is_unseen) {
        doubts.push(format!(
            "has U+{:04X}, which is invisible, at character {place}: {}",
            u32::from(found),
            write()
        ));
    }
    if let Some((found, place)) = first(&is_blank) {
        doubts.push(format!(
            "has a blank (U+{:04X}) at character {place}: {}",
            u32::from(found),
            write()
        ));
    }
    if let Some((found, place)) = first(&|next| plain(next) != next || is_curly(next)) {
        doubts.push(format!(
            "has `{found}`, which no address is made of, at character {place}: {}",
            write()
        ));
    }
    let mut percents = address.match_indices('%').map(|(at, _)| at);
    if let Some(at) = percents.find(|at| begins_no_escape(address, *at)) {
        let place = super::position(address, at);
        doubts.push(format!(
            "has a `%` at character {place} that begins no escape: {}",
            write()
        ));
    }
    if let Some(at) = address.find(AMPERSAND) {
        let place = super::position(address, at);
        doubts.push(format!(
            "has the `{AMPERSAND}` of HTML at character {place}: {}",
            write()
        ));
    }
    doubts
}

fn is_lost(next: char) -> bool {
    matches!(next, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}
