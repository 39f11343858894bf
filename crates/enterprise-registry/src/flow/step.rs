//! The steps of all flows, and their names in journals and commands.

use core::fmt;
use core::str::FromStr;

use idcode_api::Idcode;
use ihuyi_api::Ihuyi;
use serde::{Serialize, Serializer};

use crate::Vendor as _;

/// A step of a flow. A step of one row of a plan carries the row, counted from 1.
///
/// Its text is a word, followed by the row: `register`, `upload-2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Step {
    /// Check the plan offline.
    Check,
    /// Verify name, code and representative with ihuyi (ent3f). Costs one query.
    Verify,
    /// Look up the name, or the registrations, at IDcode (307; 404).
    LookUp,
    /// Request an SMS code (302), or have it sent (303).
    SendSms,
    /// Register the unit (301 or 309), or find an existing one.
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

type RowStep = fn(u32) -> Step;

const ROW_WORDS: [(&str, RowStep); 3] = [
    ("upload", Step::Upload),
    ("await-conversion", Step::AwaitConversion),
    ("fetch-pictures", Step::FetchPictures),
];

impl Step {
    /// Whether the step is a paid query.
    #[must_use]
    pub fn is_billed(self) -> bool {
        matches!(self, Self::Verify | Self::QueryRecord)
    }

    /// The vendor that the step calls.
    pub(crate) fn vendor(self) -> &'static str {
        match self.is_billed() {
            true => Ihuyi::NAME,
            false => Idcode::NAME,
        }
    }

    /// Whether the step changes data at the vendor.
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

    /// The row of the plan that the step belongs to, counted from 1.
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
            let word = ROW_WORDS.iter().find(|(_, step)| step(row) == *self);
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

/// The text is not the name of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown step: expected verify, send-sms, register, certify, query-record, complete, apply, or \
     upload with its row, such as upload-1"
)]
pub struct UnknownStep;

impl FromStr for Step {
    type Err = UnknownStep;

    fn from_str(text: &str) -> Result<Self, UnknownStep> {
        if let Some((_, step)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(*step);
        }
        let (word, row) = text.rsplit_once('-').ok_or(UnknownStep)?;
        let (_, step) = ROW_WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .ok_or(UnknownStep)?;
        let row = row.parse().map_err(|_| UnknownStep)?;
        if row == 0 {
            Err(UnknownStep)
        } else {
            Ok(step(row))
        }
    }
}
