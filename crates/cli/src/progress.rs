//! A bar on a terminal; silence in a pipe.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows what a long command is doing.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    stage: Mutex<&'static str>,
}

impl Progress {
    /// A bar on standard error, or nothing when nobody watches.
    pub(crate) fn new(wanted: bool) -> Progress {
        let watched = wanted && std::io::stderr().is_terminal();
        let bar = ProgressBar::new(0);
        bar.set_draw_target(if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        if let Ok(style) = ProgressStyle::with_template("{msg:<18} {wide_bar} {percent:>3}% {elapsed}") {
            bar.set_style(style);
        }
        if watched {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { bar, stage: Mutex::new("") }
    }

    /// Reports `done` of `of` in a stage; 0 of 0 where the end is not known.
    pub(crate) fn report(&self, stage: &'static str, done: u64, of: u64) {
        if let Ok(mut known) = self.stage.lock()
            && *known != stage
        {
            *known = stage;
            self.bar.set_message(stage);
        }
        self.bar.set_length(of);
        self.bar.set_position(done);
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
