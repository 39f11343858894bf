//! Submits certificate and licence of the unit (304).

use endpoint_core::Endpoint as _;
use idcode_api::operations::{GetOrganUnitStatus, VerifyCompanyInfo};
use registry_model::IdCode;

use super::requests;
use super::runner::Onboarding;
use super::state::Sent;
use crate::flow::{Confirmation, Entry, Event, Halt, Step, StepResult, refused};

const STEP: Step = Step::Certify;

impl Onboarding {
    pub(super) async fn certify(&mut self, unit: &IdCode) -> StepResult<()> {
        let since = match &self.engine.state.certify {
            Entry::Done { .. } => return Ok(()),
            Entry::Begun { at_ms } | Entry::Refused { at_ms, .. } => Some(*at_ms),
            Entry::Open => None,
        };
        let Some(certification) = self.plan.certification.clone() else {
            let because = "the plan has no certificate".to_owned();
            self.engine.report(&Event::Skipped {
                step: STEP,
                because,
            });
            return Ok(());
        };
        self.engine.state.record_fingerprints(&self.plan, STEP);
        // A unit that existed before may be verified already.
        let was_found = self.engine.state.register.how() != Some(Confirmation::Answered);
        if (since.is_some() || was_found) && self.check_certified(unit, since).await? {
            return Ok(());
        }
        let call = self
            .idcode
            .call(requests::certify(&certification, unit.clone()));
        let operation = VerifyCompanyInfo::SPEC.name;
        self.engine
            .perform(
                STEP,
                operation,
                |state| &mut state.certify,
                call,
                |_, _| (Sent {}, "accepted".to_owned()),
            )
            .await?
            .map_err(|refusal| refused(STEP, refusal))
    }

    /// Whether 308 shows the unit verified. If 304 may still be carried out, the read is repeated
    /// for as long as that may take; then the flow asks the caller.
    async fn check_certified(&mut self, unit: &IdCode, since: Option<u64>) -> StepResult<bool> {
        let mut waits = self.plan.lookup_policy.after_call(&self.idcode).waits();
        loop {
            let request = GetOrganUnitStatus::new(unit.clone());
            let status = self
                .engine
                .read_or_halt(STEP, &self.idcode, request)
                .await?;
            if status.authentication.is_verified() {
                let how = match since {
                    Some(_) => Confirmation::Settled,
                    None => Confirmation::Found,
                };
                let result = "the unit is verified";
                self.engine
                    .record_done(STEP, |state| &mut state.certify, how, Sent {}, result)
                    .await?;
                return Ok(true);
            }
            let Some(since) = since else {
                return Ok(false);
            };
            let seen = "308 does not show it verified; the request may still be carried out";
            if !self.engine.wait_next(STEP, &mut waits, seen).await? {
                return Err(Halt::unknown(STEP, since, &["308"]));
            }
        }
    }
}
