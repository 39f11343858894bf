//! Examines the configuration of IDcode with a free call.

use std::time::Instant;

use enterprise_registry::idcode::Idcode;
use enterprise_registry::idcode::operations::GetUnitType;

use super::finding::Report;
use super::{dialect, reach};
use crate::session::Session;

pub(super) async fn examine(session: &Session, is_wanted: bool, report: &mut Report) {
    let Some(client) = reach::client::<Idcode>(session, is_wanted, report) else {
        return;
    };
    // This call is the same in all dialects, so a refusal is about the credentials or the clock.
    let began = Instant::now();
    let answer = client.call(GetUnitType::new()).await;
    let is_reached = answer.is_ok();
    reach::tell(session, &client, began, answer, report);
    if !is_reached {
        return;
    }
    let configured = session.settings().idcode_dialect();
    dialect::examine(session, configured, report).await;
}
