//! How the exercises of chapter 14 on the price, the loss and its slopes are graded: 14.1 to 14.4.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use crate::mistakes;
use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const PRICE: &str = "An encoder that answers with a distribution";
    pub const SCALES: &str = "The scales of two terms";
    pub const SLOPE: &str = "A slope through chance";
}

type Two = fn(&Array2<f64>, &Array2<f64>) -> f64;
type Four = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>, &Array2<f64>) -> f64;
type Slopes = fn(
    &Array2<f64>,
    &Array2<f64>,
    &Array2<f64>,
    &Array2<f64>,
) -> (Array2<f64>, Array2<f64>);

/// KL by a trapezium rule over the line, unit by unit.
fn by_quadrature(mu: &Array2<f64>, s: &Array2<f64>) -> f64 {
    let unit = |mu: f64, s: f64| {
        let (sigma, step) = ((s / 2.0).exp(), 0.01);
        let points = (-1000..=1000).map(|i| f64::from(i) * step);
        let each = points.map(|e| {
            let z = mu + sigma * e;
            let bell = (-0.5 * e * e).exp() / std::f64::consts::TAU.sqrt();
            bell * (-0.5 * e * e - sigma.ln() + 0.5 * z * z) * step
        });
        each.sum::<f64>()
    };
    let sum: f64 = mu.iter().zip(s).map(|(&mu, &s)| unit(mu, s)).sum();
    sum / mu.nrows() as f64
}

pub fn price(answer: impl Fn(&Array2<f64>, &Array2<f64>) -> f64) {
    use mistakes::price as wrong;
    let exercise = Exercise { number: "14.1", section: sections::PRICE };
    let mut rng = seeded(141);
    for (n, k) in [(5, 3), (4, 6), (7, 2)] {
        let (mu, s) = (normal(n, k, &mut rng), normal(n, k, &mut rng));
        let suspects: [(Two, &str); 8] = [
            (wrong::mean_over_units, "a mean over units; what each says adds up"),
            (wrong::sum_over_samples, "a sum over samples; it should be their mean"),
            (wrong::no_half, "twice as much: the half is missing"),
            (wrong::wrong_sign, "negative, and a divergence never is"),
            (wrong::log_of_sigma, "s was taken for ln σ; it is ln σ²"),
            (wrong::sigma_for_variance, "σ in place of σ² = e^s"),
            (wrong::no_one, "the −1 is missing: N(0, 1) itself costs nothing"),
            (wrong::mean_not_squared, "the mean is not squared"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&mu, &s), why));
        let otherwise = "that is not the divergence from N(0, I)";
        let right = by_quadrature(&mu, &s);
        exercise.number(answer(&mu, &s), right, 1e-6, &suspects, otherwise);
    }
}

/// Logits, pictures, means and log variances.
fn batch(n: usize, d: usize, k: usize, rng: &mut ChaCha8Rng) -> [Array2<f64>; 4] {
    let (a, mu, s) = (normal(n, d, rng), normal(n, k, rng), normal(n, k, rng));
    [a, normal(n, d, rng).mapv(|v| 1.0 / (1.0 + (-v).exp())), mu, s]
}

pub fn loss(
    answer: impl Fn(&Array2<f64>, &Array2<f64>, &Array2<f64>, &Array2<f64>) -> f64,
) {
    use mistakes::loss as wrong;
    let exercise = Exercise { number: "14.2", section: sections::SCALES };
    let mut rng = seeded(142);
    for (n, d, k) in [(5, 7, 3), (4, 6, 2)] {
        let [a, x, mu, s] = batch(n, d, k, &mut rng);
        let y = a.mapv(|a| 1.0 / (1.0 + (-a).exp()));
        let pixels = &x * &y.mapv(f64::ln) + (1.0 - &x) * y.mapv(|y| (1.0 - y).ln());
        let right = -pixels.sum() / n as f64 + by_quadrature(&mu, &s);
        let suspects: [(Four, &str); 8] = [
            (wrong::mean_over_pixels, "a mean over pixels: β = d, and a collapse"),
            (wrong::mean_over_units, "the divergence is a mean over units: β = 1/k"),
            (wrong::both_means, "two means do not cancel: β = d/k"),
            (wrong::batch_summed, "one term summed over the batch, one averaged: β = 1/n"),
            (wrong::squared, "half the squared error is a Gaussian's with σ² = 1"),
            (wrong::no_price, "the code is not paid for"),
            (wrong::log_of_sigma, "s was taken for ln σ; it is ln σ²"),
            (wrong::bound_itself, "that is the bound; what is made small is minus it"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&a, &x, &mu, &s), why));
        let otherwise = "that is not the negative bound in nats a picture";
        exercise.number(answer(&a, &x, &mu, &s), right, 1e-6, &suspects, otherwise);
    }
    let [mut a, x, mu, s] = batch(3, 4, 2, &mut rng);
    a[(0, 0)] = 800.0;
    a[(1, 1)] = -800.0;
    if !answer(&a, &x, &mu, &s).is_finite() {
        let why = "at logits of ±800 it is not finite: take ln(1 + eᵃ) apart";
        exercise.fail(why, "no number", "about a thousand");
    }
}

