//! How the exercises of chapter 8 on ways back are graded: 8.4 to 8.6.

use crate::checks::sections;
use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::normal;
use crate::mistakes::{self, Map};
use ndarray::{Array1, Array2, s};

pub fn pool_back(answer: impl Fn(&Array2<f64>, &Array2<f64>, usize, usize) -> Array2<f64>) {
    use mistakes::pool_back as wrong;
    let exercise = Exercise { number: "8.4", section: sections::BACK };
    let mut rng = seeded(84);
    // (height, width, k, stride, whether many pixels are equal)
    for (height, width, k, stride, equal) in
        [(4, 6, 2, 2, false), (7, 9, 3, 2, false), (6, 5, 3, 1, true), (8, 8, 2, 2, true)]
    {
        let x = normal(height, width, &mut rng);
        let x = if equal { x.mapv(f64::round) } else { x };
        let places = |n: usize| (n - k) / stride + 1;
        let slopes = normal(places(height), places(width), &mut rng);
        let mut right = Array2::zeros(x.dim());
        for ((row, column), slope) in slopes.indexed_iter() {
            let (top, left) = (row * stride, column * stride);
            let window = x.slice(s![top..top + k, left..left + k]);
            let most = window.iter().copied().fold(f64::MIN, f64::max);
            let first = window.indexed_iter().find(|(_, v)| **v == most);
            let (i, j) = first.expect("a window has a largest pixel").0;
            right[[top + i, left + j]] += slope;
        }
        type Wrong = fn(&Array2<f64>, &Array2<f64>, usize, usize) -> Array2<f64>;
        let suspects: [(Wrong, &str); 8] = [
            (
                wrong::of_the_mean,
                "that is mean pooling's way back; the maximum depends on one pixel only",
            ),
            (
                wrong::to_all_equal,
                "the slope went to more than one pixel where the largest is there twice; the first takes it all",
            ),
            (
                wrong::to_the_last,
                "the last of equal numbers took the slope; the first does, so compare with >, not ≥",
            ),
            (
                wrong::to_the_corner,
                "the slope went to the first pixel of the window; it belongs to the largest",
            ),
            (
                wrong::to_the_whole,
                "the slope went to the whole window; only the largest pixel reached the output",
            ),
            (
                wrong::by_size,
                "the pixel farthest from zero took the slope; the largest does, even if all are negative",
            ),
            (wrong::smallest, "the smallest pixel took the slope"),
            (
                wrong::overwrites,
                "right until windows overlap: a pixel that wins twice adds up both slopes",
            ),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&x, &slopes, k, stride), why));
        let yours = answer(&x, &slopes, k, stride);
        let otherwise = format!("that is not ∂L/∂x (k = {k}, stride = {stride})");
        exercise.compare(&yours, &right, 1e-12, &suspects, &otherwise);
    }
}

/// y (rows, columns) of x (height, width): a window w at places `stride` apart.
struct Windows {
    w: Array2<f64>,
    input: (usize, usize),
    stride: usize,
}

impl Windows {
    fn output(&self) -> (usize, usize) {
        let places = |n: usize, k: usize| (n - k) / self.stride + 1;
        (places(self.input.0, self.w.nrows()), places(self.input.1, self.w.ncols()))
    }

    /// Each (output, input, weight).
    fn visit(&self, mut each: impl FnMut(usize, usize, f64)) {
        let (rows, columns) = self.output();
        for place in 0..rows * columns {
            for ((i, j), &w) in self.w.indexed_iter() {
                let (row, column) = (place / columns, place % columns);
                let pixel =
                    (row * self.stride + i) * self.input.1 + column * self.stride + j;
                each(place, pixel, w);
            }
        }
    }

    fn inputs(&self) -> usize {
        self.input.0 * self.input.1
    }

    fn outputs(&self) -> usize {
        self.output().0 * self.output().1
    }

    fn forward(&self, x: &Array1<f64>) -> Array1<f64> {
        let mut y = Array1::zeros(self.outputs());
        self.visit(|to, from, w| y[to] += w * x[from]);
        y
    }

