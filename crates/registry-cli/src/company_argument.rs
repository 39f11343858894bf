//! The company that a word of the command line means.

use clap::{Args, ValueEnum};
use enterprise_registry::Invalid;
use enterprise_registry::ihuyi::Subject;
use enterprise_registry::model::{IdCode, IdentifierKind, identify};

use crate::as_written::{self, AsWritten};
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::stderr;

/// A company, by one of the four identifiers that ihuyi is asked by.
#[derive(Debug, Args)]
pub(crate) struct CompanyArgument {
    /// Credit code, organisation code, registration number or name; which of them it is, is seen
    /// from its form.
    company: String,
    /// What COMPANY is, where its form does not say so.
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
    fn in_words(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::CreditCode => "credit code",
            Self::OrganizationCode => "organisation code",
            Self::RegistrationNumber => "registration number",
        }
    }
}

impl CompanyArgument {
    /// The company, once it is clear which identifier is meant: a query by the wrong one is paid
    /// for as well.
    ///
    /// What is replaced in a name is said on stderr.
    pub(crate) fn subject(&self, global: &Global) -> Result<Subject, CommandError> {
        let text = self.company.trim();
        match (self.kind()?, self.as_written.is_given()) {
            (Kind::Name, false) => {
                Invalid::if_empty("ent_name", text)?;
                as_written::mended(global, "ent_name", text).map(Subject::Name)
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
        self.kind.map_or_else(|| seen_from(self.company.trim()), Ok)
    }

    /// The main code of a unit; of a longer code, the unit that issued it.
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
                     send it as it is",
                )
                })?;
        Ok(code.main_code())
    }

    /// The text, where it has the form of an IDcode and is not said to be anything else. ihuyi is
    /// not asked by such a code.
    pub(crate) fn id_code(&self) -> Option<&str> {
        let text = self.company.trim();
        let is_one = self.kind.is_none() && identify(text).kind() == IdentifierKind::IdCode;
        is_one.then_some(text)
    }

    /// Says on stderr by what it is looked up, and what is doubtful about the request. Whoever
    /// reads JSON is told what is doubtful alone.
    pub(crate) fn note(&self, global: &Global, doubts: &[Invalid]) {
        if let Ok(kind) = self.kind()
            && !global.quiet
            && global.output != Format::Json
        {
            stderr::note(&format!("looking up by {}", kind.in_words()));
        }
        as_written::note(global, doubts);
    }
}

/// What a text is by its form. Companies have Chinese names: what has no Chinese character and no
/// form either is more likely a slip in a code, and is refused before it is paid for. So is a name
/// with a code beside it, and a number in the old form.
fn seen_from(text: &str) -> Result<Kind, CommandError> {
    // A label in front of a code, or a name.
    if text.contains(is_chinese) && code_within(text).is_some() {
        return of_a_name(text);
    }
    match identify(text).kind() {
        IdentifierKind::CreditCode => Ok(Kind::CreditCode),
        IdentifierKind::OrganizationCode => Ok(Kind::OrganizationCode),
        IdentifierKind::RegistrationNumber => Ok(Kind::RegistrationNumber),
        IdentifierKind::Unknown if text.is_empty() => Ok(Kind::Name),
        IdentifierKind::Unknown if text.contains(is_chinese) => of_a_name(text),
        IdentifierKind::Unknown => Err(CommandError::invalid(
            "this has the form of no identifier, and names of companies are Chinese",
        )
        .with_remedy("correct it, or say what it is: --as name")),
        other => Err(CommandError::invalid(format!(
            "this is the form of {} {other}, which the register is not asked by",
            if other == IdentifierKind::IdCode {
                "an"
            } else {
                "a"
            }
        ))
        .with_remedy("give a credit code, an organisation code, a registration number or a name")),
    }
}

/// A text with Chinese characters in it, which is a name unless it holds something else.
fn of_a_name(text: &str) -> Result<Kind, CommandError> {
    if let Some(code) = code_within(text) {
        if identify(&code).is_personal() {
            return Err(CommandError::invalid(
                "this is no name alone: what may be the number of an identity card, which is \
                 personal data, stands in it",
            )
            .with_remedy("give the name alone"));
        }
        return Err(
            CommandError::invalid(format!("this is no name alone: {code} stands in it"))
                .with_remedy(format!(
                    "give {code} alone, or say what it is: --as name --as-written"
                )),
        );
    }
    let old_form = text.split_once("字第").map(|(_, number)| number);
    if old_form.is_some_and(|number| number.ends_with('号')) {
        return Err(CommandError::invalid(
            "this looks like a registration number in the old form, not like a name",
        )
        .with_remedy("say what it is: --as registration-number --as-written, or --as name"));
    }
    Ok(Kind::Name)
}

/// A valid identifier between other characters, with its full-width characters narrowed.
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
