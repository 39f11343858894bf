//! Queries the company's record in the register (entinfov2).

use endpoint_core::Endpoint as _;
use ihuyi_api::products::{BasicInfo, CompanyRecord, Entinfov2Submit};
use registry_model::{Currency, UnifiedSocialCreditCode};

use super::plan::RecordSource;
use super::requests;
use super::runner::Onboarding;
use super::state::Record;
use crate::flow::{
    Confirmation, Entry, Halt, HaltReason, Question, RefusalAction, Step, StepResult,
    refusal_action, refused,
};

const STEP: Step = Step::QueryRecord;

impl Onboarding {
    pub(super) async fn query_record(&mut self) -> StepResult<()> {
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
            Entry::Begun { at_ms } => return Err(Halt::unknown(STEP, *at_ms, &[])),
            Entry::Refused { code, .. } => {
                let code = *code;
                return Err(Halt::Ask(Question::Refused { step: STEP, code }));
            }
        }
        let code = self.plan.company.credit_code;
        match &completion.record {
            RecordSource::None => Ok(()),
            RecordSource::Known(basic) => {
                let record = record_from(None, basic);
                if is_other_company(basic, code) {
                    return Err(Halt::because(STEP, HaltReason::OtherCreditCode));
                }
                let result = describe(&record, basic);
                self.engine
                    .record_done(
                        STEP,
                        |state| &mut state.query_record,
                        Confirmation::HandedIn,
                        record,
                        result,
                    )
                    .await
            }
            RecordSource::Ask => self.query_register(code).await,
        }
    }

    async fn query_register(&mut self, code: UnifiedSocialCreditCode) -> StepResult<()> {
        let ihuyi = self.ihuyi()?;
        let call = ihuyi.call(requests::query_record(&self.plan));
        let operation = Entinfov2Submit::SPEC.name;
        let mut is_other = false;
        let sent = self
            .engine
            .perform(
                STEP,
                operation,
                |state| &mut state.query_record,
                call,
                |_, response: CompanyRecord| {
                    let serial = response.serial.map(|serial| serial.as_str().to_owned());
                    let basic = response.result.info.basic.unwrap_or_default();
                    is_other = is_other_company(&basic, code);
                    let record = record_from(serial, &basic);
                    let result = describe(&record, &basic);
                    (record, result)
                },
            )
            .await?;
        match sent {
            Ok(()) if is_other => Err(Halt::because(STEP, HaltReason::OtherCreditCode)),
            Ok(()) => Ok(()),
            Err(refusal) if refusal_action(&refusal) == RefusalAction::Ask => {
                Err(Halt::Ask(Question::Refused {
                    step: STEP,
                    code: refusal.code,
                }))
            }
            Err(refusal) => Err(refused(STEP, refusal)),
        }
    }
}

fn record_from(serial: Option<String>, basic: &BasicInfo) -> Record {
    Record {
        serial,
        address: basic.address.clone(),
        registered_capital: capital(basic).ok(),
    }
}

/// The capital in units of 10,000 yuan, or the reason for its absence, in words.
fn capital(basic: &BasicInfo) -> Result<u64, &'static str> {
    let capital = basic
        .capital()
        .filter(|capital| !capital.as_str().trim().is_empty())
        .ok_or("without a capital")?;
    let amount = capital
        .ten_thousands()
        .ok_or("with a capital that cannot be read")?;
    match capital.currency().map(Currency::code) {
        Some(Some("CNY")) => amount.to_string().parse().map_err(
            |_| "with a capital that 305 cannot take: it takes whole units of 10,000 yuan",
        ),
        Some(_) => Err("without a capital in yuan"),
        None => Err("with a capital without a currency"),
    }
}

fn is_other_company(basic: &BasicInfo, code: UnifiedSocialCreditCode) -> bool {
    basic
        .credit_code
        .as_deref()
        .is_some_and(|other| other.trim() != code.to_string())
}

fn describe(record: &Record, basic: &BasicInfo) -> String {
    let address = if record.address.is_some() {
        "with an address"
    } else {
        "without an address"
    };
    let capital = capital(basic).map_or_else(|words| words, |_| "with a capital in yuan");
    format!("the record came {address} and {capital}")
}

#[cfg(test)]
mod tests {
    use ihuyi_api::products::BasicInfo;

    use super::capital;

    #[test]
    fn a_capital_that_is_not_sent_has_its_reason() {
        for (text, currency, words) in [
            (
                "壹仟贰佰叁拾肆万伍仟元整",
                "人民币",
                "whole units of 10,000 yuan",
            ),
            ("50.5万元", "人民币", "whole units of 10,000 yuan"),
            ("1000万", "美元", "without a capital in yuan"),
            ("不详", "人民币", "cannot be read"),
            (" ", "人民币", "without a capital"),
        ] {
            let basic = BasicInfo {
                registered_capital: Some(text.into()),
                capital_currency: Some(currency.into()),
                ..BasicInfo::default()
            };
            let reason = capital(&basic).unwrap_err();
            assert!(reason.contains(words), "{text}: {reason}");
        }
        let basic = BasicInfo {
            registered_capital: Some("1000万元整（人民币）".into()),
            ..BasicInfo::default()
        };
        assert_eq!(capital(&basic), Ok(1000));
    }
}
