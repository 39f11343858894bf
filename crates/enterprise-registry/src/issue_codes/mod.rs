//! Issues codes: from the categories of a unit to pictures of its item codes.
//!
//! [`IssueCodes`] takes the categories of an [`IssueCodesPlan`] through these steps. Each write is
//! done once, however often the flow is killed and run again (see [`flow`](crate::flow)). No step
//! costs a query.
//!
//! | step | does | if its outcome is unknown |
//! |---|---|---|
//! | `check` | checks the plan and every code of every file offline | |
//! | `look-up` | looks up which categories are registered, by 404 | |
//! | `apply` | applies for the others, by one call of 402 | done if 404 lists them; otherwise the flow asks |
//! | `look-up` | looks up their ids and codes, by 403 | |
//! | `upload-N` | uploads the codes of row N by 501: a file is read while it is sent, a list is sent as text | done if 502 lists a new upload with the unique name of the file. Otherwise the flow asks, and names the candidates: a list has no name, and someone else may have uploaded as many codes |
//! | `await-conversion-N` | waits until 502 lists the upload and 503 shows it converted | |
//! | `fetch-pictures-N` | fetches a picture of each code by 603, 604 or 605, except those that are stored | |
//!
//! [`refusal_action`](crate::flow::refusal_action) says what each refusal leads to.
//!
//! ```
//! # #[cfg(feature = "sandbox")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use enterprise_registry::Client;
//! use enterprise_registry::flow::{FlowOutcome, MemoryJournal};
//! use enterprise_registry::idcode::ItemCodes;
//! use enterprise_registry::issue_codes::{IssueCodes, Items, IssueCodesPlan, PlanRow};
//! use enterprise_registry::model::DecimalId;
//! use enterprise_registry::sandbox::{Config, Sandbox, SandboxService};
//!
//! let sandbox = Sandbox::new(Config::default());
//! let service = Arc::new(SandboxService::new(sandbox.clone()));
//! let idcode = Client::builder(sandbox.idcode_keys(), service).build()?;
//!
//! let (staff_card, staff) = (DecimalId::new(10127), DecimalId::new(73));
//! let row = PlanRow::new((staff_card, "10000000"), staff, ("A card", "1"), "http://www.example.com/?c=")
//!     .with_items(Items::List(ItemCodes::new(["A-001", "A-002"])?));
//! let plan = IssueCodesPlan::new("i.86.110108.52".parse()?, vec![row]);
//!
//! let mut flow = IssueCodes::open(plan, idcode, MemoryJournal::new()).await?;
//! assert_eq!(flow.preview().writing_calls(), 2);
//! let FlowOutcome::Done(report) = flow.run().await? else { unreachable!() };
//! let row = &report.rows[0];
//! assert_eq!(row.complete_code.as_ref().map(|code| code.as_str()), Some("i.86.110108.52/73.10000000.1"));
//! assert_eq!((row.codes, row.converted), (Some(2), true));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sandbox"))]
//! # fn main() {}
//! ```

mod answers;
mod apply;
mod check;
mod convert;
mod dry_run;
mod items;
mod picture_folder;
mod picture_store;
mod pictures;
mod plan;
mod preview;
mod report;
mod runner;
mod state;
mod steps;
mod upload;
mod upload_match;

pub use self::items::Items;
pub use self::picture_folder::PictureFolder;
pub use self::picture_store::PictureStore;
pub use self::plan::{IssueCodesPlan, PictureStyle, PlanRow};
pub use self::report::{IssueCodesReport, RowReport};
pub use self::runner::IssueCodes;
