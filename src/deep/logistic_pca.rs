//! Logistic PCA: a linear code whose decoder ends in a sigmoid, x̃ = σ(zUᵀ + b).
//!
//! A code is what explains its sample best: there is no encoder but the search for it. With the logits a = zUᵀ + b,
//!
//! L = (1/n) ΣᵢΣⱼ ln(1 + e^aᵢⱼ) − xᵢⱼaᵢⱼ,  pixels xᵢⱼ in [0, 1],
//!
//! is convex in the codes for fixed U and b, and in U and b for fixed codes, but not in both. Sources: Collins, Dasgupta &
//! Schapire 2001; Schein, Saul & Ungar 2003, whose bound (Jaakkola & Jordan 2000) is the one used here.

use crate::check::{check_columns, check_some};
use crate::linalg::{check_finite, dot, gram_of_rows, orthonormal};
use crate::nalgebra::{DMatrix, DVector};
use crate::nn::exponential::{sigmoid, sigmoid_and_softplus};
use crate::nn::loss::Loss;
use crate::pca::Pca;
use crate::{Autoencoder, Error, Real, Result};
use ndarray::linalg::general_mat_vec_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Axis, Zip, concatenate, s};
use rayon::prelude::*;

/// x̃ = σ(zUᵀ + b).
#[derive(Debug, Clone)]
pub struct LogisticPca {
    /// U (d, k): what each number of the code adds to the logits; orthonormal columns.
    pub u: Array2<Real>,
    /// b (d): the logits of a code of zeros, which is the mean of the training codes.
    pub b: Array1<Real>,
}

/// A fitted model, the codes of the samples it was fitted to, and how the loss fell.
#[derive(Debug, Clone)]
pub struct Fit {
    /// U and b.
    pub model: LogisticPca,
    /// Z (n, k).
    pub codes: Array2<Real>,
    /// L before the first sweep, and after each.
    pub history: Vec<f64>,
}

/// A search for a code ends when a step gains no more than this, in nats; what remains to be gained is then a few times it.
const GAIN: f64 = 0.01;
/// No search takes more steps.
const MOST_STEPS: usize = 100;
/// A mean of exactly 0 or 1 has no logit: it is kept so far away from them.
const CLIP: f64 = 1e-4;

impl LogisticPca {
    /// Fits U (d, k), b (d) and the codes of X (n, d), n ≥ 2, pixels in [0, 1], by `sweeps` over all codes, then all pixels.
    ///
    /// Begins at the mean's logits, PCA's directions and codes of 0; no sweep raises L. k = 0 is b alone. Errors where k is
    /// above min(n − 1, d), an entry is not in [0, 1], or k > 0 and all samples are the same.
    pub fn fit(x: &Array2<Real>, k: usize, sweeps: usize) -> Result<Fit> {
        let mut model = start(x, k)?;
        let mut z = Array2::zeros((x.nrows(), k));
        let mut history = Vec::with_capacity(sweeps + 1);
        for _ in 0..sweeps {
            history.push(model.step_codes(x, &mut z, 1)); // every code: U and b fixed
            model.step_pixels(x, &z); // every pixel's row of [U b]: Z fixed
        }
        history.push(model.loss(x, &z)?);
        model.settle(&mut z)?;
        Ok(Fit { model, codes: z, history })
    }

    /// L of X (n, d), n ≥ 1, for codes Z (n, k). Errors where a shape does not fit, or a pixel is not in [0, 1].
    pub fn loss(&self, x: &Array2<Real>, z: &Array2<Real>) -> Result<f64> {
        self.check(x)?;
        check_some(x.nrows(), 1, "a mean loss", "sample")?;
        self.check_codes(z)?;
        if z.nrows() != x.nrows() {
            let (expected, got) =
                (format!("{}, one a sample", x.nrows()), z.nrows().to_string());
            return Err(Error::Shape { what: "the codes", expected, got });
        }
        Loss::CrossEntropy.value(&self.logits(z), x)
    }

    /// A = ZUᵀ + b (n, d).
    fn logits(&self, z: &Array2<Real>) -> Array2<Real> {
        dot(z, &self.u.t()) + &self.b
    }

