//! Flows of all shapes and a caller who answers their questions, for the sweeps over kill points.

use core::time::Duration;
use std::path::Path;
use std::sync::{Arc, Mutex};

use enterprise_registry::flow::{
    Confirmation, Event, FlowError, FlowOutcome, LookupPolicy, Question, Schedule, Step,
    StepReport, StepState,
};
use enterprise_registry::idcode::Locality;
use enterprise_registry::idcode::operations::LoginVerify;
use enterprise_registry::ihuyi::Serial;
use enterprise_registry::ihuyi::products::{MatchResult, MatchStatus, Matched};
use enterprise_registry::issue_codes::{self, IssueCodes, PictureFolder};
use enterprise_registry::onboarding::{
    self, Completion, ExistingUnitPolicy, Goal, Onboarding, RecordSource, RegistrationMethod,
    SmsSender, Verification,
};
use enterprise_registry::sandbox::sample::{self, DEMO};

use crate::onboarding::{by_licence, by_sms, company};
use crate::rig::{BEGAN_MS, Rig};

/// A flow with its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// 303 and 301, with both paid queries.
    Sms,
    /// 309, with both paid queries.
    Licence,
    /// 302 and 301, verified before.
    OwnSms,
    /// 301 alone, without a verification.
    NoSms,
    /// An existing unit that the login opens.
    Adopted,
    /// An existing unit, by its main code.
    MainCode,
    /// Two categories: a file and a list, with pictures.
    Codes,
    /// One category and a file.
    File,
    /// One category and a list.
    List,
    /// Four categories and a list.
    Categories,
}

impl Shape {
    pub(super) const ALL: [Self; 10] = [
        Self::Sms,
        Self::Licence,
        Self::OwnSms,
        Self::NoSms,
        Self::Adopted,
        Self::MainCode,
        Self::Codes,
        Self::File,
        Self::List,
        Self::Categories,
    ];

    fn is_onboarding(self) -> bool {
        !matches!(
            self,
            Self::Codes | Self::File | Self::List | Self::Categories
        )
    }

    /// Registers what exists before the flow.
    pub(super) async fn prepare(self, rig: &Rig) {
        if matches!(self, Self::Adopted | Self::MainCode) {
            let mut plan = onboarding_plan(Self::Licence);
            plan.verification = Verification::Skip;
            plan.certification = None;
            plan.completion = None;
            plan.goal = Goal::None;
            let (idcode, _) = rig.clients();
            let flow = Onboarding::open(plan, idcode, None, rig.stranger());
            flow.await.unwrap().run().await.unwrap();
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    }
}

const OF_ONBOARDING: [(Step, &[&str]); 6] = [
    (Step::Verify, &["ent3f.Submit"]),
    (Step::SendSms, &["SendVerifyInfo"]),
    (Step::Register, &["RegCompanyInfo", "UnitRegist"]),
    (Step::Certify, &["VerifyCompanyInfo"]),
    (Step::QueryRecord, &["entinfov2.Submit"]),
    (Step::Complete, &["ModifyCompanyInfo"]),
];

const UPLOADS: &[&str] = &["UploadCodeFile", "UploadCodeList"];

/// All operations that cost money or change something.
pub(super) const ONCE: [&str; 10] = [
    "ent3f.Submit",
    "SendVerifyInfo",
    "RegCompanyInfo",
    "UnitRegist",
    "VerifyCompanyInfo",
    "entinfov2.Submit",
    "ModifyCompanyInfo",
    "BatchRegistIDcode",
    "UploadCodeFile",
    "UploadCodeList",
];

fn operations_of(shape: Shape, step: Step) -> &'static [&'static str] {
    match (shape, step) {
        (_, Step::Apply) => &["BatchRegistIDcode"],
        (Shape::Codes, Step::Upload(1)) => &["UploadCodeFile"],
        (Shape::Codes, Step::Upload(_)) => &["UploadCodeList"],
        (Shape::Categories, Step::Upload(1..=3)) => &[],
        (_, Step::Upload(_)) => UPLOADS,
        // 302 sends nothing and may be repeated.
        (Shape::OwnSms, Step::SendSms) => &[],
        _ => {
            let of_step = OF_ONBOARDING.iter().find(|(known, _)| *known == step);
            of_step.map_or(&[], |(_, operations)| operations)
        }
    }
}

