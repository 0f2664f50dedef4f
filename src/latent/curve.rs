//! Ways in the space of codes, measured by the pictures they pass.
//!
//! A way z(t) is as long as the curve of its pictures, ∫‖J ż‖dt = ∫√(żᵀ G ż)dt with the
//! pull-back metric G = JᵀJ; cut into points, Σ‖g(zᵢ₊₁) − g(zᵢ)‖. [`shorten`] moves the points
//! between two ends until the energy m/2 Σ‖g(zᵢ₊₁) − g(zᵢ)‖² is least: by Cauchy and Schwarz it
//! is at least half the squared length, and equal to it where all steps are equal. So what makes
//! it least is short, and walked at an even pace. Source: do Carmo 1992, chapter 9; Shao, Kumar &
//! Fletcher 2018.

use crate::check::check_some;
use crate::nn::draw::Draw;
use crate::nn::model::{Model, Samples, Terms};
use crate::nn::network::{Network, Tape};
use crate::nn::optim::Adam;
use crate::nn::train::{Schedule, Training, silent, train};
use crate::{Error, Real, Result, parameters};
use ndarray::{Array2, Axis, concatenate, s};

// ANCHOR: steps
/// ‖yᵢ₊₁ − yᵢ‖ for each two neighbouring rows of Y (m + 1, d).
pub fn steps(y: &Array2<Real>) -> Vec<f64> {
    let pairs = y.rows().into_iter().zip(y.rows().into_iter().skip(1));
    let square = |a: Real, b: Real| f64::from(b - a).powi(2);
    pairs
        .map(|(a, b)| a.iter().zip(b).map(|(&a, &b)| square(a, b)).sum::<f64>().sqrt())
        .collect()
}
// ANCHOR_END: steps

/// Each of the m steps of Z (m + 1, k) cut into `parts` equal ones: (m · parts + 1, k).
///
/// The way is the same; the pictures that it passes are met more closely. Of no point, none.
pub fn finer(z: &Array2<Real>, parts: usize) -> Array2<Real> {
    let (m, parts) = (z.nrows().saturating_sub(1), parts.max(1));
    let rows = if z.nrows() == 0 { 0 } else { m * parts + 1 };
    Array2::from_shape_fn((rows, z.ncols()), |(row, j)| {
        let (i, t) = (row / parts, (row % parts) as Real / parts as Real);
        if t == 0.0 { z[(i, j)] } else { (1.0 - t) * z[(i, j)] + t * z[(i + 1, j)] }
    })
}

