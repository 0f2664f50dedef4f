//! What goes wrong: channels that never speak, and sides that do not halve.

use super::arms::{Arm, Model, Trained};
use super::maps::of_all;
use super::pictures::Pictures;
use super::versus::Versus;
use autoencoders::Autoencoder;
use autoencoders::Frame;
use autoencoders::conv::{ConvAutoencoder, Padding, Window};
use chapters::{Outcome, Run};

/// Channels of the code that are the same number everywhere on the test images, in each
/// start: of the digits, of the faces, and of the code without a bend.
pub fn dead(run: &mut Run, sets: [(&str, &Pictures, &Versus); 2]) -> Outcome {
    for (of, pictures, versus) in sets {
        for arm in [Arm::Conv, Arm::Wide, Arm::Straight] {
            let made = versus.of(arm);
            if made.is_empty() {
                continue;
            }
            let counts = made
                .iter()
                .map(|trained| silent(trained, pictures))
                .collect::<Outcome<Vec<f64>>>()?;
            let key = format!("{of}{}_dead", arm.key());
            run.scattered(&key, &counts, "", 0, 1.0);
            let any = counts.iter().filter(|&&count| count > 0.0).count();
            run.count(&format!("{key}_starts"), any).starts(made.len()).spread(1.0);
        }
    }
    Ok(())
}

/// Channels of a code that are the same number everywhere.
fn silent(trained: &Trained, pictures: &Pictures) -> Outcome<f64> {
    let Model::Image(model) = &trained.model else { return Ok(f64::NAN) };
    let (z, code) = (model.encode(&pictures.test.x)?, model.code_frame());
    let first = |c: usize| z[[0, c]];
    let still = |c: usize| of_all(&z, code, c).all(|v| v == first(c));
    Ok((0..code.channels).filter(|&c| still(c)).count() as f64)
}

/// Seven pixels under a window of two: four with padding, an error without.
pub fn odd(run: &mut Run) -> Outcome {
    let halve = |padding| Window::square(2, 2, padding).on(Frame::grey(7, 7));
    run.count("odd_same", halve(Padding::Same)?.output(1).height);
    run.count("odd_refused", usize::from(halve(Padding::Valid).is_err()));
    let mut rng = run.rng("odd");
    let sizes = 4..=32;
    let taken = sizes
        .clone()
        .filter(|&n| ConvAutoencoder::tutorial(Frame::grey(n, n), &mut rng).is_ok());
    run.count("odd_sizes_taken", taken.count());
    run.count("odd_sizes_tried", sizes.count());
    Ok(())
}
