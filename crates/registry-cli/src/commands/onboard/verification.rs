//! Reads how a plan wants its company verified: by a query, a known match, or not at all.

use core::time::Duration;

use enterprise_registry::ihuyi::Serial;
use enterprise_registry::ihuyi::products::{MatchResult, MatchStatus, Matched};
use enterprise_registry::onboarding::Verification;

use crate::error::CommandError;
use crate::toml_file::Section;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn verification(section: Section<'_>) -> Result<Verification, CommandError> {
    let skips = section.one_of("how", &[("ask", false), ("skip", true)])?;
    let serial = section.text("serial")?;
    let fresh_days: Option<u32> = section.whole_number("fresh_days")?;
    let matched_on = section.date("matched_on")?;
    let about_a_match = [
        ("serial", serial.is_some()),
        ("fresh_days", fresh_days.is_some()),
    ];
    if let (None, Some((key, _))) = (matched_on, about_a_match.into_iter().find(|(_, is)| *is)) {
        return Err(section.invalid(key, "needs `matched_on`; without it ent3f is paid again"));
    }
    if let (Some(true), Some(_)) = (skips, matched_on) {
        return Err(section.invalid("matched_on", "contradicts how = \"skip\""));
    }
    let known = match matched_on {
        None => None,
        Some(date) => {
            let at_ms =
                start_of(date).ok_or_else(|| section.invalid("matched_on", "is before 1970"))?;
            Some(Verification::Known {
                response: Matched {
                    serial: serial.map(Serial::new),
                    result: MatchResult::new(MatchStatus::Match),
                },
                at_ms,
                fresh_for: DAY.saturating_mul(fresh_days.unwrap_or(30)),
            })
        }
    };
    section.refuse_unknown()?;
    Ok(match (skips, known) {
        (Some(true), _) => Verification::Skip,
        (_, Some(known)) => known,
        (_, None) => Verification::Ask,
    })
}

/// The start of a day in China, in milliseconds since 1970.
fn start_of(day: jiff::civil::Date) -> Option<u64> {
    let china = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let moment = day.to_zoned_datetime(china).ok()?.timestamp();
    u64::try_from(moment.as_millisecond()).ok()
}
