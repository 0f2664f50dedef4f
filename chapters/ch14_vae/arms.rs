//! The models that are compared, and what is measured of each.

use super::pictures::{Pictures, starts};
use autoencoders::ndarray::{Array2, Zip};
use autoencoders::nn::draw::stream;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::pca::Pca;
use autoencoders::vae::{
    Likelihood, Objective, Scale, Vae, active_units, kl, sample_codes,
};
use autoencoders::{Autoencoder, Real, Result};
use chapters::curves::Curve;
use chapters::{Outcome, Run};

/// A fixed σ² above every eigenvalue of the digits' covariance, and of MNIST's.
pub const WIDE: Real = 6.0;
/// Nats that each unit has free in that arm.
pub const FREE: Real = 0.5;
/// Where a learnt σ² starts.
pub const START: Real = 0.05;

/// A model to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm {
    /// Its name in numbers.
    pub key: &'static str,
    /// p(x|z).
    pub likelihood: Likelihood,
    /// The reconstruction is divided by d.
    pub per_pixel: bool,
    /// The divergence is divided by k.
    pub per_unit: bool,
    /// β before that division.
    pub beta: Real,
    /// Free nats a unit.
    pub free: Real,
    /// σ = e^(exponent · s).
    pub exponent: Real,
    /// β rises from 0 over the first half of the training.
    pub warm: bool,
}

/// The bound itself.
pub const RIGHT: Arm = Arm {
    key: "right",
    likelihood: Likelihood::Bernoulli,
    per_pixel: false,
    per_unit: false,
    beta: 1.0,
    free: 0.0,
    exponent: 0.5,
    warm: false,
};
const MEAN: Arm = Arm { per_pixel: true, ..RIGHT };

/// All arms of the chapter: the right one, five wrong scales, cures, other β.
pub const ARMS: [Arm; 16] = [
    RIGHT,
    Arm { key: "pixels", ..MEAN },
    Arm { key: "units", per_unit: true, ..RIGHT },
    Arm { key: "both", per_unit: true, ..MEAN },
    Arm { key: "variance", likelihood: Likelihood::Gaussian(Scale::Fixed(1.0)), ..RIGHT },
    Arm { key: "log", exponent: 1.0, ..RIGHT },
    Arm { key: "warm", warm: true, ..MEAN },
    Arm { key: "free", free: FREE, ..MEAN },
    Arm { key: "wide", likelihood: Likelihood::Gaussian(Scale::Fixed(WIDE)), ..RIGHT },
    Arm {
        key: "learnt",
        likelihood: Likelihood::Gaussian(Scale::Learnt { start: START }),
        ..RIGHT
    },
    Arm { key: "beta_01", beta: 0.1, ..RIGHT },
    Arm { key: "beta_03", beta: 0.3, ..RIGHT },
    Arm { key: "beta_2", beta: 2.0, ..RIGHT },
    Arm { key: "beta_4", beta: 4.0, ..RIGHT },
    Arm { key: "warm_4", beta: 4.0, warm: true, ..RIGHT },
    Arm { key: "beta_12", beta: 12.0, ..RIGHT },
];

/// The epoch after which everything is looked at a first time.
pub fn two_thirds(epochs: usize) -> usize {
    (2 * epochs).div_ceil(3)
}

/// What one training leaves.
pub struct Made {
    /// As it ended.
    pub model: Vae,
    /// As it was at two thirds of the training.
    pub earlier: Vae,
    /// On the test images, at two thirds of the training and at its end.
    pub measured: [Measured; 2],
    /// The divergence of the test images after each epoch.
    pub kl: Curve,
}

/// What is measured of a model on images.
#[derive(Debug, Clone)]
pub struct Measured {
    /// −E log p(x|z), nats an image.
    pub reconstruction: f64,
    /// KL, nats an image.
    pub kl: f64,
    /// Squared error of a reconstruction from one sampled code.
    pub sq: f64,
    /// Units whose means vary.
    pub active: f64,
    /// KL of each unit, largest first.
    pub units: Vec<f64>,
}

impl Arm {
    /// The loss of images with d pixels and a code of k.
    pub fn objective(self, d: usize, k: usize) -> Objective {
        Objective {
            reconstruction: if self.per_pixel { 1.0 / d as Real } else { 1.0 },
            beta: if self.per_unit { self.beta / k as Real } else { self.beta },
            free: self.free,
            exponent: self.exponent,
        }
    }

