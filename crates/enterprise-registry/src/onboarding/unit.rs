//! Finds out which unit is ours, where one exists (601, 306).

use endpoint_core::Refusal;
use idcode_api::operations::GetCompanyBaseInfo;
use registry_model::{DecimalId, IdCode};

use super::plan::ExistingUnitPolicy;
use super::register::main_code;
use super::state::Registered;
use super::{Onboarding, requests};
use crate::flow::{
    Confirmation, Halt, HaltReason, Question, RefusalAction, Step, StepResult, refusal_action,
    refused,
};

const STEP: Step = Step::Register;

/// What the login of the plan opens.
pub(super) enum LoginResult {
    /// A unit of the company's name, with this main code.
    Unit(IdCode),
    /// A unit of the company's name that tells no main code.
    NoMainCode,
    /// A unit of another name.
    OtherUnit,
    /// Nothing: the login is refused, or the plan has none.
    NoAccess { was_tried: bool },
}

impl Onboarding {
    /// A unit of this name exists. It is gone on with where the login shows that it is ours and a
    /// registration was sent, or where the plan says so; else a person is asked.
    pub(super) async fn exists(
        &mut self,
        id: Option<DecimalId>,
        was_sent: bool,
    ) -> StepResult<IdCode> {
        let may_adopt = was_sent || matches!(self.plan.existing, ExistingUnitPolicy::Adopt(_));
        if !may_adopt {
            return Err(Halt::Ask(Question::UnitExists {
                id,
                login_refused: false,
            }));
        }
        match self.log_in().await? {
            LoginResult::Unit(code) => {
                let how = self.how_found(was_sent);
                self.found(code, how).await
            }
            LoginResult::NoMainCode => Err(Halt::because(STEP, HaltReason::NoMainCode)),
            LoginResult::OtherUnit => Err(Halt::because(STEP, HaltReason::UserNameTaken)),
            LoginResult::NoAccess { was_tried } => Err(Halt::Ask(Question::UnitExists {
                id,
                login_refused: was_tried,
            })),
        }
    }

    /// A unit may have been there before that the plan goes on with, unless an answer was lost.
    pub(super) fn how_found(&self, was_sent: bool) -> Confirmation {
        let may_be_older = matches!(self.plan.existing, ExistingUnitPolicy::Adopt(_));
        if self.engine.state.register.is_unknown() || (was_sent && !may_be_older) {
            Confirmation::Settled
        } else {
            Confirmation::Found
        }
    }

    /// The user name of the plan is taken: by this company's unit, or by another's.
    pub(super) async fn user_exists(&mut self, refusal: Refusal) -> StepResult<IdCode> {
        match self.log_in().await? {
            LoginResult::Unit(code) => {
                let how = self.how_found(true);
                self.found(code, how).await
            }
            LoginResult::NoMainCode => Err(Halt::because(STEP, HaltReason::NoMainCode)),
            LoginResult::OtherUnit => Err(Halt::because(STEP, HaltReason::UserNameTaken)),
            LoginResult::NoAccess { .. } => Err(refused(STEP, refusal)),
        }
    }

    /// The main code of a unit that was registered without telling it.
    pub(super) async fn find_main_code(&mut self) -> StepResult<IdCode> {
        if let ExistingUnitPolicy::Adopt(Some(code)) = self.plan.existing.clone() {
            return self.adopt(code).await;
        }
        match self.log_in().await? {
            LoginResult::Unit(code) => self.found(code, Confirmation::Settled).await,
            _ => Err(Halt::because(STEP, HaltReason::NoMainCode)),
        }
    }

    /// Goes on with the unit of this main code, if it has the company's name (306).
    pub(super) async fn adopt(&mut self, code: IdCode) -> StepResult<IdCode> {
        let request = GetCompanyBaseInfo::new(code.clone());
        let unit = self
            .engine
            .read_or_halt(STEP, &self.idcode, request)
            .await?;
        if !is_name(&self.plan.company.name, unit.name.as_deref()) {
            let main_code = code.to_string();
            return Err(Halt::because(STEP, HaltReason::OtherName { main_code }));
        }
        let how = if self.engine.state.register.is_unknown() {
            Confirmation::Settled
        } else {
            Confirmation::Found
        };
        self.found(code, how).await
    }

    pub(super) async fn found(&mut self, code: IdCode, how: Confirmation) -> StepResult<IdCode> {
        let result = format!("it is {code}");
        let outcome = Registered {
            main_code: Some(code.clone()),
        };
        self.engine
            .record_done(STEP, |state| &mut state.register, how, outcome, result)
            .await?;
        Ok(code)
    }

    pub(super) async fn log_in(&mut self) -> StepResult<LoginResult> {
        let Some(request) = requests::log_in(&self.plan) else {
            return Ok(LoginResult::NoAccess { was_tried: false });
        };
        match self.engine.read(STEP, &self.idcode, request).await? {
            Ok(account) => {
                if !is_name(&self.plan.company.name, account.name.as_deref()) {
                    return Ok(LoginResult::OtherUnit);
                }
                Ok(account
                    .main_code
                    .as_deref()
                    .and_then(main_code)
                    .map_or(LoginResult::NoMainCode, LoginResult::Unit))
            }
            Err(refusal) if refusal_action(&refusal) == RefusalAction::Ask => {
                Ok(LoginResult::NoAccess { was_tried: true })
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
