//! A list of codes in calls of a stated size: which to make next, and what became of each.

use core::fmt;
use core::num::NonZeroUsize;
use std::io;

use endpoint_core::{Knowledge, Refusal, RefusalKind};
use registry_model::{DecimalId, IdCode};

use crate::operations::{Generation, UploadCodeFile, UploadCodeList};
use crate::{CodeFile, CodeFileError, ItemCodes};

mod report;

pub use self::report::{CallReport, ListReport};

/// What became of the codes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadOutcome {
    /// The platform has them.
    Uploaded,
    /// The platform does not have them: nothing was sent, or it refused before any work.
    NotUploaded,
    /// Nobody knows: the call was lost, or the answer to it. Look at 502 and 503 before they are
    /// sent again.
    Unknown,
}

impl UploadOutcome {
    /// After a refusal.
    ///
    /// The document lists no codes for a failed 501, so certain is only what its message or a
    /// known code says of credentials, parameters and accounts; any other refusal may have come
    /// in the middle of the work.
    #[must_use]
    pub fn from_refusal(refusal: &Refusal) -> Self {
        match refusal.kind {
            RefusalKind::Auth
            | RefusalKind::Parameter
            | RefusalKind::NotFound
            | RefusalKind::Balance
            | RefusalKind::Account
            | RefusalKind::RateLimited => Self::NotUploaded,
            _ => Self::Unknown,
        }
    }

    /// After a call without an answer, or without one that can be read, by what is known of its
    /// having been sent.
    #[must_use]
    pub fn from_failure(was_sent: Knowledge) -> Self {
        match was_sent {
            Knowledge::No => Self::NotUploaded,
            _ => Self::Unknown,
        }
    }

    /// A word for machine-readable reports: `in`, `out`, `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "in",
            Self::NotUploaded => "out",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for UploadOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An upload as calls of UploadCodeList, one after the other, with a report of each.
///
/// It makes no call itself: whoever drives it asks for the next one, makes it, and says what
/// became of it. A call whose codes are certainly not in is given again; one of which nobody
/// knows is not. So an upload that broke off goes on where it stood, by being driven again, and
/// sends nothing twice. The `uploads` module of `enterprise-registry` drives it with a client.
///
/// ```
/// use core::num::NonZeroUsize;
/// use idcode_api::operations::UploadCodeList;
/// use idcode_api::{ItemCodes, UploadOutcome};
///
/// let codes = ItemCodes::new((1..=5).map(|n| n.to_string()))?;
/// let all = UploadCodeList::new("i.86.110108.52".parse()?, 7_u64, codes);
/// let mut batches = all.batches(NonZeroUsize::new(2).ok_or("zero")?);
///
/// assert_eq!(batches.next_call()?.ok_or("over")?.codes.to_list(), "1,2");
/// batches.record(UploadOutcome::Uploaded);
/// assert_eq!(batches.next_call()?.ok_or("over")?.codes.to_list(), "3,4");
/// batches.record(UploadOutcome::NotUploaded); // the network was down
/// assert_eq!(batches.next_call()?.ok_or("over")?.codes.to_list(), "3,4");
/// batches.record(UploadOutcome::Unknown); // the answer was lost
/// assert_eq!(batches.next_call()?.ok_or("over")?.codes.to_list(), "5");
/// batches.record(UploadOutcome::Uploaded);
/// assert!(batches.next_call()?.is_none());
///
/// let report = batches.report();
/// assert_eq!((report.count(UploadOutcome::Uploaded), report.count(UploadOutcome::Unknown)), (3, 2));
/// assert_eq!(report.doubtful().map(|codes| codes.to_list()).collect::<Vec<_>>(), ["3,4"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Batches {
    company: IdCode,
    registration_id: DecimalId,
    generation: Option<Generation>,
    size: NonZeroUsize,
    codes: Box<dyn Iterator<Item = Result<String, CodeFileError>> + Send>,
    pending: Pending,
    report: ListReport,
}

enum Pending {
    /// The next codes are to be read.
    Nothing,
    /// Codes that are certainly out: to be sent again.
    Due(ItemCodes),
    /// Codes that somebody is sending.
    Sent(ItemCodes),
    /// The codes could not be read to their end.
    Broken,
}

