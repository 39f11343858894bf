//! Is the unit's certificate with the platform (304)?

use endpoint_core::Endpoint as _;
use idcode_api::operations::{GetOrganUnitStatus, VerifyCompanyInfo};
use registry_model::IdCode;

use super::state::Sent;
use super::{Onboarding, requests, unknown};
use crate::flow::{Entry, Event, How, Outcome, Step, refused};

const STEP: Step = Step::Certify;

impl Onboarding {
    pub(super) async fn certify(&mut self, unit: &IdCode) -> Outcome<()> {
        let since = match &self.engine.state.certify {
            Entry::Done { .. } => return Ok(()),
            Entry::Begun { at_ms } | Entry::Refused { at_ms, .. } => Some(*at_ms),
            Entry::Open => None,
        };
        let Some(certification) = self.plan.certification.clone() else {
            let because = "the plan has no certificate".to_owned();
            self.engine.tell(&Event::Skipped {
                step: STEP,
                because,
            });
            return Ok(());
        };
        self.bind(STEP);
        // One that was there before may be verified already.
        let was_found = self.engine.state.register.how() == Some(How::Found);
        if since.is_some() || was_found {
            let request = GetOrganUnitStatus::new(unit.clone());
            let status = self.engine.must_read(STEP, &self.idcode, request).await?;
            if status.authentication.is_verified() {
                let how = match since {
                    Some(_) => How::Settled,
                    None => How::Found,
                };
                let result = "the unit is verified";
                return self
                    .engine
                    .note(STEP, |state| &mut state.certify, how, Sent {}, result)
                    .await;
            }
            if let Some(since) = since {
                return Err(unknown(STEP, since, &["308"]));
            }
        }
        let call = self
            .idcode
            .call(requests::certify(&certification, unit.clone()));
        let operation = VerifyCompanyInfo::SPEC.name;
        self.engine
            .once(
                STEP,
                operation,
                |state| &mut state.certify,
                call,
                |_| (Sent {}, "accepted".to_owned()),
            )
            .await?
            .map_err(|refusal| refused(STEP, refusal))
    }
}
