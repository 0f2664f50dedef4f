//! Wrong answers that are often given to the exercises of chapter 10; each must be caught and
//! told what it is.

use ndarray::{Array1, Array2, Axis, Zip};

pub mod salt {
    use super::*;
    fn by(x: &Array2<f64>, u: &Array2<f64>, one: impl Fn(f64, f64) -> f64) -> Array2<f64> {
        Zip::from(x).and(u).map_collect(|&x, &u| one(x, u))
    }
    pub fn twice_the_share(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
        by(x, u, |x, u| {
            if u < share {
                0.0
            } else if u < 2.0 * share {
                1.0
            } else {
                x
            }
        })
    }
    pub fn exchanged(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
        by(x, u, |x, u| {
            if u < share / 2.0 {
                1.0
            } else if u < share {
                0.0
            } else {
                x
            }
        })
    }
    pub fn no_salt(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
        by(x, u, |x, u| if u < share { 0.0 } else { x })
    }
    pub fn keeps_the_corrupted(
        x: &Array2<f64>,
        u: &Array2<f64>,
        share: f64,
    ) -> Array2<f64> {
        by(x, u, |x, u| if u >= share { f64::from(u < (1.0 + share) / 2.0) } else { x })
    }
    pub fn flips(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
        by(x, u, |x, u| if u < share { 1.0 - x } else { x })
    }
    pub fn whole_pictures(x: &Array2<f64>, u: &Array2<f64>, share: f64) -> Array2<f64> {
        let first = Array2::from_shape_fn(u.dim(), |(i, _)| u[[i, 0]]);
        crate::solutions::salt_and_pepper(x, &first, share)
    }
}

pub mod psnr {
    use super::*;
    fn each(x: &Array2<f64>, y: &Array2<f64>, of: impl Fn(f64) -> f64) -> f64 {
        let y = y.mapv(|v| v.clamp(0.0, 1.0));
        let mse = (x - &y).mapv(|e| e * e).mean_axis(Axis(1)).expect("pixels");
        mse.mapv(of).mean().expect("pictures")
    }
    pub fn of_the_mean(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        -10.0 * each(x, y, |mse| mse).log10()
    }
    pub fn natural(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        each(x, y, |mse| -10.0 * mse.ln())
    }
    pub fn twenty(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        each(x, y, |mse| -20.0 * mse.log10())
    }
    pub fn not_cut_off(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        let mse = (x - y).mapv(|e| e * e).mean_axis(Axis(1)).expect("pixels");
        mse.mapv(|mse| -10.0 * mse.log10()).mean().expect("pictures")
    }
    pub fn summed(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        each(x, y, |mse| -10.0 * (mse * x.ncols() as f64).log10())
    }
    pub fn sign(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        each(x, y, |mse| 10.0 * mse.log10())
    }
}

pub mod wiener {
    use super::*;
    type Answer = (Array1<f64>, f64, usize);
    use crate::solutions::wiener as right;
    pub fn not_squared(variances: &Array1<f64>, sd: f64) -> Answer {
        right(variances, sd.sqrt())
    }
    pub fn keeps_the_noise(variances: &Array1<f64>, sd: f64) -> Answer {
        let (factors, error, kept) = right(variances, sd);
        (factors.mapv(|f| 1.0 - f), error, kept)
    }
    pub fn error_of_the_projection(variances: &Array1<f64>, sd: f64) -> Answer {
        let (factors, _, kept) = right(variances, sd);
        let error = variances.iter().map(|&l| l.min(sd * sd)).sum();
        (factors, error, kept)
    }
    pub fn error_of_copying(variances: &Array1<f64>, sd: f64) -> Answer {
        let (factors, _, kept) = right(variances, sd);
        (factors, sd * sd * variances.len() as f64, kept)
    }
    pub fn keeps_all(variances: &Array1<f64>, sd: f64) -> Answer {
        let (factors, error, _) = right(variances, sd);
        (factors, error, variances.len())
    }
    pub fn keeps_above_sd(variances: &Array1<f64>, sd: f64) -> Answer {
        let (factors, error, _) = right(variances, sd);
        (factors, error, variances.iter().filter(|&&l| l > sd).count())
    }
    pub fn by_deviations(variances: &Array1<f64>, sd: f64) -> Answer {
        let (_, error, kept) = right(variances, sd);
        (variances.mapv(|l| l.sqrt() / (l.sqrt() + sd)), error, kept)
    }
}

