//! Contrastive divergence: learning by walks that are cut short, or never begun anew.

use super::chains::{Draw, PART, Walk, draw, walks};
use super::gradient::Gradient;
use super::{Biases, Rbm};
use crate::check::check_some;
use crate::linalg::product;
use crate::nn::optim::{Optimiser, Sgd};
use crate::{Error, Real, Result, error::counted};
use ndarray::{Array1, Array2, Zip, linalg::general_mat_vec_mul, s};
use rand::{Rng, seq::SliceRandom};
use rayon::prelude::*;

/// How a machine learns.
#[derive(Debug, Clone, Copy)]
pub struct Learning {
    /// How often all samples are seen, each time in a fresh order.
    pub epochs: usize,
    /// Samples in a batch, 1 at least.
    pub batch: usize,
    /// η, the rate.
    pub rate: f64,
    /// k, steps of each walk for a step of learning.
    pub steps: usize,
    /// Walks that run on through the whole training (PCD); 0: walks that start at the data each time (CD-k).
    pub chains: usize,
    /// Which units are drawn.
    pub draw: Draw,
    /// β in the first five epochs, and after them.
    pub momentum: [f64; 2],
    /// The cost of ½‖W‖²: weights shrink by η times this a step.
    pub weight_cost: f64,
    /// ν, the share by which the offsets follow a batch's means; 0: they stay as they are.
    pub follow: f64,
}

impl Default for Learning {
    /// CD-1 for 10 epochs in batches of 100 at rate 0.01, nothing else.
    fn default() -> Learning {
        let (momentum, weight_cost, follow) = ([0.0; 2], 0.0, 0.0);
        let (epochs, batch, rate, steps, chains) = (10, 100, 0.01, 1, 0);
        Learning {
            epochs,
            batch,
            rate,
            steps,
            chains,
            draw: Draw::Both,
            momentum,
            weight_cost,
            follow,
        }
    }
}

impl Learning {
    /// As Hinton & Salakhutdinov 2006 train a layer: CD-1 at rate 0.1, of a Gaussian code 0.001, momentum 0.5 and then 0.9,
    /// weight cost 2·10⁻⁴, visible units as probabilities.
    pub fn recipe_2006() -> Learning {
        let (momentum, weight_cost) = ([0.5, 0.9], 2e-4);
        Learning {
            rate: 0.1,
            momentum,
            weight_cost,
            draw: Draw::Hidden,
            ..Learning::default()
        }
    }

    fn check(&self) -> Result<()> {
        check_some(self.batch, 1, "a batch", "sample")?;
        check_some(self.steps, 1, "contrastive divergence", "step of the walk")?;
        let not_negative = |name, value: f64| match value >= 0.0 && value.is_finite() {
            true => Ok(()),
            false => Err(Error::OutOfRange {
                name,
                value: value.to_string(),
                range: "zero or positive, and finite",
            }),
        };
        not_negative("the weight cost", self.weight_cost)?;
        match (0.0..=1.0).contains(&self.follow) {
            true => Ok(()),
            false => {
                let (name, range) =
                    ("the share by which offsets follow", "between 0 and 1");
                Err(Error::OutOfRange { name, value: self.follow.to_string(), range })
            }
        }
    }
}

impl Rbm {
    /// Learns from X (n, d), n ≥ 1, entries in [0, 1]; `observe` sees each epoch's number (from 1) and the machine after it.
    ///
    /// Errors where X does not fit, a setting is out of range, the weights run away, or with what `observe` returns.
    pub fn learn(
        &mut self,
        x: &Array2<Real>,
        how: &Learning,
        rng: &mut impl Rng,
        mut observe: impl FnMut(usize, &Rbm) -> Result<()>,
    ) -> Result<()> {
        self.check_samples(x)?;
        let mut contrast = Contrast::new(self, how, rng)?;
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        let mut sgd = Sgd { rate: how.rate, ..Sgd::default() };
        for epoch in 1..=how.epochs {
            sgd.momentum = how.momentum[usize::from(epoch > 5)];
            order.shuffle(rng);
            for rows in order.chunks(how.batch) {
                contrast.estimate(self, x, rows); // E_data − E_walks
                contrast.move_offsets(self);
                contrast.follow(self, &mut sgd)?; // a step of W, b and c
            }
            contrast.check(epoch * x.nrows().div_ceil(how.batch))?;
            observe(epoch, self)?;
        }
        Ok(())
    }
}

