//! Are the data of the unit complete (305)?

use endpoint_core::Endpoint as _;
use idcode_api::operations::{GetCompanyBaseInfo, ModifyCompanyInfo};
use idcode_api::{Unit, UnitStatus};
use registry_model::IdCode;

use super::state::Sent;
use super::{Onboarding, requests, unknown};
use crate::flow::{Entry, Event, Halt, Halted, How, Outcome, Step, refused};

const STEP: Step = Step::Complete;

impl Onboarding {
    pub(super) async fn complete(&mut self, unit: &IdCode) -> Outcome<()> {
        let since = match &self.engine.state.complete {
            Entry::Done { .. } => return Ok(()),
            Entry::Begun { at_ms } | Entry::Refused { at_ms, .. } => Some(*at_ms),
            Entry::Open => None,
        };
        let Some(completion) = &self.plan.completion else {
            let because = "the plan has no data to complete".to_owned();
            self.engine.tell(&Event::Skipped {
                step: STEP,
                because,
            });
            return Ok(());
        };
        let record = self.engine.state.query_record.outcome();
        let Some(request) = requests::complete(completion, unit.clone(), record) else {
            return Err(Halt::because(STEP, Halted::NoAddress));
        };
        self.bind(STEP);
        let was_found = self.engine.state.register.how() == Some(How::Found);
        if since.is_some() || was_found {
            let query = GetCompanyBaseInfo::new(unit.clone());
            let there = self.engine.must_read(STEP, &self.idcode, query).await?;
            if has(&there, &request) {
                let how = match since {
                    Some(_) => How::Settled,
                    None => How::Found,
                };
                let result = "the data are there";
                return self
                    .engine
                    .note(STEP, |state| &mut state.complete, how, Sent {}, result)
                    .await;
            }
            match (since, there.status) {
                (None, _) => {}
                // It asks for 305, so none has arrived; the same data twice are the same data.
                (Some(_), Some(UnitStatus::Incomplete)) => {
                    self.engine
                        .reopen(STEP, |state| &mut state.complete)
                        .await?;
                }
                (Some(since), _) => return Err(unknown(STEP, since, &["306"])),
            }
        }
        let call = self.idcode.call(request);
        let operation = ModifyCompanyInfo::SPEC.name;
        self.engine
            .once(
                STEP,
                operation,
                |state| &mut state.complete,
                call,
                |_| (Sent {}, "accepted".to_owned()),
            )
            .await?
            .map_err(|refusal| refused(STEP, refusal))
    }
}

/// Whether 306 shows everything that 305 would set and 306 can show.
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
