//! Asks the register for the company's record (entinfov2).

use endpoint_core::Endpoint as _;
use ihuyi_api::products::{BasicInfo, CompanyRecord, Entinfov2Submit};
use registry_model::UnifiedSocialCreditCode;

use super::plan::RecordSource;
use super::state::Record;
use super::{Onboarding, requests, unknown};
use crate::flow::{
    Entry, Halt, Halted, How, OnRefusal, Outcome, Question, Step, on_refusal, refused,
};

const STEP: Step = Step::QueryRecord;

impl Onboarding {
    pub(super) async fn query_record(&mut self) -> Outcome<()> {
        let Some(completion) = &self.plan.completion else {
            return Ok(());
        };
        if self.engine.state.complete.is_done() {
            return Ok(());
        }
        match &self.engine.state.query_record {
            Entry::Open => {}
            Entry::Done { .. } => return Ok(()),
            _ if matches!(completion.record, RecordSource::None) => return Ok(()),
            Entry::Begun { at_ms } => return Err(unknown(STEP, *at_ms, &[])),
            Entry::Refused { code, .. } => {
                let code = *code;
                return Err(Halt::Ask(Question::Refused { step: STEP, code }));
            }
        }
        let code = self.plan.company.credit_code;
        match &completion.record {
            RecordSource::None => Ok(()),
            RecordSource::Known(basic) => {
                let record = kept(None, basic);
                if is_of_another(basic, code) {
                    return Err(Halt::because(STEP, Halted::OtherCreditCode));
                }
                let result = described(&record);
                self.engine
                    .note(
                        STEP,
                        |state| &mut state.query_record,
                        How::HandedIn,
                        record,
                        result,
                    )
                    .await
            }
            RecordSource::Ask => self.ask_for_record(code).await,
        }
    }

    async fn ask_for_record(&mut self, code: UnifiedSocialCreditCode) -> Outcome<()> {
        let ihuyi = self.ihuyi()?;
        let call = ihuyi.call(requests::query_record(&self.plan));
        let operation = Entinfov2Submit::SPEC.name;
        let mut is_another = false;
        let answered = self
            .engine
            .once(
                STEP,
                operation,
                |state| &mut state.query_record,
                call,
                |_, answer: CompanyRecord| {
                    let serial = answer.serial.map(|serial| serial.as_str().to_owned());
                    let basic = answer.result.info.basic.unwrap_or_default();
                    is_another = is_of_another(&basic, code);
                    let record = kept(serial, &basic);
                    let result = described(&record);
                    (record, result)
                },
            )
            .await?;
        match answered {
            Ok(()) if is_another => Err(Halt::because(STEP, Halted::OtherCreditCode)),
            Ok(()) => Ok(()),
            Err(refusal) if on_refusal(&refusal) == OnRefusal::Ask => {
                Err(Halt::Ask(Question::Refused {
                    step: STEP,
                    code: refusal.code,
                }))
            }
            Err(refusal) => Err(refused(STEP, refusal)),
        }
    }
}

fn kept(serial: Option<String>, basic: &BasicInfo) -> Record {
    Record {
        serial,
        address: basic.address.clone(),
        registered_capital: capital(basic),
    }
}

/// The capital in units of 10,000 yuan, where it is in yuan and a whole number of those.
fn capital(basic: &BasicInfo) -> Option<u64> {
    let capital = basic.capital()?;
    if capital.currency()?.code() != Some("CNY") {
        return None;
    }
    capital.ten_thousands()?.to_string().parse().ok()
}

fn is_of_another(basic: &BasicInfo, code: UnifiedSocialCreditCode) -> bool {
    basic
        .credit_code
        .as_deref()
        .is_some_and(|theirs| theirs.trim() != code.to_string())
}

fn described(record: &Record) -> String {
    let has = |is_there: bool, what: &str| {
        let article = if is_there { "with" } else { "without" };
        format!("{article} {what}")
    };
    format!(
        "the record came {} and {}",
        has(record.address.is_some(), "an address"),
        has(record.registered_capital.is_some(), "a capital in yuan")
    )
}
