//! Onboarding: from the name on a form to a verified unit.
//!
//! [`Onboarding`] takes the company of an [`OnboardingPlan`] through these steps. Each is done
//! once, however often the flow is killed and run again (see [`flow`](crate::flow)):
//!
//! | step | does | cost | if its outcome is unknown |
//! |---|---|---|---|
//! | `check` | checks identifiers, the division (with the feature `divisions`) and all requests offline | | |
//! | `look-up` | looks a division that the embedded table does not have up by 101, before anything is paid | | |
//! | `verify` | verifies name, code and representative by ent3f; skipped if a recent result is supplied | one query | no free operation shows it: the flow asks |
//! | `look-up` | looks the name up by 307 | | |
//! | `send-sms` | has an SMS code sent by 303, or returned by 302, which sends nothing | | 303: the flow asks for the code; 302: requests another |
//! | `register` | registers by 301 with that code, or by 309 with a logo; or adopts an existing unit | | done if 307 lists a unit of that name and 601 opens it; otherwise the flow asks |
//! | `certify` | submits certificate and licence by 304 | | done if 308 shows the unit verified; otherwise the flow asks |
//! | `query-record` | queries address and capital by entinfov2, if the plan says so | one query | the flow asks |
//! | `complete` | completes the data by 305 | | done if 306 shows the data; otherwise the flow asks |
//! | `await-status` | waits for the status by 308 | | |
//!
//! [`refusal_action`](crate::flow::refusal_action) says what each refusal leads to.
//!
//! A step that is done counts only for the input that it was done with. The journal holds
//! fingerprints of this input, which reveal no name. If the plan later has another name,
//! representative, phone (once an SMS was sent), division, kind, certificate, picture or address,
//! the run fails before anything is sent
//! ([`FlowError::Changed`](crate::flow::FlowError::Changed)). Restore the old value, repeat the
//! step, or begin again with a new journal.
//!
//! ```
//! # #[cfg(feature = "sandbox")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use enterprise_registry::flow::{FlowOutcome, MemoryJournal, Question};
//! use enterprise_registry::idcode::Locality;
//! use enterprise_registry::idcode::operations::Certificate;
//! use enterprise_registry::onboarding::{
//!     Company, Completion, Onboarding, OnboardingPlan, RecordSource, Registration, SmsSender, RegistrationMethod,
//! };
//! use enterprise_registry::sandbox::{Config, Sandbox, SandboxService, sample};
//! use enterprise_registry::{Client, File};
//!
//! let sandbox = Sandbox::new(Config::default().with_sms(true));
//! let service = Arc::new(SandboxService::new(sandbox.clone()));
//! let idcode = Client::builder(sandbox.idcode_keys(), service.clone()).build()?;
//! let ihuyi = Client::builder(sandbox.ihuyi_keys(), service).build()?;
//!
//! let company = Company {
//!     name: sample::DEMO.name.to_owned(),
//!     credit_code: sample::DEMO.credit_code(),
//!     representative: sample::DEMO.representative.to_owned(),
//! };
//! let method = RegistrationMethod::Login {
//!     name: "a-user".to_owned(),
//!     password: Some("a password".into()),
//!     phone: sample::PHONE.to_owned(),
//!     sms: SmsSender::Platform,
//! };
//! let division = company.credit_code.division().expect("a code that was parsed has one");
//! let locality = Locality::from_division(division);
//! let certificate = Certificate::CreditCode(company.credit_code);
//! let plan = OnboardingPlan::new(company, Registration::new(1003_u64, locality, method))
//!     .with_certification(certificate, File::new("licence.png", sample::LICENCE_PNG))
//!     .with_completion(Completion::from_record(65_u64, RecordSource::Ask));
//!
//! let mut flow = Onboarding::open(plan, idcode, Some(ihuyi), MemoryJournal::new()).await?;
//! assert_eq!(flow.preview().billed_calls(), 2);
//!
//! // It runs until it needs the code from the phone.
//! let FlowOutcome::Asks(Question::SmsCode(_)) = flow.run().await? else { unreachable!() };
//! flow.set_sms_code(sandbox.sms_code(sample::PHONE).ok_or("no SMS")?);
//! let FlowOutcome::Done(report) = flow.run().await? else { unreachable!() };
//! assert_eq!(report.unit.division().map(|code| code.to_string()).as_deref(), Some("110108"));
//! assert_eq!(sandbox.balance("ent3f"), Some(99));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sandbox"))]
//! # fn main() {}
//! ```

mod answers;
mod certify;
mod check;
mod complete;
mod division;
mod doubts;
mod dry_run;
mod fingerprint;
mod look_up;
mod plan;
mod preview;
mod record;
mod register;
mod report;
mod requests;
mod runner;
mod state;
mod status;
mod steps;
mod unit;
mod verify;

pub use self::plan::{
    Certification, Company, Completion, ExistingUnitPolicy, Goal, OnboardingPlan, RecordSource,
    Registration, RegistrationMethod, SmsSender, Verification,
};
pub use self::report::OnboardingReport;
pub use self::runner::Onboarding;
