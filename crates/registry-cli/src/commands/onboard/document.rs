//! The document that a program reads at the end of an onboarding.

use std::path::Path;

use enterprise_registry::flow::{End, Event, FlowError, StepReport, path_text};
use enterprise_registry::model::{IdCode, UnifiedSocialCreditCode};
use enterprise_registry::onboarding::{Company, Onboarding, Report};
use serde::Serialize;

use crate::flows::asked::Asked;
use crate::flows::ending;

/// The one document of a run, however it has ended.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    company: Named<'a>,
    /// `done`, `asks`, `not_yet`, `interrupted` or `failed`.
    ended: &'static str,
    unit: Option<&'a IdCode>,
    adopted: Option<bool>,
    verified: Option<bool>,
    audit: Option<i64>,
    question: Option<Asked>,
    steps: Vec<StepReport>,
    events: Vec<Event>,
    state: Option<String>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    credit_code: UnifiedSocialCreditCode,
}

impl<'a> Document<'a> {
    pub(super) fn new(
        company: &'a Company,
        flow: &Onboarding,
        end: &'a Result<End<Report>, FlowError>,
        events: Vec<Event>,
        state: Option<&Path>,
    ) -> Self {
        let report = match end {
            Ok(End::Done(report)) => Some(report),
            _ => None,
        };
        Self {
            company: Named {
                name: &company.name,
                credit_code: company.credit_code,
            },
            ended: ending::word(end),
            unit: report.map(|report| &report.unit),
            adopted: report.map(|report| report.adopted),
            verified: report.and_then(|report| report.verified),
            audit: report.and_then(|report| report.audit),
            question: Asked::at(end),
            steps: flow.steps(),
            events,
            state: state.map(path_text),
        }
    }
}
