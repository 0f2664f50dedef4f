//! Faces, eigenfaces, and faces made of eigenfaces.

use super::Faces;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis, s};
use autoencoders::pca::{Pca, held_out_error};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};
use std::ops::Range;

/// The components at which reconstructions are shown.
const SHOWN: [usize; 5] = [1, 5, 20, 50, 200];

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

    /// Held-out faces from dark to light, none of the darkest third, in which a small figure shows little.
    fn light_and_dark(&self, count: usize) -> Array2<Real> {
        let x = &self.held_out.x;
        let mut rows: Vec<usize> = (0..x.nrows()).collect();
        rows.sort_by(|&a, &b| x.row(a).sum().total_cmp(&x.row(b).sum()));
        let rows = &rows[rows.len() / 3..];
        let of = |i: usize| rows[(2 * i + 1) * rows.len() / (2 * count)];
        x.select(Axis(0), &(0..count.min(rows.len())).map(of).collect::<Vec<_>>())
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
    run.count("k95", pca.components_for(0.95)?);
    for k in [50, 200].into_iter().filter(|&k| k <= pca.code_size()) {
        run.number(&format!("kept_{k}"), pca.kept(k), 3);
    }
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
    let originals = faces.light_and_dark(4);
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

/// One face as the mean and groups of its components, one after another; beneath, the sum so far.
pub fn sum(run: &mut Run, faces: &Faces) -> Outcome {
    let pca = &faces.pca;
    let ends: Vec<usize> =
        [0, 1, 3, 10, 30, 100].into_iter().filter(|&k| k == 0 || k <= pca.rank()).collect();
    let scores = pca.encode(&faces.all.x)?;
    let groups: Vec<_> = ends.windows(2).map(|ends| ends[0]..ends[1]).collect();
    // The face to which every group gives something that can be seen.
    let least = |row: usize| {
        let length = |group: &Range<usize>| {
            let z = scores.slice(s![row, group.clone()]);
            z.dot(&z)
        };
        groups.iter().map(length).fold(Real::MAX, Real::min)
    };
    let n = scores.nrows();
    let row = (0..n).fold(0, |best, row| if least(row) > least(best) { row } else { best });
    let given = |group: &Range<usize>| {
        pca.w.slice(s![.., group.clone()]).dot(&scores.slice(s![row, group.clone()]))
    };
    let parts: Vec<Array1<Real>> = groups.iter().map(given).collect();
    let most =
        parts.iter().flatten().fold(0.0, |most: f64, &v| most.max(f64::from(v).abs()));
    let mut tiles = vec![faces.tile(pca.mean.view())];
    tiles.extend(parts.iter().map(|part| Tile::signed(&faces.all, part.view(), most)));
    tiles.push(Tile::empty(faces.all.frame.height, faces.all.frame.width));
    let mut so_far = pca.mean.clone();
    tiles.push(faces.tile(so_far.view()));
    for part in &parts {
        so_far += part;
        tiles.push(faces.tile(so_far.view()));
    }
    tiles.push(faces.tile(faces.all.x.row(row)));
    let group = |group: &Range<usize>| match group.len() {
        1 => format!("+ {}", group.end),
        _ => format!("+ {}–{}", group.start + 1, group.end),
    };
    let mut captions = vec!["mean".to_string()];
    captions.extend(groups.iter().map(group));
    captions.push(String::new());
    captions.extend(ends.iter().map(|k| format!("k = {k}")));
    captions.push("face".to_string());
    let title = "A face as the mean face and a sum of eigenfaces".to_string();
    let columns = ends.len() + 1;
    run.figure("sum", grid(&Grid { title, columns, tiles, captions, ..Grid::default() }));
    Ok(())
}
