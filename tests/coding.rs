//! Run lengths: there and back, and how long they are.

use autoencoders::coding::{as_text, expand, from_bytes, run_lengths, to_bytes};
use common::refused;
use proptest::prelude::*;

mod common;

#[test]
fn the_example_of_the_text() {
    let runs = run_lengths(b"AAAABBBBB");
    assert_eq!(runs, [(4, b'A'), (5, b'B')]);
    assert_eq!(as_text(&runs), "4A5B");
    assert_eq!(expand(&runs), b"AAAABBBBB");
    assert_eq!(to_bytes(&runs), [4, b'A', 5, b'B']);
    // What never repeats becomes twice as long.
    assert_eq!(to_bytes(&run_lengths(b"ABAB")).len(), 8);
}

#[test]
fn a_run_too_long_for_a_byte_is_cut() {
    assert_eq!(run_lengths(&[7; 600]), [(255, 7), (255, 7), (90, 7)]);
    assert_eq!(run_lengths(&[7; 255]), [(255, 7)]);
    assert_eq!(run_lengths(&[7; 256]), [(255, 7), (1, 7)]);
}

#[test]
fn nothing_is_no_run() {
    assert!(run_lengths(&[]).is_empty() && expand(&[]).is_empty());
    assert!(from_bytes(&[]).unwrap().is_empty());
}

#[test]
fn symbols_that_would_be_misread_are_spelt_out() {
    assert_eq!(as_text(&[(2, b'7'), (1, 0), (12, b'a'), (3, b'\\')]), "2\\x371\\x0012a3\\x5c");
}

#[test]
fn bytes_that_are_no_runs() {
    refused(from_bytes(&[4, b'A', 5]), &["even number", "got 3"]);
    refused(from_bytes(&[4, b'A', 0, b'B']), &["run 1", "1 to 255"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back(pieces in prop::collection::vec((0_u8..3, 0_usize..700), 0..20)) {
        let symbols: Vec<u8> = pieces.iter().flat_map(|&(symbol, times)| vec![symbol; times]).collect();
        let runs = run_lengths(&symbols);
        prop_assert_eq!(expand(&runs), symbols.clone());
        prop_assert_eq!(from_bytes(&to_bytes(&runs)).unwrap(), runs.clone());
        // No run is empty, and none could be longer.
        prop_assert!(runs.iter().all(|&(count, _)| count > 0));
        prop_assert!(runs.windows(2).all(|pair| pair[0].1 != pair[1].1 || pair[0].0 == 255));
    }

    #[test]
    fn any_bytes_there_and_back(symbols: Vec<u8>) {
        prop_assert_eq!(expand(&run_lengths(&symbols)), symbols);
    }
}
