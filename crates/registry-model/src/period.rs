//! Spans of days as registers write them.

use jiff::civil::Date;

use crate::date::RegistryDate;
use crate::parsed_value::FromRegisterText;

/// A span of days, both ends included, such as the term of a right.
///
/// Read from two dates in any form that [`RegistryDate`] knows, with 至, 到 or `~` between them.
///
/// ```
/// use registry_model::jiff::civil::date;
/// use registry_model::{Period, ParsedValue};
///
/// let term = ParsedValue::<Period>::from("2025年06月14日至2035年06月13日");
/// let period = term.value().ok_or("no period")?;
/// assert_eq!(period.from, date(2025, 6, 14));
/// assert_eq!(period.to, Some(date(2035, 6, 13)));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day; `None` for a period without end (长期).
    pub to: Option<Date>,
}

impl FromRegisterText for Period {
    fn read(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(['至', '到', '~', '～'])?;
        let to = RegistryDate::new(to.trim());
        if !to.is_read() {
            return None;
        }
        Some(Self {
            from: RegistryDate::new(from.trim()).day()?,
            to: to.day(),
        })
    }
}
