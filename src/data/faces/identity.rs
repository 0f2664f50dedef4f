//! Who is shown: the shape and the colours of one head.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

/// How the hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HairStyle {
    /// None.
    Bald,
    /// A ring round the back and sides, the crown bare.
    Receding,
    /// Cropped to a few millimetres.
    Buzz,
    /// Short at the sides, fuller on top.
    Short,
    /// Combed over from a parting on one side.
    SideParting,
    /// Combed forward to just above the brows.
    Fringe,
    /// To the jaw, over the ears.
    Bob,
    /// Over the shoulders.
    Long,
    /// A wide, uneven volume.
    Curly,
    /// Drawn back into a knot on top.
    Bun,
}

impl HairStyle {
    /// Every style, barest first.
    pub const ALL: [HairStyle; 10] = [
        HairStyle::Bald,
        HairStyle::Receding,
        HairStyle::Buzz,
        HairStyle::Short,
        HairStyle::SideParting,
        HairStyle::Fringe,
        HairStyle::Bob,
        HairStyle::Long,
        HairStyle::Curly,
        HairStyle::Bun,
    ];
}

/// All that distinguishes one person from another.
///
/// "ratio" is a factor on the mean face's measure (1 = the mean face; useful from 0.8 to 1.25); "units" are half a head's
/// height, about 11 cm; colours are linear reflectances in [0, 1], red, green, blue.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// Width of skull and face, ratio.
    pub face_width: f32,
    /// Width at the jaw's angles, ratio.
    pub jaw_width: f32,
    /// Length from lower lip to chin, ratio.
    pub chin_length: f32,
    /// Width of the chin, ratio.
    pub chin_width: f32,
    /// Fullness of the cheeks, ratio.
    pub cheek_fullness: f32,
    /// Height of the hairline above the eyes, ratio.
    pub forehead_height: f32,
    /// Prominence of the ridge under the brows, ratio.
    pub brow_ridge: f32,
    /// Distance between the eyes, ratio.
    pub eye_distance: f32,
    /// Size of the eyes' openings, ratio.
    pub eye_size: f32,
    /// Slope of the eyes, degrees; positive = outer corners higher.
    pub eye_tilt: f32,
    /// Colour of the irises.
    pub iris_colour: [f32; 3],
    /// Thickness of the brows, ratio.
    pub brow_thickness: f32,
    /// Height of the brows above the eyes, ratio.
    pub brow_height: f32,
    /// Slope of the brows, degrees; positive = outer ends higher.
    pub brow_tilt: f32,
    /// Length of the nose, ratio.
    pub nose_length: f32,
    /// Width of the nose's wings, ratio.
    pub nose_width: f32,
    /// Height of the bridge of the nose, ratio.
    pub nose_bridge: f32,
    /// Fullness of the lips, ratio.
    pub lip_fullness: f32,
    /// Width of the mouth, ratio.
    pub mouth_width: f32,
    /// Size of the ears, ratio.
    pub ear_size: f32,
    /// How far the ears stand off the head, ratio.
    pub ear_flare: f32,
    /// Thickness of the neck, ratio.
    pub neck_width: f32,
    /// Depth of the folds between nose and mouth, 0 (none) to 1.
    pub folds: f32,
    /// How the hair is worn.
    pub hair: HairStyle,
    /// Thickness of the hair, ratio.
    pub hair_volume: f32,
    /// Where the parting lies: −1 = the image's left, 0 = none, 1 = right.
    pub hair_parting: f32,
    /// Colour of hair and brows.
    pub hair_colour: [f32; 3],
    /// Colour of the skin.
    pub skin_colour: [f32; 3],
    /// Redness of the lips, 0 (skin) to 1.
    pub lip_redness: f32,
    /// Beard, 0 (shaven) over 0.3 (stubble) to 1 (full).
    pub beard: f32,
    /// Moustache, 0 (shaven) to 1 (full).
    pub moustache: f32,
    /// Colour of the clothes.
    pub clothes_colour: [f32; 3],
}

impl Default for Identity {
    /// The mean face: every ratio 1, short brown hair.
    fn default() -> Self {
        Identity {
            face_width: 1.0,
            jaw_width: 1.0,
            chin_length: 1.0,
            chin_width: 1.0,
            cheek_fullness: 1.0,
            forehead_height: 1.0,
            brow_ridge: 1.0,
            eye_distance: 1.0,
            eye_size: 1.0,
            eye_tilt: 2.0,
            iris_colour: [0.10, 0.06, 0.03],
            brow_thickness: 1.0,
            brow_height: 1.0,
            brow_tilt: 0.0,
            nose_length: 1.0,
            nose_width: 1.0,
            nose_bridge: 1.0,
            lip_fullness: 1.0,
            mouth_width: 1.0,
            ear_size: 1.0,
            ear_flare: 1.0,
            neck_width: 1.0,
            folds: 0.3,
            hair: HairStyle::Short,
            hair_volume: 1.0,
            hair_parting: 0.0,
            hair_colour: [0.06, 0.035, 0.02],
            skin_colour: [0.60, 0.36, 0.26],
            lip_redness: 0.5,
            beard: 0.0,
            moustache: 0.0,
            clothes_colour: [0.08, 0.12, 0.20],
        }
    }
}

/// Skin from light to dark, measured tones rounded.
const SKINS: [[f32; 3]; 5] =
    [[0.78, 0.55, 0.45], [0.66, 0.42, 0.30], [0.48, 0.28, 0.17], [0.28, 0.15, 0.09], [0.15, 0.08, 0.05]];
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
    std::array::from_fn(|c| colours[i][c] + (colours[i + 1][c] - colours[i][c]) * (at - i as f32))
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
        let (hair, shaved) = (Self::random_hair(rng, man, age), rng.random_bool(0.55) || !man);
        let beard = if shaved { 0.0 } else { rng.random_range(0.25..1.0) };
        let grey = age > 0.75 && rng.random_bool(0.6);
        let hair_at = if grey { 1.0 } else { rng.random::<f32>() * (0.85 - 0.75 * dark).max(0.1) };
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
            hair_parting: if rng.random_bool(0.5) { 1.0 } else { -1.0 } * rng.random_range(0.3..1.0),
            hair_colour: along(&HAIRS, hair_at),
            skin_colour: along(&SKINS, dark * 0.95 + 0.05 * rng.random::<f32>()),
            lip_redness: (0.5 - 0.25 * sign + 0.25 * rng.random::<f32>()).clamp(0.0, 1.0),
            beard,
            moustache: if beard > 0.0 { beard * rng.random_range(0.4f32..1.3).min(1.0) } else { 0.0 },
            clothes_colour: Self::random_cloth(rng),
        }
    }

    /// Muted cloth: a grey of any depth, tinged.
    fn random_cloth(rng: &mut impl Rng) -> [f32; 3] {
        let grey = 0.02 + 0.5 * rng.random::<f32>().powi(2);
        std::array::from_fn(|_| grey * rng.random_range(0.5..1.3))
    }

    fn random_hair(rng: &mut impl Rng, man: bool, age: f32) -> HairStyle {
        use HairStyle::*;
        let styles: &[HairStyle] = match man {
            true if age > 0.6 => &[Bald, Receding, Receding, Buzz, Short, SideParting],
            true => &[Buzz, Short, Short, SideParting, SideParting, Fringe, Curly],
            false => &[Short, SideParting, Fringe, Bob, Bob, Long, Long, Long, Curly, Bun, Bun],
        };
        styles[rng.random_range(0..styles.len())]
    }
}
