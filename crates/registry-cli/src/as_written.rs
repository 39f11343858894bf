//! Reads identifiers and names, and sends irregular ones unchanged under `--as-written`.

use clap::Args;
use enterprise_registry::Invalid;
use enterprise_registry::model::{
    NameFlaw, ParseIdentifierError, cleaned, name_flaw, name_issues, repaired_name,
};

use crate::error::CommandError;
use crate::global_options::Global;
use crate::stderr;

/// The option `--as-written`.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct AsWritten {
    /// Send an identifier unchanged even if it breaks a rule of its kind, and warn: some registers
    /// hold such values.
    #[arg(id = "as_written", long = "as-written")]
    as_written: bool,
}

/// An identifier that can also be read without the rules of its kind.
pub(crate) trait Identifier: Sized {
    fn parse(text: &str) -> Result<Self, ParseIdentifierError>;
    fn as_written(text: &str) -> Result<Self, ParseIdentifierError>;
}

macro_rules! identifiers {
    ($($type:ident)*) => {
        $(impl Identifier for enterprise_registry::model::$type {
            fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
                text.parse()
            }

            fn as_written(text: &str) -> Result<Self, ParseIdentifierError> {
                Self::as_written(text)
            }
        })*
    };
}

identifiers! { UnifiedSocialCreditCode OrganizationCode RegistrationNumber IdCode }

impl AsWritten {
    /// Whether the option is given.
    pub(crate) const fn is_given(self) -> bool {
        self.as_written
    }

    /// Reads an identifier by the rules of its kind, or without them under the option.
    pub(crate) fn read<T: Identifier>(
        self,
        parameter: &'static str,
        text: &str,
    ) -> Result<T, CommandError> {
        let read = if self.as_written {
            T::as_written(text)
        } else {
            T::parse(text)
        };
        read.map_err(|error| {
            let can_insist = !self.as_written && T::as_written(text).is_ok();
            invalid_identifier(
                &Invalid::value(parameter, error.to_string()),
                text,
                can_insist,
            )
        })
    }
}

impl AsWritten {
    /// Mends the characters of a part of a name, or keeps it under the option and warns of each odd
    /// one.
    pub(crate) fn part_of_name(
        self,
        global: &Global,
        parameter: &'static str,
        name: &str,
    ) -> Result<String, CommandError> {
        if !self.as_written {
            return corrected(global, parameter, name);
        }
        let issues = name_issues(name)
            .map(|issue| Invalid::value(parameter, format!("sent as written; {issue}")));
        note(global, &issues.collect::<Vec<_>>());
        Ok(name.to_owned())
    }
}

/// The error of an invalid identifier. Its remedy names the value that may be meant, and
/// `--as-written` where that would help.
pub(crate) fn invalid_identifier(invalid: &Invalid, text: &str, can_insist: bool) -> CommandError {
    let failure = CommandError::from(invalid.clone());
    let meant = cleaned(text).map(|code| format!("write {code}, if that is meant"));
    let remedy = match (meant, can_insist) {
        (None, false) => return failure,
        (Some(meant), false) => format!("nothing was sent; {meant}"),
        (meant, true) => format!(
            "nothing was sent; {}, or add --as-written to send it unchanged",
            meant.as_deref().unwrap_or("correct the value")
        ),
    };
    failure.with_remedy(remedy)
}

/// Writes a name as registers do: invisible and lookalike characters are replaced, with a note.
/// Names with other odd characters, and texts that are no names, are refused.
pub(crate) fn repaired(
    global: &Global,
    parameter: &'static str,
    name: &str,
) -> Result<String, CommandError> {
    if let Some(flaw) = name_flaw(name).filter(NameFlaw::is_refused) {
        return Err(refused(parameter, flaw.to_string(), "correct the value"));
    }
    corrected(global, parameter, name)
}

/// The same of a part of a name, which any word can be.
fn corrected(global: &Global, parameter: &'static str, name: &str) -> Result<String, CommandError> {
    let repaired = repaired_name(name)
        .map_err(|issue| refused(parameter, issue.to_string(), "look the name up again"))?;
    if name_issues(name).next().is_none() {
        return Ok(name.to_owned());
    }
    for issue in name_issues(name) {
        let change = Invalid::value(parameter, issue.to_string());
        note(global, &[change]);
    }
    note_repaired(global, parameter);
    Ok(repaired)
}

fn refused(parameter: &'static str, reason: String, remedy: &str) -> CommandError {
    CommandError::from(Invalid::value(parameter, reason)).with_remedy(format!(
        "nothing was sent; {remedy}, or add --as-written to send it unchanged"
    ))
}

/// Notes on stderr that a name is sent repaired.
pub(crate) fn note_repaired(global: &Global, parameter: &str) {
    if !global.quiet {
        stderr::note(&format!("`{parameter}` is sent corrected"));
    }
}

/// Warns on stderr of doubtful values of a request.
pub(crate) fn note(global: &Global, doubts: &[Invalid]) {
    if global.quiet {
        return;
    }
    for doubt in doubts {
        stderr::note(&format!("warning: {doubt}"));
    }
}
