//! Are the codes of a row uploaded (501, 502)?

use endpoint_core::Endpoint as _;
use idcode_api::operations::{GetUploadCodeRecord, UploadCodeFile, UploadCodeList, UploadRecord};

use super::IssueCodes;
use super::plan::{Items, Row};
use super::state::Uploaded;
use crate::CallOptions;
use crate::flow::{Entry, Event, Halt, Halted, How, Outcome, Step, refused, settling};

impl IssueCodes {
    pub(super) async fn upload(&mut self, row: &Row, number: u32) -> Outcome<()> {
        let step = Step::Upload(number);
        let key = row.key();
        let Some(items) = row.items.clone() else {
            let because = "the plan has no codes for it".to_owned();
            self.engine.tell(&Event::Skipped { step, because });
            return Ok(());
        };
        let count = items.count();
        match &self.engine.state.row(&key).upload {
            Entry::Done { outcome, .. } if outcome.codes == count => return Ok(()),
            Entry::Done { .. } => return Err(Halt::because(step, Halted::CodesChanged)),
            Entry::Begun { .. } | Entry::Refused { .. } => {
                if self.settle(row, step, count).await? {
                    return Ok(());
                }
            }
            Entry::Open => {
                let before = self.uploads(row, step).await?;
                let ids = before.iter().map(|upload| upload.id).collect();
                self.engine.state.row(&key).before = ids;
            }
        }
        self.send_codes(row, step, items).await
    }

    async fn send_codes(&mut self, row: &Row, step: Step, items: Items) -> Outcome<()> {
        let key = row.key();
        let Some(registration) = self.engine.state.row(&key).registration.clone() else {
            return Err(Halt::because(step, Halted::NotListed));
        };
        let count = items.count();
        let kept = |_| (Uploaded { codes: count }, format!("{count} codes uploaded"));
        let company = self.plan.company.clone();
        let sent = match items {
            Items::File { codes, .. } => {
                let total = codes.file().len().unwrap_or(0);
                let mut request = UploadCodeFile::new(company, registration.id, codes);
                request.generation = row.generation;
                let listener = self.engine.listener();
                let options = CallOptions::default().with_progress(move |sent| {
                    listener.tell(&Event::Uploading {
                        step,
                        sent: sent.bytes,
                        total: sent.total.unwrap_or(total),
                    });
                });
                let call = self.idcode.call_with(request, &options);
                let operation = UploadCodeFile::SPEC.name;
                self.engine
                    .once(
                        step,
                        operation,
                        |state| &mut state.row(&key).upload,
                        call,
                        kept,
                    )
                    .await?
            }
            Items::List(codes) => {
                let mut request = UploadCodeList::new(company, registration.id, codes);
                request.generation = row.generation;
                let call = self.idcode.call(request);
                let operation = UploadCodeList::SPEC.name;
                self.engine
                    .once(
                        step,
                        operation,
                        |state| &mut state.row(&key).upload,
                        call,
                        kept,
                    )
                    .await?
            }
        };
        sent.map_err(|refusal| refused(step, refusal))
    }

    /// Whether an upload whose answer was lost has happened: whether there is one more than
    /// before, with as many codes.
    async fn settle(&mut self, row: &Row, step: Step, count: u64) -> Outcome<bool> {
        let key = row.key();
        let mut waits = settling(true, self.plan.settling).waits();
        loop {
            let uploads = self.uploads(row, step).await?;
            if let Some(ours) = self.ours(&key, &uploads, count) {
                self.engine.state.row(&key).upload_id = Some(ours.id);
                let outcome = Uploaded { codes: count };
                let result = format!("{count} codes are uploaded");
                let how = How::Settled;
                self.engine
                    .note(
                        step,
                        |state| &mut state.row(&key).upload,
                        how,
                        outcome,
                        result,
                    )
                    .await?;
                return Ok(true);
            }
            let seen = "there is no such upload";
            if !self.engine.wait_next(step, &mut waits, seen).await? {
                self.engine
                    .reopen(step, |state| &mut state.row(&key).upload)
                    .await?;
                return Ok(false);
            }
        }
    }

    /// The uploads of a row (502).
    pub(super) async fn uploads(&mut self, row: &Row, step: Step) -> Outcome<Vec<UploadRecord>> {
        let application = &row.application;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let request = GetUploadCodeRecord::new(
            self.plan.company.clone(),
            text(&application.category_code),
            text(&application.model_code),
        );
        self.engine.must_read(step, &self.idcode, request).await
    }

    /// The upload that was not there before and has as many codes; of several, the first.
    pub(super) fn ours<'u>(
        &mut self,
        key: &str,
        uploads: &'u [UploadRecord],
        count: u64,
    ) -> Option<&'u UploadRecord> {
        let before = &self.engine.state.row(key).before;
        uploads
            .iter()
            .filter(|upload| !before.contains(&upload.id))
            .filter(|upload| {
                upload
                    .count
                    .is_none_or(|theirs| theirs.get() == u128::from(count))
            })
            .min_by_key(|upload| upload.id)
    }
}