/// The estimate of the gradient from data and walks; with persistent chains it keeps them from one call to the next.
#[derive(Debug)]
pub struct Contrast {
    how: Learning,
    parts: Vec<Part>,
    biases: Biases,
}

/// What one thread works on: some rows of the batch, some chains.
#[derive(Debug)]
struct Part {
    /// (PART, d) data, (PART, m) P(h = 1 | data).
    x: Array2<Real>,
    p: Array2<Real>,
    walk: Walk,
    gradient: Gradient,
    /// This part's share of the batch's means of v and h.
    mean_v: Array1<Real>,
    mean_h: Array1<Real>,
}

impl Contrast {
    /// Room for batches and chains; persistent chains start from coins. Errors where a setting is out of range.
    pub fn new(rbm: &Rbm, how: &Learning, rng: &mut impl Rng) -> Result<Contrast> {
        how.check()?;
        let (d, m) = rbm.w.dim();
        let parts = walks(rbm, how.batch.max(how.chains), rng).into_iter().enumerate().map(
            |(i, mut walk)| {
                if how.chains > 0 {
                    walk = Walk::new(
                        rbm,
                        how.chains.saturating_sub(i * PART).min(PART),
                        walk.noise,
                    );
                    walk.toss();
                }
                let rows = how.batch.saturating_sub(i * PART).min(PART);
                Part {
                    x: Array2::zeros((rows, d)),
                    p: Array2::zeros((rows, m)),
                    walk,
                    gradient: Gradient::zeros(rbm),
                    mean_v: Array1::zeros(d),
                    mean_h: Array1::zeros(m),
                }
            },
        );
        Ok(Contrast { how: *how, parts: parts.collect(), biases: rbm.biases() })
    }

    /// An estimate of the gradient of the mean log-likelihood of these rows of X (a batch at most).
    ///
    /// Errors where X does not fit, or there is no row, more than a batch, or one that X has not.
    pub fn gradient(
        &mut self,
        rbm: &Rbm,
        x: &Array2<Real>,
        rows: &[usize],
    ) -> Result<&Gradient> {
        rbm.check_samples(x)?;
        check_some(rows.len(), 1, "a gradient", "sample")?;
        if rows.len() > self.how.batch || rows.iter().any(|&row| row >= x.nrows()) {
            let (most, n) = (self.how.batch, x.nrows());
            let (expected, got) =
                (format!("at most {most}, each below {n}"), counted(rows.len(), "row"));
            return Err(Error::Shape { what: "the rows of a batch", expected, got });
        }
        self.estimate(rbm, x, rows);
        self.parts[0].gradient.centre(rbm);
        Ok(&self.parts[0].gradient)
    }

    /// The difference of the expectations, not yet centred, into the first part's gradient.
    fn estimate(&mut self, rbm: &Rbm, x: &Array2<Real>, rows: &[usize]) {
        let Contrast { how, parts, biases } = self;
        rbm.biases_into(biases);
        let (biases, n) = (&*biases, rows.len());
        parts.par_iter_mut().enumerate().for_each(|(i, part)| {
            let mine = &rows[(i * PART).min(n)..((i + 1) * PART).min(n)];
            part.gather(x, mine);
            part.contrast(rbm, biases, how, mine.len(), n);
        });
        let (first, others) = self.parts.split_at_mut(1);
        for other in others {
            first[0].gradient.add(&other.gradient);
            first[0].mean_v += &other.mean_v;
            first[0].mean_h += &other.mean_h;
        }
    }

    /// μ and λ a share ν towards the batch's means, and the biases such that the distribution stays.
    fn move_offsets(&mut self, rbm: &mut Rbm) {
        let nu = self.how.follow as Real;
        if nu > 0.0 {
            let Part { mean_v: by_v, mean_h: by_h, .. } = &mut self.parts[0];
            Zip::from(&mut *by_v).and(&rbm.mu).for_each(|by, &mu| *by = nu * (*by - mu));
            Zip::from(&mut *by_h)
                .and(&rbm.lambda)
                .for_each(|by, &lambda| *by = nu * (*by - lambda));
            rbm.mu += &*by_v;
            rbm.lambda += &*by_h;
            general_mat_vec_mul(1.0, &rbm.w, by_h, 1.0, &mut rbm.b); // b ← b + W(λ′ − λ)
            general_mat_vec_mul(1.0, &rbm.w.t(), by_v, 1.0, &mut rbm.c); // c ← c + Wᵀ(μ′ − μ)
        }
    }

