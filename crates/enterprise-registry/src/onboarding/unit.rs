//! Finds out which unit is ours, where one exists (601, 306).

use endpoint_core::Refusal;
use idcode_api::operations::GetCompanyBaseInfo;
use registry_model::{DecimalId, IdCode};

use super::plan::Existing;
use super::register::main_code;
use super::state::Registered;
use super::{Onboarding, requests};
use crate::flow::{Halt, Halted, How, OnRefusal, Outcome, Question, Step, on_refusal, refused};

const STEP: Step = Step::Register;

/// What the login of the plan opens.
pub(super) enum Opened {
    /// A unit of the company's name, with this main code.
    Ours(IdCode),
    /// A unit of the company's name that tells no main code.
    Nameless,
    /// A unit of another name.
    OfAnother,
    /// Nothing: the login is refused, or the plan has none.
    Nothing { was_tried: bool },
}

impl Onboarding {
    /// A unit of this name exists. It is gone on with where the login shows that it is ours and a
    /// registration was sent, or where the plan says so; else a person is asked.
    pub(super) async fn exists(
        &mut self,
        id: Option<DecimalId>,
        was_sent: bool,
    ) -> Outcome<IdCode> {
        let may_adopt = was_sent || matches!(self.plan.existing, Existing::Adopt(_));
        if !may_adopt {
            return Err(Halt::Ask(Question::UnitExists {
                id,
                login_refused: false,
            }));
        }
        match self.log_in().await? {
            Opened::Ours(code) => {
                let how = self.how_found(was_sent);
                self.found(code, how).await
            }
            Opened::Nameless => Err(Halt::because(STEP, Halted::NoMainCode)),
            Opened::OfAnother => Err(Halt::because(STEP, Halted::UserNameTaken)),
            Opened::Nothing { was_tried } => Err(Halt::Ask(Question::UnitExists {
                id,
                login_refused: was_tried,
            })),
        }
    }

    /// A unit may have been there before that the plan goes on with, unless an answer was lost.
    pub(super) fn how_found(&self, was_sent: bool) -> How {
        let may_be_older = matches!(self.plan.existing, Existing::Adopt(_));
        if self.engine.state.register.is_unknown() || (was_sent && !may_be_older) {
            How::Settled
        } else {
            How::Found
        }
    }

    /// The user name of the plan is taken: by this company's unit, or by another's.
    pub(super) async fn user_exists(&mut self, refusal: Refusal) -> Outcome<IdCode> {
        match self.log_in().await? {
            Opened::Ours(code) => {
                let how = self.how_found(true);
                self.found(code, how).await
            }
            Opened::Nameless => Err(Halt::because(STEP, Halted::NoMainCode)),
            Opened::OfAnother => Err(Halt::because(STEP, Halted::UserNameTaken)),
            Opened::Nothing { .. } => Err(refused(STEP, refusal)),
        }
    }

    /// The main code of a unit that was registered without telling it.
    pub(super) async fn main_code_of_ours(&mut self) -> Outcome<IdCode> {
        if let Existing::Adopt(Some(code)) = self.plan.existing.clone() {
            return self.adopt(code).await;
        }
        match self.log_in().await? {
            Opened::Ours(code) => self.found(code, How::Settled).await,
            _ => Err(Halt::because(STEP, Halted::NoMainCode)),
        }
    }

    /// Goes on with the unit of this main code, if it has the company's name (306).
    pub(super) async fn adopt(&mut self, code: IdCode) -> Outcome<IdCode> {
        let request = GetCompanyBaseInfo::new(code.clone());
        let unit = self.engine.must_read(STEP, &self.idcode, request).await?;
        if !is_name(&self.plan.company.name, unit.name.as_deref()) {
            let main_code = code.to_string();
            return Err(Halt::because(STEP, Halted::OtherName { main_code }));
        }
        let how = if self.engine.state.register.is_unknown() {
            How::Settled
        } else {
            How::Found
        };
        self.found(code, how).await
    }

    pub(super) async fn found(&mut self, code: IdCode, how: How) -> Outcome<IdCode> {
        let result = format!("it is {code}");
        let outcome = Registered {
            main_code: Some(code.clone()),
        };
        self.engine
            .note(STEP, |state| &mut state.register, how, outcome, result)
            .await?;
        Ok(code)
    }

    pub(super) async fn log_in(&mut self) -> Outcome<Opened> {
        let Some(request) = requests::log_in(&self.plan) else {
            return Ok(Opened::Nothing { was_tried: false });
        };
        match self.engine.read(STEP, &self.idcode, request).await? {
            Ok(account) => {
                if !is_name(&self.plan.company.name, account.name.as_deref()) {
                    return Ok(Opened::OfAnother);
                }
                Ok(account
                    .main_code
                    .as_deref()
                    .and_then(main_code)
                    .map_or(Opened::Nameless, Opened::Ours))
            }
            Err(refusal) if on_refusal(&refusal) == OnRefusal::Ask => {
                Ok(Opened::Nothing { was_tried: true })
            }
            Err(refusal) => Err(refused(STEP, refusal)),
        }
    }
}

/// Whether two names are the same but for blanks and the width of brackets, which forms and
/// platforms write either way.
fn is_name(ours: &str, theirs: Option<&str>) -> bool {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|next| !next.is_whitespace())
            .map(|next| match next {
                '（' => '(',
                '）' => ')',
                other => other,
            })
            .collect()
    };
    theirs.is_some_and(|theirs| plain(theirs) == plain(ours))
}
