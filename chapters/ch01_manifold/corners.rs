//! How far a path turns from one step to the next: a turning head's, a nodding one's, a moving lamp's, sharp and out of
//! focus.

use super::head::{heads, identity, pictures};
use super::moving::out_of_focus;
use super::paths;
use autoencoders::data::faces::View;
use chapters::{Outcome, Run};

/// Degrees of a step: of the head's yaw, and of the lamp's azimuth, which moves the picture less.
const STEPS: (f32, f32) = (5.0, 20.0);
/// Degrees of a fine step of yaw or tilt, and how far these go.
const FINE: (f32, f32) = (0.25, 20.0);

/// From −`limit` to `limit` in steps.
fn way(step: f32, limit: f32) -> impl Iterator<Item = f32> {
    let count = (2.0 * limit / step).round() as i32;
    (0..=count).map(move |i| -limit + step * i as f32)
}

/// The median angles, over several heads.
pub fn corners(run: &mut Run) -> Outcome {
    let side = run.size(16, 32, 32);
    let yaw = |yaw| View { yaw, ..View::default() };
    let tilt = |tilt| View { tilt, ..View::default() };
    let lamp = |light_azimuth| View { light_azimuth, ..View::default() };
    let fine = run.size(2.0, FINE.0, FINE.0);
    let moves: [(&str, Vec<View>); 4] = [
        ("yaw", way(STEPS.0, 90.0).map(yaw).collect()),
        ("lamp", way(STEPS.1, 90.0).map(lamp).collect()),
        ("fine_yaw", way(fine, FINE.1).map(yaw).collect()),
        ("fine_tilt", way(fine, FINE.1).map(tilt).collect()),
    ];
    for (key, views) in moves {
        let (mut sharp, mut soft, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for head in 0..heads(run) {
            let images = pictures(&identity(run, head), views.clone(), side)?;
            sharp.push(paths::corner(&images.x));
            soft.push(paths::corner(&out_of_focus(&images)));
            steps.push(paths::length(&images.x) / (images.len() - 1) as f64);
        }
        run.over_starts(&format!("corner_{key}_sharp"), &sharp, "°", 0);
        run.over_starts(&format!("corner_{key}_soft"), &soft, "°", 0);
        run.over_starts(&format!("corner_{key}_step"), &steps, "", 3);
    }
    run.measure("corner_yaw_degrees", f64::from(STEPS.0), "°", 0);
    run.measure("corner_lamp_degrees", f64::from(STEPS.1), "°", 0);
    run.measure("corner_fine_degrees", f64::from(FINE.0), "°", 2);
    Ok(())
}
