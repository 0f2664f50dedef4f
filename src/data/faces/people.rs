//! People drawn at random.

use super::{HairStyle, Identity};
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

/// Skin from light to dark, measured tones rounded.
const SKINS: [[f32; 3]; 5] = [
    [0.72, 0.49, 0.39],
    [0.62, 0.42, 0.30],
    [0.48, 0.28, 0.17],
    [0.28, 0.15, 0.09],
    [0.15, 0.08, 0.05],
];
/// Hair: black, dark brown, brown, red, blond, grey.
const HAIRS: [[f32; 3]; 6] = [
    [0.012, 0.010, 0.010],
    [0.035, 0.020, 0.012],
    [0.10, 0.055, 0.028],
    [0.22, 0.07, 0.025],
    [0.48, 0.33, 0.16],
    [0.42, 0.41, 0.40],
];
/// Irises: dark brown, brown, hazel, green, grey, blue.
const IRISES: [[f32; 3]; 6] = [
    [0.03, 0.018, 0.01],
    [0.09, 0.045, 0.02],
    [0.16, 0.11, 0.04],
    [0.13, 0.17, 0.09],
    [0.20, 0.23, 0.25],
    [0.13, 0.22, 0.36],
];

/// The colour at `t` in [0, 1] along a list of colours.
fn along(colours: &[[f32; 3]], t: f32) -> [f32; 3] {
    let at = t.clamp(0.0, 1.0) * (colours.len() - 1) as f32;
    let i = (at as usize).min(colours.len() - 2);
    std::array::from_fn(|c| {
        colours[i][c] + (colours[i + 1][c] - colours[i][c]) * (at - i as f32)
    })
}

impl Identity {
    /// A person drawn at random; measures that go together (jaw, brow ridge, beard, hair) are drawn together.
    pub fn random(rng: &mut impl Rng) -> Identity {
        let normal = |rng: &mut _, mean: f32, sd: f32| {
            let z: f32 = StandardNormal.sample(rng);
            mean + sd * z.clamp(-2.2, 2.2)
        };
        let man = rng.random_bool(0.5);
        let sign: f32 = if man { 1.0 } else { -1.0 };
        let dark: f32 = rng.random::<f32>().powf(1.3);
        let age: f32 = rng.random();
        let (hair, shaved) =
            (Self::random_hair(rng, man, age), rng.random_bool(0.55) || !man);
        let beard = if shaved { 0.0 } else { rng.random_range(0.25..1.0) };
        let grey = age > 0.75 && rng.random_bool(0.6);
        let hair_at =
            if grey { 1.0 } else { rng.random::<f32>() * (0.85 - 0.75 * dark).max(0.1) };
        Identity {
            face_width: normal(rng, 1.0 + 0.01 * sign, 0.05),
            jaw_width: normal(rng, 1.0 + 0.06 * sign, 0.08),
            chin_length: normal(rng, 1.0 + 0.03 * sign, 0.09),
            chin_width: normal(rng, 1.0 + 0.10 * sign, 0.14),
            cheek_fullness: normal(rng, 1.0, 0.12),
            forehead_height: normal(rng, 1.0, 0.07),
            brow_ridge: normal(rng, 1.0 + 0.12 * sign, 0.12),
            eye_distance: normal(rng, 1.0, 0.05),
            eye_size: normal(rng, 1.03 - 0.06 * sign, 0.08),
            eye_tilt: normal(rng, 3.0 - sign, 3.0),
            iris_colour: along(&IRISES, rng.random::<f32>() * (1.0 - dark)),
            brow_thickness: normal(rng, 1.0 + 0.25 * sign, 0.2),
            brow_height: normal(rng, 1.0 - 0.05 * sign, 0.10),
            brow_tilt: normal(rng, 1.0 - sign, 4.0),
            nose_length: normal(rng, 1.0 + 0.03 * sign, 0.09),
            nose_width: normal(rng, 0.96 + 0.05 * sign + 0.25 * dark, 0.09),
            nose_bridge: normal(rng, 1.05 - 0.2 * dark, 0.15),
            lip_fullness: normal(rng, 0.95 - 0.1 * sign + 0.35 * dark, 0.15),
            mouth_width: normal(rng, 1.0 + 0.02 * sign, 0.07),
            ear_size: normal(rng, 1.0 + 0.03 * sign, 0.1),
            ear_flare: normal(rng, 1.0, 0.3),
            neck_width: normal(rng, 1.0 + 0.1 * sign, 0.05),
            folds: age * 0.8,
            hair,
            hair_volume: normal(rng, 1.0, 0.2),
            hair_parting: if rng.random_bool(0.5) { 1.0 } else { -1.0 }
                * rng.random_range(0.3..1.0),
            hair_colour: along(&HAIRS, hair_at),
            skin_colour: along(&SKINS, dark * 0.95 + 0.05 * rng.random::<f32>()),
            lip_redness: (0.5 - 0.25 * sign + 0.25 * rng.random::<f32>()).clamp(0.0, 1.0),
            beard,
            moustache: if beard > 0.0 {
                beard * rng.random_range(0.4f32..1.3).min(1.0)
            } else {
                0.0
            },
        }
    }

    fn random_hair(rng: &mut impl Rng, man: bool, age: f32) -> HairStyle {
        use HairStyle::*;
        let styles: &[HairStyle] = match man {
            true if age > 0.6 => &[Bald, Receding, Receding, Buzz, Short, SideParting],
            true => &[Buzz, Short, Short, SideParting, SideParting, Fringe, Curly],
            false => {
                &[Short, SideParting, Fringe, Bob, Bob, Long, Long, Long, Curly, Bun, Bun]
            }
        };
        styles[rng.random_range(0..styles.len())]
    }
}

/// Muted cloth: a grey of any depth, tinged.
pub(super) fn random_cloth(rng: &mut impl Rng) -> [f32; 3] {
    let grey = 0.02 + 0.5 * rng.random::<f32>().powi(2);
    std::array::from_fn(|_| grey * rng.random_range(0.5..1.3))
}
