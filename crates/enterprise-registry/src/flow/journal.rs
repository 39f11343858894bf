//! Where does a flow write what it has done?

use async_trait::async_trait;

/// Keeps the state of one flow: a JSON text, written as a whole.
///
/// A flow saves before and after each step that costs money or changes something, and does not
/// send before the save has returned. So `save` must not return before the text is safe: after a
/// crash, [`load`](Self::load) has to return this text or a later one.
#[async_trait]
pub trait Journal: Send {
    /// The text saved last, or `None` where nothing was ever saved.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    async fn load(&mut self) -> Result<Option<String>, JournalError>;

    /// Replaces the text.
    ///
    /// # Errors
    ///
    /// It is not certain that the text is safe.
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
    /// What cannot be done.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cause: None,
        }
    }

    /// With its cause.
    #[must_use]
    pub fn with_cause(
        mut self,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

/// A journal that is lost with the process: for tests, and for sandboxes that are lost with it
/// too.
#[derive(Debug, Clone, Default)]
pub struct MemoryJournal {
    text: Option<String>,
}

impl MemoryJournal {
    /// A journal in which nothing was saved yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A journal with a text that was saved before.
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
