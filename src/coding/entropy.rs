//! As many bits as a symbol deserves: −log₂ p, and a range coder that comes within a few bits of it for a whole file.
//!
//! A symbol is a whole number 0, 1, …; a [`Table`] says how often each is to be expected. Sources: Shannon 1948 (the bound),
//! Martin 1979 (range coding); the coder itself is the crate `constriction` (Bamler 2022).

use crate::{Error, Result, error::counted};
use constriction::UnwrapInfallible;
use constriction::stream::model::DefaultContiguousCategoricalEntropyModel as Model;
use constriction::stream::queue::{DefaultRangeDecoder, DefaultRangeEncoder};
use constriction::stream::{Decode, Encode};
use ndarray::Array2;

/// Entropy in bits of counts: H = −Σ p log₂ p with p = count / Σ counts; 0 of no counts.
pub fn entropy(counts: &[usize]) -> f64 {
    let all = counts.iter().sum::<usize>() as f64;
    counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| count as f64 / all * (all / count as f64).log2())
        .sum()
}

/// Σⱼ Hⱼ, the entropies of the columns' own histograms: bits a row, were the columns independent and the tables free.
pub fn bits_a_row(q: &Array2<usize>) -> f64 {
    let histogram = |column: ndarray::ArrayView1<usize>| {
        let mut counts = vec![0; column.iter().max().map_or(0, |most| most + 1)];
        column.iter().for_each(|&symbol| counts[symbol] += 1);
        counts
    };
    q.columns().into_iter().map(|column| entropy(&histogram(column))).sum()
}

/// How often each of the symbols 0 … m − 1 is to be expected. Sender and receiver hold the same.
#[derive(Debug, Clone)]
pub struct Table {
    /// p of each symbol.
    shares: Vec<f64>,
    learnt: usize,
    model: Model,
}

impl Table {
    /// Of m ≥ 1 symbols, from those seen in training: p = (count + 1/m)/(n + 1). One observation more, shared out among all
    /// symbols, so that none is impossible (Perks 1947).
    ///
    /// Errors where m is 0 or above 2²⁰, or a symbol is not below m.
    pub fn new(symbols: impl IntoIterator<Item = usize>, m: usize) -> Result<Table> {
        if m == 0 || m > 1 << 20 {
            let (name, range) = ("the number of symbols", "between 1 and 2²⁰");
            return Err(Error::OutOfRange { name, value: m.to_string(), range });
        }
        let mut counts = vec![0; m];
        for symbol in symbols {
            *counts.get_mut(symbol).ok_or_else(|| unknown(symbol, m))? += 1;
        }
        let seen = counts.iter().sum::<usize>() as f64;
        let shares: Vec<f64> =
            counts.iter().map(|&c| (c as f64 + 1.0 / m as f64) / (seen + 1.0)).collect();
        Ok(Table {
            model: model(&shares)?,
            shares,
            learnt: counts.iter().filter(|&&c| c > 0).count(),
        })
    }

    /// m, the number of symbols.
    pub fn symbols(&self) -> usize {
        self.shares.len()
    }

    /// How many symbols were seen at all: the counts that the receiver has to be told.
    pub fn learnt(&self) -> usize {
        self.learnt
    }

    /// −log₂ p of a symbol; an error where it is not below m.
    pub fn bits(&self, symbol: usize) -> Result<f64> {
        let share =
            self.shares.get(symbol).ok_or_else(|| unknown(symbol, self.symbols()))?;
        Ok(-share.log2() + 0.0) // no −0
    }
}

/// A table for each column of Q (n, k), whose symbols are below `m` (k). Errors as [`Table::new`].
pub fn tables(q: &Array2<usize>, m: impl IntoIterator<Item = usize>) -> Result<Vec<Table>> {
    q.columns()
        .into_iter()
        .zip(m)
        .map(|(column, m)| Table::new(column.iter().copied(), m))
        .collect()
}

