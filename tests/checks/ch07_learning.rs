//! How the exercises of chapter 7 on learning and on search are graded: 7.4 to 7.6.

use crate::checks::{machine, sections, sigmoid, states};
use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rand::RngExt;

type Step = (Array2<f64>, Array1<f64>, Array1<f64>);

/// Compare the three parts of a step; each suspect is a whole step.
fn compare(
    exercise: &Exercise,
    yours: &Step,
    right: &Step,
    suspects: &[(Step, &str)],
    otherwise: &str,
) {
    let (d, m) = right.0.dim();
    exercise.shape(&yours.0, d, m, "ΔW has the shape of W");
    exercise.shape(&row(&yours.1), 1, d, "Δb has one number for each visible unit");
    exercise.shape(&row(&yours.2), 1, m, "Δc has one number for each hidden unit");
    type Part = fn(&Step) -> Array2<f64>;
    let parts: [(Part, &str); 3] = [
        (|step| step.0.clone(), "ΔW: "),
        (|step| row(&step.1), "Δb: "),
        (|step| row(&step.2), "Δc: "),
    ];
    for (part, name) in parts {
        let named: Vec<(Array2<f64>, String)> = suspects
            .iter()
            .map(|(step, why)| (part(step), format!("{name}{why}")))
            .collect();
        let named: Vec<(Array2<f64>, &str)> =
            named.iter().map(|(a, why)| (a.clone(), why.as_str())).collect();
        exercise.compare(
            &part(yours),
            &part(right),
            1e-9,
            &named,
            &format!("{name}{otherwise}"),
        );
    }
}

type Cd<'a> = dyn Fn(
        &Array2<f64>,
        &Array2<f64>,
        &Array1<f64>,
        &Array1<f64>,
        &Array2<f64>,
        &Array2<f64>,
    ) -> Step
    + 'a;

pub fn cd1(answer: &Cd) {
    let exercise = Exercise { number: "7.4", section: sections::CD };
    let mut rng = seeded(74);
    for (n, d, m) in [(8, 5, 3), (1, 4, 4), (30, 6, 2)] {
        let (w, b, c) = machine(d, m, 0.8, &mut rng);
        let v0 = normal(n, d, &mut rng).mapv(|v| f64::from(v > 0.2));
        let hidden = Array2::from_shape_simple_fn((n, m), || rng.random::<f64>());
        let visible = Array2::from_shape_simple_fn((n, d), || rng.random::<f64>());
        let up = |v: &Array2<f64>| (v.dot(&w) + &c).mapv(sigmoid);
        let down = |h: &Array2<f64>| (h.dot(&w.t()) + &b).mapv(sigmoid);
        let on = |p: &Array2<f64>, u: &Array2<f64>| {
            Array2::from_shape_fn(p.dim(), |at| f64::from(u[at] < p[at]))
        };
        let mean = |a: Array2<f64>| a.sum_axis(Axis(0)) / n as f64;
        let step =
            |v0: &Array2<f64>, h0: &Array2<f64>, v1: &Array2<f64>, h1: &Array2<f64>| {
                ((v0.t().dot(h0) - v1.t().dot(h1)) / n as f64, mean(v0 - v1), mean(h0 - h1))
            };
        let scaled = |step: &Step, by: f64| (&step.0 * by, &step.1 * by, &step.2 * by);
        let p0 = up(&v0);
        let h0 = on(&p0, &hidden);
        let v1 = on(&down(&h0), &visible);
        let p1 = up(&v1);
        let right = step(&v0, &p0, &v1, &p1);
        let from_means = on(&down(&p0), &visible);
        let soft = down(&h0);
        let off = |p: &Array2<f64>, u: &Array2<f64>| 1.0 - on(p, u);
        let turned = off(&down(&off(&p0, &hidden)), &visible);
        let suspects = [
            (
                scaled(&right, -1.0),
                "the sign is turned: data minus reconstruction is the way up",
            ),
            (scaled(&right, n as f64), "summed over the batch; average over it"),
            (
                step(&v0, &p0, &from_means, &up(&from_means)),
                "the walk was led on by the hidden units' probabilities; a unit says one bit, so draw h⁽⁰⁾ first",
            ),
            (
                step(&v0, &p0, &soft, &up(&soft)),
                "the reconstruction was left as probabilities; v⁽¹⁾ is to be drawn with the numbers in `visible`",
            ),
            (
                step(&v0, &h0, &v1, &p1),
                "at the start the drawn states were used in the products; take the probabilities at both ends",
            ),
            (
                step(&v0, &p0, &v1, &p0),
                "the hidden units were not asked again: h⁽¹⁾ follows from v⁽¹⁾",
            ),
            (
                step(&v0, &p0, &v1, &h0),
                "the hidden units were not asked again: h⁽¹⁾ follows from v⁽¹⁾",
            ),
            (
                step(&v0, &p0, &v0, &p1),
                "v⁽⁰⁾ stands at both ends; the second product takes v⁽¹⁾",
            ),
            (
                step(&v0, &p0, &turned, &up(&turned)),
                "units were switched on where their number is larger than the probability; less is asked",
            ),
        ];
        let yours = answer(&v0, &w, &b, &c, &hidden, &visible);
        compare(
            &exercise,
            &yours,
            &right,
            &suspects,
            "that is not the difference of the walk's two ends",
        );
    }
}

