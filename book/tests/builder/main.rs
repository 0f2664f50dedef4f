//! The builder from outside and inside: one program, so that it is linked once. (The browser's is another: it needs Chromium.)

#[path = "../fixture/mod.rs"]
mod fixture;

mod claims;
mod closure;
#[cfg(unix)]
mod drawn;
mod notebook;
mod preprocessor;
#[cfg(unix)]
mod redraw;
mod serve;
mod site;
mod strict;
