//! A part of the work, for several machines.

/// One of several equal parts of the work, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) of: u32,
}

impl Part {
    /// `2/3` is the second of three.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/');
        let numbers =
            numbers.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("the second part of three is 2/3".to_owned()),
        }
    }
}
