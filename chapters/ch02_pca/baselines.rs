//! PCA's directions against random ones and against single pixels, each with the linear decoder that suits it best.

use super::elimination::Left;
use autoencoders::linalg::orthonormal;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::pca::held_out_error;
use autoencoders::stats::median;
use autoencoders::{Real, data::ImageSet};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// The error that k numbers leave on images kept back: PCA's scores, single pixels, random projections.
pub fn random_directions(
    run: &mut Run,
    fitted: &ImageSet,
    kept_back: &ImageSet,
) -> Outcome {
    let whole = Left::of(&fitted.x, &kept_back.x)?;
    let d = fitted.x.ncols();
    // Not to the end, where all meet at zero.
    let shown = (d * 5 / 8).min(fitted.len() - 1);
    let by_pca = held_out_error(&fitted.x, &kept_back.x, &(0..=shown).collect::<Vec<_>>())?;
    let by_variance = whole.after_each(&whole.largest_variances(shown));
    let mut rng = run.rng("random_directions");
    let draws = (0..run.size(5, 20, 20))
        .map(|_| drawn(d, shown, &mut rng))
        .collect::<Outcome<Vec<_>>>()?;
    let by_chance = run.together(&draws, |(free, _)| Ok(whole.along(free)))?;
    let along_themselves = run.together(&draws, |(_, q)| Ok(whole.along_themselves(q)))?;

    let curve = |errors: &[f64]| -> Curve {
        errors.iter().enumerate().map(|(k, &e)| (k as f64, e)).collect()
    };
    let curves = |all: &[Vec<f64>]| all.iter().map(|e| curve(e)).collect::<Vec<_>>();
    let panel = Panel::new(
        "",
        Scale::linear("k numbers", 0.0, shown as f64),
        Scale::linear("squared error per image", 0.0, 1.05 * by_pca[0]),
    );
    let panel =
        bundle(panel, &curves(&along_themselves), Ink::Faint, "random, own decoder");
    let panel = bundle(panel, &curves(&by_chance), Ink::Random, "random")
        .line(curve(&by_variance), Ink::Raw, "pixels")
        .line(curve(&by_pca), Ink::Pca, "PCA");
    run.figure(
        "random_directions",
        draw(
            "Squared error against k: PCA, pixels, random directions, each decoded as well as can be",
            1,
            260.0,
            &[panel],
        ),
    );

    let k = 10.min(shown);
    let digits = if by_pca[0] > 100.0 { 0 } else { 2 };
    run.count("best_fitted", fitted.len());
    run.count("best_kept_back", kept_back.len());
    run.count("best_k", k);
    run.number("best_total_sq", by_pca[0], digits);
    run.number("pca10_sq", by_pca[k], digits);
    let in_sample = held_out_error(&fitted.x, &fitted.x, &[k])?;
    run.number("pca10_fitted_sq", in_sample[0], digits);
    run.number("pixels10_best_sq", by_variance[k], digits);
    let at = |all: &[Vec<f64>]| all.iter().map(|e| e[k]).collect::<Vec<_>>();
    for (key, values) in
        [("random10_best_sq", at(&by_chance)), ("random10_own_sq", at(&along_themselves))]
    {
        let middle = median(&values).unwrap_or(f64::NAN);
        run.number(key, middle, digits).starts(values.len());
        run.over_starts(key, &values, "", digits);
    }
    let ratio = median(&at(&by_chance)).unwrap_or(f64::NAN) / by_pca[k];
    run.number("random10_ratio", ratio, 1);
    run.count("random_draws", by_chance.len());
    Ok(())
}

/// k random directions, as they come and made orthonormal: both span the same subspace.
fn drawn(
    d: usize,
    k: usize,
    rng: &mut ChaCha8Rng,
) -> Outcome<(Vec<Array1<f64>>, Array2<f64>)> {
    let u = normal(d, k, rng);
    let q = orthonormal(u.view())?.mapv(f64::from);
    Ok((u.columns().into_iter().map(|u| u.mapv(f64::from)).collect(), q))
}

fn normal(d: usize, k: usize, rng: &mut impl Rng) -> Array2<Real> {
    Array2::from_shape_simple_fn((d, k), || rng.sample::<f32, _>(StandardNormal) as Real)
}
