//! Performs steps once: records a step, sends it, records its result.

use core::fmt;
use std::sync::Arc;

use super::halt::{Halt, StepResult, failed, refused};
use super::header::{FlowState, resume};
use super::reporter::Reporter;
use super::{
    Confirmation, Entry, Event, FlowError, Journal, JournalError, Step, StopHandle, UnsavedStep,
    refusal_action,
};
use crate::{Client, Clock, Endpoint, Error, Knowledge, Refusal, SystemClock, Vendor};

/// The state, journal and reporter of one flow.
pub(crate) struct Engine<S> {
    pub(crate) state: S,
    journal: Box<dyn Journal>,
    reporter: Reporter,
    clock: Arc<dyn Clock>,
    stop_handle: StopHandle,
    /// Whether the journal holds a state.
    is_saved: bool,
}

impl<S: FlowState> Engine<S> {
    /// Resumes from the journal, or begins with `fresh`.
    pub(crate) async fn open(
        mut journal: Box<dyn Journal>,
        mut fresh: S,
    ) -> Result<Self, FlowError> {
        let saved = journal.load().await;
        let saved = saved.map_err(|cause| FlowError::Unread { cause })?;
        let is_saved = saved.is_some();
        let state = match saved {
            Some(text) => resume(&text, fresh.header())?,
            None => fresh,
        };
        Ok(Self {
            state,
            journal,
            reporter: Reporter::new(|_| {}),
            clock: Arc::new(SystemClock),
            stop_handle: StopHandle::new(),
            is_saved,
        })
    }

    /// Saves a state that was never saved, so that the flow can be resumed from now on.
    pub(crate) async fn begin(&mut self) -> Result<(), FlowError> {
        if !self.is_saved {
            self.save().await?;
        }
        Ok(())
    }

    pub(crate) fn listen(&mut self, listener: impl FnMut(&Event) + Send + 'static) {
        self.reporter = Reporter::new(listener);
    }

    pub(crate) fn set_clock(&mut self, clock: impl Clock) {
        self.clock = Arc::new(clock);
    }

