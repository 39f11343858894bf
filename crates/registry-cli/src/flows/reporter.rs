//! Tells a flow: at once to a person, at the end to a program.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use enterprise_registry::flow::{Confirmation, Event};

use crate::escape::visible;
use crate::format::Format;
use crate::global_options::Global;
use crate::notice;
use crate::output;

/// Collects events, and shows them to a person as they come.
#[derive(Debug, Clone)]
pub(crate) struct Reporter {
    global: Global,
    events: Arc<Mutex<Vec<Event>>>,
}

impl Reporter {
    /// The reporter of a run, which says what was spent also where that is nothing.
    pub(crate) fn new(global: &Global) -> Self {
        global
            .record
            .update_summary(|summary| summary.always = true);
        Self {
            global: global.clone(),
            events: Arc::default(),
        }
    }

    pub(crate) fn report(&self, event: &Event) {
        if self.global.output != Format::Table {
            // Who reads the document at its end may wonder for minutes why there is none.
            if let (Event::Waiting { .. }, Some(line)) = (event, line(event)) {
                notice::say(&self.global, &line);
            }
        } else if let Some(line) = line(event) {
            // A flow is not broken off because nobody reads along.
            let mut stdout = output::stdout();
            let _closed = writeln!(stdout, "{}", visible(&line)).and_then(|()| stdout.flush());
        }
        if matches!(event, Event::Done { .. } | Event::Refused { .. }) {
            self.global.record.mark_replies_saved();
        }
        if !matches!(event, Event::Uploading { .. } | Event::Picture { .. }) {
            let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
            events.push(event.clone());
        }
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.clone()
    }
}

fn line(event: &Event) -> Option<String> {
    let step = event.step().to_string();
    let what = match event {
        Event::Calling { operation, .. } => format!("calling {operation}"),
        Event::Done { how, result, .. } => match how {
            Confirmation::Answered => result.clone(),
            Confirmation::Settled => format!("{result} (looked up)"),
            Confirmation::Found => format!("{result} (it was so before)"),
            Confirmation::HandedIn => format!("{result} (handed in)"),
            Confirmation::Accepted => format!("{result} (accepted)"),
            _ => result.clone(),
        },
        Event::Skipped { because, .. } => format!("left out: {because}"),
        Event::Settled { .. } => "its answer was lost; a free read shows it done".to_owned(),
        Event::Refused {
            operation,
            code,
            then,
            ..
        } => format!("{operation} refused with code {code}: {}", then.as_str()),
        Event::Waiting { wait, seen, .. } => {
            format!("{seen}; asking again in {} seconds", wait.as_secs())
        }
        Event::Uploading { sent, total, .. } if sent == total => format!("{sent} bytes sent"),
        Event::Picture { fetched, total, .. } if fetched == total => {
            format!("{fetched} pictures")
        }
        _ => return None,
    };
    Some(format!("{step:<16} {what}"))
}
