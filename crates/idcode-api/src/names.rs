//! Warns about texts that name units, persons, places or models.

use endpoint_core::Invalid;
use registry_model::characters::is_quote;
use registry_model::{NameFlaw, NameIssue, NameRemedy, name_flaw, name_issues};

/// Warns about damaged or invisible characters in names, and about texts that are not names: the
/// platform stores them and shows them to everyone who scans.
pub(crate) fn doubts_of_names<'a>(
    named: impl IntoIterator<Item = (&'static str, Option<&'a String>)>,
) -> Vec<Invalid> {
    doubts_by(named, |text| {
        let flaw = name_flaw(text).map(|flaw| flaw.to_string());
        let issues = name_issues(text).map(|issue| issue.to_string());
        flaw.into_iter().chain(issues).collect()
    })
}

/// Refuses a text that is no name in place of the name of a unit, unless it is sent as written: the
/// platform would register it.
pub(crate) fn check_unless(
    as_written: bool,
    parameter: &'static str,
    name: &str,
) -> Result<(), Invalid> {
    match name_flaw(name).filter(NameFlaw::is_refused) {
        Some(flaw) if !as_written => Err(Invalid::value(parameter, flaw.to_string())),
        _ => Ok(()),
    }
}

/// Warns about placeholders, text of programs and damaged characters in free texts such as
/// addresses, in which spaces, quotation marks and question marks may be intended.
pub(crate) fn doubts_of_texts<'a>(
    named: impl IntoIterator<Item = (&'static str, Option<&'a String>)>,
) -> Vec<Invalid> {
    doubts_by(named, |text| {
        let flaw = name_flaw(text).filter(is_of_no_text);
        let issues = name_issues(text).filter(is_damage);
        let issues = issues.map(|issue| issue.to_string());
        flaw.map(|flaw| flaw.to_string())
            .into_iter()
            .chain(issues)
            .collect()
    })
}

fn doubts_by<'a>(
    named: impl IntoIterator<Item = (&'static str, Option<&'a String>)>,
    reasons: impl Fn(&str) -> Vec<String>,
) -> Vec<Invalid> {
    let mut doubts = Vec::new();
    for (name, text) in named {
        let Some(text) = text else { continue };
        for reason in reasons(text) {
            let reason = format!("sent as written; {reason}");
            doubts.push(Invalid::value(name, reason));
        }
    }
    doubts
}

/// Whether even a free text cannot be meant.
const fn is_of_no_text(flaw: &NameFlaw) -> bool {
    matches!(
        flaw,
        NameFlaw::Placeholder
            | NameFlaw::Markup(_)
            | NameFlaw::Expression(_)
            | NameFlaw::Data(_)
            | NameFlaw::Garbled(_)
    )
}

fn is_damage(issue: &NameIssue) -> bool {
    let found = issue.found();
    match issue.remedy() {
        NameRemedy::Write(meant) => meant != ' ' && found != '.',
        NameRemedy::Drop => !found.is_whitespace() && !is_quote(found),
        _ => !matches!(found, '?' | '？'),
    }
}