/// How the answers of a search are counted, and judged.
#[derive(Clone, Copy)]
struct Search {
    near: fn(u64, u64, u32) -> bool,
    itself: bool,
    empty: f64,
}

/// Mean precision and mean recall over all queries.
fn judged(codes: &[u64], labels: &[usize], radius: u32, search: Search) -> (f64, f64) {
    let n = codes.len();
    let of = |query: usize| {
        let pool: Vec<usize> = (0..n).filter(|&i| search.itself || i != query).collect();
        let answers: Vec<usize> = pool
            .iter()
            .copied()
            .filter(|&i| (search.near)(codes[query], codes[i], radius))
            .collect();
        let alike = |all: &[usize]| {
            all.iter().filter(|&&i| labels[i] == labels[query]).count() as f64
        };
        let precision = if answers.is_empty() {
            search.empty
        } else {
            alike(&answers) / answers.len() as f64
        };
        (precision, alike(&answers) / alike(&pool))
    };
    let all: Vec<(f64, f64)> = (0..n).map(of).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| all.iter().map(part).sum::<f64>() / n as f64;
    (mean(|pair| pair.0), mean(|pair| pair.1))
}

pub fn within(answer: impl Fn(&[u64], &[usize], u32) -> (f64, f64)) {
    let exercise = Exercise { number: "7.5", section: sections::HASHING };
    let mut rng = seeded(75);
    for (n, classes, bits, radius) in
        [(30, 3, 8, 2), (40, 4, 64, 12), (24, 2, 20, 3), (30, 5, 16, 0), (12, 2, 10, 10)]
    {
        let labels: Vec<usize> = (0..n).map(|i| i % classes).collect();
        let all = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
        let homes: Vec<u64> = (0..classes).map(|_| rng.random::<u64>() & all).collect();
        // Each bit flipped with a probability of about one in seven; a few of the codes are anywhere.
        let codes: Vec<u64> = (0..n)
            .map(|i| {
                let flips = (0..bits)
                    .filter(|_| rng.random_range(0..7) == 0)
                    .fold(0, |f, bit| f | 1u64 << bit);
                if i % 9 == 8 {
                    rng.random::<u64>() & all
                } else {
                    homes[labels[i]] ^ flips
                }
            })
            .collect();
        let plain =
            Search { near: |a, b, r| (a ^ b).count_ones() <= r, itself: false, empty: 0.0 };
        let run = |search: Search| judged(&codes, &labels, radius, search);
        let right = run(plain);
        let yours = answer(&codes, &labels, radius);
        let shown = |(precision, recall): (f64, f64)| {
            format!("precision {precision:.4}, recall {recall:.4}")
        };
        let near = |other: (f64, f64)| {
            (yours.0 - other.0).abs() < 1e-9 && (yours.1 - other.1).abs() < 1e-9
        };
        if near(right) {
            continue;
        }
        if yours.0.is_nan() || yours.1.is_nan() {
            let why = "not a number: a search without answers divides by zero; its precision counts as 0";
            exercise.fail(why, &shown(yours), &shown(right));
        }
        let suspects = [
            (
                run(Search { itself: true, ..plain }),
                "each query found itself; leave it out of the answers and of the relevant ones",
            ),
            (
                (run(Search { itself: true, ..plain }).0, right.1),
                "each query found itself; leave it out of the answers",
            ),
            (
                run(Search { empty: 1.0, ..plain }),
                "a search without answers was given precision 1; 0 is asked",
            ),
            (
                run(Search { near: |a, b, r| (a ^ b).count_ones() == r, ..plain }),
                "only codes with exactly so many different bits were answers; fewer are as good",
            ),
            (
                run(Search { near: |a, b, r| (a ^ b).count_ones() < r, ..plain }),
                "the rim of the ball is missing: at most `radius` bits, not fewer",
            ),
            (
                run(Search { near: |a, b, r| a.abs_diff(b) <= u64::from(r), ..plain }),
                "the codes were subtracted as numbers; 0111 and 1000 are neighbours there and differ in all their bits. Count different bits",
            ),
            (
                run(Search { near: |a, b, r| (a & b).count_ones() <= r, ..plain }),
                "a & b has the bits that both have; those that differ are in a ^ b",
            ),
            (
                (right.1, right.0),
                "precision and recall are exchanged: precision is a share of the answers, recall of the relevant",
            ),
            (
                (right.0 * n as f64, right.1 * n as f64),
                "summed over the queries; average over them",
            ),
        ];
        let why = suspects.iter().find(|(wrong, _)| near(*wrong)).map_or_else(
            || {
                if (yours.0 - right.0).abs() < 1e-9 {
                    "the recall is wrong: of the others with the query's label, the share that was found, averaged over the queries"
                } else {
                    "the precision is wrong: of the answers, the share with the query's label, averaged over the queries, those without answers included"
                }
            },
            |(_, why)| *why,
        );
        exercise.fail(
            &format!("{why} (radius {radius}, {bits} bits)"),
            &shown(yours),
            &shown(right),
        );
    }
}

