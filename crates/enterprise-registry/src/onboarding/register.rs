//! Is the unit registered, and how does it get there (302, 303, 301, 309)?

use endpoint_core::{Endpoint as _, Refusal, Secret};
use idcode_api::operations::{GetVerifyInfo, Login, RegCompanyInfo, SendVerifyInfo, UnitRegist};
use registry_model::IdCode;

use super::plan::{Existing, Sms, Way};
use super::state::{Registered, Sent};
use super::{Onboarding, requests};
use crate::flow::{
    Entry, Event, FlowError, Halt, How, OnRefusal, Outcome, Question, SmsCodeWanted, Step,
    on_refusal, refused,
};

const STEP: Step = Step::Register;

/// The codes of 301 about the code of the SMS.
const SMS_CODE_WRONG: i64 = -3;
const SMS_CODE_EXPIRED: i64 = -4;

/// The code of 301 and 309 for a user name that is taken.
const USER_EXISTS: i64 = 3;

impl Onboarding {
    /// The main code of the unit, registered or found.
    pub(super) async fn register(&mut self) -> Outcome<IdCode> {
        if let Entry::Done { outcome, .. } = &self.engine.state.register {
            return match outcome.main_code.clone() {
                Some(code) => Ok(code),
                None => self.main_code_of_ours().await,
            };
        }
        self.bind(STEP);
        if let Existing::Adopt(Some(code)) = self.plan.existing.clone() {
            return self.adopt(code).await;
        }
        let was_begun = self.engine.state.register.is_unknown();
        let found = self.look_up(was_begun).await?;
        if let Some(id) = found {
            return self.exists(Some(id).flatten(), was_begun).await;
        }
        if was_begun {
            self.engine
                .reopen(STEP, |state| &mut state.register)
                .await?;
        }
        let refusal = match self.send().await? {
            Ok(()) => return self.registered().await,
            Err(refusal) => refusal,
        };
        match on_refusal(&refusal) {
            OnRefusal::Adopt => {
                // What was sent before may have arrived after the name was looked up.
                let user_exists = refusal.code == USER_EXISTS;
                if user_exists {
                    return self.user_exists(refusal).await;
                }
                self.exists(None, was_begun).await
            }
            OnRefusal::Ask => Err(self.sms_refused(refusal)),
            _ => Err(refused(STEP, refusal)),
        }
    }

    async fn registered(&mut self) -> Outcome<IdCode> {
        let register = &self.engine.state.register;
        match register
            .outcome()
            .and_then(|outcome| outcome.main_code.clone())
        {
            Some(code) => Ok(code),
            None => self.main_code_of_ours().await,
        }
    }

    /// 301 or 309, once.
    async fn send(&mut self) -> Outcome<Result<(), Refusal>> {
        if let Some(request) = requests::register_by_licence(&self.plan) {
            let call = self.idcode.call(request);
            let operation = UnitRegist::SPEC.name;
            return self
                .engine
                .once(
                    STEP,
                    operation,
                    |state| &mut state.register,
                    call,
                    |reply| kept(reply.main_code.as_deref()),
                )
                .await;
        }
        let Way::Login { phone, sms, .. } = self.plan.registration.way.clone() else {
            return Err(FlowError::plan("registration", "there is no way to register").into());
        };
        let login = self.plan.registration.way.login().ok_or_else(|| {
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
    ) -> Outcome<Result<(), Refusal>> {
        let request = requests::register_with(&self.plan, login, phone, code);
        let call = self.idcode.call(request);
        let operation = RegCompanyInfo::SPEC.name;
        self.engine
            .once(
                STEP,
                operation,
                |state| &mut state.register,
                call,
                |reply| kept(reply.main_code.as_deref()),
            )
            .await
    }

    /// The code of the SMS, which is made or sent once.
    async fn code_of_sms(&mut self, phone: &str, sms: Sms) -> Outcome<Option<Secret>> {
        if sms == Sms::None {
            return Ok(None);
        }
        const SMS: Step = Step::SendSms;
        self.bind(SMS);
        if let Some(code) = self.sms_code.take() {
            if !self.engine.state.send_sms.is_done() {
                // Whoever has a code was sent one.
                let result = "the code is here";
                let how = How::HandedIn;
                self.engine
                    .note(SMS, |state| &mut state.send_sms, how, Sent {}, result)
                    .await?;
            }
            return Ok(Some(code));
        }
        match &self.engine.state.send_sms {
            // 302 sends nothing: a code that was lost on its way is simply made anew.
            _ if sms == Sms::Own => {}
            Entry::Done { .. } => {
                return Err(Halt::Ask(Question::SmsCode(SmsCodeWanted::Sent)));
            }
            Entry::Begun { .. } | Entry::Refused { .. } => {
                return Err(Halt::Ask(Question::SmsCode(SmsCodeWanted::PerhapsSent)));
            }
            Entry::Open => {}
        }
        let mut made = None;
        let sent = match sms {
            Sms::Own => {
                let call = self.idcode.call(GetVerifyInfo::new(phone));
                let operation = GetVerifyInfo::SPEC.name;
                self.engine
                    .once(
                        SMS,
                        operation,
                        |state| &mut state.send_sms,
                        call,
                        |reply| {
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
                    .once(
                        SMS,
                        operation,
                        |state| &mut state.send_sms,
                        call,
                        |_| (Sent {}, "the SMS was sent".to_owned()),
                    )
                    .await?
            }
        };
        sent.map_err(|refusal| refused(SMS, refusal))?;
        match made {
            Some(code) => Ok(Some(code)),
            None => Err(Halt::Ask(Question::SmsCode(SmsCodeWanted::Sent))),
        }
    }

    fn sms_refused(&mut self, refusal: Refusal) -> Halt {
        match refusal.code {
            SMS_CODE_WRONG => Halt::Ask(Question::SmsCode(SmsCodeWanted::Wrong)),
            SMS_CODE_EXPIRED => Halt::Ask(Question::SmsCode(SmsCodeWanted::Expired)),
            _ => refused(STEP, refusal),
        }
    }

    /// Whether there is a unit of this name (307): its id, where the platform says one.
    ///
    /// After an answer that was lost, "no" counts only once it was said some times: what was sent
    /// may still be on its way.
    async fn look_up(
        &mut self,
        was_begun: bool,
    ) -> Outcome<Option<Option<registry_model::DecimalId>>> {
        let step = Step::LookUp;
        let settling = crate::flow::settling(was_begun, self.plan.settling);
        let mut waits = settling.waits();
        loop {
            let request = requests::look_up(&self.plan);
            let units = match self.engine.read(step, &self.idcode, request).await? {
                Ok(units) => units,
                Err(refusal) if on_refusal(&refusal) == OnRefusal::GoOn => Vec::new(),
                Err(refusal) => return Err(refused(step, refusal)),
            };
            if let Some(unit) = units.first() {
                self.engine.tell(&Event::Done {
                    step,
                    how: How::Answered,
                    result: "a unit has this name".to_owned(),
                });
                return Ok(Some(unit.id));
            }
            let seen = "no unit has this name";
            if !self.engine.wait_next(step, &mut waits, seen).await? {
                self.engine.tell(&Event::Done {
                    step,
                    how: How::Answered,
                    result: seen.to_owned(),
                });
                return Ok(None);
            }
        }
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
