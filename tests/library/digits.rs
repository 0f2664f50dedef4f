//! The pen-stroke digits: repeatable, true to their factors, sized as MNIST's, readable, and not too neat.

use autoencoders::Real;
use autoencoders::data::digits::{
    self, DigitSet, Factors, SIDE, TEST, TRAIN, digits, forms, render,
};
use autoencoders::ndarray::s;
use std::collections::HashMap;

mod factors;
mod reading;

fn set(seed: u64, n: usize) -> DigitSet {
    digits(seed, n).expect("digits")
}

fn picture(factors: &Factors) -> Vec<f64> {
    render(factors).expect("a digit").into_iter().map(double).collect()
}

#[cfg(not(feature = "f64"))]
fn double(value: Real) -> f64 {
    f64::from(value)
}
#[cfg(feature = "f64")]
fn double(value: Real) -> f64 {
    value
}

/// Ink, centre of mass (x, y) and lean −Σxy/Σy² about it.
fn moments(pixels: &[f64]) -> (f64, [f64; 2], f64) {
    let at = |i: usize| [(i % SIDE) as f64, (i / SIDE) as f64];
    let ink: f64 = pixels.iter().sum();
    let sum = |f: &dyn Fn([f64; 2]) -> f64| {
        pixels.iter().enumerate().map(|(i, p)| p * f(at(i))).sum::<f64>()
    };
    let (cx, cy) = (sum(&|[x, _]| x) / ink, sum(&|[_, y]| y) / ink);
    let lean = -sum(&|[x, y]| (x - cx) * (y - cy)) / sum(&|[_, y]| (y - cy) * (y - cy));
    (ink, [cx, cy], lean)
}

/// Pixels across and down of the box about all that a byte would show.
fn extent(pixels: &[f64]) -> [usize; 2] {
    let inked: Vec<usize> =
        (0..pixels.len()).filter(|&i| pixels[i] * 255.0 >= 0.5).collect();
    [|i: usize| i % SIDE, |i: usize| i / SIDE].map(|of| {
        let (low, high) =
            inked.iter().fold((SIDE, 0), |(l, h), &i| (l.min(of(i)), h.max(of(i))));
        high + 1 - low
    })
}

fn every_form() -> impl Iterator<Item = Factors> {
    let of =
        |digit| (0..forms(digit).expect("a digit").len()).map(move |form| (digit, form));
    (0..10).flat_map(of).map(|(digit, form)| Factors { digit, form, ..Factors::default() })
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let one = set(3, 300);
    for threads in [1, 3] {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let again = pool.install(|| set(3, 300));
        assert_eq!(
            (&one.images, &one.factors),
            (&again.images, &again.factors),
            "{threads} threads"
        );
    }
    assert_ne!(one.images.x, set(4, 300).images.x);
}

#[test]
fn a_larger_set_begins_with_the_smaller_one() {
    let (small, large) = (set(5, 40), set(5, 90));
    assert_eq!(small.images.x, large.images.x.slice(s![..40, ..]));
    assert_eq!(small.factors, large.factors[..40]);
    assert_eq!(small.images.labels, large.images.labels[..40]);
}

#[test]
fn train_and_test_have_their_sizes_and_nothing_in_common() {
    let (train, test) = digits::train_and_test(1).expect("both");
    assert_eq!(
        (train.images.x.dim(), test.images.x.dim()),
        ((TRAIN, SIDE * SIDE), (TEST, SIDE * SIDE))
    );
    assert_eq!(train.factors[..50], set(1, 50).factors[..]);
    let twice = test.factors.iter().filter(|f| train.factors.contains(f)).count();
    assert_eq!(twice, 0, "images that are in both");
    let slants = |set: &DigitSet, writer| -> Vec<f32> {
        set.factors.iter().filter(|f| f.writer == writer).map(|f| f.slant).collect()
    };
    // Writer 0 of the one is not writer 0 of the other: over many writers, their mean slants do not go together.
    let mean =
        |v: Vec<f32>| v.iter().map(|&s| f64::from(s)).sum::<f64>() / v.len().max(1) as f64;
    let pairs: Vec<[f64; 2]> =
        (0..500).map(|w| [mean(slants(&train, w)), mean(slants(&test, w))]).collect();
    assert!(correlation(&pairs).abs() < 0.25, "{}", correlation(&pairs));
}

fn correlation(pairs: &[[f64; 2]]) -> f64 {
    let n = pairs.len() as f64;
    let mean = [0, 1].map(|j| pairs.iter().map(|p| p[j]).sum::<f64>() / n);
    let sum = |i: usize, j: usize| {
        pairs.iter().map(|p| (p[i] - mean[i]) * (p[j] - mean[j])).sum::<f64>()
    };
    sum(0, 1) / (sum(0, 0) * sum(1, 1)).sqrt()
}