    fn back(&self, y: &Array1<f64>) -> Array1<f64> {
        let mut x = Array1::zeros(self.inputs());
        self.visit(|from, to, w| x[to] += w * y[from]);
        x
    }

    /// How many windows see each pixel.
    fn overlaps(&self) -> Array1<f64> {
        let mut seen = Array1::zeros(self.inputs());
        self.visit(|_, pixel, _| seen[pixel] += 1.0);
        seen
    }
}

type Answer<'a> = &'a dyn Fn(Map, Map, usize, usize) -> bool;

/// One pair of maps, what it is, and whether it is a transpose.
fn pair(
    answer: Answer,
    forward: Map,
    back: Map,
    sides: (usize, usize),
    truth: bool,
    what: &str,
) {
    let exercise = Exercise { number: "8.5", section: sections::TRANSPOSE };
    if answer(forward, back, sides.0, sides.1) != truth {
        exercise.fail(what, &(!truth).to_string(), &truth.to_string());
    }
}

pub fn is_transpose(answer: impl Fn(Map, Map, usize, usize) -> bool) {
    let mut rng = seeded(85);
    let mut windows =
        |input, k, stride| Windows { w: normal(k, k, &mut rng), input, stride };
    let (one, two) = (windows((5, 6), 3, 1), windows((7, 9), 3, 2));
    let sides = (one.inputs(), one.outputs());
    let right = "you refuse the true transpose";
    let cycle = |x: &Array1<f64>| Array1::from_shape_fn(12, |i| x[(i + 5) % 12]);
    let uncycle = |y: &Array1<f64>| Array1::from_shape_fn(12, |i| y[(i + 7) % 12]);
    pair(
        &answer,
        &cycle,
        &uncycle,
        (12, 12),
        true,
        &format!("{right} of a shift around a ring"),
    );
    let mixed = |x: &Array1<f64>| {
        Array1::from_shape_fn(12, |i| 2.0 * x[i] + if i > 0 { x[i - 1] } else { 0.0 })
    };
    let unmixed = |y: &Array1<f64>| {
        let mut x = y.clone();
        (0..12).for_each(|i| x[i] = (y[i] - if i > 0 { x[i - 1] } else { 0.0 }) / 2.0);
        x
    };
    let what =
        "this `back` is an inverse: it gives x again from Ax, and a transpose need not";
    pair(&answer, &mixed, &unmixed, (12, 12), false, what);
    let (forward, back) = (|x: &_| one.forward(x), |y: &_| one.back(y));
    pair(&answer, &forward, &back, sides, true, &format!("{right} of a convolution"));
    let (forward2, back2) = (|x: &_| two.forward(x), |y: &_| two.back(y));
    let what = format!("{right} of a convolution by stride 2");
    pair(&answer, &forward2, &back2, (two.inputs(), two.outputs()), true, &what);
    let turned = Windows { w: one.w.slice(s![..;-1, ..;-1]).to_owned(), ..one };
    let what = "this `back` has its filter not turned as it should be; constant pictures do not show it";
    pair(&answer, &forward, &|y| turned.back(y), sides, false, what);
    let shorter = |y: &Array1<f64>| {
        let mut x = one.back(y);
        x.slice_mut(s![24..]).fill(0.0);
        x
    };
    let what = "this `back` leaves out the last row of pixels; to see it one has to look at all of them";
    pair(&answer, &forward, &shorter, sides, false, what);
    let overwritten = |y: &Array1<f64>| {
        let mut x = Array1::zeros(one.inputs());
        one.visit(|from, to, w| x[to] = w * y[from]);
        x
    };
    let what = "this `back` overwrites where windows overlap; a transpose adds";
    pair(&answer, &forward, &overwritten, sides, false, what);
    let average = |y: &Array1<f64>| one.back(y) / one.overlaps();
    let what =
        "this `back` divides by the number of windows that overlap; a transpose adds";
    pair(&answer, &forward, &average, sides, false, what);
    let itself = |x: &Array1<f64>| x.clone();
    let turning = |y: &Array1<f64>| {
        let quarter = |i: usize| if i.is_multiple_of(2) { -y[i + 1] } else { y[i - 1] };
        Array1::from_shape_fn(12, |i| y[i] + quarter(i))
    };
    let what = "this `back` adds the numbers, turned by a quarter in pairs: ⟨x, x⟩ does not see what is perpendicular to x, so x and y have to be independent";
    pair(&answer, &itself, &turning, (12, 12), false, what);
    let single = |y: &Array1<f64>| {
        let mut x = one.back(y);
        x[7] += 0.01 * y[0];
        x
    };
    let what = "this `back` differs in a single weight, by a hundredth; rounding is smaller than that by far";
    pair(&answer, &forward, &single, sides, false, what);
    let scaled = "what counts as rounding depends on the scale of the numbers";
    let (large, large_back) = (|x: &_| 1e9 * one.forward(x), |y: &_| 1e9 * one.back(y));
    pair(
        &answer,
        &large,
        &large_back,
        sides,
        true,
        &format!("{scaled}: {right} of a large map"),
    );
    let (small, wrong) = (|x: &_| 1e-12 * one.forward(x), |y: &_| 1e-12 * turned.back(y));
    let what = format!("{scaled}: the filter of this small map is not turned");
    pair(&answer, &small, &wrong, sides, false, &what);
}

