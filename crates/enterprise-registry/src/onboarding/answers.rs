//! The caller's answers to the questions of an onboarding.

use endpoint_core::Secret;
use registry_model::IdCode;

use super::plan::ExistingUnitPolicy;
use super::runner::Onboarding;
use super::state::{Record, Sent, Verdict, Verified};
use crate::flow::{Confirmation, Entry, FlowError, Step};

impl Onboarding {
    /// Sets the code of the SMS. It is used once and never saved.
    pub fn set_sms_code(&mut self, code: impl Into<Secret>) {
        self.sms_code = Some(code.into());
    }

    /// Continues with the unit of this main code instead of registering one.
    pub fn adopt_unit(&mut self, main_code: IdCode) {
        self.plan.existing = ExistingUnitPolicy::Adopt(Some(main_code));
    }

    /// Does a step again, whatever its state. **A paid query is paid again.**
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] for a step that this flow does not have, and for a registration that
    /// is done; [`FlowError::Journal`].
    pub async fn repeat(&mut self, step: Step) -> Result<(), FlowError> {
        let state = &mut self.engine.state;
        match step {
            Step::Verify => state.verify = Entry::Open,
            Step::SendSms => state.send_sms = Entry::Open,
            Step::Register if !state.register.is_done() => {
                // An earlier request may still be carried out.
                state.was_sent |= !state.register.is_open();
                state.register = Entry::Open;
            }
            Step::Register => {
                return Err(FlowError::Answer {
                    step,
                    reason: "the unit is registered; 301 and 309 are not repeated",
                });
            }
            Step::Certify => state.certify = Entry::Open,
            Step::QueryRecord => state.query_record = Entry::Open,
            Step::Complete => state.complete = Entry::Open,
            _ => return Err(FlowError::no_step(step)),
        }
        self.engine.save().await
    }

    /// Accepts a step as done: a step with an unknown outcome or a refusal, or a step that a
    /// journal of an older version has without fingerprints ([`FlowError::Unbound`]).
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] if the step was not begun, or if later steps need its result: the main
    /// code of a registration (see [`Onboarding::adopt_unit`]), or the address of a record if the
    /// plan has none; [`FlowError::Journal`].
    pub async fn accept(&mut self, step: Step) -> Result<(), FlowError> {
        let at_ms = self.engine.now_ms();
        let completion = self.plan.completion.as_ref();
        let needs_address = completion.is_some_and(|completion| completion.address.is_none());
        let state = &mut self.engine.state;
        match step {
            Step::Verify => {
                let is_undetermined = state
                    .verify
                    .outcome()
                    .is_some_and(|outcome| outcome.verdict == Verdict::Undetermined);
                let serial = state
                    .verify
                    .outcome()
                    .and_then(|outcome| outcome.serial.clone());
                if state.verify.is_undecided() || is_undetermined {
                    state.verify = Entry::Done {
                        at_ms,
                        how: Confirmation::Accepted,
                        outcome: Verified {
                            serial,
                            verdict: Verdict::Undetermined,
                        },
                    };
                } else if let Some(outcome) = state.verify.outcome() {
                    if outcome.verdict == Verdict::Mismatch {
                        return Err(FlowError::Answer {
                            step,
                            reason: "ent3f reports that they do not belong together; correct \
                                     the plan and repeat the step",
                        });
                    }
                } else {
                    return Err(FlowError::not_begun(step));
                }
            }
            Step::SendSms => state.send_sms.accept(step, at_ms, Sent {})?,
            Step::Certify => state.certify.accept(step, at_ms, Sent {})?,
            Step::Complete => state.complete.accept(step, at_ms, Sent {})?,
            Step::QueryRecord if needs_address && state.query_record.is_undecided() => {
                return Err(FlowError::Answer {
                    step,
                    reason: "without the record there is no address for 305: write \
                             completion.address into the plan first, or repeat the step, which \
                             is paid",
                });
            }
            Step::QueryRecord => {
                let empty = Record {
                    serial: None,
                    address: None,
                    registered_capital: None,
                };
                state.query_record.accept(step, at_ms, empty)?;
            }
            // Accepted as done with this plan, where an older journal has no fingerprints.
            Step::Register if state.register.is_done() => {}
            Step::Register => {
                return Err(FlowError::Answer {
                    step,
                    reason: "a registration has a main code: name the one to continue with",
                });
            }
            _ => return Err(FlowError::no_step(step)),
        }
        self.engine
            .state
            .record_missing_fingerprints(&self.plan, step);
        self.engine.save().await
    }
}
