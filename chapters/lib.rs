//! What the chapter programs share: arguments, data, progress, pictures, numbers, timing.
//!
//! A chapter's program is a list of experiments; [`run`] reads the command line, calls them, and writes what they
//! found, all of it or nothing.

pub mod args;
pub mod cells;
pub mod curves;
pub mod datasets;
pub mod figures;
pub mod numbers;
pub mod output;
pub mod pixels;
pub mod prelude;
pub mod progress;
pub mod run;

pub use args::Program;
pub use run::{Outcome, Run, run};
