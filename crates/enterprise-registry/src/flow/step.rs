//! Which steps are there?

use core::fmt;
use core::str::FromStr;

use idcode_api::Idcode;
use ihuyi_api::Ihuyi;
use serde::{Serialize, Serializer};

use crate::Vendor as _;

/// A step of a flow. Those of single rows of a plan carry the row, counted from 1.
///
/// As text it is a word, with the row behind it: `register`, `upload-2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Step {
    /// Check the plan offline.
    Check,
    /// Verify name, code and representative with ihuyi (ent3f). Costs one query.
    Verify,
    /// Look the name, or the registrations, up in IDcode (307; 404).
    LookUp,
    /// Have an SMS code made (302) or sent (303).
    SendSms,
    /// Register the unit (301 or 309), or find the one that exists.
    Register,
    /// Submit certificate and licence (304).
    Certify,
    /// Query the company's record at ihuyi (entinfov2). Costs one query.
    QueryRecord,
    /// Complete the data (305).
    Complete,
    /// Wait for the status (308).
    AwaitStatus,
    /// Apply for the categories (402).
    Apply,
    /// Upload the codes of a category (501).
    Upload(u32),
    /// Wait until an upload is converted (502, 503).
    AwaitConversion(u32),
    /// Fetch the pictures of the codes (603 to 605).
    FetchPictures(u32),
}

const WORDS: [(&str, Step); 10] = [
    ("check", Step::Check),
    ("verify", Step::Verify),
    ("look-up", Step::LookUp),
    ("send-sms", Step::SendSms),
    ("register", Step::Register),
    ("certify", Step::Certify),
    ("query-record", Step::QueryRecord),
    ("complete", Step::Complete),
    ("await-status", Step::AwaitStatus),
    ("apply", Step::Apply),
];

type OfRow = fn(u32) -> Step;

const WORDS_OF_ROWS: [(&str, OfRow); 3] = [
    ("upload", Step::Upload),
    ("await-conversion", Step::AwaitConversion),
    ("fetch-pictures", Step::FetchPictures),
];

impl Step {
    /// Whether it is a paid query.
    #[must_use]
    pub fn is_billed(self) -> bool {
        matches!(self, Self::Verify | Self::QueryRecord)
    }

    /// Whose calls are noted for it.
    pub(crate) fn vendor(self) -> &'static str {
        match self.is_billed() {
            true => Ihuyi::NAME,
            false => Idcode::NAME,
        }
    }

    /// Whether it changes what the vendor has.
    #[must_use]
    pub fn is_write(self) -> bool {
        matches!(
            self,
            Self::SendSms
                | Self::Register
                | Self::Certify
                | Self::Complete
                | Self::Apply
                | Self::Upload(_)
        )
    }

    /// The row of the plan that it is about, counted from 1.
    #[must_use]
    pub fn row(self) -> Option<u32> {
        match self {
            Self::Upload(row) | Self::AwaitConversion(row) | Self::FetchPictures(row) => Some(row),
            _ => None,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row() {
            let word = WORDS_OF_ROWS.iter().find(|(_, of)| of(row) == *self);
            return write!(f, "{}-{row}", word.map_or("", |(word, _)| word));
        }
        let word = WORDS.iter().find(|(_, step)| step == self);
        f.pad(word.map_or("", |(word, _)| word))
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that names no step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "no step: there are verify, send-sms, register, certify, query-record, complete, apply and, \
     with the row behind it, upload-1"
)]
pub struct UnknownStep;

impl FromStr for Step {
    type Err = UnknownStep;

    fn from_str(text: &str) -> Result<Self, UnknownStep> {
        if let Some((_, step)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(*step);
        }
        let (word, row) = text.rsplit_once('-').ok_or(UnknownStep)?;
        let (_, of) = WORDS_OF_ROWS
            .iter()
            .find(|(known, _)| *known == word)
            .ok_or(UnknownStep)?;
        let row = row.parse().map_err(|_| UnknownStep)?;
        if row == 0 {
            Err(UnknownStep)
        } else {
            Ok(of(row))
        }
    }
}
