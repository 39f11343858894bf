//! Registers the unit (302, 303, 301, 309), or finds out that it is registered.

use endpoint_core::{Endpoint as _, Refusal, Secret};
use idcode_api::operations::{GetVerifyInfo, Login, RegCompanyInfo, SendVerifyInfo, UnitRegist};
use registry_model::IdCode;

use super::plan::{ExistingUnitPolicy, RegistrationMethod, SmsSender};
use super::state::{Registered, Sent};
use super::unit::LoginResult;
use super::{Onboarding, requests, unknown};
use crate::flow::{
    Confirmation, Entry, Event, FlowError, Halt, HaltReason, Question, RefusalAction, SmsCodeState,
    Step, StepResult, refusal_action, refused,
};

const STEP: Step = Step::Register;

/// The codes of 301 about the code of the SMS.
const SMS_CODE_WRONG: i64 = -3;
const SMS_CODE_EXPIRED: i64 = -4;

/// The code of 301 and 309 for a name that a unit has.
const UNIT_EXISTS: i64 = 2;

/// The code of 301 and 309 for a user name that is taken.
const USER_EXISTS: i64 = 3;

impl Onboarding {
    /// The main code of the unit, registered or found.
    pub(super) async fn register(&mut self) -> StepResult<IdCode> {
        if let Entry::Done { outcome, .. } = &self.engine.state.register {
            return match outcome.main_code.clone() {
                Some(code) => Ok(code),
                None => self.find_main_code().await,
            };
        }
        self.bind(STEP);
        if let ExistingUnitPolicy::Adopt(Some(code)) = self.plan.existing.clone() {
            return self.adopt(code).await;
        }
        match &self.engine.state.register {
            Entry::Begun { at_ms } => {
                let at_ms = *at_ms;
                return self.settle(at_ms).await;
            }
            // The unit exists, as the vendor has said: no list is needed to know that.
            Entry::Refused { code, .. } if *code == UNIT_EXISTS => {
                let id = self.look_up().await?.flatten();
                return self.exists(id, true).await;
            }
            // The user name or the code of the SMS: another one may be here by now.
            Entry::Refused { .. } => match self.log_in().await? {
                LoginResult::Unit(code) => {
                    let how = self.how_found(true);
                    return self.found(code, how).await;
                }
                LoginResult::OtherUnit => {
                    return Err(Halt::because(STEP, HaltReason::UserNameTaken));
                }
                LoginResult::NoMainCode | LoginResult::NoAccess { .. } => {}
            },
            Entry::Open | Entry::Done { .. } => {}
        }
        if let Some(id) = self.look_up().await? {
            let was_sent = self.engine.state.was_sent;
            return self.exists(id, was_sent).await;
        }
        let refusal = match self.send().await? {
            Ok(()) => return self.registered().await,
            Err(refusal) => refusal,
        };
        match refusal_action(&refusal) {
            // No unit had this name before it was sent. Something on the way may have sent it
            // twice, or an earlier request has arrived: the login tells.
            RefusalAction::Adopt if refusal.code == USER_EXISTS => self.user_exists(refusal).await,
            RefusalAction::Adopt => self.exists(None, true).await,
            RefusalAction::Ask => self.sms_refused(refusal).await,
            _ => Err(refused(STEP, refusal)),
        }
    }

    /// Whether a registration has happened whose answer was lost. That 307 does not list the unit
    /// and 601 does not open it is looked at again for as long as both may take, and proves
    /// nothing then: a person is asked.
    async fn settle(&mut self, since_ms: u64) -> StepResult<IdCode> {
        let mut waits = self
            .plan
            .settling
            .after_call(&self.idcode)
            .waits()
            .peekable();
        let mut is_first = true;
        loop {
            if let Some(id) = self.look_up().await? {
                return self.exists(id, true).await;
            }
            // A login is checked where it is kept, not in a list. It is tried twice and no more:
            // platforms lock accounts.
            if is_first || waits.peek().is_none() {
                match self.log_in().await? {
                    LoginResult::Unit(code) => {
                        return self.found(code, Confirmation::Settled).await;
                    }
                    LoginResult::NoMainCode => {
                        return Err(Halt::because(STEP, HaltReason::NoMainCode));
                    }
                    LoginResult::OtherUnit | LoginResult::NoAccess { .. } => {}
                }
            }
            is_first = false;
            let seen = "307 does not list the unit; what was sent may still be on its way";
            if !self.engine.wait_next(STEP, &mut waits, seen).await? {
                return Err(unknown(STEP, since_ms, &["307", "601"]));
            }
        }
    }

    async fn registered(&mut self) -> StepResult<IdCode> {
        let register = &self.engine.state.register;
        match register
            .outcome()
            .and_then(|outcome| outcome.main_code.clone())
        {
            Some(code) => Ok(code),
            None => self.find_main_code().await,
        }
    }