fn onboarding_plan(shape: Shape) -> onboarding::OnboardingPlan {
    let sms = |sms| match by_sms() {
        RegistrationMethod::Login {
            name,
            password,
            phone,
            ..
        } => RegistrationMethod::Login {
            name,
            password,
            phone,
            sms,
        },
        method => method,
    };
    let method = match shape {
        Shape::Sms => by_sms(),
        Shape::OwnSms => sms(SmsSender::Caller),
        Shape::NoSms => sms(SmsSender::None),
        _ => by_licence(),
    };
    let mut plan = crate::onboarding::plan(method);
    // If the register's response is lost, the address has to come from the plan.
    if let Some(completion) = &mut plan.completion {
        completion.address = Some(DEMO.address.to_owned());
    }
    match shape {
        Shape::OwnSms => {
            let answer = Matched {
                serial: Some(Serial::new("17000000000000001")),
                result: MatchResult::new(MatchStatus::Match),
            };
            plan.verification = Verification::Known {
                response: answer,
                at_ms: 0,
                fresh_for: Duration::MAX,
            };
            plan.completion = Some(Completion::new(65_u64, DEMO.address));
        }
        Shape::NoSms => plan.verification = Verification::Skip,
        Shape::Adopted => plan.existing = ExistingUnitPolicy::Adopt(None),
        Shape::MainCode => {
            let division =
                Locality::from_division(company().credit_code.division().unwrap()).district();
            let code = format!("i.86.{division}.1").parse().unwrap();
            plan.existing = ExistingUnitPolicy::Adopt(Some(code));
            plan.completion = Some(Completion::from_record(65_u64, RecordSource::None));
            plan.completion.as_mut().unwrap().address = Some(DEMO.address.to_owned());
        }
        _ => {}
    }
    plan.with_schedule(patient())
}

fn issue_plan(shape: Shape, folder: &Path) -> issue_codes::IssueCodesPlan {
    let mut plan = crate::issue_codes::plan(folder);
    match shape {
        Shape::File => plan.rows.truncate(1),
        Shape::List => drop(plan.rows.remove(0)),
        Shape::Categories => {
            let list = plan.rows.pop().unwrap();
            let mut file = plan.rows.pop().unwrap();
            (file.items, file.style) = (None, None);
            plan.rows = ["1", "2", "3"]
                .into_iter()
                .map(|model| {
                    let mut row = file.clone();
                    row.application.model_code = Some(model.to_owned());
                    row
                })
                .chain([list])
                .collect();
        }
        _ => {}
    }
    if shape != Shape::Codes {
        for row in &mut plan.rows {
            row.style = None;
        }
    }
    plan.with_schedule(patient())
}

fn patient() -> Schedule {
    Schedule::new(
        Duration::from_secs(2),
        Duration::from_secs(20),
        Duration::from_secs(300),
    )
}

enum Flow {
    Onboarding(Box<Onboarding>),
    IssueCodes(Box<IssueCodes>),
}

/// How a run ended.
#[derive(Debug)]
pub(super) enum Ended {
    Done,
    Asks(Question),
    NotYet,
    Failed(FlowError),
}

impl Ended {
    fn from_result<R>(end: Result<FlowOutcome<R>, FlowError>) -> Self {
        match end {
            Ok(FlowOutcome::Done(_)) => Self::Done,
            Ok(FlowOutcome::Asks(question)) => Self::Asks(question),
            Ok(_) => Self::NotYet,
            Err(error) => Self::Failed(error),
        }
    }
}

impl Flow {
    async fn run(&mut self) -> Ended {
        match self {
            Self::Onboarding(flow) => Ended::from_result(flow.run().await),
            Self::IssueCodes(flow) => Ended::from_result(flow.run().await),
        }
    }

