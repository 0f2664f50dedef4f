//! Tangent planes where they are known.

use crate::common::{assert_near, assert_same, gaussian, seeded};
use autoencoders::contractive::{blobs, tangents};
use autoencoders::data::toy;
use autoencoders::linalg::{orthonormal, svd};
use autoencoders::{Real, Result};
use ndarray::{Array2, array, s};

#[test]
fn leading_directions_are_those_of_the_svd() {
    for (k, d) in [(5, 9), (9, 5)] {
        let j = gaussian(k, d, &mut seeded(1));
        let (_, _, vt) = svd(j.view()).expect("finite");
        let t = tangents::leading(&j, 3).expect("three");
        let v = vt.slice(s![..3, ..]).t().to_owned();
        assert_same("plane", &t.dot(&t.t()), &v.dot(&v.t()));
    }
}

#[test]
fn neighbours_of_a_circle_lie_along_its_tangent() {
    let circle = toy::circle(2000, 0.0, &mut seeded(2)).expect("points");
    let at: Real = 0.7;
    let point = array![at.cos(), at.sin()];
    let near = tangents::nearest(&circle.x, point.view(), 8).expect("eight");
    let distance = |i: usize| (&circle.x.row(i) - &point).mapv(|v| v * v).sum();
    assert!(near.windows(2).all(|pair| distance(pair[0]) <= distance(pair[1])));
    let all = (0..2000).filter(|i| !near.contains(i)).map(distance);
    assert!(all.fold(Real::INFINITY, Real::min) >= distance(near[7]));
    let plane = tangents::local_plane(&circle.x, &near, 1).expect("a line");
    let truth = array![[-at.sin()], [at.cos()]];
    assert!(tangents::angles(&plane, &truth).expect("same shape")[0] < 1.0);
}

/// p ↦ (p₁, p₂, p₁p₂, p₂²): central differences are exact for squares.
#[test]
fn differences_are_the_tangents_of_a_surface() {
    let render = |p: &[f64]| -> Result<Vec<Real>> {
        Ok([p[0], p[1], p[0] * p[1], p[1] * p[1]].map(|v| v as Real).to_vec())
    };
    let found =
        tangents::differences(render, &[2.0, 3.0], &[0.25, 0.5]).expect("a surface");
    assert_same(
        "tangents",
        &found,
        &array![[1.0, 0.0], [0.0, 1.0], [3.0, 2.0], [0.0, 6.0]],
    );
}

#[test]
fn angles_see_spans_only() {
    let rng = &mut seeded(3);
    let a = gaussian(8, 3, rng);
    let mixed = a.dot(&gaussian(3, 3, rng));
    let same = tangents::angles(&a, &mixed).expect("same shape");
    assert!(same.iter().all(|&angle| angle < 0.2), "{same:?}");
    assert_near("cos²", tangents::mean_squared_cosine(&same), 1.0);
    let q = orthonormal(gaussian(8, 6, rng).view()).expect("finite");
    let (one, other) = (q.slice(s![.., ..3]).to_owned(), q.slice(s![.., 3..]).to_owned());
    let right = tangents::angles(&one, &other).expect("same shape");
    assert!(right.iter().all(|&angle| (angle - 90.0).abs() < 0.1), "{right:?}");
    // In random directions cos² is m/d on average.
    let mean: f64 = (0..200)
        .map(|_| {
            let (a, b) = (gaussian(30, 3, rng), gaussian(30, 3, rng));
            tangents::mean_squared_cosine(&tangents::angles(&a, &b).expect("same shape"))
        })
        .sum::<f64>()
        / 200.0;
    assert!((mean - 0.1).abs() < 0.01, "{mean}");
}

/// A spot's slope by its place is that of its Gaussian; by half a turn it is the same spot.
#[test]
fn spots_and_their_tangents() {
    let p = [9.0, 11.0, 0.6];
    let found = blobs::tangents(p).expect("finite");
    let x = blobs::blob(p);
    let (sin, cos) = p[2].sin_cos();
    let slope = |i: usize| {
        let (dx, dy) = ((i % 20) as f64 + 0.5 - p[0], (i / 20) as f64 + 0.5 - p[1]);
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        f64::from(x[i]) * (u / 9.0 * cos - v / 2.25 * sin)
    };
    let truth = Array2::from_shape_fn((400, 1), |(i, _)| slope(i) as Real);
    let own = found.slice(s![.., ..1]).to_owned();
    let apart = (&own - &truth).fold(0.0, |m: Real, e| m.max(e.abs()));
    assert!(apart < 1e-4, "{apart}");
    let turned = blobs::blob([p[0], p[1], p[2] + std::f64::consts::PI]);
    assert!(x.iter().zip(&turned).all(|(a, b)| (a - b).abs() < 1e-6));
    let set = blobs::blobs(5, 0.0, &mut seeded(4)).expect("spots");
    let first = set.truth.row(0).mapv(f64::from);
    let again = blobs::blob([first[0], first[1], first[2]]);
    let apart = set.x.row(0).into_iter().zip(&again).map(|(a, b)| (a - b).abs());
    assert!(apart.fold(0.0, Real::max) < 1e-5);
}
