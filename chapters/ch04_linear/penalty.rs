//! What a price on large weights does: components shrink, weak ones vanish, and the axes come back.

use super::sets::Set;
use autoencoders::Real;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::axes::shrunk;
use autoencoders::ndarray::{Array2, Axis};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};
use rand::Rng;

/// Singular values of trained decoders on the law √(1 − α/cⱼ), for many strengths of the penalty.
pub fn shrink(run: &mut Run, set: &Set) -> Outcome {
    let k = set.k();
    let pca = set.pca.truncate(k)?;
    let (weakest, strongest) = (set.lambda[k - 1], set.lambda[0]);
    let (low, high) = (0.03 * weakest, 1.5 * strongest);
    let along = |share: f64| low * (high / low).powf(share);
    let law = |alpha: f64| shrunk(&pca, alpha);
    let mut rng = run.rng("shrink");
    let mut panel = Panel::new(
        "",
        Scale::log("penalty α", low, high),
        Scale::linear("singular values of U", 0.0, 1.05),
    );
    for j in 0..k {
        // Up to the point where the component is given up, and that point itself: there the curve is upright.
        let last = set.lambda[j];
        let alphas =
            (0..=80).map(|i| last * (low / last).powf((1.0 - f64::from(i) / 80.0).powi(2)));
        let line = alphas.map(|alpha| (alpha, (1.0 - alpha / last).max(0.0).sqrt()));
        panel = panel.line(line.chain([(high, 0.0)]), Ink::Category(j), "");
    }
    let (count, seeds) = (run.size(5, 17, 17), set.seeds(run, 2, 5, 5));
    let mut worst = vec![0.0_f64; seeds];
    for i in 0..count {
        let alpha = along((f64::from(i) + 0.5) / f64::from(count));
        let predicted = law(alpha)?;
        for worst in &mut worst {
            let reached =
                set.trained(k, alpha, run.size(400, 1500, 3000), &mut rng)?.axes()?.s;
            for j in 0..k {
                panel = panel.points(
                    [(alpha, f64::from(reached[j]))],
                    Ink::Category(j),
                    SHAPES[j % SHAPES.len()],
                    7.0,
                );
                *worst = worst.max(f64::from((reached[j] - predicted[j]).abs()));
            }
        }
    }
    for j in 0..k {
        let at = (along(0.04), 0.5 - 0.12 * j as f64);
        panel = panel.note(
            at,
            &format!("c = {:.*}", if set.total > 100.0 { 0 } else { 2 }, set.lambda[j]),
            Ink::Category(j),
            Anchor::Start,
        );
    }
    run.over_starts("shrink_worst", &worst, "", 4);
    run.count("shrink_strengths", count as usize);
    run.figure(
        "shrink",
        draw(
            "Singular values of the decoder against the penalty: law and trained networks",
            1,
            250.0,
            &[panel],
        ),
    );
    Ok(())
}

const SHAPES: [Shape; 3] = [Shape::Dot, Shape::Square, Shape::Cross];

/// How an axes picture is trained: more steps for the digits would change nothing to be seen.
const STEPS: (usize, usize, usize) = (60, 600, 2000);

/// Signed pictures, row by row: PCA's components; columns of a decoder; columns of one trained with a penalty; the left
/// singular vectors of the latter.
pub fn axes(run: &mut Run, set: &Set) -> Outcome {
    let k = set.at_most(6);
    let pca = set.pca.truncate(k)?;
    let steps = run.size(STEPS.0, STEPS.1, STEPS.2);
    let alpha = 0.3 * set.lambda[k - 1];
    let mut rng = run.rng("axes");
    let plain = set.trained(k, 0.0, steps, &mut rng)?;
    let penalised = set.trained(k, alpha, steps, &mut rng)?;
    let axes = penalised.axes()?.w;
    let rows = [&pca.w, &plain.u, &penalised.u, &axes];
    let most = |w: &Array2<Real>| w.iter().fold(0.0_f64, |m, &v| m.max(f64::from(v).abs()));
    let tiles = rows.iter().flat_map(|w| {
        w.columns().into_iter().map(|c| Tile::signed(&set.images, c, 0.9 * most(w)))
    });
    let labels = ["PCA", "plain U", "L2: U", "L2: axes"].map(str::to_string).to_vec();
    let title =
        "Components; columns of a decoder, without and with a penalty; the axes of the latter".to_string();
    let tiles = tiles.collect();
    run.figure(
        "axes",
        grid(&Grid { title, columns: k, tiles, row_labels: labels, ..Grid::default() }),
    );
    run.count("axes_k", k);
    Ok(())
}

