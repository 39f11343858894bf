//! entinfov2: what the register says of a company.

use endpoint_core::Invalid;
use ihuyi_api::products::{
    Balance, CompanyRecord, CompanyResult, Entinfov2GetNum, Entinfov2Submit,
};

use super::companies::check_identifiers;
use super::{Bureau, NO_NUM, NO_SERIAL, nothing_found};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for Entinfov2Submit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())
    }

    fn serve(self, bureau: &mut Bureau, now_ms: u64) -> Result<CompanyRecord, Denial> {
        let info = bureau
            .companies
            .identified(&self.identifiers())
            .ok_or_else(nothing_found)?
            .clone();
        Ok(CompanyRecord {
            serial: Some(bureau.next_serial(now_ms)),
            result: CompanyResult { info },
        })
    }
}

impl Serve for Entinfov2GetNum {
    const ON_REFUSAL: &'static str = NO_NUM;

    fn serve(self, bureau: &mut Bureau, _: u64) -> Result<Balance, Denial> {
        Ok(bureau.left("entinfov2"))
    }
}
