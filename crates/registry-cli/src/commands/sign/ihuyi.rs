//! Shows the steps of a dynamic password of ihuyi.

use endpoint_core::{Covered, nearest};
use enterprise_registry::ihuyi::{Auth, Ihuyi};
use enterprise_registry::model::is_personal;
use enterprise_registry::{Clock as _, Invalid, Spec, SystemClock};
use secrecy::ExposeSecret;
use serde::Serialize;

use super::{HIDDEN, lines};
use crate::catalogue;
use crate::error::CommandError;
use crate::format::Format;
use crate::output;
use crate::settings::Settings;

#[derive(Serialize)]
struct SignedPassword {
    operation: &'static str,
    steps: PasswordSteps,
    password: String,
    time: Option<u64>,
}

#[derive(Serialize)]
struct PasswordSteps {
    formula: Vec<&'static str>,
    string_to_sign: Option<String>,
}

pub(super) fn show(
    format: Format,
    settings: &Settings,
    app: &str,
    parameters: &[String],
    time: Option<u64>,
) -> Result<(), CommandError> {
    let (operation, given) = product(app, parameters)?;
    let (account, api_key) = settings.ihuyi()?;
    let signed = match settings.ihuyi_auth() {
        Auth::Static => SignedPassword {
            operation: operation.name,
            steps: PasswordSteps {
                formula: vec!["api_key"],
                string_to_sign: None,
            },
            password: HIDDEN.to_owned(),
            time: None,
        },
        Auth::Dynamic => {
            let time_s = time.unwrap_or_else(|| SystemClock.now_ms() / 1000);
            let covered = match operation.covered {
                Covered::These(names) => names,
                Covered::AllTexts => &[],
            };
            let product = operation.product();
            let mut fields = vec![account.expose_secret(), api_key.expose_secret(), product];
            fields.extend(covered.iter().map(|name| text_of(&given, name)));
            let password = sign_core::ihuyi::dynamic_password(&fields, time_s);
            // The account is hidden here; sign-core hides the key.
            if let Some(account) = fields.first_mut() {
                *account = HIDDEN;
            }
            for field in fields.iter_mut().filter(|field| is_personal(field)) {
                *field = HIDDEN;
            }
            let steps = sign_core::ihuyi::explain(&fields, time_s);
            let formula = ["account", "api_key", "app"]
                .iter()
                .chain(covered)
                .chain(&["time"]);
            SignedPassword {
                operation: operation.name,
                steps: PasswordSteps {
                    formula: formula.copied().collect(),
                    string_to_sign: Some(steps.string_to_sign),
                },
                password: password.as_str().to_owned(),
                time: Some(time_s),
            }
        }
    };
    if format != Format::Table {
        return output::value(format, &signed);
    }
    let time = signed.time.map(|time| time.to_string());
    let string_to_sign = signed.steps.string_to_sign.as_deref();
    lines(&[
        ("operation", signed.operation),
        ("formula", &signed.steps.formula.join(" + ")),
        (
            "string to sign",
            string_to_sign.unwrap_or("none: static mode sends the API KEY itself"),
        ),
        ("password", &signed.password),
        ("time", time.as_deref().unwrap_or("not sent in static mode")),
    ])
}

type Given<'p> = Vec<(&'p str, &'p str)>;

/// The operation of the product that these parameters belong to, and the parameters.
fn product<'p>(app: &str, parameters: &'p [String]) -> Result<(Spec, Given<'p>), CommandError> {
    let verb = if parameters.is_empty() {
        "GetNum"
    } else {
        "Submit"
    };
    let wanted = match app.split_once('.') {
        Some(_) => app.to_owned(),
        None => {
            check_product(app)?;
            format!("{app}.{verb}")
        }
    };
    let operation = catalogue::find::<Ihuyi>(&wanted)?.spec();
    let given = parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| {
            let (name, value) = parameter.split_once('=').ok_or_else(|| {
                CommandError::invalid(format!("parameter {} has no `=`", index + 1))
                    .with_remedy("write name=value")
            })?;
            if operation.param(name).is_some() {
                return Ok((name, value));
            }
            let known = operation.params.iter().map(|param| param.name);
            Err(CommandError::from(Invalid::Unknown {
                name: name.to_owned(),
                nearest: nearest(name, known).map(str::to_owned),
            }))
        })
        .collect::<Result<_, _>>()?;
    Ok((operation, given))
}

fn check_product(app: &str) -> Result<(), CommandError> {
    let mut products: Vec<&str> = catalogue::operations::<Ihuyi>()
        .iter()
        .map(|operation| operation.spec().product())
        .collect();
    products.dedup();
    if products.contains(&app) {
        return Ok(());
    }
    let remedy = match nearest(app, products.iter().copied()) {
        Some(near) => format!("write `{near}`"),
        None => format!("use one of {}", products.join(", ")),
    };
    Err(CommandError::invalid(format!("no product `{app}`")).with_remedy(remedy))
}

fn text_of<'p>(given: &[(&'p str, &'p str)], name: &str) -> &'p str {
    given
        .iter()
        .find(|(given, _)| *given == name)
        .map_or("", |(_, value)| value)
}