pub fn slopes(
    answer: impl Fn(
        &Array2<f64>,
        &Array2<f64>,
        &Array2<f64>,
        &Array2<f64>,
    ) -> (Array2<f64>, Array2<f64>),
) {
    use mistakes::slopes as wrong;
    let exercise = Exercise { number: "14.3", section: sections::SLOPE };
    let mut rng = seeded(143);
    for (n, k) in [(5, 3), (4, 2)] {
        let mut normal = || normal(n, k, &mut rng);
        let (c, e, mu, s) = (normal(), normal(), normal(), normal());
        // fᵢ = ½‖zᵢ − cᵢ‖²
        let total = |mu: &Array2<f64>, s: &Array2<f64>| {
            let z = mu + &(s.mapv(|s| (s / 2.0).exp()) * &e);
            let f = 0.5 * (&z - &c).mapv(|v| v * v).sum();
            let kl = 0.5 * (mu * mu + s.mapv(f64::exp) - 1.0 - s).sum();
            (f + kl) / n as f64
        };
        let by = |of: &dyn Fn(f64, (usize, usize)) -> f64| {
            Array2::from_shape_fn((n, k), |at| (of(1e-5, at) - of(-1e-5, at)) / 2e-5)
        };
        let moved = |a: &Array2<f64>, by: f64, at: (usize, usize)| {
            let mut a = a.clone();
            a[at] += by;
            a
        };
        let right = (
            by(&|step, at| total(&moved(&mu, step, at), &s)),
            by(&|step, at| total(&mu, &moved(&s, step, at))),
        );
        let dz = (&mu + &(s.mapv(|s| (s / 2.0).exp()) * &e) - &c) / n as f64;
        let suspects: [(Slopes, &str); 7] = [
            (wrong::no_price, "the price's own slopes are missing"),
            (wrong::price_not_averaged, "the price is not averaged over the samples"),
            (wrong::no_half, "∂σ/∂s = σ/2: a half is missing"),
            (wrong::throw_forgotten, "∂z/∂σ = ε: the throw is missing"),
            (wrong::variance_for_sigma, "σ² stands where σ = e^(s/2) should"),
            (wrong::by_sigma, "that is the slope by σ; s = ln σ² is wanted"),
            (wrong::price_only, "only the price; z moves as well"),
        ];
        let both = |(a, b): (Array2<f64>, Array2<f64>)| -> Array2<f64> {
            ndarray::concatenate(ndarray::Axis(1), &[a.view(), b.view()])
                .unwrap_or_else(|_| Array2::zeros((0, 0)))
        };
        let suspects = suspects.map(|(wrong, why)| (both(wrong(&dz, &e, &mu, &s)), why));
        let (d_mu, d_s) = answer(&dz, &e, &mu, &s);
        exercise.shape(&d_mu, n, k, "as μ has");
        exercise.shape(&d_s, n, k, "as s has");
        let otherwise = "that does not agree with differences of the loss";
        exercise.compare(&both((d_mu, d_s)), &both(right), 1e-6, &suspects, otherwise);
    }
}

pub fn score(answer: impl Fn(&Array1<f64>, &Array2<f64>, &Array1<f64>) -> Array1<f64>) {
    use mistakes::score as wrong;
    let exercise = Exercise { number: "14.4", section: sections::SLOPE };
    let mut rng = seeded(144);
    for (m, k) in [(2, 3), (6, 2), (5, 4)] {
        let (f, e) =
            (normal(1, m, &mut rng).row(0).to_owned() + 3.0, normal(m, k, &mut rng));
        let sigma = normal(1, k, &mut rng).row(0).mapv(|v| v.exp());
        let right = Array1::from_shape_fn(k, |j| {
            let one = |i: usize| {
                let others: f64 = (0..m).filter(|&o| o != i).map(|o| f[o]).sum();
                (f[i] - others / (m - 1) as f64) * e[(i, j)] / sigma[j]
            };
            (0..m).map(one).sum::<f64>() / m as f64
        });
        type Wrong = fn(&Array1<f64>, &Array2<f64>, &Array1<f64>) -> Array1<f64>;
        let suspects: [(Wrong, &str); 6] = [
            (wrong::no_baseline, "there is no baseline"),
            (
                wrong::own_mean,
                "each throw is in its own baseline, which shrinks the mean by (m − 1)/m",
            ),
            (wrong::sum, "a sum over the throws; it should be their mean"),
            (wrong::no_sigma, "∂ log q/∂μ = ε/σ: the division by σ is missing"),
            (wrong::variance, "(z − μ)/σ² is ε/σ: one σ too many"),
            (wrong::wrong_sign, "the sign: towards the throws that did better"),
        ];
        let suspects = suspects.map(|(wrong, why)| (row(&wrong(&f, &e, &sigma)), why));
        let yours = row(&answer(&f, &e, &sigma));
        let otherwise = "that is not the score-function estimate with that baseline";
        exercise.compare(&yours, &row(&right), 1e-9, &suspects, otherwise);
    }
}
