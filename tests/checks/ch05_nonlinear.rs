//! How the exercises of chapter 5 on losses and on the way back are graded: 5.1 to 5.3.

use crate::common::seeded;
use crate::graded::grading::{Exercise, corner};
use crate::graded::{double, normal, real, row};
use autoencoders::Real;
use ndarray::{Array1, Array2, Axis};

/// The headings of the page that the messages send a reader to.
pub mod sections {
    pub const LOSSES: &str = "Two losses";
    pub const BACK: &str = "Backpropagation";
    pub const DOWNHILL: &str = "Four ways downhill";
    pub const START: &str = "Where to start";
    pub const POWER: &str = "Too much power";
}

fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

/// −p ln p.
fn surprise(p: f64) -> f64 {
    if p > 0.0 { -p * p.ln() } else { 0.0 }
}

pub fn units(answer: impl Fn(f64, usize, bool, bool) -> f64) {
    let exercise = Exercise { number: "5.1", section: sections::LOSSES };
    let bit = std::f64::consts::LN_2; // in nats
    for (reported, pixels) in [(0.25, 100), (0.0915, 784), (105.0, 784), (3.5, 3072)] {
        for (per_pixel, in_bits) in
            [(true, false), (false, true), (true, true), (false, false)]
        {
            let d = pixels as f64;
            let (by_pixels, by_bits) =
                (if per_pixel { d } else { 1.0 }, if in_bits { bit } else { 1.0 });
            let right = reported * by_pixels * by_bits;
            let suspects = [
                (
                    reported * by_pixels / by_bits,
                    "multiplied by the bits in a nat; a bit is the smaller unit, ln 2 = 0.693 nats, so fewer nats than bits",
                ),
                (
                    reported / by_pixels * by_bits,
                    "divided by the number of pixels; they averaged, so their sum is so many times larger",
                ),
                (reported * by_bits, "their mean over the pixels has to become a sum"),
                (reported * by_pixels, "these are still bits"),
                (
                    reported * d * by_bits,
                    "multiplied by the pixels though their loss was summed already",
                ),
                (
                    reported * by_pixels * bit,
                    "taken for bits though their logarithm was the natural one",
                ),
            ];
            let asked = format!(
                "{reported} {} {} for {pixels} pixels is wrong",
                if in_bits { "bits" } else { "nats" },
                if per_pixel { "a pixel" } else { "an image" }
            );
            exercise.number(
                answer(reported, pixels, per_pixel, in_bits),
                right,
                1e-9,
                &suspects,
                &asked,
            );
        }
    }
}

pub fn floor(answer: impl Fn(&Array2<Real>) -> f64) {
    let exercise = Exercise { number: "5.1", section: sections::LOSSES };
    let mut rng = seeded(51);
    for (n, d, black_and_white) in [(6, 9, false), (4, 25, true), (1, 7, false)] {
        // Grey in (0, 1); in one set with many pixels that are plain black or plain white.
        let grey = normal(n, d, &mut rng).mapv(|a| {
            let grey = sigmoid(a);
            if black_and_white && !(0.3..0.7).contains(&grey) { grey.round() } else { grey }
        });
        let t = real(&grey);
        let grey = double(&t);
        let sum = |f: &dyn Fn(f64) -> f64| grey.iter().map(|&t| f(t)).sum::<f64>();
        let (samples, features) = (n as f64, d as f64);
        let all = sum(&|t| surprise(t) + surprise(1.0 - t));
        let yours = answer(&t);
        if yours.is_nan() {
            let why = "NaN: 0 · ln 0 is no number in floating point. A pixel that is surely black has no surprise; its term is 0";
            exercise.fail(why, "NaN", &format!("{:.3}", all / samples));
        }
        let suspects = [
            (
                sum(&surprise) / samples,
                "only −t ln t; a pixel can also turn out black: −(1 − t) ln(1 − t)",
            ),
            (all, "summed over the images too; average over them"),
            (all / (samples * features), "averaged over the pixels; sum over them"),
            (
                all / samples / std::f64::consts::LN_2,
                "these are bits; take the natural logarithm",
            ),
            (-all / samples, "the sign is turned: ln t is negative"),
            (
                0.0,
                "only black and white can be reached without loss; a grey pixel has an entropy of its own",
            ),
        ];
        exercise.number(
            yours,
            all / samples,
            1e-4,
            &suspects,
            "that is not the entropy of the targets",
        );
    }
}

