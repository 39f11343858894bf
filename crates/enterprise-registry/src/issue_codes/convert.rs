//! Waits until the platform has converted an upload (502, 503).

use idcode_api::operations::{Conversion, GetUploadCodeInfo};
use registry_model::DecimalId;

use super::items::Items;
use super::plan::PlanRow;
use super::runner::IssueCodes;
use super::upload_match;
use crate::flow::{Confirmation, Event, Halt, Step, StepResult};

impl IssueCodes {
    pub(super) async fn await_conversion(&mut self, row: &PlanRow, number: u32) -> StepResult<()> {
        let step = Step::AwaitConversion(number);
        let key = row.key();
        let Some(items) = &row.items else {
            return Ok(());
        };
        if self.engine.state.row(&key).is_converted {
            return Ok(());
        }
        let mut waits = self.plan.schedule.waits();
        loop {
            let id = self.upload_id(row, step, items).await?;
            let seen = match id {
                None => "502 does not list the upload yet",
                Some(upload) => {
                    let request = GetUploadCodeInfo::new(self.plan.company.clone(), upload);
                    let info = self
                        .engine
                        .read_or_halt(step, &self.idcode, request)
                        .await?;
                    if info.conversion == Some(Conversion::Converted) {
                        self.engine.state.row(&key).is_converted = true;
                        self.engine.save().await?;
                        self.engine.report(&Event::Done {
                            step,
                            how: Confirmation::Answered,
                            result: format!("upload {upload} is converted"),
                        });
                        return Ok(());
                    }
                    "503 does not show the upload converted yet"
                }
            };
            if !self.engine.wait_next(step, &mut waits, seen).await? {
                let seen = seen.to_owned();
                return Err(Halt::NotYet { step, seen });
            }
        }
    }

    /// The id of this row's upload, once 502 lists it.
    async fn upload_id(
        &mut self,
        row: &PlanRow,
        step: Step,
        items: &Items,
    ) -> StepResult<Option<DecimalId>> {
        let key = row.key();
        if let Some(id) = self.engine.state.row(&key).upload_id {
            return Ok(Some(id));
        }
        let uploads = self.uploads(row, step).await?;
        // The upload is done, so the first candidate is taken for it.
        let id = upload_match::match_upload(self.engine.state.row(&key), &uploads, items).id();
        if id.is_some() {
            self.engine.state.row(&key).upload_id = id;
            self.engine.save().await?;
        }
        Ok(id)
    }
}
