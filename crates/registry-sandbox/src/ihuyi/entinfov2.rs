//! entinfov2: what the register says of a company.

use endpoint_core::Invalid;
use ihuyi_api::products::{
    Balance, CompanyRecord, CompanyResult, Entinfov2GetNum, Entinfov2Submit,
};

use super::companies::Wanted;
use super::ent3f::check_name;
use super::{Bureau, NO_NUM, NO_SERIAL, nothing_found};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for Entinfov2Submit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    /// One identifier at least. The text asks for one of four, but every worked example sends
    /// two (open question `one-of`), so more are taken if they mean one company.
    fn check(&self) -> Result<(), Invalid> {
        let given = self.company.is_some()
            || self.code.is_some()
            || self.registration_number.is_some()
            || self.organization_code.is_some();
        if !given {
            let names = ["ent_name", "ent_code", "reg_no", "organization_code"];
            return Err(Invalid::Combination {
                names: names.map(Into::into).to_vec(),
                reason: format!("one of {} is required", names.join(", ")),
            });
        }
        self.company.as_deref().map_or(Ok(()), check_name)
    }

    fn serve(self, bureau: &mut Bureau, now_ms: u64) -> Result<CompanyRecord, Denial> {
        let wanted = Wanted {
            name: self.company.as_deref().map(str::trim),
            credit_code: self.code.as_ref().map(|code| code.as_str()),
            registration_number: self.registration_number.as_ref().map(|no| no.as_str()),
            organization_code: self.organization_code.as_ref().map(|code| code.as_str()),
        };
        let info = bureau
            .companies
            .find(wanted)
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
