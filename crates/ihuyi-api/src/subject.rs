//! Identifies the company of a query.

use endpoint_core::Invalid;
use registry_model::{
    IdentifierKind, NameFlaw, OrganizationCode, ParseIdentifierError, RegistrationNumber,
    UnifiedSocialCreditCode, Warning, Warnings, cleaned, identify, name_flaw, name_issues,
};

pub(crate) const NAME: &str = "ent_name";
pub(crate) const CREDIT_CODE: &str = "ent_code";
pub(crate) const ORGANIZATION_CODE: &str = "organization_code";
pub(crate) const REGISTRATION_NUMBER: &str = "reg_no";

/// One company, by one of the four identifiers of ihuyi.
///
/// The documents require one of the four, but their examples send several (open question
/// `one-of`). A `Subject` holds exactly one, unless [`Subject::several`] was called.
///
/// ```
/// use ihuyi_api::Subject;
///
/// assert!(matches!(Subject::parse("91310116761614322N")?, Subject::CreditCode(_)));
/// assert!(matches!(Subject::parse("上海思锐信息技术有限公司")?, Subject::Name(_)));
///
/// // An invalid identifier is refused before it costs money.
/// let invalid = Subject::parse("91310116761614323N").unwrap_err();
/// assert_eq!(
///     invalid.to_string(),
///     "parameter `ent_code`: unified social credit code: position 17: check character is '3', \
///      expected '2'"
/// );
/// # Ok::<(), endpoint_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// By name (`ent_name`).
    Name(String),
    /// By a name as written, whatever its characters, as the user insists.
    NameAsWritten(String),
    /// By unified social credit code (`ent_code`).
    CreditCode(UnifiedSocialCreditCode),
    /// By organisation code (`organization_code`). Not signed.
    OrganizationCode(OrganizationCode),
    /// By registration number (`reg_no`). Not signed.
    RegistrationNumber(RegistrationNumber),
    /// By more than one identifier: see [`Subject::several`].
    Several(Several),
}

/// Several identifiers of one company, built by [`Subject::several`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several(Identifiers);

/// The identifiers of a company, those that are known or those of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identifiers {
    /// Name (`ent_name`).
    pub name: Option<String>,
    /// Unified social credit code (`ent_code`).
    pub credit_code: Option<UnifiedSocialCreditCode>,
    /// Organisation code (`organization_code`).
    pub organization_code: Option<OrganizationCode>,
    /// Registration number (`reg_no`).
    pub registration_number: Option<RegistrationNumber>,
}

