//! Tangent planes of one head's pictures: yaw, tilt and light.

use super::arms::starts;
use super::planes::{LAMBDAS, Lesson, Truth};
use super::spots::record;
use autoencoders::contractive::tangents::{angles, differences};
use autoencoders::contractive::{ContractiveAutoencoder, Weights};
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, Identity, View, render};
use autoencoders::ndarray::{Array2, s};
use autoencoders::{Frame, Real, Result};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rayon::prelude::*;

/// What changes, and the farthest it goes either way, degrees.
const FACTORS: [(&str, f64); 3] = [("yaw", 40.0), ("tilt", 20.0), ("light", 40.0)];
/// As few pictures as the fewest spots.
const FEW: usize = 100;
/// Steps of the differences that make the true tangents, degrees.
const STEPS: [f64; 3] = [1.0, 1.0, 2.0];

/// Pictures of one head.
pub struct Heads {
    identity: Identity,
    side: usize,
    /// To learn from.
    pub train: Array2<Real>,
    valid: Truth,
    test: Truth,
}

/// What the head's figure needs.
pub struct Planes {
    /// The contractive encoder of the first start.
    pub contractive: ContractiveAutoencoder,
    /// The plain one.
    pub plain: ContractiveAutoencoder,
    /// The best number of neighbours.
    pub neighbours: usize,
}

impl Heads {
    /// Renders all.
    pub fn render(run: &mut Run) -> Outcome<Heads> {
        let side = run.size(12, 24, 24);
        let identity = Identity::random(&mut run.rng("identity"));
        let draw = |name: &str, n: usize| -> Vec<[f64; 3]> {
            let mut rng = run.rng(name);
            (0..n).map(|_| factors(&mut rng)).collect()
        };
        let (train, some) = (run.size(80, 1000, 1000), run.size(6, 40, 40));
        let truth = |name: &str| truth(&identity, side, &draw(name, some));
        let (valid, test) = (truth("valid head")?, truth("test head")?);
        let train = pictures(&identity, side, &draw("train head", train))?;
        run.count("head_samples", train.nrows());
        run.count("head_side", side);
        let heads = Heads { identity, side, train, valid, test };
        heads.settled(run)?;
        Ok(heads)
    }

    /// How a row is a picture.
    pub fn set(&self) -> ImageSet {
        sheet(Frame::grey(self.side, self.side))
    }

    /// The picture at yaw, tilt and light, degrees.
    pub fn picture(&self, p: &[f64]) -> Result<Vec<Real>> {
        picture(&self.identity, self.side, p)
    }

    /// The true tangents at these factors, a column each.
    pub fn tangents_at(&self, p: &[f64]) -> Result<Array2<Real>> {
        differences(|p| self.picture(p), p, &STEPS)
    }

    /// Do the differences depend on their step? The angles between planes of a step and of
    /// half of it.
    fn settled(&self, run: &mut Run) -> Outcome {
        let (mut rng, halves) = (run.rng("settled head"), STEPS.map(|step| step / 2.0));
        let mut all = Vec::new();
        for _ in 0..run.size(2, 20, 20) {
            let p = factors(&mut rng);
            let half = differences(|p| self.picture(p), &p, &halves)?;
            all.extend(angles(&self.tangents_at(&p)?, &half)?);
        }
        let median = autoencoders::stats::median(&all).unwrap_or(f64::NAN);
        run.measure("head_step", median, "°", 1);
        Ok(())
    }

    /// Scores of all estimates, from few pictures and from all; what the figure needs is of all.
    pub fn tangents(&self, run: &mut Run) -> Outcome<Planes> {
        let few = self.train.slice(s![..FEW.min(self.train.nrows()), ..]).to_owned();
        self.scored(run, &few, "head_few")?;
        run.count("head_few_samples", few.nrows());
        self.scored(run, &self.train, "head")
    }