pub fn cross_entropy(answer: impl Fn(&Array2<Real>, &Array2<Real>) -> (f64, Array2<Real>)) {
    let exercise = Exercise { number: "5.2", section: sections::LOSSES };
    let mut rng = seeded(52);
    // (n, d, how large the logits are)
    for (n, d, size) in
        [(5, 4, 1.0), (1, 6, 2.0), (9, 3, 3.0), (3, 4, 100.0), (2, 5, 1000.0)]
    {
        let a = real(
            &normal(n, d, &mut rng)
                .mapv(|v| if size < 10.0 { v * size } else { size * v.signum() }),
        );
        let t = real(
            &normal(n, d, &mut rng)
                .mapv(|v| if size < 10.0 { sigmoid(v) } else { f64::from(v > 0.0) }),
        );
        let (loss, da) = answer(&a, &t);
        let (a, t, da) = (double(&a), double(&t), double(&da));
        exercise.shape(&da, n, d, "∂L/∂A has the shape of A");
        let all: f64 = a
            .iter()
            .zip(&t)
            .map(|(&a, &t)| a.max(0.0) + (-a.abs()).exp().ln_1p() - t * a)
            .sum();
        let y = a.mapv(sigmoid);
        let (samples, features) = (n as f64, d as f64);
        let right = all / samples;
        let by_a = (&y - &t) / samples;
        if size > 10.0 {
            let finite = loss.is_finite() && da.iter().all(|v| v.is_finite());
            let why = if !finite {
                "not a number at a large logit: there σ(a) rounds to 0 or 1, whose logarithm is −∞, or eᵃ overflows; cancel on paper first, and take e^−|a| only"
            } else {
                "right for small logits and wrong for large ones: where the output is clipped, away from 0 and 1, a sure mistake costs too little and pulls not at all"
            };
            exercise.number(loss, right, 1e-4, &[], why);
            exercise.compare(&da, &by_a, 1e-4, &[], why);
            continue;
        }
        let half =
            a.iter().zip(&t).map(|(&a, &t)| t * (-a).exp().ln_1p()).sum::<f64>() / samples;
        let suspects = [
            (all, "the loss was summed over the samples; average over them"),
            (
                all / (samples * features),
                "the loss was averaged over the features; sum over them",
            ),
            (
                -right,
                "the sign of the loss is turned: a logarithm of a probability is negative",
            ),
            (half, "only −t ln y: what of the share 1 − t that turns out black?"),
            (
                all / samples / std::f64::consts::LN_2,
                "the loss is in bits; take natural logarithms",
            ),
        ];
        exercise.number(
            loss,
            right,
            1e-4,
            &suspects,
            "that is not the cross-entropy of σ(a) and t",
        );
        let slope = y.mapv(|y| y * (1.0 - y));
        let suspects = [
            (
                &by_a * samples,
                "the gradient is that of the sum over samples; the loss is their mean",
            ),
            (&by_a / features, "the gradient was divided by the number of features"),
            (-&by_a, "the sign of the gradient is turned, so that descent climbs: y − t"),
            (
                &by_a / &slope,
                "that is the derivative by y; one step more, through the sigmoid, times y(1 − y)",
            ),
            (
                &by_a * &slope,
                "the slope of the sigmoid is in it twice: y(1 − y) has cancelled already",
            ),
            (
                &by_a * &slope * 2.0,
                "that is the gradient of the squared error; cross-entropy's y(1 − y) cancels",
            ),
            (
                (&a - &t) / samples,
                "a − t compares a logit with a share; the gradient is σ(a) − t",
            ),
        ];
        exercise.compare(
            &da,
            &by_a,
            1e-4,
            &suspects,
            "the gradient differs from the slopes of the loss",
        );
    }
}

type Gradients = (Array2<Real>, Array1<Real>, Array2<Real>);
type Backward<'a> =
    dyn Fn(&Array2<Real>, &Array2<Real>, &Array2<Real>, &Array2<Real>) -> Gradients + 'a;

