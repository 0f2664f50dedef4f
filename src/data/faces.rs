//! Rendered faces: heads made of implicit surfaces, ray-marched, with every true parameter known.
//!
//! A photograph never says at which angle it was taken; these pictures do. A head is an [`Identity`] (shape, hair,
//! colours) seen in a [`View`] (pose, light, expression, clothes); [`render`] makes pixels of the two, [`views`] and [`gallery`] the
//! book's two standing sets. The same seed gives the same bytes.
//!
//! The method is sphere tracing (Hart, "Sphere tracing", The Visual Computer 12, 1996) of ellipsoids joined by a smooth
//! minimum. Four rays a pixel, each with a width that edges cover in part, make pictures that change smoothly with the
//! pose. Summed over arcs of 1° in six poses of five heads, at 64 pixels, the differences of neighbouring pictures grow by
//! 1.8 to 2.4 % from steps of a degree to steps of a tenth, and by 1.1 to 5.3 % from there to a hundredth.

mod beard;
mod geometry;
mod hair;
mod identity;
mod lanes;
mod march;
mod people;
mod sets;
mod shading;

use crate::data::ImageSet;
use crate::{Error, Frame, Real, Result, error::counted};
pub use identity::{HairStyle, Identity};
use ndarray::Array2;
use rayon::prelude::*;
pub use sets::{FaceSet, PEOPLE, PER_PERSON, gallery, views};

/// Grey or colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// One channel: luminance, 0.299 R + 0.587 G + 0.114 B.
    Grey,
    /// Three channels: red, green, blue.
    Rgb,
}

impl Colour {
    /// 1 or 3.
    pub fn channels(self) -> usize {
        match self {
            Colour::Grey => 1,
            Colour::Rgb => 3,
        }
    }
}

/// How a head is held, dressed, lit and looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Turn of the whole bust, degrees; positive = the face turns to the image's right, ±90 is full profile.
    pub yaw: f32,
    /// Nod of the head, degrees; positive = it looks up.
    pub tilt: f32,
    /// Lean of the head, degrees; positive = its crown moves to the image's right.
    pub roll: f32,
    /// Where the lamp is, degrees; 0 = behind the camera, positive = on the image's right.
    pub light_azimuth: f32,
    /// Height of the lamp, degrees above the camera.
    pub light_elevation: f32,
    /// Light from everywhere, as a share of the lamp's, 0 to 1.
    pub ambient: f32,
    /// Expression, 0 (at rest) to 1 (laughing); the lips part from 0.35 on.
    pub smile: f32,
    /// Whether glasses are worn.
    pub glasses: bool,
    /// Colour of the clothes, linear reflectances in [0, 1], red, green, blue: people change them, so they are no part of
    /// an [`Identity`].
    pub clothes: [f32; 3],
    /// Where the eyes look relative to the head, degrees; positive = to the image's right.
    pub gaze_yaw: f32,
    /// Where the eyes look relative to the head, degrees; positive = up.
    pub gaze_tilt: f32,
    /// Shift of the image to the right, in units of half a head's height.
    pub shift_x: f32,
    /// Shift of the image upwards, in units of half a head's height.
    pub shift_y: f32,
    /// Enlargement; 1 = the head fills about four fifths of the height.
    pub zoom: f32,
}

impl Default for View {
    /// Frontal, at rest, a lamp high on the left.
    fn default() -> Self {
        View {
            yaw: 0.0,
            tilt: 0.0,
            roll: 0.0,
            light_azimuth: -20.0,
            light_elevation: 25.0,
            ambient: 0.45,
            smile: 0.0,
            glasses: false,
            clothes: [0.08, 0.12, 0.20],
            gaze_yaw: 0.0,
            gaze_tilt: 0.0,
            shift_x: 0.0,
            shift_y: 0.0,
            zoom: 1.0,
        }
    }
}

/// The truth behind one image.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// The person's number in the set, from 0; also the image's label.
    pub person: usize,
    /// Who is shown.
    pub identity: Identity,
    /// How.
    pub view: View,
}

/// Largest side of an image, pixels.
const MOST_SIDE: usize = 2048;

fn check_side(side: usize) -> Result<()> {
    if side == 0 || side > MOST_SIDE {
        let value = counted(side, "pixel");
        return Err(Error::OutOfRange {
            name: "the side of an image",
            value,
            range: "1 to 2048 pixels",
        });
    }
    Ok(())
}

fn check_view(v: &View) -> Result<()> {
    let cloth = "reflectances from 0 to 1";
    let (turn, nod, share) =
        ("−360 to 360 degrees", "−90 to 90 degrees", "a share from 0 to 1");
    identity::within([
        ("yaw", v.yaw, -360.0, 360.0, turn),
        ("tilt", v.tilt, -90.0, 90.0, nod),
        ("roll", v.roll, -90.0, 90.0, nod),
        ("light_azimuth", v.light_azimuth, -360.0, 360.0, turn),
        ("light_elevation", v.light_elevation, -90.0, 90.0, nod),
        ("ambient", v.ambient, 0.0, 1.0, share),
        ("smile", v.smile, 0.0, 1.0, share),
        ("gaze_yaw", v.gaze_yaw, -90.0, 90.0, nod),
        ("gaze_tilt", v.gaze_tilt, -90.0, 90.0, nod),
        ("shift_x", v.shift_x, -4.0, 4.0, "−4 to 4 half heads"),
        ("shift_y", v.shift_y, -4.0, 4.0, "−4 to 4 half heads"),
        ("zoom", v.zoom, 0.1, 10.0, "0.1 to 10"),
        ("clothes", v.clothes[0], 0.0, 1.0, cloth),
        ("clothes", v.clothes[1], 0.0, 1.0, cloth),
        ("clothes", v.clothes[2], 0.0, 1.0, cloth),
    ])
}

/// The image of one head: side² · channels pixels in [0, 1], row by row from the top, channels last.
///
/// # Errors
/// Where `side` is not in 1…2048, or a number of the identity or of the view is outside its range; it is named.
pub fn render(
    identity: &Identity,
    view: &View,
    side: usize,
    colour: Colour,
) -> Result<Vec<Real>> {
    check_side(side)?;
    identity.check()?;
    check_view(view)?;
    let pixels = march::image(identity, view, side);
    Ok(match colour {
        Colour::Grey => pixels
            .iter()
            .map(|[r, g, b]| (0.299 * r + 0.587 * g + 0.114 * b) as Real)
            .collect(),
        Colour::Rgb => pixels.iter().flatten().map(|&c| c as Real).collect(),
    })
}

/// The images of many heads, on all cores: one row each, in the order given; labels = [`Factors::person`].
///
/// # Errors
/// As [`render`].
pub fn render_all(factors: Vec<Factors>, side: usize, colour: Colour) -> Result<FaceSet> {
    check_side(side)?;
    let rows: Vec<Vec<Real>> = factors
        .par_iter()
        .map(|f| render(&f.identity, &f.view, side, colour))
        .collect::<Result<_>>()?;
    let (n, channels) = (factors.len(), colour.channels());
    let d = side * side * channels;
    let x = Array2::from_shape_vec((n, d), rows.concat()).map_err(|_| Error::Shape {
        what: "rendered pixels",
        expected: format!("{n} × {d}"),
        got: "another number".into(),
    })?;
    let labels = factors.iter().map(|f| f.person).collect();
    Ok(FaceSet {
        images: ImageSet {
            x,
            labels,
            frame: Frame { height: side, width: side, channels },
        },
        factors,
    })
}
