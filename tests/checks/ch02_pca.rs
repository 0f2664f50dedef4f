//! How the exercises of chapter 2 are graded: properties on random shapes, blind to signs.

use crate::common::seeded;
use crate::graded::grading::{Exercise, agree, lengths, same_signs};
use crate::graded::{
    centred, covariance as covariance_of, double, geometric, normal, orthonormal, planted,
    real,
};
use autoencoders::Real;
use ndarray::{Array1, Array2, Axis, array, s};
use rand_chacha::ChaCha8Rng;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const VARIANCE: &str = "The variance of a projection";
    pub const DEFLATION: &str = "The next direction";
    pub const CHOOSING: &str = "How many components?";
    pub const WHITENING: &str = "Whitening";
    pub const ERROR: &str = "What is kept and what is lost";
}

pub fn covariance(answer: impl Fn(&Array2<Real>) -> Array2<Real>) {
    let exercise = Exercise { number: "2.1", section: sections::VARIANCE };
    let mut rng = seeded(21);
    for (n, d) in [(4, 4), (7, 3), (5, 9), (40, 6)] {
        let x = normal(n, d, &mut rng) + 2.0;
        let yours = double(&answer(&real(&x)));
        exercise.shape(
            &yours,
            d,
            d,
            "Σ has a row and a column for each feature, not for each sample; transpose the first factor",
        );
        let expected = covariance_of(&x);
        let m = n as f64;
        let rows_centred =
            &x - &x.mean_axis(Axis(1)).expect("columns").insert_axis(Axis(1));
        let between_samples = centred(&x).dot(&centred(&x).t()) / (m - 1.0);
        let suspects = [
            (
                x.t().dot(&x) / (m - 1.0),
                "the data were not centred; subtract the mean μ first",
            ),
            (
                x.t().dot(&x) / m,
                "the data were not centred, and the divisor is n; subtract the mean μ and divide by n − 1",
            ),
            (&expected * ((m - 1.0) / m), "the divisor is n; this book divides by n − 1"),
            (&expected * (m - 1.0), "the sum was not divided by n − 1"),
            (
                between_samples,
                "the transpose is on the wrong factor: this compares samples with samples, and Σ needs XᵀX, not XXᵀ",
            ),
            (
                rows_centred.t().dot(&rows_centred) / (m - 1.0),
                "each sample lost its own mean; μ is the mean over samples, one number a feature",
            ),
        ];
        exercise.compare(
            &yours,
            &expected,
            1e-4,
            &suspects,
            "the covariance differs from the sum over samples",
        );
    }
}

type Directions = (Array1<Real>, Array2<Real>);