    async fn answer(&mut self, step: Step, happened: bool) {
        let answered = match (self, happened) {
            (Self::Onboarding(flow), true) => flow.accept(step).await,
            (Self::Onboarding(flow), false) => flow.repeat(step).await,
            (Self::IssueCodes(flow), true) => flow.accept(step).await,
            (Self::IssueCodes(flow), false) => flow.repeat(step).await,
        };
        answered.unwrap();
    }

    fn steps(&self) -> Vec<StepReport> {
        match self {
            Self::Onboarding(flow) => flow.steps(),
            Self::IssueCodes(flow) => flow.steps(),
        }
    }
}

/// A flow, its vendors, and a caller who checks its statements.
pub(super) struct Bench {
    pub(super) rig: Rig,
    shape: Shape,
    lookup_policy: LookupPolicy,
    folder: tempfile::TempDir,
    /// The error of the local clock, from the second run on.
    pub(super) clock_off_ms: i64,
    before: Vec<usize>,
    /// Statements of the flow that are false.
    pub(super) false_sentences: Vec<String>,
    /// The number of questions.
    pub(super) questions: usize,
    /// The main code that the caller adopts.
    adopted: Option<enterprise_registry::model::IdCode>,
}

impl Bench {
    pub(super) async fn new(shape: Shape, lag: Duration, lookup_policy: LookupPolicy) -> Self {
        let rig = Rig::lagging_with(lag, shape != Shape::NoSms);
        shape.prepare(&rig).await;
        let before = ONCE.map(|operation| rig.called(operation)).to_vec();
        Self {
            rig,
            shape,
            lookup_policy,
            folder: tempfile::tempdir().unwrap(),
            clock_off_ms: 0,
            before,
            false_sentences: Vec::new(),
            questions: 0,
            adopted: None,
        }
    }

    /// The number of calls of each operation of [`ONCE`] that this flow sent.
    pub(super) fn sent(&self) -> Vec<usize> {
        let now = ONCE.map(|operation| self.rig.called(operation));
        let both = now.into_iter().zip(&self.before);
        both.map(|(now, before)| now - before).collect()
    }

    async fn open(&self, events: &Arc<Mutex<Vec<Event>>>, off_ms: i64) -> Flow {
        let (idcode, ihuyi) = self.rig.clients();
        let events = Arc::clone(events);
        let listen = move |event: &Event| events.lock().unwrap().push(event.clone());
        let clock = move || BEGAN_MS.saturating_add_signed(off_ms);
        if self.shape.is_onboarding() {
            let mut plan = onboarding_plan(self.shape).with_lookup_policy(self.lookup_policy);
            if let Some(code) = &self.adopted {
                plan.existing = ExistingUnitPolicy::Adopt(Some(code.clone()));
            }
            let flow = Onboarding::open(plan, idcode, Some(ihuyi), self.rig.clone());
            let flow = flow.await.unwrap().with_events(listen).with_clock(clock);
            return Flow::Onboarding(Box::new(flow));
        }
        let plan =
            issue_plan(self.shape, self.folder.path()).with_lookup_policy(self.lookup_policy);
        let flow = IssueCodes::open(plan, idcode, self.rig.clone());
        let flow = flow.await.unwrap().with_events(listen).with_clock(clock);
        let pictures = PictureFolder::new(self.folder.path().join("pictures"));
        Flow::IssueCodes(Box::new(flow.with_picture_store(pictures)))
    }

    /// The first run, which may die: of its questions, only the SMS code is answered.
    pub(super) async fn first_run(&mut self) -> Option<Ended> {
        let rig = self.rig.clone();
        rig.or_dies(async {
            let events = Arc::default();
            let mut flow = self.open(&events, 0).await;
            let mut ended = flow.run().await;
            if let (Ended::Asks(Question::SmsCode(_)), Flow::Onboarding(onboarding)) =
                (&ended, &mut flow)
            {
                onboarding.set_sms_code(self.rig.sandbox.sms_code(sample::PHONE).unwrap());
                ended = flow.run().await;
            }
            ended
        })
        .await
    }

