//! What each component keeps, and how many to keep.

use autoencoders::Real;
use autoencoders::ndarray::{ArrayView1, Axis};
use autoencoders::pca::{Pca, held_out_error};
use autoencoders::stats::{mean, range};
use chapters::datasets::Images;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// The share of each component, and of the first k together.
pub fn spectrum(run: &mut Run, pca: &Pca) -> Outcome {
    let ratios = pca.explained_ratio().mapv(f64::from);
    for j in 0..ratios.len().min(5) {
        run.number(&format!("ratio_{}", j + 1), ratios[j], 4);
    }
    for k in [2, 10] {
        run.number(&format!("kept_{k}"), pca.kept(k), 3);
    }
    // The steepest step from one component to the next, where 99 % are not yet kept, and where they are.
    let step = |j: usize| ratios[j + 1] / ratios[j];
    let k99 = pca.components_for(0.99)?;
    run.number("step_steepest", (0..k99 - 1).map(step).fold(1.0, f64::min), 2);
    run.number(
        "step_steepest_late",
        (k99 - 1..pca.rank() - 1).map(step).fold(1.0, f64::min),
        2,
    );
    // What single precision has to hold of the components that keep 99 %: s_k/s_1.
    run.number("singular_k99", (ratios[k99 - 1] / ratios[0]).sqrt(), 3);
    run.count("k95_pixels", pixels_for(pca, 0.95));
    let shown = ratios.len().min(run.size(200, 400, 800));
    let each = (0..shown).map(|j| (j as f64 + 1.0, ratios[j])).filter(|&(_, r)| r > 1e-8);
    let together: Vec<(f64, f64)> =
        (0..=shown).map(|k| (k as f64, 100.0 * pca.kept(k))).collect();
    let across = || Scale::linear("component", 0.0, shown as f64);
    let first = Panel::new(
        "",
        across(),
        Scale::log("share of the variance", 1e-8_f64.max(0.5 * least(&ratios)), 0.5),
    )
    .line(each.clone(), Ink::Pca, "")
    .points(each.filter(|_| shown <= 100), Ink::Pca, Shape::Dot, 4.0);
    let mut second = Panel::new(
        "",
        Scale::linear("k components", 0.0, shown as f64),
        Scale::linear("kept together (%)", 0.0, 100.0),
    )
    .line(together, Ink::Pca, "");
    for (line, share) in [80, 90, 95, 99].into_iter().enumerate() {
        let k = pca.components_for(f64::from(share) / 100.0)?;
        run.count(&format!("k{share}"), k);
        let at = (k as f64, 100.0 * pca.kept(k));
        second = second.points([at], Ink::Category(1), Shape::Dot, 6.0);
        // To the right, below the curve, there is always room, and 9 % is as tall as a line of text.
        let below = (shown as f64, 56.0 + 9.0 * line as f64);
        second = second.note(
            below,
            &format!("{share} % with {k}"),
            Ink::Category(1),
            Anchor::End,
        );
    }
    run.figure(
        "spectrum",
        draw(
            "The share of each component, and of the first k together",
            2,
            210.0,
            &[first, second],
        ),
    );
    Ok(())
}

/// How many pixels have `share` of the variance, those that vary most first.
///
/// If each varied by itself they would be the components.
fn pixels_for(pca: &Pca, share: f64) -> usize {
    // Σₐₐ = Σⱼ λⱼ wₐⱼ²
    let of_row = |w: ArrayView1<Real>| -> f64 {
        w.iter()
            .zip(&pca.variances)
            .map(|(&w, &l)| f64::from(w).powi(2) * f64::from(l))
            .sum()
    };
    let mut variances: Vec<f64> = pca.w.rows().into_iter().map(of_row).collect();
    variances.sort_by(|a, b| b.total_cmp(a));
    let all: f64 = variances.iter().sum();
    let together = variances.iter().scan(0.0, |sum, v| {
        *sum += v;
        Some(*sum)
    });
    1 + together.take_while(|&sum| sum < share * all).count()
}

