//! How the exercises of chapter 6 on networks and neighbours are graded: 6.1 to 6.3.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{double, normal, real};
use autoencoders::Real;
use ndarray::{Array1, Array2, ArrayView1};

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const DEPTH: &str = "What depth adds";
    pub const LOGISTIC: &str = "Half a bend: logistic PCA";
    pub const NEIGHBOURS: &str = "Neighbours";
    pub const COST: &str = "What a code costs";
}

pub fn parameters(answer: impl Fn(&[usize]) -> usize) {
    let exercise = Exercise { number: "6.1", section: sections::DEPTH };
    let cases: [&[usize]; 5] = [
        &[784, 32],
        &[784, 1000, 500, 250, 30],
        &[5, 3, 2],
        &[7, 7, 7],
        &[2000, 500, 250, 125, 10],
    ];
    for widths in cases {
        let pairs = || widths.windows(2).map(|pair| (pair[0], pair[1]));
        let weights: usize = pairs().map(|(a, b)| a * b).sum();
        let (up, down) = (
            pairs().map(|(_, b)| b).sum::<usize>(),
            pairs().map(|(a, _)| a).sum::<usize>(),
        );
        let (input, code) = (widths[0], widths[widths.len() - 1]);
        let right = 2 * weights + up + down;
        let suspects = [
            (2 * weights, "the biases are missing: one for each unit that is computed"),
            (weights + up, "that is the encoder alone; the decoder is as large"),
            (weights + up + down, "the decoder has weights of its own; they start as nobody's transpose"),
            (
                2 * (weights + up),
                "the decoder's biases belong to its own outputs, from the layer after the code to the reconstruction; the code has its biases once",
            ),
            (right + code, "the code's biases were counted twice"),
            (right + input, "the input is given, not computed, and has no bias; the reconstruction has"),
            (
                2 * weights + 2 * widths.iter().sum::<usize>(),
                "a bias too many for each unit of the input and of the code: each unit is computed once, the input not at all",
            ),
            (right - down, "the decoder's biases are missing"),
        ]
        .map(|(count, why)| (count as f64, why));
        let why = format!("the count for {widths:?} is wrong");
        exercise.number(answer(widths) as f64, right as f64, 1e-12, &suspects, &why);
    }
}

type Layers = Vec<(Array2<f64>, Array1<f64>)>;

/// What the network makes of x, with a rectifier behind each layer but the last.
fn run(layers: &Layers, x: f64) -> f64 {
    let mut h = Array1::from(vec![x]);
    for (at, (w, b)) in layers.iter().enumerate() {
        h = h.dot(w) + b;
        if at + 1 < layers.len() {
            h.mapv_inplace(|a| a.max(0.0));
        }
    }
    h[0]
}

pub fn zigzag(answer: impl Fn(usize) -> Layers) {
    let exercise = Exercise { number: "6.2", section: sections::DEPTH };
    let tents =
        |count: usize, x: f64| (0..count).fold(x, |x, _| 1.0 - (1.0 - 2.0 * x).abs());
    let folds = |count: usize, x: f64, fold: &dyn Fn(f64) -> f64| {
        (0..count).fold(x, |x, _| fold(x))
    };
    for depth in 1..=6 {
        let layers = answer(depth);
        let count = |what: &str, yours: usize, right: usize, why: &str| {
            if yours != right {
                exercise.fail(why, &format!("{yours} {what}"), &format!("{right} {what}"));
            }
        };
        let why =
            "one hidden layer for each tent, and the layer that reads the last one out";
        count("layers", layers.len(), depth + 1, why);
        let mut inputs = 1;
        for (at, (w, b)) in layers.iter().enumerate() {
            let why = "the layers do not fit together: W is (inputs, outputs), and a layer's inputs are the outputs of the one before";
            count("inputs", w.nrows(), inputs, why);
            count(
                "biases",
                b.len(),
                w.ncols(),
                "a layer has one bias for each of its outputs",
            );
            inputs = w.ncols();
            if at < depth && inputs > 2 {
                let why = "more than two units in a layer; the next tent can be made of the same two";
                exercise.fail(why, &format!("{inputs} units"), "2 units");
            }
        }
        count("outputs", inputs, 1, "the network gives one number");
        let points = 3 << depth;
        let grid = || (0..=points).map(|i| i as f64 / points as f64);
        let yours: Vec<f64> = grid().map(|x| run(&layers, x)).collect();
        let same = |other: &dyn Fn(f64) -> f64| {
            grid().zip(&yours).all(|(x, &y)| (other(x) - y).abs() < 1e-9)
        };
        if same(&|x| tents(depth, x)) {
            continue;
        }
        let plateau = |x: f64| (2.0 * x).min(1.0);
        let low = |x: f64| 0.5 - (0.5 - x).abs();
        let suspects: [(bool, &str); 5] = [
            (same(&|x| tents(depth - 1, x)), "one tent is missing"),
            (same(&|x| tents(depth + 1, x)), "one tent too many"),
            (
                same(&|x| folds(depth, x, &plateau)),
                "it goes up and stays: at ½ the slope has to change from 2 to −2, by −4",
            ),
            (
                same(&|x| folds(depth, x, &low)),
                "the tent is ½ high, so that the next one sees only the half in which it rises; slopes 2 and −2",
            ),
            (
                same(&|x| folds(depth, x, &|x| 2.0 * x)),
                "no fold at all: the second rectifier opens at ½, bias −½; with a bias of 0 or more it is open everywhere",
            ),
        ];
        let why = suspects
            .iter()
            .find(|(agrees, _)| *agrees)
            .map_or("that is not the zigzag", |(_, why)| why);
        let at = grid()
            .zip(&yours)
            .find(|&(x, &y)| (tents(depth, x) - y).abs() >= 1e-9 || y.is_nan());
        let (x, y) = at.map_or((0.0, f64::NAN), |(x, &y)| (x, y));
        let shown = |y: f64| format!("{y:.4} at x = {x:.4}, {depth} tents");
        exercise.fail(why, &shown(y), &shown(tents(depth, x)));
    }
}

