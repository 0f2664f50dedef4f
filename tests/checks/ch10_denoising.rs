//! How the exercises of chapter 10 are graded.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use crate::mistakes;
use ndarray::{Array1, Array2, array};
use rand::RngExt;

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const CORRUPTION: &str = "Three corruptions";
    pub const QUALITY: &str = "How good is a restored picture?";
    pub const LINEAR: &str = "If everything were Gaussian";
    pub const MEAN: &str = "The best answer";
    pub const SCORE: &str = "The arrows are the score";
}

pub fn salt_and_pepper(answer: impl Fn(&Array2<f64>, &Array2<f64>, f64) -> Array2<f64>) {
    use mistakes::salt as wrong;
    let exercise = Exercise { number: "10.1", section: sections::CORRUPTION };
    let mut rng = seeded(101);
    for share in [0.5, 0.3, 0.0, 1.0] {
        let x = Array2::from_shape_simple_fn((5, 40), || rng.random_range(0.1..0.4));
        let u = Array2::from_shape_simple_fn((5, 40), || rng.random::<f64>());
        let right = Array2::from_shape_fn(x.dim(), |at| {
            if u[at] >= share { x[at] } else { f64::from(2.0 * u[at] >= share) }
        });
        type Wrong = fn(&Array2<f64>, &Array2<f64>, f64) -> Array2<f64>;
        let suspects: [(Wrong, &str); 6] = [
            (
                wrong::twice_the_share,
                "twice as many pixels are hit as should be: the share is of both kinds together",
            ),
            (wrong::exchanged, "salt and pepper are exchanged: pepper is black, 0"),
            (
                wrong::no_salt,
                "all that is hit became 0, which is masking: half of it is salt",
            ),
            (
                wrong::keeps_the_corrupted,
                "the wrong pixels were hit: those whose number is below the share",
            ),
            (
                wrong::flips,
                "black and white were exchanged; what comes in has nothing to do with the pixel",
            ),
            (
                wrong::whole_pictures,
                "one number decided for a whole picture: each pixel has its own",
            ),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&x, &u, share), why));
        let otherwise = format!("that is not salt and pepper (share {share})");
        exercise.compare(&answer(&x, &u, share), &right, 1e-12, &suspects, &otherwise);
    }
}

pub fn mean_psnr(answer: impl Fn(&Array2<f64>, &Array2<f64>) -> f64) {
    use mistakes::psnr as wrong;
    let exercise = Exercise { number: "10.2", section: sections::QUALITY };
    let mut rng = seeded(102);
    let x = Array2::from_shape_simple_fn((6, 30), || rng.random::<f64>());
    let sds = array![[0.01], [0.1], [0.3], [0.05], [0.6], [0.2]];
    let y = &x + &(normal(6, 30, &mut rng) * &sds);
    let mut right = 0.0;
    for (x, y) in x.rows().into_iter().zip(y.rows()) {
        let squares = x.iter().zip(y).map(|(x, y)| (x - y.clamp(0.0, 1.0)).powi(2));
        right -= 10.0 / 6.0 * (squares.sum::<f64>() / 30.0).log10();
    }
    let suspects = [
        (
            wrong::of_the_mean(&x, &y),
            "the errors were averaged first: that is the PSNR of the mean error, which the worst picture rules",
        ),
        (wrong::natural(&x, &y), "decibels are made of logarithms to base ten"),
        (
            wrong::twenty(&x, &y),
            "twenty times the logarithm is for amplitudes; a squared error takes ten",
        ),
        (wrong::not_cut_off(&x, &y), "cut the restored pixels off at 0 and 1 first"),
        (wrong::summed(&x, &y), "the squares were summed over pixels: take their mean"),
        (wrong::sign(&x, &y), "the sign is wrong: a smaller error is more decibels"),
    ];
    let otherwise = "that is not the mean of the pictures' PSNR";
    exercise.number(answer(&x, &y), right, 1e-10, &suspects, otherwise);
}

pub fn wiener(answer: impl Fn(&Array1<f64>, f64) -> (Array1<f64>, f64, usize)) {
    use mistakes::wiener as wrong;
    let exercise = Exercise { number: "10.3", section: sections::LINEAR };
    let cases =
        [(array![9.0, 4.0, 1.0, 0.25], 1.5), (array![3.0, 0.4, 0.3, 0.2, 0.0], 0.5)];
    for (variances, sd) in cases {
        let noise: f64 = sd * sd;
        let factors = variances.mapv(|l: f64| 1.0 / (1.0 + noise / l));
        let error = variances.iter().map(|&l| l * noise / (l + noise)).sum::<f64>();
        let kept = variances.iter().take_while(|&&l| l > noise).count();
        let table = |(factors, error, kept): (Array1<f64>, f64, usize)| {
            let mut all = factors.to_vec();
            all.extend([error, kept as f64]);
            row(&all.into())
        };
        type Wrong = fn(&Array1<f64>, f64) -> (Array1<f64>, f64, usize);
        let suspects: [(Wrong, &str); 7] = [
            (wrong::not_squared, "a variance is compared with σ², not with σ"),
            (
                wrong::keeps_the_noise,
                "these are the shares of the noise: what varies much should be kept",
            ),
            (
                wrong::error_of_the_projection,
                "that is the error of the best projection, min(λ, σ²) each; shrinking does better",
            ),
            (wrong::error_of_copying, "σ² for every component is the error of copying"),
            (
                wrong::keeps_all,
                "to keep a component lets its noise in, σ²; drop it where that is more than λ",
            ),
            (
                wrong::keeps_above_sd,
                "the components with λ above σ were counted: what counts is λ above σ²",
            ),
            (wrong::by_deviations, "the factors are made of variances, not of deviations"),
        ];
        let suspects = suspects.map(|(wrong, why)| (table(wrong(&variances, sd)), why));
        let yours = table(answer(&variances, sd));
        let right = table((factors, error, kept));
        let otherwise = format!("that is not the best linear denoiser (σ = {sd})");
        exercise.compare(&yours, &right, 1e-10, &suspects, &otherwise);
    }
}

