//! Reads what the repository yescallop/areacodes says became of codes: the file `areacodes.tsv`,
//! which names its licence and versions. It is no package, so its facts are kept here.

use std::collections::BTreeMap;

use super::hand::{number, numbers, rows};

const TEXT: &str = include_str!("areacodes.tsv");

/// The successors of a code that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Withdrawn {
    pub(super) name: String,
    pub(super) successors: Vec<u32>,
}

/// A new code that divisions gave parts of theirs to and went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) year: u16,
    pub(super) code: u32,
    pub(super) name: String,
    pub(super) from: Vec<u32>,
}

/// Everything that it says.
#[derive(Debug, Default)]
pub(super) struct Areacodes {
    /// By code and year of the first list without it.
    pub(super) withdrawn: BTreeMap<(u32, u16), Withdrawn>,
    pub(super) parts: Vec<Part>,
}

impl Areacodes {
    pub(super) fn read() -> Result<Self, String> {
        Self::from_text(TEXT).map_err(|why| format!("areacodes.tsv: {why}"))
    }

    fn from_text(text: &str) -> Result<Self, String> {
        let mut all = Self::default();
        for columns in rows(text, 4) {
            let [year, code, name, others] = columns?[..] else {
                return Err("four columns".to_owned());
            };
            let (year, name, others) = (number(year)?, name.to_owned(), numbers(others)?);
            if let Some(code) = code.strip_prefix('-') {
                let withdrawn = Withdrawn {
                    name,
                    successors: others,
                };
                if all
                    .withdrawn
                    .insert((number(code)?, year), withdrawn)
                    .is_some()
                {
                    return Err(format!("{code} ended in {year} twice"));
                }
            } else if let Some(code) = code.strip_prefix('+') {
                all.parts.push(Part {
                    year,
                    code: number(code)?,
                    name,
                    from: others,
                });
            } else {
                return Err(format!("`{code}` has no sign"));
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_tells_codes_that_ended_from_new_ones() {
        let all = Areacodes::from_text(
            "# a comment\n2000\t-440181\t番禺市\t440113\n2005\t+440115\t南沙区\t440113\n",
        )
        .unwrap();
        assert_eq!(all.withdrawn[&(440_181, 2000)].successors, [440_113]);
        assert_eq!(all.parts[0].from, [440_113]);
        for wrong in [
            "2000\t440181\t番禺市\t440113",
            "2000\t-440181\t番禺市",
            "2000\t-440181\t番禺市\tx",
            "2000\t-440181\t番禺市\t1\n2000\t-440181\t番禺市\t2",
        ] {
            assert!(Areacodes::from_text(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_file_is_read() {
        let all = Areacodes::read().unwrap();
        assert!(all.withdrawn.len() > 1000 && all.parts.len() > 100);
        assert_eq!(
            all.withdrawn[&(130_103, 2014)].successors,
            [130_102, 130_104]
        );
    }
}
