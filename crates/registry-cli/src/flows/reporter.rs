//! Reports the events of a flow: at once as text, and collected for JSON.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use enterprise_registry::flow::{Confirmation, Event};

use crate::escape::visible;
use crate::format::Format;
use crate::global_options::Global;
use crate::notice;
use crate::operation_spec;
use crate::output;

/// Shows events as text as they come, and collects them for the output.
#[derive(Debug, Clone)]
pub(crate) struct Reporter {
    global: Global,
    events: Arc<Mutex<Vec<Event>>>,
}

impl Reporter {
    /// The reporter of a run, whose summary reports the spend even if it is zero.
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
            // The JSON comes at the end, so a long wait is announced on stderr.
            if let (Event::Waiting { .. }, Some(line)) = (event, line(event)) {
                notice::say(&self.global, &line);
            }
        } else if let Some(line) = line(event) {
            // A closed stdout does not stop a flow.
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
        Event::Calling { operation, .. } => format!("calling {}", named(operation)),
        Event::Done { how, result, .. } => match how {
            Confirmation::Answered => result.clone(),
            Confirmation::Settled => format!("{result} (looked up)"),
            Confirmation::Found => format!("{result} (already there)"),
            Confirmation::HandedIn => format!("{result} (from the plan)"),
            Confirmation::Accepted => format!("{result} (accepted)"),
            _ => result.clone(),
        },
        Event::Skipped { because, .. } => format!("skipped: {because}"),
        Event::Settled { .. } => "the reply was lost; a free read shows it done".to_owned(),
        Event::Refused {
            operation,
            code,
            then,
            ..
        } => format!(
            "{} was refused with code {code}; {}",
            named(operation),
            then.as_str()
        ),
        Event::Waiting { wait, seen, .. } => {
            format!("{seen}; next look in {} seconds", wait.as_secs())
        }
        Event::Uploading { sent, total, .. } if sent == total => format!("{sent} bytes sent"),
        Event::Picture { fetched, total, .. } if fetched == total => {
            format!("{fetched} pictures")
        }
        _ => return None,
    };
    Some(format!("{step:<16} {what}"))
}

/// The operation with its number, which other messages and the vendor's document use.
fn named(operation: &'static str) -> String {
    match operation_spec::find(operation).and_then(|spec| spec.number) {
        Some(number) => format!("{operation} ({number})"),
        None => operation.to_owned(),
    }
}