impl Subject {
    /// Reads a text as the identifier whose form it has, or as a name.
    ///
    /// # Errors
    ///
    /// The text has the form of an identifier but is invalid, or of a kind that ihuyi does not
    /// take, such as a resident identity number. The error does not repeat the text.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let wrong = |name: &'static str| {
            move |error: ParseIdentifierError| Invalid::value(name, error.to_string())
        };
        match kind_by_form(text) {
            IdentifierKind::CreditCode => {
                let code = text.parse().map_err(wrong(CREDIT_CODE))?;
                Ok(Self::CreditCode(code))
            }
            IdentifierKind::OrganizationCode if text.is_ascii() => {
                let code = text.parse().map_err(wrong(ORGANIZATION_CODE))?;
                Ok(Self::OrganizationCode(code))
            }
            IdentifierKind::RegistrationNumber => {
                let number = text.parse().map_err(wrong(REGISTRATION_NUMBER))?;
                Ok(Self::RegistrationNumber(number))
            }
            _ => {
                check_name(NAME, text)?;
                Ok(Self::Name(text.to_owned()))
            }
        }
    }

    /// Like [`Subject::parse`], but sends an invalid identifier as written: registers contain such
    /// identifiers.
    ///
    /// ```
    /// use ihuyi_api::Subject;
    ///
    /// // The number of a cooperative: letters among the digits, against GS 15.
    /// let subject = Subject::as_written("411481NA000138X")?;
    /// assert!(matches!(subject, Subject::RegistrationNumber(number) if number.is_as_written()));
    /// # Ok::<(), endpoint_core::Invalid>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is empty, contains control characters, or has more than 60 bytes; or it has the
    /// form of an identifier that ihuyi does not take. Then construct the variant that is meant.
    pub fn as_written(text: &str) -> Result<Self, Invalid> {
        Self::parse(text).or_else(|refused| {
            let text = text.trim();
            let wrong = |name: &'static str| {
                move |error: ParseIdentifierError| Invalid::value(name, error.to_string())
            };
            match kind_by_form(text) {
                IdentifierKind::CreditCode => UnifiedSocialCreditCode::as_written(text)
                    .map(Self::CreditCode)
                    .map_err(wrong(CREDIT_CODE)),
                IdentifierKind::OrganizationCode => OrganizationCode::as_written(text)
                    .map(Self::OrganizationCode)
                    .map_err(wrong(ORGANIZATION_CODE)),
                IdentifierKind::RegistrationNumber => RegistrationNumber::as_written(text)
                    .map(Self::RegistrationNumber)
                    .map_err(wrong(REGISTRATION_NUMBER)),
                _ => Err(refused),
            }
        })
    }

    /// Warnings to consider before paying for the query: the broken rules of identifiers as
    /// written, and oddities of valid ones.
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        self.clone().into_identifiers().doubts()
    }

    /// One company by several of its identifiers, contrary to the documents.
    ///
    /// They do not say whether the vendor then requires all of them to match, or uses the first.
    ///
    /// ```
    /// use ihuyi_api::{Identifiers, Subject};
    ///
    /// let subject = Subject::several(Identifiers {
    ///     name: Some("上海思锐信息技术有限公司".to_owned()),
    ///     credit_code: Some("91310116761614322N".parse()?),
    ///     ..Identifiers::default()
    /// })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fewer than two identifiers are given.
    pub fn several(identifiers: Identifiers) -> Result<Self, Invalid> {
        let count = identifiers.count();
        if count < 2 {
            return Err(wrong_number("at least two", count));
        }
        Ok(Self::Several(Several(identifiers)))
    }

    /// Oddities of the identifiers that are no reason to refuse them, above all a credit code that
    /// is also a valid resident identity number.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        let identifiers = self.clone().into_identifiers();
        let of_number = identifiers
            .registration_number
            .map(|number| number.warnings());
        let of_code = identifiers.credit_code.map(|code| code.warnings());
        of_code.or(of_number).unwrap_or_default()
    }

    /// The identifiers: one, unless [`Subject::several`] was called.
    #[must_use]
    pub fn into_identifiers(self) -> Identifiers {
        let none = Identifiers::default();
        match self {
            Self::Name(name) | Self::NameAsWritten(name) => Identifiers {
                name: Some(name),
                ..none
            },
            Self::CreditCode(code) => Identifiers {
                credit_code: Some(code),
                ..none
            },
            Self::OrganizationCode(code) => Identifiers {
                organization_code: Some(code),
                ..none
            },
            Self::RegistrationNumber(number) => Identifiers {
                registration_number: Some(number),
                ..none
            },
            Self::Several(Several(identifiers)) => identifiers,
        }
    }

    /// Whether the name is sent as written.
    pub(crate) fn is_name_as_written(&self) -> bool {
        matches!(self, Self::NameAsWritten(_))
    }

    /// Whether several identifiers are intended.
    pub(crate) fn is_several(&self) -> bool {
        matches!(self, Self::Several(_))
    }
}

impl Identifiers {
    /// The number of identifiers.
    #[must_use]
    pub fn count(&self) -> usize {
        let Self {
            name,
            credit_code,
            organization_code,
            registration_number,
        } = self;
        usize::from(name.is_some())
            + usize::from(credit_code.is_some())
            + usize::from(organization_code.is_some())
            + usize::from(registration_number.is_some())
    }

