//! Is the unit registered in the categories (404, 402, 403)?

use std::collections::BTreeSet;

use endpoint_core::Endpoint as _;
use idcode_api::CategoryRegistration;
use idcode_api::operations::{BatchRegistIDcode, GetBaseIDcodeInfo, GetIDcodeTypeInfo, Selection};

use super::IssueCodes;
use super::plan::Row;
use super::state::{Applied, Registration, digest_of};
use crate::flow::{Event, Halt, Halted, How, Outcome, Step, refused, settling};

const STEP: Step = Step::Apply;

impl IssueCodes {
    pub(super) async fn apply(&mut self) -> Outcome<()> {
        let was_begun = self.engine.state.apply.is_unknown();
        let missing = self.find_all(was_begun).await?;
        let rows = || -> BTreeSet<String> { missing.iter().map(Row::key).collect() };
        if missing.is_empty() {
            if !self.engine.state.apply.is_done() {
                let how = if was_begun { How::Settled } else { How::Found };
                let outcome = Applied { rows: rows() };
                let result = "all categories are registered";
                self.engine
                    .note(STEP, |state| &mut state.apply, how, outcome, result)
                    .await?;
            }
            return Ok(());
        }
        if was_begun {
            self.engine.reopen(STEP, |state| &mut state.apply).await?;
        }
        // What was applied for with success is on its way into the lists.
        let applied = &self.engine.state.applied;
        let open: Vec<Row> = missing
            .iter()
            .filter(|row| !applied.contains(&row.key()))
            .cloned()
            .collect();
        if !open.is_empty() {
            self.send_applications(&open).await?;
        }
        for row in &missing {
            self.await_listed(row).await?;
        }
        Ok(())
    }

    async fn send_applications(&mut self, rows: &[Row]) -> Outcome<()> {
        let applications = rows.iter().map(|row| row.application.clone()).collect();
        let request = BatchRegistIDcode::new(self.plan.company.clone(), applications);
        let keys: BTreeSet<String> = rows.iter().map(Row::key).collect();
        for row in rows {
            let goto_url = digest_of(&row.application.goto_url);
            self.engine.state.row(&row.key()).goto_url = Some(goto_url);
        }
        let applied = keys.clone();
        let call = self.idcode.call(request);
        let operation = BatchRegistIDcode::SPEC.name;
        self.engine
            .once(
                STEP,
                operation,
                |state| &mut state.apply,
                call,
                |answer| {
                    let result = format!("{} registrations", answer.len());
                    (Applied { rows: keys }, result)
                },
            )
            .await?
            .map_err(|refusal| refused(STEP, refusal))?;
        self.engine.state.applied.extend(applied);
        self.engine.save().await?;
        Ok(())
    }

    /// Notes the rows that are registered (404), and returns the others. After an answer that was
    /// lost, "not registered" counts only once it was said some times.
    async fn find_all(&mut self, was_begun: bool) -> Outcome<Vec<Row>> {
        let step = Step::LookUp;
        let rows = self.plan.rows.clone();
        let is_known = |state: &super::Issued, row: &Row| {
            let known = state.rows.get(&row.key());
            known.is_some_and(|known| known.registration.is_some())
        };
        if rows.iter().all(|row| is_known(&self.engine.state, row)) {
            return Ok(Vec::new());
        }
        let mut waits = settling(was_begun, self.plan.settling).waits();
        loop {
            let request = GetIDcodeTypeInfo::new(self.plan.company.clone(), Selection::All);
            let listed = self.engine.must_read(step, &self.idcode, request).await?;
            let mut missing = Vec::new();
            for row in &rows {
                match listed.iter().find(|one| is_of(one, row)) {
                    Some(one) => self.note_listed(row, one),
                    None => missing.push(row.clone()),
                }
            }
            self.engine.save().await?;
            let found = rows.len().saturating_sub(missing.len());
            let seen = format!("{found} of {} categories are registered", rows.len());
            if missing.is_empty() || !self.engine.wait_next(step, &mut waits, &seen).await? {
                self.engine.tell(&Event::Done {
                    step,
                    how: How::Answered,
                    result: seen,
                });
                return Ok(missing);
            }
        }
    }

    /// Waits until 403 lists a row that was applied for.
    async fn await_listed(&mut self, row: &Row) -> Outcome<()> {
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
            let listed = self.engine.must_read(step, &self.idcode, request).await?;
            if let Some(one) = listed.iter().find(|one| is_of(one, row)) {
                self.note_listed(row, one);
                self.engine.save().await?;
                self.engine.tell(&Event::Done {
                    step,
                    how: How::Answered,
                    result: format!("{} is registration {}", row.key(), one.id),
                });
                return Ok(());
            }
            let seen = format!("{} is not listed yet", row.key());
            if !self.engine.wait_next(step, &mut waits, &seen).await? {
                return Err(Halt::because(STEP, Halted::NotListed));
            }
        }
    }

    fn note_listed(&mut self, row: &Row, one: &CategoryRegistration) {
        let code = one.complete_code.as_deref();
        let registration = Registration {
            id: one.id,
            complete_code: code.and_then(|code| code.trim().parse().ok()),
        };
        self.engine.state.row(&row.key()).registration = Some(registration);
    }
}

/// Whether a registration is that of a row.
fn is_of(listed: &CategoryRegistration, row: &Row) -> bool {
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