/// The mean over all codes of the share of the `count` others of least `distance` that have the label.
fn share(
    z: &Array2<f64>,
    labels: &[usize],
    count: usize,
    itself: bool,
    distance: &dyn Fn(ArrayView1<f64>, ArrayView1<f64>) -> f64,
) -> f64 {
    let n = z.nrows();
    let of = |i: usize| {
        let mut others: Vec<(f64, usize)> = (0..n)
            .filter(|&j| itself || j != i)
            .map(|j| (distance(z.row(i), z.row(j)), labels[j]))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0));
        others[..count].iter().filter(|other| other.1 == labels[i]).count() as f64
            / count as f64
    };
    (0..n).map(of).sum::<f64>() / n as f64
}

/// How often the commonest label among the neighbours is one's own.
fn votes(z: &Array2<f64>, labels: &[usize], count: usize) -> f64 {
    let n = z.nrows();
    let right = |&i: &usize| {
        let mut others: Vec<usize> = (0..n).filter(|&j| j != i).collect();
        let to = |j: usize| (&z.row(i) - &z.row(j)).mapv(|v| v * v).sum();
        others.sort_by(|&a, &b| to(a).total_cmp(&to(b)));
        let mut seen = [0; 8];
        others[..count].iter().for_each(|&j| seen[labels[j]] += 1);
        (0..8).all(|label| seen[label] <= seen[labels[i]])
    };
    (0..n).filter(right).count() as f64 / n as f64
}

pub fn same_class(answer: impl Fn(&Array2<Real>, &[usize], usize) -> f64) {
    let exercise = Exercise { number: "6.3", section: sections::NEIGHBOURS };
    let mut rng = seeded(63);
    // (n, k, classes, neighbours, how far the codes lie from the origin)
    for (n, k, classes, neighbours, away) in
        [(60, 2, 3, 5, 0.0), (50, 4, 4, 1, 0.0), (30, 3, 2, 11, 0.0), (60, 3, 4, 3, 3000.0)]
    {
        let labels: Vec<usize> = (0..n).map(|i| i % classes).collect();
        let centres = normal(classes, k, &mut rng);
        // Units of unequal size, so that other distances have other neighbours.
        let noise = normal(n, k, &mut rng);
        let z = Array2::from_shape_fn((n, k), |(i, j)| {
            (centres[[labels[i], j]] + 0.8 * noise[[i, j]]) * (1 + 2 * j) as f64 + away
        });
        let z = real(&z);
        let yours = answer(&z, &labels, neighbours);
        let z = double(&z);
        let squared =
            |a: ArrayView1<f64>, b: ArrayView1<f64>| (&a - &b).mapv(|v| v * v).sum();
        let right = share(&z, &labels, neighbours, false, &squared);
        let other = |distance: &dyn Fn(ArrayView1<f64>, ArrayView1<f64>) -> f64| {
            share(&z, &labels, neighbours, false, distance)
        };
        let itself = share(&z, &labels, neighbours, true, &squared);
        let late = share(&z, &labels, neighbours + 1, true, &squared);
        let suspects = [
            (itself, "each code was found to be its own nearest neighbour; leave it out"),
            (
                itself - 1.0 / neighbours as f64,
                "each code took one of the places among its neighbours; leave it out before choosing them",
            ),
            (late, "each code was counted among its own neighbours; leave it out"),
            (
                right * neighbours as f64,
                "that is the mean number of neighbours of one's own class; divide by their number",
            ),
            (right * n as f64, "summed over the codes; average over them"),
            (right * 100.0, "a share, not a percentage"),
            (
                votes(&z, &labels, neighbours),
                "that is how often the commonest label among the neighbours is the right one; asked is the mean share",
            ),
            (
                other(&|a, b| (&a - &b).mapv(f64::abs).sum()),
                "the differences were added up, not their squares; Euclidean distance is asked",
            ),
            (
                other(&|a, b| -a.dot(&b) / (a.dot(&a) * b.dot(&b)).sqrt()),
                "that is by the angle between codes; Euclidean distance is asked",
            ),
            (
                other(&|a, b| -a.dot(&b)),
                "that is by the inner product; the nearest code need not have the largest",
            ),
            (other(&|a, b| -squared(a, b)), "those are the farthest, not the nearest"),
        ];
        let why = if away > 0.0 {
            "right near the origin and wrong far from it: ‖a‖² − 2ab + ‖b‖² is a small difference of large numbers, and loses its digits; subtract first, or centre the codes"
        } else {
            "that is not the share of near neighbours with the same label"
        };
        exercise.number(yours, right, 1e-6, &suspects, why);
    }
}
