//! How do the codes of a list get to IDcode in several calls, and what became of each?
//!
//! [`Batches`] says which call is to be made and keeps the report; [`send_batches`] makes them with a
//! client. An upload of one file in one piece needs nothing of this: `client.call_with(…)` with a
//! [`CodeFile`](crate::idcode::CodeFile), and [`outcome`] where it fails.

use idcode_api::{Batches, CallReport, CodeFileError, Idcode, UploadOutcome};

use crate::{Client, Error};

/// Why an upload in calls stopped before its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// The codes cannot be read on. What was sent before is in the report.
    #[error(transparent)]
    Codes(#[from] CodeFileError),
    /// A call failed. Whether its codes are in, the last row of the report says.
    #[error(transparent)]
    Call(#[from] Error),
}

/// What became of the codes of a call that failed.
#[must_use]
pub fn outcome(error: &Error) -> UploadOutcome {
    match error {
        Error::Invalid(_) => UploadOutcome::NotUploaded,
        Error::Refused(refusal) => UploadOutcome::from_refusal(refusal),
        error => UploadOutcome::from_failure(error.was_sent()),
    }
}

/// Makes the calls of `batches`, one after the other, and tells of each how it went; stops at the
/// first that fails.
///
/// Once the reason is out of the way the same `batches` may be given again: a call whose codes are
/// certainly not in is made again, one of which nobody knows is not, and nothing that is in is
/// sent twice. So it is, too, where the future was dropped in the middle of a call: the codes of
/// that call count as those of which nobody knows.
///
/// # Errors
///
/// [`UploadError`]; what became of each call is in [`Batches::report`].
///
#[cfg_attr(feature = "sandbox", doc = "```")]
#[cfg_attr(not(feature = "sandbox"), doc = "```text")]
/// use core::num::NonZeroUsize;
/// use std::sync::Arc;
///
/// use enterprise_registry::idcode::operations::UploadCodeList;
/// use enterprise_registry::idcode::{ItemCodes, UploadOutcome};
/// use enterprise_registry::sandbox::{Config, Sandbox, SandboxService};
/// use enterprise_registry::{Client, uploads};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::new(Config::default());
/// let client = Client::builder(
///     sandbox.idcode_keys(),
///     Arc::new(SandboxService::new(sandbox.clone())),
/// )
/// .build()?;
///
/// let codes = ItemCodes::new((1..=2_500).map(|number| format!("A-{number}")))?;
/// let nowhere = 1_u64; // no registration has this id
/// let list = UploadCodeList::new("i.86.110108.52".parse()?, nowhere, codes);
/// let mut batches = list.batches(NonZeroUsize::new(1_000).ok_or("zero")?);
///
/// let stopped = uploads::send_batches(&client, &mut batches, |_| {}).await;
/// assert!(matches!(stopped, Err(uploads::UploadError::Call(_))));
/// let [call] = batches.report().calls() else { panic!("it stopped at the first") };
/// assert_eq!((call.first(), call.last()), (1, 1_000));
/// assert_ne!(call.outcome(), UploadOutcome::Uploaded);
/// # Ok(())
/// # }
/// ```
pub async fn send_batches(
    client: &Client<Idcode>,
    batches: &mut Batches,
    mut each: impl FnMut(&CallReport),
) -> Result<(), UploadError> {
    loop {
        let made = send_next_batch(client, batches).await;
        let was_made = matches!(made, Ok(true) | Err(UploadError::Call(_)));
        if let Some(report) = batches.report().calls().last().filter(|_| was_made) {
            each(report);
        }
        if !made? {
            return Ok(());
        }
    }
}

/// Makes the next call of `batches` and no other, for a program that may want to stop between two;
/// `false` where none is left. As [`send_batches`] in everything else.
///
/// # Errors
///
/// [`UploadError`]; what became of the call is in [`Batches::report`].
pub async fn send_next_batch(
    client: &Client<Idcode>,
    batches: &mut Batches,
) -> Result<bool, UploadError> {
    let Some(call) = batches.next_call()? else {
        return Ok(false);
    };
    let called = client.call(call).await;
    batches.record(match &called {
        Ok(_) => UploadOutcome::Uploaded,
        Err(error) => outcome(error),
    });
    called?;
    Ok(true)
}
