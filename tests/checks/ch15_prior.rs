//! How exercises 15.5 and 15.6 are graded: densities of codes, and tests by shuffling.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::normal;
use crate::wrong_prior as mistakes;
use ndarray::{Array2, array};
use rand::seq::SliceRandom;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const HOLES: &str = "Holes";
    pub const TESTED: &str = "Are samples data?";
}

type LeftOut = fn(&Array2<f64>, f64) -> f64;
type Tested = fn(&Array2<f64>, usize, &[Vec<usize>]) -> (f64, f64);

pub fn left_out(answer: impl Fn(&Array2<f64>, f64) -> f64) {
    use mistakes::left_out as wrong;
    let exercise = Exercise { number: "15.5", section: sections::HOLES };
    let mut rng = seeded(155);
    for (n, k, h) in [(6, 3, 0.8), (9, 2, 1.4), (5, 4, 0.6)] {
        let z = normal(n, k, &mut rng);
        let mut right = 0.0;
        for i in 0..n {
            let mut q = 0.0;
            for j in (0..n).filter(|&j| j != i) {
                let mut hill = 1.0; // a product over directions
                for c in 0..k {
                    let e = (z[(i, c)] - z[(j, c)]) / h;
                    hill *= (-0.5 * e * e).exp() / (h * std::f64::consts::TAU.sqrt());
                }
                q += hill / (n - 1) as f64;
            }
            right += q.ln() / n as f64;
        }
        let suspects: [(LeftOut, &str); 9] = [
            (wrong::itself, "each code stands on its own hill: then h → 0 always wins"),
            (wrong::by_n, "n − 1 hills share the weight, not n"),
            (wrong::no_weights, "the hills are summed; q is their mean"),
            (wrong::no_constant, "the hills' constant is missing, and it depends on h"),
            (wrong::one_direction, "the constant is that of one direction; there are k"),
            (wrong::no_half, "the half in the exponent is missing"),
            (wrong::not_squared, "h was taken for the variance; it is a deviation"),
            (
                wrong::mean_of_logs,
                "a mean of logarithms; q is a mean of hills, then one logarithm",
            ),
            (wrong::summed, "a sum over the codes; it should be their mean"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&z, h), why));
        let otherwise = "that is not the mean of ln q of codes left out";
        exercise.number(answer(&z, h), right, 1e-6, &suspects, otherwise);
    }
    let far = array![[0.0], [100.0], [101.0]];
    let yours = answer(&far, 1.0);
    if !yours.is_finite() {
        let why = "a code far from all others has q = e^−5000, which is 0 to a computer";
        exercise.fail(why, &yours.to_string(), "about −1668");
    }
}

pub fn tested(answer: impl Fn(&Array2<f64>, usize, &[Vec<usize>]) -> (f64, f64)) {
    use mistakes::tested as wrong;
    let exercise = Exercise { number: "15.6", section: sections::TESTED };
    let mut rng = seeded(156);
    for (m, n, shift) in [(4, 6, 0.0), (5, 3, 0.9), (6, 5, 0.4)] {
        let mut x = normal(m + n, 2, &mut rng);
        x.slice_mut(ndarray::s![m.., ..]).mapv_inplace(|v| v + shift);
        let k = Array2::from_shape_fn((m + n, m + n), |(i, j)| {
            let d = &x.row(i) - &x.row(j);
            (-0.5 * d.dot(&d)).exp()
        });
        let mut order: Vec<usize> = (0..m + n).collect();
        let mut shuffles = vec![order.clone()]; // chance may give back the order given
        for _ in 0..60 {
            order.shuffle(&mut rng);
            shuffles.push(order.clone());
        }
        let right = by_labels(&k, m, &shuffles);
        let suspects: [(Tested, &str); 7] = [
            (wrong::diagonal, "a sample was compared with itself: that is the biased MMD²"),
            (wrong::once_across, "the term across counts twice"),
            (wrong::no_one, "the given order is one of the shuffles: both 1 are missing"),
            (wrong::strictly, "a shuffle that reaches MMD² exactly counts too"),
            (
                wrong::other_side,
                "the shuffles *below* were counted; large MMD² speaks against",
            ),
            (wrong::by_size, "a very negative MMD² does not speak against equality"),
            (wrong::rows_only, "rows were shuffled without their columns"),
        ];
        let row = |(a, b): (f64, f64)| array![[a, b]];
        let suspects = suspects.map(|(wrong, why)| (row(wrong(&k, m, &shuffles)), why));
        let yours = row(answer(&k, m, &shuffles));
        let otherwise = "that is not (MMD², p)";
        exercise.compare(&yours, &row(right), 1e-9, &suspects, otherwise);
    }
}

/// By a label for each sample: +1/m for X, −1/n for Y, and the diagonal apart.
fn by_labels(k: &Array2<f64>, m: usize, shuffles: &[Vec<usize>]) -> (f64, f64) {
    let (all, m_f) = (k.nrows(), m as f64);
    let n_f = all as f64 - m_f;
    let of = |order: &[usize]| {
        let mut is_x = vec![false; all];
        order[..m].iter().for_each(|&i| is_x[i] = true);
        let mut sum = 0.0;
        for i in 0..all {
            for j in (0..all).filter(|&j| j != i) {
                sum += k[(i, j)]
                    * match (is_x[i], is_x[j]) {
                        (true, true) => 1.0 / (m_f * (m_f - 1.0)),
                        (false, false) => 1.0 / (n_f * (n_f - 1.0)),
                        _ => -1.0 / (m_f * n_f), // (i, j) and (j, i): twice
                    };
            }
        }
        sum
    };
    let given: Vec<usize> = (0..all).collect();
    let own = of(&given);
    let reach = shuffles.iter().filter(|order| of(order) >= own - 1e-12).count();
    (own, (1 + reach) as f64 / (1 + shuffles.len()) as f64)
}
