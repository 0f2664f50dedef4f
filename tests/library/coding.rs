//! Symbols to bytes and back, and how many bytes: run lengths, quantised codes, entropy coders, lossless pixels.

use crate::common::{TOL, assert_near, gaussian, largest, refused, samples, seeded};
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::coding::entropy::{
    Table, bits_a_row, decode_rows, decode_symbols, encode_rows, encode_symbols, entropy,
    tables,
};
use autoencoders::coding::lossless::{Contexts, deflated, inflated, pixel_bytes, png};
use autoencoders::coding::quantise::{Quantiser, sensitivity};
use autoencoders::coding::{as_text, expand, from_bytes, run_lengths, to_bytes};
use autoencoders::data::optdigits;
use autoencoders::pca::Pca;
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;

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
    assert_eq!(
        as_text(&[(2, b'7'), (1, 0), (12, b'a'), (3, b'\\')]),
        "2\\x371\\x0012a3\\x5c"
    );
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

    #[test]
    fn rounding_is_wrong_by_half_a_step_at_most(n in 1_usize..40, k in 1_usize..6, step in 0.01..3.0_f64, seed: u64) {
        let z = gaussian(n, k, &mut seeded(seed));
        let quantiser = Quantiser::one_step(&z, step as Real).unwrap();
        let q = quantiser.quantise(&z).unwrap();
        let off = largest(&(&quantiser.dequantise(&q).unwrap() - &z));
        prop_assert!(off <= 0.5 * step + 10.0 * TOL, "off by {off} at step {step}");
        // What lies on a level stays there.
        prop_assert_eq!(quantiser.quantise(&quantiser.dequantise(&q).unwrap()).unwrap(), q);
    }

    #[test]
    fn codes_there_and_back_in_no_more_bytes_than_promised(n in 1_usize..60, k in 1_usize..6, step in 0.02..3.0_f64, seed: u64) {
        let (z, fresh) = (gaussian(50, k, &mut seeded(seed)), gaussian(n, k, &mut seeded(seed ^ 1)));
        let quantiser = Quantiser::one_step(&z, step as Real).unwrap();
        let tables = tables(&quantiser.quantise(&z).unwrap(), quantiser.levels.iter().copied()).unwrap();
        let q = quantiser.quantise(&fresh).unwrap(); // codes beyond the trained range are held within it
        let bytes = encode_rows(&q, &tables).unwrap();
        prop_assert_eq!(decode_rows(&bytes, n, &tables).unwrap(), q.clone());
        let promised: f64 = q.indexed_iter().map(|((_, j), &q)| tables[j].bits(q).unwrap()).sum();
        prop_assert!(8.0 * bytes.len() as f64 <= promised + 64.0 + 0.001 * q.len() as f64, "{} bytes for {promised} bits", bytes.len());
        prop_assert!(8.0 * bytes.len() as f64 >= promised - 32.0 - 0.001 * q.len() as f64, "{} bytes for {promised} bits", bytes.len());
        // No table does better than the histogram of what is coded.
        prop_assert!(promised >= n as f64 * bits_a_row(&q) - 1e-6);
    }

    #[test]
    fn any_symbols_by_any_tables(symbols in prop::collection::vec(0_usize..5, 0..300), which in 0_usize..3) {
        let tables: Vec<Table> = (1..4).map(|every| Table::new((0..60).map(|i| i % every), 5).unwrap()).collect();
        let by = |before: &[usize]| before.last().map_or(which, |&last| last % 3);
        let bytes = encode_symbols(&symbols, &tables, by).unwrap();
        prop_assert_eq!(decode_symbols(&bytes, symbols.len(), &tables, by).unwrap(), symbols);
    }

    #[test]
    fn pixels_there_and_back(pixels in prop::collection::vec(0_u8..=255, 1..8), n in 1_usize..4) {
        let images: Vec<u8> = pixels.iter().cycle().take(n * 12).copied().collect();
        prop_assert_eq!(inflated(&deflated(&images).unwrap(), images.len()).unwrap(), images.clone());
        let read = image::load_from_memory(&png(&images, 4).unwrap()).unwrap().into_luma8();
        prop_assert_eq!(read.as_raw(), &images);
        let coder = Contexts::new(&[7; 24], (3, 4)).unwrap(); // learnt on other images
        prop_assert_eq!(coder.decode(&coder.encode(&images).unwrap(), n).unwrap(), images);
    }
}

