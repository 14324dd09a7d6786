//! A spinner for what takes longer than a second, only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows `message` while it lives, from its first second on.
pub struct Progress(ProgressBar);

impl Progress {
    /// Starts the clock. Nothing is drawn in the first second, and nothing at all where standard error is no terminal.
    pub fn start(message: impl Into<String>) -> Self {
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(message.into());
        bar.enable_steady_tick(Duration::from_secs(1));
        Self(bar)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
