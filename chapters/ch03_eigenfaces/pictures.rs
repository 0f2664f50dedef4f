//! Faces, eigenfaces, and faces made of eigenfaces.

use super::Faces;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis};
use autoencoders::pca::{Pca, held_out_error};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};

/// The components at which reconstructions are shown.
const SHOWN: [usize; 6] = [1, 5, 20, 50, 100, 200];

impl Faces {
    /// A row of pixels as a face.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.all, row, 0.0, 1.0)
    }

    /// One held-out face of each of `count` people, spread over the gallery.
    pub fn some_held_out(&self, count: usize) -> Array2<Real> {
        let n = self.held_out.len();
        let rows: Vec<usize> =
            (0..count.min(n)).map(|i| (2 * i + 1) * n / (2 * count.min(n))).collect();
        self.held_out.x.select(Axis(0), &rows)
    }
}

/// Four images of each of eight people.
pub fn gallery(run: &mut Run, faces: &Faces) {
    let labels = &faces.all.labels;
    let people: Vec<usize> =
        (0..labels.iter().max().map_or(0, |most| most + 1)).take(8).collect();
    let of_person = |person: usize| (0..labels.len()).filter(move |&i| labels[i] == person);
    let mut rows = Vec::new();
    for image in 0..4 {
        rows.extend(people.iter().filter_map(|&person| of_person(person).nth(image)));
    }
    let mut title = "Eight people, four images each".to_string();
    if rows.len() < 32 {
        rows = (0..faces.all.len().min(32)).collect();
        title = "The first images".to_string();
    }
    let tiles = rows.iter().map(|&row| faces.tile(faces.all.x.row(row))).collect();
    run.figure("gallery", grid(&Grid { title, columns: 8, tiles, ..Grid::default() }));
}

/// The magnitude that all but one in two hundred of the first `count` components' weights stay below.
fn usual_most(pca: &Pca, count: usize) -> f64 {
    let mut weights: Vec<f64> = pca
        .w
        .columns()
        .into_iter()
        .take(count)
        .flatten()
        .map(|&w| f64::from(w).abs())
        .collect();
    weights.sort_by(f64::total_cmp);
    weights.get(weights.len() * 199 / 200).copied().unwrap_or(1.0)
}

/// The mean face and the first eleven eigenfaces.
pub fn eigenfaces(run: &mut Run, faces: &Faces) {
    let shown = 11.min(faces.pca.code_size());
    let most = usual_most(&faces.pca, shown);
    let mut tiles = vec![faces.tile(faces.pca.mean.view())];
    tiles.extend((0..shown).map(|j| Tile::signed(&faces.all, faces.pca.w.column(j), most)));
    let captions = std::iter::once("mean".to_string())
        .chain((1..=shown).map(|j| j.to_string()))
        .collect();
    let title = "The mean face and the first eigenfaces".to_string();
    run.figure(
        "eigenfaces",
        grid(&Grid { title, columns: 6, tiles, captions, ..Grid::default() }),
    );
}

/// The share of the variance that k eigenfaces keep.
pub fn kept(run: &mut Run, faces: &Faces) -> Outcome {
    let (pca, (n, d)) = (&faces.pca, faces.all.x.dim());
    let mib = |side: usize| (side * side * size_of::<Real>()) as f64 / f64::from(1 << 20);
    run.count("rank", pca.rank());
    run.count("zero_eigenvalues", d - pca.rank());
    run.measure("covariance_mib", mib(d), "MiB", if mib(d) < 10.0 { 1 } else { 0 });
    run.measure("trick_mib", mib(n), "MiB", 2);
    run.number("ratio_1", pca.kept(1), 3);
    for share in [80, 90, 95] {
        run.count(&format!("k{share}"), pca.components_for(f64::from(share) / 100.0)?);
    }
    let most = pca.code_size();
    let percent = |k: usize| (k as f64, 100.0 * pca.kept(k));
    let mut panel = Panel::new(
        "",
        Scale::linear("k eigenfaces", 0.0, most as f64),
        Scale::linear("variance kept (%)", 0.0, 100.0),
    )
    .line((0..=most).map(percent), Ink::Pca, "");
    for k in [50, 200].into_iter().filter(|&k| k <= most) {
        run.number(&format!("kept_{k}"), pca.kept(k), 3);
        let (x, y) = percent(k);
        panel = panel.points([(x, y)], Ink::Category(1), Shape::Dot, 7.0);
        panel = panel.note(
            (x, y - 9.0),
            &format!("k = {k}: {y:.0} %"),
            Ink::Category(1),
            Anchor::Start,
        );
    }
    run.figure(
        "kept",
        draw(
            "Share of the variance kept against the number of eigenfaces",
            1,
            220.0,
            &[panel],
        ),
    );
    Ok(())
}

