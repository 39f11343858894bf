//! Shows the progress of an upload on a terminal.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::global_options::Global;

/// The unit that a progress bar counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    Bytes,
    Codes,
}

impl Unit {
    fn style(self) -> ProgressStyle {
        let template = match self {
            Self::Bytes => "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left",
            Self::Codes => "{bar:30} {human_pos}/{human_len} codes, {eta} left",
        };
        ProgressStyle::with_template(template).expect("both templates above are valid")
    }
}

/// A progress bar on stderr, hidden unless stderr is a terminal.
#[derive(Debug, Clone)]
pub(super) struct UploadBar(ProgressBar);

impl UploadBar {
    pub(super) fn new(global: &Global, counts: Unit) -> Self {
        // Log lines would break the bar.
        let is_watched = !global.quiet && global.verbose == 0 && std::io::stderr().is_terminal();
        Self::on(
            if is_watched {
                ProgressDrawTarget::stderr()
            } else {
                ProgressDrawTarget::hidden()
            },
            counts,
        )
    }

    fn on(target: ProgressDrawTarget, counts: Unit) -> Self {
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(counts.style());
        Self(bar)
    }

    /// Sets the position, and the total if it is known.
    pub(super) fn set_position(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.0.set_length(total);
        }
        self.0.set_position(done);
    }

    /// Removes the bar from the terminal.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use indicatif::{ProgressDrawTarget, TermLike};

    use super::{Unit, UploadBar};

    /// A terminal of 80 columns that records its output.
    #[derive(Debug, Clone, Default)]
    struct Paper(Arc<Mutex<String>>);

    impl Paper {
        fn write(&self, text: &str) -> io::Result<()> {
            self.0.lock().unwrap().push_str(text);
            Ok(())
        }

        fn torn_off(&self) -> String {
            core::mem::take(&mut *self.0.lock().unwrap())
        }
    }

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            80
        }

        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn write_line(&self, line: &str) -> io::Result<()> {
            self.write(&format!("{line}\n"))
        }

        fn write_str(&self, text: &str) -> io::Result<()> {
            self.write(text)
        }

        fn clear_line(&self) -> io::Result<()> {
            self.write("<cleared>")
        }

        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_bar_says_how_much_of_how_much_and_goes_away() {
        for (counts, half) in [
            (Unit::Bytes, "1.00 MiB/2.00 MiB"),
            (Unit::Codes, "1,048,576/2,097,152 codes"),
        ] {
            let paper = Paper::default();
            let target = ProgressDrawTarget::term_like_with_hz(Box::new(paper.clone()), 255);
            let bar = UploadBar::on(target, counts);
            bar.set_position(1 << 20, Some(2 << 20));
            bar.0.force_draw();
            let shown = paper.torn_off();
            assert!(shown.contains(half), "{shown}");
            bar.clear();
            assert!(paper.torn_off().contains("<cleared>"));
        }
    }
}
