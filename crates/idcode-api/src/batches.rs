//! Splits an upload of item codes into calls, and records the outcome of each.

use core::fmt;
use core::num::NonZeroUsize;
use std::io;

use registry_model::{DecimalId, IdCode};

use crate::operations::{Generation, UploadCodeFile, UploadCodeList};
use crate::{CodeFile, CodeFileError, ItemCodes};

mod outcome;
mod report;

pub use self::outcome::UploadOutcome;
pub use self::report::{CallReport, ListReport};

/// An upload split into calls of UploadCodeList, with a report of each.
///
/// It makes no call itself: the caller takes the next one, makes it, and records its outcome. A
/// call that certainly uploaded nothing is returned again; a call with an unknown outcome is not.
/// An interrupted upload therefore continues where it stopped, and sends nothing twice. The
/// `uploads` module of `enterprise-registry` makes the calls with a client.
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
/// batches.record(UploadOutcome::Unknown); // the response was lost
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
    /// The next codes have to be read.
    Nothing,
    /// Codes that certainly were not uploaded, to be sent again.
    Due(ItemCodes),
    /// Codes of a call whose outcome has not been recorded.
    Sent(ItemCodes),
    /// Reading the codes failed.
    Broken,
}

impl UploadCodeList {
    /// Splits the upload into calls of at most `size` codes, with a report of each call. The
    /// document sets no limit for the codes of a call.
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
    /// Splits the file into calls of UploadCodeList of at most `size` codes, for files that the
    /// platform does not accept as a whole. Only the codes of one call are in memory.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line is not a valid code.
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
    /// Starts at this code, counted from 1, where an earlier run [stopped](ListReport::first_out).
    #[must_use]
    pub fn starting_at(mut self, first: u64) -> Self {
        let before = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        self.codes = Box::new(self.codes.skip(before));
        self.report = ListReport::starting_at(first.max(1));
        self
    }

    /// The call to make next; `None` once all codes are uploaded or of unknown outcome.
    ///
    /// If the outcome of the previous call was not recorded, it counts as unknown.
    ///
    /// # Errors
    ///
    /// The next codes cannot be read.
    pub fn next_call(&mut self) -> Result<Option<UploadCodeList>, CodeFileError> {
        self.record(UploadOutcome::Unknown);
        let codes = match core::mem::replace(&mut self.pending, Pending::Broken) {
            Pending::Due(codes) => Some(codes),
            Pending::Nothing | Pending::Sent(_) => self.read()?,
            Pending::Broken => {
                let what = "reading them has failed before";
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

    /// Records the outcome of the latest call; does nothing if no call is pending.
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

    /// The outcomes of the calls so far.
    #[must_use]
    pub fn report(&self) -> &ListReport {
        &self.report
    }

    /// The codes that certainly were not uploaded: those of a failed call, and all that follow.
    ///
    /// # Errors
    ///
    /// An item is an error if the next code cannot be read.
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
