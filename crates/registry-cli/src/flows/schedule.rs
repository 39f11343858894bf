//! Reads the schedule of a plan: how often to look, and how long.

use core::time::Duration;

use enterprise_registry::flow::{LookupPolicy, Schedule};

use crate::error::CommandError;
use crate::toml_file::Section;

/// The schedule for steps that take time, and the time to look for an entry after a lost reply.
pub(crate) fn schedules(section: &Section<'_>) -> Result<(Schedule, LookupPolicy), CommandError> {
    let first = section.whole_number("first_seconds")?.unwrap_or(10);
    let longest = section.whole_number("longest_seconds")?.unwrap_or(300);
    let minutes: u64 = section.whole_number("at_most_minutes")?.unwrap_or(30);
    let seconds = Duration::from_secs;
    let schedule = Schedule::new(
        seconds(first),
        seconds(longest),
        seconds(minutes.saturating_mul(60)),
    );
    let lag = section.whole_number("listing_lag_seconds")?;
    let lookup_policy = match section.whole_number("settle_seconds")? {
        Some(limit) => Schedule::for_list(seconds(limit)).into(),
        None => lag.map_or_else(LookupPolicy::default, |lag| {
            LookupPolicy::with_listing_lag(seconds(lag))
        }),
    };
    Ok((schedule, lookup_policy))
}
