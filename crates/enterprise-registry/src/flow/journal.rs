//! Where a flow stores its state.

use async_trait::async_trait;

/// Stores the state of one flow: a JSON text, replaced as a whole.
///
/// A flow saves before and after each step that costs money or changes something, and sends the
/// step only after `save` returned. So `save` must return only once the text is durable: after a
/// crash, [`load`](Self::load) must return this text or a later one.
#[async_trait]
pub trait Journal: Send {
    /// The text saved last, or `None` if nothing was ever saved.
    ///
    /// # Errors
    ///
    /// The journal cannot be read.
    async fn load(&mut self) -> Result<Option<String>, JournalError>;

    /// Replaces the text.
    ///
    /// # Errors
    ///
    /// The text may not be durable.
    async fn save(&mut self, state: &str) -> Result<(), JournalError>;
}

/// A journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct JournalError {
    what: String,
    #[source]
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl JournalError {
    /// An error with this message.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cause: None,
        }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_cause(
        mut self,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

/// A journal in memory, lost with the process: for tests and for sandboxes in process.
#[derive(Debug, Clone, Default)]
pub struct MemoryJournal {
    text: Option<String>,
}

impl MemoryJournal {
    /// An empty journal.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A journal that holds this text.
    #[must_use]
    pub fn with_text(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
        }
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn load(&mut self) -> Result<Option<String>, JournalError> {
        Ok(self.text.clone())
    }

    async fn save(&mut self, state: &str) -> Result<(), JournalError> {
        self.text = Some(state.to_owned());
        Ok(())
    }
}
