//! What is lost to a Gaussian that is diagonal, and what to an encoder that answers at once.

use super::binary::Set;
use super::quadrature::{Plane, grid};
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis, s};
use autoencoders::stats::mean;
use autoencoders::vae::Vae;
use autoencoders::vae::best_code::BestCode;
use autoencoders::vae::quadrature::Grid;
use autoencoders::{Real, Result};
use chapters::{Outcome, Run};

/// Images of each kind.
const IMAGES: usize = 25;
/// The same of the long run on real data.
const FEWER: usize = 15;

/// Steps of Adam for one code.
pub const STEPS: usize = 100;

/// One image's share.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    /// log p(x) − the best diagonal Gaussian's bound.
    pub approximation: f64,
    /// That bound − the encoder's.
    pub amortisation: f64,
}

/// The grid of ε for expectations under a code's Gaussian.
pub fn noise() -> Result<Grid> {
    Grid::new(2, 4.0, 0.8)
}

/// The best diagonal Gaussian of one sample (1, d): the better of two descents, from the encoder's
/// and from a narrow one where the posterior is highest.
pub fn best<'a>(
    vae: &'a Vae,
    x: &Array2<Real>,
    (mu, s): (ArrayView1<Real>, ArrayView1<Real>),
    whole: &Grid,
    steps: usize,
) -> Result<BestCode<'a>> {
    let density = whole.log_posterior(vae, x)?;
    let high =
        (0..density.len()).fold(0, |a, b| if density[b] > density[a] { b } else { a });
    let (top, narrow) = (whole.nodes.row(high), Array1::from_elem(mu.len(), -3.0));
    let noise = noise()?;
    let mut both = [
        BestCode::new(vae, mu, s, &noise)?,
        BestCode::new(vae, top, narrow.view(), &noise)?,
    ];
    for code in &mut both {
        code.improve(x, steps, 0.1)?;
    }
    let [own, other] = both;
    Ok(if own.elbo(x)? >= other.elbo(x)? { own } else { other })
}

/// Both gaps, of each row.
pub fn of(run: &Run, vae: &Vae, x: &Array2<Real>) -> Outcome<Vec<Gap>> {
    let exact = grid(run, 1.0)?.log_likelihood(vae, x)?;
    let ((mu, s), noise) = (vae.posterior(x)?, noise()?);
    let coarse = grid(run, 4.0)?;
    let one = |i: usize| -> Result<Gap> {
        let sample = x.row(i).insert_axis(Axis(0)).to_owned();
        let encoder = BestCode::new(vae, mu.row(i), s.row(i), &noise)?.elbo(&sample)?;
        let best =
            best(vae, &sample, (mu.row(i), s.row(i)), &coarse, run.size(20, STEPS, STEPS))?;
        let best = best.elbo(&sample)?.max(encoder);
        Ok(Gap { approximation: exact[i] - best, amortisation: best - encoder })
    };
    Ok((0..x.nrows()).map(one).collect::<Result<_>>()?)
}

/// Images that were trained on, and images that were not; gives back those of the first start.
pub fn gaps(run: &mut Run, plane: &Plane) -> Outcome<Vec<Gap>> {
    let Set { train, key, .. } = plane.set;
    let long = run.args.full && run.args.data.is_some();
    let most = if long { FEWER } else { run.size(4, IMAGES, IMAGES) };
    let seen = train.x.slice(s![..most.min(train.len()), ..]).to_owned();
    let unseen = plane.set.some(most);
    let jobs: Vec<_> = [&unseen, &seen]
        .into_iter()
        .flat_map(|x| plane.vaes.iter().map(move |v| (v, x)))
        .collect();
    let mut found = run.together(&jobs, |(vae, x)| of(run, vae, x))?;
    let of_seen = found.split_off(plane.vaes.len());
    for (what, found) in [("test", &found), ("train", &of_seen)] {
        let each = |of: fn(&Gap) -> f64| -> Vec<f64> {
            let over = |gaps: &Vec<Gap>| mean(&gaps.iter().map(of).collect::<Vec<_>>());
            found.iter().filter_map(over).collect()
        };
        let spread = 0.3;
        let name = |gap: &str| format!("gap_{gap}_{what}_{key}");
        run.scattered(&name("approximation"), &each(|g| g.approximation), "", 3, spread);
        run.scattered(&name("amortisation"), &each(|g| g.amortisation), "", 3, spread);
        let larger = each(|g| if g.amortisation > g.approximation { 100.0 } else { 0.0 });
        run.scattered(&name("larger"), &larger, "%", 0, spread);
    }
    run.count("gap_images", unseen.nrows()).spread(0.0);
    run.count("gap_steps", STEPS).spread(0.0);
    found.into_iter().next().ok_or_else(|| "no start was trained".into())
}
