//! Reads the declarations of every operation from `entreg operations`.
//!
//! The tables and fixtures are thus checked against the declarations that client and sandbox use.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::entreg;

/// The vendors, by their names in the catalogue.
pub(crate) const VENDORS: [&str; 2] = ["idcode", "ihuyi"];

#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    pub(crate) vendor: String,
    /// The number in the vendor's document, if it has one.
    pub(crate) number: Option<String>,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) body: Option<String>,
    pub(crate) summary: String,
    pub(crate) idempotent: bool,
    pub(crate) billed: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) result_codes: Vec<ResultCode>,
    /// `document`, or the evidence for an unverified declaration.
    pub(crate) evidence: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// `true`, `false` or `"conditional"`.
    pub(crate) required: Value,
    #[serde(default)]
    pub(crate) default: Option<Value>,
    /// The meaning of each value of an enumeration.
    #[serde(default)]
    pub(crate) values: Option<BTreeMap<String, Value>>,
    /// `document`, or the evidence for `required` if the vendor's table does not mark it.
    pub(crate) evidence: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ResultCode {
    pub(crate) code: Value,
    pub(crate) message: Option<String>,
    pub(crate) meaning: Option<String>,
    pub(crate) kind: Option<String>,
}

/// Every documented operation of both vendors, as the command line program lists them.
pub(crate) fn read() -> Result<Vec<Operation>, String> {
    let words = ["operations", "--output", "json"];
    parse(&entreg::step(&words)?.capture()?)
}

/// The same, and the operations known only from public clients.
pub(crate) fn read_observed() -> Result<Vec<Operation>, String> {
    let words = ["operations", "--observed", "--output", "json"];
    parse(&entreg::step(&words)?.capture()?)
}

fn parse(text: &str) -> Result<Vec<Operation>, String> {
    let operations: Vec<Operation> = serde_json::from_str(text)
        .map_err(|why| format!("the list of operations is not understood: {why}"))?;
    for operation in &operations {
        if !VENDORS.contains(&operation.vendor.as_str()) {
            return Err(format!(
                "{} is of `{}`, a vendor that xtask does not know",
                operation.name, operation.vendor
            ));
        }
    }
    for vendor in VENDORS {
        if operations
            .iter()
            .all(|operation| operation.vendor != vendor)
        {
            return Err(format!("the catalogue has no operation of {vendor}"));
        }
    }
    Ok(operations)
}

/// A JSON value for a reader: text without quotes.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Two operations in the shape `entreg operations --output json` prints.
    pub(crate) const SAMPLE: &str = r#"[
        {"vendor":"idcode","number":"305","name":"UnitCreate","method":"POST","path":"/sp/UnitCreate",
         "body":"form","summary":"Completes a unit.","idempotent":false,"billed":false,
         "parameters":[
            {"name":"companyIDcode","type":"String(50)","required":true,"default":null,"values":{},"evidence":"document"},
            {"name":"kind","type":"int","required":"conditional","default":"1","values":{"0":"none","1":"a|b"},"evidence":"analogy"}],
         "result_codes":[{"code":1,"message":"成功","meaning":"done","kind":null},
                         {"code":-1,"message":null,"meaning":"refused","kind":"Parameter"}],
         "evidence":"document"},
        {"vendor":"ihuyi","number":null,"name":"ent3f.Submit","method":"POST","path":"/webservice",
         "body":null,"summary":"Checks three elements.","idempotent":false,"billed":true,
         "parameters":[],"result_codes":[{"code":"2","message":"ok","meaning":"success","kind":"Success"}],
         "evidence":"analogy"}
    ]"#;

    pub(crate) fn sample() -> Vec<Operation> {
        parse(SAMPLE).unwrap()
    }

    #[test]
    fn codes_may_be_numbers_or_text() {
        let operations = sample();
        assert_eq!(plain(&operations[0].result_codes[1].code), "-1");
        assert_eq!(plain(&operations[1].result_codes[0].code), "2");
    }

    #[test]
    fn a_catalogue_without_a_vendor_is_refused() {
        assert!(parse("[]").unwrap_err().contains("no operation of idcode"));
    }

    #[test]
    fn an_unknown_vendor_is_refused_by_name() {
        let text = SAMPLE.replace(r#""vendor":"ihuyi""#, r#""vendor":"other""#);
        assert!(
            parse(&text)
                .unwrap_err()
                .contains("ent3f.Submit is of `other`")
        );
    }

    #[test]
    fn anything_but_a_catalogue_is_refused() {
        assert!(parse("{}").unwrap_err().contains("not understood"));
    }
}