impl UploadCodeList {
    /// The same upload as calls of at most `size` codes each, with a report of each call. How
    /// many codes a call may have is not documented.
    #[must_use]
    pub fn batches(self, size: NonZeroUsize) -> Batches {
        let codes = self.codes.into_inner().into_iter().map(Ok);
        Batches {
            company: self.company,
            registration_id: self.registration_id,
            generation: self.generation,
            size,
            codes: Box::new(codes),
            pending: Pending::Nothing,
            report: ListReport::starting_at(1),
        }
    }
}

impl UploadCodeFile {
    /// The codes of this file as calls of UploadCodeList of at most `size` codes each, none of
    /// them held but those of one call: for files that the platform does not take in one piece.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or the first line that is no code.
    pub fn batches(self, size: NonZeroUsize) -> Result<Batches, CodeFileError> {
        let codes = CodeFile::try_from(&self.file)?.codes()?;
        Ok(Batches {
            company: self.company,
            registration_id: self.registration_id,
            generation: self.generation,
            size,
            codes: Box::new(codes),
            pending: Pending::Nothing,
            report: ListReport::starting_at(1),
        })
    }
}

impl Batches {
    /// The same with a beginning at this code, counted from 1: those before are in, as the
    /// [report](ListReport::first_out) of an earlier run said.
    #[must_use]
    pub fn starting_at(mut self, first: u64) -> Self {
        let before = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        self.codes = Box::new(self.codes.skip(before));
        self.report = ListReport::starting_at(first.max(1));
        self
    }

    /// The call to make now; `None` when all codes are in or in doubt.
    ///
    /// A call that was given before and of which nothing was recorded counts as one of which
    /// nobody knows: whoever made it has gone away.
    ///
    /// # Errors
    ///
    /// The codes cannot be read on.
    pub fn next_call(&mut self) -> Result<Option<UploadCodeList>, CodeFileError> {
        self.record(UploadOutcome::Unknown);
        let codes = match core::mem::replace(&mut self.pending, Pending::Broken) {
            Pending::Due(codes) => Some(codes),
            Pending::Nothing | Pending::Sent(_) => self.read()?,
            Pending::Broken => {
                let what = "they could not be read to their end before";
                return Err(CodeFileError::Io(io::Error::other(what)));
            }
        };
        let Some(codes) = codes else {
            self.pending = Pending::Nothing;
            return Ok(None);
        };
        self.pending = Pending::Sent(codes.clone());
        let mut call = UploadCodeList::new(self.company.clone(), self.registration_id, codes);
        call.generation = self.generation;
        Ok(Some(call))
    }

    /// Says what became of the call that was given last. Says nothing where none is under way.
    pub fn record(&mut self, outcome: UploadOutcome) {
        match core::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Sent(codes) => {
                self.report.note(&codes, outcome);
                if outcome == UploadOutcome::NotUploaded {
                    self.pending = Pending::Due(codes);
                }
            }
            other => self.pending = other,
        }
    }

    /// What became of the calls so far.
    #[must_use]
    pub fn report(&self) -> &ListReport {
        &self.report
    }

    /// The codes that are certainly not in, to be kept for later: those of a call that went
    /// wrong, and all that follow.
    ///
    /// # Errors
    ///
    /// An item: the codes cannot be read on.
    pub fn rest(mut self) -> impl Iterator<Item = Result<String, CodeFileError>> {
        self.record(UploadOutcome::Unknown);
        let due = match self.pending {
            Pending::Due(codes) => codes.into_inner(),
            _ => Vec::new(),
        };
        due.into_iter().map(Ok).chain(self.codes)
    }

    fn read(&mut self) -> Result<Option<ItemCodes>, CodeFileError> {
        let codes: Vec<String> = self
            .codes
            .by_ref()
            .take(self.size.get())
            .collect::<Result<_, _>>()?;
        if codes.is_empty() {
            return Ok(None);
        }
        Ok(Some(ItemCodes::new(codes)?))
    }
}

impl fmt::Debug for Batches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            company,
            registration_id,
            generation,
            size,
            codes: _,
            pending: _,
            report,
        } = self;
        f.debug_struct("Batches")
            .field("company", company)
            .field("registration_id", registration_id)
            .field("generation", generation)
            .field("size", size)
            .field("report", report)
            .finish_non_exhaustive()
    }
}
