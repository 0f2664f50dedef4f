//! The programs from outside: every flag, every mistake, and what is on the disk afterwards.

#[path = "cli/common.rs"]
mod common;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/kept.rs"]
mod kept;
#[path = "cli/mistakes.rs"]
mod mistakes;
#[path = "cli/own.rs"]
mod own;
#[path = "cli/values.rs"]
mod values;