    pub(crate) fn stop_handle(&self) -> StopHandle {
        self.stop_handle.clone()
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    pub(crate) fn report(&self, event: &Event) {
        self.reporter.report(event);
    }

    pub(crate) fn reporter(&self) -> Reporter {
        self.reporter.clone()
    }

    /// Halts if the flow was asked to stop.
    pub(crate) fn halt_if_stopped(&self) -> StepResult<()> {
        if self.stop_handle.is_stopped() {
            return Err(Halt::Interrupted);
        }
        Ok(())
    }

    fn text(&self) -> Result<String, FlowError> {
        let text = serde_json::to_string_pretty(&self.state);
        text.map_err(|error| {
            journal_error(JournalError::new("the state has no JSON form").with_cause(error))
        })
    }

    pub(crate) async fn save(&mut self) -> Result<(), FlowError> {
        let text = self.text()?;
        self.journal.save(&text).await.map_err(journal_error)?;
        self.is_saved = true;
        Ok(())
    }

    /// Saves after a step was answered. The error holds the text that could not be written.
    async fn save_after(
        &mut self,
        step: Step,
        result: String,
        charged: Knowledge,
    ) -> Result<(), FlowError> {
        let text = self.text()?;
        let saved = self.journal.save(&text).await;
        saved.map_err(|cause| FlowError::Journal {
            after: Some(step),
            unsaved: Some(Box::new(UnsavedStep {
                result,
                charged,
                text,
            })),
            cause,
        })
    }

    /// Sends a read that is free and changes nothing. Returns a refusal for the step to judge.
    pub(crate) async fn read<V: Vendor, E: Endpoint<Vendor = V>>(
        &mut self,
        step: Step,
        client: &Client<V>,
        request: E,
    ) -> StepResult<Result<E::Output, Refusal>> {
        self.halt_if_stopped()?;
        let is_first = self.state.header().record_host(V::NAME);
        if is_first {
            self.save().await?;
        }
        self.report(&Event::Calling {
            step,
            operation: E::SPEC.name,
        });
        match client.call(request).await {
            Ok(output) => Ok(Ok(output)),
            Err(Error::Refused(refusal)) => {
                self.report_refusal(step, &refusal);
                Ok(Err(*refusal))
            }
            Err(error) => {
                if is_first && error.was_sent() == Knowledge::No {
                    self.state.header().forget_host(V::NAME);
                    self.save().await?;
                }
                Err(failed(step, error))
            }
        }
    }

    /// Like [`Engine::read`]; any refusal ends the run.
    pub(crate) async fn read_or_halt<V: Vendor, E: Endpoint<Vendor = V>>(
        &mut self,
        step: Step,
        client: &Client<V>,
        request: E,
    ) -> StepResult<E::Output> {
        self.read(step, client, request)
            .await?
            .map_err(|refusal| refused(step, refusal))
    }

    /// Performs a step that costs money or changes something: records its beginning, sends it,
    /// records its result. Returns a refusal for the step to judge, recorded as the table says.
    ///
    /// The first call of a vendor records its host, unless that call was certainly not sent: a
    /// wrong address can be corrected without losing the other steps.
    ///
    /// `record` may change the state besides the entry. One save writes all of it, so a kill never
    /// leaves half of a response.
    pub(crate) async fn perform<T, O>(
        &mut self,
        step: Step,
        operation: &'static str,
        entry: impl Fn(&mut S) -> &mut Entry<T>,
        call: impl Future<Output = Result<O, Error>>,
        record: impl FnOnce(&mut S, O) -> (T, String),
    ) -> StepResult<Result<(), Refusal>> {
        self.halt_if_stopped()?;
        let at_ms = self.now_ms();
        *entry(&mut self.state) = Entry::Begun { at_ms };
        let is_first = self.state.header().record_host(step.vendor());
        self.save().await?;
        self.report(&Event::Calling { step, operation });
        let response = call.await;
        let at_ms = self.now_ms();
        match response {
            Ok(output) => {
                let (outcome, result) = record(&mut self.state, output);
                *entry(&mut self.state) = Entry::Done {
                    at_ms,
                    how: Confirmation::Answered,
                    outcome,
                };
                let charged = match step.is_billed() {
                    true => Knowledge::Yes,
                    false => Knowledge::No,
                };
                let saved = self.save_after(step, result.clone(), charged).await;
                // The result is known even if it cannot be saved.
                self.report(&Event::Done {
                    step,
                    how: Confirmation::Answered,
                    result,
                });
                saved?;
                Ok(Ok(()))
            }
            Err(Error::Refused(refusal)) => {
                *entry(&mut self.state) = Entry::after_refusal(step, &refusal, at_ms);
                let result = format!("refused with code {}", refusal.code);
                let saved = self.save_after(step, result, refusal.charged()).await;
                self.report_refusal(step, &refusal);
                saved?;
                Ok(Err(*refusal))
            }
            Err(error) => {
                if error.was_sent() == Knowledge::No {
                    *entry(&mut self.state) = Entry::Open;
                    if is_first {
                        self.state.header().forget_host(step.vendor());
                    }
                    self.save().await?;
                }
                // Otherwise the step stays begun, as in the journal.
                Err(failed(step, error))
            }
        }
    }

    /// Records a step as done without sending it.
    pub(crate) async fn record_done<T>(
        &mut self,
        step: Step,
        entry: impl Fn(&mut S) -> &mut Entry<T>,
        how: Confirmation,
        outcome: T,
        result: impl Into<String>,
    ) -> StepResult<()> {
        let at_ms = self.now_ms();
        *entry(&mut self.state) = Entry::Done {
            at_ms,
            how,
            outcome,
        };
        self.save().await?;
        if how == Confirmation::Settled {
            self.report(&Event::Settled { step });
        }
        self.report(&Event::Done {
            step,
            how,
            result: result.into(),
        });
        Ok(())
    }

    /// Waits, or halts if the flow is asked to stop.
    pub(crate) async fn wait(
        &mut self,
        step: Step,
        wait: core::time::Duration,
        seen: impl Into<String>,
    ) -> StepResult<()> {
        self.halt_if_stopped()?;
        self.report(&Event::Waiting {
            step,
            wait,
            seen: seen.into(),
        });
        self.stop_handle.sleep(wait).await;
        self.halt_if_stopped()
    }

    /// Waits for the next wait of a schedule; `false` if the schedule is over.
    pub(crate) async fn wait_next(
        &mut self,
        step: Step,
        waits: &mut impl Iterator<Item = core::time::Duration>,
        seen: &str,
    ) -> StepResult<bool> {
        match waits.next() {
            Some(wait) => self.wait(step, wait, seen).await.map(|()| true),
            None => Ok(false),
        }
    }

    fn report_refusal(&self, step: Step, refusal: &Refusal) {
        self.report(&Event::Refused {
            step,
            operation: refusal.operation,
            code: refusal.code,
            then: refusal_action(refusal),
        });
    }
}

fn journal_error(cause: JournalError) -> FlowError {
    FlowError::Journal {
        after: None,
        unsaved: None,
        cause,
    }
}

impl<S: fmt::Debug> fmt::Debug for Engine<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            state,
            journal: _,
            reporter: _,
            clock: _,
            stop_handle,
            is_saved: _,
        } = self;
        f.debug_struct("Engine")
            .field("state", state)
            .field("stop_handle", stop_handle)
            .finish_non_exhaustive()
    }
}
