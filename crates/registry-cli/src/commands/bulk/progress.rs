//! Shows the progress of a run: a bar on a terminal, else a line a minute.

use core::convert::Infallible;
use core::time::Duration;
use std::io::IsTerminal as _;

use enterprise_registry::bulk::ledger::sqlite::SqliteLedger;
use enterprise_registry::bulk::ledger::{Ledger as _, Status};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::time::{Instant, sleep};

use crate::global_options::Global;
use crate::notice;

/// How often the bar is drawn.
const REDRAW: Duration = Duration::from_millis(250);

/// How often a line is written.
const LINE: Duration = Duration::from_secs(60);

/// The progress of a run, on stderr.
pub(super) struct Progress<'a> {
    global: &'a Global,
    bar: Option<ProgressBar>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(global: &'a Global) -> Self {
        // Log lines would break the bar.
        let is_watched = !global.quiet && global.verbose == 0 && std::io::stderr().is_terminal();
        let bar = is_watched.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{bar:20} {msg}");
            bar.set_style(style.expect("the template above is valid"));
            bar
        });
        Self { global, bar }
    }

    /// Shows the progress of all workers of a ledger for as long as it is polled.
    pub(super) async fn watch(&self, ledger: &SqliteLedger) -> Infallible {
        let mut pace: Option<Pace> = None;
        let mut line = Instant::now() + LINE;
        loop {
            // The run itself reports errors of the ledger.
            if let Ok(status) = ledger.status().await {
                let pace = pace.get_or_insert_with(|| Pace::from(&status));
                let text = text(&status, pace.update(&status));
                match &self.bar {
                    Some(bar) => {
                        bar.set_length(status.counts.all());
                        bar.set_position(ended(&status));
                        bar.set_message(text);
                    }
                    None if Instant::now() >= line => {
                        line = Instant::now() + LINE;
                        notice::say(self.global, &text);
                    }
                    None => {}
                }
            }
            sleep(REDRAW).await;
        }
    }

    /// Removes the bar.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Rows a second, lately.
struct Pace {
    at: Instant,
    ended: u64,
    rate: Option<f64>,
}

impl Pace {
    fn from(status: &Status) -> Self {
        Self {
            at: Instant::now(),
            ended: ended(status),
            rate: None,
        }
    }

    /// The rate with the rows since the last update, which fades over about ten seconds.
    fn update(&mut self, status: &Status) -> Option<f64> {
        let passed = self.at.elapsed().as_secs_f64();
        if passed >= REDRAW.as_secs_f64() / 2.0 {
            let ended = ended(status);
            #[expect(clippy::cast_precision_loss, reason = "for display")]
            let now = ended.saturating_sub(self.ended) as f64 / passed;
            let share = (passed / 10.0).min(1.0);
            let rate = self.rate.map_or(now, |rate| rate + (now - rate) * share);
            *self = Self {
                at: Instant::now(),
                ended,
                rate: Some(rate),
            };
        }
        self.rate
    }
}

/// Rows that are over, for now.
pub(super) fn ended(status: &Status) -> u64 {
    let counts = status.counts;
    counts.done + counts.not_charged + counts.settled + counts.unknown
}

/// One line: done, rate, spent, left, unknown, time to go.
fn text(status: &Status, rate: Option<f64>) -> String {
    let (ended, all) = (ended(status), status.counts.all());
    let mut text = format!("{ended} of {all} rows");
    if let Some(rate) = rate {
        text += &format!(", {rate:.1} a second");
    }
    text += &format!(", {} spent", status.budget.totals.spent);
    if status.budget.totals.possible > 0 {
        text += &format!(", {} possibly", status.budget.totals.possible);
    }
    if let Some(left) = status.budget.remaining() {
        text += &format!(", {left} left of the budget");
    }
    if status.counts.unknown > 0 {
        text += &format!(", {} unknown", status.counts.unknown);
    }
    #[expect(clippy::cast_precision_loss, reason = "for display")]
    if let Some(rate) = rate.filter(|rate| *rate > 0.01) {
        text += &format!(", {} to go", time(all.saturating_sub(ended) as f64 / rate));
    }
    text
}

fn time(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float is cut to the range of the integer"
    )]
    let seconds = seconds.round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use enterprise_registry::bulk::ledger::{Budget, Counts, Status, Totals};

    use super::{text, time};

    #[test]
    fn a_line_has_everything_that_is_asked_for() {
        let status = Status {
            budget: Budget {
                limit: Some(1000),
                totals: Totals {
                    spent: 490,
                    possible: 10,
                    reserved: 5,
                },
                ..Budget::default()
            },
            counts: Counts {
                pending: 495,
                sending: 5,
                done: 490,
                unknown: 10,
                ..Counts::default()
            },
            rate: None,
            workers: 1,
        };
        assert_eq!(
            text(&status, Some(25.0)),
            "500 of 1000 rows, 25.0 a second, 490 spent, 10 possibly, 495 left of the budget, \
             10 unknown, 20 s to go"
        );
    }

    #[test]
    fn times_have_the_unit_that_matters() {
        assert_eq!(time(59.4), "59 s");
        assert_eq!(time(61.0), "2 min");
        assert_eq!(time(5400.0), "1 h 30 min");
    }
}
