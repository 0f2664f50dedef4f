//! Faces: 4 096 pixels, and fewer pictures than pixels.

use super::sets::Set;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, gallery};
use autoencoders::linalg::orthonormal;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::pca::axes::{centre, mean_of};
use autoencoders::{Autoencoder, Frame, Real};
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
        let frame = Frame::grey(1, x.ncols());
        let own = Set::new(ImageSet { x, labels: Vec::new(), frame }, None, 1.0)?;
        run.count("faces_samples", images.len());
        run.count("faces_features", images.x.ncols());
        Ok(Faces { images, basis, own })
    }

    /// A model of the coordinates as one of the pictures: U ← BU, V ← VBᵀ.
    fn of_pictures(&self, model: &LinearAutoencoder) -> Outcome<LinearAutoencoder> {
        let mean = mean_of(self.images.x.view()) + self.basis.dot(&model.mean);
        Ok(LinearAutoencoder::new(
            mean,
            self.basis.dot(&model.u),
            model.v.dot(&self.basis.t()),
        )?)
    }
}

/// Faces from k numbers, by PCA and by a trained network.
pub fn reconstruction(run: &mut Run, faces: &Faces) -> Outcome {
    let set = &faces.own;
    let k = before_the_largest_drop(set);
    let model = set.trained(k, 0.0, run.size(300, 3000, 10_000), &mut run.rng("faces"))?;
    let pca = set.pca.truncate(k)?;
    run.count("faces_k", k);
    run.measure("faces_gap", 100.0 * (1.0 - set.lambda[k] / set.lambda[k - 1]), "%", 0);
    run.measure("faces_angle_deg", model.largest_angle(&pca)?, "°", 4);
    run.measure("faces_excess_loss", set.excess(&model)?, "%", 5);
    let in_pictures = |of: &LinearAutoencoder| faces.of_pictures(of);
    let n = faces.images.len();
    let rows: Vec<usize> = (0..6).map(|i| (2 * i + 1) * n / 12).collect();
    let originals = faces.images.x.select(Axis(0), &rows);
    let by_pca =
        in_pictures(&LinearAutoencoder::from_pca(&pca))?.reconstruct(&originals)?;
    let by_network = in_pictures(&model)?.reconstruct(&originals)?;
    run.number(
        "faces_apart",
        (&by_pca - &by_network).iter().fold(0.0_f64, |m, &e| m.max(f64::from(e).abs())),
        4,
    );
    let tile = |row| Tile::image(&faces.images, row, 0.0, 1.0);
    let tiles = [&originals, &by_pca, &by_network]
        .into_iter()
        .flat_map(|x| x.rows().into_iter().map(tile))
        .collect();
    let row_labels = ["faces", "PCA", "trained"].map(str::to_string).to_vec();
    let title = "Faces, and what PCA and the trained network make of them".to_string();
    run.figure(
        "faces",
        grid(&Grid { title, columns: rows.len(), tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}

/// The code size about 20 after which the eigenvalues fall most: the angle closes at the pace of that gap.
fn before_the_largest_drop(set: &Set) -> usize {
    let drop = |k: &usize| set.lambda[k - 1] / set.lambda[*k];
    (15..25)
        .filter(|&k| k < set.lambda.len())
        .max_by(|a, b| drop(a).total_cmp(&drop(b)))
        .unwrap_or(set.at_most(20))
}
