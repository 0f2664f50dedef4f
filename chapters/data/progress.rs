//! How far a download has come: a bar on a terminal, plain lines elsewhere.

use autoencoders::error::counted;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// The progress of one file.
pub struct Progress {
    name: String,
    total: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Nothing of `total` bytes done yet.
    pub fn new(name: &str, total: u64) -> Progress {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(
                "{msg:28} [{bar:30}] {bytes}/{total_bytes} {eta}",
            )
            .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(total).with_style(style).with_message(name.to_string())
        });
        Progress { name: name.to_string(), total, bar }
    }

    /// A request goes out; `have` bytes are there already.
    pub fn start(&self, url: &str, have: u64) {
        match &self.bar {
            Some(bar) => bar.set_position(have),
            None if have > 0 => self.say(&format!(
                "resuming at {} of {} from {url}",
                size(have),
                size(self.total)
            )),
            None => self.say(&format!("fetching {} from {url}", size(self.total))),
        }
    }

    /// `done` bytes are there now.
    pub fn reach(&self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
    }

    /// A line about this file, above the bar if there is one.
    pub fn say(&self, what: &str) {
        let line = format!("{}: {what}", self.name);
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{line}")),
            None => eprintln!("{line}"),
        }
    }

    /// No more to come.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// "9.5 MiB".
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => counted(bytes as usize, "byte"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
