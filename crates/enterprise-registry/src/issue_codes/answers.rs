//! The caller's answers to the questions of a flow that issues codes.

use std::collections::BTreeSet;

use super::items::Items;
use super::plan::PlanRow;
use super::runner::IssueCodes;
use super::state::{Applied, Uploaded};
use crate::flow::{Entry, FlowError, Step};

impl IssueCodes {
    /// Does a step again, whatever its state. Codes that are uploaded twice count twice.
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] for a step that this flow does not have; [`FlowError::Journal`].
    pub async fn repeat(&mut self, step: Step) -> Result<(), FlowError> {
        match step {
            Step::Apply => {
                let state = &mut self.engine.state;
                // Rows of other calls that succeeded stay applied for.
                match state.apply.is_unknown() {
                    true => state.applied.retain(|row| !state.applying.contains(row)),
                    false => state.applied.clear(),
                }
                let applied = &state.applied;
                for (key, row) in &mut state.rows {
                    if !applied.contains(key) {
                        row.goto_url = None;
                    }
                }
                state.apply = Entry::Open;
                state.applying.clear();
            }
            Step::Upload(_) => {
                let key = self.key_of(step)?;
                let row = self.engine.state.row(&key);
                row.upload = Entry::Open;
                row.upload_id = None;
                row.digest = None;
                row.is_converted = false;
            }
            _ => return Err(FlowError::no_step(step)),
        }
        self.engine.save().await
    }

    /// Accepts a step with an unknown outcome as done. If it turns out not to be, use
    /// [`IssueCodes::repeat`].
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] if the step was not begun or this flow does not have it;
    /// [`FlowError::Journal`].
    pub async fn accept(&mut self, step: Step) -> Result<(), FlowError> {
        match step {
            Step::Upload(_) => {}
            Step::Apply => return self.accept_applications().await,
            _ => return Err(FlowError::no_step(step)),
        }
        let key = self.key_of(step)?;
        let codes = self
            .plan
            .row(step)
            .and_then(|row| row.items.as_ref())
            .map_or(0, Items::count);
        let at_ms = self.engine.now_ms();
        let entry = &mut self.engine.state.row(&key).upload;
        entry.accept(step, at_ms, Uploaded { codes })?;
        self.engine.save().await
    }

    async fn accept_applications(&mut self) -> Result<(), FlowError> {
        let at_ms = self.engine.now_ms();
        let all = || self.plan.rows.iter().map(PlanRow::key).collect();
        let state = &mut self.engine.state;
        let rows: BTreeSet<String> = state.sent_rows().unwrap_or_else(all);
        let outcome = Applied { rows: rows.clone() };
        let is_unknown = state.apply.is_undecided();
        state.apply.accept(Step::Apply, at_ms, outcome)?;
        if is_unknown {
            state.applied.extend(rows);
        }
        self.engine.save().await
    }

    fn key_of(&self, step: Step) -> Result<String, FlowError> {
        self.plan
            .row(step)
            .map(PlanRow::key)
            .ok_or_else(|| FlowError::no_step(step))
    }
}