/// The smallest ratio that is not nothing.
fn least(ratios: &autoencoders::ndarray::Array1<f64>) -> f64 {
    ratios.iter().copied().filter(|&r| r > 0.0).fold(1.0, f64::min)
}

/// Squared errors an image, held out where there are such images.
pub fn errors(run: &mut Run, images: &Images) -> Outcome {
    let (n, d) = images.x().dim();
    let ks: Vec<usize> =
        [2, 10, 20, 30].into_iter().filter(|&k| k <= (n - 1).min(d)).collect();
    let measured = images.measured();
    for (k, error) in ks.iter().zip(held_out_error(images.x(), &measured.x, &ks)?) {
        run.number(&format!("mse_k{k}"), error, if error > 100.0 { 1 } else { 2 });
    }
    run.count("mse_samples", measured.len());
    Ok(())
}

/// Fitted to few images: the error on them falls to nothing, the error on others does not.
pub fn choose_k(run: &mut Run, images: &Images) -> Outcome {
    let few = 60.min(images.x().ncols() / 3).min(images.train.len() / 2).max(2);
    let ks: Vec<usize> = (0..few.min(images.x().ncols() + 1)).collect();
    let mut rows: Vec<usize> = (0..images.train.len()).collect();
    let mut rng = run.rng("choose_k");
    let (mut on_few, mut on_others) = (Vec::new(), Vec::new());
    for _ in 0..run.size(3, 20, 100) {
        rows.shuffle(&mut rng);
        let fitted = images.x().select(Axis(0), &rows[..few]);
        let others = images.x().select(Axis(0), &rows[few..rows.len().min(few + 1000)]);
        on_few.push(held_out_error(&fitted, &fitted, &ks)?);
        on_others.push(held_out_error(&fitted, &others, &ks)?);
    }
    let at = |curves: &[Vec<f64>], k: usize| {
        mean(&curves.iter().map(|curve| curve[k]).collect::<Vec<_>>()).unwrap_or(0.0)
    };
    let line = |curves: &[Vec<f64>]| {
        ks.iter().map(|&k| (k as f64, at(curves, k))).collect::<Vec<_>>()
    };
    let last = *ks.last().unwrap_or(&0);
    let panel = Panel::new(
        "",
        Scale::linear("k components", 0.0, last as f64),
        Scale::linear("squared error per image", 0.0, 1.05 * at(&on_others, 0)),
    )
    .band(spread(&on_few), Ink::Pca)
    .band(spread(&on_others), Ink::Category(1))
    .line(line(&on_others), Ink::Category(1), "other images")
    .line(line(&on_few), Ink::Pca, &format!("the {few} fitted"));
    run.figure(
        "choose_k",
        draw(
            "Error on the fitted images falls to zero, error on others levels off",
            1,
            240.0,
            &[panel],
        ),
    );
    run.count("choose_samples", few);
    run.count("choose_seeds", on_few.len());
    let digits = if at(&on_others, 0) > 100.0 { 0 } else { 2 };
    for k in [5, 10, 20].into_iter().filter(|&k| k <= last) {
        for (of, curves) in [("train", &on_few), ("held_out", &on_others)] {
            let errors: Vec<f64> = curves.iter().map(|curve| curve[k]).collect();
            run.over_starts(&format!("choose_{of}_k{k}"), &errors, "", digits);
        }
    }
    Ok(())
}

/// From the least to the most of several curves, at each k.
pub fn spread(curves: &[Vec<f64>]) -> Vec<(f64, f64, f64)> {
    let points = curves.first().map_or(0, Vec::len);
    let range = |k: usize| range(curves.iter().map(|curve| curve[k]));
    (0..points).map(|k| (k as f64, range(k).0, range(k).1)).collect()
}
