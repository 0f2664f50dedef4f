//! How the exercises of chapter 4 on codes and on the penalty are graded: 4.1, 4.4 and 4.5.

use crate::checks::sections;
use crate::common::seeded;
use crate::graded::grading::{Exercise, corner, lengths, same_signs};
use crate::graded::{double, geometric, normal, orthonormal, planted, real, row};
use autoencoders::{Real, linalg};
use ndarray::{Array1, Array2, s};
use rand::RngExt;

/// The first few of these bytes, for a message.
fn some(bytes: &[u8]) -> String {
    let first: Vec<String> = bytes.iter().take(8).map(u8::to_string).collect();
    format!(
        "[{}{}] ({} bytes)",
        first.join(", "),
        if bytes.len() > 8 { ", …" } else { "" },
        bytes.len()
    )
}

/// The bytes that pairs of (count, value) stand for.
fn spread(pairs: impl Iterator<Item = (usize, u8)>) -> Vec<u8> {
    pairs.flat_map(|(count, value)| vec![value; count]).collect()
}

fn packed(runs: &[(usize, u8)]) -> Vec<u8> {
    let pieces = runs.iter().flat_map(|&(count, value)| {
        let whole = vec![[255, value]; count / 255];
        whole.into_iter().chain((count % 255 > 0).then_some([(count % 255) as u8, value]))
    });
    pieces.flatten().collect()
}

pub fn run_lengths(pack: impl Fn(&[u8]) -> Vec<u8>, unpack: impl Fn(&[u8]) -> Vec<u8>) {
    let exercise = Exercise { number: "4.1", section: sections::CODING };
    let mut rng = seeded(41);
    let mut cases: Vec<Vec<(usize, u8)>> = vec![
        vec![(4, b'A'), (5, b'B')],
        vec![],
        vec![(1, 0)],
        vec![(2, b'A'), (1, b'B'), (3, b'A'), (1, b'C')],
        vec![(255, 7), (255, 9)],
        vec![(256, 7), (3, 0), (600, 200)],
    ];
    for _ in 0..20 {
        let values = (0..rng.random_range(1..12usize)).map(|i| 2 * (i % 5) as u8 + 1);
        cases.push(
            values
                .map(|value| {
                    (
                        1 + rng.random_range(0..320usize) / rng.random_range(1..100usize),
                        value,
                    )
                })
                .collect(),
        );
    }
    for runs in &cases {
        let (bytes, expected) = (spread(runs.iter().copied()), packed(runs));
        let yours = pack(&bytes);
        let pairs = || yours.chunks_exact(2).map(|pair| (pair[0] as usize, pair[1]));
        let back = spread(pairs());
        if back != bytes || yours.len() != expected.len() {
            let sorted = |bytes: &[u8]| {
                let mut bytes = bytes.to_vec();
                bytes.sort();
                bytes
            };
            let why = match () {
                _ if yours.len() % 2 == 1 => {
                    "an odd number of bytes: each run is a count and a value"
                }
                _ if back == bytes => {
                    "the bytes come back, but from more pairs than needed: one for each run, and a new one only after 255"
                }
                _ if spread(
                    pairs().map(|(value, count)| (count as usize, value as u8)),
                ) == bytes =>
                {
                    "the value stands before the count; 4A5B has the count first"
                }
                _ if spread(pairs().map(|(count, value)| (count + 1, value))) == bytes => {
                    "the counts are one too small: AAAA is four As, not one and three repeats"
                }
                _ if runs.iter().any(|run| run.0 > 255)
                    && yours.len() == 2 * runs.len() =>
                {
                    "a count above 255 does not fit into a byte and lost its higher part; cut the run"
                }
                _ if bytes.starts_with(&back) => {
                    "the last run is missing: no different value comes after it to say that it has ended"
                }
                _ if sorted(&back) == sorted(&bytes) => {
                    "runs of the same value were added up though others stand between them; ABA has three runs"
                }
                _ => "the pairs do not stand for these bytes",
            };
            exercise.fail(why, &some(&yours), &some(&expected));
        }
        let yours = unpack(&expected);
        if yours != bytes {
            let swapped =
                spread(expected.chunks_exact(2).map(|pair| (pair[1] as usize, pair[0])));
            let why = if yours == swapped {
                "on the way back the value was taken for the count; the count comes first"
            } else {
                "the way back does not give the bytes"
            };
            exercise.fail(why, &some(&yours), &some(&bytes));
        }
    }
}

