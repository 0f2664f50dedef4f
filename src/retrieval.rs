//! Finding documents that are about the same: words weighed, codes compared, codes as addresses.
//!
//! A document is a row of word counts ([`WordCounts`](crate::data::words::WordCounts)). [`weighting`] makes rows that can
//! be compared, [`lsa`] shortens them linearly and [`coder`] by a deep autoencoder, [`ranking`] measures what comes first,
//! and [`table`] needs no comparison at all: there the code, made of bits, is the place where a document lies.

pub mod coder;
pub mod lsa;
pub mod ranking;
pub mod table;
pub mod weighting;
