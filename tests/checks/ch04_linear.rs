//! How the exercises of chapter 4 on the linear autoencoder without penalty are graded: 4.2, 4.3 and 4.6.

use crate::common::seeded;
use crate::graded::grading::{Exercise, agree, lengths};
use crate::graded::{double, normal, orthonormal, real};
use autoencoders::{Real, linalg};
use ndarray::{Array1, Array2, Axis, concatenate};

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const CODING: &str = "A code is a compression";
    pub const GRADIENTS: &str = "Gradients by hand";
    pub const FIXED: &str = "The best map onto a fixed subspace";
    pub const PENALTY: &str = "What a penalty brings back";
    pub const SADDLES: &str = "Saddles, and no bad valleys";
}

fn squares(a: &Array2<f64>) -> f64 {
    a.iter().map(|v| v * v).sum()
}

type Pair = (Array2<Real>, Array2<Real>);
type Gradients<'a> = dyn Fn(&Array2<Real>, &Array2<Real>, &Array2<Real>, Real) -> Pair + 'a;

pub fn gradients(answer: &Gradients) {
    let exercise = Exercise { number: "4.2", section: sections::GRADIENTS };
    let mut rng = seeded(42);
    for (n, d, k, alpha) in
        [(8, 5, 2, 0.0), (6, 6, 3, 0.25), (1, 4, 4, 0.5), (40, 7, 1, 2.0)]
    {
        let x = double(&real(&normal(n, d, &mut rng)));
        let (u, v) = (
            double(&real(&normal(d, k, &mut rng))),
            double(&real(&normal(k, d, &mut rng))),
        );
        let (by_u, by_v) = answer(&real(&x), &real(&u), &real(&v), alpha as Real);
        let (by_u, by_v) = (double(&by_u), double(&by_v));
        exercise.shape(
            &by_u,
            d,
            k,
            "∂L/∂U has the shape of U: samples are what a product sums over",
        );
        exercise.shape(
            &by_v,
            k,
            d,
            "∂L/∂V has the shape of V: samples are what a product sums over",
        );
        // The loss is a parabola in each single entry, so that a central difference is exact for any step.
        let error = |u: &Array2<f64>, v: &Array2<f64>| {
            squares(&(&x - &x.dot(&v.t()).dot(&u.t()))) / n as f64
        };
        let slope = |along: &dyn Fn(f64) -> f64| along(0.5) - along(-0.5);
        let moved = |a: &Array2<f64>, at: (usize, usize), step: f64| {
            let mut a = a.clone();
            a[at] += step;
            a
        };
        let of_u =
            Array2::from_shape_fn((d, k), |at| slope(&|t| error(&moved(&u, at, t), &v)));
        let of_v =
            Array2::from_shape_fn((k, d), |at| slope(&|t| error(&u, &moved(&v, at, t))));
        let (m, features) = (n as f64, d as f64);
        let judge = |yours: &Array2<f64>,
                     slope: &Array2<f64>,
                     own: &Array2<f64>,
                     more: Vec<(Array2<f64>, &str)>,
                     name: &str| {
            let penalty = own * (2.0 * alpha);
            let mut suspects = more;
            suspects.extend([
                (slope / 2.0 + &penalty, "the factor 2 of the square is missing"),
                (slope * m + &penalty, "the sum over samples was not divided by n"),
                (
                    slope / features + &penalty,
                    "the error was averaged over features too; sum over features, average over samples",
                ),
                (
                    &penalty - slope,
                    "the sign of the error is turned, so that descent climbs: E = X̃ − X, not X − X̃",
                ),
                (slope.clone(), "the penalty is missing: α‖·‖² adds 2α times the matrix"),
                (
                    slope + &(&penalty / 2.0),
                    "the penalty's factor 2 is missing: α‖·‖² adds 2α times the matrix",
                ),
                (
                    slope + &(&penalty / m),
                    "the penalty was divided by n; it stands outside the mean over samples",
                ),
            ]);
            let expected = slope + &penalty;
            exercise.compare(
                yours,
                &expected,
                2e-3,
                &suspects,
                &format!("{name} differs from the slopes of the loss"),
            );
        };
        let z = x.dot(&v.t());
        let e = z.dot(&u.t()) - &x;
        let penalty = |own: &Array2<f64>| own * (2.0 * alpha);
        let mut more = vec![];
        if n == d {
            more.push((
                e.dot(&z) * (2.0 / m) + penalty(&u),
                "the first factor needs a transpose, Eᵀ: this sums over features",
            ));
        }
        judge(&by_u, &of_u, &u, more, "∂L/∂U");
        let twin = z.t().dot(&e) * (2.0 / m) + penalty(&v);
        let more = vec![(
            twin,
            "that is the transpose of ∂L/∂U; the error reaches V through U: (EU)ᵀX",
        )];
        judge(&by_v, &of_v, &v, more, "∂L/∂V");
    }
}

