//! entinfov2: returns the register's record of a company.

use endpoint_core::Invalid;
use ihuyi_api::products::{CompanyRecord, CompanyResult, Entinfov2Submit};

use super::companies::check_identifiers;
use super::{NO_SERIAL, State, masking, nothing_found};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for Entinfov2Submit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<CompanyRecord, Rejection> {
        let company = state
            .companies
            .identified(&self.identifiers())
            .ok_or_else(nothing_found)?;
        let mut info = company.info.clone();
        if state.masks_names {
            masking::persons(&mut info);
        }
        Ok(CompanyRecord {
            serial: Some(state.next_serial(now_ms)),
            result: CompanyResult { info },
        })
    }
}
