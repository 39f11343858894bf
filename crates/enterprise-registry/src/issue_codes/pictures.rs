//! Fetches and stores the pictures of codes (603, 604, 605).

use std::io;

use idcode_api::operations::{CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin};
use idcode_api::{Picture, PictureOrAddress};

use super::plan::{PictureStyle, PlanRow};
use super::runner::IssueCodes;
use crate::flow::{Confirmation, Event, Halt, HaltReason, Step, StepResult};

/// The number of pictures between two saves of the journal.
const SAVE_EVERY: u64 = 100;

impl IssueCodes {
    pub(super) async fn fetch_pictures(&mut self, row: &PlanRow, number: u32) -> StepResult<()> {
        let step = Step::FetchPictures(number);
        let (Some(style), Some(items)) = (row.style, &row.items) else {
            return Ok(());
        };
        let key = row.key();
        let total = items.count();
        let registration = self.engine.state.row(&key).registration.clone();
        let Some(code) = registration.and_then(|registration| registration.complete_code) else {
            return Err(Halt::because(step, HaltReason::NotListed));
        };
        let mut fetched: u64 = 0;
        for item in items
            .codes()
            .map_err(|error| not_stored(step, "", &error))?
        {
            let item = item.map_err(|error| not_stored(step, "", &error))?;
            let whole = code
                .with_item(&item)
                .map_err(|error| not_stored(step, &item, &io::Error::other(error)))?
                .to_string();
            let picture_store = self.picture_store.as_mut();
            let is_stored = picture_store.map_or(Ok(false), |store| store.contains(&whole));
            if !is_stored.map_err(|error| not_stored(step, &item, &error))? {
                let picture = self.fetch(step, &whole, style).await?;
                let picture = picture.ok_or_else(|| {
                    let reason = "the platform returned an address instead of a picture";
                    not_stored(step, &item, &io::Error::other(reason))
                })?;
                if let Some(picture_store) = self.picture_store.as_mut() {
                    let stored = picture_store.store(&whole, &picture);
                    stored.map_err(|error| not_stored(step, &item, &error))?;
                }
            }
            fetched = fetched.saturating_add(1);
            self.engine.state.row(&key).pictures = fetched;
            if fetched.is_multiple_of(SAVE_EVERY) {
                self.engine.save().await?;
            }
            self.engine.report(&Event::Picture {
                step,
                fetched,
                total,
            });
        }
        self.engine.save().await?;
        self.engine.report(&Event::Done {
            step,
            how: Confirmation::Answered,
            result: format!("{fetched} pictures are stored"),
        });
        Ok(())
    }

    async fn fetch(
        &mut self,
        step: Step,
        code: &str,
        style: PictureStyle,
    ) -> StepResult<Option<Picture>> {
        let (engine, idcode) = (&mut self.engine, &self.idcode);
        match style {
            PictureStyle::Plain { pixels, symbology } => {
                let request = CreateCodePic::new(code, pixels, symbology);
                let response = engine.read_or_halt(step, idcode, request).await?;
                Ok(match response.picture {
                    PictureOrAddress::Picture(picture) => Some(picture),
                    _ => None,
                })
            }
            PictureStyle::Bare { pixels, color } => {
                let request = CreateCodePicWithMargin::plain(code, pixels, color);
                let response = engine.read_or_halt(step, idcode, request).await?;
                Ok(response.picture().cloned())
            }
            PictureStyle::Framed { size, color } => {
                let request = CreateCodePicWithMargin::framed(code, size, color);
                let response = engine.read_or_halt(step, idcode, request).await?;
                Ok(response.picture().cloned())
            }
            PictureStyle::Certified { symbology, size } => {
                let company = self.plan.company.clone();
                let request = CreateAuthenCodePic::new(company, code, symbology, size);
                let response = engine.read_or_halt(step, idcode, request).await?;
                Ok(Some(response.picture))
            }
        }
    }
}

fn not_stored(step: Step, item: &str, error: &io::Error) -> Halt {
    Halt::because(
        step,
        HaltReason::Picture {
            item: item.to_owned(),
            reason: error.to_string(),
        },
    )
}
