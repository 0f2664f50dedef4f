//! The exercises of chapter 3, solved; explained on the page.

use crate::graded::faces::{Moments, Verdict};
use autoencoders::linalg::{eigh, gram_of_rows, orthonormal, svd};
use autoencoders::pca::Pca;
use autoencoders::{Real, eigenfaces::distance_from};
use ndarray::{Array1, Array2, Axis, s};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: exercise_3_1
pub fn lift(centred: &Array2<Real>, u: &Array2<Real>) -> Array2<Real> {
    centred.t().dot(u)
}
// ANCHOR_END: exercise_3_1

// ANCHOR: exercise_3_2
pub fn eigenfaces(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
    let n = faces.nrows();
    let centred = faces - &(faces.sum_axis(Axis(0)) / n as Real);
    let (m, u) = eigh(gram_of_rows(centred.view()).view()).expect("finite data");
    // what rounding leaves of an eigenvalue that is zero
    let nothing = m[0] * n as Real * Real::EPSILON;
    let r = m.iter().take_while(|&&value| value > nothing).count();
    let (m, u) = (m.slice(s![..r]), u.slice(s![.., ..r]));
    let w = centred.t().dot(&u) / &m.mapv(Real::sqrt); // ‖Xᵀu‖² = uᵀXXᵀu = m
    (m.mapv(|value| value / (n as Real - 1.0)), w)
}
// ANCHOR_END: exercise_3_2

// ANCHOR: exercise_3_3
pub fn distances_and_threshold(
    mean: &Array1<Real>,
    w: &Array2<Real>,
    held_out: &Array2<Real>,
    images: &Array2<Real>,
    pass: f64,
) -> (Array1<Real>, Real) {
    let distances = |x: &Array2<Real>| {
        let away = x - mean;
        let outside = &away - &away.dot(w).dot(&w.t());
        outside.map_axis(Axis(1), |row| row.dot(&row).sqrt())
    };
    let mut known = distances(held_out).to_vec();
    known.sort_by(Real::total_cmp);
    let passing = (pass * known.len() as f64).ceil() as usize;
    (distances(images), known[passing.max(1) - 1])
}
// ANCHOR_END: exercise_3_3

// ANCHOR: exercise_3_4
pub fn merge(a: &Moments, b: &Moments) -> Moments {
    let count = a.count + b.count;
    if count == 0 {
        return a.clone();
    }
    let share = b.count as Real / count as Real;
    let apart = &b.mean - &a.mean;
    let column = apart.view().insert_axis(Axis(1));
    let between = column.dot(&column.t()) * (a.count as Real * share);
    Moments {
        count,
        mean: &a.mean + &(&apart * share),
        scatter: &a.scatter + &b.scatter + &between,
    }
}
// ANCHOR_END: exercise_3_4

// ANCHOR: exercise_3_5
pub fn sketch(
    centred: &Array2<Real>,
    k: usize,
    oversample: usize,
    iterations: usize,
    rng: &mut ChaCha8Rng,
) -> Array2<Real> {
    let basis = |y: Array2<Real>| orthonormal(y.view()).expect("finite data");
    let shape = (centred.ncols(), k + oversample);
    let random =
        Array2::from_shape_simple_fn(shape, || -> Real { StandardNormal.sample(rng) });
    let mut q = basis(centred.dot(&random)); // (n, k + p)
    for _ in 0..iterations {
        let v = basis(centred.t().dot(&q)); // (d, k + p)
        q = basis(centred.dot(&v));
    }
    // of a (k + p, d) matrix
    let (_, _, vt) = svd(q.t().dot(centred).view()).expect("finite data");
    vt.slice(s![..k, ..]).t().to_owned()
}
// ANCHOR_END: exercise_3_5

// ANCHOR: exercise_3_6
pub fn recognise(
    gallery: &Array2<Real>,
    labels: &[usize],
    probes: &Array2<Real>,
    k: usize,
    from_limit: Real,
    in_limit: Real,
) -> Vec<Verdict> {
    let pca = Pca::fit(gallery, k).expect("a gallery of more than k faces");
    let known = pca.whiten(gallery).expect("k directions with variance");
    let codes = pca.whiten(probes).expect("probes as wide as the gallery");
    let away = distance_from(&pca, probes).expect("probes as wide as the gallery");
    let verdict = |(code, &from): (ndarray::ArrayView1<Real>, &Real)| {
        if from > from_limit {
            return Verdict::NoFace;
        }
        let distances = known
            .rows()
            .into_iter()
            .map(|face| (&face - &code).mapv(|v| v * v).sum().sqrt());
        let nearest = distances.zip(labels).min_by(|a, b| a.0.total_cmp(&b.0));
        nearest
            .filter(|&(distance, _)| distance <= in_limit)
            .map_or(Verdict::Stranger, |(_, &who)| Verdict::Person(who))
    };
    codes.rows().into_iter().zip(&away).map(verdict).collect()
}
// ANCHOR_END: exercise_3_6
