//! Examines settings, reachability and clock of a vendor's host.

use core::time::Duration;
use std::time::Instant;

use enterprise_registry::{Client, Error};

use super::finding::{Finding, Report, State};
use crate::config::{Origin, SettingReport};
use crate::session::Session;
use crate::settings::ConfiguredVendor;

/// The clock difference above which the doctor gives notice. Neither vendor documents a limit.
const NOTICED: Duration = Duration::from_secs(30);

/// Reports the settings of a vendor, and returns a client if they suffice.
pub(super) fn client<V: ConfiguredVendor>(
    session: &Session,
    is_wanted: bool,
    report: &mut Report,
) -> Option<Client<V>> {
    let settings = V::report(session.settings());
    let is_untouched = V::wrong(session.settings()).is_none()
        && settings.iter().all(|setting| setting.origin.is_none());
    if is_untouched && !is_wanted {
        report.add(Finding::new(
            V::NAME,
            "configuration",
            State::Untried,
            "not configured",
        ));
        return None;
    }
    for setting in settings {
        report.add(finding(V::NAME, setting));
    }
    let client = match session.client::<V>() {
        Ok(client) => client,
        Err(failure) => {
            report.add_failure(V::NAME, "configuration", failure);
            return None;
        }
    };
    let address = client.base_url();
    let finding = if address.is_exposed() {
        Finding::new(V::NAME, "address", State::Notice, address.as_str())
            .with_help("without https, anyone on the network path can read and repeat requests")
    } else {
        Finding::new(V::NAME, "address", State::Good, address.as_str())
    };
    report.add(finding);
    Some(client)
}

/// The origin and value of a setting, as a finding.
pub(super) fn finding(vendor: &'static str, setting: SettingReport) -> Finding {
    let SettingReport {
        key,
        is_needed,
        origin,
        value,
    } = setting;
    let (state, from) = match origin {
        Some(Origin::Environment(variable)) => (State::Good, format!("from {variable}")),
        Some(Origin::Profile { name, .. }) => (State::Good, format!("from the profile {name}")),
        Some(Origin::Sandbox) => (State::Good, "from the sandbox".to_owned()),
        None if is_needed => (State::Bad, "not set".to_owned()),
        None => (State::Good, "not set; the default applies".to_owned()),
    };
    let found = match value {
        Some(value) => format!("{value}, {from}"),
        None => from,
    };
    Finding::new(vendor, key, state, found)
}

/// Reports the result of a free call that began at `began`, and the time of the host.
pub(super) fn tell<V: ConfiguredVendor, T>(
    session: &Session,
    client: &Client<V>,
    began: Instant,
    answer: Result<T, Error>,
    report: &mut Report,
) {
    match answer {
        Ok(_) => {
            let found = format!("accepted, after {} ms", began.elapsed().as_millis());
            report.add(Finding::new(V::NAME, "credentials", State::Good, found));
        }
        Err(error) => report.add_failure(V::NAME, "credentials", error.into()),
    }
    report.add(match client.clock_offset() {
        None => Finding::new(V::NAME, "clock", State::Untried, "no response had a date"),
        Some(offset) if offset.apart() > NOTICED => {
            let limit = V::correct_clock(session.settings());
            let is_corrected = limit.is_some_and(|limit| offset.apart() <= limit.duration());
            Finding::new(V::NAME, "clock", State::Notice, offset.to_string()).with_help(
                if is_corrected {
                    "signatures use the vendor's time, as `correct_clock` allows; set the clock of \
                     this machine all the same"
                } else {
                    "set the clock of this machine, because signatures use its time; or set \
                     `correct_clock`"
                },
            )
        }
        Some(offset) => Finding::new(V::NAME, "clock", State::Good, offset.to_string()),
    });
}
