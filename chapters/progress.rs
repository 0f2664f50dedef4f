//! What the program is doing: a spinner on a terminal, plain lines elsewhere. All of it goes to standard error.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Says one step after another.
pub struct Progress {
    spinner: Option<ProgressBar>,
    steps: usize,
}

impl Progress {
    /// A spinner if standard error is a terminal, lines otherwise.
    pub fn start() -> Progress {
        let spinner = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) =
                ProgressStyle::with_template("{spinner} [{elapsed}] {msg} {prefix}")
            {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Progress { spinner, steps: 0 }
    }

    /// Begin the next step.
    pub fn step(&mut self, what: &str) {
        self.steps += 1;
        match &self.spinner {
            Some(bar) => {
                bar.set_prefix("");
                bar.set_message(format!("{}. {what}", self.steps));
            }
            None => eprintln!("{:2}. {what}", self.steps),
        }
    }

    /// So many of the step's parts are done; of many, a line for each tenth.
    pub fn part(&self, done: usize, of: usize) {
        match &self.spinner {
            Some(bar) => bar.set_prefix(format!("{done} of {of}")),
            None if 10 * done / of > 10 * (done - 1) / of => {
                eprintln!("    {done} of {of}")
            }
            None => {}
        }
    }

    /// Say something that stays to be read.
    pub fn note(&self, what: &str) {
        match &self.spinner {
            Some(bar) => bar.println(format!("    {what}")),
            None => eprintln!("    {what}"),
        }
    }

    /// Take the spinner away.
    pub fn finish(&self) {
        if let Some(bar) = &self.spinner {
            bar.finish_and_clear();
        }
    }
}