type Statistics = (Array2<f64>, Array1<f64>, Array1<f64>);

/// E[(v − μ)(h − λ)ᵀ], E[v − μ], E[h − λ] over states with these probabilities (2ᵈ, 2ᵐ).
fn expectations(p: &Array2<f64>, mu: &Array1<f64>, lambda: &Array1<f64>) -> Statistics {
    let (v, h) = (states(mu.len()) - mu, states(lambda.len()) - lambda);
    (v.t().dot(p).dot(&h), p.sum_axis(Axis(1)).dot(&v), p.sum_axis(Axis(0)).dot(&h))
}

type Centred<'a> =
    dyn Fn(&Statistics, &Statistics, &Array1<f64>, &Array1<f64>) -> Step + 'a;

pub fn centred_step(answer: &Centred) {
    let exercise = Exercise { number: "7.6", section: sections::CENTRING };
    let mut rng = seeded(76);
    for (d, m) in [(4, 3), (3, 3), (2, 4), (5, 1)] {
        // Any two distributions over the states will do for the data's and the model's.
        let mut distribution = || {
            let p = normal(1 << d, 1 << m, &mut rng).mapv(f64::exp);
            let z = p.sum();
            p / z
        };
        let (p, q) = (distribution(), distribution());
        let mut share = |length| normal(1, length, &mut rng).row(0).mapv(sigmoid);
        let (mu, lambda) = (share(d), share(m));
        let zero = (Array1::zeros(d), Array1::zeros(m));
        let raw = |p: &Array2<f64>| expectations(p, &zero.0, &zero.1);
        let yours = answer(&raw(&p), &raw(&q), &mu, &lambda);
        // The gradient in the centred machine's own parameters, and what it means to the plain one's.
        let gradient = |mu: &Array1<f64>, lambda: &Array1<f64>| -> Step {
            let (data, model) =
                (expectations(&p, mu, lambda), expectations(&q, mu, lambda));
            (data.0 - model.0, data.1 - model.1, data.2 - model.2)
        };
        let plain = |(dw, db, dc): Step, sign: f64| -> Step {
            let (db, dc) = (db - dw.dot(&lambda) * sign, dc - dw.t().dot(&mu) * sign);
            (dw, db, dc)
        };
        let outer = |a: ArrayView1<f64>, b: ArrayView1<f64>| {
            a.insert_axis(Axis(1)).dot(&b.insert_axis(Axis(0)))
        };
        let centred = gradient(&mu, &lambda);
        let right = plain(centred.clone(), 1.0);
        let covariances = {
            let of = |(vh, v, h): Statistics| vh - outer(v.view(), h.view());
            of(raw(&p)) - of(raw(&q))
        };
        let own_means = plain((covariances, centred.1.clone(), centred.2.clone()), 1.0);
        let crossed = plain(
            (
                &centred.0 * 2.0 - &gradient(&zero.0, &zero.1).0,
                centred.1.clone(),
                centred.2.clone(),
            ),
            1.0,
        );
        let suspects = [
            (
                centred.clone(),
                "these are the centred machine's own parameters; to the plain one, b − Wλ and c − Wᵀμ, a change of W changes the biases too",
            ),
            (
                gradient(&zero.0, &zero.1),
                "that is the plain machine's own gradient; the offsets are not in it",
            ),
            (
                plain(centred.clone(), -1.0),
                "the sign is turned in the biases: plain b = b − Wλ, plain c = c − Wᵀμ",
            ),
            (
                plain(gradient(&zero.0, &lambda), 1.0),
                "only the hidden units are centred; (v − μ) has an offset too",
            ),
            (
                plain(gradient(&mu, &zero.1), 1.0),
                "only the visible units are centred; (h − λ) has an offset too",
            ),
            (
                own_means,
                "each phase was centred with its own means; the offsets are the same numbers in both",
            ),
            (crossed, "the offsets were taken off twice"),
            (
                (-&right.0, -&right.1, -&right.2),
                "the sign is turned: data minus model is the way up",
            ),
            (
                plain(
                    (gradient(&zero.0, &zero.1).0, centred.1.clone(), centred.2.clone()),
                    1.0,
                ),
                "that is the plain gradient by W, E[vhᵀ]; the centred one has (v − μ)(h − λ)ᵀ",
            ),
        ];
        compare(
            &exercise,
            &yours,
            &right,
            &suspects,
            "that is not the step of the centred machine, seen as a plain one",
        );
    }
}
