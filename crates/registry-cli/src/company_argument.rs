//! Reads the company of the command line: a name, or one of three identifiers.

use clap::{Args, ValueEnum};
use enterprise_registry::Invalid;
use enterprise_registry::ihuyi::Subject;
use enterprise_registry::model::{IdCode, IdentifierKind, cleaned, identify};

use crate::as_written::{self, AsWritten};
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::stderr;

/// A company, by its name or one of the identifiers that ihuyi accepts.
#[derive(Debug, Args)]
pub(crate) struct CompanyArgument {
    /// Credit code, organisation code, registration number or name; its form decides which.
    company: String,
    /// The kind of COMPANY, if its form does not decide.
    #[arg(id = "as", long = "as", value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    #[command(flatten)]
    as_written: AsWritten,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Name,
    CreditCode,
    OrganizationCode,
    RegistrationNumber,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::CreditCode => "credit code",
            Self::OrganizationCode => "organisation code",
            Self::RegistrationNumber => "registration number",
        }
    }
}

impl CompanyArgument {
    /// The subject of a query. Refuses a text of unclear kind: a query by the wrong one costs money
    /// too. Replacements in a name are noted on stderr.
    pub(crate) fn subject(&self, global: &Global) -> Result<Subject, CommandError> {
        let text = self.company.trim();
        match (self.kind()?, self.as_written.is_given()) {
            (Kind::Name, false) => {
                Invalid::if_empty("ent_name", text)?;
                as_written::repaired(global, "ent_name", text).map(Subject::Name)
            }
            (Kind::Name, true) => {
                Invalid::if_empty("ent_name", text)?;
                Ok(Subject::NameAsWritten(text.to_owned()))
            }
            (Kind::CreditCode, _) => {
                let code = self.as_written.read("ent_code", text)?;
                Ok(Subject::CreditCode(code))
            }
            (Kind::OrganizationCode, _) => {
                let code = self.as_written.read("organization_code", text)?;
                Ok(Subject::OrganizationCode(code))
            }
            (Kind::RegistrationNumber, _) => {
                let number = self.as_written.read("reg_no", text)?;
                Ok(Subject::RegistrationNumber(number))
            }
        }
    }

    fn kind(&self) -> Result<Kind, CommandError> {
        self.kind.map_or_else(|| kind_of(self.company.trim()), Ok)
    }

    /// Reads the main code of a unit. A longer code gives that of the unit that issued it.
    pub(crate) fn main_code(
        &self,
        text: &str,
        argument: &'static str,
    ) -> Result<IdCode, CommandError> {
        let code: IdCode =
            self.as_written
                .read("companyIDcode", text.trim())
                .map_err(|failure| {
                    failure.with_parameter(argument).with_remedy(
                    "give the main code of a unit, such as i.86.110108.52, or add --as-written to \
                     send it unchanged",
                )
                })?;
        Ok(code.main_code())
    }

    /// The text, if it has the form of an IDcode and `--as` names no other kind. ihuyi does not
    /// accept such a code.
    pub(crate) fn id_code(&self) -> Option<&str> {
        let text = self.company.trim();
        let is_one = self.kind.is_none() && kind_by_form(text) == IdentifierKind::IdCode;
        is_one.then_some(text)
    }

    /// Notes on stderr the kind of identifier that is looked up, except under JSON output, and
    /// warns of doubtful values of the request.
    pub(crate) fn note(&self, global: &Global, doubts: &[Invalid]) {
        if let Ok(kind) = self.kind()
            && !global.quiet
            && global.output != Format::Json
        {
            stderr::note(&format!("looking up by {}", kind.as_str()));
        }
        as_written::note(global, doubts);
    }
}

/// The kind of a text by its form. Company names are Chinese: a text without Chinese characters
/// and without a known form is probably a mistyped code, and is refused before it costs money. So
/// are a name with a code beside it, and a registration number in the old form.
fn kind_of(text: &str) -> Result<Kind, CommandError> {
    let found = identify(text);
    if found.is_personal() && !found.is_valid() {
        return Err(CommandError::invalid(
            "COMPANY holds what may be an identity card number, which is personal data",
        )
        .with_remedy(
            "give the name or the code of the company alone; if it is its code, give its kind: \
             --as registration-number",
        ));
    }
    // A name, or a label in front of a code.
    if text.contains(is_chinese) && code_within(text).is_some() {
        return kind_of_name(text);
    }
    match kind_by_form(text) {
        IdentifierKind::CreditCode => Ok(Kind::CreditCode),
        IdentifierKind::OrganizationCode => Ok(Kind::OrganizationCode),
        IdentifierKind::RegistrationNumber => Ok(Kind::RegistrationNumber),
        IdentifierKind::Unknown if text.is_empty() => Ok(Kind::Name),
        IdentifierKind::Unknown if text.contains(is_chinese) => kind_of_name(text),
        IdentifierKind::Unknown => Err(CommandError::invalid(
            "COMPANY has the form of no identifier, and company names are Chinese",
        )
        .with_remedy("correct it, or give its kind: --as name")),
        other => Err(CommandError::invalid(format!(
            "COMPANY has the form of {} {other}, by which the register cannot be searched",
            if other == IdentifierKind::IdCode {
                "an"
            } else {
                "a"
            }
        ))
        .with_remedy("give a credit code, an organisation code, a registration number or a name")),
    }
}

/// The kind of identifier whose form a text has. A text with Chinese characters is a name, such as
/// `12345678店`, unless it is a valid or damaged identifier.
pub(crate) fn kind_by_form(text: &str) -> IdentifierKind {
    let found = identify(text);
    let is_meant = found.is_valid() || found.is_personal() || cleaned(text).is_some();
    if text.contains(is_chinese) && !is_meant {
        IdentifierKind::Unknown
    } else {
        found.kind()
    }
}

/// The kind of a text with Chinese characters: a name, unless it also holds a code.
fn kind_of_name(text: &str) -> Result<Kind, CommandError> {
    if let Some(code) = code_within(text) {
        if identify(&code).is_personal() {
            return Err(CommandError::invalid(
                "COMPANY holds a name and what may be an identity card number, which is personal \
                 data",
            )
            .with_remedy("give the name alone"));
        }
        return Err(
            CommandError::invalid(format!("COMPANY holds a name and the code {code}")).with_remedy(
                format!("give {code} alone, or give its kind: --as name --as-written"),
            ),
        );
    }
    let old_form = text.split_once("字第").map(|(_, number)| number);
    if old_form.is_some_and(|number| number.ends_with('号')) {
        return Err(CommandError::invalid(
            "COMPANY looks like a registration number in the old form, not like a name",
        )
        .with_remedy("give its kind: --as registration-number --as-written, or --as name"));
    }
    Ok(Kind::Name)
}

/// A valid identifier within a text. Full-width characters count as their narrow forms.
fn code_within(text: &str) -> Option<String> {
    let narrow = |next: char| match next {
        '！'..='～' => char::from_u32(u32::from(next).wrapping_sub(0xfee0)).unwrap_or(next),
        next => next,
    };
    let text: String = text.chars().map(narrow).collect();
    text.split(|next: char| !next.is_ascii_alphanumeric())
        .map(str::to_ascii_uppercase)
        .find(|word| {
            let found = identify(word);
            let is_asked_by = matches!(
                found.kind(),
                IdentifierKind::CreditCode
                    | IdentifierKind::OrganizationCode
                    | IdentifierKind::RegistrationNumber
            );
            is_asked_by && found.is_valid()
        })
}

fn is_chinese(next: char) -> bool {
    matches!(next, '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
