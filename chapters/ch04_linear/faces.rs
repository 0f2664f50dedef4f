//! Faces: 4 096 pixels, and fewer pictures than pixels.

use super::sets::Set;
use autoencoders::Frame;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, gallery};
use autoencoders::linalg::orthonormal;
use autoencoders::pca::axes::{centre, mean_of};
use chapters::{Outcome, Run};

/// A gallery, centred, in coordinates (n, r) of an orthonormal basis of all that n centred samples can need.
///
/// Lengths and angles are those between the pictures. A gradient of U or V is a combination of centred samples, so that
/// a descent which starts among them stays there: in r coordinates it takes the same steps as in d, and C is (r, r).
pub fn render(run: &mut Run) -> Outcome<Set> {
    let (people, each, side) = run.size((20, 6, 32), (40, 10, 64), (40, 10, 64));
    let images = gallery(run.args.seed, people, each, side, Colour::Grey)?.images;
    let centred = centre(images.x.view(), &mean_of(images.x.view()));
    let x = centred.dot(&orthonormal(centred.t())?);
    let frame = Frame::grey(1, x.ncols());
    Set::new(ImageSet { x, labels: Vec::new(), frame }, None, 1.0)
}