pub mod answers {
    use super::*;
    type Answer = (Array1<f64>, Array1<f64>);
    type Case<'a> = (&'a Array1<f64>, &'a Array1<f64>, &'a Array2<f64>);
    use crate::solutions::answers as right;
    pub fn no_prior((values, prior, channel): Case) -> Answer {
        right(values, &Array1::ones(prior.len()), channel)
    }
    pub fn no_channel((values, prior, channel): Case) -> Answer {
        right(values, prior, &Array2::ones(channel.dim()))
    }
    pub fn not_divided((values, prior, channel): Case) -> Answer {
        let (_, medians) = right(values, prior, channel);
        ((values * prior).dot(channel), medians)
    }
    pub fn most_likely((values, prior, channel): Case) -> Answer {
        let (means, _) = right(values, prior, channel);
        let top = channel.columns().into_iter().map(|chance| {
            let joint = prior * &chance;
            let best = joint.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            values[best.map_or(0, |(at, _)| at)]
        });
        (means, top.collect())
    }
    pub fn middle_value((values, prior, channel): Case) -> Answer {
        let (means, _) = right(values, prior, channel);
        (means, Array1::from_elem(channel.ncols(), values[values.len() / 2]))
    }
    pub fn exchanged((values, prior, channel): Case) -> Answer {
        let (means, medians) = right(values, prior, channel);
        (medians, means)
    }
}

pub mod ratio {
    use super::*;
    type Denoiser<'a> = &'a dyn Fn(&Array1<f64>) -> Array1<f64>;
    use crate::solutions::log_ratio as right;
    pub fn by_sd(r: Denoiser, a: &Array1<f64>, b: &Array1<f64>, sd: f64, n: usize) -> f64 {
        right(r, a, b, sd, n) * sd
    }
    pub fn backwards(
        r: Denoiser,
        a: &Array1<f64>,
        b: &Array1<f64>,
        sd: f64,
        n: usize,
    ) -> f64 {
        right(r, b, a, sd, n)
    }
    pub fn not_less_x(
        r: Denoiser,
        a: &Array1<f64>,
        b: &Array1<f64>,
        sd: f64,
        n: usize,
    ) -> f64 {
        right(&|x| r(x) + x, a, b, sd, n)
    }
    pub fn not_halved(
        r: Denoiser,
        a: &Array1<f64>,
        b: &Array1<f64>,
        sd: f64,
        n: usize,
    ) -> f64 {
        right(r, a, b, sd, n) * n as f64
    }
    pub fn unit_way(
        r: Denoiser,
        a: &Array1<f64>,
        b: &Array1<f64>,
        sd: f64,
        n: usize,
    ) -> f64 {
        let way = b - a;
        right(r, a, b, sd, n) / way.dot(&way).sqrt()
    }
    pub fn from_the_left(
        r: Denoiser,
        a: &Array1<f64>,
        b: &Array1<f64>,
        sd: f64,
        n: usize,
    ) -> f64 {
        let way = b - a;
        let slope = |i: usize| {
            let x = a + &(&way * (i as f64 / n as f64));
            (r(&x) - &x).dot(&way) / (sd * sd)
        };
        (0..n).map(slope).sum::<f64>() / n as f64
    }
    pub fn lengths(
        r: Denoiser,
        a: &Array1<f64>,
        b: &Array1<f64>,
        sd: f64,
        n: usize,
    ) -> f64 {
        let way = b - a;
        let slope = |i: usize| {
            let x = a + &(&way * ((i as f64 + 0.5) / n as f64));
            let arrow = r(&x) - &x;
            arrow.dot(&arrow).sqrt() * way.dot(&way).sqrt() / (sd * sd)
        };
        (0..n).map(slope).sum::<f64>() / n as f64
    }
}
