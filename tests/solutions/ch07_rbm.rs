//! The exercises of chapter 7, solved; explained on the page.

use ndarray::{Array1, Array2, Axis};

type Statistics = (Array2<f64>, Array1<f64>, Array1<f64>);

// ANCHOR: exercise_7_1
/// The units that are on in this state, as zeros and ones.
fn state(number: usize, units: usize) -> Array1<f64> {
    (0..units).map(|i| (number >> i & 1) as f64).collect()
}

pub fn joint(w: &Array2<f64>, b: &Array1<f64>, c: &Array1<f64>) -> Array2<f64> {
    let (d, m) = w.dim();
    let weight = |(r, s): (usize, usize)| {
        let (v, h) = (state(r, d), state(s, m));
        (b.dot(&v) + c.dot(&h) + v.dot(w).dot(&h)).exp() // e^−E
    };
    let p = Array2::from_shape_fn((1 << d, 1 << m), weight);
    let z = p.sum();
    p / z
}
// ANCHOR_END: exercise_7_1

// ANCHOR: exercise_7_2
pub fn spins(
    v: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
    c: &Array1<f64>,
) -> (Array1<f64>, Array2<f64>) {
    let a = v.dot(w) + c; // what unit j is pulled with
    let log_sum = a.mapv(|a| a.abs() + (-2.0 * a.abs()).exp().ln_1p()); // ln(eᵃ + e⁻ᵃ)
    let free = -v.dot(b) - log_sum.sum_axis(Axis(1));
    let p = a.mapv(|a| 1.0 / (1.0 + (-2.0 * a).exp())); // eᵃ/(eᵃ + e⁻ᵃ) = σ(2a)
    (free, p)
}
// ANCHOR_END: exercise_7_2

// ANCHOR: exercise_7_3
pub fn mean_picture(w: &Array2<f64>, b: &Array1<f64>, c: &Array1<f64>) -> Array1<f64> {
    let states = || (0..1 << c.len()).map(|number| state(number, c.len()));
    let log_weight = |h: &Array1<f64>| {
        let softplus = (w.dot(h) + b).mapv(|a| a.max(0.0) + (-a.abs()).exp().ln_1p());
        c.dot(h) + softplus.sum() // ln Σᵥ e^−E(v, h)
    };
    let logs: Vec<f64> = states().map(|h| log_weight(&h)).collect();
    let most = logs.iter().copied().fold(f64::MIN, f64::max);
    let (mut mean, mut total) = (Array1::zeros(b.len()), 0.0);
    for (h, log) in states().zip(&logs) {
        let p = (log - most).exp(); // of h, but for a factor
        // E[v | h] = σ(b + Wh)
        mean.scaled_add(p, &(w.dot(&h) + b).mapv(|a| 1.0 / (1.0 + (-a).exp())));
        total += p;
    }
    mean / total
}
// ANCHOR_END: exercise_7_3

// ANCHOR: exercise_7_4
pub fn cd1(
    v: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
    c: &Array1<f64>,
    hidden: &Array2<f64>,
    visible: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let n = v.nrows() as f64;
    let sigmoid = |a: Array2<f64>| a.mapv(|a| 1.0 / (1.0 + (-a).exp()));
    let draw =
        |p: &Array2<f64>, u: &Array2<f64>| (p - u).mapv(|above| f64::from(above > 0.0));
    let p0 = sigmoid(v.dot(w) + c); // p(h = 1 | v⁽⁰⁾)
    let h0 = draw(&p0, hidden);
    let v1 = draw(&sigmoid(h0.dot(&w.t()) + b), visible); // from p(v = 1 | h⁽⁰⁾)
    let p1 = sigmoid(v1.dot(w) + c); // p(h = 1 | v⁽¹⁾)
    let dw = (v.t().dot(&p0) - v1.t().dot(&p1)) / n;
    let db = (v - &v1).sum_axis(Axis(0)) / n;
    let dc = (&p0 - &p1).sum_axis(Axis(0)) / n;
    (dw, db, dc)
}
// ANCHOR_END: exercise_7_4

// ANCHOR: exercise_7_5
pub fn within(codes: &[u64], labels: &[usize], radius: u32) -> (f64, f64) {
    let n = codes.len();
    let (mut precision, mut recall) = (0.0, 0.0);
    for query in 0..n {
        let others = || (0..n).filter(|&i| i != query);
        // bits that differ
        let near = |&i: &usize| (codes[i] ^ codes[query]).count_ones() <= radius;
        let alike = |&i: &usize| labels[i] == labels[query];
        let answers = others().filter(near).count();
        let found = others().filter(near).filter(alike).count() as f64;
        precision += found / answers.max(1) as f64;
        recall += found / others().filter(alike).count() as f64;
    }
    (precision / n as f64, recall / n as f64)
}
// ANCHOR_END: exercise_7_5

// ANCHOR: exercise_7_6
pub fn centred_step(
    data: &Statistics,
    model: &Statistics,
    mu: &Array1<f64>,
    lambda: &Array1<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let column = |a: &Array1<f64>| a.clone().insert_axis(Axis(1));
    let row = |a: &Array1<f64>| a.clone().insert_axis(Axis(0));
    let (vh, v, h) = (&data.0 - &model.0, &data.1 - &model.1, &data.2 - &model.2);
    // (v − μ)(h − λ)ᵀ multiplied out
    let dw = vh - column(&v).dot(&row(lambda)) - column(mu).dot(&row(&h));
    let db = v - dw.dot(lambda); // plain b = centred b − Wλ
    let dc = h - dw.t().dot(mu); // plain c = centred c − Wᵀμ
    (dw, db, dc)
}
// ANCHOR_END: exercise_7_6
