//! Registers the unit (302, 303, 301, 309), or finds the registered one.

use endpoint_core::{Endpoint as _, Refusal, Secret};
use idcode_api::operations::{GetVerifyInfo, Login, RegCompanyInfo, SendVerifyInfo, UnitRegist};
use registry_model::IdCode;

use super::plan::{ExistingUnitPolicy, RegistrationMethod, SmsSender};
use super::requests;
use super::runner::Onboarding;
use super::state::{Registered, Sent};
use super::unit::{LoginResult, parse_main_code};
use crate::flow::{
    Confirmation, Entry, FlowError, Halt, HaltReason, Question, RefusalAction, SmsCodeState, Step,
    StepResult, refusal_action, refused,
};

const STEP: Step = Step::Register;

/// The result codes of 301 for a wrong and an expired SMS code.
const SMS_CODE_WRONG: i64 = -3;
const SMS_CODE_EXPIRED: i64 = -4;

/// The result code of 301 and 309 for the name of an existing unit.
const UNIT_EXISTS: i64 = 2;

/// The result code of 301 and 309 for a user name that is taken.
const USER_EXISTS: i64 = 3;

impl Onboarding {
    /// The main code of the unit, registered or found.
    pub(super) async fn register(&mut self) -> StepResult<IdCode> {
        if self.engine.state.register.is_done() {
            return self.registered().await;
        }
        self.engine.state.record_fingerprints(&self.plan, STEP);
        if let ExistingUnitPolicy::Adopt(Some(code)) = self.plan.existing.clone() {
            return self.adopt(code).await;
        }
        match &self.engine.state.register {
            Entry::Begun { at_ms } => {
                let at_ms = *at_ms;
                return self.settle(at_ms).await;
            }
            // The vendor reported that the unit exists: no list has to confirm it.
            Entry::Refused { code, .. } if *code == UNIT_EXISTS => {
                let id = self.look_up().await?.flatten();
                return self.adopt_existing(id, true).await;
            }
            // The user name or SMS code was refused, and may have been changed since.
            Entry::Refused { .. } => match self.log_in().await? {
                LoginResult::Unit(code) => {
                    let how = self.confirmation(true);
                    return self.adopt_found(code, how).await;
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
            return self.adopt_existing(id, was_sent).await;
        }
        let refusal = match self.send().await? {
            Ok(()) => return self.registered().await,
            Err(refusal) => refusal,
        };
        match refusal_action(&refusal) {
            // No unit had this name before. A proxy may have sent the request twice, or an earlier
            // request was carried out: the login shows it.
            RefusalAction::Adopt if refusal.code == USER_EXISTS => {
                self.adopt_by_user_name(refusal).await
            }
            RefusalAction::Adopt => self.adopt_existing(None, true).await,
            RefusalAction::Ask => self.handle_sms_refusal(refusal).await,
            _ => Err(refused(STEP, refusal)),
        }
    }

    /// Settles a registration whose response was lost. If 307 does not list the unit and 601 does
    /// not open it, both are repeated for as long as they may take. This proves nothing in the end:
    /// the flow asks the caller.
    async fn settle(&mut self, since_ms: u64) -> StepResult<IdCode> {
        let mut waits = self
            .plan
            .lookup_policy
            .after_call(&self.idcode)
            .waits()
            .peekable();
        let mut is_first = true;
        loop {
            if let Some(id) = self.look_up().await? {
                return self.adopt_existing(id, true).await;
            }
            // A login does not lag behind as lists do. It is tried only twice, because platforms
            // lock accounts.
            if is_first || waits.peek().is_none() {
                match self.log_in().await? {
                    LoginResult::Unit(code) => {
                        return self.adopt_found(code, Confirmation::Settled).await;
                    }
                    LoginResult::NoMainCode => {
                        return Err(Halt::because(STEP, HaltReason::NoMainCode));
                    }
                    LoginResult::OtherUnit | LoginResult::NoAccess { .. } => {}
                }
            }
            is_first = false;
            let seen = "307 does not list the unit; the request may still be carried out";
            if !self.engine.wait_next(STEP, &mut waits, seen).await? {
                return Err(Halt::unknown(STEP, since_ms, &["307", "601"]));
            }
        }
    }

    /// The main code of a unit whose registration is done.
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

    /// Sends 301 or 309 once.
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
                    |_, reply| registered_from(reply.main_code.as_deref()),
                )
                .await;
        }
        let RegistrationMethod::Login { phone, sms, .. } = self.plan.registration.method.clone()
        else {
            return Err(
                FlowError::plan("registration", "there is no method to register with").into(),
            );
        };
        let login = self.plan.registration.method.login().ok_or_else(|| {
            FlowError::plan(
                "registration.password",
                "is missing; it is the password of the new user",
            )
        })?;
        let code = self.sms_code(&phone, sms).await?;
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
                |_, reply| registered_from(reply.main_code.as_deref()),
            )
            .await
    }

    /// The code of the SMS, which is requested or sent once.
    async fn sms_code(&mut self, phone: &str, sms: SmsSender) -> StepResult<Option<Secret>> {
        if sms == SmsSender::None {
            return Ok(None);
        }
        const SMS: Step = Step::SendSms;
        self.engine.state.record_fingerprints(&self.plan, SMS);
        if let Some(code) = self.sms_code.take() {
            if !self.engine.state.send_sms.is_done() {
                // A code in hand means that one was sent.
                let result = "the code was supplied";
                let how = Confirmation::HandedIn;
                self.engine
                    .record_done(SMS, |state| &mut state.send_sms, how, Sent {}, result)
                    .await?;
            }
            return Ok(Some(code));
        }
        match &self.engine.state.send_sms {
            // 302 sends nothing, so a lost code is simply requested again.
            _ if sms == SmsSender::Caller => {}
            Entry::Done { .. } => {
                return Err(Halt::Ask(Question::SmsCode(SmsCodeState::Sent)));
            }
            Entry::Begun { .. } | Entry::Refused { .. } => {
                return Err(Halt::Ask(Question::SmsCode(SmsCodeState::MaybeSent)));
            }
            Entry::Open => {}
        }
        let mut returned = None;
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
                            returned = Some(reply.code);
                            (Sent {}, "the platform returned the code".to_owned())
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
        match returned {
            Some(code) => Ok(Some(code)),
            None => Err(Halt::Ask(Question::SmsCode(SmsCodeState::Sent))),
        }
    }

    /// Handles a refused SMS code: it is wrong, or the same request, sent twice by a proxy, used it
    /// up.
    async fn handle_sms_refusal(&mut self, refusal: Refusal) -> StepResult<IdCode> {
        if let LoginResult::Unit(code) = self.log_in().await? {
            let how = self.confirmation(true);
            return self.adopt_found(code, how).await;
        }
        Err(match refusal.code {
            SMS_CODE_WRONG => Halt::Ask(Question::SmsCode(SmsCodeState::Wrong)),
            SMS_CODE_EXPIRED => Halt::Ask(Question::SmsCode(SmsCodeState::Expired)),
            _ => refused(STEP, refusal),
        })
    }
}

/// Reads the main code that the platform returned.
fn registered_from(returned: Option<&str>) -> (Registered, String) {
    let main_code = returned.and_then(parse_main_code);
    let result = match &main_code {
        Some(code) => format!("registered as {code}"),
        None => "registered, without a main code".to_owned(),
    };
    (Registered { main_code }, result)
}
