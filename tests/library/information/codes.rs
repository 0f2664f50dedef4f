//! Prefix codes, and the range coder at its entropy.

use super::{WORMS, any};
use crate::common::seeded;
use autoencoders::information::prefix::{
    PrefixCode, huffman_lengths, kraft_sum, shannon_lengths,
};
use autoencoders::information::{BIT, entropy};
use rand::RngExt;

fn text(code: &PrefixCode) -> Vec<String> {
    let word = |word: &Vec<bool>| word.iter().map(|&b| if b { '1' } else { '0' }).collect();
    code.words().iter().map(word).collect()
}

#[test]
fn words_by_hand() {
    let code = PrefixCode::from_lengths(&[2, 1, 3, 3]).expect("they fit");
    assert_eq!(text(&code), ["10", "0", "110", "111"]);
    let message = [1, 0, 3, 1];
    let bits = code.encode(&message).expect("symbols");
    assert_eq!(bits.len(), 1 + 2 + 3 + 1);
    assert_eq!(code.decode(&bits).expect("words"), message);
    assert_eq!(kraft_sum(&[2, 1, 3, 3]), 1.0);
}

#[test]
fn huffman_by_hand() {
    assert_eq!(huffman_lengths(&[0.25, 0.5, 0.125, 0.125]).expect("p"), [2, 1, 3, 3]);
    assert_eq!(shannon_lengths(&[0.25, 0.5, 0.125, 0.125]).expect("p"), [2, 1, 3, 3]);
    assert_eq!(huffman_lengths(&[1.0]).expect("p"), [0]);
    // Shannon's lengths of a rare symbol waste nearly a bit on the common one.
    assert_eq!(shannon_lengths(&[0.99, 0.01]).expect("p"), [1, 7]);
    assert_eq!(huffman_lengths(&[0.99, 0.01]).expect("p"), [1, 1]);
}

#[test]
fn every_code_obeys_kraft_and_is_within_a_bit_of_the_entropy() {
    let rng = &mut seeded(15);
    let mut cases: Vec<Vec<f64>> = (2..40).map(|m| any(m, rng)).collect();
    cases.push(WORMS.to_vec());
    for p in &cases {
        let h = entropy(p).expect("p") / BIT;
        let mut means = Vec::new();
        for lengths in [huffman_lengths(p), shannon_lengths(p)] {
            let lengths = lengths.expect("no zeros");
            let code =
                PrefixCode::from_lengths(&lengths).expect("Kraft's sum is at most 1");
            for (i, a) in code.words().iter().enumerate() {
                assert_eq!(a.len(), lengths[i]);
                for (j, b) in code.words().iter().enumerate() {
                    assert!(i == j || !b.starts_with(a), "{a:?} begins {b:?}");
                }
            }
            let symbols: Vec<usize> =
                (0..200).map(|_| rng.random_range(0..p.len())).collect();
            let bits = code.encode(&symbols).expect("symbols");
            assert_eq!(code.decode(&bits).expect("words"), symbols);
            means.push(code.mean_length(p).expect("p"));
        }
        assert!(h <= means[0] + 1e-12 && means[0] <= means[1] && means[1] < h + 1.0);
    }
}
