//! Reads identifiers and names of a plan, by the rules of their kind or without them.

use enterprise_registry::Invalid;
use enterprise_registry::model::{cleaned, name_flaw, name_issues, repaired_name};

use super::section::Section;
use crate::as_written::{self, Identifier};
use crate::error::CommandError;
use crate::global_options::Global;

/// The field of a section that lets its identifiers and names be sent unchanged.
const AS_WRITTEN: &str = "as_written";

impl<'a> Section<'a> {
    /// Whether the section has `as_written = true`.
    pub(crate) fn is_as_written(&self) -> Result<bool, CommandError> {
        Ok(self.flag(AS_WRITTEN)?.unwrap_or(false))
    }

    /// Reads an identifier. Its error names the value that may be meant, and how to send the text
    /// unchanged.
    pub(crate) fn identifier<T: Identifier>(
        &self,
        key: &'a str,
    ) -> Result<Option<T>, CommandError> {
        let as_written = self.is_as_written()?;
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        if as_written {
            let read = T::as_written(&text).map_err(|error| self.invalid(key, error));
            return read.map(Some);
        }
        T::parse(&text).map(Some).map_err(|error| {
            let meant = cleaned(&text).map_or_else(
                || "correct it".to_owned(),
                |code| format!("write {code}, if that is meant"),
            );
            let remedy = if T::as_written(&text).is_ok() {
                format!(
                    "{meant}; or, if the register has it so, {}",
                    self.insistence()
                )
            } else {
                meant
            };
            self.invalid(key, error).with_remedy(remedy)
        })
    }

    /// Reads a name. Invisible and lookalike characters are replaced, with a note; names with
    /// other odd characters are refused.
    pub(crate) fn company_name(
        &self,
        global: &Global,
        key: &'a str,
    ) -> Result<Option<String>, CommandError> {
        let as_written = self.is_as_written()?;
        let Some(name) = self.text(key)? else {
            return Ok(None);
        };
        // Control characters are checked elsewhere.
        let flaw = name_flaw(&name);
        let is_right = flaw.is_none() && name_issues(&name).next().is_none();
        if is_right || name.chars().any(char::is_control) {
            return Ok(Some(name));
        }
        let doubts = |how: &str| -> Vec<Invalid> {
            let flaw = flaw.iter().map(ToString::to_string);
            let issues = name_issues(&name).map(|issue| issue.to_string());
            flaw.chain(issues)
                .map(|reason| Invalid::value(self.field(key), format!("{how}{reason}")))
                .collect()
        };
        if as_written {
            as_written::note(global, &doubts("sent as written; "));
            return Ok(Some(name));
        }
        if let Some(flaw) = flaw.as_ref().filter(|flaw| flaw.is_refused()) {
            let remedy = format!("correct it; or {}", self.insistence());
            return Err(self.invalid(key, flaw).with_remedy(remedy));
        }
        let repaired = repaired_name(&name).map_err(|issue| {
            let remedy = format!("look the name up again; or {}", self.insistence());
            self.invalid(key, issue).with_remedy(remedy)
        })?;
        as_written::note(global, &doubts(""));
        if repaired != name {
            as_written::note_repaired(global, &self.field(key));
        }
        Ok(Some(repaired))
    }

    /// The instruction to send values unchanged.
    fn insistence(&self) -> String {
        format!("add `{AS_WRITTEN} = true` to {}", self.heading())
    }
}
