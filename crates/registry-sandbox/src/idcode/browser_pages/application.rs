//! The browser page of 401 and 405: an application for a category.

use endpoint_core::wire::Received;
use idcode_api::{Application, Category, callback};
use registry_model::DecimalId;

use super::forms::{APPLICATION, begin, field};
use super::html::Html;
use super::open_pages::PageRequest;
pub(in crate::idcode) use super::open_pages::PendingApplication;
use crate::idcode::registrations::{Applicant, RegistrationError};
use crate::idcode::{State, categories};
use crate::response::SandboxResponse;

const CATEGORY: &str = "IndustryCategory_ID";
const KIND: &str = "CodePayType";
const MODEL: &str = "ModelNumber";
const MODEL_CODE: &str = "ModelNumberCode";

const UNFIT_MODEL: &str = "The code of the model cannot be part of a code.";

/// The values of the fields.
#[derive(Default)]
pub(in crate::idcode) struct Filled {
    category: String,
    kind: String,
    model: String,
    model_code: String,
}

/// The form.
pub(in crate::idcode) fn form(
    state: &mut State,
    opened: PendingApplication,
    filled: &Filled,
    error: Option<&str>,
    now_ms: u64,
) -> String {
    let unit = state.units.find(&opened.company);
    let name = unit.and_then(|unit| unit.unit.name.clone());
    let mut page = Html::page("Apply for a category").error(error).table([
        ("Unit", name.as_deref().unwrap_or_default()),
        ("Main code", opened.company.as_str()),
        ("A scan leads to", opened.goto_url.as_str()),
        ("For example", opened.sample_url.as_str()),
    ]);
    if let Some((id, kind)) = opened.fixed {
        let category = categories::find(id).map(words).unwrap_or_default();
        page = page.table([("Category", category.as_str()), ("Kind", kind_words(kind))]);
    }
    let fixed = opened.fixed.is_some();
    let token = begin(state, PageRequest::Application(opened), now_ms);
    page = page.form(APPLICATION, &token);
    if !fixed {
        let kinds = [Application::Registered, Application::Filed]
            .map(|kind| (kind.code().to_string(), kind_words(kind).to_owned()));
        let kinds = [("Kind".to_owned(), kinds.to_vec())];
        page = page
            .choice(CATEGORY, "Category", &filled.category, &choices())
            .choice(KIND, "Kind", &filled.kind, &kinds);
    }
    page.input("text", MODEL, "Model", &filled.model)
        .input(
            "text",
            MODEL_CODE,
            "Code of the model (the next number, if empty)",
            &filled.model_code,
        )
        .submit("Apply")
        .finish()
}

/// Registers the category and sends the browser to the callback address with the new code (OQ33);
/// shows the form again where that fails.
pub(super) fn take(
    state: &mut State,
    mut form_filled: Received,
    opened: PendingApplication,
    now_ms: u64,
) -> SandboxResponse {
    let filled = Filled {
        category: field(&mut form_filled, CATEGORY),
        kind: field(&mut form_filled, KIND),
        model: field(&mut form_filled, MODEL),
        model_code: field(&mut form_filled, MODEL_CODE),
    };
    match register(state, &opened, &filled, now_ms) {
        Ok(code) => {
            let address = callback::address(&opened.call_back_url, &code);
            let page = Html::page("Registered")
                .paragraph(code.as_str())
                .link(&address, "Go to the callback address")
                .finish();
            SandboxResponse::redirect(&address, page)
        }
        Err(error) => {
            let page = form(state, opened, &filled, Some(error), now_ms);
            SandboxResponse::html(200, page)
        }
    }
}

fn register(
    state: &mut State,
    opened: &PendingApplication,
    filled: &Filled,
    now_ms: u64,
) -> Result<registry_model::IdCode, &'static str> {
    let (id, application) = match opened.fixed {
        Some(fixed) => fixed,
        None => chosen(filled)?,
    };
    let category = categories::find(id).ok_or("Choose a category.")?;
    let unit = state
        .units
        .find(&opened.company)
        .ok_or("单位不存在！ There is no such unit.")?;
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    state
        .registrations
        .register(Applicant {
            unit_id: unit.unit.id,
            main_code: &opened.company,
            category,
            memo: None,
            application,
            goto_url: opened.goto_url.clone(),
            model_name: text(&filled.model),
            model_code: text(&filled.model_code),
            at_ms: now_ms,
        })
        .map(|registered| registered.code.clone())
        .map_err(|error| match error {
            RegistrationError::Model => UNFIT_MODEL,
            RegistrationError::Taken => {
                "型号编码已存在！ The unit has this category and model already."
            }
        })
}

fn chosen(filled: &Filled) -> Result<(DecimalId, Application), &'static str> {
    let id = filled.category.parse().map_err(|_| "Choose a category.")?;
    [Application::Registered, Application::Filed]
        .into_iter()
        .find(|kind| kind.code().to_string() == filled.kind)
        .map(|kind| (id, kind))
        .ok_or("Choose a kind.")
}

fn kind_words(kind: Application) -> &'static str {
    match kind {
        Application::Filed => "备案 filed",
        _ => "注册 registered",
    }
}

/// The categories below their uses, indented by level.
fn choices() -> Vec<(String, Vec<(String, String)>)> {
    categories::uses()
        .map(|code_use| {
            let of_use = categories::all()
                .iter()
                .filter(|category| category.code_use_id == Some(code_use.id));
            let options = of_use.map(|category| (category.id.to_string(), words(category)));
            (code_use.name.unwrap_or_default(), options.collect())
        })
        .collect()
}

fn words(category: &Category) -> String {
    let depth = category.level.unwrap_or(1).saturating_sub(1);
    let indent = "　".repeat(usize::try_from(depth).unwrap_or_default());
    let code = category.code.as_deref().unwrap_or_default();
    let name = category.name.as_deref().unwrap_or_default();
    format!("{indent}{code} {name}")
}
