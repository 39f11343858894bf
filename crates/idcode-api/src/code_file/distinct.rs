//! Finds a repeated code among more codes than fit into memory.

use core::hash::BuildHasher as _;
use std::collections::HashMap;
use std::hash::RandomState;

use endpoint_core::UploadSource;

use super::error::CodeFileError;
use super::lines::Lines;
use crate::item_codes::scan_form;

/// The number of codes whose hashes, of 8 bytes each, one round compares.
const ROUND: u64 = 2 * 1024 * 1024;

/// The number of repeated hashes that are looked up at a time: two codes may share one.
const SUSPECTS: usize = 64;

/// The lines of a repeated code, compared by scan form, the earlier line first.
///
/// The hash of a code decides its round, so that equal codes meet in one round. Each round reads
/// all codes and keeps its own hashes; the codes of repeated hashes are then compared themselves.
pub(super) fn repeated(
    source: &dyn UploadSource,
    count: u64,
) -> Result<Option<(usize, usize)>, CodeFileError> {
    repeated_in_rounds(source, count.div_ceil(ROUND).max(1))
}

fn repeated_in_rounds(
    source: &dyn UploadSource,
    rounds: u64,
) -> Result<Option<(usize, usize)>, CodeFileError> {
    let state = RandomState::new();
    let hash_of = |code: &str| state.hash_one(&*scan_form(code));
    let mut hashes = Vec::new();
    for round in 0..rounds {
        hashes.clear();
        let mut lines = open(source)?;
        while let Some((code, _)) = lines.advance()? {
            let hash = hash_of(code);
            if hash.checked_rem(rounds) == Some(round) {
                hashes.push(hash);
            }
        }
        hashes.sort_unstable();
        let mut twice = hashes
            .chunk_by(|one, other| one == other)
            .filter_map(|run| run.first().filter(|_| run.len() > 1))
            .copied();
        loop {
            let suspects: Vec<u64> = twice.by_ref().take(SUSPECTS).collect();
            if suspects.is_empty() {
                break;
            }
            if let Some(found) = confirmed(source, &suspects, &hash_of)? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// The first repeated code that has one of these hashes, which are in ascending order.
fn confirmed(
    source: &dyn UploadSource,
    suspects: &[u64],
    hash_of: &impl Fn(&str) -> u64,
) -> Result<Option<(usize, usize)>, CodeFileError> {
    let mut met: HashMap<String, usize> = HashMap::new();
    let mut lines = open(source)?;
    while let Some((code, position)) = lines.advance()? {
        if suspects.binary_search(&hash_of(code)).is_err() {
            continue;
        }
        let code = scan_form(code);
        match met.get(&*code) {
            Some(first) => return Ok(Some((*first, position))),
            None => drop(met.insert(code.into_owned(), position)),
        }
    }
    Ok(None)
}

fn open(source: &dyn UploadSource) -> Result<Lines<Box<dyn std::io::Read + Send>>, CodeFileError> {
    source.open().map(Lines::new).map_err(CodeFileError::Io)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{confirmed, repeated_in_rounds};
    use crate::CodeFile;

    fn codes(of: &'static [u32]) -> Arc<dyn endpoint_core::UploadSource> {
        let file = CodeFile::from_codes("a", move || of.iter().map(u32::to_string)).unwrap();
        Arc::clone(file.file().source().unwrap())
    }

    #[test]
    fn a_code_that_is_there_twice_is_found_in_any_number_of_rounds() {
        let distinct = codes(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let twice = codes(&[1, 2, 3, 4, 5, 6, 3, 8, 9]);
        for rounds in 1..20 {
            assert_eq!(repeated_in_rounds(&*distinct, rounds).unwrap(), None);
            let found = repeated_in_rounds(&*twice, rounds).unwrap();
            assert_eq!(found, Some((3, 7)), "{rounds}");
        }
    }

    #[test]
    fn codes_that_share_a_hash_are_not_the_same() {
        let same = |_: &str| 7;
        assert_eq!(confirmed(&*codes(&[1, 2, 3]), &[7], &same).unwrap(), None);
        let twice = confirmed(&*codes(&[1, 2, 1]), &[7], &same).unwrap();
        assert_eq!(twice, Some((1, 3)));
        let innocent = confirmed(&*codes(&[1, 2, 1]), &[8], &same).unwrap();
        assert_eq!(innocent, None);
    }
}
