//! Which company does a word of the command line mean?

use clap::{Args, ValueEnum};
use enterprise_registry::Invalid;
use enterprise_registry::ihuyi::Subject;
use enterprise_registry::model::{IdentifierKind, ParseIdentifierError, identify};

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
    pub(crate) fn subject(&self) -> Result<Subject, Failure> {
        let text = self.company.trim();
        parsed(text, self.kind()?)
    }

    fn kind(&self) -> Result<Kind, Failure> {
        self.kind.map_or_else(|| seen_from(self.company.trim()), Ok)
    }

    /// The text, where it has the form of an IDcode and is not said to be anything else. ihuyi is
    /// not asked by such a code.
    pub(crate) fn id_code(&self) -> Option<&str> {
        let text = self.company.trim();
        let is_one = self.kind.is_none() && identify(text).kind() == IdentifierKind::IdCode;
        is_one.then_some(text)
    }

    /// Says on stderr by what it is looked up. Whoever reads JSON reads the errors there as JSON,
    /// and is told nothing.
    pub(crate) fn note(&self, global: &Global) {
        if global.quiet || global.output == Format::Json {
            return;
        }
        if let Ok(kind) = self.kind() {
            output::note(&format!("looking up by {}", kind.in_words()));
        }
        if let Ok(subject) = self.subject() {
            for warning in subject.warnings().iter() {
                output::note(&format!("warning: {warning}"));
            }
        }
    }
}

fn parsed(text: &str, kind: Kind) -> Result<Subject, Failure> {
    let wrong = |name: &'static str| {
        move |error: ParseIdentifierError| Invalid::value(name, error.to_string())
    };
    Ok(match kind {
        Kind::Name => {
            Invalid::if_empty("ent_name", text)?;
            Subject::Name(text.to_owned())
        }
        Kind::CreditCode => Subject::CreditCode(text.parse().map_err(wrong("ent_code"))?),
        Kind::OrganizationCode => {
            Subject::OrganizationCode(text.parse().map_err(wrong("organization_code"))?)
        }
        Kind::RegistrationNumber => {
            Subject::RegistrationNumber(text.parse().map_err(wrong("reg_no"))?)
        }
    })
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