/// m + 1 points (m + 1, k) on the way through the rows of Z (n, k), as far from each
/// other along it as its own steps say.
///
/// Errors where Z has fewer than two rows, or m is 0.
pub fn even(z: &Array2<Real>, m: usize) -> Result<Array2<Real>> {
    check_some(z.nrows(), 2, "a way", "points")?;
    check_some(m, 1, "a way", "step")?;
    let mut sums = vec![0.0];
    steps(z).iter().for_each(|step| sums.push(sums[sums.len() - 1] + step));
    let whole = sums[sums.len() - 1];
    Ok(Array2::from_shape_fn((m + 1, z.ncols()), |(i, j)| {
        let at = whole * i as f64 / m as f64;
        let above = sums.partition_point(|&sum| sum < at).clamp(1, sums.len() - 1);
        let (low, high) = (sums[above - 1], sums[above]);
        let t = if high > low { ((at - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        (1.0 - t as Real) * z[(above - 1, j)] + t as Real * z[(above, j)]
    }))
}

// ANCHOR: length
/// How long the way through the codes Z (m + 1, k) is in pictures, each step cut into
/// `parts`.
///
/// Errors where Z has not k columns, or is not finite.
pub fn length(g: &Network, z: &Array2<Real>, parts: usize) -> Result<f64> {
    Ok(steps(&g.predict(&finer(z, parts))?).iter().sum())
}
// ANCHOR_END: length

/// Points between two ends, to be moved; the ends come with the batch.
#[derive(Debug, Clone)]
pub struct Between<'a> {
    g: &'a Network,
    /// z₁ … z_{m−1} (m − 1, k).
    pub inner: Array2<Real>,
}

parameters!(Between<'_> { inner });

impl<'a> Between<'a> {
    /// The inner points of a way Z (m + 1, k) through the codes of a decoder, and its ends (1, k).
    ///
    /// Errors where it has fewer than three points, or not as many numbers as the decoder takes.
    pub fn of(
        g: &'a Network,
        z: &Array2<Real>,
    ) -> Result<(Between<'a>, [Array2<Real>; 2])> {
        check_some(z.nrows(), 3, "a way to be shortened", "points")?;
        crate::check::check_columns("the codes of a way", g.inputs(), z)?;
        let m = z.nrows() - 1;
        let ends = [z.slice(s![..1, ..]).to_owned(), z.slice(s![m.., ..]).to_owned()];
        Ok((Between { g, inner: z.slice(s![1..m, ..]).to_owned() }, ends))
    }

    /// The whole way: an end, the points, the other end.
    fn whole(&self, ends: Samples) -> Result<Array2<Real>> {
        concatenate(Axis(0), &[ends.x, self.inner.view(), ends.target]).map_err(|_| {
            let (expected, got) =
                (self.inner.ncols().to_string(), ends.x.ncols().to_string());
            Error::Shape { what: "the numbers of a way's end", expected, got }
        })
    }
}

/// The decoder's passes, and ∂E/∂z of the inner points.
#[derive(Debug)]
pub struct Room {
    tape: Tape,
    d_inner: Array2<Real>,
}

impl Model for Between<'_> {
    type Room = Room;

    fn room(&self, _rows: usize) -> Room {
        let tape = Tape::new(self.g, self.inner.nrows() + 2);
        Room { tape, d_inner: Array2::zeros(self.inner.dim()) }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let k = self.g.inputs();
        samples.check(k, k, k)?;
        if samples.len() == 1 {
            return Ok(());
        }
        let (expected, got) = ("1".into(), samples.len().to_string());
        Err(Error::Shape { what: "the pairs of ends of one way", expected, got })
    }

    // ANCHOR: energy
    fn slope(&self, ends: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let z = self.whole(ends)?;
        let m = z.nrows() - 1;
        self.g.forward(z.view(), &mut room.tape)?;
        let (y, mut dy) = room.tape.output_and_slope();
        let forward = &y.slice(s![1.., ..]) - &y.slice(s![..m, ..]); // yᵢ₊₁ − yᵢ
        let energy = forward.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>();
        if draw.learns() {
            dy.fill(0.0);
            let m = m as Real;
            for (i, step) in forward.rows().into_iter().enumerate() {
                dy.row_mut(i).scaled_add(-m, &step); // ∂E/∂yᵢ = m(2yᵢ − yᵢ₋₁ − yᵢ₊₁)
                dy.row_mut(i + 1).scaled_add(m, &step);
            }
            self.g.backward(z.view(), &mut room.tape, true)?; // ∂E/∂zᵢ = Jᵀ ∂E/∂yᵢ
            let dz = room.tape.d_input();
            room.d_inner += &dz.slice(s![1..dz.nrows() - 1, ..]);
        }
        Ok(Self::terms([0.5 * m as f64 * energy]))
    }
    // ANCHOR_END: energy

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        room.d_inner.as_slice_mut().into_iter().collect()
    }

    fn settings(&self) -> String {
        format!("{} points between two codes of {}", self.inner.nrows(), self.g)
    }

    /// The energy as it stands, which no descent should leave far behind it.
    fn naive(&self, samples: Samples) -> f64 {
        let y = self.whole(samples).and_then(|z| self.g.predict(&z));
        let squares: f64 = y.map_or(0.0, |y| steps(&y).iter().map(|s| s * s).sum());
        0.5 * (self.inner.nrows() + 1) as f64 * squares
    }
}

/// Moves the points of a way Z (m + 1, k) between its ends by so many steps of Adam, whose rate
/// falls to 0: (m + 1, k). A minimum near the way it began with, and not always the least.
///
/// Errors as [`Between::of`] and [`train`].
pub fn shorten(
    g: &Network,
    z: &Array2<Real>,
    steps: usize,
    rate: f64,
) -> Result<Array2<Real>> {
    let (mut between, [a, b]) = Between::of(g, z)?;
    let schedule = Schedule::Cosine;
    let training = Training { epochs: steps, batch: 1, schedule, ..Training::default() };
    let adam = &mut Adam { rate, ..Adam::default() };
    let ends = Samples::pairs(&a, &b);
    train(&mut between, adam, ends, None, &training, silent)?;
    between.whole(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::latent::path::Path;
    use crate::nn::activation::Activation;
    use crate::nn::dense::Dense;
    use crate::nn::gradcheck::{BOUND, check_model};
    use crate::nn::layer::Layer;
    use crate::vae::sample_codes;
    use ndarray::{Array1, array};
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    /// z → (z₁, 3z₂, 4 max(z₂, 0)): a sheet with a fold at z₂ = 0, the page's example.
    fn folded() -> Network {
        // max(z₁ + 50, 0) − 50 is z₁ where it matters, and so for z₂
        let one =
            Dense::new(array![[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]], array![50.0, 50.0, 0.0]);
        let two = Dense::new(
            array![[1.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 4.0]],
            array![-50.0, -150.0, 0.0],
        );
        let layers: Vec<Box<dyn Layer>> = vec![
            Box::new(one.expect("a layer")),
            Box::new(Activation::Relu),
            Box::new(two.expect("a layer")),
        ];
        Network::new(2, layers).expect("a network")
    }

    /// Unfolded the sheet is flat: 6 across and 3 + 5 up, so the shortest way is 10, by (9/4, 0).
    #[test]
    fn across_a_fold_the_shortest_way_bends() {
        let g = folded();
        let by = |c: Real| {
            let corner = array![[0.0, -1.0], [c, 0.0], [6.0, 1.0]];
            length(&g, &corner, 64).expect("a way")
        };
        assert!((by(3.0) - 18f64.sqrt() - 34f64.sqrt()).abs() < 1e-3);
        assert!((by(2.25) - 10.0).abs() < 1e-3 && by(2.0) > 10.001 && by(2.5) > 10.001);
    }

    /// Points do not go over a fold: just above it is drawn up, just below it down. So the descent
    /// shortens the way with the points that it began with on either side, and no further.
    #[test]
    fn a_fold_is_a_trap() {
        let g = folded();
        let (a, b): (Array1<Real>, Array1<Real>) = (array![0.0, -1.0], array![6.0, 1.0]);
        let straight = Path::Straight.codes(a.view(), b.view(), 61).expect("a way");
        let short = shorten(&g, &straight, 2000, 0.05).expect("a way");
        let found = length(&g, &short, 8).expect("a way");
        assert!((10.0..10.06).contains(&found), "{found}");
        assert_eq!((short.row(0), short.row(61)), (a.view(), b.view()));
        let below = |z: &Array2<Real>| z.column(1).iter().filter(|&&v| v < 0.0).count();
        assert!(below(&short).abs_diff(below(&straight)) <= 1); // of 61, where 23 would do
    }

    #[test]
    fn slopes_agree_with_differences() {
        let rng = &mut ChaCha8Rng::seed_from_u64(5);
        let g = Network::new(
            3,
            vec![
                Box::new(Dense::random(3, 9, crate::nn::init::Init::Glorot, rng))
                    as Box<dyn Layer>,
                Box::new(Activation::Tanh),
                Box::new(Dense::random(9, 5, crate::nn::init::Init::Glorot, rng)),
            ],
        );
        let g = g.expect("a network");
        let z = sample_codes(6, 3, rng);
        let (between, [a, b]) = Between::of(&g, &z).expect("a way");
        let found = check_model(&between, Samples::pairs(&a, &b), Draw::learning(1, 0));
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
        assert_eq!(found.compared, 12);
    }

    /// A linear decoder's shortest ways are straight, and energy is at least half the square.
    #[test]
    fn a_linear_decoder_bends_nothing() {
        let rng = &mut ChaCha8Rng::seed_from_u64(6);
        let one = Dense::random(3, 8, crate::nn::init::Init::Glorot, rng);
        let g = Network::new(3, vec![Box::new(one)]).expect("a network");
        let z = sample_codes(2, 3, rng);
        let straight = Path::Straight.codes(z.row(0), z.row(1), 8).expect("a way");
        let mut bent = straight.clone();
        (1..8).for_each(|i| bent[(i, i % 3)] += 0.3);
        let short = shorten(&g, &bent, 600, 0.03).expect("a way");
        assert!((&short - &straight).iter().all(|v| v.abs() < 0.03));
        let y = g.predict(&straight).expect("pictures");
        let ends = (&y.row(8) - &y.row(0)).mapv(f64::from);
        let whole = ends.dot(&ends).sqrt();
        assert!((length(&g, &straight, 3).expect("a way") - whole).abs() < 1e-4);
    }

    #[test]
    fn even_points_are_even() {
        let z = array![[0.0, 0.0], [1.0, 0.0], [1.0, 3.0]];
        let four = even(&z, 4).expect("a way");
        assert_eq!(
            four,
            array![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]
        );
        let still = even(&array![[2.0], [2.0]], 3).expect("a way");
        assert!(still.iter().all(|&v| v == 2.0) && even(&z, 0).is_err());
    }

    #[test]
    fn finer_keeps_the_points() {
        let z = array![[0.0, 0.0], [1.0, 2.0], [1.0, 4.0]];
        let fine = finer(&z, 4);
        assert_eq!(fine.dim(), (9, 2));
        assert_eq!(fine.row(4), z.row(1));
        assert_eq!(fine.row(2), array![0.5, 1.0]);
        assert!(shorten(&folded(), &z.slice(s![..2, ..]).to_owned(), 5, 0.1).is_err());
        assert!(shorten(&folded(), &Array2::zeros((4, 3)), 5, 0.1).is_err());
    }
}
