//! How do the pictures of the codes get where they are wanted (603, 604, 605)?

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};

use idcode_api::operations::{CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin};
use idcode_api::{Picture, PictureOrAddress};

use super::IssueCodes;
use super::plan::{Items, PictureStyle, PlanRow};
use crate::flow::{Confirmation, Event, Halt, HaltReason, Step, StepResult};

/// Where pictures are kept. What is kept is not fetched again.
pub trait PictureStore: Send {
    /// Whether the picture of this code is kept: a complete code with its item.
    ///
    /// # Errors
    ///
    /// That cannot be told.
    fn has(&mut self, code: &str) -> io::Result<bool>;

    /// Keeps a picture, as a whole or not at all.
    ///
    /// # Errors
    ///
    /// It cannot be kept.
    fn put(&mut self, code: &str, picture: &Picture) -> io::Result<()>;
}

/// How many pictures are fetched between two notes in the journal.
const NOTE_EVERY: u64 = 100;

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
        for item in lines(items).map_err(|error| unkept(step, "", &error))? {
            let item = item.map_err(|error| unkept(step, "", &error))?;
            let whole = code
                .with_item(&item)
                .map_err(|error| unkept(step, &item, &io::Error::other(error)))?
                .to_string();
            let picture_store = self.picture_store.as_mut();
            let is_there =
                picture_store.map_or(Ok(false), |picture_store| picture_store.has(&whole));
            if !is_there.map_err(|error| unkept(step, &item, &error))? {
                let picture = self.fetch(step, &whole, style).await?;
                let picture = picture.ok_or_else(|| {
                    let reason = "the platform returned an address and no picture";
                    unkept(step, &item, &io::Error::other(reason))
                })?;
                if let Some(picture_store) = self.picture_store.as_mut() {
                    let kept = picture_store.put(&whole, &picture);
                    kept.map_err(|error| unkept(step, &item, &error))?;
                }
            }
            fetched = fetched.saturating_add(1);
            self.engine.state.row(&key).pictures = fetched;
            if fetched.is_multiple_of(NOTE_EVERY) {
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
            result: format!("{fetched} pictures are there"),
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
                let answer = engine.read_or_halt(step, idcode, request).await?;
                Ok(match answer.picture {
                    PictureOrAddress::Picture(picture) => Some(picture),
                    _ => None,
                })
            }
            PictureStyle::Bare { pixels, color } => {
                let request = CreateCodePicWithMargin::plain(code, pixels, color);
                let answer = engine.read_or_halt(step, idcode, request).await?;
                Ok(answer.picture().cloned())
            }
            PictureStyle::Framed { size, color } => {
                let request = CreateCodePicWithMargin::framed(code, size, color);
                let answer = engine.read_or_halt(step, idcode, request).await?;
                Ok(answer.picture().cloned())
            }
            PictureStyle::Certified { symbology, size } => {
                let company = self.plan.company.clone();
                let request = CreateAuthenCodePic::new(company, code, symbology, size);
                let answer = engine.read_or_halt(step, idcode, request).await?;
                Ok(Some(answer.picture))
            }
        }
    }
}

fn unkept(step: Step, item: &str, error: &io::Error) -> Halt {
    Halt::because(
        step,
        HaltReason::Picture {
            item: item.to_owned(),
            reason: error.to_string(),
        },
    )
}

type Lines = Box<dyn Iterator<Item = io::Result<String>> + Send>;

/// The codes, one by one; a file is read again, and never held.
pub(super) fn lines(items: &Items) -> io::Result<Lines> {
    match items {
        Items::List(codes) => {
            let codes = codes.as_slice().to_vec();
            Ok(Box::new(codes.into_iter().map(Ok)))
        }
        Items::File { path, .. } => {
            let reader = BufReader::new(File::open(path)?);
            let without_mark = |line: String| match line.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => line,
            };
            Ok(Box::new(
                reader
                    .lines()
                    .map(move |line| line.map(without_mark))
                    // Only at the end, as the check of the file has shown.
                    .filter(|line| !line.as_ref().is_ok_and(String::is_empty)),
            ))
        }
    }
}
