//! Uploads the codes of a row (501, 502).

use core::time::Duration;
use std::io;
use std::sync::Arc;

use endpoint_core::{Endpoint as _, File};
use idcode_api::operations::{GetUploadCodeRecord, UploadCodeFile, UploadCodeList, UploadRecord};

use md5::{Digest as _, Md5};

use super::items::Items;
use super::plan::PlanRow;
use super::runner::IssueCodes;
use super::state::{IssueCodesState, Uploaded};
use super::upload_match::{self, UploadMatch};
use crate::CallOptions;
use crate::flow::{
    Confirmation, Entry, Event, FlowError, Halt, HaltReason, Question, Step, StepResult, refused,
    unique_number,
};

impl IssueCodes {
    pub(super) async fn upload(&mut self, row: &PlanRow, number: u32) -> StepResult<()> {
        let step = Step::Upload(number);
        let key = row.key();
        let Some(items) = row.items.clone() else {
            let because = "the plan has no codes for it".to_owned();
            self.engine.report(&Event::Skipped { step, because });
            return Ok(());
        };
        let count = items.count();
        let digest = digest(&items).map_err(|error| {
            FlowError::plan(
                format!("category[{number}].codes"),
                format!("the codes cannot be read: {error}"),
            )
        })?;
        let known = self.engine.state.row(&key);
        // A journal of version 1 has no digest: only the count is compared.
        let is_same = known.digest.as_ref().is_none_or(|known| *known == digest);
        match &known.upload {
            Entry::Done { outcome, .. } if is_same && outcome.codes == count => return Ok(()),
            Entry::Begun { .. } | Entry::Refused { .. } if is_same => {
                return self.settle(row, step, &items).await;
            }
            Entry::Open => {}
            _ => return Err(Halt::because(step, HaltReason::CodesChanged)),
        }
        let before = self.uploads(row, step).await?;
        let name = items
            .is_file()
            .then(|| format!("codes-{:016x}-{number}.txt", unique_number()));
        let state = self.engine.state.row(&key);
        state.before = before.iter().map(|upload| upload.id).collect();
        state.digest = Some(digest);
        state.file_name = name;
        self.send_codes(row, step, items).await
    }

    async fn send_codes(&mut self, row: &PlanRow, step: Step, items: Items) -> StepResult<()> {
        let key = row.key();
        let Some(registration) = self.engine.state.row(&key).registration.clone() else {
            return Err(Halt::because(step, HaltReason::NotListed));
        };
        let count = items.count();
        let uploaded = |_: &mut IssueCodesState, _| {
            (Uploaded { codes: count }, format!("{count} codes uploaded"))
        };
        let company = self.plan.company.clone();
        let sent = match items {
            Items::File { codes, .. } => {
                let total = codes.file().len().unwrap_or(0);
                let name = self.engine.state.row(&key).file_name.clone();
                let file = renamed(codes.file(), name);
                let mut request = UploadCodeFile::new(company, registration.id, file);
                request.generation = row.generation;
                let reporter = self.engine.reporter();
                let options = CallOptions::default().with_progress(move |sent| {
                    reporter.report(&Event::Uploading {
                        step,
                        sent: sent.bytes,
                        total: sent.total.unwrap_or(total),
                    });
                });
                let call = self.idcode.call_with(request, &options);
                let operation = UploadCodeFile::SPEC.name;
                self.engine
                    .perform(
                        step,
                        operation,
                        |state| &mut state.row(&key).upload,
                        call,
                        uploaded,
                    )
                    .await?
            }
            Items::List(codes) => {
                let mut request = UploadCodeList::new(company, registration.id, codes);
                request.generation = row.generation;
                let call = self.idcode.call(request);
                let operation = UploadCodeList::SPEC.name;
                self.engine
                    .perform(
                        step,
                        operation,
                        |state| &mut state.row(&key).upload,
                        call,
                        uploaded,
                    )
                    .await?
            }
        };
        sent.map_err(|refusal| refused(step, refusal))
    }

    /// Looks for the upload whose response was lost, for as long as the response and the lists may
    /// take. An upload listed under another name, or without one, may come from someone else: the
    /// flow asks the caller, and names the candidates.
    async fn settle(&mut self, row: &PlanRow, step: Step, items: &Items) -> StepResult<()> {
        let key = row.key();
        let since_ms = match &self.engine.state.row(&key).upload {
            Entry::Begun { at_ms } | Entry::Refused { at_ms, .. } => *at_ms,
            _ => 0,
        };
        let count = items.count();
        let mut waits = self
            .plan
            .lookup_policy
            .after(self.response_limit(items))
            .waits();
        loop {
            let uploads = self.uploads(row, step).await?;
            let listed =
                match upload_match::match_upload(self.engine.state.row(&key), &uploads, items) {
                    UploadMatch::Certain(id) => {
                        self.engine.state.row(&key).upload_id = Some(id);
                        let outcome = Uploaded { codes: count };
                        let result = format!("{count} codes are uploaded, as {id}");
                        let how = Confirmation::Settled;
                        self.engine
                            .record_done(
                                step,
                                |state| &mut state.row(&key).upload,
                                how,
                                outcome,
                                result,
                            )
                            .await?;
                        return Ok(());
                    }
                    // The upload with the name of this file, or another candidate, may still
                    // appear.
                    UploadMatch::Candidates(listed) => listed,
                };
            let seen = match listed.first() {
                None => {
                    "502 does not list the upload; the request may still be carried out".to_owned()
                }
                Some(first) => format!(
                    "502 lists {first}, which may be this upload or another; the request may still \
                     be carried out"
                ),
            };
            if !self.engine.wait_next(step, &mut waits, &seen).await? {
                return Err(Halt::Ask(Question::Unknown {
                    step,
                    since_ms,
                    checked: &["502"],
                    listed,
                }));
            }
        }
    }

    /// How long the response to an upload may take: as long as that to any call, and for a file the
    /// longer the larger it is.
    fn response_limit(&self, items: &Items) -> Duration {
        let limits = self.idcode.limits();
        let bytes = match items {
            Items::File { codes, .. } => codes.file().len().unwrap_or(0),
            Items::List(_) => 0,
        };
        let upload_limit = limits
            .attempt
            .saturating_add(Duration::from_secs(bytes / (1024 * 1024)));
        limits.overall.max(upload_limit)
    }

    /// The uploads of a row (502).
    pub(super) async fn uploads(
        &mut self,
        row: &PlanRow,
        step: Step,
    ) -> StepResult<Vec<UploadRecord>> {
        let application = &row.application;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let request = GetUploadCodeRecord::new(
            self.plan.company.clone(),
            text(&application.category_code),
            text(&application.model_code),
        );
        self.engine.read_or_halt(step, &self.idcode, request).await
    }
}

/// The same file under another name.
fn renamed(file: &File, name: Option<String>) -> File {
    match (name, file.source()) {
        (None, _) => file.clone(),
        (Some(name), Some(source)) => File::from_source(name, Arc::clone(source)),
        (Some(name), None) => File::new(name, file.content().clone()),
    }
}

/// Digest of the codes, to detect a change.
fn digest(items: &Items) -> io::Result<String> {
    let mut md5 = Md5::new();
    for item in items.codes()? {
        md5.update(item?);
        md5.update([b'\n']);
    }
    let digest = md5.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
