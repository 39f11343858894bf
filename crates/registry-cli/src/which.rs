//! The company that a word of the command line means.

use clap::{Args, ValueEnum};
use enterprise_registry::Invalid;
use enterprise_registry::ihuyi::Subject;
use enterprise_registry::model::{IdCode, IdentifierKind, identify};

use crate::as_written::{self, AsWritten};
use crate::cli::Global;
use crate::failure::Failure;
use crate::output::{self, Format};

/// A company, by one of the four identifiers that ihuyi is asked by.
#[derive(Debug, Args)]
pub(crate) struct Which {
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

impl Which {
    /// The company, once it is clear which identifier is meant: a query by the wrong one is paid
    /// for as well.
    ///
    /// What is replaced in a name is said on stderr.
    pub(crate) fn subject(&self, global: &Global) -> Result<Subject, Failure> {
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

    fn kind(&self) -> Result<Kind, Failure> {
        self.kind.map_or_else(|| seen_from(self.company.trim()), Ok)
    }

    /// The main code of a unit; of a longer code, the unit that issued it.
    pub(crate) fn main_code(&self, text: &str, argument: &'static str) -> Result<IdCode, Failure> {
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
            output::note(&format!("looking up by {}", kind.in_words()));
        }
        as_written::note(global, doubts);
    }
}

/// What a text is by its form. Companies have Chinese names: what has no letter of another
/// alphabet and no form either is more likely a slip in a code, and is asked about.
fn seen_from(text: &str) -> Result<Kind, Failure> {
    match identify(text).kind() {
        IdentifierKind::CreditCode => Ok(Kind::CreditCode),
        IdentifierKind::OrganizationCode => Ok(Kind::OrganizationCode),
        IdentifierKind::RegistrationNumber => Ok(Kind::RegistrationNumber),
        IdentifierKind::Unknown if text.is_empty() || !text.is_ascii() => Ok(Kind::Name),
        IdentifierKind::Unknown => Err(Failure::invalid(
            "this has the form of no identifier, and names of companies are Chinese",
        )
        .with_remedy("correct it, or say what it is: --as name")),
        other => Err(Failure::invalid(format!(
            "this is the form of a {other}, which the register is not asked by"
        ))
        .with_remedy("give a credit code, an organisation code, a registration number or a name")),
    }
}