pub fn backward(answer: &Backward) {
    let exercise = Exercise { number: "5.3", section: sections::BACK };
    let mut rng = seeded(53);
    for (n, d, m) in [(5, 4, 3), (6, 4, 4), (3, 3, 3), (1, 5, 2), (20, 2, 7)] {
        let x = double(&real(&normal(n, d, &mut rng)));
        let w = double(&real(&normal(d, m, &mut rng)));
        let b = normal(1, m, &mut rng).row(0).to_owned();
        let h = double(&real(&(x.dot(&w) + &b).mapv(sigmoid)));
        let dh = double(&real(&normal(n, m, &mut rng)));
        let (dw, db, dx) = answer(&real(&x), &real(&w), &real(&h), &real(&dh));
        let (dw, db, dx) = (double(&dw), row(&db.mapv(f64::from)), double(&dx));
        exercise.shape(
            &dw,
            d,
            m,
            "∂L/∂W has the shape of W: samples are what a product sums over",
        );
        exercise.shape(
            &db,
            1,
            m,
            "∂L/∂b has one entry for each unit: samples are summed over",
        );
        exercise.shape(
            &dx,
            n,
            d,
            "∂L/∂X has the shape of X: units are what a product sums over",
        );
        // A loss with this ∂L/∂H is Σᵢⱼ dhᵢⱼ hᵢⱼ; its slopes, by central differences.
        let loss = |x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>| {
            ((x.dot(w) + b).mapv(sigmoid) * &dh).sum()
        };
        let slope = |along: &dyn Fn(f64) -> f64| (along(1e-5) - along(-1e-5)) / 2e-5;
        let moved = |a: &Array2<f64>, at: (usize, usize), step: f64| {
            let mut a = a.clone();
            a[at] += step;
            a
        };
        let by_w =
            Array2::from_shape_fn((d, m), |at| slope(&|t| loss(&x, &moved(&w, at, t), &b)));
        let by_x =
            Array2::from_shape_fn((n, d), |at| slope(&|t| loss(&moved(&x, at, t), &w, &b)));
        let biases = row(&b);
        let by_b = Array2::from_shape_fn((1, m), |at| {
            slope(&|t| loss(&x, &w, &moved(&biases, at, t).row(0).to_owned()))
        });
        let samples = n as f64;
        let sum = |a: &Array2<f64>| row(&a.sum_axis(Axis(0)));
        // What each of the three becomes with another ∂L/∂A.
        let other = [
            (dh.clone(), "the slope of the bend is missing: ∂L/∂A = ∂L/∂H ∘ σ′(A)"),
            (
                &dh * &h.mapv(|h| sigmoid(h) * (1.0 - sigmoid(h))),
                "the sigmoid was applied to H once more; H is its output already, and σ′ = h(1 − h)",
            ),
            (
                &dh * &h.mapv(|h| 1.0 - h * h),
                "1 − h² is the slope of tanh; the sigmoid's is h(1 − h)",
            ),
            (
                &dh * &h.mapv(|h| f64::from(h > 0.0)),
                "that is the slope of a rectifier; the sigmoid's is h(1 − h)",
            ),
            (
                &dh * &h,
                "the slope of the sigmoid is h(1 − h); the second factor is missing",
            ),
        ];
        let da = &dh * &h.mapv(|h| h * (1.0 - h));
        let judge = |yours: &Array2<f64>,
                     right: &Array2<f64>,
                     of: &dyn Fn(&Array2<f64>) -> Array2<f64>,
                     more: Vec<(Array2<f64>, &str)>,
                     name: &str| {
            let mut suspects = more;
            suspects.extend(other.iter().map(|(da, why)| (of(da), *why)));
            suspects.push((
                right / samples,
                "divided by n; the mean over samples is part of the loss, and ∂L/∂H has it already",
            ));
            suspects
                .push((-right, "the sign is turned: gradients, not steps, are asked for"));
            exercise.compare(
                yours,
                right,
                2e-3,
                &suspects,
                &format!("{name} differs from the slopes of a loss"),
            );
        };
        let mut more = vec![];
        if n == d {
            more.push((x.dot(&da), "∂L/∂W needs Xᵀ: this sums over features"));
        }
        judge(&dw, &by_w, &|da| x.t().dot(da), more, "∂L/∂W");
        judge(&db, &by_b, &sum, vec![], "∂L/∂b");
        let mut more = vec![];
        if d == m {
            more.push((
                da.dot(&w),
                "∂L/∂X needs Wᵀ: this runs through the weights forwards",
            ));
        }
        judge(&dx, &by_x, &|da| da.dot(&w.t()), more, "∂L/∂X");
        if dx.iter().any(|v| v.is_nan()) {
            exercise.fail(
                "∂L/∂X has entries that are no numbers",
                &corner(&dx),
                &corner(&by_x),
            );
        }
    }
}