pub fn best_encoder(answer: impl Fn(&Array2<Real>) -> Array2<Real>) {
    let exercise = Exercise { number: "4.3", section: sections::FIXED };
    let mut rng = seeded(43);
    // (d, k, rank): the last two decoders have columns that depend on each other; the last has one of zeros, too.
    for (d, k, rank) in [(7, 2, 2), (20, 4, 4), (5, 5, 5), (9, 3, 2), (11, 4, 2)] {
        let s = Array1::from_shape_fn(rank, |j| 3.0 * 0.6f64.powi(j as i32));
        let a = orthonormal(normal(d, rank, &mut rng));
        let mut b =
            orthonormal(normal(if k == 4 && rank == 2 { 3 } else { k }, rank, &mut rng));
        if b.nrows() < k {
            b = concatenate![Axis(0), b, Array2::zeros((1, rank))];
        }
        let u = (&a * &s).dot(&b.t());
        let expected = (&b / &s).dot(&a.t());
        let yours = double(&answer(&real(&u)));
        exercise.shape(
            &yours,
            k,
            d,
            "V encodes: a row for each number of the code, a column for each feature",
        );
        let largest = expected.iter().fold(0.0, |m: f64, v| v.abs().max(m));
        if yours.iter().any(|v| !v.is_finite() || v.abs() > 100.0 * largest) {
            let why = "a singular value that is zero, or would be but for rounding, was inverted: these columns depend on each other; leave such a direction at zero";
            exercise.fail(why, &format!("{yours:.3e}"), &format!("{expected:.3}"));
        }
        if k > 1 && rank == k && agree(&yours.dot(&yours.t()), &Array2::eye(k), 1e-3) {
            let why = "these are the codes of an orthonormal basis Q of the span, Qᵀ, but the decoder is U: UQᵀ is no projection";
            exercise.fail(why, &format!("{yours:.3}"), &format!("{expected:.3}"));
        }
        let unit = &u / &lengths(&u).mapv(|l| l.max(1e-9));
        let suspects = [
            (
                u.t().to_owned(),
                "that is Uᵀ, the best encoder only where the columns of U are orthonormal",
            ),
            (
                unit.t().to_owned(),
                "that is Uᵀ with columns made unit length; they are still not perpendicular",
            ),
            (u.t().dot(&u).dot(&u.t()), "UᵀU was multiplied with, not its inverse"),
            (
                b.dot(&a.t()),
                "that is BAᵀ, the singular values left out: V = B diag(1/s) Aᵀ",
            ),
        ];
        let why = if rank == k {
            "UV is not the projection onto the span of U; V = (UᵀU)⁻¹Uᵀ"
        } else {
            "this is not the shortest encoder that makes UV the projection: what U cannot tell apart, V should share out"
        };
        exercise.compare(&yours, &expected, 5e-3, &suspects, why);
    }
}

/// The eigenvalues, largest first, of the second derivatives of L in all entries of (U, V), by differences.
fn hessian(c: &Array2<f64>, u: &Array2<f64>, v: &Array2<f64>) -> Array1<f64> {
    let (d, k) = u.dim();
    let loss = |moves: [(usize, f64); 2]| {
        let (mut u, mut v) = (u.clone(), v.clone());
        for (at, step) in moves {
            let (row, column) = (at % (d * k) / k, at % k);
            if at < d * k { u[[row, column]] += step } else { v[[column, row]] += step }
        }
        let left = Array2::eye(d) - u.dot(&v);
        (left.dot(c) * &left).sum() // tr (I − UV) C (I − UV)ᵀ
    };
    let h = 1e-3;
    let second = |(a, b): (usize, usize)| {
        let at = |p: f64, q: f64| loss([(a, p * h), (b, q * h)]);
        (at(1.0, 1.0) - at(1.0, -1.0) - at(-1.0, 1.0) + at(-1.0, -1.0)) / (4.0 * h * h)
    };
    let all = Array2::from_shape_fn((2 * d * k, 2 * d * k), second);
    linalg::eigh(real(&all).view()).expect("finite").0.mapv(f64::from)
}

