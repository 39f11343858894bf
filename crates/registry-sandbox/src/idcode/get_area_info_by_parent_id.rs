//! 102 GetAreaInfoByParentID: lists the divisions directly below one, or those of one level in it
//! (OQ39).

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::GetAreaInfoByParentID;
use idcode_api::{Area, AreaLevel, Idcode};
use registry_model::DivisionCode;

use super::State;
use super::divisions::{self, to_area};
use crate::backend::{Backend, Serve};
use crate::rejection::Rejection;

impl Serve for GetAreaInfoByParentID {
    fn check(&self) -> Result<(), Invalid> {
        match self.level {
            Some(AreaLevel::Other(_)) => Err(Invalid::value("level", "must be 1, 2 or 3")),
            _ => Ok(()),
        }
    }

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Area>, Rejection> {
        let parent: Option<DivisionCode> = match self.parent_id.get() {
            0 => None,
            id => {
                let known = id
                    .to_string()
                    .parse()
                    .ok()
                    .filter(|code| divisions::find(*code).is_some());
                if known.is_none() {
                    let why = Invalid::value("addressidparent", "there is no such area");
                    return Err(Idcode::invalid(&Self::SPEC, &why));
                }
                known
            }
        };
        Ok(match self.level {
            None => divisions::children(parent).map(to_area).collect(),
            Some(level) => divisions::all()
                .filter(|one| divisions::level(*one) == level)
                .filter(|one| divisions::is_within(*one, parent))
                .map(to_area)
                .collect(),
        })
    }
}