    /// Scores of all estimates from these pictures.
    fn scored(&self, run: &mut Run, x: &Array2<Real>, key: &str) -> Outcome<Planes> {
        let lesson = Lesson { hidden: run.size(20, 150, 150), ..Lesson::spots(run) };
        let weights = [Weights::Untied, Weights::Tied];
        let tried: Vec<(Weights, Real)> = weights
            .into_iter()
            .flat_map(|weights| LAMBDAS.map(|lambda| (weights, lambda)))
            .collect();
        let scores = run.together(&tried, |&(weights, lambda)| {
            let model = Lesson { weights, ..lesson }.train(run, x, lambda, 0)?;
            Ok(self.valid.of_encoder(&model)?.median)
        })?;
        let best = tried.iter().zip(&scores).min_by(|a, b| a.1.total_cmp(b.1));
        let (weights, lambda) = best.map_or(tried[0], |best| *best.0);
        let neighbours = self.valid.best_neighbours(x)?;
        run.number(&format!("{key}_lambda"), f64::from(lambda), 2).spread(0.0);
        run.count(&format!("{key}_tied"), usize::from(weights == Weights::Tied));
        run.count(&format!("{key}_neighbours"), neighbours);
        let lesson = Lesson { weights, ..lesson };
        let cases = [("cae", lesson, lambda), ("ae", lesson, 0.0)];
        let made =
            run.from_each_start(&cases, starts(run), |&(_, lesson, lambda), start| {
                let model = lesson.train(run, x, lambda, start)?;
                Ok((self.test.of_encoder(&model)?, model))
            })?;
        for ((who, _, _), made) in cases.iter().zip(&made) {
            let scores: Vec<_> = made.iter().map(|m| m.0).collect();
            record(run, &format!("{key}_{who}"), &scores);
        }
        for (who, score) in [
            ("pca", self.test.of_neighbours(x, neighbours)?),
            ("global", self.test.of_all(x)?),
        ] {
            run.measure(&format!("{key}_{who}"), score.median, "°", 1).spread(0.0);
            run.number(&format!("{key}_{who}_overlap"), score.overlap, 3).spread(0.0);
        }
        for ((who, _, _), made) in cases.iter().zip(&made) {
            let pushes =
                made.iter().map(|m| self.test.pushes(&m.1)).collect::<Result<Vec<_>>>()?;
            let ratios: Vec<f64> =
                pushes.iter().map(|[along, across]| along / across).collect();
            run.over_starts(&format!("{key}_{who}_ratio"), &ratios, "", 2);
        }
        let mut first = made.into_iter().filter_map(|made| made.into_iter().next());
        match (first.next(), first.next()) {
            (Some((_, contractive)), Some((_, plain))) => {
                Ok(Planes { contractive, plain, neighbours })
            }
            _ => Err("no start".into()),
        }
    }
}

/// Factors drawn uniformly.
fn factors(rng: &mut impl Rng) -> [f64; 3] {
    FACTORS.map(|(_, most)| most * (2.0 * rng.random::<f64>() - 1.0))
}

fn picture(identity: &Identity, side: usize, p: &[f64]) -> Result<Vec<Real>> {
    let [yaw, tilt, light_azimuth] = [p[0] as f32, p[1] as f32, p[2] as f32];
    let view = View { yaw, tilt, light_azimuth, ..View::default() };
    render(identity, &view, side, Colour::Grey)
}

fn pictures(identity: &Identity, side: usize, all: &[[f64; 3]]) -> Outcome<Array2<Real>> {
    let rows: Vec<Vec<Real>> =
        all.par_iter().map(|p| picture(identity, side, p)).collect::<Result<_>>()?;
    Ok(Array2::from_shape_vec((all.len(), side * side), rows.concat())?)
}

fn truth(identity: &Identity, side: usize, all: &[[f64; 3]]) -> Outcome<Truth> {
    let plane = |p: &[f64; 3]| differences(|p| picture(identity, side, p), p, &STEPS);
    let planes = all.par_iter().map(plane).collect::<Result<_>>()?;
    Ok(Truth { x: pictures(identity, side, all)?, planes })
}

/// A set of single numbers a pixel, for tiles.
pub fn sheet(frame: Frame) -> ImageSet {
    ImageSet { x: Array2::zeros((0, frame.len())), labels: Vec::new(), frame }
}
