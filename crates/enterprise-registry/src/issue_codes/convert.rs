//! Waits until the platform has converted an upload (502, 503).

use idcode_api::operations::{Conversion, GetUploadCodeInfo};
use registry_model::DecimalId;

use super::IssueCodes;
use super::ours;
use super::plan::{Items, Row};
use crate::flow::{Event, Halt, How, Outcome, Step};

impl IssueCodes {
    pub(super) async fn await_conversion(&mut self, row: &Row, number: u32) -> Outcome<()> {
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
                    let info = self.engine.must_read(step, &self.idcode, request).await?;
                    if info.conversion == Some(Conversion::Converted) {
                        self.engine.state.row(&key).is_converted = true;
                        self.engine.save().await?;
                        self.engine.tell(&Event::Done {
                            step,
                            how: How::Answered,
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

    /// The id of our upload, once 502 lists it.
    async fn upload_id(
        &mut self,
        row: &Row,
        step: Step,
        items: &Items,
    ) -> Outcome<Option<DecimalId>> {
        let key = row.key();
        if let Some(id) = self.engine.state.row(&key).upload_id {
            return Ok(Some(id));
        }
        let uploads = self.uploads(row, step).await?;
        // It has happened, so that the first that can be it is taken for it.
        let id = ours::find(self.engine.state.row(&key), &uploads, items).id();
        if id.is_some() {
            self.engine.state.row(&key).upload_id = id;
            self.engine.save().await?;
        }
        Ok(id)
    }
}