pub fn answers(
    answer: impl Fn(&Array1<f64>, &Array1<f64>, &Array2<f64>) -> (Array1<f64>, Array1<f64>),
) {
    use mistakes::answers as wrong;
    let exercise = Exercise { number: "10.4", section: sections::MEAN };
    let values = array![0.0, 2.0, 3.0, 7.0];
    let prior = array![0.4, 0.3, 0.1, 0.2];
    let channel = array![
        [0.45, 0.35, 0.15, 0.05],
        [0.2, 0.4, 0.3, 0.1],
        [0.1, 0.2, 0.4, 0.3],
        [0.05, 0.25, 0.3, 0.4]
    ];
    let (mut means, mut medians) = (Vec::new(), Vec::new());
    for seen in 0..4 {
        let joint: Vec<f64> = (0..4).map(|i| prior[i] * channel[[i, seen]]).collect();
        let whole: f64 = joint.iter().sum();
        means.push((0..4).map(|i| values[i] * joint[i]).sum::<f64>() / whole);
        let up_to = |i: usize| joint[..=i].iter().sum::<f64>() >= whole / 2.0;
        medians.push(values[(0..4).find(|&i| up_to(i)).unwrap_or(3)]);
    }
    let table = |(means, medians): (Array1<f64>, Array1<f64>)| {
        row(&means.iter().chain(&medians).copied().collect())
    };
    let case = (&values, &prior, &channel);
    let suspects = [
        (
            table(wrong::no_prior(case)),
            "the prior is missing: a value that is rare should count less",
        ),
        (
            table(wrong::no_channel(case)),
            "what is seen has no say here: weigh each value by the chance that it looks like this",
        ),
        (
            table(wrong::not_divided(case)),
            "the products of prior and channel do not add up to 1: divide by their sum",
        ),
        (
            table(wrong::most_likely(case)),
            "that is the most likely value, the best answer where only a hit counts",
        ),
        (
            table(wrong::middle_value(case)),
            "the middle of the values; half of the *chance* is asked for",
        ),
        (table(wrong::exchanged(case)), "mean and median are exchanged"),
    ];
    let yours = table(answer(&values, &prior, &channel));
    let right = table((means.into(), medians.into()));
    let otherwise = "these are not the posterior's mean and median";
    exercise.compare(&yours, &right, 1e-10, &suspects, otherwise);
}

pub fn log_ratio(
    answer: impl Fn(
        &dyn Fn(&Array1<f64>) -> Array1<f64>,
        &Array1<f64>,
        &Array1<f64>,
        f64,
        usize,
    ) -> f64,
) {
    use mistakes::ratio as wrong;
    let exercise = Exercise { number: "10.5", section: sections::SCORE };
    // A Gaussian of variances 2 and ½, whose best denoiser is linear; σ = ½ is seen.
    let (variances, sd) = (array![2.0, 0.5], 0.5);
    let noisy = variances.mapv(|l: f64| l + sd * sd);
    let denoise = |x: &Array1<f64>| x * &(&variances / &noisy);
    for (a, b, steps) in [
        (array![0.0, 0.0], array![1.5, -1.0], 200),
        (array![1.0, 0.5], array![-0.5, 2.0], 400),
    ] {
        let log = |x: &Array1<f64>| -0.5 * (x * x / &noisy).sum();
        let right = log(&b) - log(&a);
        type Denoiser<'a> = &'a dyn Fn(&Array1<f64>) -> Array1<f64>;
        type Wrong = fn(Denoiser, &Array1<f64>, &Array1<f64>, f64, usize) -> f64;
        let suspects: [(Wrong, &str); 7] = [
            (wrong::by_sd, "the score is (r(x) − x)/σ²: σ squared"),
            (wrong::backwards, "that is log p(a) − log p(b)"),
            (wrong::not_less_x, "the arrow is r(x) − x, not r(x)"),
            (
                wrong::not_halved,
                "the slopes were added up, each as if its piece were the whole way: take their mean",
            ),
            (
                wrong::unit_way,
                "the way was made a unit long; its length belongs to the integral",
            ),
            (
                wrong::from_the_left,
                "the pieces were taken at their left ends: at their midpoints the error is far smaller",
            ),
            (
                wrong::lengths,
                "the arrows' lengths were added up; what counts is their part along the way",
            ),
        ];
        let call = |f: Wrong| f(&denoise, &a, &b, sd, steps);
        let suspects = suspects.map(|(wrong, why)| (call(wrong), why));
        let yours = answer(&denoise, &a, &b, sd, steps);
        let otherwise = "that is not the difference of the log densities";
        exercise.number(yours, right, 1e-9, &suspects, otherwise);
    }
}
