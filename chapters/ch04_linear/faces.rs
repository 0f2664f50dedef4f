//! Faces: 4 096 pixels, and fewer pictures than pixels.

use super::sets::Set;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, gallery};
use autoencoders::linalg::orthonormal;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::ndarray::Array2;
use autoencoders::pca::axes::centre;
use autoencoders::pca::{Pca, axes::mean_of};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// A gallery, and the same in coordinates of its own.
pub struct Faces {
    /// X (n, d).
    pub images: ImageSet,
    /// The first coordinates that n centred samples can need: (d, r), r = min(n, d), orthonormal columns.
    basis: Array2<Real>,
    /// The centred faces in these coordinates, (n, r).
    ///
    /// Lengths and angles are those between the pictures. A gradient of U or V is a combination of centred samples, so that
    /// a descent which starts among them stays there: in r coordinates it takes the same steps as in d, and C is (r, r).
    pub own: Set,
}

impl Faces {
    /// Render the gallery.
    pub fn render(run: &mut Run) -> Outcome<Faces> {
        let (people, each, side) = run.size((20, 6, 32), (40, 10, 64), (40, 10, 64));
        let images = gallery(run.args.seed, people, each, side, Colour::Grey)?.images;
        let centred = centre(images.x.view(), &mean_of(images.x.view()));
        let basis = orthonormal(centred.t())?;
        let x = centred.dot(&basis);
        let (height, width) = (1, x.ncols());
        let own = Set::new(ImageSet { x, labels: Vec::new(), height, width, channels: 1 }, 1.0)?;
        run.count("faces_samples", images.len());
        run.count("faces_features", images.x.ncols());
        Ok(Faces { images, basis, own })
    }

    /// A model of the coordinates as one of the pictures: U ← BU, V ← VBᵀ.
    pub fn of_pictures(&self, model: &LinearAutoencoder) -> Outcome<LinearAutoencoder> {
        let mean = mean_of(self.images.x.view()) + self.basis.dot(&model.mean);
        Ok(LinearAutoencoder::new(mean, self.basis.dot(&model.u), model.v.dot(&self.basis.t()))?)
    }
}
