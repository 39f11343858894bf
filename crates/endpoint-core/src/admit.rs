//! Compares the names of given parameters with those of the operation.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use crate::{Invalid, Kind, Need, Params, Spec, Value};

/// Accepts parameters by the vendor's own names: refuses unknown, repeated and missing ones and
/// files in the place of texts, and puts the rest into the order of the declaration.
///
/// An empty text for anything but free text (a number, a listed value, a picture, a JSON text)
/// counts as absent: clients of the live service send optional parameters that way (OQ09, OQ24). A
/// JSON text must be valid JSON.
///
/// # Errors
///
/// [`Invalid::Unknown`] with the most similar name, [`Invalid::Repeated`], [`Invalid::Missing`]
/// or [`Invalid::Value`], each naming the parameter.
pub fn admit(spec: &Spec, given: Vec<(String, Value)>) -> Result<Params, Invalid> {
    let mut slots: Vec<Option<Value>> = vec![None; spec.params.len()];
    let mut met = vec![false; spec.params.len()];
    for (name, value) in given {
        let position = spec.params.iter().position(|param| param.name == name);
        let Some((param, slot, met)) = position
            .and_then(|at| Some((spec.params.get(at)?, slots.get_mut(at)?, met.get_mut(at)?)))
        else {
            let nearest = nearest(&name, spec.params.iter().map(|param| param.name));
            return Err(Invalid::Unknown {
                nearest: nearest.map(str::to_owned),
                name,
            });
        };
        if core::mem::replace(met, true) {
            return Err(Invalid::Repeated { name });
        }
        match (&value, param.kind) {
            (Value::File(_), Kind::File) => {}
            (Value::Text(text), kind)
                if text.trim().is_empty() && !(kind == Kind::Text && param.values.is_empty()) =>
            {
                continue;
            }
            (Value::Text(text), Kind::Json) => is_json(param.name, text)?,
            (Value::Text(_), Kind::Text | Kind::Int | Kind::Decimal | Kind::Picture) => {}
            (Value::File(_), _) => {
                return Err(Invalid::value(param.name, "must be a text, not a file"));
            }
            (Value::Text(_), Kind::File) => {
                return Err(Invalid::value(param.name, "must be a file, not a text"));
            }
        }
        *slot = Some(value);
    }
    let mut params = Params::default();
    for (param, slot) in spec.params.iter().zip(slots) {
        match slot {
            Some(value) => params.push(param.name, value),
            None if param.need == Need::Required && param.default.is_none() => {
                return Err(Invalid::Missing {
                    name: Cow::Borrowed(param.name),
                });
            }
            None => {}
        }
    }
    Ok(params)
}

fn is_json(name: &'static str, text: &str) -> Result<(), Invalid> {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(IgnoredAny) => Ok(()),
        Err(error) => Err(Invalid::value(
            name,
            format!(
                "is not JSON (line {}, column {})",
                error.line(),
                error.column()
            ),
        )),
    }
}

/// The name in `names` that `given` most likely means, if any is similar.
pub fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = given.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&folded, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}