#[test]
fn every_image_is_what_its_factors_render_to() {
    let set = set(6, 200);
    for (i, f) in set.factors.iter().enumerate() {
        assert_eq!(set.images.labels[i], f.digit);
        assert_eq!(
            set.images.x.row(i).to_vec(),
            render(f).expect("true factors"),
            "image {i}"
        );
    }
    let again = digits::render_all(set.factors.clone()).expect("true factors");
    assert_eq!((again.images, again.factors), (set.images, set.factors));
}

#[test]
fn pictures_are_sized_and_centred_as_mnists_are() {
    let set = set(7, 2000);
    for (i, row) in set.images.x.rows().into_iter().enumerate() {
        let pixels: Vec<f64> = row.iter().map(|&p| double(p)).collect();
        assert!(
            pixels.iter().all(|p| (0.0..=1.0).contains(p)) && pixels.contains(&1.0),
            "image {i}"
        );
        let [w, h] = extent(&pixels);
        assert!((18..=20).contains(&w.max(h)), "image {i}: ink {w} wide, {h} high");
        let (_, centre, _) = moments(&pixels);
        assert!(
            centre.iter().all(|c| (c - 14.0).abs() < 0.501),
            "image {i}: centre of mass {centre:?}"
        );
    }
}

#[test]
fn classes_come_in_random_order_about_equally_often() {
    let labels = set(8, 10_000).images.labels;
    let mut counts = [0; 10];
    labels.iter().for_each(|&digit| counts[digit] += 1);
    // Five standard deviations of a count, √(10⁴ · 0.1 · 0.9) = 30.
    assert!(counts.iter().all(|count| (850..=1150).contains(count)), "{counts:?}");
    let same = labels.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(
        (850..=1150).contains(&same),
        "{same} neighbours alike of 9 999, where chance gives 1 000"
    );
}

#[test]
fn a_writer_is_known_by_slant_and_pen() {
    let set = set(9, 6000);
    for (name, of) in [
        ("slant", (|f| f.slant) as fn(&Factors) -> f32),
        ("thickness", |f| f.thickness.ln()),
    ] {
        let mut first: HashMap<usize, f64> = HashMap::new();
        let mut pairs = Vec::new();
        for f in &set.factors {
            match first.remove(&f.writer) {
                Some(other) => pairs.push([other, f64::from(of(f))]),
                None => drop(first.insert(f.writer, f64::from(of(f)))),
            }
        }
        let alike = correlation(&pairs);
        assert!(
            alike > 0.5,
            "{name}: two digits by one writer correlate by {alike:.2} only"
        );
    }
}

#[test]
fn bad_input_is_named() {
    #[track_caller]
    fn says<T>(result: Result<T, autoencoders::Error>, words: &[&str]) {
        let Err(error) = result else { panic!("accepted") };
        let text = error.to_string();
        assert!(words.iter().all(|w| text.contains(w)), "{text:?} lacks one of {words:?}");
    }
    let plain = Factors::default();
    says(digits(1, 0), &["at least 1 image"]);
    says(digits(1, usize::MAX), &["number of digits", "at most 1 000 000"]);
    says(digits::test(1, 0), &["at least 1 image"]);
    says(digits::render_all(Vec::new()), &["at least 1 image"]);
    says(forms(10), &["digit is 10", "0 to 9"]);
    says(render(&Factors { digit: 10, ..plain.clone() }), &["digit is 10", "0 to 9"]);
    says(
        render(&Factors { form: 3, ..plain.clone() }),
        &["form is 3", "oval, curled, slashed"],
    );
    says(
        render(&Factors { slant: f32::NAN, ..plain.clone() }),
        &["slant is NaN", "degrees"],
    );
    says(
        render(&Factors { rotation: f32::INFINITY, ..plain.clone() }),
        &["rotation is inf", "degrees"],
    );
    says(render(&Factors { aspect: 0.0, ..plain.clone() }), &["aspect is 0", "0.1 to 3"]);
    says(
        render(&Factors { thickness: -0.1, ..plain.clone() }),
        &["thickness is -0.1", "0.01 to 0.4"],
    );
    says(
        render(&Factors { pressure: 1.5, ..plain.clone() }),
        &["pressure is 1.5", "0 to 1"],
    );
    says(
        render(&Factors { rounding: 2.0, ..plain.clone() }),
        &["rounding is 2", "0 to 0.2"],
    );
    says(render(&Factors { jitter: 2.0, ..plain.clone() }), &["jitter is 2", "0 to 0.2"]);
    says(render(&Factors { warp: -1.0, ..plain.clone() }), &["warp is -1", "0 to 0.2"]);
    says(
        render(&Factors { tremor: f32::NAN, ..plain.clone() }),
        &["tremor is NaN", "0 to 0.2"],
    );
    says(
        render(&Factors { shape: [0.0, 0.0, 0.0, 4.0], ..plain.clone() }),
        &["shape is 4", "−3 to 3"],
    );
    let both = vec![plain.clone(), Factors { digit: 11, ..plain }];
    says(digits::render_all(both), &["digit is 11"]);
}