    /// Warnings about them: see [`Subject::doubts`].
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        let Self {
            name,
            credit_code,
            organization_code,
            registration_number,
        } = self;
        let mut doubts = name
            .as_deref()
            .map_or_else(Vec::new, |name| name_doubts(NAME, name));
        doubts.extend(credit_code.iter().flat_map(code_doubts));
        if let Some(code) = organization_code {
            doubts.extend(doubts_of(
                ORGANIZATION_CODE,
                code.broken_rule(),
                code.warnings(),
            ));
        }
        if let Some(number) = registration_number {
            doubts.extend(doubts_of(
                REGISTRATION_NUMBER,
                number.broken_rule(),
                number.warnings(),
            ));
        }
        doubts
    }

    /// Checks that there is exactly one identifier unless several are intended, and that the name
    /// is valid or sent as written.
    pub(crate) fn check(&self, several: bool, name_as_written: bool) -> Result<(), Invalid> {
        match self.count() {
            1 => {}
            0 => return Err(wrong_number("exactly one", 0)),
            _ if several => {}
            count => return Err(wrong_number("exactly one", count)),
        }
        self.name.as_deref().map_or(Ok(()), |name| {
            check_name_unless(name_as_written, NAME, name)
        })
    }
}

impl From<UnifiedSocialCreditCode> for Subject {
    fn from(code: UnifiedSocialCreditCode) -> Self {
        Self::CreditCode(code)
    }
}

impl From<OrganizationCode> for Subject {
    fn from(code: OrganizationCode) -> Self {
        Self::OrganizationCode(code)
    }
}

impl From<RegistrationNumber> for Subject {
    fn from(number: RegistrationNumber) -> Self {
        Self::RegistrationNumber(number)
    }
}

/// The kind of identifier whose form a text has. A text with Chinese characters is a name, such as
/// `12345678店`, unless it is a valid or damaged identifier.
fn kind_by_form(text: &str) -> IdentifierKind {
    let found = identify(text);
    let is_meant = found.is_valid() || found.is_personal() || cleaned(text).is_some();
    let has_chinese = text.contains(|next| matches!(next, '\u{3400}'..='\u{9fff}'));
    if has_chinese && !is_meant {
        IdentifierKind::Unknown
    } else {
        found.kind()
    }
}

/// Checks a name. As written, it only must not be empty or contain control characters.
pub(crate) fn check_name_unless(
    as_written: bool,
    parameter: &'static str,
    name: &str,
) -> Result<(), Invalid> {
    if as_written {
        check_as_written(parameter, name)
    } else {
        check_name(parameter, name)
    }
}

/// Checks a part of a name, which any word can be: `58`, `公司`.
#[cfg(feature = "unverified")]
pub(crate) fn check_part_unless(
    as_written: bool,
    parameter: &'static str,
    part: &str,
) -> Result<(), Invalid> {
    if as_written {
        return check_as_written(parameter, part);
    }
    Invalid::if_empty(parameter, part)?;
    if let Some(flaw) = part_flaw(part) {
        return Err(Invalid::value(parameter, flaw.to_string()));
    }
    check_characters(parameter, part)?;
    check_form(parameter, part)
}

/// The reason that a text is no part of a name: text of programs, or their word for no value.
/// Chinese words of people for it, such as `无`, are parts of names.
#[cfg(feature = "unverified")]
fn part_flaw(part: &str) -> Option<NameFlaw> {
    name_flaw(part).filter(|flaw| match flaw {
        NameFlaw::Placeholder => part.is_ascii(),
        NameFlaw::Markup(_)
        | NameFlaw::Expression(_)
        | NameFlaw::Data(_)
        | NameFlaw::Address(_)
        | NameFlaw::Garbled(_) => true,
        _ => false,
    })
}

fn check_as_written(parameter: &'static str, name: &str) -> Result<(), Invalid> {
    Invalid::if_empty(parameter, name)?;
    if name.chars().any(char::is_control) {
        return Err(Invalid::value(parameter, "has a control character"));
    }
    Ok(())
}

