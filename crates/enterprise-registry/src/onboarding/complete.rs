//! Completes the data of the unit (305).

use endpoint_core::Endpoint as _;
use idcode_api::Unit;
use idcode_api::operations::{GetCompanyBaseInfo, ModifyCompanyInfo};
use registry_model::IdCode;

use super::requests;
use super::runner::Onboarding;
use super::state::Sent;
use crate::flow::{Confirmation, Entry, Event, Halt, HaltReason, Step, StepResult, refused};

const STEP: Step = Step::Complete;

impl Onboarding {
    pub(super) async fn complete(&mut self, unit: &IdCode) -> StepResult<()> {
        let since = match &self.engine.state.complete {
            Entry::Done { .. } => return Ok(()),
            Entry::Begun { at_ms } | Entry::Refused { at_ms, .. } => Some(*at_ms),
            Entry::Open => None,
        };
        let Some(completion) = &self.plan.completion else {
            let because = "the plan has no data to complete".to_owned();
            self.engine.report(&Event::Skipped {
                step: STEP,
                because,
            });
            return Ok(());
        };
        let record = self.engine.state.query_record.outcome();
        let Some(request) = requests::complete(completion, unit.clone(), record) else {
            return Err(Halt::because(STEP, HaltReason::NoAddress));
        };
        self.engine.state.record_fingerprints(&self.plan, STEP);
        let was_found = self.engine.state.register.how() != Some(Confirmation::Answered);
        let may_be_there = since.is_some() || was_found;
        if may_be_there && self.check_complete(unit, &request, since).await? {
            return Ok(());
        }
        let call = self.idcode.call(request);
        let operation = ModifyCompanyInfo::SPEC.name;
        self.engine
            .perform(
                STEP,
                operation,
                |state| &mut state.complete,
                call,
                |_, _| (Sent {}, "accepted".to_owned()),
            )
            .await?
            .map_err(|refusal| refused(STEP, refusal))
    }

    /// Whether 306 shows the data. If 305 may still be carried out, the read is repeated for as
    /// long as that may take; then the flow asks the caller.
    async fn check_complete(
        &mut self,
        unit: &IdCode,
        wanted: &ModifyCompanyInfo,
        since: Option<u64>,
    ) -> StepResult<bool> {
        let mut waits = self.plan.lookup_policy.after_call(&self.idcode).waits();
        loop {
            let query = GetCompanyBaseInfo::new(unit.clone());
            let current = self.engine.read_or_halt(STEP, &self.idcode, query).await?;
            if has(&current, wanted) {
                let how = match since {
                    Some(_) => Confirmation::Settled,
                    None => Confirmation::Found,
                };
                let result = "the data is there";
                self.engine
                    .record_done(STEP, |state| &mut state.complete, how, Sent {}, result)
                    .await?;
                return Ok(true);
            }
            let Some(since) = since else {
                return Ok(false);
            };
            let seen = "306 does not show the data; the request may still be carried out";
            if !self.engine.wait_next(STEP, &mut waits, seen).await? {
                return Err(Halt::unknown(STEP, since, &["306"]));
            }
        }
    }
}

/// Whether a unit from 306 has all data that 305 would set and 306 can show.
fn has(unit: &Unit, wanted: &ModifyCompanyInfo) -> bool {
    let shows = |there: &Option<String>, wanted: Option<&String>| {
        wanted.is_none_or(|wanted| {
            there
                .as_ref()
                .is_some_and(|there| there.trim() == wanted.trim())
        })
    };
    unit.trade_id == Some(wanted.trade_id)
        && shows(&unit.address, Some(&wanted.address))
        && shows(&unit.name_en, wanted.name_en.as_ref())
        && shows(&unit.address_en, wanted.address_en.as_ref())
        && shows(&unit.email, wanted.email.as_ref())
        && shows(&unit.contact, wanted.contact.as_ref())
        && shows(&unit.office_phone, wanted.office_phone.as_ref())
}
