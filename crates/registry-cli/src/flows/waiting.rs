//! How patient does a plan want its flow to be?

use core::time::Duration;

use enterprise_registry::flow::Schedule;

use crate::failure::Failure;
use crate::toml_file::Section;

/// How often is asked for something: of the platform, and after a lost answer.
pub(crate) fn schedules(section: &Section<'_>) -> Result<(Schedule, Schedule), Failure> {
    let first = section.whole_number("first_seconds")?.unwrap_or(10);
    let longest = section.whole_number("longest_seconds")?.unwrap_or(300);
    let minutes: u64 = section.whole_number("at_most_minutes")?.unwrap_or(30);
    let seconds = Duration::from_secs;
    let schedule = Schedule::new(
        seconds(first),
        seconds(longest),
        seconds(minutes.saturating_mul(60)),
    );
    let settling = match section.whole_number("settle_seconds")? {
        None => Schedule::of_a_machine(),
        Some(limit) => Schedule::new(seconds(1), seconds(2), seconds(limit)),
    };
    Ok((schedule, settling))
}
