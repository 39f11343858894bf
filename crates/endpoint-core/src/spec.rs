//! The declaration of an operation: names, parameters, result codes, shape of the response.

use core::time::Duration;

use crate::refusal_kind::RefusalKind;

/// Everything about an operation that is known before a call.
///
/// A constant of each [`Endpoint`](crate::Endpoint). Vendor crates keep a template with their usual
/// settings and replace members with the struct update syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Name in the catalogue: `GetCompanyBaseInfo`, `ent3f.Submit`.
    pub name: &'static str,
    /// The vendor's number, if any: `306`.
    pub number: Option<&'static str>,
    /// The method that the document names.
    pub method: Method,
    /// Path below the base address, with its leading slash.
    pub path: &'static str,
    /// Where the parameters travel.
    pub placement: Placement,
    /// One sentence in English.
    pub summary: &'static str,
    /// Whether sending it twice equals sending it once.
    pub idempotent: bool,
    /// Whether an accepted call costs money.
    pub billed: bool,
    /// The least time between two calls that the vendor demands, or zero.
    pub pause: Duration,
    /// The operation's own parameters, in the document's order.
    pub params: &'static [Param],
    /// What the signature covers.
    pub covered: Covered,
    /// The layout of the response beside its envelope.
    pub reply: Shape,
    /// The documented result codes, the successful one included.
    pub codes: &'static [ResultCode],
    /// Result codes that the operation's own table lacks, each with its evidence.
    pub observed_codes: &'static [ResultCode],
    /// The evidence of the declaration.
    pub evidence: Evidence,
}

impl Spec {
    /// The operation's own parameter of exactly this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// The row of `code`: first the documented ones, then the observed ones.
    #[must_use]
    pub fn code(&self, code: i64) -> Option<&'static ResultCode> {
        self.codes
            .iter()
            .chain(self.observed_codes)
            .find(|row| row.code == code)
    }

    /// The unit of billing: the name up to its first point. `ent3f` of `ent3f.Submit`.
    #[must_use]
    pub fn product(&self) -> &'static str {
        self.name
            .split_once('.')
            .map_or(self.name, |(product, _)| product)
    }

    /// The documented message of `code`, in the vendor's own words.
    #[must_use]
    pub fn message(&self, code: i64) -> Option<&'static str> {
        self.code(code).map(|row| row.message)
    }
}

/// The evidence of an operation, of a parameter's need or of a result code, and so how far to trust
/// it before a trial. Ordered from strong to weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor's document describes it.
    Document,
    /// Clients of the live service use it, or pages of the vendor show a part of it; the rest
    /// follows its sisters. Unverified.
    Observed,
    /// It is declared because its sisters have it, without other evidence. Unverified.
    Analogy,
}

impl Evidence {
    /// A word for listings: `document`, `observed`, `analogy`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Observed => "observed",
            Self::Analogy => "analogy",
        }
    }

    /// Whether the vendor's document describes the operation.
    #[must_use]
    pub fn is_documented(self) -> bool {
        self == Self::Document
    }
}

/// An HTTP method that the vendors use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// The method in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Where the parameters of a request travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// In the query string.
    Query,
    /// In a body of `application/x-www-form-urlencoded`.
    Form,
    /// In a body of `multipart/form-data`, files beside texts.
    Multipart,
    /// As the members of one JSON text in a form parameter of this name.
    JsonText(&'static str),
    /// In the query string of an address that a user opens in a browser: a browser page, not a
    /// call.
    Page,
}

impl Placement {
    /// A word for listings: `query`, `form`, `multipart`, `json`, `page`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Form => "form",
            Self::Multipart => "multipart",
            Self::JsonText(_) => "json",
            Self::Page => "page",
        }
    }
}

/// The parameters that the signature covers, beside those that the vendor adds to every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covered {
    /// Every text parameter; files never.
    AllTexts,
    /// These, in this order; an absent one counts as empty text.
    These(&'static [&'static str]),
}

/// The layout of a response beside the code and the message of its envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The members are beside the code, on one level.
    Object,
    /// A list under this key.
    List(&'static str),
    /// One object under this key; a list with it as the only element is read too.
    Entity(&'static str),
}

/// One parameter of an operation, under the vendor's own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// The name on the wire, in exactly this spelling.
    pub name: &'static str,
    /// The documented type.
    pub kind: Kind,
    /// Whether a call needs it.
    pub need: Need,
    /// The documented default, as text.
    pub default: Option<&'static str>,
    /// The documented values and their meanings; empty if any value is allowed.
    pub values: &'static [(&'static str, &'static str)],
    /// Where the value may be shown.
    pub sensitivity: Sensitivity,
    /// The evidence of `need`: a mark in the vendor's table, or else clients of the live service
    /// and other pages of the vendor, or the tables of sister operations.
    pub evidence: Evidence,
}

