//! 105 GetUnitType: lists the organisation kinds.

use idcode_api::operations::{GetUnitType, UnitType};
use registry_model::DecimalId;

use super::State;
use crate::backend::Serve;
use crate::rejection::Rejection;

/// The document lists none. Clients use 1003; the others are made up.
const KINDS: [(u64, &str); 9] = [
    (1001, "机关"),
    (1002, "事业单位"),
    (1003, "企业"),
    (1004, "社会团体"),
    (1005, "个体工商户"),
    (1006, "民办非企业单位"),
    (1007, "基金会"),
    (1008, "农民专业合作社"),
    (1099, "其他"),
];

/// Whether 105 lists this code.
pub(super) fn is_a_kind(code: DecimalId) -> bool {
    KINDS.iter().any(|(kind, _)| code == DecimalId::from(*kind))
}

impl Serve for GetUnitType {
    fn serve(self, _: &mut State, _: u64) -> Result<Vec<UnitType>, Rejection> {
        let kinds = KINDS.iter().map(|(code, name)| UnitType {
            name: Some((*name).to_owned()),
            code: (*code).into(),
        });
        Ok(kinds.collect())
    }
}