/// Warnings about a name: asterisks in place of characters, and if it is sent as written,
/// everything for which it would otherwise be refused.
pub(crate) fn name_doubts(parameter: &'static str, name: &str) -> Vec<Invalid> {
    let flaw = name_flaw(name).map(|flaw| flaw.to_string());
    let issues = name_issues(name).map(|issue| issue.to_string());
    flaw.into_iter()
        .chain(issues)
        .map(|reason| Invalid::value(parameter, format!("sent as written; {reason}")))
        .collect()
}

/// Warnings about a part of a name that is sent as written.
#[cfg(feature = "unverified")]
pub(crate) fn part_doubts(parameter: &'static str, part: &str) -> Vec<Invalid> {
    let flaw = part_flaw(part).map(|flaw| flaw.to_string());
    let issues = name_issues(part).map(|issue| issue.to_string());
    flaw.into_iter()
        .chain(issues)
        .map(|reason| Invalid::value(parameter, format!("sent as written; {reason}")))
        .collect()
}

/// Warnings about a credit code.
pub(crate) fn code_doubts(code: &UnifiedSocialCreditCode) -> Vec<Invalid> {
    doubts_of(CREDIT_CODE, code.broken_rule(), code.warnings())
}

fn doubts_of(
    parameter: &'static str,
    broken: Option<ParseIdentifierError>,
    warnings: Warnings,
) -> Vec<Invalid> {
    let rule = broken.map(|rule| {
        Invalid::value(
            parameter,
            format!("sent as written; it is not a valid {rule}"),
        )
    });
    let warnings = warnings
        .iter()
        // Reported with the broken rule.
        .filter(|warning| *warning != Warning::AsWritten)
        .map(|warning| Invalid::value(parameter, warning.to_string()));
    rule.into_iter().chain(warnings).collect()
}

fn wrong_number(wanted: &str, count: usize) -> Invalid {
    let names = [NAME, CREDIT_CODE, REGISTRATION_NUMBER, ORGANIZATION_CODE];
    Invalid::Combination {
        names: names.map(Into::into).to_vec(),
        reason: format!(
            "give {wanted} of {}: {count} are given",
            names.map(|name| format!("`{name}`")).join(", ")
        ),
    }
}

/// Refuses a text that cannot name a company or person: empty text, an identifier, or characters
/// that are hard to see and that a register answers with "mismatch". An invalid text in the form of
/// an identifier is refused if it is ASCII only.
pub(crate) fn check_name(parameter: &'static str, name: &str) -> Result<(), Invalid> {
    Invalid::if_empty(parameter, name)?;
    if let Some(flaw) = name_flaw(name).filter(NameFlaw::is_refused) {
        return Err(Invalid::value(parameter, flaw.to_string()));
    }
    check_characters(parameter, name)?;
    check_form(parameter, name)
}

fn check_characters(parameter: &'static str, name: &str) -> Result<(), Invalid> {
    name_issues(name).next().map_or(Ok(()), |issue| {
        Err(Invalid::value(parameter, issue.to_string()))
    })
}

/// Refuses what has the form of an identifier.
fn check_form(parameter: &'static str, name: &str) -> Result<(), Invalid> {
    let found = identify(name.trim());
    if found.kind() == IdentifierKind::Unknown || !(found.is_valid() || name.is_ascii()) {
        if found.is_personal() {
            return Err(Invalid::value(
                parameter,
                "may hold the number of a person's identity card, which is personal data; ihuyi \
                 does not take it",
            ));
        }
        return Ok(());
    }
    let instead = match found.kind() {
        IdentifierKind::CreditCode => "give it as `ent_code`",
        IdentifierKind::OrganizationCode => "give it as `organization_code`",
        IdentifierKind::RegistrationNumber => "give it as `reg_no`",
        IdentifierKind::ResidentId => "it is personal data, and ihuyi does not take it",
        _ => "ihuyi does not take it",
    };
    Err(Invalid::value(
        parameter,
        format!(
            "has the form of another identifier ({}), not of a name: {instead}",
            found.kind()
        ),
    ))
}
