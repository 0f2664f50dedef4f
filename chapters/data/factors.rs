//! The true factors behind a rendered face or a written digit, as columns of numbers.

use autoencoders::data::digits;
use autoencoders::data::faces::{Factors, Identity, View};

/// Name and value of every factor of one image, always in the same order.
///
/// Units are those of [`View`] and [`Identity`]; a hair style is its place in `HairStyle::ALL`, from 0.
pub fn columns(factors: &Factors) -> Vec<(String, f32)> {
    let mut columns = vec![("person".to_string(), factors.person as f32)];
    columns.extend(of_view(&factors.view).map(|(name, value)| (name.to_string(), value)));
    columns.extend(
        of_identity(&factors.identity).map(|(name, value)| (name.to_string(), value)),
    );
    let (i, v) = (&factors.identity, &factors.view);
    let colours = [
        ("iris", i.iris_colour),
        ("hair", i.hair_colour),
        ("skin", i.skin_colour),
        ("clothes", v.clothes),
    ];
    for (part, colour) in colours {
        columns.extend(
            ["red", "green", "blue"]
                .iter()
                .zip(colour)
                .map(|(c, v)| (format!("{part}_{c}"), v)),
        );
    }
    columns
}

/// Name and value of every factor of a written digit, with the units of [`digits::Factors`].
pub fn of_digit(f: &digits::Factors) -> [(&'static str, f64); 17] {
    [
        ("digit", f.digit as f64),
        ("form", f.form as f64),
        ("writer", f.writer as f64),
        ("shape1", f.shape[0].into()),
        ("shape2", f.shape[1].into()),
        ("shape3", f.shape[2].into()),
        ("shape4", f.shape[3].into()),
        ("slant", f.slant.into()),
        ("rotation", f.rotation.into()),
        ("aspect", f.aspect.into()),
        ("thickness", f.thickness.into()),
        ("pressure", f.pressure.into()),
        ("rounding", f.rounding.into()),
        ("jitter", f.jitter.into()),
        ("warp", f.warp.into()),
        ("tremor", f.tremor.into()),
        ("chance", f.chance.into()),
    ]
}

fn of_view(v: &View) -> [(&'static str, f32); 13] {
    [
        ("yaw", v.yaw),
        ("tilt", v.tilt),
        ("roll", v.roll),
        ("light_azimuth", v.light_azimuth),
        ("light_elevation", v.light_elevation),
        ("ambient", v.ambient),
        ("smile", v.smile),
        ("glasses", f32::from(u8::from(v.glasses))),
        ("gaze_yaw", v.gaze_yaw),
        ("gaze_tilt", v.gaze_tilt),
        ("shift_x", v.shift_x),
        ("shift_y", v.shift_y),
        ("zoom", v.zoom),
    ]
}

fn of_identity(i: &Identity) -> [(&'static str, f32); 28] {
    [
        ("face_width", i.face_width),
        ("jaw_width", i.jaw_width),
        ("chin_length", i.chin_length),
        ("chin_width", i.chin_width),
        ("cheek_fullness", i.cheek_fullness),
        ("forehead_height", i.forehead_height),
        ("brow_ridge", i.brow_ridge),
        ("eye_distance", i.eye_distance),
        ("eye_size", i.eye_size),
        ("eye_tilt", i.eye_tilt),
        ("brow_thickness", i.brow_thickness),
        ("brow_height", i.brow_height),
        ("brow_tilt", i.brow_tilt),
        ("nose_length", i.nose_length),
        ("nose_width", i.nose_width),
        ("nose_bridge", i.nose_bridge),
        ("lip_fullness", i.lip_fullness),
        ("mouth_width", i.mouth_width),
        ("ear_size", i.ear_size),
        ("ear_flare", i.ear_flare),
        ("neck_width", i.neck_width),
        ("folds", i.folds),
        ("hair_style", i.hair as usize as f32),
        ("hair_volume", i.hair_volume),
        ("hair_parting", i.hair_parting),
        ("lip_redness", i.lip_redness),
        ("beard", i.beard),
        ("moustache", i.moustache),
    ]
}
