//! Verifies that name, credit code and representative belong together (ent3f).

use endpoint_core::Endpoint as _;
use ihuyi_api::products::{Ent3fSubmit, MatchStatus, Matched};

use super::plan::{Verification, is_fresh};
use super::requests;
use super::runner::Onboarding;
use super::state::{Verdict, Verified};
use crate::flow::{
    Confirmation, Entry, Event, Halt, HaltReason, Question, RefusalAction, Step, StepResult,
    refusal_action, refused,
};

const STEP: Step = Step::Verify;

impl Onboarding {
    pub(super) async fn verify(&mut self) -> StepResult<()> {
        match &self.engine.state.verify {
            Entry::Open => {}
            Entry::Done { how, outcome, .. } => return judge(outcome.verdict, *how),
            // A lost result cannot be read again without paying.
            Entry::Begun { at_ms } => return Err(Halt::unknown(STEP, *at_ms, &[])),
            Entry::Refused { code, .. } => {
                let code = *code;
                return Err(Halt::Ask(Question::Refused { step: STEP, code }));
            }
        }
        self.engine.state.record_fingerprints(&self.plan, STEP);
        match &self.plan.verification {
            Verification::Skip => {
                let because = "the plan does not verify".to_owned();
                self.engine.report(&Event::Skipped {
                    step: STEP,
                    because,
                });
                return Ok(());
            }
            Verification::Known {
                response,
                at_ms,
                fresh_for,
            } if is_fresh(*at_ms, *fresh_for, self.engine.now_ms()) => {
                let (outcome, result) = verified_from(response.clone());
                let verdict = outcome.verdict;
                self.engine
                    .record_done(
                        STEP,
                        |state| &mut state.verify,
                        Confirmation::HandedIn,
                        outcome,
                        result,
                    )
                    .await?;
                return judge(verdict, Confirmation::HandedIn);
            }
            _ => {}
        }
        let ihuyi = self.ihuyi()?;
        let call = ihuyi.call(requests::verify(&self.plan));
        let operation = Ent3fSubmit::SPEC.name;
        let sent = self
            .engine
            .perform(
                STEP,
                operation,
                |state| &mut state.verify,
                call,
                |_, response| verified_from(response),
            )
            .await?;
        match sent {
            Ok(()) => match &self.engine.state.verify {
                Entry::Done { how, outcome, .. } => judge(outcome.verdict, *how),
                _ => Ok(()),
            },
            Err(refusal) if refusal_action(&refusal) == RefusalAction::Ask => {
                Err(Halt::Ask(Question::Refused {
                    step: STEP,
                    code: refusal.code,
                }))
            }
            Err(refusal) => Err(refused(STEP, refusal)),
        }
    }
}

fn verified_from(response: Matched) -> (Verified, String) {
    let verdict = match response.result.status {
        MatchStatus::Match => Verdict::Match,
        MatchStatus::Mismatch => Verdict::Mismatch,
        _ => Verdict::Undetermined,
    };
    let serial = response.serial.map(|serial| serial.as_str().to_owned());
    let result = match &serial {
        Some(serial) => format!("{} (serial {serial})", verdict.as_str()),
        None => verdict.as_str().to_owned(),
    };
    (Verified { serial, verdict }, result)
}

fn judge(verdict: Verdict, how: Confirmation) -> StepResult<()> {
    match verdict {
        Verdict::Match => Ok(()),
        Verdict::Mismatch => Err(Halt::because(STEP, HaltReason::Mismatch)),
        Verdict::Undetermined if how == Confirmation::Accepted => Ok(()),
        Verdict::Undetermined => Err(Halt::Ask(Question::Undetermined { step: STEP })),
    }
}
