//! Oddities of valid identifiers.

use core::fmt;

/// An oddity of a valid identifier. Never a reason to refuse it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// GB 32100 assigns the first character of the credit code to no department.
    UnknownDepartment,
    /// The first two digits of the division are no province of GB/T 2260, and the division is not
    /// `100000`, the registration authority of the whole country. Such codes exist.
    UnknownRegion,
    /// The same 18 characters are also a valid number of a resident identity card: this may be
    /// personal data, and should be handled as such until someone has looked.
    AlsoResidentId,
    /// The check character of a credit code follows the rule that Fujian used before the standard
    /// ([`CheckRule::FujianPilot`](crate::CheckRule::FujianPilot)), not GB 32100. Observed in
    /// public codes; no standard has it.
    PilotCheckCharacter,
    /// The 15 digits may also be the number of a first-generation identity card: this may be
    /// personal data, and should be handled as such until someone has looked.
    MayBeResidentId,
    /// The text is kept as written, and breaks a rule of its kind.
    AsWritten,
}

impl Warning {
    const ALL: [Self; 6] = [
        Self::UnknownDepartment,
        Self::UnknownRegion,
        Self::AlsoResidentId,
        Self::PilotCheckCharacter,
        Self::MayBeResidentId,
        Self::AsWritten,
    ];

    /// The name in machine-readable output: `unknown_department`, `unknown_region`,
    /// `also_resident_id`, `pilot_check_character`, `may_be_resident_id`, `as_written`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownDepartment => "unknown_department",
            Self::UnknownRegion => "unknown_region",
            Self::AlsoResidentId => "also_resident_id",
            Self::PilotCheckCharacter => "pilot_check_character",
            Self::MayBeResidentId => "may_be_resident_id",
            Self::AsWritten => "as_written",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::UnknownDepartment => 1,
            Self::UnknownRegion => 2,
            Self::AlsoResidentId => 4,
            Self::PilotCheckCharacter => 8,
            Self::MayBeResidentId => 16,
            Self::AsWritten => 32,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::UnknownDepartment => {
                "position 1 is the letter of no known registration department"
            }
            Self::UnknownRegion => "the division begins with no known province",
            Self::AlsoResidentId => "also a valid resident id, treat as personal data",
            Self::PilotCheckCharacter => {
                "the check character follows the rule of Fujian's pilot before 2016 (observed), \
                 not GB 32100"
            }
            Self::MayBeResidentId => {
                "may also be a first-generation resident id, treat as personal data"
            }
            Self::AsWritten => "kept as written, against a rule of its kind",
        })
    }
}

/// A set of [`Warning`]s, in the order of the enumeration.
///
/// ```
/// use registry_model::{DivisionCode, Warning};
///
/// let code: DivisionCode = "990101".parse()?;
/// assert!(code.warnings().contains(Warning::UnknownRegion));
/// assert_eq!(code.warnings().iter().count(), 1);
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Warnings(u8);

impl Warnings {
    pub(crate) const fn with_if(self, odd: bool, warning: Warning) -> Self {
        if odd {
            Self(self.0 | warning.bit())
        } else {
            self
        }
    }

    /// Whether there is nothing to look at.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `warning` is among them.
    #[must_use]
    pub const fn contains(self, warning: Warning) -> bool {
        self.0 & warning.bit() != 0
    }

    /// The warnings, one by one.
    pub fn iter(self) -> impl Iterator<Item = Warning> {
        Warning::ALL
            .into_iter()
            .filter(move |warning| self.contains(*warning))
    }
}

impl fmt::Debug for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