/// The symbols as bytes: each by the table whose number `which` gives, told all symbols before it.
///
/// Errors where a symbol or a table does not exist.
pub fn encode_symbols(
    symbols: &[usize],
    tables: &[Table],
    which: impl Fn(&[usize]) -> usize,
) -> Result<Vec<u8>> {
    let mut coder = DefaultRangeEncoder::new();
    for (i, &symbol) in symbols.iter().enumerate() {
        let table = pick(tables, which(&symbols[..i]))?;
        table.bits(symbol)?; // the symbol is one of the table's
        coder
            .encode_symbol(symbol, table.model.as_view())
            .map_err(|_| unknown(symbol, table.symbols()))?;
    }
    let words = coder.into_compressed().unwrap_infallible();
    Ok(words.into_iter().flat_map(u32::to_le_bytes).collect())
}

/// The n symbols again: the receiver knows, at each, all those before it, and therefore which table comes next.
///
/// Errors where a table does not exist, or the bytes are not those of n symbols.
pub fn decode_symbols(
    bytes: &[u8],
    n: usize,
    tables: &[Table],
    which: impl Fn(&[usize]) -> usize,
) -> Result<Vec<usize>> {
    let mut decoder =
        DefaultRangeDecoder::from_compressed(words(bytes)?).unwrap_infallible();
    let mut symbols = Vec::new();
    for _ in 0..n {
        let table = pick(tables, which(&symbols))?;
        symbols.push(
            decoder
                .decode_symbol(table.model.as_view())
                .map_err(|_| damaged(bytes.len(), n))?,
        );
    }
    if decoder.maybe_exhausted() { Ok(symbols) } else { Err(damaged(bytes.len(), n)) }
}

/// Q (n, k), row by row, as bytes: column j by table j. Errors as [`encode_symbols`].
pub fn encode_rows(q: &Array2<usize>, tables: &[Table]) -> Result<Vec<u8>> {
    let symbols: Vec<usize> = q.iter().copied().collect();
    encode_symbols(&symbols, tables, |before| before.len() % q.ncols())
}

/// The n rows that [`encode_rows`] wrote with as many columns as there are tables. Errors as [`decode_symbols`].
pub fn decode_rows(bytes: &[u8], n: usize, tables: &[Table]) -> Result<Array2<usize>> {
    let k = tables.len();
    let symbols = decode_symbols(bytes, n * k, tables, |before| before.len() % k)?;
    let got = symbols.len().to_string();
    Array2::from_shape_vec((n, k), symbols).map_err(|_| Error::Shape {
        what: "decoded rows",
        expected: format!("{n}×{k} symbols"),
        got,
    })
}

/// The coder's own form of the shares. It has none for a single symbol: that gets a companion that never comes.
fn model(shares: &[f64]) -> Result<Model> {
    let companion = if shares.len() == 1 { vec![0.0] } else { Vec::new() };
    let all = [shares, &companion].concat();
    Model::from_floating_point_probabilities_fast(&all, None).map_err(|()| {
        let (expected, got) =
            ("between 1 and 2²⁰ symbols".into(), shares.len().to_string());
        Error::Shape { what: "a table of symbols", expected, got }
    })
}

fn pick(tables: &[Table], which: usize) -> Result<&Table> {
    let (expected, got) =
        (format!("one of the {} there are", tables.len()), format!("number {which}"));
    tables.get(which).ok_or(Error::Shape { what: "a table of symbols", expected, got })
}

fn words(bytes: &[u8]) -> Result<Vec<u32>> {
    let (words, rest) = bytes.as_chunks::<4>();
    if rest.is_empty() {
        return Ok(words.iter().map(|&word| u32::from_le_bytes(word)).collect());
    }
    let expected = "a number of bytes divisible by 4".into();
    Err(Error::Shape {
        what: "the bytes of symbols",
        expected,
        got: bytes.len().to_string(),
    })
}

fn unknown(symbol: usize, m: usize) -> Error {
    Error::Shape {
        what: "a symbol",
        expected: format!("a number below {m}"),
        got: symbol.to_string(),
    }
}

fn damaged(bytes: usize, n: usize) -> Error {
    let expected = format!("those of {} by these tables", counted(n, "symbol"));
    Error::Shape {
        what: "the bytes of symbols",
        expected,
        got: format!("{} of something else", counted(bytes, "byte")),
    }
}