pub fn ways_down(answer: impl Fn(&[f64], &[usize], usize) -> (usize, f64)) {
    let exercise = Exercise { number: "4.6", section: sections::SADDLES };
    let mut rng = seeded(46);
    let cases: [(&[f64], &[usize], usize); 7] = [
        (&[4.0, 1.0], &[1], 1),
        (&[9.0, 5.0, 2.0, 1.0, 0.5], &[1, 3], 2),
        (&[7.0, 4.0, 3.0, 1.0], &[3, 2], 2),
        (&[6.0, 3.0, 1.0], &[0, 1], 2),
        (&[3.0, 1.0, 0.4], &[], 2),
        (&[5.0, 4.0, 2.0, 1.0], &[2], 2),
        (&[8.0, 6.0, 1.5], &[0, 2], 3),
    ];
    for (spectrum, kept, k) in cases {
        let d = spectrum.len();
        let w = orthonormal(normal(d, d, &mut rng));
        let c = (&w * &Array1::from(spectrum.to_vec())).dot(&w.t());
        let mut u = Array2::zeros((d, k));
        for (unit, &i) in kept.iter().enumerate() {
            u.column_mut(unit).assign(&w.column(i));
        }
        let curvatures = hessian(&c, &u, &u.t().to_owned());
        let zero = 1e-3 * spectrum[0];
        let right = curvatures.iter().filter(|&&v| v < -zero).count();
        let steepest = curvatures
            .iter()
            .copied()
            .fold(0.0, |m, v| if v < -zero { v.min(m) } else { m });
        let (count, least) = answer(spectrum, kept, k);
        let left: Vec<f64> =
            (0..d).filter(|j| !kept.contains(j)).map(|j| spectrum[j]).collect();
        let pairs =
            || kept.iter().flat_map(|&i| left.iter().map(move |&mine| (spectrum[i], mine)));
        let (good, idle) =
            (pairs().filter(|(held, mine)| held < mine).count(), k - kept.len());
        let taken_up =
            left.iter().filter(|&&mine| kept.iter().any(|&i| spectrum[i] < mine)).count();
        let suspects = [
            (pairs().count() + idle * left.len(), "pairs were counted in which the unit already holds the larger eigenvalue; letting go of it costs more than the other brings"),
            (good, "the units at zero were forgotten; each may take up any eigenvector that none holds"),
            (taken_up + idle * left.len(), "each eigenvector was counted once; every unit that holds a lesser one can turn towards it, so count pairs"),
            (0, "L falls only if the column of U and the row of V move together; with one of them fixed there is no way down"),
            (2 * right, "(a, b) and (−a, −b) are one direction"),
        ]
        .map(|(v, why)| (v as f64, why));
        let why = "the number of independent directions along which L falls is wrong";
        exercise.number(count as f64, right as f64, 1e-9, &suspects, why);
        let of_pairs = |f: &dyn Fn(f64, f64) -> f64| {
            pairs().map(|(held, mine)| f(held, mine)).fold(0.0, f64::min)
        };
        let of_idle = |f: &dyn Fn(f64) -> f64| {
            if idle > 0 {
                left.iter().map(|&mine| f(mine)).fold(0.0, f64::min)
            } else {
                0.0
            }
        };
        let pair = |held: f64, mine: f64| {
            held + mine - ((held - mine).powi(2) + 4.0 * mine * mine).sqrt()
        };
        let suspects = [
            (
                steepest / 2.0,
                "that is the coefficient of ε²; the second derivative is twice that",
            ),
            (
                steepest * 2.0,
                "that is four times the coefficient of ε²; the second derivative is twice that, and the direction has length 1",
            ),
            (
                of_pairs(&|h, m| h - m).min(of_idle(&|m| -2.0 * m)),
                "U and V were moved by equal amounts; the fall is steepest when they are not",
            ),
            (
                of_pairs(&|h, m| 2.0 * (h - m)).min(of_idle(&|m| -2.0 * m)),
                "that is twice the difference of the eigenvalues: the change when U and V move by 1 each, a direction of length √2",
            ),
            (
                of_pairs(&pair).min(of_idle(&|m| pair(0.0, m))),
                "a unit at zero is not one that holds the eigenvalue 0: it has no column and no row yet, so that its error does not change by moving one of them alone",
            ),
            (
                of_pairs(&pair),
                "the units at zero were forgotten; theirs may be the steepest way down",
            ),
        ];
        let why = if steepest == 0.0 {
            "L falls along no direction here: this is a minimum, and the answer 0"
        } else {
            "that is not the least second derivative along a direction of length 1"
        };
        exercise.number(least, steepest, 2e-3, &suspects, why);
    }
}
