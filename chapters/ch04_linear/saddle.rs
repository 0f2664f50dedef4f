//! A saddle, visited and left.

use super::runs::{Curve, bundle, first_below, found, losses, medians};
use super::sets::Set;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::Descent;
use autoencoders::linear::history::silent;
use autoencoders::nn::optim::Sgd;
use autoencoders::stats::median;
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Starts beside the saddle that spans components 1, 2, 3 and 5: the smaller the disturbance, the later they leave.
pub fn saddle(run: &mut Run, set: &Set) -> Outcome {
    let k = set.k();
    let (floor, rate) = (set.dropped(k), 0.5 * set.rate_limit());
    // The last component of the best subspace is exchanged for the first that it leaves out.
    let lift = set.lambda[k - 1] - set.lambda[k];
    let plateau = floor + lift;
    // The logarithm of the factor by which a disturbance grows in a step; and a third more steps than one of 10⁻⁷ needs to
    // grow to 1.
    let growth = (1.0 + rate * escape(set, k)).ln();
    let steps = (1e7_f64.ln() / growth / 37.5).round().clamp(4.0, 100.0) as usize * 50;
    let mut panel = Panel::new(
        "",
        Scale::linear("steps", 0.0, steps as f64),
        Scale::linear("loss", floor - 0.1 * lift, plateau + 0.25 * lift),
    )
    .across(plateau, Ink::Faint, "")
    .across(floor, Ink::Faint, "");
    let mut left = [f64::NAN; 7];
    for power in [2, 3, 4, 5, 6] {
        let curves = starts(run, set, Some(10f64.powi(-power)), (rate, steps))?;
        let step = half_way(&curves, floor + lift / 2.0);
        left[power as usize] = step;
        found(run, &format!("saddle_steps_{power}"), step, 0);
        // 10⁻⁶ is not drawn: rounding disturbs as much.
        if power < 6 {
            panel = bundle(panel, &curves, Ink::Autoencoder, "");
            let label = ["10⁻²", "10⁻³", "10⁻⁴", "10⁻⁵"][power as usize - 2];
            panel = panel.note(
                (step, plateau + 0.12 * lift),
                label,
                Ink::Autoencoder,
                Anchor::Middle,
            );
            run.count("saddle_seeds", curves.len());
        }
    }
    let by_rounding = starts(run, set, None, (rate, steps))?;
    let step = half_way(&by_rounding, floor + lift / 2.0);
    found(run, "saddle_steps_rounding", step, 0);
    panel = panel.dashed(medians(&by_rounding), Ink::Text, "");
    panel = panel.note((step, plateau + 0.12 * lift), "none", Ink::Text, Anchor::Middle);
    found(run, "saddle_apart", left[4] - left[2], 0);
    run.number("saddle_apart_law", 100f64.ln() / growth, 0);
    run.number("saddle_loss", plateau, set.places());
    run.number("saddle_floor", floor, set.places());
    let title = "Loss against steps from starts near a saddle, by size of the disturbance";
    run.figure("saddle", draw(title, 1, 210.0, &[panel]));
    Ok(())
}

/// Losses from the saddle, with every entry of U and V disturbed by N(0, size²) or none.
fn starts(
    run: &Run,
    set: &Set,
    size: Option<f64>,
    (rate, steps): (f64, usize),
) -> Outcome<Vec<Curve>> {
    let k = set.k();
    let spanned: Vec<usize> = (0..k - 1).chain([k]).collect();
    // The same noise in every size: then the curves differ by their size alone.
    let mut rng = run.rng("saddle");
    let mut curves = Vec::new();
    for _ in 0..if size.is_some() { set.seeds(run, 2, 7, 21) } else { 1 } {
        let mut model = LinearAutoencoder::spanning(&set.pca, &spanned)?;
        if let Some(size) = size {
            let noise = LinearAutoencoder::random(&set.pca.mean, k, size, &mut rng)?;
            model.u += &noise.u;
            model.v += &noise.v;
        }
        let how = Descent { steps, every: 1, ..Descent::default() };
        let mut optimiser = Sgd { rate, ..Sgd::default() };
        curves.push(losses(&set.batch.descend(
            &mut model,
            &how,
            &mut optimiser,
            silent,
        )?));
    }
    Ok(curves)
}

/// The step at which the loss is below `middle`: the median over the runs.
fn half_way(curves: &[Curve], middle: f64) -> f64 {
    let steps = curves.iter().map(|curve| first_below(curve, middle).unwrap_or(f64::NAN));
    median(&steps.collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

/// The size of the negative curvature at the saddle.
///
/// With a in the decoder and b in the encoder turned from the component that is spanned (eigenvalue c) towards the one left
/// out (C), the loss changes by c a² + C b² − 2C ab.
fn escape(set: &Set, k: usize) -> f64 {
    let (large, small) = (set.lambda[k - 1], set.lambda[k]);
    let (sum, product) = (large + small, large * small - large * large);
    (sum * sum - 4.0 * product).sqrt() - sum
}
