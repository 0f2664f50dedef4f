//! How the exercises of chapter 8 on windows are graded: 8.1 to 8.3.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::normal;
use crate::mistakes;
use ndarray::Array2;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const SIZES: &str = "Padding and stride";
    pub const PATCHES: &str = "One product";
    pub const BACK: &str = "The way back";
    pub const TRANSPOSE: &str = "The transpose";
    pub const FIELD: &str = "What a unit sees";
    pub const GRID: &str = "Checkerboards";
}

pub fn same(answer: impl Fn(usize, usize, usize) -> (usize, usize, usize)) {
    use mistakes::same as wrong;
    let exercise = Exercise { number: "8.1", section: sections::SIZES };
    let cases =
        [(8, 4, 3), (7, 2, 2), (28, 3, 1), (4, 1, 2), (9, 5, 2), (1, 3, 2), (10, 3, 4)];
    for (n, k, stride) in cases {
        let places = (1..=n).find(|places| places * stride >= n).expect("n at the latest");
        let padding =
            (0usize..).find(|p| (places - 1) * stride + k <= n + p).expect("k at most");
        let right = (places, padding / 2, padding.div_ceil(2));
        let yours = answer(n, k, stride);
        if yours == right {
            continue;
        }
        type Wrong = fn(usize, usize, usize) -> (usize, usize, usize);
        let suspects: [(Wrong, &str); 7] = [
            (
                wrong::rounds_down,
                "the number of places is rounded up: rounded down, the last pixels are never seen",
            ),
            (
                wrong::odd_before,
                "where the padding is odd, the larger half stands after the pixels",
            ),
            (
                wrong::forgets_the_stride,
                "k − 1 pixels of padding whatever the stride; the last window needs only (places − 1)·stride + k − n",
            ),
            (
                wrong::keeps_the_size,
                "the stride divides the number of places: n/stride, rounded up",
            ),
            (
                wrong::symmetric,
                "the same on both sides is a pixel too many where the padding is odd",
            ),
            (
                wrong::half_a_window,
                "half a window on both sides; count what the last window needs beyond the picture, and halve that",
            ),
            (
                wrong::wraps,
                "padding less than nothing: where the windows end within the picture it is zero",
            ),
        ];
        let suspect = suspects.iter().find(|(wrong, _)| wrong(n, k, stride) == yours);
        let why = suspect.map_or("that is not what SAME says", |(_, why)| why);
        let asked = format!("{why} (n = {n}, k = {k}, stride = {stride})");
        let shown = |(places, before, after): (usize, usize, usize)| {
            format!("{places} places, padding {before} before and {after} after")
        };
        exercise.fail(&asked, &shown(yours), &shown(right));
    }
}

pub fn field(answer: impl Fn(&[(usize, usize)]) -> (usize, usize)) {
    use mistakes::field as wrong;
    let exercise = Exercise { number: "8.2", section: sections::FIELD };
    let cases: [&[(usize, usize)]; 5] = [
        &[(5, 2), (3, 3), (4, 1)],
        &[(3, 1), (2, 2), (3, 1), (2, 2), (3, 1), (2, 2)],
        &[(3, 1), (3, 1), (3, 1)],
        &[(1, 2), (7, 1)],
        &[],
    ];
    for layers in cases {
        // Downwards: the pixels from the first to the last that two neighbours see.
        let span = |from: usize, to: usize| {
            layers.iter().rev().fold((from, to), |(from, to), &(kernel, stride)| {
                (from * stride, to * stride + kernel - 1)
            })
        };
        let ((from, to), (next, _)) = (span(0, 0), span(1, 1));
        let right = (to - from + 1, next - from);
        let yours = answer(layers);
        if yours == right {
            continue;
        }
        type Wrong = fn(&[(usize, usize)]) -> (usize, usize);
        let suspects: [(Wrong, &str); 7] = [
            (
                wrong::no_strides,
                "each kernel was counted in pixels of the layer below; in the picture these lie as far apart as the strides so far have set them",
            ),
            (
                wrong::whole_kernels,
                "a kernel of k adds all but one, k − 1: the one it is centred on is counted already",
            ),
            (
                wrong::own_stride,
                "a layer's own stride sets its neighbours apart; its kernel counts pixels of the layer below",
            ),
            (wrong::product, "kernels overlap, so they do not multiply"),
            (
                wrong::from_above,
                "from the last layer down: the step that a kernel counts in is made by the strides below it",
            ),
            (
                wrong::sum_of_strides,
                "strides multiply: a step of 2 between pixels that are 2 apart is 4",
            ),
            (wrong::from_nothing, "without any layer a unit sees one pixel, itself"),
        ];
        let suspect = suspects.iter().find(|(wrong, _)| wrong(layers) == yours);
        let why = suspect.map_or("that is not the field", |(_, why)| why);
        let asked = format!("{why} (kernels and strides {layers:?})");
        let shown = |(side, step): (usize, usize)| format!("{side} pixels, {step} apart");
        exercise.fail(&asked, &shown(yours), &shown(right));
    }
}

pub fn patches(answer: impl Fn(&Array2<f64>, usize, usize, usize) -> Array2<f64>) {
    use mistakes::patches as wrong;
    let exercise = Exercise { number: "8.3", section: sections::PATCHES };
    let mut rng = seeded(83);
    for (height, width, k, stride, padding) in [
        (5, 4, 2, 1, 0),
        (6, 5, 3, 1, 1),
        (7, 9, 3, 2, 1),
        (4, 6, 2, 2, 0),
        (3, 3, 3, 2, 2),
    ] {
        let x = normal(height, width, &mut rng);
        let places = |n: usize| (n + 2 * padding - k) / stride + 1;
        let mut right = Array2::zeros((places(height) * places(width), k * k));
        for row in 0..places(height) {
            for column in 0..places(width) {
                for (i, j) in (0..k).flat_map(|i| (0..k).map(move |j| (i, j))) {
                    let at = (row * stride + i, column * stride + j);
                    let inside = at.0 >= padding && at.1 >= padding;
                    let pixel = inside.then(|| x.get((at.0 - padding, at.1 - padding)));
                    right[[row * places(width) + column, i * k + j]] =
                        pixel.flatten().copied().unwrap_or(0.0);
                }
            }
        }
        type Wrong = fn(&Array2<f64>, usize, usize, usize) -> Array2<f64>;
        let suspects: [(Wrong, &str); 8] = [
            (
                wrong::window_by_columns,
                "the window was read column by column; W's rows expect it row by row",
            ),
            (
                wrong::places_by_columns,
                "the places were counted column by column; row by row, or the feature map comes out mirrored along its diagonal",
            ),
            (
                wrong::turned,
                "the window was read from its last pixel to its first: that turns the filter, and gives convolution in place of correlation",
            ),
            (wrong::transposed, "this is Pᵀ: a row for each place"),
            (wrong::one_by_one, "the window moved by one pixel; by `stride`"),
            (wrong::no_padding, "the padding is missing"),
            (wrong::repeats_the_edge, "the edge was repeated; the padding is zeros"),
            (
                wrong::pads_after,
                "all of it below and to the right; half the padding stands before the pixels",
            ),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&x, k, stride, padding), why));
        let yours = answer(&x, k, stride, padding);
        let otherwise = format!(
            "that is not what the window sees ({height} × {width}, k = {k}, stride = {stride}, padding = {padding})"
        );
        exercise.compare(&yours, &right, 1e-12, &suspects, &otherwise);
    }
}
