//! What chapter 3 claims of faces, beyond the laws in `tests/library/eigenfaces.rs`.

use crate::common::{gaussian, seeded};
use autoencoders::data::faces::{self, Colour};
use autoencoders::eigenfaces::{distance_from, nearest_label};
use autoencoders::linalg::{eigh, gram_of_rows};
use autoencoders::pca::{Pca, Route};
use autoencoders::{Autoencoder, Error, Real};
use ndarray::{Array1, Array2, Axis, s};
use std::sync::LazyLock;

const PEOPLE: usize = 12;
const EACH: usize = 6;

/// A small gallery, 24 × 24 pixels: X (72, 576), and who is on each.
static GALLERY: LazyLock<(Array2<Real>, Vec<usize>)> = LazyLock::new(|| {
    let set = faces::gallery(1, PEOPLE, EACH, 24, Colour::Grey).expect("a gallery");
    (set.images.x, set.images.labels)
});

/// Every second picture, beginning with the first or with the second.
fn half(first: usize) -> (Array2<Real>, Vec<usize>) {
    let rows: Vec<usize> = (first..PEOPLE * EACH).step_by(2).collect();
    (GALLERY.0.select(Axis(0), &rows), rows.iter().map(|&i| GALLERY.1[i]).collect())
}

fn median(v: &Array1<Real>) -> Real {
    let mut v = v.to_vec();
    v.sort_by(Real::total_cmp);
    v[v.len() / 2]
}

#[test]
fn n_faces_have_n_less_one_directions() {
    let (x, n) = (&GALLERY.0, PEOPLE * EACH);
    let pca = Pca::fit(x, n - 1).unwrap();
    assert!(pca.variances[n - 2] > 0.0);
    assert!(
        pca.squared_error(x).unwrap() < 1e-6,
        "n − 1 components give every picture back"
    );
    assert!(
        matches!(Pca::fit(x, n), Err(Error::TooManyComponents { most, .. }) if most == n - 1)
    );
}

#[test]
fn the_small_matrix_has_the_large_ones_components() {
    let x = &GALLERY.0;
    let (small, large) = (
        Pca::fit_by(Route::Trick, x, 10).unwrap(),
        Pca::fit_by(Route::Covariance, x, 10).unwrap(),
    );
    for j in 0..10 {
        let cosine = small.w.column(j).dot(&large.w.column(j));
        assert!(cosine.abs() > 0.999, "component {j}: cosine {cosine}");
        assert!((small.variances[j] / large.variances[j] - 1.0).abs() < 1e-3);
    }
}

#[test]
fn lifted_vectors_have_the_length_the_page_says() {
    let x = &GALLERY.0;
    let centred = x - &x.mean_axis(Axis(0)).unwrap();
    let pca = Pca::fit(x, 5).unwrap();
    let (_, u) = eigh(gram_of_rows(centred.view()).view()).unwrap();
    for (j, &variance) in pca.variances.iter().enumerate() {
        let v = centred.t().dot(&u.column(j));
        let (length, said) =
            (v.dot(&v).sqrt(), ((x.nrows() - 1) as Real * variance).sqrt());
        assert!((length / said - 1.0).abs() < 1e-3, "‖Xᵀu‖ = {length}, √((n−1)λ) = {said}");
    }
}

#[test]
fn a_face_is_the_mean_and_so_much_of_each_component() {
    let pca = Pca::fit(&GALLERY.0, 20).unwrap();
    let face = GALLERY.0.slice(s![..1, ..]).to_owned();
    let scores = pca.encode(&face).unwrap();
    let sum = pca
        .w
        .columns()
        .into_iter()
        .zip(scores.row(0))
        .fold(pca.mean.clone(), |sum, (w, &z)| sum + &(&w * z));
    let off = (&sum - &pca.reconstruct(&face).unwrap().row(0)).mapv(Real::abs).sum();
    assert!(off < 1e-2, "off by {off} over all pixels");
}

#[test]
fn fitted_pictures_are_rebuilt_better_than_held_out_ones() {
    let ((fitted, _), (unseen, _)) = (half(0), half(1));
    let pca = Pca::fit(&fitted, 25).unwrap();
    let (inside, outside) =
        (pca.squared_error(&fitted).unwrap(), pca.squared_error(&unseen).unwrap());
    assert!(outside > 2.0 * inside, "{outside} held out, {inside} fitted");
}

#[test]
fn what_is_no_face_is_farther_from_face_space() {
    let ((fitted, _), (unseen, _)) = (half(0), half(1));
    let pca = Pca::fit(&fitted, 25).unwrap();
    let from = |x: &Array2<Real>| median(&distance_from(&pca, x).unwrap());
    let upside_down = unseen.slice(s![.., ..;-1]).to_owned();
    let noise = gaussian(20, unseen.ncols(), &mut seeded(1))
        .mapv(|v| (0.5 + 0.25 * v).clamp(0.0, 1.0));
    let (face, turned, nothing) = (from(&unseen), from(&upside_down), from(&noise));
    assert!(
        face < turned && turned < nothing,
        "{face} faces, {turned} upside down, {nothing} noise"
    );
    let grey = from(&Array2::from_elem((1, unseen.ncols()), 0.5));
    assert!(grey < nothing, "a uniform picture is expressible: {grey}, noise {nothing}");
}

#[test]
fn a_few_numbers_recognise_as_well_as_all_pixels() {
    let ((known, names), (asked, who)) = (half(0), half(1));
    let share = |a: &Array2<Real>, b: &Array2<Real>| {
        let found = nearest_label(a, &names, b).unwrap();
        found.iter().zip(&who).filter(|(a, b)| a == b).count() as f64 / who.len() as f64
    };
    let pca = Pca::fit(&known, 20).unwrap();
    let coded = share(&pca.encode(&known).unwrap(), &pca.encode(&asked).unwrap());
    let raw = share(&known, &asked);
    assert!(raw > 5.0 / PEOPLE as f64, "raw pixels: {raw}");
    assert!((coded - raw).abs() < 0.1, "{coded} from 20 numbers, {raw} from 576 pixels");
}

#[test]
fn two_angles_need_more_than_two_components() {
    let views = faces::views(1, 24, Colour::Grey).unwrap().images.x;
    assert_eq!(views.nrows(), 133);
    let pca = Pca::fit(&views, 40).unwrap();
    assert!(pca.kept(2) < 0.8, "two components keep {}", pca.kept(2));
    assert!(pca.components_for(0.95).unwrap() > 8);
}