pub fn lowest_loss(answer: impl Fn(&Array2<Real>, usize, f64, f64) -> f64) {
    let exercise = Exercise { number: "4.4", section: sections::PENALTY };
    let mut rng = seeded(44);
    for (n, d, k) in [(30, 6, 3), (8, 20, 4), (50, 6, 6)] {
        let variances = geometric(8.0, 0.5, 6);
        let data = planted(n, d, &variances, 1.5, &mut rng);
        let m = n as f64;
        let c: Vec<f64> = variances.iter().map(|v| v * (m - 1.0) / m).collect();
        let x = double(&data.x);
        let (raw, _) = linalg::eigh(real(&(x.t().dot(&x) / m)).view()).expect("finite");
        let raw: Vec<f64> = raw.iter().map(|&v| f64::from(v).max(1e-9)).collect();
        let sum = |c: &[f64], kept: &dyn Fn(f64) -> f64| -> f64 {
            c.iter().enumerate().map(|(j, &c)| if j < k { kept(c) } else { c }).sum()
        };
        for (alpha, beta) in [
            (0.0, 0.0),
            (0.1, 0.1),
            (1.2, 1.2),
            (0.2, 1.8),
            (4.0, 0.25),
            (9.0, 30.0),
            (0.0, 2.0),
        ] {
            let yours = answer(&data.x, k, alpha, beta);
            let price: f64 = alpha * beta;
            let price = price.sqrt();
            let at = |price: f64| {
                move |c: f64| if c > price { 2.0 * price - price * price / c } else { c }
            };
            let right = sum(&c, &at(price));
            let suspects = [
                (
                    sum(&c, &|c| 2.0 * price - price * price / c),
                    "a direction whose eigenvalue of XᵀX/n is below the price was kept; √(1 − price/c) is no number there: it is switched off, and its whole variance lost",
                ),
                (sum(&c, &|_| 0.0), "that is the least loss without the penalty"),
                (
                    sum(&c, &|c| if c > price { price * price / c } else { c }),
                    "that is the squared error at the minimum; the penalty is part of the loss",
                ),
                (
                    sum(&c, &at((alpha + beta) / 2.0)),
                    "half of α + β is what U and V of one size cost; the dearer of the two can be made smaller and the other larger, without a change of UV",
                ),
                (sum(&c, &at(alpha)), "the second price was taken to be α as well"),
                (
                    sum(&c, &at(price / m)),
                    "the squares of the singular values were compared with α; of n times the loss the penalty is nα, so compare them with nα, or c = s²/n with α",
                ),
                (m * right, "that is n times the loss"),
                (
                    sum(&variances, &at(price)),
                    "the variances have the divisor n − 1; the loss averages over n",
                ),
                (
                    sum(&raw, &at(price)),
                    "the samples were not centred; subtract the mean first",
                ),
            ];
            let why = "that is not how low the loss can be brought";
            exercise.number(yours, right, 1e-3, &suspects, why);
        }
    }
}

pub fn read_off(
    answer: impl Fn(&Array2<Real>, usize, f64) -> (Array1<Real>, Array2<Real>),
) {
    let exercise = Exercise { number: "4.5", section: sections::PENALTY };
    let mut rng = seeded(45);
    // (n, d, k, α): in the last two cases some of the k units are switched off.
    for (n, d, k, alpha) in
        [(40, 9, 3, 0.5), (12, 25, 4, 1.0), (200, 8, 5, 1.5), (30, 6, 6, 3.0)]
    {
        let variances = Array1::from(geometric(10.0, 0.6, d.min(8)));
        let m = n as f64;
        let c = variances.mapv(|v| v * (m - 1.0) / m);
        let r = c.iter().take(k).filter(|&&c| c > alpha).count();
        let w = orthonormal(normal(d, r, &mut rng));
        let p = c.slice(s![..r]).mapv(|c| (1.0 - alpha / c).sqrt());
        let mix = orthonormal(normal(k, k, &mut rng));
        let u = (&w * &p).dot(&mix.slice(s![.., ..r]).t());
        let (lambda, found) = answer(&real(&u), n, alpha);
        let (lambda, found) = (row(&lambda.mapv(|v| v as f64)), double(&found));
        if found.nrows() == d && found.ncols() > r {
            let why = "more directions than the decoder knows of: a singular value 0 is a unit switched off; its direction is anyone's, and its “variance” α would be made up";
            exercise.fail(why, &corner(&found), &corner(&w));
        }
        exercise.shape(&found, d, r, "one direction a column, each as long as a sample; directions of the code are as long as there are units");
        let columns = u.slice(s![.., ..r]).to_owned();
        let columns = &columns / &lengths(&columns);
        let why = "the directions are not PCA's, largest variance first";
        let suspect = (
            same_signs(columns, &w),
            "these are the columns of U; the penalty does not mind a rotation of the code, so they are mixtures still. The singular vectors are not",
        );
        exercise.compare(&same_signs(found, &w), &w, 1e-2, &[suspect], why);
        let right = row(&variances.slice(s![..r]).to_owned());
        let (p, to_c) = (row(&p), m / (m - 1.0));
        let suspects = [
            (&right / to_c, "that is s²/n; a variance is s²/(n − 1)"),
            (&right * (m - 1.0), "these are squares of singular values; divide by n − 1"),
            (&right / m, "nα was taken for α: p² = 1 − nα/s²"),
            (p.mapv(|p| to_c * alpha / (1.0 - p)), "p was not squared: p² = 1 − nα/s²"),
            (
                p.mapv(|p| p * p),
                "these are the squared singular values of U, not yet solved for s²",
            ),
            (p.clone(), "these are the singular values of U; solve p² = 1 − nα/s² for s²"),
        ];
        exercise.compare(&lambda, &right, 5e-3, &suspects, "the variances are wrong");
    }
}
