//! Codes as addresses: documents lie in memory where their codes point.

use crate::{Error, Result};
use std::iter::successors;

/// The most bits of an address: 2²⁶ places take 256 MiB, whether anything lies there or not.
pub const MOST_BITS: u32 = 26;

// ANCHOR: hash_table
/// Documents by address: those with code c are `documents[starts[c]..starts[c + 1]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct HashTable {
    bits: u32,           // b
    starts: Vec<u32>,    // 2ᵇ + 1 places
    documents: Vec<u32>, // their numbers, by address; at one address in their own order
}

impl HashTable {
    /// Document i at address `codes[i]` of b bits, in two passes: count, then place.
    ///
    /// Errors where b is not in 1..=[`MOST_BITS`], or a code has more bits.
    pub fn new(bits: u32, codes: &[u32]) -> Result<HashTable> {
        check(bits, codes)?;
        let mut starts = vec![0; (1 << bits) + 1];
        // how many at each address, and then before it
        codes.iter().for_each(|&code| starts[code as usize + 1] += 1);
        (1..starts.len()).for_each(|c| starts[c] += starts[c - 1]);
        let (mut next, mut documents) = (starts.clone(), vec![0; codes.len()]);
        for (document, &code) in (0..).zip(codes) {
            documents[next[code as usize] as usize] = document;
            next[code as usize] += 1;
        }
        Ok(HashTable { bits, starts, documents })
    }
    // ANCHOR_END: hash_table

    /// b, the bits of an address.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The documents at one address; none where the code has more than b bits.
    pub fn at(&self, code: u32) -> &[u32] {
        let place = |c: u32| {
            self.starts
                .get(c as usize)
                .map_or(self.documents.len(), |&start| start as usize)
        };
        if code >> self.bits > 0 {
            &[]
        } else {
            &self.documents[place(code)..place(code + 1)]
        }
    }

    // ANCHOR: ball
    /// The documents whose codes differ from `code` in up to `radius` bits, nearest first.
    ///
    /// It looks at Σ_{i≤r} C(b, i) addresses, however many documents there are.
    pub fn ball(&self, code: u32, radius: u32) -> impl Iterator<Item = u32> {
        let rings = 0..=radius.min(self.bits);
        let flips = rings.flat_map(|i| flips(self.bits, i)); // every choice of i of b bits
        flips.flat_map(move |flip| self.at(code ^ flip)).copied()
    }
}

/// All numbers of b bits of which i are one, in rising order.
fn flips(bits: u32, i: u32) -> impl Iterator<Item = u32> {
    let next = |&flip: &u32| {
        let lowest = flip & flip.wrapping_neg(); // its lowest one; adding it carries …
        let carried = flip + lowest;
        // … and what it carried past falls to the bottom
        let fallen = (carried ^ flip).checked_div(lowest)? >> 2;
        Some(carried | fallen)
    };
    successors(Some((1 << i) - 1), next).take_while(move |flip| flip >> bits == 0)
}
// ANCHOR_END: ball

/// Σ_{i≤r} C(b, i): how many addresses of b bits lie within r flips of one.
pub fn ball_size(bits: u32, radius: u32) -> u64 {
    let choose =
        |i: u32| (0..i).fold(1_u64, |c, j| c * u64::from(bits - j) / u64::from(j + 1));
    (0..=radius.min(bits)).map(choose).sum()
}

/// The same documents by comparing all codes with `code`, in their own order: a linear scan.
pub fn scan(codes: &[u32], code: u32, radius: u32) -> impl Iterator<Item = u32> {
    let near = move |&(_, &other): &(u32, &u32)| (other ^ code).count_ones() <= radius;
    (0..).zip(codes).filter(near).map(|(document, _)| document)
}

fn check(bits: u32, codes: &[u32]) -> Result<()> {
    if !(1..=MOST_BITS).contains(&bits) {
        let value = bits.to_string();
        return Err(Error::OutOfRange {
            name: "the number of bits of an address",
            value,
            range: "1 to 26",
        });
    }
    if codes.len() > u32::MAX as usize {
        let value = codes.len().to_string();
        return Err(Error::OutOfRange {
            name: "the number of documents",
            value,
            range: "at most 4 294 967 295",
        });
    }
    match codes.iter().position(|&code| code >> bits > 0) {
        Some(i) => {
            let (expected, got) = (
                format!("codes of {bits} bits"),
                format!("{:#b} for document {i}", codes[i]),
            );
            Err(Error::Shape { what: "a hash table", expected, got })
        }
        None => Ok(()),
    }
}
