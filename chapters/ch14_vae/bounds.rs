//! The importance-weighted bound of the right model, by the number of draws.

use super::arms::Trained;
use super::pictures::Pictures;
use autoencoders::ndarray::s;
use chapters::{Outcome, Run};

/// Numbers of draws in a bound.
const DRAWS: [usize; 4] = [1, 5, 50, 500];

/// −L_k in nats an image, on the first test images.
pub fn bounds(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let full = run.args.full && run.args.data.is_some();
    let images = run.size(10, 200, if full { 1000 } else { 200 }).min(pictures.test.len());
    let x = pictures.test.x.slice(s![..images, ..]).to_owned();
    let most = DRAWS[DRAWS.len() - 1];
    let made = trained.of("right").iter();
    let found: Result<Vec<Vec<f64>>, _> =
        made.map(|made| made.model.iw(&x, most, &DRAWS, 14)).collect();
    let found = found?;
    run.count("iw_images", images);
    for (i, k) in DRAWS.iter().enumerate() {
        let values: Vec<f64> = found.iter().map(|bounds| -bounds[i]).collect();
        run.over_starts(&format!("iw_{k}"), &values, "", 2);
        if let [first, ..] = values[..] {
            run.number(&format!("iw_{k}"), first, 2);
        }
    }
    Ok(())
}
