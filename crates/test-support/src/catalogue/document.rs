//! Reads the document of an operation from `fixtures/<vendor>/<operation>/document.json`.

use std::fs;
use std::path::Path;

use endpoint_core::{Covered, Endpoint, Evidence, Need, Placement, Shape, Spec, Vendor};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The document of one operation, with its signed samples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    number: Option<String>,
    /// `None` where no document describes the operation.
    path: Option<String>,
    /// Method, and where the parameters stand: `GET query`, `POST json jsonStr`.
    call: Option<String>,
    reply: Option<Value>,
    /// Whether a call may be repeated safely.
    #[serde(default)]
    repeatable: bool,
    #[serde(default)]
    billed: bool,
    /// The parameters in the formula of the signature, if it covers only some.
    covered: Option<Vec<String>>,
    #[serde(default)]
    parameters: Vec<Parameter>,
    /// The fields of the reply: lists with `[]`, JSON in a text as if it were plain JSON.
    #[serde(default)]
    pub fields: Vec<String>,
    #[serde(default)]
    codes: Vec<Code>,
    /// Request line or body of each sample, signed outside this workspace.
    #[serde(default)]
    signed: Value,
    /// The provenance of each fixture.
    #[serde(rename = "fixtures")]
    _provenance: Value,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    need: String,
    default: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default = "open")]
    sensitivity: String,
}

fn open() -> String {
    "open".to_owned()
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: i64,
    message: String,
    /// What a caller can do about it; `None` for success.
    kind: Option<String>,
}

impl Document {
    /// The document of an operation of the crate in this folder.
    pub fn read<V: Vendor>(of_crate: &Path, operation: &str) -> Self {
        let folder = of_crate.join("../../fixtures").join(V::NAME);
        let path = folder.join(operation).join("document.json");
        let text =
            fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
    }

    /// Whether no document describes the operation, and only clients show it.
    pub(super) fn is_observed(&self) -> bool {
        self.path.is_none()
    }

    /// Request line or body of each sample.
    pub fn signed(&self) -> Vec<String> {
        match &self.signed {
            Value::Null => Vec::new(),
            Value::String(only) => vec![only.clone()],
            several => parsed(several),
        }
    }

    /// Compares a declaration with the document.
    pub(super) fn compare<E: Endpoint>(&self) {
        let spec = E::SPEC;
        let name = spec.name;
        let Some(path) = &self.path else {
            assert_eq!(spec.evidence, Evidence::Observed, "{name}");
            return;
        };
        assert_eq!(spec.number, self.number.as_deref(), "{name}");
        assert_eq!(spec.path, path, "{name}");
        assert_eq!(Some(call(&spec)), self.call, "{name}");
        assert_eq!(Some(reply(&spec)), self.reply, "{name}");
        assert_eq!(spec.idempotent, self.repeatable, "{name}");
        assert_eq!(spec.billed, self.billed, "{name}");
        let covered = match spec.covered {
            Covered::These(names) => Some(names.iter().map(|&name| name.to_owned()).collect()),
            Covered::AllTexts => None,
        };
        assert_eq!(covered, self.covered, "{name}");
        assert_eq!(parameters(&spec), self.parameters, "{name}");
        let codes: Vec<Code> = spec
            .codes
            .iter()
            .map(|row| Code {
                code: row.code,
                message: row.message.to_owned(),
                kind: row.kind.map(|_| {
                    let kind = E::Vendor::classify(&spec, row.code, row.message);
                    kind.to_string()
                }),
            })
            .collect();
        assert_eq!(codes, self.codes, "{name}");
    }
}

fn parsed<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn call(spec: &Spec) -> String {
    let call = format!("{} {}", spec.method.as_str(), spec.placement.as_str());
    match spec.placement {
        Placement::JsonText(name) => format!("{call} {name}"),
        _ => call,
    }
}

fn reply(spec: &Spec) -> Value {
    match spec.reply {
        Shape::Object => "object".into(),
        Shape::List(key) => serde_json::json!({ "list": key }),
        Shape::Entity(key) => serde_json::json!({ "entity": key }),
    }
}

fn parameters(spec: &Spec) -> Vec<Parameter> {
    let parameters = spec.params.iter().map(|param| Parameter {
        name: param.name.to_owned(),
        kind: param.kind.as_str().to_owned(),
        need: match param.need {
            Need::Required => "required",
            Need::Conditional => "conditional",
            Need::Optional => "optional",
        }
        .to_owned(),
        default: param.default.map(str::to_owned),
        values: param
            .values
            .iter()
            .map(|(code, _)| (*code).to_owned())
            .collect(),
        sensitivity: format!("{:?}", param.sensitivity).to_lowercase(),
    });
    parameters.collect()
}
