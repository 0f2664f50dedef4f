//! Who is shown: the shape and the colours of one head.

use crate::{Error, Result};

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
        }
    }
}

impl Identity {
    /// An error that names the first measure outside what a head can be.
    pub(super) fn check(&self) -> Result<()> {
        let ratios = [
            ("face_width", self.face_width),
            ("jaw_width", self.jaw_width),
            ("chin_length", self.chin_length),
            ("chin_width", self.chin_width),
            ("cheek_fullness", self.cheek_fullness),
            ("forehead_height", self.forehead_height),
            ("brow_ridge", self.brow_ridge),
            ("eye_distance", self.eye_distance),
            ("eye_size", self.eye_size),
            ("brow_thickness", self.brow_thickness),
            ("brow_height", self.brow_height),
            ("nose_length", self.nose_length),
            ("nose_width", self.nose_width),
            ("nose_bridge", self.nose_bridge),
            ("lip_fullness", self.lip_fullness),
            ("mouth_width", self.mouth_width),
            ("ear_size", self.ear_size),
            ("neck_width", self.neck_width),
            ("hair_volume", self.hair_volume),
        ];
        let shares = [
            ("folds", self.folds),
            ("lip_redness", self.lip_redness),
            ("beard", self.beard),
            ("moustache", self.moustache),
        ];
        let colours = [self.iris_colour, self.hair_colour, self.skin_colour].concat();
        let others =
            [("ear_flare", self.ear_flare, 4.0), ("hair_parting", self.hair_parting, 1.0)];
        let slopes =
            [("eye_tilt", self.eye_tilt, 30.0), ("brow_tilt", self.brow_tilt, 45.0)];
        let all = (ratios
            .map(|(name, v)| (name, v, 0.3, 2.5, "a ratio from 0.3 to 2.5"))
            .into_iter())
        .chain(shares.map(|(name, v)| (name, v, 0.0, 1.0, "a share from 0 to 1")))
        .chain(
            colours
                .into_iter()
                .map(|v| ("a colour's channel", v, 0.0, 1.0, "a reflectance from 0 to 1")),
        )
        .chain(others.map(|(name, v, most)| {
            (name, v, -most, most, "from −4 to 4 (ear_flare) or −1 to 1 (hair_parting)")
        }))
        .chain(slopes.map(|(name, v, most)| {
            (name, v, -most, most, "within 30° (eye_tilt) or 45° (brow_tilt)")
        }));
        within(all)
    }
}

/// An error that names the first of (name, value, least, most, range in words) outside its range, NaN included.
pub(super) fn within(
    numbers: impl IntoIterator<Item = (&'static str, f32, f32, f32, &'static str)>,
) -> Result<()> {
    match numbers
        .into_iter()
        .find(|&(_, value, least, most, _)| !(least..=most).contains(&value))
    {
        Some((name, value, .., range)) => {
            Err(Error::OutOfRange { name, value: value.to_string(), range })
        }
        None => Ok(()),
    }
}
