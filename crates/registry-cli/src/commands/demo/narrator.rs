//! Shows steps: at once as text, or together at the end as JSON or CSV.

use core::time::Duration;

use serde::Serialize;

use crate::error::CommandError;
use crate::escape::visible;
use crate::format::Format;
use crate::output;

pub(super) struct Narrator {
    format: Format,
    pause: Duration,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    step: usize,
    operation: &'static str,
    what: String,
    result: Option<String>,
}

impl Narrator {
    pub(super) fn new(format: Format, pause: Duration) -> Self {
        Self {
            format,
            pause,
            steps: Vec::new(),
        }
    }

    /// Begins a step.
    pub(super) async fn begin(
        &mut self,
        operation: &'static str,
        what: impl Into<String>,
    ) -> Result<(), CommandError> {
        if !self.steps.is_empty() && !self.pause.is_zero() {
            tokio::time::sleep(self.pause).await;
        }
        let step = Step {
            step: self.steps.len() + 1,
            operation,
            what: what.into(),
            result: None,
        };
        let line = format!(
            "{:>2}. {:<30} {}\n",
            step.step,
            step.operation,
            visible(&step.what)
        );
        self.steps.push(step);
        self.say(&line)
    }

    /// Adds a result to the last step.
    pub(super) fn result(&mut self, result: impl Into<String>) -> Result<(), CommandError> {
        let result = result.into();
        let line = format!("    {:<30} {}\n", "", visible(&result));
        if let Some(step) = self.steps.last_mut() {
            // A step may have several results.
            step.result = Some(match step.result.take() {
                Some(before) => format!("{before}; {result}"),
                None => result,
            });
        }
        self.say(&line)
    }

    /// Writes the steps for programs, after a failure too.
    pub(super) fn end(self) -> Result<(), CommandError> {
        match self.format {
            Format::Table => Ok(()),
            format => output::value(format, &self.steps),
        }
    }

    fn say(&self, line: &str) -> Result<(), CommandError> {
        match self.format {
            Format::Table => output::text(line),
            _ => Ok(()),
        }
    }
}
