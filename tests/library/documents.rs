//! Documents: those that are made are what the model says, and files of word counts are read or refused with a reason.

#[path = "documents/docword.rs"]
mod docword;
#[path = "documents/made.rs"]
mod made;
#[path = "documents/read.rs"]
mod read;
