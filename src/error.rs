//! What a reader can get wrong, in words that name the numbers.

use crate::Real;
use std::path::PathBuf;

/// Everything in this crate that can fail on a reader's input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More components than the data can have.
    #[error(
        "asked for {}, but {} of {} have at most {most}; ask for 1 to {most}",
        counted(*.k, "component"), counted(*.n, "sample"), counted(*.d, "feature")
    )]
    TooManyComponents { k: usize, n: usize, d: usize, most: usize },
    /// More components than a model holds.
    #[error(
        "asked for {}, but this model holds {held}; fit it with more, or ask for 1 to {held}",
        counted(*.k, "component")
    )]
    NotHeld { k: usize, held: usize },
    /// The data are too few for what was asked.
    #[error("{what} needs at least {need} {unit}, but got {got}")]
    TooFew { what: &'static str, need: usize, unit: &'static str, got: usize },
    /// Samples that are all alike.
    #[error("all {n} samples are the same, so there is no direction along which they vary")]
    Constant { n: usize },
    /// A component along which nothing varies, where a division by its variance was asked for.
    #[error(
        "component {component} has no variance to divide by; keep the first {usable} components only"
    )]
    NoVariance { component: usize, usable: usize },
    /// A share of the variance that the fitted components do not reach.
    #[error(
        "{} {kept:.4} of the variance, less than {share}; fit more components",
        match k { 1 => "1 component keeps".into(), k => format!("{k} components keep") }
    )]
    NotReached { k: usize, kept: f64, share: f64 },
    /// More neighbours than there are other samples.
    #[error(
        "asked for {} of each of {n} samples; ask for 1 to {most}",
        counted(*.k, "neighbour")
    )]
    TooManyNeighbours { k: usize, n: usize, most: usize },
    /// Two samples in one place, where distances are divided by.
    #[error(
        "samples {first} and {second} are the same, so the distance between them cannot be divided by; remove the copies first"
    )]
    Duplicate { first: usize, second: usize },
    /// Samples whose two nearest neighbours are equally far, all of them.
    #[error(
        "each of {n} samples is as far from its second neighbour as from its first, as on a grid: from that no dimension \
         can be told"
    )]
    Equidistant { n: usize },
    /// Samples in several groups, between which no steps from neighbour to neighbour lead.
    #[error(
        "from neighbour to neighbour, {} each, the first of {n} samples reaches {reached} only; take more neighbours",
        counted(*.k, "neighbour")
    )]
    Disconnected { k: usize, n: usize, reached: usize },
    /// NaN or infinity in the input.
    #[error(
        "the data hold {value} at row {row}, column {column}; remove or replace such entries first"
    )]
    NotFinite { row: usize, column: usize, value: f64 },
    /// Finite numbers, but with squares that are not.
    #[error(
        "the values are so large (up to {largest:.1e}) that their squares overflow {}; divide them by 1e{power} first",
        std::any::type_name::<Real>()
    )]
    TooLarge { largest: f64, power: i32 },
    /// Two shapes that do not fit.
    #[error("{what}: expected {expected}, but got {got}")]
    Shape { what: &'static str, expected: String, got: String },
    /// A parameter outside its range.
    #[error("{name} is {value}, but must be {range}")]
    OutOfRange { name: &'static str, value: String, range: &'static str },
    /// A file that cannot be read or written.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    /// A file that is not what its name or its header says.
    #[error("{path}: {why}")]
    Format { path: PathBuf, why: String },
    /// A descent whose loss grows without bound; the advice begins with where that shows.
    #[error("the loss is {loss:.3e} at step {step}, with the rate {rate}: {advice}")]
    Diverged { step: usize, loss: f64, rate: f64, advice: String },
    /// A decomposition that did not converge.
    #[error(
        "{what} did not converge on a {rows}×{columns} matrix; are all entries finite and of ordinary size?"
    )]
    Convergence { what: &'static str, rows: usize, columns: usize },
}

/// `std::result::Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// "1 image", "3 images": how many of what a noun names, whose plural ends in s.
pub fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
