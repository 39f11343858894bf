//! entinfov2: what the register says of a company.

use endpoint_core::Invalid;
use ihuyi_api::products::{CompanyRecord, CompanyResult, Entinfov2Submit};

use super::companies::check_identifiers;
use super::{Bureau, NO_SERIAL, masking, nothing_found};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for Entinfov2Submit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())
    }

    fn serve(self, bureau: &mut Bureau, now_ms: u64) -> Result<CompanyRecord, Denial> {
        let company = bureau
            .companies
            .identified(&self.identifiers())
            .ok_or_else(nothing_found)?;
        let mut info = company.info.clone();
        if bureau.masks_names {
            masking::persons(&mut info);
        }
        Ok(CompanyRecord {
            serial: Some(bureau.next_serial(now_ms)),
            result: CompanyResult { info },
        })
    }
}