#[test]
fn entropies_by_hand() {
    assert_eq!(entropy(&[4, 4]), 1.0);
    assert_eq!(entropy(&[2, 1, 1, 0]), 1.5); // ½·1 + 2·¼·2
    assert_eq!(entropy(&[9]), 0.0);
    assert_eq!(entropy(&[]), 0.0);
    assert_eq!(bits_a_row(&array![[0, 3], [1, 3], [0, 3], [1, 3]]), 1.0);
    // p = (count + 1/m)/(n + 1): 2¼ of 7 parts, and ¼ of 7.
    let table = Table::new([1, 1, 0, 3, 3, 3], 4).unwrap();
    assert_near("−log₂ p", table.bits(1).unwrap(), (28.0_f64 / 9.0).log2());
    assert_near("never seen", table.bits(2).unwrap(), 28.0_f64.log2());
}

#[test]
fn levels_by_hand() {
    // Mean 2: levels at … 0, 2, 4 …
    let quantiser = Quantiser::one_step(&array![[0.0], [0.0], [6.0]], 2.0).unwrap();
    assert_eq!((quantiser.lowest[0], quantiser.levels[0]), (0.0, 4));
    let q = quantiser.quantise(&array![[0.9], [1.1], [3.2], [-50.0], [50.0]]).unwrap();
    assert_eq!(q, array![[0], [1], [2], [0], [3]]);
    assert_eq!(
        quantiser.dequantise(&q).unwrap(),
        array![[0.0], [2.0], [4.0], [0.0], [6.0]]
    );
    // A step beyond all codes: everything is the mean, and costs nothing.
    let coarse = Quantiser::one_step(&array![[0.0], [0.0], [6.0]], 100.0).unwrap();
    assert_eq!(coarse.levels[0], 1);
    assert_eq!(coarse.dequantise(&array![[0]]).unwrap(), array![[2.0]]);
}

/// Bennett's law: with orthonormal columns k numbers in steps Δ add kΔ²/12, and PCA needs no other steps than equal ones.
#[test]
fn quantising_pca_adds_its_twelfth() {
    let x = samples(4000, 9, 8);
    let pca = Pca::fit(&x, 5).unwrap();
    let (z, step) = (pca.encode(&x).unwrap(), 0.2);
    assert!(sensitivity(&pca, &z).unwrap().iter().all(|s| (s - 1.0).abs() < 1e-2));
    let quantiser = Quantiser::balanced(&z, &sensitivity(&pca, &z).unwrap(), step).unwrap();
    assert!(
        quantiser.step.iter().all(|s| (s - step).abs() < 1e-2 * step),
        "{}",
        quantiser.step
    );
    let coarse = pca
        .decode(&quantiser.dequantise(&quantiser.quantise(&z).unwrap()).unwrap())
        .unwrap();
    let added = (&coarse - &x).mapv(|e| e * e).sum() as f64 / 4000.0
        - pca.squared_error(&x).unwrap();
    let law = 5.0 * f64::from(step).powi(2) / 12.0;
    assert!((added / law - 1.0).abs() < 0.05, "{added}, not {law}");
    // Half the step, one bit more a number.
    let bits = |step: Real| {
        bits_a_row(&Quantiser::one_step(&z, step).unwrap().quantise(&z).unwrap())
    };
    assert!(
        (bits(step) - bits(2.0 * step) - 5.0).abs() < 0.15,
        "{}",
        bits(step) - bits(2.0 * step)
    );
}

/// The same autoencoder with one of its units in other units: balanced steps do not notice, one step for all does.
#[test]
fn balanced_steps_know_no_units() {
    let x = samples(500, 6, 9);
    let mut pca = Pca::fit(&x, 3).unwrap();
    let balanced = |pca: &Pca, z: &Array2<Real>| {
        Quantiser::balanced(z, &sensitivity(pca, z).unwrap(), 0.1)
    };
    let before = balanced(&pca, &pca.encode(&x).unwrap()).unwrap();
    let z = pca.encode(&x).unwrap() * &array![1.0, 50.0, 1.0];
    pca.w.column_mut(1).mapv_inplace(|w| w / 50.0); // decodes the stretched codes
    let after = balanced(&pca, &z).unwrap();
    assert_eq!(after.levels, before.levels);
    assert!((after.step[1] / before.step[1] - 50.0).abs() < 0.5);
}

#[test]
fn a_number_that_never_varies_needs_one_level() {
    let mut z = gaussian(30, 3, &mut seeded(4));
    z.column_mut(1).fill(2.5);
    assert_eq!(Quantiser::even(&z, 16).unwrap().levels[1], 1);
    let even = Quantiser::even(&z, 16).unwrap();
    assert!([0, 2].iter().all(|&j| (15..=17).contains(&even.levels[j])), "{}", even.levels);
    let q = even.quantise(&z).unwrap();
    let tables = tables(&q, even.levels.iter().copied()).unwrap();
    assert_eq!(tables[1].bits(0).unwrap(), 0.0);
    assert_eq!(decode_rows(&encode_rows(&q, &tables).unwrap(), 30, &tables).unwrap(), q);
}

