//! 305 ModifyCompanyInfo: completes or changes the data of a unit.

use endpoint_core::Invalid;
use idcode_api::operations::{Done, ModifyCompanyInfo};
use idcode_api::{Audit, UnitStatus};

use super::{State, industries, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for ModifyCompanyInfo {
    fn check(&self) -> Result<(), Invalid> {
        use endpoint_core::Endpoint as _;

        self.validate()?;
        if !industries::is_one(self.trade_id) {
            return Err(Invalid::value(
                "trade_ID",
                "103 does not list this industry",
            ));
        }
        Ok(())
    }

    /// Absent values stay unchanged. The first completion submits the unit for review.
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Done, Rejection> {
        let registered = state
            .units
            .find_mut(&self.company)
            .ok_or_else(no_such_unit)?;
        registered.record_change(state.lag, now_ms);
        let unit = &mut registered.unit;
        unit.trade_id = Some(self.trade_id);
        unit.address = Some(self.address);
        for (field, sent) in [
            (&mut unit.name_en, self.name_en),
            (&mut unit.address_en, self.address_en),
            (&mut unit.email, self.email),
            (&mut unit.contact, self.contact),
            (&mut unit.office_phone, self.office_phone),
        ] {
            if sent.is_some() {
                *field = sent;
            }
        }
        let account = &mut registered.account;
        account.size = self.size;
        if self.registered_capital.is_some() {
            account.registered_capital = self.registered_capital;
        }
        for (field, sent) in [
            (&mut account.contact_en, self.contact_en),
            (&mut account.work_address, self.work_address),
            (&mut account.work_address_en, self.work_address_en),
        ] {
            if sent.is_some() {
                *field = sent;
            }
        }
        if unit.status == Some(UnitStatus::Incomplete) {
            unit.status = Some(UnitStatus::ToBeReviewed);
            registered.audit = Audit::UnderReview;
        }
        Ok(Done {})
    }
}
