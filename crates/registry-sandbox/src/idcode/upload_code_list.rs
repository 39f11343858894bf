//! 501 UploadCodeList: uploads item codes as one text.

use endpoint_core::Invalid;
use idcode_api::operations::{Done, Generation, UploadCodeList, UploadKind};
use registry_model::{DecimalId, IdCode};

use super::item_codes::UploadedCodes;
use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for UploadCodeList {
    fn check(&self) -> Result<(), Invalid> {
        check_generation(self.generation)
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<Done, Rejection> {
        let about = (&self.company, self.registration_id);
        let codes = self.codes.as_slice().iter().collect();
        take(state, about, codes, UploadKind::List, None, now_ms)
    }
}

/// Checks the kind of short codes. The sandbox makes none.
pub(super) fn check_generation(generation: Option<Generation>) -> Result<(), Invalid> {
    match generation {
        Some(Generation::Other(_)) => Err(Invalid::value("generateType", "must be 0 or 1")),
        _ => Ok(()),
    }
}

/// Stores the codes for a registration of the unit with this main code.
pub(super) fn take(
    state: &mut State,
    (company, registration_id): (&IdCode, DecimalId),
    codes: UploadedCodes,
    kind: UploadKind,
    file_name: Option<String>,
    now_ms: u64,
) -> Result<Done, Rejection> {
    let unit = state.units.find(company).ok_or_else(no_such_unit)?;
    let registration = state.registrations.find(unit.unit.id, registration_id)?;
    state
        .uploads
        .take(registration, codes, kind, file_name, now_ms);
    Ok(Done {})
}