    /// `most` steps for the code of every row of X, fewer where they gain nothing any more; gives back L before them.
    fn step_codes(&self, x: &Array2<Real>, z: &mut Array2<Real>, most: usize) -> f64 {
        let of =
            Affine { d: self.u.t().as_standard_layout().into_owned(), o: self.b.clone() }; // A = ZUᵀ + b
        let search = |room: &mut Room, x: ArrayView1<Real>, mut z: ArrayViewMut1<Real>| {
            let first = step(x, &of, &mut z, room);
            let mut last = first;
            for _ in 1..most {
                let loss = step(x, &of, &mut z, room);
                if last - loss <= GAIN {
                    break;
                }
                last = loss;
            }
            first
        };
        let rows = z.axis_iter_mut(Axis(0)).into_par_iter().zip(x.axis_iter(Axis(0)));
        let rows =
            rows.map_init(|| Room::new(of.d.dim()), |room, (z, x)| search(room, x, z));
        let losses: Vec<f64> = rows.collect();
        losses.iter().sum::<f64>() / losses.len() as f64
    }

    /// One step for every pixel's row of [U b]: A = [Z 1][U b]ᵀ, so that codes and pixels change parts.
    fn step_pixels(&mut self, x: &Array2<Real>, z: &Array2<Real>) {
        let (n, k) = z.dim();
        let mut of = Affine { d: Array2::ones((k + 1, n)), o: Array1::zeros(n) };
        of.d.slice_mut(s![..k, ..]).assign(&z.t()); // [Z 1]ᵀ (k + 1, n)
        let mut v = concatenate![Axis(1), self.u, self.b.view().insert_axis(Axis(1))]; // [U b] (d, k + 1)
        let pixels = v.axis_iter_mut(Axis(0)).into_par_iter().zip(x.axis_iter(Axis(1)));
        let work = |room: &mut Room, (mut v, x): (ArrayViewMut1<Real>, _)| {
            step(x, &of, &mut v, room);
        };
        pixels.for_each_init(|| Room::new(of.d.dim()), work);
        self.u.assign(&v.slice(s![.., ..k]));
        self.b.assign(&v.column(k));
    }

    /// One of the many U and Z with the same logits: codes with mean 0, U with orthonormal columns.
    fn settle(&mut self, z: &mut Array2<Real>) -> Result<()> {
        if self.code_size() == 0 {
            return Ok(());
        }
        let mean = z.sum_axis(Axis(0)) / z.nrows() as Real;
        *z -= &mean;
        self.b += &self.u.dot(&mean);
        let q = orthonormal(self.u.view())?;
        *z = dot(z, &dot(&self.u.t(), &q)); // ZUᵀ = (ZUᵀQ)Qᵀ: U's columns lie in the span of Q
        self.u = q;
        Ok(())
    }

    fn check(&self, x: &Array2<Real>) -> Result<()> {
        check_columns("the samples", self.features(), x)?;
        check_shares(x)
    }

    fn check_codes(&self, z: &Array2<Real>) -> Result<()> {
        check_columns("the codes", self.code_size(), z)
    }
}

/// Logits that are affine in c (q): a = cD + o, D (q, p), o (p).
struct Affine {
    d: Array2<Real>,
    o: Array1<Real>,
}

/// A step of c (q) down L(c) = Σⱼ ln(1 + e^aⱼ) − xⱼaⱼ, a = cD + o; gives back L before it.
// ANCHOR: logistic_step
fn step(
    x: ArrayView1<Real>,
    of: &Affine,
    c: &mut ArrayViewMut1<Real>,
    room: &mut Room,
) -> f64 {
    let Room { a, e, w, wd } = room;
    a.assign(&of.o);
    general_mat_vec_mul(1.0, &of.d.t(), c, 1.0, a); // a = cD + o
    let mut loss = 0.0;
    Zip::from(&*a).and(x).and(&mut *e).and(&mut *w).for_each(|&a, &x, e, w| {
        let (y, softplus) = sigmoid_and_softplus(a); // σ(a), ln(1 + e^a)
        loss += f64::from(softplus - x * a);
        *e = x - y; // −∂L/∂a
        // Curvature of the parabola that touches ln(1 + e^t) at t = ±a, elsewhere above it.
        *w = if a.abs() < 1e-2 { 0.25 } else { (y - 0.5) / a };
        *w = w.sqrt();
    });
    for (mut wd, d) in wd.rows_mut().into_iter().zip(of.d.rows()) {
        wd.assign(&d);
        wd *= &*w;
    }
    let h = gram_of_rows(wd.view()); // H = D diag(w) Dᵀ
    let g = of.d.dot(e); // −∂L/∂c = D(x − y)
    // L ≤ the bound L − g·δ + ½δᵀHδ, which is least at δ = H⁻¹g and back at L twice as far:
    // any step up to there descends.
    descend(h, g, c); // c ← c + 1.9 H⁻¹g
    loss
}
// ANCHOR_END: logistic_step

