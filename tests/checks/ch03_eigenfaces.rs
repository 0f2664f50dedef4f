//! How the exercises of chapter 3 are graded: properties on random shapes, blind to signs.

use crate::common::seeded;
use crate::graded::faces::Moments;
use crate::graded::grading::{Exercise, corner, lengths, same_signs};
use crate::graded::{centred, double, geometric, mean, normal, planted, real, row};
use autoencoders::Real;
use ndarray::{Array1, Array2, Axis, concatenate};
use rand_chacha::ChaCha8Rng;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const TRICK: &str = "The trick";
    pub const RANK: &str = "Four hundred points, 399 directions";
    pub const CHUNKS: &str = "Pictures that never fit in memory";
    pub const SKETCH: &str = "When even n is large: randomised PCA";
}

fn unit_columns(a: &Array2<f64>) -> Array2<f64> {
    a / &lengths(a)
}

pub fn lift(answer: impl Fn(&Array2<Real>, &Array2<Real>) -> Array2<Real>) {
    let exercise = Exercise { number: "3.1", section: sections::TRICK };
    let mut rng = seeded(31);
    for (n, d, r) in [(6, 6, 4), (5, 12, 4), (9, 30, 6)] {
        let variances = geometric(9.0, 0.6, r);
        let data = planted(n, d, &variances, 0.0, &mut rng);
        let (x, u) = (centred(&double(&data.x)), &data.u);
        let yours = double(&answer(&real(&x), &real(u)));
        exercise.shape(&yours, d, r, "one eigenvector a column, each as long as an image");
        let yours = unit_columns(&yours);
        let mut suspects = vec![];
        if n == d {
            suspects.push((
                same_signs(unit_columns(&x.dot(u)), &yours),
                "that is X times U; XᵀX has the eigenvectors Xᵀu, so transpose X",
            ));
            suspects.push((
                same_signs(u.clone(), &yours),
                "these are the eigenvectors of XXᵀ still, combinations of samples; multiply by Xᵀ",
            ));
        }
        let expected = same_signs(data.w, &yours);
        exercise.compare(
            &yours,
            &expected,
            2e-3,
            &suspects,
            "the columns are no eigenvectors of XᵀX",
        );
    }
}

pub fn eigenfaces(answer: impl Fn(&Array2<Real>) -> (Array1<Real>, Array2<Real>)) {
    let exercise = Exercise { number: "3.2", section: sections::TRICK };
    let mut rng = seeded(32);
    for (n, d, r) in [(8, 40, 7), (12, 30, 4), (6, 6, 5)] {
        let variances = geometric(6.0, 0.6, r);
        let data = planted(n, d, &variances, 2.0, &mut rng);
        let (lambda, w) = answer(&data.x);
        let (lambda, w) = (row(&lambda.mapv(|v| v as f64)), double(&w));
        if w.dim() == (d, r + 1)
            && w.column(0).dot(&data.mean).abs() > 0.5 * data.mean.dot(&data.mean).sqrt()
        {
            exercise.fail(
                "the first direction is the mean face: the faces were not centred",
                &corner(&w),
                &corner(&data.w),
            );
        }
        if w.nrows() == d && w.ncols() > r {
            let why = "a direction without variance was kept; n centred faces span n − 1 directions at most, and Xᵀu = 0 cannot be made unit length";
            Exercise { section: sections::RANK, ..exercise }.fail(
                why,
                &format!("{} directions", w.ncols()),
                &format!("{r} directions"),
            );
        }
        exercise.shape(
            &w,
            d,
            r,
            "one eigenface a column, as many as there are variances above rounding error",
        );
        let unit = Array2::ones((1, r));
        exercise.compare(
            &lengths(&w),
            &unit,
            2e-3,
            &[],
            "the eigenfaces are not of length 1; ‖Xᵀu‖ is the square root of the eigenvalue of XXᵀ, not 1",
        );
        let why = "the columns are not the eigenfaces, largest variance first";
        exercise.compare(&same_signs(w, &data.w), &data.w, 1e-2, &[], why);
        let (expected, m) = (row(&data.variances), n as f64);
        let suspects = [
            (
                &expected * (m - 1.0),
                "these are the eigenvalues of XXᵀ; divide by n − 1 for variances",
            ),
            (&expected * ((m - 1.0) / m), "the divisor is n; this book divides by n − 1"),
            (
                (&expected * (m - 1.0)).mapv(f64::sqrt),
                "these are singular values; variances are their squares over n − 1",
            ),
        ];
        exercise.compare(&lambda, &expected, 2e-3, &suspects, "the variances are wrong");
    }
}

/// The moments of the rows of x, straight from their definition.
fn moments(x: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    (row(&mean(x)), centred(x).t().dot(&centred(x)))
}