    /// Trained for so many epochs from start number `start`: the same first weights in every arm.
    pub fn train(
        self,
        run: &Run,
        pictures: &Pictures,
        epochs: usize,
        start: usize,
    ) -> Outcome<Made> {
        let widths = [pictures.d(), pictures.hidden, pictures.code];
        let mut rng = run.rng(&format!("weights {start}"));
        let mut model = Vae::random(&widths, self.likelihood, Init::PyTorch, &mut rng)?;
        model.objective = self.objective(pictures.d(), pictures.code);
        let beta = model.objective.beta;
        let share = |epoch: usize| match self.warm {
            true => (2.0 * epoch as Real / epochs as Real).min(1.0),
            false => 1.0,
        };
        let betas: Vec<Real> = (0..epochs).map(|epoch| beta * share(epoch)).collect();
        let training = Training {
            batch: pictures.batch,
            seed: run.args.seed + 1000 * start as u64,
            ..Training::default()
        };
        let (test, shorter) = (&pictures.test.x, two_thirds(epochs));
        let (mut earlier, mut curve) = (None, Curve::new());
        let adam = &mut Adam { rate: pictures.rate, ..Adam::default() };
        model.train_by(&betas, &pictures.train.x, adam, &training, |record, model| {
            let (mu, s) = model.posterior(test)?;
            let nats = kl(&mu, &s).sum() / test.nrows() as f64;
            curve.push((record.epoch as f64, nats));
            if record.epoch == shorter {
                earlier = Some((model.clone(), Measured::of(model, test)?));
            }
            Ok(())
        })?;
        let last = Measured::of(&model, test)?;
        let (earlier, before) = earlier.unwrap_or((model.clone(), last.clone()));
        Ok(Made { model, earlier, measured: [before, last], kl: curve })
    }
}

impl Measured {
    /// All of it, on these images.
    pub fn of(model: &Vae, x: &Array2<Real>) -> Result<Measured> {
        let (mu, s) = model.posterior(x)?;
        let bound = model.elbo(x, 1, 14)?;
        let mut units = bound.kl_units().to_vec();
        units.sort_by(|a, b| b.total_cmp(a));
        let y = model.decode(&sampled(&mu, &s))?;
        let squares = y.iter().zip(x).map(|(y, x)| f64::from(y - x).powi(2)).sum::<f64>();
        Ok(Measured {
            reconstruction: bound.reconstruction_mean(),
            kl: bound.kl_mean(),
            sq: squares / x.nrows() as f64,
            active: active_units(&mu) as f64,
            units,
        })
    }

    /// −ELBO.
    pub fn bound(&self) -> f64 {
        self.reconstruction + self.kl
    }
}

/// One code an image from q(z|x).
pub fn sampled(mu: &Array2<Real>, s: &Array2<Real>) -> Array2<Real> {
    let mut z = sample_codes(mu.nrows(), mu.ncols(), &mut stream(14, "one code an image"));
    Zip::from(&mut z).and(mu).and(s).for_each(|z, mu, s| *z = mu + (s / 2.0).exp() * *z);
    z
}

/// The arms, each from every start.
pub struct Trained {
    made: Vec<Vec<Made>>,
}

impl Trained {
    /// Trains all.
    pub fn train(run: &mut Run, pictures: &Pictures) -> Outcome<Trained> {
        let epochs = pictures.epochs;
        let made = run.from_each_start(&ARMS, starts(run), |arm, i| {
            arm.train(run, pictures, epochs, i)
        })?;
        Ok(Trained { made })
    }

    /// An arm's models by its key; none where there is no such arm.
    pub fn of(&self, key: &str) -> &[Made] {
        let at = ARMS.iter().position(|arm| arm.key == key);
        at.map_or(&[], |at| &self.made[at])
    }

    /// Everything measured, by arm.
    pub fn record(&self, run: &mut Run, pictures: &Pictures) -> Outcome {
        type Of = fn(&Measured) -> f64;
        let what: [(&str, Of, usize); 5] = [
            ("bce", |m| m.reconstruction, 2),
            ("kl", |m| m.kl, 2),
            ("bound", Measured::bound, 2),
            ("sq", |m| m.sq, 2),
            ("active", |m| m.active, 0),
        ];
        for (arm, made) in ARMS.iter().zip(&self.made) {
            for (name, of, digits) in what {
                for (when, of_time) in [("", 1), ("shorter_", 0)] {
                    let values: Vec<f64> =
                        made.iter().map(|made| of(&made.measured[of_time])).collect();
                    let key = format!("{}_{when}{name}", arm.key);
                    run.over_starts(&key, &values, "", digits);
                }
            }
            if arm.likelihood.learns_scale() {
                let scales: Vec<f64> =
                    made.iter().map(|made| made.model.scale().into()).collect();
                run.over_starts(&format!("{}_scale", arm.key), &scales, "", 4);
            }
        }
        for (name, key) in [("bad", "pixels"), ("cured", "right")] {
            let active: Vec<f64> =
                self.of(key).iter().map(|made| made.measured[1].active).collect();
            run.over_starts(&format!("active_units_{name}"), &active, "", 0);
        }
        if let [made, ..] = self.of("right") {
            let k = pictures.code;
            let own = &made.measured[1];
            for (name, value) in
                [("elbo", own.bound()), ("bce", own.reconstruction), ("kl", own.kl)]
            {
                run.number(&format!("vae{k}_{name}"), value, 2);
            }
        }
        let eigenvalues = Pca::fit(&pictures.train.x, 3)?.variances;
        for (i, value) in eigenvalues.iter().enumerate() {
            run.number(&format!("eigenvalue_{}", i + 1), (*value).into(), 2).spread(0.0);
        }
        run.number("free_nats", FREE.into(), 1).spread(0.0);
        run.number("wide_variance", WIDE.into(), 0).spread(0.0);
        Ok(())
    }
}
