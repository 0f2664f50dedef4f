//! How far a difference can be trusted as a derivative, in single and in double precision.

use autoencoders::ndarray::{Array2, NdFloat};
use autoencoders::stats::median;
use chapters::curves::{Curve, medians};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// Samples, features and code units of the network that is checked.
const SHAPE: (usize, usize, usize) = (8, 12, 5);

/// One tanh layer in, one linear layer out, no biases: θ = (W, V), L = (1/n) ‖tanh(XW)V − X‖².
///
/// For any float, since the library itself has but one at a time.
struct Net<T> {
    x: Array2<T>,
    w: Array2<T>,
    v: Array2<T>,
}

impl<T: NdFloat> Net<T> {
    /// L, all of it computed in T.
    fn loss(&self) -> T {
        let e = self.x.dot(&self.w).mapv(T::tanh).dot(&self.v) - &self.x;
        e.iter().fold(T::zero(), |sum, &e| sum + e * e) / count(self.x.nrows())
    }

    /// ∂L/∂W: E = tanh(XW)V − X, ∂L/∂H = (2/n) EVᵀ, through the bend, and Xᵀ times that.
    fn gradient(&self) -> Array2<T> {
        let h = self.x.dot(&self.w).mapv(T::tanh);
        let e = h.dot(&self.v) - &self.x;
        let dh = e.dot(&self.v.t()) * (count::<T>(2) / count(self.x.nrows()));
        self.x.t().dot(&(dh * h.mapv(|h| T::one() - h * h)))
    }

    /// (L(θ + δ) − L(θ − δ))/2δ for each entry of W.
    fn differences(&mut self, delta: T) -> Array2<T> {
        let mut slopes = self.w.clone();
        for at in 0..self.w.len() {
            let place = (at / self.w.ncols(), at % self.w.ncols());
            let theta = self.w[place];
            self.w[place] = theta + delta;
            let above = self.loss();
            self.w[place] = theta - delta;
            let below = self.loss();
            self.w[place] = theta;
            slopes[place] = (above - below) / (delta + delta);
        }
        slopes
    }
}

fn count<T: NdFloat>(n: usize) -> T {
    T::from(n).unwrap_or_else(T::nan)
}

/// Error of the differences against δ, a V in either precision: where its point is, and how low.
pub fn gradient_check(run: &mut Run) -> Outcome {
    let mut rng = run.rng("gradient_check");
    let per_decade = run.size(2, 4, 8);
    let steps: Vec<f64> = (-9 * per_decade..=0)
        .map(|i| 10f64.powf(f64::from(i) / f64::from(per_decade)))
        .collect();
    let (mut single, mut double) = (Vec::new(), Vec::new());
    for _ in 0..run.size(2, 9, 21) {
        let net = random(&mut rng);
        let truth = net.gradient();
        single.push(errors(&mut cast::<f32>(&net), &truth, &steps));
        double.push(errors(&mut cast::<f64>(&net), &truth, &steps));
    }
    for (key, curves, machine) in
        [("f32", &single, f64::from(f32::EPSILON)), ("f64", &double, f64::EPSILON)]
    {
        let middle = medians(curves);
        let lowest = middle
            .iter()
            .copied()
            .fold((1.0, f64::MAX), |a, b| if b.1 < a.1 { b } else { a });
        let digits = if key == "f32" { 4 } else { 7 };
        // Next to its best step the curve is flat: rounding chooses among neighbours, a quarter decade apart.
        run.number(&format!("check_best_step_{key}"), lowest.0, digits).spread(0.5);
        run.number(&format!("check_best_error_{key}_power"), lowest.1.log10(), 1);
        run.number(&format!("check_law_step_{key}"), machine.cbrt(), digits);
        run.number(
            &format!("check_law_error_{key}_power"),
            machine.powf(2.0 / 3.0).log10(),
            1,
        );
    }
    run.count("check_seeds", single.len());
    Ok(())
}

/// The median relative error over all weights, for each δ.
fn errors<T: NdFloat>(net: &mut Net<T>, truth: &Array2<f64>, steps: &[f64]) -> Curve {
    let scale = (truth.mapv(|g| g * g).sum() / truth.len() as f64).sqrt();
    let error = |net: &mut Net<T>, delta: f64| {
        let slopes = net.differences(T::from(delta).unwrap_or_else(T::nan));
        let apart = slopes
            .iter()
            .zip(truth)
            .map(|(&s, &g)| (s.to_f64().unwrap_or(f64::NAN) - g).abs() / scale);
        median(&apart.collect::<Vec<_>>()).unwrap_or(f64::NAN)
    };
    steps.iter().map(|&delta| (delta, error(net, delta))).collect()
}

/// Data and weights of ordinary size, drawn in double precision.
fn random(rng: &mut impl Rng) -> Net<f64> {
    let (n, d, k) = SHAPE;
    let mut draw = |rows: usize, columns: usize, sd: f64| {
        Array2::from_shape_simple_fn((rows, columns), || -> f64 {
            let e: f64 = StandardNormal.sample(rng);
            sd * e
        })
    };
    let (x, w, v) = (
        draw(n, d, 1.0),
        draw(d, k, 1.0 / (d as f64).sqrt()),
        draw(k, d, 1.0 / (k as f64).sqrt()),
    );
    // What single precision cannot hold exactly would count as its error.
    let short = |a: Array2<f64>| a.mapv(|v| f64::from(v as f32));
    Net { x: short(x), w: short(w), v: short(v) }
}

/// The same net in another precision.
fn cast<T: NdFloat>(net: &Net<f64>) -> Net<T> {
    let cast = |a: &Array2<f64>| a.mapv(|v| T::from(v).unwrap_or_else(T::nan));
    Net { x: cast(&net.x), w: cast(&net.w), v: cast(&net.v) }
}
