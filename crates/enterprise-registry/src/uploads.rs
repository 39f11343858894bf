//! Uploads a long list of codes to IDcode in several calls, with a report of each.
//!
//! [`Batches`] yields the calls and holds the report; [`send_batches`] sends them with a client. To
//! upload one file in one call, use `client.call_with(…)` with a
//! [`CodeFile`](crate::idcode::CodeFile), and [`outcome`] if it fails.

use idcode_api::{Batches, CallReport, CodeFileError, Idcode, UploadOutcome};

use crate::{Client, Error};

/// Why an upload in several calls stopped before its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// The rest of the codes cannot be read. The report lists the calls before.
    #[error(transparent)]
    Codes(#[from] CodeFileError),
    /// A call failed. The last row of the report says whether its codes were uploaded.
    #[error(transparent)]
    Call(#[from] Error),
}

/// Whether the codes of a failed call were uploaded.
#[must_use]
pub fn outcome(error: &Error) -> UploadOutcome {
    match error {
        Error::Invalid(_) => UploadOutcome::NotUploaded,
        Error::Refused(refusal) => UploadOutcome::from_refusal(refusal),
        error => UploadOutcome::from_failure(error.was_sent()),
    }
}

/// Sends the calls of `batches` one after the other, reports each, and stops at the first failure.
///
/// Once the cause is removed, pass the same `batches` again: a call whose codes were certainly not
/// uploaded is sent again, a call with an unknown outcome is not, and no uploaded code is sent
/// twice. If the future is dropped during a call, the outcome of that call is unknown.
///
/// # Errors
///
/// [`UploadError`]; the outcome of each call is in [`Batches::report`].
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
/// let [call] = batches.report().calls() else { panic!("it stopped at the first call") };
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
        let sent = send_next_batch(client, batches).await;
        let was_sent = matches!(sent, Ok(true) | Err(UploadError::Call(_)));
        if let Some(report) = batches.report().calls().last().filter(|_| was_sent) {
            each(report);
        }
        if !sent? {
            return Ok(());
        }
    }
}

/// Sends the next call of `batches` and no other, for a program that may stop between two calls;
/// `false` if none is left. Otherwise like [`send_batches`].
///
/// # Errors
///
/// [`UploadError`]; the outcome of the call is in [`Batches::report`].
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