/// Held-out faces and what k numbers make of them.
pub fn reconstruction(run: &mut Run, faces: &Faces) -> Outcome {
    let ks: Vec<usize> =
        SHOWN.into_iter().filter(|&k| k <= faces.of_train.rank()).collect();
    let d = faces.all.x.ncols() as f64;
    for (set, x) in [("held_out", &faces.held_out.x), ("train", &faces.train.x)] {
        for (k, error) in ks.iter().zip(held_out_error(&faces.train.x, x, &ks)?) {
            run.number(&format!("{set}_k{k}"), (error.max(0.0) / d).sqrt(), 3);
        }
    }
    let originals = faces.some_held_out(5);
    let made = ks
        .iter()
        .map(|&k| faces.of_train.truncate(k)?.reconstruct(&originals))
        .collect::<Result<Vec<_>, _>>()?;
    let mut tiles = Vec::new();
    for i in 0..originals.nrows() {
        tiles
            .extend(std::iter::once(&originals).chain(&made).map(|x| faces.tile(x.row(i))));
    }
    let labels =
        std::iter::once("face".to_string()).chain(ks.iter().map(|k| format!("k = {k}")));
    let title = "Held-out faces beside their reconstructions from k numbers".to_string();
    let columns = ks.len() + 1;
    let column_labels = labels.collect();
    run.figure(
        "reconstruction",
        grid(&Grid { title, columns, tiles, column_labels, ..Grid::default() }),
    );
    Ok(())
}

/// One face as the mean and its components, one after another; beneath, the sum so far.
pub fn sum(run: &mut Run, faces: &Faces) -> Outcome {
    const TERMS: usize = 4;
    let pca = &faces.pca;
    let (terms, many) = (TERMS.min(pca.code_size()), 50.min(pca.code_size()));
    let face = faces.all.x.row(0);
    let z = pca.encode(&face.to_owned().insert_axis(Axis(0)))?;
    let contribution = |j: usize| &pca.w.column(j) * z[[0, j]];
    let most = (0..terms)
        .flat_map(|j| contribution(j).to_vec())
        .fold(0.0_f64, |m, v| m.max(f64::from(v).abs()));
    let so_far = |k: usize| {
        (0..k).fold(pca.mean.clone(), |sum: Array1<Real>, j| sum + contribution(j))
    };
    let blank = Tile::empty(faces.all.frame.height, faces.all.frame.width);
    let mut tiles = vec![faces.tile(pca.mean.view())];
    let mut captions = vec!["mean".to_string()];
    for j in 0..terms {
        tiles.push(Tile::signed(&faces.all, contribution(j).view(), most));
        let (sign, size) = (if z[[0, j]] < 0.0 { '−' } else { '+' }, z[[0, j]].abs());
        captions.push(format!("{sign} {size:.1} v{}", ['₁', '₂', '₃', '₄'][j]));
    }
    tiles.extend([blank.clone(), blank]);
    captions.extend(["+ …".to_string(), String::new()]);
    for k in (0..=terms).chain([many]) {
        tiles.push(faces.tile(so_far(k).view()));
        captions.push(format!("k = {k}"));
    }
    tiles.push(faces.tile(face));
    captions.push("face".to_string());
    let title = "A face as the mean face and a sum of eigenfaces".to_string();
    run.figure(
        "sum",
        grid(&Grid { title, columns: terms + 3, tiles, captions, ..Grid::default() }),
    );
    Ok(())
}
