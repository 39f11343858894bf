//! Builds the JSON output of an onboarding.

use std::path::Path;

use enterprise_registry::flow::{Event, FlowError, FlowOutcome, StepReport, path_text};
use enterprise_registry::model::{IdCode, UnifiedSocialCreditCode};
use enterprise_registry::onboarding::{Company, Onboarding, OnboardingReport};
use serde::Serialize;

use crate::flows::open_question::OpenQuestion;
use crate::flows::outcome;

/// The output of a run, however it ended.
#[derive(Serialize)]
pub(super) struct RunReport<'a> {
    company: Named<'a>,
    /// `done`, `asks`, `not_yet`, `interrupted` or `failed`.
    ended: &'static str,
    unit: Option<&'a IdCode>,
    adopted: Option<bool>,
    verified: Option<bool>,
    audit: Option<i64>,
    question: Option<OpenQuestion>,
    steps: Vec<StepReport>,
    events: Vec<Event>,
    state: Option<String>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    credit_code: UnifiedSocialCreditCode,
}

impl<'a> RunReport<'a> {
    pub(super) fn new(
        company: &'a Company,
        flow: &Onboarding,
        end: &'a Result<FlowOutcome<OnboardingReport>, FlowError>,
        events: Vec<Event>,
        state: Option<&Path>,
    ) -> Self {
        let report = match end {
            Ok(FlowOutcome::Done(report)) => Some(report),
            _ => None,
        };
        Self {
            company: Named {
                name: &company.name,
                credit_code: company.credit_code,
            },
            ended: outcome::word(end),
            unit: report.map(|report| &report.unit),
            adopted: report.map(|report| report.adopted),
            verified: report.and_then(|report| report.verified),
            audit: report.and_then(|report| report.audit),
            question: OpenQuestion::from_end(end),
            steps: flow.steps(),
            events,
            state: state.map(path_text),
        }
    }
}
