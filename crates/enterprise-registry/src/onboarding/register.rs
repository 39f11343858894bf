//! Registers the unit (302, 303, 301, 309), or finds out that it is registered.

use endpoint_core::{Endpoint as _, Refusal, Secret};
use idcode_api::operations::{GetVerifyInfo, Login, RegCompanyInfo, SendVerifyInfo, UnitRegist};
use registry_model::IdCode;

use super::plan::{Existing, Sms, Way};
use super::state::{Registered, Sent};
use super::unit::Opened;
use super::{Onboarding, requests, unknown};
use crate::flow::{
    Entry, Event, FlowError, Halt, Halted, How, OnRefusal, Outcome, Question, SmsCodeWanted, Step,
    on_refusal, refused,
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
                Opened::Ours(code) => {
                    let how = self.how_found(true);
                    return self.found(code, how).await;
                }
                Opened::OfAnother => return Err(Halt::because(STEP, Halted::UserNameTaken)),
                Opened::Nameless | Opened::Nothing { .. } => {}
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
        match on_refusal(&refusal) {
            // No unit had this name before it was sent. Something on the way may have sent it
            // twice, or an earlier request has arrived: the login tells.
            OnRefusal::Adopt if refusal.code == USER_EXISTS => self.user_exists(refusal).await,
            OnRefusal::Adopt => self.exists(None, true).await,
            OnRefusal::Ask => self.sms_refused(refusal).await,
            _ => Err(refused(STEP, refusal)),
        }
    }

    /// Whether a registration has happened whose answer was lost. That 307 does not list the unit
    /// and 601 does not open it is looked at again for as long as both may take, and proves
    /// nothing then: a person is asked.
    async fn settle(&mut self, since_ms: u64) -> Outcome<IdCode> {
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
                    Opened::Ours(code) => return self.found(code, How::Settled).await,
                    Opened::Nameless => return Err(Halt::because(STEP, Halted::NoMainCode)),
                    Opened::OfAnother | Opened::Nothing { .. } => {}
                }
            }
            is_first = false;
            let seen = "307 does not list the unit; what was sent may still be on its way";
            if !self.engine.wait_next(STEP, &mut waits, seen).await? {
                return Err(unknown(STEP, since_ms, &["307", "601"]));
            }
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
            self.engine.state.was_sent = true;
            let call = self.idcode.call(request);
            let operation = UnitRegist::SPEC.name;
            return self
                .engine
                .once(
                    STEP,
                    operation,
                    |state| &mut state.register,
                    call,
                    |_, reply| kept(reply.main_code.as_deref()),
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
        self.engine.state.was_sent = true;
        let call = self.idcode.call(request);
        let operation = RegCompanyInfo::SPEC.name;
        self.engine
            .once(
                STEP,
                operation,
                |state| &mut state.register,
                call,
                |_, reply| kept(reply.main_code.as_deref()),
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
                    .once(
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
            None => Err(Halt::Ask(Question::SmsCode(SmsCodeWanted::Sent))),
        }
    }

    /// The code of the SMS is wrong, or was used up by the same request, sent twice on the way.
    async fn sms_refused(&mut self, refusal: Refusal) -> Outcome<IdCode> {
        if let Opened::Ours(code) = self.log_in().await? {
            let how = self.how_found(true);
            return self.found(code, how).await;
        }
        Err(match refusal.code {
            SMS_CODE_WRONG => Halt::Ask(Question::SmsCode(SmsCodeWanted::Wrong)),
            SMS_CODE_EXPIRED => Halt::Ask(Question::SmsCode(SmsCodeWanted::Expired)),
            _ => refused(STEP, refusal),
        })
    }

    /// Whether a unit of this name is listed (307): its id, where the platform says one.
    async fn look_up(&mut self) -> Outcome<Option<Option<registry_model::DecimalId>>> {
        let step = Step::LookUp;
        let request = requests::look_up(&self.plan);
        let units = match self.engine.read(step, &self.idcode, request).await? {
            Ok(units) => units,
            Err(refusal) if on_refusal(&refusal) == OnRefusal::GoOn => Vec::new(),
            Err(refusal) => return Err(refused(step, refusal)),
        };
        let unit = units.first();
        let result = match unit {
            Some(_) => "307 lists a unit of this name",
            None => "307 lists no unit of this name",
        };
        self.engine.tell(&Event::Done {
            step,
            how: How::Answered,
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