/// A penalty this share of the weakest variance is too faint to be felt in single precision.
const FAINT: f64 = 0.001;

/// From many starts: how well the columns of U agree with components, whatever the order; how well the spans do; and under a
/// penalty the left singular vectors, each with the component of its own number.
pub fn columns(run: &mut Run, set: &Set) -> Outcome {
    let (k, seeds, steps) = (set.k(), set.seeds(run, 3, 12, 24), run.size(400, 1500, 3000));
    let pca = set.pca.truncate(k)?;
    let mut rng = run.rng("columns");
    let (mut any, mut angles, mut axes, mut faint) = (vec![], vec![], vec![], vec![]);
    // The least |cosine| of a left singular vector with the component of its number.
    let least = |model: &LinearAutoencoder| -> Outcome<f64> {
        let w = model.axes()?.w;
        let cosine = |j: usize| f64::from(w.column(j).dot(&pca.w.column(j))).abs();
        Ok((0..k).map(cosine).fold(1.0, f64::min))
    };
    for _ in 0..seeds {
        let plain = set.trained(k, 0.0, steps, &mut rng)?;
        // |cosine| of each column of U (down) with each component (across).
        let lengths = plain.u.map_axis(Axis(0), |u| u.dot(&u).sqrt());
        let cosines = (&plain.u / &lengths).t().dot(&pca.w).mapv(|c| f64::from(c).abs());
        let best = cosines.map_axis(Axis(1), |row| row.iter().copied().fold(0.0, f64::max));
        any.push(best.iter().copied().fold(1.0, f64::min));
        angles.push(plain.largest_angle(&pca)?);
        for (share, found) in [(0.3, &mut axes), (FAINT, &mut faint)] {
            let alpha = share * set.lambda[k - 1];
            found.push(least(&set.trained(k, alpha, steps, &mut rng)?)?);
        }
    }
    run.count("columns_seeds", seeds);
    run.over_starts("columns_match", &any, "", 2);
    run.over_starts("columns_angle", &angles, "°", 4);
    run.over_starts("columns_axes", &axes, "", 6);
    run.over_starts("columns_faint", &faint, "", 2);
    run.count("columns_steps", steps);
    if set.is_large() {
        return Ok(());
    }
    // Twenty times as many steps, from the same starts in single and in double precision.
    let (alpha, patient) = (FAINT * set.lambda[k - 1], 20 * steps);
    let (mut single, mut double) = (vec![], vec![]);
    for _ in 0..set.seeds(run, 2, 5, 5) {
        single.push(least(&set.trained(k, alpha, patient, &mut rng.clone())?)?);
        double.push(least(&in_double(set, k, alpha, patient, &mut rng)?)?);
    }
    run.over_starts("columns_faint_single", &single, "", 4);
    run.over_starts("columns_faint_double", &double, "", 4);
    run.count("columns_patient", patient);
    Ok(())
}

/// The descent of [`Set::trained`] in double precision.
fn in_double(
    set: &Set,
    k: usize,
    alpha: f64,
    steps: usize,
    rng: &mut impl Rng,
) -> Outcome<LinearAutoencoder> {
    let start = set.start(k, rng)?;
    let (c, rate) = (set.batch.c.mapv(f64::from), 0.25 * set.rate_limit());
    let (mut u, mut v) = (start.u.mapv(f64::from), start.v.mapv(f64::from));
    let (mut mu, mut mv) = (&u * 0.0, &v * 0.0);
    for _ in 0..steps {
        let (vc, uc) = (v.dot(&c), u.t().dot(&c));
        let du = (u.dot(&vc.dot(&v.t())) - vc.t()) * 2.0 + &u * (2.0 * alpha);
        let dv = (u.t().dot(&u).dot(&vc) - uc) * 2.0 + &v * (2.0 * alpha);
        (mu, mv) = (mu * 0.9 + &du, mv * 0.9 + &dv);
        u.scaled_add(-rate, &(du + &mu * 0.9));
        v.scaled_add(-rate, &(dv + &mv * 0.9));
    }
    let rounded = |a: Array2<f64>| a.mapv(|e| e as Real);
    Ok(LinearAutoencoder::new(start.mean, rounded(u), rounded(v))?)
}
