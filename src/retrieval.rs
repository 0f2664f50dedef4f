//! Finding documents that are about the same: words weighed, codes compared, codes as addresses.
//!
//! A document is a row of word counts ([`WordCounts`](crate::data::words::WordCounts)). [`weighting`] makes rows that can
//! be compared, [`lsa`] shortens them linearly, [`ranking`] measures what comes first, and [`table`] needs no
//! comparison at all.

pub mod lsa;
pub mod ranking;
pub mod table;
pub mod weighting;
