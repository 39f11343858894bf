//! Applies for the categories of a unit (404, 402, 403).

use std::collections::BTreeSet;

use endpoint_core::Endpoint as _;
use idcode_api::CategoryRegistration;
use idcode_api::operations::{BatchRegistIDcode, GetBaseIDcodeInfo, GetIDcodeTypeInfo, Selection};

use super::plan::PlanRow;
use super::runner::IssueCodes;
use super::state::{Applied, Registration, digest_of};
use crate::flow::{Confirmation, Entry, Event, Halt, Step, StepResult, refused, says_it_exists};

const STEP: Step = Step::Apply;

impl IssueCodes {
    pub(super) async fn apply(&mut self) -> StepResult<()> {
        loop {
            if let Entry::Begun { at_ms } = &self.engine.state.apply {
                let at_ms = *at_ms;
                self.settle_applications(at_ms).await?;
            }
            let missing = self.look_up().await?;
            if missing.is_empty() {
                return self.record_all_listed(Confirmation::Found).await;
            }
            self.engine.save().await?;
            // Rows applied for with success will appear in the lists.
            let applied = &self.engine.state.applied;
            let is_open = |row: &&PlanRow| !applied.contains(&row.key());
            let open: Vec<PlanRow> = missing.iter().filter(is_open).cloned().collect();
            if open.is_empty() || self.send_applications(&open).await? {
                for row in &missing {
                    self.await_listed(row).await?;
                }
                return Ok(());
            }
        }
    }

    /// Applies for rows. Returns whether the platform took them. If one of them is registered
    /// already, this call did nothing; an earlier call or a duplicate may have, which a look-up
    /// shows.
    async fn send_applications(&mut self, rows: &[PlanRow]) -> StepResult<bool> {
        let applications = rows.iter().map(|row| row.application.clone()).collect();
        let request = BatchRegistIDcode::new(self.plan.company.clone(), applications);
        let keys: BTreeSet<String> = rows.iter().map(PlanRow::key).collect();
        for row in rows {
            let goto_url = digest_of(&row.application.goto_url);
            self.engine.state.row(&row.key()).goto_url = Some(goto_url);
        }
        self.engine.state.applying.clone_from(&keys);
        let call = self.idcode.call(request);
        let operation = BatchRegistIDcode::SPEC.name;
        let sent = self
            .engine
            .perform(
                STEP,
                operation,
                |state| &mut state.apply,
                call,
                |state, response| {
                    state.applied.extend(keys.iter().cloned());
                    let result = match response.len() {
                        1 => "1 registration".to_owned(),
                        more => format!("{more} registrations"),
                    };
                    (Applied { rows: keys }, result)
                },
            )
            .await?;
        match sent {
            Ok(()) => Ok(true),
            Err(refusal) if says_it_exists(&refusal) => Ok(false),
            Err(refusal) => Err(refused(STEP, refusal)),
        }
    }

    /// Looks for the registrations of a call whose response was lost, for as long as the call and
    /// the lists may take. Rows still missing then may be registered later: the flow asks the
    /// caller.
    async fn settle_applications(&mut self, since_ms: u64) -> StepResult<()> {
        let mut waits = self.plan.lookup_policy.after_call(&self.idcode).waits();
        let sent = self.engine.state.sent_rows();
        loop {
            let missing = self.look_up().await?;
            let is_sent = |row: &&PlanRow| {
                let sent = sent.as_ref();
                sent.is_none_or(|sent| sent.contains(&row.key()))
            };
            let unseen = missing.iter().filter(is_sent).count();
            if unseen == 0 {
                return self.record_all_listed(Confirmation::Settled).await;
            }
            self.engine.save().await?;
            let seen = format!(
                "404 does not list {unseen} of the categories; the request may still be carried \
                 out"
            );
            if !self.engine.wait_next(STEP, &mut waits, &seen).await? {
                return Err(Halt::unknown(STEP, since_ms, &["404"]));
            }
        }
    }

    /// Records the step as done, together with the rows that were found.
    async fn record_all_listed(&mut self, how: Confirmation) -> StepResult<()> {
        if self.engine.state.apply.is_done() {
            self.engine.save().await?;
            return Ok(());
        }
        let rows = self.engine.state.sent_rows().unwrap_or_default();
        let outcome = Applied { rows };
        let result = "the categories are registered";
        self.engine
            .record_done(STEP, |state| &mut state.apply, how, outcome, result)
            .await
    }

    /// The rows that 404 does not list. The others are then in the state, which the next save
    /// writes.
    async fn look_up(&mut self) -> StepResult<Vec<PlanRow>> {
        let step = Step::LookUp;
        let rows = self.plan.rows.clone();
        let known = &self.engine.state.rows;
        let is_known = |row: &PlanRow| {
            let known = known.get(&row.key());
            known.is_some_and(|known| known.registration.is_some())
        };
        if rows.iter().all(is_known) {
            return Ok(Vec::new());
        }
        let request = GetIDcodeTypeInfo::new(self.plan.company.clone(), Selection::All);
        let listed = self
            .engine
            .read_or_halt(step, &self.idcode, request)
            .await?;
        let mut missing = Vec::new();
        for row in &rows {
            match listed.iter().find(|one| belongs_to(one, row)) {
                Some(one) => self.record_listed(row, one),
                None => missing.push(row.clone()),
            }
        }
        let found = rows.len().saturating_sub(missing.len());
        self.engine.report(&Event::Done {
            step,
            how: Confirmation::Answered,
            result: format!("404 lists {found} of {} categories", rows.len()),
        });
        Ok(missing)
    }

    /// Waits until 403 lists a row that was applied for.
    async fn await_listed(&mut self, row: &PlanRow) -> StepResult<()> {
        let step = Step::LookUp;
        let mut waits = self.plan.schedule.waits();
        let application = &row.application;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (category, model) = (
            text(&application.category_code),
            text(&application.model_code),
        );
        loop {
            let request = GetBaseIDcodeInfo::new(self.plan.company.clone())
                .with_category_code(category.as_str())
                .with_model_code(model.as_str());
            let listed = self
                .engine
                .read_or_halt(step, &self.idcode, request)
                .await?;
            if let Some(one) = listed.iter().find(|one| belongs_to(one, row)) {
                self.record_listed(row, one);
                self.engine.save().await?;
                self.engine.report(&Event::Done {
                    step,
                    how: Confirmation::Answered,
                    result: format!("{} is registration {}", row.key(), one.id),
                });
                return Ok(());
            }
            let seen = format!("403 does not list {} yet", row.key());
            if !self.engine.wait_next(step, &mut waits, &seen).await? {
                return Err(Halt::NotYet { step: STEP, seen });
            }
        }
    }

    fn record_listed(&mut self, row: &PlanRow, one: &CategoryRegistration) {
        let code = one.complete_code.as_deref();
        let registration = Registration {
            id: one.id,
            complete_code: code.and_then(|code| code.trim().parse().ok()),
        };
        self.engine.state.row(&row.key()).registration = Some(registration);
    }
}

/// Whether a registration belongs to a row.
fn belongs_to(listed: &CategoryRegistration, row: &PlanRow) -> bool {
    let application = &row.application;
    let same = |one: &Option<String>, other: &Option<String>| {
        one.as_deref().map(str::trim) == other.as_deref().map(str::trim)
    };
    listed
        .code_use_id
        .is_none_or(|id| id == application.code_use_id)
        && same(&listed.category_code, &application.category_code)
        && same(&listed.model_code, &application.model_code)
}
