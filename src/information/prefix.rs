//! Prefix codes: words of zeros and ones of which none begins another.

use super::{BIT, check_distribution};
use crate::{Error, Result, error::counted};

/// No word is longer: it has to fit into a machine word.
pub const LONGEST: usize = 62;

/// Words for the symbols 0 … m − 1, none of which begins another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefixCode {
    words: Vec<Vec<bool>>,
}

// ANCHOR: kraft
/// Σ 2^−l over the lengths: at most 1 for a prefix code; if it is, there is one.
pub fn kraft_sum(lengths: &[usize]) -> f64 {
    lengths.iter().map(|&l| 0.5f64.powi(l as i32)).sum()
}

impl PrefixCode {
    /// Words of these lengths: intervals of length 2^−l beside each other in [0, 1), the
    /// widest first; a word is the first l binary digits of where its interval begins.
    /// Places are counted in units of 2^−62, [`LONGEST`], to fit into a machine word.
    ///
    /// Errors where Σ 2^−l > 1 (Kraft), a length is above [`LONGEST`], or there is none.
    pub fn from_lengths(lengths: &[usize]) -> Result<PrefixCode> {
        check_lengths(lengths)?;
        let mut order: Vec<usize> = (0..lengths.len()).collect();
        order.sort_by_key(|&symbol| lengths[symbol]);
        let mut words = vec![Vec::new(); lengths.len()];
        let mut begin: u64 = 0;
        for symbol in order {
            let l = lengths[symbol];
            words[symbol] = (1..=l).map(|i| begin >> (LONGEST - i) & 1 == 1).collect();
            begin += 1 << (LONGEST - l);
        }
        Ok(PrefixCode { words })
    }
    // ANCHOR_END: kraft

    /// The words, one a symbol.
    pub fn words(&self) -> &[Vec<bool>] {
        &self.words
    }

    /// Σ p l: bits a symbol, in the mean over p. Errors where p is no distribution of as many symbols.
    pub fn mean_length(&self, p: &[f64]) -> Result<f64> {
        check_distribution(p)?;
        check_symbols(p.len(), self.words.len())?;
        Ok(p.iter().zip(&self.words).map(|(p, word)| p * word.len() as f64).sum())
    }

    /// The symbols' words one behind the other. Errors where there is no such symbol.
    pub fn encode(&self, symbols: &[usize]) -> Result<Vec<bool>> {
        let mut bits = Vec::new();
        for &symbol in symbols {
            let word = self.words.get(symbol).ok_or_else(|| Error::Shape {
                what: "a symbol",
                expected: format!("a number below {}", self.words.len()),
                got: symbol.to_string(),
            })?;
            bits.extend(word);
        }
        Ok(bits)
    }

    /// The symbols again: as soon as the bits read are a word, it is that word. Errors where they end within a word.
    pub fn decode(&self, bits: &[bool]) -> Result<Vec<usize>> {
        let (mut symbols, mut begin) = (Vec::new(), 0);
        for end in 0..=bits.len() {
            let read = &bits[begin..end];
            if read.is_empty() {
                continue;
            }
            if let Some(symbol) = self.words.iter().position(|word| word == read) {
                symbols.push(symbol);
                begin = end;
            }
        }
        if begin == bits.len() {
            return Ok(symbols);
        }
        let got = format!(
            "{} that are the beginning of none",
            counted(bits.len() - begin, "bit")
        );
        Err(Error::Shape {
            what: "the end of a message",
            expected: "a whole word".into(),
            got,
        })
    }
}

/// l = ⌈log₂ 1/p⌉, Shannon's lengths: less than one bit above the surprise. Errors where p has a 0, or is no distribution.
pub fn shannon_lengths(p: &[f64]) -> Result<Vec<usize>> {
    check_positive(p)?;
    // The tolerance is for logarithms of powers of two that are a last digit too large.
    Ok(p.iter().map(|p| (-p.ln() / BIT - 1e-12).ceil().max(0.0) as usize).collect())
}

// ANCHOR: huffman
/// The lengths of Huffman's code, of least Σ p l: the two rarest become one symbol, whose
/// word they share but for a last bit; again, until one is left.
///
/// A single symbol gets the empty word. Errors where p has a 0, or is no distribution.
pub fn huffman_lengths(p: &[f64]) -> Result<Vec<usize>> {
    check_positive(p)?;
    let mut lengths = vec![0; p.len()];
    let mut heaps: Vec<(f64, Vec<usize>)> =
        p.iter().enumerate().map(|(symbol, &p)| (p, vec![symbol])).collect();
    while heaps.len() > 1 {
        heaps.sort_by(|a, b| b.0.total_cmp(&a.0)); // the rarest last
        let (last, other) = (heaps.pop(), heaps.pop());
        let mut joined = (0.0, Vec::new());
        for (p, symbols) in last.into_iter().chain(other) {
            joined.0 += p;
            joined.1.extend(symbols);
        }
        joined.1.iter().for_each(|&symbol: &usize| lengths[symbol] += 1);
        heaps.push(joined);
    }
    Ok(lengths)
}
// ANCHOR_END: huffman

fn check_lengths(lengths: &[usize]) -> Result<()> {
    if lengths.is_empty() {
        let (what, unit) = ("a prefix code", "symbol");
        return Err(Error::TooFew { what, need: 1, unit, got: 0 });
    }
    if let Some(long) = lengths.iter().find(|&&l| l > LONGEST) {
        let (name, range) = ("the length of a word", "at most 62 bits");
        return Err(Error::OutOfRange { name, value: long.to_string(), range });
    }
    let room: u128 = lengths.iter().map(|l| 1u128 << (LONGEST - l)).sum();
    if room <= 1 << LONGEST {
        return Ok(());
    }
    let expected = "a Kraft sum Σ 2^−l of at most 1".into();
    let got = format!("{}", kraft_sum(lengths));
    Err(Error::Shape { what: "the lengths of words", expected, got })
}

fn check_positive(p: &[f64]) -> Result<()> {
    check_distribution(p)?;
    if p.iter().all(|&p| p > 0.0) {
        return Ok(());
    }
    let (name, range) = ("a probability", "above 0: what never comes needs no word");
    Err(Error::OutOfRange { name, value: "0".into(), range })
}

fn check_symbols(got: usize, m: usize) -> Result<()> {
    if got == m {
        return Ok(());
    }
    let (what, got) = ("a distribution for a code", got.to_string());
    Err(Error::Shape { what, expected: counted(m, "symbol"), got })
}