    /// Resumes the flow and answers its questions truthfully. Returns whether it ended.
    pub(super) async fn resume(&mut self) -> bool {
        self.rig.heal();
        let mut answer = None;
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let events = Arc::default();
            let mut flow = self.open(&events, self.clock_off_ms).await;
            match answer.take() {
                Some(Question::SmsCode(_)) => match self.rig.sandbox.sms_code(sample::PHONE) {
                    Some(code) => {
                        if let Flow::Onboarding(flow) = &mut flow {
                            flow.set_sms_code(code);
                        }
                    }
                    None => flow.answer(Step::SendSms, false).await,
                },
                Some(Question::Unknown { step, .. }) if self.adopted.is_none() => {
                    flow.answer(step, self.happened(step)).await;
                }
                _ => {}
            }
            let ended = flow.run().await;
            let events = std::mem::take(&mut *events.lock().unwrap());
            self.check(&flow, &ended, &events);
            match ended {
                Ended::Done => return true,
                Ended::NotYet => {}
                Ended::Failed(error) => {
                    self.false_sentences
                        .push(format!("a resume failed: {error:?}"));
                    return false;
                }
                Ended::Asks(question) => {
                    self.questions += 1;
                    // Delayed requests are carried out before the caller has found out.
                    tokio::time::sleep(Duration::from_secs(60)).await;
                    let step = question.step();
                    if step == Step::Register && self.happened(step) {
                        self.adopted = self.main_code().await;
                    }
                    answer = Some(question);
                }
            }
        }
        false
    }

    fn happened(&self, step: Step) -> bool {
        let operations = operations_of(self.shape, step).iter();
        operations
            .map(|name| self.rig.succeeded(name))
            .sum::<usize>()
            > 0
    }

    /// The main code that a login at the platform shows.
    async fn main_code(&self) -> Option<enterprise_registry::model::IdCode> {
        let RegistrationMethod::Login { name, password, .. } =
            onboarding_plan(self.shape).registration.method
        else {
            let division =
                Locality::from_division(company().credit_code.division().unwrap()).district();
            return format!("i.86.{division}.1").parse().ok();
        };
        let login = enterprise_registry::idcode::operations::Login {
            name,
            password: password?,
        };
        let (idcode, _) = self.rig.clients();
        let account = idcode.call(LoginVerify::new(login)).await.ok()?;
        account.main_code?.parse().ok()
    }

    /// Compares the flow's statements with the state of the vendors.
    fn check(&mut self, flow: &Flow, ended: &Ended, events: &[Event]) {
        let mut wrong = Vec::new();
        // The steps say nothing about what the unit had before the flow.
        let is_new = !matches!(self.shape, Shape::Adopted | Shape::MainCode);
        for report in flow.steps() {
            let is_known = !operations_of(self.shape, report.step).is_empty();
            let has_happened = self.happened(report.step);
            let is_false = match (report.state, report.how) {
                (StepState::Open, _) => has_happened && is_new,
                (StepState::Done, Some(Confirmation::Answered | Confirmation::Settled)) => {
                    !has_happened
                }
                _ => false,
            };
            if is_known && is_false {
                wrong.push(format!("{report:?}, and the vendor knows better"));
            }
        }
        for event in events {
            if let Event::Settled { step } = event
                && !self.happened(*step)
            {
                wrong.push(format!("{event:?}, and it did not happen"));
            }
        }
        let mut texts: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
        texts.push(match ended {
            Ended::Asks(question) => question.to_string(),
            _ => String::new(),
        });
        const CLAIMS: [&str; 4] = [
            "not happened",
            "there is no",
            "is not registered",
            "no unit has",
        ];
        for text in texts {
            if CLAIMS.iter().any(|claim| text.contains(claim)) {
                wrong.push(format!("claims more than was seen: {text}"));
            }
        }
        self.false_sentences.append(&mut wrong);
    }
}
