//! What each factor does to a digit's picture, and what the wildest of them leave.

use super::{every_form, extent, moments, picture};
use autoencoders::data::digits::{Factors, SIDE};

#[test]
fn every_form_is_another_picture() {
    let pictures: Vec<(Factors, Vec<f64>)> =
        every_form().map(|f| (f.clone(), picture(&f))).collect();
    assert!(pictures.len() >= 25, "only {} forms", pictures.len());
    for (i, (f, a)) in pictures.iter().enumerate() {
        for (g, b) in &pictures[..i] {
            let apart = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
            let (which, other) = ((f.digit, f.form), (g.digit, g.form));
            assert!(apart > 0.3, "{which:?} and {other:?} differ by {apart}");
        }
    }
}

#[test]
fn factors_do_what_they_say() {
    for plain in every_form() {
        let name = format!("digit {} form {}", plain.digit, plain.form);
        let (ink, _, lean) = moments(&picture(&plain));
        let leaning = moments(&picture(&Factors { slant: 25.0, ..plain.clone() })).2;
        assert!(
            leaning > lean + 0.2,
            "{name}: slant changes the lean from {lean} to {leaning}"
        );
        let bold = moments(&picture(&Factors { thickness: 0.18, ..plain.clone() })).0;
        assert!(bold > 1.25 * ink, "{name}: a thick pen brings ink from {ink} to {bold}");
        if plain.digit != 1 {
            let wide = extent(&picture(&Factors { aspect: 2.2, ..plain.clone() }));
            assert!(wide[0] > wide[1], "{name}: wide, but {wide:?}");
        }
        let turned = picture(&Factors { rotation: 180.0, ..plain.clone() });
        let upside_down: Vec<f64> = picture(&plain).into_iter().rev().collect();
        let apart = apart(&turned, &upside_down);
        assert!(
            apart < 0.02 * ink,
            "{name}: turned by 180°, it differs from itself upside down by {apart}"
        );
    }
}

#[test]
fn a_small_change_of_a_factor_is_a_small_change_of_the_picture() {
    for plain in every_form() {
        let plain = Factors {
            jitter: 0.02,
            warp: 0.03,
            pressure: 0.3,
            rounding: 0.0299,
            chance: 7,
            ..plain
        };
        for near in [
            Factors { shape: [0.002; 4], ..plain.clone() },
            Factors { slant: 0.05, ..plain.clone() },
            Factors { rotation: 0.05, ..plain.clone() },
            Factors { aspect: 0.7005, ..plain.clone() },
            Factors { thickness: 0.1001, ..plain.clone() },
            Factors { pressure: 0.301, ..plain.clone() },
            Factors { rounding: 0.0301, ..plain.clone() },
            Factors { jitter: 0.0201, ..plain.clone() },
            Factors { warp: 0.0301, ..plain.clone() },
        ] {
            let (a, b) = (picture(&plain), picture(&near));
            let apart = apart(&a, &b);
            assert!(
                apart < 0.002 * moments(&a).0,
                "{plain:?} and {near:?} differ by {apart}"
            );
        }
    }
}

/// Sum of squared differences where they fit best: centring shifts by whole pixels, so they may be a pixel apart.
fn apart(a: &[f64], b: &[f64]) -> f64 {
    (0..9).map(|k| difference(a, b, k / 3, k % 3)).fold(f64::MAX, f64::min)
}

/// Sum of squared differences where b is shifted by (dx, dy) − 1 pixels.
fn difference(a: &[f64], b: &[f64], dx: usize, dy: usize) -> f64 {
    let inner = (1..SIDE - 1).flat_map(|y| (1..SIDE - 1).map(move |x| (x, y)));
    inner
        .map(|(x, y)| (a[y * SIDE + x] - b[(y + dy - 1) * SIDE + x + dx - 1]).powi(2))
        .sum()
}

#[test]
fn chance_acts_through_misses_distortion_pressure_and_trembling_only() {
    for plain in every_form() {
        let with = |f: &Factors, chance| {
            picture(&Factors { chance, writer: chance as usize, ..f.clone() })
        };
        assert_eq!(with(&plain, 1), with(&plain, 2), "{plain:?}");
        for f in [
            Factors { jitter: 0.03, ..plain.clone() },
            Factors { warp: 0.05, ..plain.clone() },
            Factors { pressure: 0.6, ..plain.clone() },
            Factors { tremor: 0.01, ..plain.clone() },
        ] {
            assert_ne!(with(&f, 1), with(&f, 2), "{f:?}");
        }
    }
}

#[test]
fn the_wildest_factors_still_leave_a_digit_sized_picture() {
    let wild = Factors {
        pressure: 1.0,
        tremor: 0.2,
        jitter: 0.2,
        warp: 0.2,
        rounding: 0.2,
        ..Factors::default()
    };
    for (i, f) in every_form().enumerate() {
        for shape in [[-3.0; 4], [3.0; 4], [3.0, -3.0, 3.0, -3.0]] {
            for (thickness, aspect, slant) in [(0.01, 0.1, 60.0), (0.4, 3.0, -60.0)] {
                let (digit, form, chance) = (f.digit, f.form, i as u32);
                let f = Factors {
                    digit,
                    form,
                    shape,
                    thickness,
                    aspect,
                    slant,
                    chance,
                    ..wild.clone()
                };
                let pixels = picture(&f);
                assert!(
                    pixels.iter().all(|p| (0.0..=1.0).contains(p)) && pixels.contains(&1.0),
                    "{f:?}"
                );
            }
        }
    }
}
