//! How the exercises of chapter 15 on what directions and units mean are graded: 15.3 and 15.4.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use crate::wrong_units as mistakes;
use ndarray::{Array1, Array2, ArrayView1};
use rand::RngExt;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const DIRECTION: &str = "What goes with a smile";
    pub const GAP: &str = "Which unit knows what";
}

type Direction = fn(&Array2<f64>, &[bool], &[bool]) -> Array1<f64>;
type Gap = fn(&Array2<usize>, &Array2<usize>) -> f64;

pub fn direction(answer: impl Fn(&Array2<f64>, &[bool], &[bool]) -> Array1<f64>) {
    use mistakes::direction as wrong;
    let exercise = Exercise { number: "15.3", section: sections::DIRECTION };
    let mut rng = seeded(153);
    for (n, k) in [(40, 3), (60, 2)] {
        // three of four who smile wear glasses, a few of those who do not
        let smiles: Vec<bool> = (0..n).map(|i| i % 5 < 2).collect();
        let glasses: Vec<bool> =
            (0..n).map(|i| if smiles[i] { i % 4 > 0 } else { i % 7 == 0 }).collect();
        let mut z = normal(n, k, &mut rng);
        for (i, mut z) in z.rows_mut().into_iter().enumerate() {
            z[0] += if smiles[i] { 2.0 } else { 0.0 } + if glasses[i] { 1.0 } else { 0.0 };
            z[1] += if glasses[i] { 3.0 } else { 0.0 } + 1.0;
        }
        // one sum for each of four cells, over all rows at once
        let mut right = Array1::<f64>::zeros(k);
        for (smile, worn, sign) in [
            (true, true, 0.5),
            (false, true, -0.5),
            (true, false, 0.5),
            (false, false, -0.5),
        ] {
            let own = |i: usize| smiles[i] == smile && glasses[i] == worn;
            let count = (0..n).filter(|&i| own(i)).count() as f64;
            (0..n).filter(|&i| own(i)).for_each(|i| {
                right.scaled_add(sign / count, &z.row(i));
            });
        }
        let suspects: [(Direction, &str); 8] = [
            (
                wrong::raw,
                "a difference of all who smile and all who do not: the glasses come along",
            ),
            (wrong::reversed, "the sign: with a smile less without"),
            (wrong::summed, "a sum over the two groups; it should be their mean"),
            (
                wrong::bare_faces_only,
                "only those without glasses; the others count as much",
            ),
            (wrong::by_size, "the larger group counts more than the other"),
            (
                wrong::projected,
                "made orthogonal to the glasses: directions of factors need not be",
            ),
            (wrong::smiling_only, "a mean code of those who smile is no direction yet"),
            (
                wrong::less_glasses,
                "all of the glasses taken off; only what came along should be",
            ),
        ];
        let suspects =
            suspects.map(|(wrong, why)| (row(&wrong(&z, &smiles, &glasses)), why));
        let own = row(&answer(&z, &smiles, &glasses));
        exercise.shape(&own, 1, k, "one number for each of the code's");
        let otherwise = "that is not the mean of the two groups' differences";
        exercise.compare(&own, &row(&right), 1e-9, &suspects, otherwise);
    }
}

/// I of two columns by p ln p/(p p), from a table over all values below `most`.
fn information(a: ArrayView1<usize>, b: ArrayView1<usize>, most: usize) -> f64 {
    let n = a.len() as f64;
    let mut joint = Array2::<f64>::zeros((most, most));
    a.iter().zip(b).for_each(|(&a, &b)| joint[(a, b)] += 1.0 / n);
    let h = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    let margin = |axis| joint.sum_axis(ndarray::Axis(axis)).mapv(h).sum();
    margin(0) + margin(1) - joint.mapv(h).sum()
}

pub fn gap(answer: impl Fn(&Array2<usize>, &Array2<usize>) -> f64) {
    use mistakes::gap as wrong;
    let exercise = Exercise { number: "15.4", section: sections::GAP };
    let mut rng = seeded(154);
    for (n, q) in [(80, 2), (120, 3)] {
        let factors = Array2::from_shape_fn((n, q), |(_, m)| rng.random_range(0..2 + m));
        let mut flip = |v: usize, chance: f64| {
            if rng.random_bool(chance) { rng.random_range(0..3) } else { v }
        };
        // two units know the first factor, one better than the other; the last a mixture
        let units = Array2::from_shape_fn((n, 4), |(i, j)| match j {
            0 => flip(factors[(i, 0)], 0.5),
            1 => flip(factors[(i, 0)], 0.1),
            2 => flip(factors[(i, 1)], 0.3),
            _ => factors[(i, 0)] + factors[(i, 1)],
        });
        let gaps = factors.columns().into_iter().map(|v| {
            let mut known: Vec<f64> =
                units.columns().into_iter().map(|z| information(z, v, 8)).collect();
            known.sort_by(f64::total_cmp);
            (known[3] - known[2]) / information(v, v, 8)
        });
        let right = gaps.sum::<f64>() / q as f64;
        let suspects: [(Gap, &str); 8] = [
            (wrong::no_share, "not a share: the gap of a factor is divided by its entropy"),
            (
                wrong::largest_only,
                "what the best unit knows; the second best is to be subtracted",
            ),
            (
                wrong::to_the_least,
                "the gap to the unit that knows least; the second best is meant",
            ),
            (
                wrong::entropy_of_unit,
                "divided by the entropy of the unit, not of the factor",
            ),
            (wrong::summed, "a sum over the factors; it should be their mean"),
            (wrong::bits_by_nats, "bits divided by nats"),
            (wrong::unit_by_unit, "a gap for each unit; each factor has one"),
            (
                wrong::in_order,
                "the first unit less the second; the best ones are to be found",
            ),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&units, &factors), why));
        let otherwise = "that is not the mutual information gap";
        exercise.number(answer(&units, &factors), right, 1e-9, &suspects, otherwise);
    }
}