pub fn merge(answer: impl Fn(&Moments, &Moments) -> Moments) {
    let exercise = Exercise { number: "3.4", section: sections::CHUNKS };
    let mut rng = seeded(34);
    for (n, m, d) in [(5, 5, 3), (3, 20, 4), (50, 2, 6), (0, 4, 3), (4, 0, 3)] {
        let (a, b) = (normal(n, d, &mut rng) + 40.0, normal(m, d, &mut rng) * 2.0 + 43.0);
        let chunk = |x: &Array2<f64>| {
            let (mean, scatter) = if x.nrows() == 0 {
                (Array2::zeros((1, d)), Array2::zeros((d, d)))
            } else {
                moments(x)
            };
            Moments {
                count: x.nrows(),
                mean: real(&mean).row(0).to_owned(),
                scatter: real(&scatter),
            }
        };
        let (first, second) = (chunk(&a), chunk(&b));
        let yours = answer(&first, &second);
        let count = Array2::from_elem((1, 1), yours.count as f64);
        exercise.compare(
            &count,
            &Array2::from_elem((1, 1), (n + m) as f64),
            0.0,
            &[],
            "the counts add",
        );
        let (mean, scatter) = moments(&concatenate![Axis(0), a, b]);
        let (mean_a, mean_b) =
            (first.mean.mapv(|v| v as f64), second.mean.mapv(|v| v as f64));
        let plain = row(&((&mean_a + &mean_b) / 2.0));
        let why = "the means were averaged as if both chunks were of one size; weigh each by its count";
        let yours_mean = row(&yours.mean.mapv(|v| v as f64));
        exercise.compare(
            &yours_mean,
            &mean,
            1e-4,
            &[(plain, why)],
            "the mean of both chunks is wrong (try an empty chunk, too)",
        );
        let within = double(&first.scatter) + double(&second.scatter);
        let gap = row(&(&mean_b - &mean_a));
        let between = gap.t().dot(&gap);
        let suspects = [
            (
                within.clone(),
                "the scatters were added and nothing else; the two means differ, and that is scatter too",
            ),
            (
                &within + &between,
                "the difference of the means came in once; its weight is ab/(a + b), for chunks of a and b samples",
            ),
            (
                &within + &(&between * (n * m) as f64),
                "the difference of the means came in ab times; divide by a + b",
            ),
            (
                &scatter / ((n + m) as f64 - 1.0),
                "this is the covariance; a scatter is not yet divided by n − 1",
            ),
        ];
        let why = "the scatter of both chunks is wrong; it is the two scatters and a part for the distance between the means";
        exercise.compare(&double(&yours.scatter), &scatter, 2e-3, &suspects, why);
    }
}

pub fn sketch(
    answer: impl Fn(&Array2<Real>, usize, usize, usize, &mut ChaCha8Rng) -> Array2<Real>,
) {
    let exercise = Exercise { number: "3.5", section: sections::SKETCH };
    let mut rng = seeded(35);
    // A slow spectrum shows whether the sketch is sharpened; one strong direction before it, whether the rest
    // survives the sharpening: its part grows 100 times faster in every product.
    let slow = geometric(0.02, 0.9, 30);
    let strong = [vec![0.02], geometric(2e-6, 0.9, 30)].concat();
    for (n, d, k, variances) in
        [(60, 45, 5, &slow), (50, 80, 5, &slow), (40, 35, 5, &strong)]
    {
        let data = planted(n, d, variances, 0.0, &mut rng);
        let x = real(&centred(&double(&data.x)));
        let w = double(&answer(&x, k, 3, 12, &mut rng));
        exercise.shape(&w, d, k, "one direction a column, as long as a sample has features; Q of XΩ is as long as there are samples");
        let unit = Array2::eye(k);
        exercise.compare(
            &w.t().dot(&w),
            &unit,
            5e-3,
            &[],
            "the directions are not orthonormal",
        );
        let strong = variances.len() - slow.len(); // leave the strong direction out of the count
        let found = data.w.t().dot(&w).mapv(|v| v * v).sum_axis(Axis(1)) * &data.variances;
        let share = found.iter().skip(strong).sum::<f64>()
            / variances[strong..k].iter().sum::<f64>();
        if share < 0.99 {
            let why = if strong == 0 {
                "the directions miss variance that the best k keep: sharpen the sketch in every round, by Xᵀ and X again, and turn its k + p directions by a small SVD before keeping k"
            } else {
                "next to one strong direction the others are lost in rounding: each product stretches it further, so make the columns orthonormal after every product"
            };
            exercise.fail(
                why,
                &format!("{:.1} % of it kept", 100.0 * share),
                "at least 99 %",
            );
        }
    }
}
