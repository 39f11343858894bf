//! `entreg operations`: prints the catalogue that client and sandbox use.

use clap::Args;
use endpoint_core::{Evidence, Kind, Need, Param, ResultCode};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::{Spec, Vendor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::call::VendorName;
use crate::catalogue;
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::settings::ConfiguredVendor;
use crate::verdict::Verdict;

/// List the operations; with --output json also their parameters and result codes.
///
/// The column `evidence` shows the source of a declaration: `document` is the vendor's own;
/// `observed` was seen in use, `analogy` follows a similar operation, and both are unverified.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only the operations of this vendor.
    #[arg(long, value_enum)]
    vendor: Option<VendorName>,
    /// Also list operations that no document describes but public clients of the live service use.
    /// `entreg call` always knows them.
    #[arg(long)]
    observed: bool,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let mut rows = Vec::new();
    if arguments.vendor != Some(VendorName::Ihuyi) {
        rows.extend(rows_of::<Idcode>(arguments.observed));
    }
    if arguments.vendor != Some(VendorName::Idcode) {
        rows.extend(rows_of::<Ihuyi>(arguments.observed));
    }
    match global.output {
        Format::Json => output::value(Format::Json, &rows)?,
        format => {
            let header = [
                "vendor", "number", "name", "method", "path", "summary", "evidence",
            ];
            let cells: Vec<_> = rows.iter().map(Row::cells).collect();
            output::records(format, &header.map(str::to_owned), &cells)?;
        }
    }
    Ok(Verdict::Yes)
}

#[derive(Debug, Serialize)]
struct Row {
    vendor: &'static str,
    number: Option<&'static str>,
    name: &'static str,
    method: &'static str,
    path: &'static str,
    body: &'static str,
    summary: &'static str,
    /// Whether it was seen in use but is in no document.
    observed: bool,
    idempotent: bool,
    billed: bool,
    parameters: Vec<Parameter>,
    common_parameters: Vec<Parameter>,
    result_codes: Vec<Code>,
    observed_codes: Vec<Code>,
    /// The source of the declaration: `document`, or (unverified) `observed` or `analogy`.
    evidence: &'static str,
}

impl Row {
    fn cells(&self) -> Vec<String> {
        [
            self.vendor,
            self.number.unwrap_or_default(),
            self.name,
            self.method,
            self.path,
            self.summary,
            self.evidence,
        ]
        .map(str::to_owned)
        .to_vec()
    }
}

#[derive(Debug, Serialize)]
struct Parameter {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    required: Required,
    /// A JSON number if the type is a number.
    default: Option<serde_json::Value>,
    #[serde(serialize_with = "as_object")]
    values: &'static [(&'static str, &'static str)],
    /// Whether the client adds it to every call of the vendor.
    common: bool,
    /// The source of `required`: `document` if the vendor's table marks it, else `observed` or
    /// `analogy`.
    evidence: &'static str,
}

impl Parameter {
    fn new(param: &Param, common: bool, operation: Evidence) -> Self {
        Self {
            name: param.name,
            kind: param.kind.as_str(),
            required: Required(param.need),
            default: param
                .default
                .map(|text| match (param.kind, text.parse::<i64>()) {
                    (Kind::Int, Ok(number)) => number.into(),
                    _ => text.into(),
                }),
            values: param.values,
            common,
            evidence: param.evidence.max(operation).as_str(),
        }
    }
}

#[derive(Debug)]
struct Required(Need);

impl Serialize for Required {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Need::Required => serializer.serialize_bool(true),
            Need::Optional => serializer.serialize_bool(false),
            Need::Conditional => serializer.serialize_str("conditional"),
        }
    }
}

/// Values and meanings in the document's order.
fn as_object<S: Serializer>(
    values: &&'static [(&'static str, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(values.len()))?;
    for (value, meaning) in *values {
        map.serialize_entry(value, meaning)?;
    }
    map.end()
}

#[derive(Debug, Serialize)]
struct Code {
    code: i64,
    message: &'static str,
    meaning: &'static str,
    kind: &'static str,
    evidence: &'static str,
}

impl Code {
    fn new(row: &ResultCode, operation: Evidence) -> Self {
        Self {
            code: row.code,
            message: row.message,
            meaning: row.meaning,
            kind: row.kind.map_or("success", |kind| kind.as_str()),
            evidence: row.evidence.max(operation).as_str(),
        }
    }
}

fn rows_of<V: ConfiguredVendor>(observed_too: bool) -> impl Iterator<Item = Row> {
    let mut operations = catalogue::operations::<V>();
    if observed_too {
        operations.extend(catalogue::unverified_operations::<V>());
    }
    operations
        .into_iter()
        .map(|operation| row::<V>(&operation.spec()))
}

fn row<V: Vendor>(spec: &Spec) -> Row {
    let codes = |rows: &[ResultCode]| {
        let rows = rows.iter().map(|row| Code::new(row, spec.evidence));
        rows.collect()
    };
    Row {
        vendor: V::NAME,
        number: spec.number,
        name: spec.name,
        method: spec.method.as_str(),
        path: spec.path,
        body: spec.placement.as_str(),
        summary: spec.summary,
        observed: spec.evidence == Evidence::Observed,
        idempotent: spec.idempotent,
        billed: spec.billed,
        parameters: parameters::<V>(spec),
        common_parameters: V::COMMON
            .iter()
            .map(|param| Parameter::new(param, true, Evidence::Document))
            .collect(),
        result_codes: codes(spec.codes),
        observed_codes: codes(spec.observed_codes),
        evidence: spec.evidence.as_str(),
    }
}

/// The parameters as the document lists them. IDcode's document has one table of signature
/// parameters for all operations; ihuyi's documents repeat them in every table, credentials first
/// and the time last.
fn parameters<V: Vendor>(spec: &Spec) -> Vec<Parameter> {
    let own = spec.params.iter();
    let own = own.map(|param| Parameter::new(param, false, spec.evidence));
    if V::NAME != Ihuyi::NAME {
        return own.collect();
    }
    let (last, first): (Vec<_>, Vec<_>) = V::COMMON
        .iter()
        .map(|param| Parameter::new(param, true, Evidence::Document))
        .partition(|param| param.name == "time");
    first.into_iter().chain(own).chain(last).collect()
}