impl Param {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            need: Need::Optional,
            default: None,
            values: &[],
            sensitivity: Sensitivity::Open,
            evidence: Evidence::Document,
        }
    }

    /// A text parameter, optional by default.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    /// An integer, optional by default.
    #[must_use]
    pub const fn int(name: &'static str) -> Self {
        Self::new(name, Kind::Int)
    }

    /// A decimal number, optional by default.
    #[must_use]
    pub const fn decimal(name: &'static str) -> Self {
        Self::new(name, Kind::Decimal)
    }

    /// A picture as base64 text, optional by default.
    #[must_use]
    pub const fn picture(name: &'static str) -> Self {
        Self::new(name, Kind::Picture)
    }

    /// A JSON text, optional by default.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self::new(name, Kind::Json)
    }

    /// A file, required.
    #[must_use]
    pub const fn file(name: &'static str) -> Self {
        Self::new(name, Kind::File).required()
    }

    /// Makes it required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// Makes it required under a documented condition.
    #[must_use]
    pub const fn conditional(mut self) -> Self {
        self.need = Need::Conditional;
        self
    }

    /// Sets its documented default.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    /// Sets its documented values.
    #[must_use]
    pub const fn values(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.values = values;
        self
    }

    /// Marks that its table does not say whether it is required: `need` follows sister operations.
    #[must_use]
    pub const fn unmarked(mut self) -> Self {
        self.evidence = Evidence::Analogy;
        self
    }

    /// Marks that the document lacks it, and clients of the live service or other pages of the
    /// vendor show it.
    #[must_use]
    pub const fn observed(mut self) -> Self {
        self.evidence = Evidence::Observed;
        self
    }

    /// Marks it as secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.sensitivity = Sensitivity::Secret;
        self
    }

    /// Marks it as personal: masked in logs.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.sensitivity = Sensitivity::Personal;
        self
    }
}

/// The documented type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any text.
    Text,
    /// An integer.
    Int,
    /// A decimal number, up to 20 digits.
    Decimal,
    /// A picture as base64 text. Too long to be shown.
    Picture,
    /// A JSON text, such as the list among the members of [`Placement::JsonText`].
    Json,
    /// A file part.
    File,
}

impl Kind {
    /// The document's word: `string` (for pictures too), `int`, `decimal`, `file`; `json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text | Self::Picture => "string",
            Self::Int => "int",
            Self::Decimal => "decimal",
            Self::Json => "json",
            Self::File => "file",
        }
    }
}

/// Whether a call needs a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// In every call.
    Required,
    /// Under a documented condition.
    Conditional,
    /// At the caller's choice.
    Optional,
}

/// Where a value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sensitivity {
    /// Anywhere.
    Open,
    /// Personal: to the caller, not in a log.
    Personal,
    /// Nowhere.
    Secret,
}

/// One row of a table of result codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResultCode {
    /// The code on the wire.
    pub code: i64,
    /// The vendor's message, verbatim; never branched on.
    pub message: &'static str,
    /// What it means, in English.
    pub meaning: &'static str,
    /// The kind of refusal; `None` for success.
    pub kind: Option<RefusalKind>,
    /// The evidence: the operation's own table, clients of the live service, or only the tables of
    /// sister operations.
    pub evidence: Evidence,
}

impl ResultCode {
    /// The row of success.
    #[must_use]
    pub const fn success(code: i64, message: &'static str, meaning: &'static str) -> Self {
        Self {
            code,
            message,
            meaning,
            kind: None,
            evidence: Evidence::Document,
        }
    }

    /// The row of a refusal.
    #[must_use]
    pub const fn refusal(
        code: i64,
        kind: RefusalKind,
        message: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self {
            code,
            message,
            meaning,
            kind: Some(kind),
            evidence: Evidence::Document,
        }
    }

    /// Marks that no document has the row, and clients of the live service or other pages of the
    /// vendor show it.
    #[must_use]
    pub const fn observed(mut self) -> Self {
        self.evidence = Evidence::Observed;
        self
    }

    /// Marks that only the tables of sister operations have the row.
    #[must_use]
    pub const fn by_analogy(mut self) -> Self {
        self.evidence = Evidence::Analogy;
        self
    }
}