    /// 301 or 309, once.
    async fn send(&mut self) -> StepResult<Result<(), Refusal>> {
        if let Some(request) = requests::register_by_licence(&self.plan) {
            self.engine.state.was_sent = true;
            let call = self.idcode.call(request);
            let operation = UnitRegist::SPEC.name;
            return self
                .engine
                .perform(
                    STEP,
                    operation,
                    |state| &mut state.register,
                    call,
                    |_, reply| kept(reply.main_code.as_deref()),
                )
                .await;
        }
        let RegistrationMethod::Login { phone, sms, .. } = self.plan.registration.method.clone()
        else {
            return Err(FlowError::plan("registration", "there is no way to register").into());
        };
        let login = self.plan.registration.method.login().ok_or_else(|| {
            FlowError::plan(
                "registration.password",
                "the password of the new user is missing",
            )
        })?;
        let code = self.code_of_sms(&phone, sms).await?;
        self.send_with(login, &phone, code).await
    }

    async fn send_with(
        &mut self,
        login: Login,
        phone: &str,
        code: Option<Secret>,
    ) -> StepResult<Result<(), Refusal>> {
        let request = requests::register_with(&self.plan, login, phone, code);
        self.engine.state.was_sent = true;
        let call = self.idcode.call(request);
        let operation = RegCompanyInfo::SPEC.name;
        self.engine
            .perform(
                STEP,
                operation,
                |state| &mut state.register,
                call,
                |_, reply| kept(reply.main_code.as_deref()),
            )
            .await
    }

    /// The code of the SMS, which is made or sent once.
    async fn code_of_sms(&mut self, phone: &str, sms: SmsSender) -> StepResult<Option<Secret>> {
        if sms == SmsSender::None {
            return Ok(None);
        }
        const SMS: Step = Step::SendSms;
        self.bind(SMS);
        if let Some(code) = self.sms_code.take() {
            if !self.engine.state.send_sms.is_done() {
                // Whoever has a code was sent one.
                let result = "the code is here";
                let how = Confirmation::HandedIn;
                self.engine
                    .record_done(SMS, |state| &mut state.send_sms, how, Sent {}, result)
                    .await?;
            }
            return Ok(Some(code));
        }
        match &self.engine.state.send_sms {
            // 302 sends nothing: a code that was lost on its way is simply made anew.
            _ if sms == SmsSender::Caller => {}
            Entry::Done { .. } => {
                return Err(Halt::Ask(Question::SmsCode(SmsCodeState::Sent)));
            }
            Entry::Begun { .. } | Entry::Refused { .. } => {
                return Err(Halt::Ask(Question::SmsCode(SmsCodeState::MaybeSent)));
            }
            Entry::Open => {}
        }
        let mut made = None;
        let sent = match sms {
            SmsSender::Caller => {
                let call = self.idcode.call(GetVerifyInfo::new(phone));
                let operation = GetVerifyInfo::SPEC.name;
                self.engine
                    .perform(
                        SMS,
                        operation,
                        |state| &mut state.send_sms,
                        call,
                        |_, reply| {
                            made = Some(reply.code);
                            (Sent {}, "the code was made".to_owned())
                        },
                    )
                    .await?
            }
            _ => {
                let call = self.idcode.call(SendVerifyInfo::new(phone));
                let operation = SendVerifyInfo::SPEC.name;
                self.engine
                    .perform(
                        SMS,
                        operation,
                        |state| &mut state.send_sms,
                        call,
                        |_, _| (Sent {}, "the SMS was sent".to_owned()),
                    )
                    .await?
            }
        };
        sent.map_err(|refusal| refused(SMS, refusal))?;
        match made {
            Some(code) => Ok(Some(code)),
            None => Err(Halt::Ask(Question::SmsCode(SmsCodeState::Sent))),
        }
    }

    /// The code of the SMS is wrong, or was used up by the same request, sent twice on the way.
    async fn sms_refused(&mut self, refusal: Refusal) -> StepResult<IdCode> {
        if let LoginResult::Unit(code) = self.log_in().await? {
            let how = self.how_found(true);
            return self.found(code, how).await;
        }
        Err(match refusal.code {
            SMS_CODE_WRONG => Halt::Ask(Question::SmsCode(SmsCodeState::Wrong)),
            SMS_CODE_EXPIRED => Halt::Ask(Question::SmsCode(SmsCodeState::Expired)),
            _ => refused(STEP, refusal),
        })
    }

    /// Whether a unit of this name is listed (307): its id, where the platform says one.
    async fn look_up(&mut self) -> StepResult<Option<Option<registry_model::DecimalId>>> {
        let step = Step::LookUp;
        let request = requests::look_up(&self.plan);
        let units = match self.engine.read(step, &self.idcode, request).await? {
            Ok(units) => units,
            Err(refusal) if refusal_action(&refusal) == RefusalAction::Continue => Vec::new(),
            Err(refusal) => return Err(refused(step, refusal)),
        };
        let unit = units.first();
        let result = match unit {
            Some(_) => "307 lists a unit of this name",
            None => "307 lists no unit of this name",
        };
        self.engine.report(&Event::Done {
            step,
            how: Confirmation::Answered,
            result: result.to_owned(),
        });
        Ok(unit.map(|unit| unit.id))
    }
}

/// What the platform has told of the main code.
fn kept(told: Option<&str>) -> (Registered, String) {
    let main_code = told.and_then(main_code);
    let result = match &main_code {
        Some(code) => format!("registered as {code}"),
        None => "registered, without a main code".to_owned(),
    };
    (Registered { main_code }, result)
}

/// A new code comes with a slash behind it, which queries leave out.
pub(super) fn main_code(text: &str) -> Option<IdCode> {
    let code: IdCode = text.trim().parse().ok()?;
    code.is_main_code().then_some(code)
}
