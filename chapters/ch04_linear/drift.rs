//! Minibatches at a constant rate: what the noise does to the weights, and they to the noise.

use super::sets::Set;
use autoencoders::linalg::svd;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::history::silent;
use autoencoders::linear::minibatch::Minibatches;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::draw::stream;
use autoencoders::nn::optim::Sgd;
use autoencoders::stats::mean;
use autoencoders::{Real, Result};
use chapters::{Outcome, Run};

/// The rates in units of 1/(2c₁), with their keys.
const RATES: [(&str, f64); 4] = [("025", 0.025), ("050", 0.05), ("100", 0.1), ("200", 0.2)];

/// How far the loss stays above the least, early and late, and how the weights have grown; and the same with the balance of
/// encoder and decoder restored after every epoch.
pub fn drift(run: &mut Run, set: &Set) -> Outcome {
    let (epochs, seeds) = (run.size(20, 600, 600), set.seeds(run, 2, 5, 5));
    for (name, balanced, rates) in
        [("drift", false, &RATES[..]), ("drift_balanced", true, &RATES[1..3])]
    {
        for &(key, share) in rates {
            let ends = run.from_each_start(&[share], seeds, |&share, seed| {
                walk(run, set, share, epochs, seed, balanced)
            })?;
            let of = |part: fn(&End) -> f64| ends[0].iter().map(part).collect::<Vec<_>>();
            run.over_starts(&format!("{name}_{key}_early"), &of(|e| e.early), "%", 3);
            run.over_starts(&format!("{name}_{key}_late"), &of(|e| e.late), "%", 3);
            run.over_starts(&format!("{name}_{key}_u"), &of(|e| e.u), "", 1);
        }
    }
    run.count("drift_epochs", epochs);
    // A decoder with UᵀU = s²I makes the valley's wall as steep as 2c₁s²: too steep for η = share/(2c₁) where s² is 2/share.
    run.number("drift_edge", 2.0 * set.k() as f64 / RATES[3].1, 0).spread(0.0);
    Ok(())
}

/// Means over the second tenth of the epochs and over the last, and ‖U‖² at the end.
struct End {
    early: f64,
    late: f64,
    u: f64,
}

fn walk(
    run: &Run,
    set: &Set,
    share: f64,
    epochs: usize,
    seed: usize,
    balanced: bool,
) -> Outcome<End> {
    let mut rng = stream(run.args.seed, &format!("drift {seed}"));
    let mut model = set.start(set.k(), &mut rng)?;
    let mut sgd = Sgd { rate: share * set.rate_limit(), ..Sgd::default() };
    let how = Minibatches { batch: 32, epochs: 1, ..Minibatches::default() };
    let least = set.dropped(set.k());
    let (mut early, mut late) = (Vec::new(), Vec::new());
    for epoch in 0..epochs {
        model.train(set.x(), &how, &mut sgd, &mut rng, silent)?;
        if balanced {
            model = with_orthonormal_decoder(&model)?;
        }
        let part = match 10 * epoch / epochs {
            1 => &mut early,
            9 => &mut late,
            _ => continue,
        };
        part.push(100.0 * (set.batch.loss(&model, 0.0)? / least - 1.0));
    }
    let mean_of = |part: &[f64]| mean(part).unwrap_or(f64::NAN);
    let u = model.u.iter().map(|&e| f64::from(e).powi(2)).sum();
    Ok(End { early: mean_of(&early), late: mean_of(&late), u })
}

/// The same map with UᵀU = I: from U = W diag(s) Oᵀ, U ← W and V ← diag(s) Oᵀ V.
fn with_orthonormal_decoder(model: &LinearAutoencoder) -> Result<LinearAutoencoder> {
    let (w, s, ot) = svd(model.u.view())?;
    let a: Array2<Real> = &ot * &s.insert_axis(Axis(1));
    LinearAutoencoder::new(model.mean.clone(), w, a.dot(&model.v))
}
