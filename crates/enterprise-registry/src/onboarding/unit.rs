//! Finds and adopts an existing unit of the company (601, 306).

use endpoint_core::Refusal;
use idcode_api::operations::GetCompanyBaseInfo;
use registry_model::{DecimalId, IdCode};

use super::plan::ExistingUnitPolicy;
use super::requests;
use super::runner::Onboarding;
use super::state::Registered;
use crate::flow::{
    Confirmation, Halt, HaltReason, Question, RefusalAction, Step, StepResult, refusal_action,
    refused,
};

const STEP: Step = Step::Register;

/// The result of the plan's login.
pub(super) enum LoginResult {
    /// It opens a unit of the company's name, with this main code.
    Unit(IdCode),
    /// It opens a unit of the company's name, without a main code.
    NoMainCode,
    /// It opens a unit of another name.
    OtherUnit,
    /// It is refused, or the plan has no login.
    NoAccess { was_tried: bool },
}

impl Onboarding {
    /// Adopts a unit of this name that exists. The login must open it, and this flow must have sent
    /// a registration or the plan must allow adoption; otherwise the flow asks the caller.
    pub(super) async fn adopt_existing(
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
                let how = self.confirmation(was_sent);
                self.adopt_found(code, how).await
            }
            LoginResult::NoMainCode => Err(Halt::because(STEP, HaltReason::NoMainCode)),
            LoginResult::OtherUnit => Err(Halt::because(STEP, HaltReason::UserNameTaken)),
            LoginResult::NoAccess { was_tried } => Err(Halt::Ask(Question::UnitExists {
                id,
                login_refused: was_tried,
            })),
        }
    }

    /// How a unit that the login opens is known: as the result of this flow, or, if the plan allows
    /// adoption and no response was lost, as a unit that may have existed before.
    pub(super) fn confirmation(&self, was_sent: bool) -> Confirmation {
        let may_be_older = matches!(self.plan.existing, ExistingUnitPolicy::Adopt(_));
        if self.engine.state.register.is_unknown() || (was_sent && !may_be_older) {
            Confirmation::Settled
        } else {
            Confirmation::Found
        }
    }

    /// Adopts the unit that has the plan's user name, if it is of this company.
    pub(super) async fn adopt_by_user_name(&mut self, refusal: Refusal) -> StepResult<IdCode> {
        match self.log_in().await? {
            LoginResult::Unit(code) => {
                let how = self.confirmation(true);
                self.adopt_found(code, how).await
            }
            LoginResult::NoMainCode => Err(Halt::because(STEP, HaltReason::NoMainCode)),
            LoginResult::OtherUnit => Err(Halt::because(STEP, HaltReason::UserNameTaken)),
            LoginResult::NoAccess { .. } => Err(refused(STEP, refusal)),
        }
    }

    /// Finds the main code of a unit whose registration returned none.
    pub(super) async fn find_main_code(&mut self) -> StepResult<IdCode> {
        if let ExistingUnitPolicy::Adopt(Some(code)) = self.plan.existing.clone() {
            return self.adopt(code).await;
        }
        match self.log_in().await? {
            LoginResult::Unit(code) => self.adopt_found(code, Confirmation::Settled).await,
            _ => Err(Halt::because(STEP, HaltReason::NoMainCode)),
        }
    }

    /// Adopts the unit of this main code, if it has the company's name (306).
    pub(super) async fn adopt(&mut self, code: IdCode) -> StepResult<IdCode> {
        let request = GetCompanyBaseInfo::new(code.clone());
        let unit = self
            .engine
            .read_or_halt(STEP, &self.idcode, request)
            .await?;
        if !is_same_name(&self.plan.company.name, unit.name.as_deref()) {
            let main_code = code.to_string();
            return Err(Halt::because(STEP, HaltReason::OtherName { main_code }));
        }
        let how = if self.engine.state.register.is_unknown() {
            Confirmation::Settled
        } else {
            Confirmation::Found
        };
        self.adopt_found(code, how).await
    }

    /// Records the unit of this main code as registered.
    pub(super) async fn adopt_found(
        &mut self,
        code: IdCode,
        how: Confirmation,
    ) -> StepResult<IdCode> {
        let result = format!("it is {code}");
        let outcome = Registered {
            main_code: Some(code.clone()),
        };
        self.engine
            .record_done(STEP, |state| &mut state.register, how, outcome, result)
            .await?;
        Ok(code)
    }

    /// Tries the login of the plan (601).
    pub(super) async fn log_in(&mut self) -> StepResult<LoginResult> {
        let Some(request) = requests::log_in(&self.plan) else {
            return Ok(LoginResult::NoAccess { was_tried: false });
        };
        match self.engine.read(STEP, &self.idcode, request).await? {
            Ok(account) => {
                if !is_same_name(&self.plan.company.name, account.name.as_deref()) {
                    return Ok(LoginResult::OtherUnit);
                }
                Ok(account
                    .main_code
                    .as_deref()
                    .and_then(parse_main_code)
                    .map_or(LoginResult::NoMainCode, LoginResult::Unit))
            }
            Err(refusal) if refusal_action(&refusal) == RefusalAction::Ask => {
                Ok(LoginResult::NoAccess { was_tried: true })
            }
            Err(refusal) => Err(refused(STEP, refusal)),
        }
    }
}

/// Whether two names are equal up to spaces and the width of brackets, which vary between forms and
/// platforms.
fn is_same_name(name: &str, other: Option<&str>) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|next| !next.is_whitespace())
            .map(|next| match next {
                '（' => '(',
                '）' => ')',
                other => other,
            })
            .collect()
    };
    other.is_some_and(|other| plain(other) == plain(name))
}

/// Parses a main code. A new code ends with a slash, which queries leave out.
pub(super) fn parse_main_code(text: &str) -> Option<IdCode> {
    let code: IdCode = text.trim().parse().ok()?;
    code.is_main_code().then_some(code)
}