    /// One step up the gradient, less the cost of the weights.
    fn follow(&mut self, rbm: &mut Rbm, sgd: &mut Sgd) -> Result<()> {
        let Part { gradient, .. } = &mut self.parts[0];
        gradient.centre(rbm);
        let (cost, Gradient { w, b, c }) = (self.how.weight_cost as Real, gradient);
        Zip::from(&mut *w).and(&rbm.w).for_each(|g, &w| *g = cost * w - *g); // what descends climbs −ln p
        [&mut *b, &mut *c].into_iter().for_each(|g| *g *= -1.0);
        sgd.step(&mut [
            pair(&mut rbm.w, w),
            (slice_mut(&mut rbm.b), slice(b)),
            (slice_mut(&mut rbm.c), slice(c)),
        ])
    }

    fn check(&self, step: usize) -> Result<()> {
        if self.parts[0].gradient.is_finite() {
            return Ok(());
        }
        let advice = format!("try {}, as a Gaussian code needs", self.how.rate / 100.0);
        Err(Error::Diverged { step, loss: f64::NAN, rate: self.how.rate, advice })
    }
}

impl Part {
    /// The given rows of X.
    fn gather(&mut self, x: &Array2<Real>, rows: &[usize]) {
        for (mut to, &row) in self.x.outer_iter_mut().zip(rows) {
            to.assign(&x.row(row));
        }
    }

    // ANCHOR: cd
    /// This part's share of E_data − E_walks: `mine` of the batch's n rows, and its chains.
    fn contrast(
        &mut self,
        rbm: &Rbm,
        biases: &Biases,
        how: &Learning,
        mine: usize,
        n: usize,
    ) {
        let Part { x, p, walk, .. } = self;
        // P(h = 1 | data)
        rbm.up_into(x.slice(s![..mine, ..]), biases, p.slice_mut(s![..mine, ..]));
        let mut walkers = walk.h.nrows(); // persistent: from where they are
        if how.chains == 0 {
            walkers = mine; // CD: from the data
            let mut h = walk.h.slice_mut(s![..mine, ..]);
            h.assign(&p.slice(s![..mine, ..]));
            if how.draw != Draw::Neither {
                draw(rbm.units, h, &mut walk.noise);
            }
        }
        for _ in 0..how.steps {
            walk.step(rbm, biases, how.draw, walkers); // v given h, h given v
        }
        let count = if how.chains == 0 { n } else { how.chains };
        self.subtract((mine, n), (walkers, count));
    }
    // ANCHOR_END: cd

    /// ∂W = (1/n) Σ v P(h = 1 | v)ᵀ over the data, less the same mean over the walks; ∂b and ∂c likewise.
    fn subtract(&mut self, (mine, n): (usize, usize), (walkers, count): (usize, usize)) {
        let Part { x, p, walk, gradient: Gradient { w, b, c }, mean_v, mean_h } = self;
        let (data, walked) = (1.0 / n as Real, -1.0 / count as Real);
        let (x, p) = (x.slice(s![..mine, ..]), p.slice(s![..mine, ..]));
        let (v, q) = (walk.v.slice(s![..walkers, ..]), walk.q.slice(s![..walkers, ..]));
        [&mut *mean_v, &mut *mean_h].into_iter().for_each(|mean| mean.fill(0.0));
        x.outer_iter().for_each(|x| mean_v.scaled_add(data, &x));
        p.outer_iter().for_each(|p| mean_h.scaled_add(data, &p));
        b.assign(mean_v);
        c.assign(mean_h);
        v.outer_iter().for_each(|v| b.scaled_add(walked, &v));
        q.outer_iter().for_each(|q| c.scaled_add(walked, &q));
        w.fill(0.0);
        product(data, x.t(), p, 1.0, w.view_mut());
        product(walked, v.t(), q, 1.0, w.view_mut());
    }
}

fn pair<'a>(
    theta: &'a mut Array2<Real>,
    g: &'a Array2<Real>,
) -> (&'a mut [Real], &'a [Real]) {
    if !theta.is_standard_layout() {
        *theta = theta.as_standard_layout().into_owned();
    }
    (theta.as_slice_mut().unwrap_or_default(), g.as_slice().unwrap_or_default())
}

fn slice_mut(a: &mut Array1<Real>) -> &mut [Real] {
    a.as_slice_mut().unwrap_or_default()
}

fn slice(a: &Array1<Real>) -> &[Real] {
    a.as_slice().unwrap_or_default()
}
