//! Codes as addresses: the ball is what a scan finds, and its size is a sum of binomials.

use crate::common::{refused, seeded};
use autoencoders::retrieval::table::{HashTable, MOST_BITS, ball_size, scan};
use proptest::prelude::*;
use rand::RngExt;
use std::collections::HashSet;

fn codes(n: usize, bits: u32, seed: u64) -> Vec<u32> {
    let mut rng = seeded(seed);
    (0..n).map(|_| rng.random_range(0..1 << bits)).collect()
}

#[test]
fn documents_lie_where_their_codes_point() {
    let table = HashTable::new(3, &[5, 0, 5, 7]).expect("a table");
    assert_eq!(table.bits(), 3);
    assert_eq!(
        (table.at(5), table.at(0), table.at(7), table.at(1)),
        (&[0, 2][..], &[1][..], &[3][..], &[][..])
    );
    assert_eq!((table.at(8), table.at(u32::MAX)), (&[][..], &[][..]), "no such address");
    // From 101: first the same code, then one flip (111 = 7), then two (000 = 0).
    let within = |radius| table.ball(5, radius).collect::<Vec<_>>();
    assert_eq!(
        (within(0), within(1), within(2)),
        (vec![0, 2], vec![0, 2, 3], vec![0, 2, 3, 1])
    );
    assert_eq!(within(99), within(3), "there are three bits to flip");
}

#[test]
fn ball_sizes_are_sums_of_binomials() {
    let all = |bits: u32, radius: u32| {
        (0_u32..1 << bits).filter(|flip| flip.count_ones() <= radius).count() as u64
    };
    for bits in 1..=12 {
        for radius in 0..=bits + 1 {
            assert_eq!(
                ball_size(bits, radius),
                all(bits, radius),
                "{bits} bits, radius {radius}"
            );
        }
    }
    assert_eq!(
        ball_size(30, 4),
        1 + 30 + 435 + 4060 + 27405,
        "Salakhutdinov & Hinton's 30 bits"
    );
}

#[test]
fn every_address_of_a_ball_is_visited_once() {
    // One document at each address: the ball lists each address it visits.
    let bits = 10;
    let table =
        HashTable::new(bits, &(0..1 << bits).collect::<Vec<u32>>()).expect("a table");
    for radius in 0..=bits {
        let visited: Vec<u32> = table.ball(0b11_0010_0111, radius).collect();
        assert_eq!(visited.len() as u64, ball_size(bits, radius));
        assert_eq!(
            visited.iter().collect::<HashSet<_>>().len(),
            visited.len(),
            "none twice"
        );
        let distances: Vec<u32> =
            visited.iter().map(|code| (code ^ 0b11_0010_0111).count_ones()).collect();
        assert!(distances.is_sorted() && distances.iter().all(|&d| d <= radius));
    }
}

#[test]
fn addresses_that_cannot_be_are_refused() {
    refused(HashTable::new(0, &[0]), &["bits of an address is 0", "1 to 26"]);
    refused(HashTable::new(MOST_BITS + 1, &[0]), &["27"]);
    refused(HashTable::new(3, &[1, 8]), &["3 bits", "0b1000", "document 1"]);
    let empty = HashTable::new(4, &[]).expect("a table of nothing");
    assert_eq!(empty.ball(3, 4).count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_ball_holds_what_a_scan_finds(bits in 1_u32..14, n in 0_usize..400, radius in 0_u32..6, seed in 0_u64..1000) {
        let all = codes(n, bits, seed);
        let query = codes(1, bits, seed + 1)[0];
        let mut ball: Vec<u32> = HashTable::new(bits, &all).expect("a table").ball(query, radius).collect();
        ball.sort();
        prop_assert_eq!(ball, scan(&all, query, radius).collect::<Vec<_>>());
    }
}
