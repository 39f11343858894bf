//! Verifies that name, credit code and representative belong together (ent3f).

use endpoint_core::Endpoint as _;
use ihuyi_api::products::{Ent3fSubmit, MatchStatus, Matched};

use super::plan::Verification;
use super::state::{Verdict, Verified};
use super::{Onboarding, requests, unknown};
use crate::flow::{
    Confirmation, Entry, Event, Halt, HaltReason, Question, RefusalAction, Step, StepResult,
    refusal_action, refused,
};

const STEP: Step = Step::Verify;

impl Onboarding {
    pub(super) async fn verify(&mut self) -> StepResult<()> {
        match &self.engine.state.verify {
            Entry::Open => {}
            Entry::Done { how, outcome, .. } => return judged(outcome.verdict, *how),
            // What it has answered cannot be asked for without paying again.
            Entry::Begun { at_ms } => return Err(unknown(STEP, *at_ms, &[])),
            Entry::Refused { code, .. } => {
                let code = *code;
                return Err(Halt::Ask(Question::Refused { step: STEP, code }));
            }
        }
        self.bind(STEP);
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
                answer,
                at_ms,
                fresh_for,
            } if is_fresh(*at_ms, *fresh_for, self.engine.now_ms()) => {
                let (outcome, result) = kept(answer.clone());
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
                return judged(verdict, Confirmation::HandedIn);
            }
            _ => {}
        }
        let ihuyi = self.ihuyi()?;
        let call = ihuyi.call(requests::verify(&self.plan));
        let operation = Ent3fSubmit::SPEC.name;
        let answered = self
            .engine
            .perform(
                STEP,
                operation,
                |state| &mut state.verify,
                call,
                |_, answer| kept(answer),
            )
            .await?;
        match answered {
            Ok(()) => match &self.engine.state.verify {
                Entry::Done { how, outcome, .. } => judged(outcome.verdict, *how),
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

/// How far ahead of ours the clock may go that a result was dated by.
const AHEAD_MS: u64 = 5 * 60 * 1000;

/// Whether a result is of the future: fresh for as long as nobody notices.
pub(super) fn is_of_the_future(at_ms: u64, now_ms: u64) -> bool {
    at_ms > now_ms.saturating_add(AHEAD_MS)
}

/// Whether a result is new enough; one of some minutes ahead is of another clock, not old.
pub(super) fn is_fresh(at_ms: u64, fresh_for: core::time::Duration, now_ms: u64) -> bool {
    u128::from(now_ms.saturating_sub(at_ms)) <= fresh_for.as_millis()
}

fn kept(answer: Matched) -> (Verified, String) {
    let verdict = match answer.result.status {
        MatchStatus::Match => Verdict::Match,
        MatchStatus::Mismatch => Verdict::Mismatch,
        _ => Verdict::Undetermined,
    };
    let serial = answer.serial.map(|serial| serial.as_str().to_owned());
    let result = match &serial {
        Some(serial) => format!("{} (serial {serial})", verdict.as_str()),
        None => verdict.as_str().to_owned(),
    };
    (Verified { serial, verdict }, result)
}

fn judged(verdict: Verdict, how: Confirmation) -> StepResult<()> {
    match verdict {
        Verdict::Match => Ok(()),
        Verdict::Mismatch => Err(Halt::because(STEP, HaltReason::Mismatch)),
        Verdict::Undetermined if how == Confirmation::Accepted => Ok(()),
        Verdict::Undetermined => Err(Halt::Ask(Question::Undetermined { step: STEP })),
    }
}