pub fn calm(answer: impl Fn(&Array2<f64>, usize) -> Array2<f64>) {
    use mistakes::calm as wrong;
    let exercise = Exercise { number: "8.6", section: sections::GRID };
    let mut rng = seeded(86);
    for (height, width, stride) in [(3, 3, 2), (4, 4, 2), (5, 4, 3), (2, 3, 2), (3, 3, 1)] {
        let w = normal(height, width, &mut rng) + 0.3;
        let grid = |w: &Array2<f64>| {
            let sums = (0..stride * stride)
                .map(|p| w.slice(s![p / stride..;stride, p % stride..;stride]).sum());
            sums.collect::<Vec<f64>>()
        };
        let counts = grid(&Array2::ones(w.dim()));
        let sums = grid(&w);
        let shares: f64 = counts.iter().map(|m| 1.0 / m).sum();
        let common = sums.iter().zip(&counts).map(|(sum, m)| sum / m).sum::<f64>() / shares;
        let right = Array2::from_shape_fn(w.dim(), |(i, j)| {
            let p = i % stride * stride + j % stride;
            w[[i, j]] + (common - sums[p]) / counts[p]
        });
        let yours = answer(&w, stride);
        exercise.shape(&yours, height, width, "a filter of w's shape");
        type Wrong = fn(&Array2<f64>, usize) -> Array2<f64>;
        let suspects: [(Wrong, &str); 8] = [
            (
                wrong::nothing,
                "that is w, and the grid is still there: 4, 2, 2 and 1 of its 9 weights meet in a pixel",
            ),
            (
                wrong::plain_mean,
                "no grid, but there is one nearer: a phase of few weights has to move each of them further, and so the common sum should lie nearer to its own",
            ),
            (
                wrong::scales,
                "the phases were multiplied up to a common sum; adding the same to each weight of a phase moves w less",
            ),
            (
                wrong::equal_means,
                "the sums of the phases have to agree, not their means: a phase of four weights paints with all four",
            ),
            (wrong::no_sums, "the sums need not be zero, only equal; w can be kept nearer"),
            (
                wrong::flat,
                "all weights equal: with a stride that does not divide the kernel the grid is still there, and nothing is left of w",
            ),
            (
                wrong::whole_difference,
                "the difference of the sums was added to each of its weights; it is to be shared among them",
            ),
            (
                wrong::blocks,
                "those are neighbours in the filter; weights whose places differ by a multiple of the stride meet in a pixel",
            ),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&w, stride), why));
        let painted = grid(&yours);
        let even = painted.iter().all(|sum| (sum - painted[0]).abs() < 1e-9);
        let otherwise = match even {
            true => "no grid, but there is a filter nearer to w",
            false => "a picture of one grey comes out with a grid",
        };
        let otherwise = format!("{otherwise} ({height} × {width}, stride = {stride})");
        exercise.compare(&yours, &right, 1e-9, &suspects, &otherwise);
    }
}