/// What a coder may be held against: real digits, each coder learnt on other ones than it is measured on.
#[test]
fn coders_of_real_digits() {
    let digits = optdigits::load().unwrap();
    let (train, test) = (
        digits.select(&(0..1200).collect::<Vec<_>>()).unwrap(),
        digits.select(&(1200..1797).collect::<Vec<_>>()).unwrap(),
    );
    let (known, bytes) = (pixel_bytes(&train, 16.0), pixel_bytes(&test, 16.0));
    assert_eq!(bytes.iter().max(), Some(&255));
    let coder = Contexts::new(&known, (8, 8)).unwrap();
    let coded = coder.encode(&bytes).unwrap();
    assert_eq!(coder.decode(&coded, 597).unwrap(), bytes);
    assert!(
        coded.len() < deflated(&bytes).unwrap().len(),
        "contexts know more than repeats"
    );
    assert!(deflated(&bytes).unwrap().len() < bytes.len());
    // Told that there are no more than 17 shades, it keeps no share for others.
    let told = Contexts::of_shades(&known, (8, 8), 17).unwrap();
    let shorter = told.encode(&bytes).unwrap();
    assert_eq!(told.decode(&shorter, 597).unwrap(), bytes);
    assert!(20 * shorter.len() < 19 * coded.len(), "{} {}", shorter.len(), coded.len());
    // Learnt on other images, it still loses nothing.
    let stranger = Contexts::new(&[0; 64], (8, 8)).unwrap();
    assert_eq!(stranger.decode(&stranger.encode(&bytes).unwrap(), 597).unwrap(), bytes);
}

#[test]
fn what_cannot_be_quantised() {
    let z = gaussian(10, 2, &mut seeded(1));
    refused(Quantiser::one_step(&z, 0.0), &["step", "is 0", "positive"]);
    refused(Quantiser::one_step(&z, Real::NAN), &["step", "NaN"]);
    refused(Quantiser::one_step(&z, 1e-7), &["65 536", "larger"]);
    refused(
        Quantiser::one_step(&Array2::zeros((0, 2)), 0.1),
        &["at least 1 code", "got 0"],
    );
    refused(Quantiser::one_step(&Array2::zeros((3, 0)), 0.1), &["at least 1 number"]);
    refused(Quantiser::new(&z, &Array1::ones(3)), &["3 columns", "got 2"]);
    refused(Quantiser::even(&z, 1), &["levels", "between 2"]);
    refused(
        Quantiser::one_step(&array![[1.0, Real::INFINITY]], 0.1),
        &["row 0", "column 1"],
    );
    let quantiser = Quantiser::one_step(&z, 0.1).unwrap();
    refused(quantiser.quantise(&array![[1.0]]), &["2 columns", "got 1"]);
    refused(
        quantiser.dequantise(&array![[0, 1 << 20]]),
        &["levels below", "1048576 in row 0"],
    );
    refused(sensitivity(&Pca::fit(&z, 1).unwrap(), &z), &["expected 1 column,", "got 2"]);
}

#[test]
fn what_cannot_be_coded() {
    refused(Table::new([3], 3), &["below 3", "got 3"]);
    refused(Table::new([], 0), &["number of symbols", "is 0"]);
    let table = [Table::new([0, 1, 1], 2).unwrap()];
    refused(encode_symbols(&[0, 2], &table, |_| 0), &["below 2", "got 2"]);
    refused(encode_symbols(&[0], &table, |_| 4), &["one of the 1", "number 4"]);
    let bytes =
        encode_symbols(&[0, 1, 1, 0, 1, 1, 1, 0].repeat(40), &table, |_| 0).unwrap();
    refused(decode_symbols(&bytes[..6], 320, &table, |_| 0), &["divisible by 4", "got 6"]);
    refused(decode_symbols(&bytes, 20, &table, |_| 0), &["those of 20 symbols"]);
    refused(Contexts::new(&[0; 10], (3, 4)), &["whole number of 12"]);
    refused(Contexts::new(&[], (3, 4)), &["one piece at least", "got 0"]);
    refused(Contexts::of_shades(&[0, 7, 15, 255], (2, 2), 17), &["a pixel's byte", "7"]);
    refused(Contexts::of_shades(&[0; 4], (2, 2), 1), &["number of shades", "between 2"]);
    refused(png(&[0; 10], 4), &["whole number of 4"]);
    refused(inflated(&[1, 2, 3], 100), &["memory"]);
    refused(inflated(&deflated(&[0; 1000]).unwrap(), 999), &["at most 999"]);
}
