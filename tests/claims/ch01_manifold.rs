//! What chapter 1 claims of pictures, beyond the laws in `tests/library/manifold.rs`.

use crate::common::{gaussian, seeded};
use autoencoders::Real;
use autoencoders::data::faces::{self, Colour, Factors, Identity, View};
use autoencoders::data::{optdigits, toy};
use autoencoders::manifold::{NEIGHBOURS, SHARE, local_pca, neighbours, two_nearest};
use autoencoders::ndarray::{Array2, Axis, concatenate, s};
use autoencoders::pca::Pca;
use rand::RngExt;

/// Pictures of one head, 24 × 24 pixels.
fn pictures(views: impl IntoIterator<Item = View>) -> Array2<Real> {
    let identity = Identity::random(&mut seeded(3));
    let factors = views.into_iter().map(|view| Factors {
        person: 0,
        identity: identity.clone(),
        view,
    });
    faces::render_all(factors.collect(), 24, Colour::Grey).unwrap().images.x
}

fn turned(yaw: f32) -> View {
    View { yaw, ..View::default() }
}

fn nearest(x: &Array2<Real>, to: &Array2<Real>) -> Real {
    x.rows()
        .into_iter()
        .map(|row| (&row - &to.row(0)).mapv(|v| v * v).sum().sqrt())
        .fold(Real::MAX, Real::min)
}

/// Noise pictures are all equally far: √(d/6), give or take 0.59/√d of it.
#[test]
#[allow(clippy::unnecessary_cast)]
fn noise_pictures_are_equally_far_from_one_another() {
    let (n, d) = (60, 4096);
    let mut rng = seeded(1);
    let x = Array2::from_shape_simple_fn((n, d), || rng.random::<f64>() as Real);
    let distances = neighbours(&x, n - 1).unwrap().distances;
    let (mean, spread) = (distances.mean().unwrap(), distances.std(0.0));
    assert!((mean / (d as f64 / 6.0).sqrt() - 1.0).abs() < 0.002, "mean {mean}");
    assert!(
        (spread / mean / (0.5916 / (d as f64).sqrt()) - 1.0).abs() < 0.15,
        "spread {spread}"
    );
}

/// (7/16)^2048 = 10^−735, and 256^4096 has 9 865 digits.
#[test]
fn the_large_numbers_are_right() {
    assert_eq!((2048.0 * (16f64 / 7.0).log10()).round(), 735.0);
    assert_eq!((4096.0 * 256f64.log10()).floor() + 1.0, 9865.0);
}

/// The moving dot: half way between the ends is farther from the true middle than from the ends.
#[test]
fn a_blend_of_two_dots_is_no_dot() {
    let (a, b, c) = ([1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]);
    let blend: Vec<f64> = a.iter().zip(b).map(|(a, b)| 0.5 * a + 0.5 * b).collect();
    let from =
        |p: [f64; 3]| blend.iter().zip(p).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt();
    assert!(
        (from(c) - 1.5f64.sqrt()).abs() < 1e-9
            && (from(a) - 0.5f64.sqrt()).abs() < 1e-9
            && from(a) == from(b)
    );
}

#[test]
fn pixel_blends_leave_the_views_and_pose_blends_do_not() {
    let views = pictures((-45..=45).map(|yaw| turned(yaw as f32)));
    let ends = pictures([turned(-40.0), turned(40.0)]);
    let blend = ((&ends.row(0) + &ends.row(1)) * 0.5).insert_axis(Axis(0));
    let (by_pixel, by_pose) =
        (nearest(&views, &blend), nearest(&views, &pictures([turned(0.4)])));
    assert!(by_pixel > 5.0 * by_pose, "{by_pixel} by pixels, {by_pose} by pose");
}

#[test]
fn a_turn_is_one_curve_that_no_plane_holds() {
    let path = pictures((-90..=90).step_by(2).map(|yaw| turned(yaw as f32)));
    let kept = Pca::fit(&path, 20).unwrap().kept(2);
    assert!(kept < 0.85, "two directions keep {kept}");
    let length: Real = (1..path.nrows())
        .map(|i| {
            nearest(
                &path.slice(s![i - 1..i, ..]).to_owned(),
                &path.slice(s![i..=i, ..]).to_owned(),
            )
        })
        .sum();
    let chord =
        nearest(&path.slice(s![..1, ..]).to_owned(), &path.slice(s![-1.., ..]).to_owned());
    assert!(length > 3.0 * chord, "{length} along, {chord} straight");
}

/// 2 × 2 pixels made one: softer edges, as from farther off.
fn halved(x: &Array2<Real>) -> Array2<Real> {
    Array2::from_shape_fn((x.nrows(), 144), |(i, j)| {
        let corner = j / 12 * 48 + j % 12 * 2;
        [0, 1, 24, 25].iter().map(|&at| x[[i, corner + at]] / 4.0).sum()
    })
}

/// Both within 1 of the truth with one, two and three moving parameters, where edges are soft.
#[test]
fn moving_parameters_are_counted() {
    let mut rng = seeded(4);
    for truth in 1..=3 {
        let views = (0..600).map(|_| {
            let mut within = |limit: f32| limit * rng.random_range(-1.0f32..1.0);
            let (yaw, tilt, light) = (within(60.0), within(20.0), within(60.0));
            let view = turned(yaw);
            let view = if truth >= 2 { View { tilt, ..view } } else { view };
            if truth >= 3 { View { light_azimuth: light, ..view } } else { view }
        });
        let x = halved(&pictures(views.collect::<Vec<_>>()));
        for found in [two_nearest(&x).unwrap(), local_pca(&x, NEIGHBOURS, SHARE).unwrap()] {
            assert!(
                (found.dimension - f64::from(truth)).abs() < 1.0,
                "{found:?} with {truth} moving"
            );
        }
    }
}

#[test]
fn a_one_has_fewer_dimensions_than_an_eight() {
    let digits = optdigits::load().unwrap();
    let of = |digit: usize| {
        let rows: Vec<usize> =
            (0..digits.len()).filter(|&i| digits.labels[i] == digit).collect();
        two_nearest(&digits.select(&rows).unwrap().x).unwrap()
    };
    let (one, eight) = (of(1), of(8));
    assert!(one.high < eight.low, "{one:?} and {eight:?}");
}

/// A circle in fifty dimensions with noise of 0.003: few points see a curve's dimension better than many.
#[test]
fn more_points_see_more_of_the_noise() {
    let estimate = |n: usize| {
        let mut x = gaussian(n, 50, &mut seeded(9)) * 0.003;
        let circle = toy::circle(n, 0.0, &mut seeded(8)).unwrap().x;
        x.slice_mut(s![.., ..2]).scaled_add(1.0, &circle);
        two_nearest(&x).unwrap().dimension
    };
    let (few, many) = (estimate(200), estimate(2000));
    assert!(few > 2.0 && many > 2.0 * few, "{few} and {many}");
}

/// Near copies draw the estimate towards zero.
#[test]
fn near_copies_are_fatal() {
    let x = gaussian(500, 5, &mut seeded(1));
    let copies = &x.slice(s![..50, ..]) + &(gaussian(50, 5, &mut seeded(2)) * 1e-4);
    let both = concatenate(Axis(0), &[x.view(), copies.view()]).unwrap();
    let (clean, spoilt) =
        (two_nearest(&x).unwrap().dimension, two_nearest(&both).unwrap().dimension);
    assert!(clean > 4.0 && spoilt < 1.5, "{clean}, and {spoilt} with copies");
}