pub fn leading_directions(
    answer: impl Fn(&Array2<Real>, usize, &mut ChaCha8Rng) -> Directions,
) {
    let exercise = Exercise { number: "2.2", section: sections::DEFLATION };
    let mut rng = seeded(22);
    let random = |variances: &[f64], d: usize, rng: &mut ChaCha8Rng| {
        let w = orthonormal(normal(d, variances.len(), rng));
        (Array1::from(variances.to_vec()), w)
    };
    let cases = [
        random(&[9.0, 5.0, 2.5, 1.0], 4, &mut rng),
        random(&[7.0, 6.0, 3.0], 11, &mut rng),
        // (2, −1; −1, 2): the leading direction is at right angles to (1, 1).
        (array![3.0, 1.0], array![[1.0, 1.0], [-1.0, 1.0]] / 2f64.sqrt()),
        (array![5.0, 2.0, 1.0], array![[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
    ];
    for (variances, w) in cases {
        let (d, k) = (w.nrows(), variances.len().min(3));
        let sigma = (&w * &variances).dot(&w.t());
        let sigma = real(&sigma.mapv(|v| (v * 1e6).round() / 1e6)); // integers stay integers, free of rounding
        let (lambda, found) = answer(&sigma, k, &mut rng);
        let (lambda, found) = (lambda.mapv(|v| v as f64), double(&found));
        exercise.shape(&found, d, k, "one direction a column");
        exercise.compare(
            &lengths(&found),
            &Array2::ones((1, k)),
            1e-3,
            &[],
            "the directions are not of length 1; divide each by its length",
        );
        let expected = w.slice(s![.., ..k]).to_owned();
        let turned = same_signs(found, &expected);
        let why = "the directions are no eigenvectors: iterate until they stop turning, and from a random start, which no direction is likely to be at right angles to";
        let leading = |a: &Array2<f64>| a.slice(s![.., ..1]).to_owned();
        exercise.compare(&leading(&turned), &leading(&expected), 5e-3, &[], why);
        for j in 1..k {
            let overlap = turned.column(j).dot(&turned.column(0)).abs();
            if overlap > 0.9 {
                let again = format!(
                    "direction {} is direction 1 again; remove λ₁u₁u₁ᵀ, with its λ₁, from Σ before the next search",
                    j + 1
                );
                exercise.fail(&again, &format!("|u₁·u| = {overlap:.3}"), "0");
            }
        }
        exercise.compare(&turned, &expected, 5e-3, &[], why);
        let as_row = |v: &Array1<f64>| v.clone().insert_axis(Axis(0));
        let expected = as_row(&variances.slice(s![..k]).to_owned());
        let squared = (
            expected.mapv(|v| v * v),
            "these are the squares of the eigenvalues; λ = uᵀΣu for a unit vector u",
        );
        let why = "the directions are right, but λ is not their variance uᵀΣu";
        exercise.compare(&as_row(&lambda), &expected, 1e-3, &[squared], why);
    }
}

pub fn components_for(answer: impl Fn(&Array2<Real>, f64) -> usize) {
    let exercise = Exercise { number: "2.3", section: sections::CHOOSING };
    let mut rng = seeded(23);
    let (mut yours, mut expected) = (Vec::new(), Vec::new());
    let mut suspects: [(Vec<usize>, &str); 4] = [
        (
            vec![],
            "that is the index of the last component, counted from 0; k counts from 1",
        ),
        (
            vec![],
            "these are shares of the singular values; variances are their squares, s²/(n − 1)",
        ),
        (
            vec![],
            "the data were not centred, so the mean counts as a direction of variance",
        ),
        (vec![], "one component alone was compared with the share; add up the first k"),
    ];
    let least = |spectrum: &[f64], share: f64| {
        let total: f64 = spectrum.iter().sum();
        let reaches = |k: &usize| spectrum[..*k].iter().sum::<f64>() >= share * total;
        (1..=spectrum.len()).find(reaches).expect("share < 1")
    };
    for (n, d) in [(30, 8), (12, 25), (60, 10)] {
        let variances = geometric(10.0, 0.55, 8);
        let x = planted(n, d, &variances, 3.0, &mut rng).x;
        let uncentred = double(&x).t().dot(&double(&x));
        let (raw, _) = autoencoders::linalg::eigh(real(&uncentred).view()).expect("finite");
        let raw: Vec<f64> = raw.iter().map(|&v| v.max(0.0) as f64).collect();
        let singular: Vec<f64> = variances.iter().map(|v| v.sqrt()).collect();
        let total: f64 = variances.iter().sum();
        for share in [0.4, 0.6, 0.75, 0.87, 0.93, 0.96] {
            yours.push(answer(&x, share));
            expected.push(least(&variances, share));
            suspects[0].0.push(least(&variances, share) - 1);
            suspects[1].0.push(least(&singular, share));
            suspects[2].0.push(least(&raw, share));
            suspects[3].0.push(
                variances.iter().position(|v| *v >= share * total).map_or(d, |i| i + 1),
            );
        }
    }
    if yours != expected {
        let suspect = suspects.iter().find(|(wrong, _)| *wrong == yours);
        let why = suspect.map_or("k is not the least that keeps the share", |(_, why)| why);
        exercise.fail(
            why,
            &format!("k = {:?} …", &yours[..6]),
            &format!("k = {:?} …", &expected[..6]),
        );
    }
}

pub fn whiten(answer: impl Fn(&Array2<Real>, usize) -> Array2<Real>) {
    let exercise = Exercise { number: "2.4", section: sections::WHITENING };
    let mut rng = seeded(24);
    for (n, d, k) in [(30, 5, 5), (25, 40, 3), (50, 8, 4)] {
        let variances = geometric(16.0, 0.4, 5);
        let data = planted(n, d, &variances, 2.0, &mut rng);
        let z = double(&answer(&data.x, k));
        exercise.shape(&z, n, k, "one sample a row, one score a column");
        let square_sums = lengths(&z).mapv(|v| v * v / (n as f64 - 1.0));
        let means = z.sum_axis(Axis(0)).insert_axis(Axis(0)) / n as f64;
        if square_sums.iter().all(|v| v.is_finite())
            && !agree(&(&means + 1.0), &Array2::ones((1, k)), 1e-2)
        {
            exercise.fail(
                "white scores have mean 0; subtract μ before projecting",
                &format!("{means:.3}"),
                "0",
            );
        }
        let yours = covariance_of(&z);
        let diagonal = |f: &dyn Fn(f64) -> f64| {
            Array2::from_diag(&data.variances.slice(s![..k]).mapv(f))
        };
        let suspects = [
            (
                diagonal(&|v| v),
                "the scores were not scaled at all; divide each column by √λ",
            ),
            (
                diagonal(&|v| 1.0 / v),
                "each score was divided by its variance λ; divide by the standard deviation √λ",
            ),
            (diagonal(&|v| v * v), "each score was multiplied by √λ; divide"),
            (
                Array2::eye(k) / (n as f64 - 1.0),
                "the variances are 1/(n − 1): singular values are √((n − 1)λ), not √λ",
            ),
        ];
        let why = "the scores are still correlated or not of variance 1; project onto the directions first, then scale";
        exercise.compare(&yours, &Array2::eye(k), 5e-3, &suspects, why);
        let inside =
            data.u.slice(s![.., ..k]).t().dot(&z).mapv(|v| v * v).sum() / (n as f64 - 1.0);
        let why =
            "the scores are white, but of other directions than the k of greatest variance";
        exercise.number(inside, k as f64, 1e-2, &[], why);
    }
}

pub fn held_out(answer: impl Fn(&Array2<Real>, &Array2<Real>, usize) -> (f64, f64)) {
    let exercise = Exercise { number: "2.5", section: sections::CHOOSING };
    let mut rng = seeded(25);
    for (n, d, m) in [(20, 6, 9), (60, 8, 30)] {
        let variances = geometric(8.0, 0.5, d);
        let train = planted(n, d, &variances, 1.0, &mut rng);
        let test = real(&(normal(m, d, &mut rng) * 1.5 + &train.mean + 0.5));
        let squares =
            |x: &Array2<f64>| x.mapv(|v| v * v).sum_axis(Axis(0)) / x.nrows() as f64;
        let seen = squares(&(double(&train.x) - &train.mean).dot(&train.w));
        let unseen = squares(&(double(&test) - &train.mean).dot(&train.w));
        let own_mean = squares(&centred(&double(&test)).dot(&train.w));
        for k in [1, 2, d - 2, d - 1] {
            let (error, likelihood) = answer(&train.x, &test, k);
            let dropped = |spread: &Array1<f64>| spread.slice(s![k..]).sum();
            let suspects = [
                (
                    dropped(&seen),
                    "that is the error on the samples that were fitted; judge on `test`",
                ),
                (
                    dropped(&own_mean),
                    "the test samples were centred by their own mean; μ belongs to the fit",
                ),
                (
                    dropped(&unseen) / d as f64,
                    "the error was averaged over features too; sum over features, average over samples",
                ),
                (
                    dropped(&unseen) * m as f64,
                    "the error was summed over samples; average over samples",
                ),
            ];
            exercise.number(
                error,
                dropped(&unseen),
                1e-3,
                &suspects,
                "the held-out squared error is wrong",
            );
            let c = |noise: f64| {
                Array1::from_shape_fn(d, |j| if j < k { variances[j] } else { noise })
            };
            let density = |c: &Array1<f64>, log_det: f64, tau: f64| {
                -0.5 * (d as f64 * tau
                    + log_det * c.mapv(f64::ln).sum()
                    + (&unseen / c).sum())
            };
            let sum: f64 = variances[k..].iter().sum();
            let (mean, tau) = (c(sum / (d - k) as f64), std::f64::consts::TAU.ln());
            let suspects = [
                (
                    density(&c(sum), 1.0, tau),
                    "σ² is the mean of the d − k dropped variances, not their sum",
                ),
                (
                    density(&mean, 0.0, tau),
                    "log det Σₖ is missing: without it a larger variance costs nothing",
                ),
                (density(&mean, 1.0, 0.0), "the constant d·log 2π is missing"),
                (
                    density(&mean, 1.0, tau) * m as f64,
                    "the log-likelihood was summed over samples; average",
                ),
            ];
            exercise.number(
                likelihood,
                density(&mean, 1.0, tau),
                2e-3,
                &suspects,
                "the held-out log-likelihood is wrong",
            );
        }
    }
}

pub fn fill_in(answer: impl Fn(&Array2<Real>, usize) -> Array2<Real>) {
    let exercise = Exercise { number: "2.6", section: sections::ERROR };
    let mut rng = seeded(26);
    for (n, d, k) in [(60, 10, 2), (80, 12, 3), (12, 30, 1)] {
        let variances = &[6.0, 4.0, 2.0][..k];
        let whole = planted(n, d, variances, 3.0, &mut rng).x;
        let holes = normal(n, d, &mut rng).mapv(|v| v > 1.1); // 14 in 100
        let mut x = whole.clone();
        x.zip_mut_with(&holes, |v, &hole| *v = if hole { Real::NAN } else { *v });
        let filled = answer(&x, k);
        exercise.shape(&double(&filled), n, d, "the filled matrix has the shape of x");
        let entries = || filled.iter().zip(&whole).zip(&holes);
        if let Some(((yours, true_value), _)) =
            entries().find(|((a, b), hole)| !**hole && a != b)
        {
            let why =
                "an entry that was observed has changed; only the holes may be filled";
            exercise.fail(why, &format!("{yours:.3}"), &format!("{true_value:.3}"));
        }
        if filled.iter().any(|v| v.is_nan()) {
            exercise.fail("some holes are still NaN", "NaN", "a number");
        }
        let missed: f64 = entries().map(|((a, b), _)| ((a - b) as f64).powi(2)).sum();
        let means = double(&whole).mean_axis(Axis(0)).expect("rows");
        let spread: f64 = holes
            .indexed_iter()
            .filter(|(_, hole)| **hole)
            .map(|((i, j), _)| (whole[[i, j]] as f64 - means[j]).powi(2))
            .sum();
        let left = (missed / spread).sqrt();
        if left > 0.02 {
            let why = "the data have rank k, so the holes can be filled almost exactly; begin at the columns' observed means, and refit mean and directions in every round until nothing moves";
            exercise.fail(
                why,
                &format!("{:.1} % of the spread missed", 100.0 * left),
                "less than 2 %",
            );
        }
    }
}
