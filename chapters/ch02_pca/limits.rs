//! A straight line cannot follow a bend: Swiss roll and flat ring.

use autoencoders::Autoencoder;
use autoencoders::data::toy::{self, Toy};
use autoencoders::ndarray::array;
use autoencoders::pca::Pca;
use autoencoders::stats::range;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Both sets coloured by their true coordinate, and their first score against it.
pub fn limits(run: &mut Run) -> Outcome {
    let n = run.size(300, 900, 900);
    let mut roll = toy::swiss_roll(n, 0.0, &mut run.rng("swiss"))?;
    // Along the sheet as it was before it was rolled up: the arc length in place of the turn t.
    roll.truth.column_mut(0).mapv_inplace(|t| 0.5 * (t * (1.0 + t * t).sqrt() + t.asinh()));
    let circle = toy::circle(n / 2, 0.0, &mut run.rng("circle"))?;
    let ring = Toy { x: &circle.x * &array![1.0, 0.2], ..circle };
    let side = [
        side_view("Swiss roll from the end", &roll, (0, 2), 16.0),
        side_view("flat ring", &ring, (0, 1), 1.3),
    ];
    let (roll_pca, ring_pca) = (Pca::fit(&roll.x, 2)?, Pca::fit(&ring.x, 1)?);
    let scores = [
        against_truth("place along the unrolled sheet", &roll, &roll_pca)?,
        against_truth("angle on the ring (radians)", &ring, &ring_pca)?,
    ];
    let [roll_seen, ring_seen] = side;
    let [roll_scores, ring_scores] = scores;
    let panels = [roll_seen, roll_scores, ring_seen, ring_scores];
    run.figure(
        "limits",
        draw(
            "Swiss roll and flat ring, and their first score against the true coordinate",
            2,
            190.0,
            &panels,
        ),
    );
    run.measure("ring_lost_1", 100.0 * (1.0 - ring_pca.kept(1)), "%", 1);
    Ok(())
}

/// The true coordinate of sample `i` as a share of its range.
fn share(toy: &Toy, i: usize) -> f64 {
    let (from, to) = range(toy.truth.column(0).iter().map(|&t| t.into()));
    (f64::from(toy.truth[[i, 0]]) - from) / (to - from)
}

/// Add the points in twelve shades, by true coordinate.
fn shaded(mut panel: Panel, toy: &Toy, at: impl Fn(usize) -> (f64, f64)) -> Panel {
    const SHADES: usize = 12;
    let shade = |i: usize| ((share(toy, i) * SHADES as f64) as usize).min(SHADES - 1);
    let shades: Vec<usize> = (0..toy.x.nrows()).map(shade).collect();
    for shade in 0..SHADES {
        let points = (0..shades.len()).filter(|&i| shades[i] == shade).map(&at);
        // The palest yellow would not be seen on paper.
        let ink = Ink::Magnitude(0.92 * (shade as f64 + 0.5) / SHADES as f64);
        panel = panel.points(points, ink, Shape::Dot, 4.0);
    }
    panel
}

fn side_view(title: &str, toy: &Toy, (across, up): (usize, usize), reach: f64) -> Panel {
    let scale =
        |j: usize| Scale::linear(&format!("x{}", ["₁", "₂", "₃"][j]), -reach, reach);
    let panel = Panel::new(title, scale(across), scale(up)).equal();
    shaded(panel, toy, |i| (f64::from(toy.x[[i, across]]), f64::from(toy.x[[i, up]])))
}

/// The first score against the true coordinate.
fn against_truth(label: &str, toy: &Toy, pca: &Pca) -> Outcome<Panel> {
    let z = pca.encode(&toy.x)?;
    let points: Vec<(f64, f64)> =
        (0..toy.x.nrows()).map(|i| (toy.truth[[i, 0]].into(), z[[i, 0]].into())).collect();
    let x = Scale::around(label, points.iter().map(|p| p.0));
    let y = Scale::around("first score", points.iter().map(|p| p.1));
    Ok(shaded(Panel::new(" ", x, y), toy, |i| points[i]))
}
