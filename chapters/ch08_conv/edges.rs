//! Moved test images with no edge nearby: what is left is due to the pools.

use super::arms::{Arm, Model};
use super::pictures::Pictures;
use super::versus::Versus;
use autoencoders::conv::ConvAutoencoder;
use autoencoders::ndarray::Array2;
use autoencoders::nn::model::Parameters;
use autoencoders::{Autoencoder, Frame, Real};
use chapters::curves::Curve;
use chapters::{Outcome, Run};

/// Blank pixels on either side: a multiple of the network's period, and more than any number
/// of the digit reaches.
const MARGIN: usize = 40;
/// Pixels to the right at most: three pools of 2 repeat after so many.
pub const PERIOD: usize = 8;

/// Squared errors, by start and shift, of the tutorial's network, as trained, on a frame so
/// wide that a moved image is far from its left and right edges.
pub fn edges(
    run: &mut Run,
    pictures: &Pictures,
    test: &Array2<Real>,
    versus: &Versus,
) -> Outcome<Vec<Curve>> {
    let own = pictures.frame();
    let wide = Frame { width: own.width + 2 * MARGIN, ..own };
    let mut curves = Vec::new();
    for trained in versus.of(Arm::Conv) {
        let Model::Image(model) = &trained.model else { continue };
        let model = widened(model, wide, run)?;
        let at = |by| {
            let place = Place { own, wide, left: MARGIN + by };
            let y = model.reconstruct(&place.put(test))?;
            Ok((by as f64, place.error(test, &y)))
        };
        curves.push((0..=PERIOD).map(at).collect::<Outcome<Curve>>()?);
    }
    for by in 0..=PERIOD {
        let errors: Vec<f64> = curves.iter().map(|curve| curve[by].1).collect();
        run.over_starts(&format!("shift_inside_{by}"), &errors, "", 2);
    }
    Ok(curves)
}

/// The same weights on a wider frame.
fn widened(model: &ConvAutoencoder, wide: Frame, run: &Run) -> Outcome<ConvAutoencoder> {
    let mut other = ConvAutoencoder::tutorial(wide, &mut run.rng("edges"))?;
    let weights = model.parameters();
    for (to, (_, from)) in other.parameters_mut().into_iter().zip(weights) {
        to.iter_mut().zip(from).for_each(|(to, &from)| *to = from);
    }
    Ok(other)
}

/// Where an image of the frame `own` lies in a wider one.
struct Place {
    own: Frame,
    wide: Frame,
    left: usize,
}

impl Place {
    /// Each number of the image, and where it lies in the wide one.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let Place { own, wide, left } = *self;
        (0..own.len()).map(move |at| {
            let (pixel, channel) = (at / own.channels, at % own.channels);
            (at, wide.at(pixel / own.width, left + pixel % own.width, channel))
        })
    }

    /// The images, black around them.
    fn put(&self, x: &Array2<Real>) -> Array2<Real> {
        let mut y = Array2::zeros((x.nrows(), self.wide.len()));
        self.pairs().for_each(|(from, to)| y.column_mut(to).assign(&x.column(from)));
        y
    }

    /// Mean squared error of an image, where it lies.
    fn error(&self, x: &Array2<Real>, y: &Array2<Real>) -> f64 {
        let apart = self.pairs().map(|(from, to)| {
            let apart = &x.column(from) - &y.column(to);
            apart.iter().map(|&e| f64::from(e).powi(2)).sum::<f64>()
        });
        apart.sum::<f64>() / x.nrows() as f64
    }
}