/// c ← c + 1.9 H⁻¹g, H a little increased so that it can be divided by: that is a bound as well.
fn descend(h: Array2<Real>, g: Array1<Real>, c: &mut ArrayViewMut1<Real>) {
    const STRIDE: f64 = 1.9;
    let q = g.len();
    let more =
        1e-6 * h.diag().iter().map(|&h| f64::from(h)).sum::<f64>() / q.max(1) as f64 + 1e-9;
    let h = DMatrix::from_fn(q, q, |i, j| {
        f64::from(h[[i, j]]) + if i == j { more } else { 0.0 }
    });
    let g = DVector::from_iterator(q, g.iter().map(|&g| f64::from(g)));
    if let Some(factor) = h.cholesky() {
        let delta = factor.solve(&g) * STRIDE;
        c.iter_mut().zip(delta.iter()).for_each(|(c, &delta)| *c += delta as Real);
    }
}

/// Buffers for a step.
struct Room {
    /// a (p), x − σ(a) (p), √w (p).
    a: Array1<Real>,
    e: Array1<Real>,
    w: Array1<Real>,
    /// D diag(√w) (q, p).
    wd: Array2<Real>,
}

impl Room {
    fn new((q, p): (usize, usize)) -> Room {
        let row = || Array1::zeros(p);
        Room { a: row(), e: row(), w: row(), wd: Array2::zeros((q, p)) }
    }
}

/// b = logit of the mean, U = PCA's directions.
fn start(x: &Array2<Real>, k: usize) -> Result<LogisticPca> {
    check_some(x.nrows(), 2, "logistic PCA", "samples")?;
    check_some(x.ncols(), 1, "logistic PCA", "pixel")?;
    check_finite(x.view())?;
    check_shares(x)?;
    let logit = |column: ArrayView1<Real>| {
        let mean = column.iter().map(|&x| f64::from(x)).sum::<f64>() / column.len() as f64;
        let mean = mean.clamp(CLIP, 1.0 - CLIP);
        (mean / (1.0 - mean)).ln() as Real
    };
    let b = x.columns().into_iter().map(logit).collect();
    let u = if k == 0 { Array2::zeros((x.ncols(), 0)) } else { Pca::fit(x, k)?.w };
    Ok(LogisticPca { u, b })
}

/// Pixels that are shares of white; none at all are.
fn check_shares(x: &Array2<Real>) -> Result<()> {
    if x.is_empty() { Ok(()) } else { Loss::CrossEntropy.check(x.view()) }
}

impl Autoencoder for LogisticPca {
    fn features(&self) -> usize {
        self.u.nrows()
    }

    fn code_size(&self) -> usize {
        self.u.ncols()
    }

    /// The codes (n, k) that explain X (n, d) best, each found by steps from z = 0 until they gain nothing.
    ///
    /// Errors where X has not d columns, or a pixel is not in [0, 1].
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.check(x)?;
        let mut z = Array2::zeros((x.nrows(), self.code_size()));
        self.step_codes(x, &mut z, MOST_STEPS); // argmin over z of Σⱼ ln(1 + e^aⱼ) − xⱼaⱼ
        Ok(z)
    }

    /// X̃ = σ(ZUᵀ + b): (n, k) → (n, d). Errors where Z has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.check_codes(z)?;
        Ok(self.logits(z).mapv_into(sigmoid)) // X̃ = σ(ZUᵀ + b)
    }
}
