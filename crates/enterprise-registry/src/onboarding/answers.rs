//! What a person may say to a flow.

use endpoint_core::Secret;
use registry_model::IdCode;

use super::Onboarding;
use super::plan::ExistingUnitPolicy;
use super::state::{Record, Sent, Verdict, Verified};
use crate::flow::{Confirmation, Entry, FlowError, Step};

impl Onboarding {
    /// Gives the code of the SMS. It is used once, and never written down.
    pub fn set_sms_code(&mut self, code: impl Into<Secret>) {
        self.sms_code = Some(code.into());
    }

    /// Goes on with the unit of this main code instead of registering one.
    pub fn adopt_unit(&mut self, main_code: IdCode) {
        self.plan.existing = ExistingUnitPolicy::Adopt(Some(main_code));
    }

    /// Has a step done again, whatever is known of it. **A paid query is paid again.**
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] for a step that is none of its own, and for a unit that is
    /// registered; the journal fails.
    pub async fn repeat(&mut self, step: Step) -> Result<(), FlowError> {
        let state = &mut self.engine.state;
        match step {
            Step::Verify => state.verify = Entry::Open,
            Step::SendSms => state.send_sms = Entry::Open,
            Step::Register if !state.register.is_done() => {
                // What was sent before may still arrive.
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

    /// Takes a step as done whose outcome is unknown or undecided, or as done with this plan, where
    /// a journal of an older version does not say with what ([`FlowError::Unbound`]).
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] where the step was not begun, or where nothing can stand for its
    /// outcome: a registration has a main code, see [`Onboarding::adopt_unit`], and a record the
    /// address, where the plan has none; the journal fails.
    pub async fn accept(&mut self, step: Step) -> Result<(), FlowError> {
        let at_ms = self.engine.now_ms();
        let completion = self.plan.completion.as_ref();
        let wants_address = completion.is_some_and(|completion| completion.address.is_none());
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
                            reason: "ent3f says that they do not belong together; correct the \
                                     plan and repeat the step",
                        });
                    }
                } else {
                    return Err(FlowError::not_begun(step));
                }
            }
            Step::SendSms => state.send_sms.accept(step, at_ms, Sent {})?,
            Step::Certify => state.certify.accept(step, at_ms, Sent {})?,
            Step::Complete => state.complete.accept(step, at_ms, Sent {})?,
            Step::QueryRecord if wants_address && state.query_record.is_undecided() => {
                return Err(FlowError::Answer {
                    step,
                    reason: "without the record there is no address for 305: write \
                             completion.address into the plan first, or repeat the step, which \
                             is paid",
                });
            }
            Step::QueryRecord => {
                let nothing = Record {
                    serial: None,
                    address: None,
                    registered_capital: None,
                };
                state.query_record.accept(step, at_ms, nothing)?;
            }
            // Done with this plan, where an older journal does not say with which.
            Step::Register if state.register.is_done() => {}
            Step::Register => {
                return Err(FlowError::Answer {
                    step,
                    reason: "a registration has a main code: name the one to go on with",
                });
            }
            _ => return Err(FlowError::no_step(step)),
        }
        self.bind_unbound(step);
        self.engine.save().await
    }
}
