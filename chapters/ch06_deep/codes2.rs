//! Two numbers a digit: the plane of two components beside the plane of two code units.

use super::models::Models;
use autoencoders::deep::readout::same_class;
use autoencoders::ndarray::Array2;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Mark, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Images of a class that are drawn; the paper drew 500.
const DRAWN: [usize; 3] = [20, 100, 500];
/// Share of the images beyond each end of an axis.
const OUTSIDE: f64 = 0.01;
/// More classes than there are colours are not told apart.
const MOST_CLASSES: usize = 10;
/// Room for a large numeral, as a share of each axis.
const NUMERAL: f64 = 0.11;
/// Rounds in which the large numerals give way to one another.
const ROUNDS: usize = 200;

/// Both planes, and how often the nearest training image in each shows the same class.
///
/// Of the networks that one is drawn whose share is the median over the starts.
pub fn codes2(run: &mut Run, models: &Models) -> Outcome {
    let labels = &models.test.labels;
    let share = |model: &dyn Autoencoder| -> Outcome<f64> {
        if labels.is_empty() {
            return Ok(0.0); // Without labels nobody can say which neighbours are right.
        }
        let (seen, z) = (model.encode(&models.train.x)?, model.encode(&models.test.x)?);
        Ok(100.0 * same_class(&seen, &models.train.labels, &z, labels)?)
    };
    let pca = models.pca(2)?;
    let made = models.each_deep(2, |model| Ok((model.clone(), share(model)?)))?;
    let shares: Vec<f64> = made.iter().map(|(_, share)| *share).collect();
    if !labels.is_empty() {
        run.measure("pca2_knn", share(&pca)?, "%", 1).spread(0.0);
        run.over_starts("code2_knn", &shares, "%", 1);
    }
    let middle = median(&shares).unwrap_or_default();
    let off = |share: f64| (share - middle).abs();
    let shown = made.iter().min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
    let Some((network, _)) = shown else { return Ok(()) };
    let rows = drawn(labels, models.test.len(), run.size(DRAWN[0], DRAWN[1], DRAWN[2]));
    run.count("codes2_samples", rows.len());
    run.measure("codes2_outside", 100.0 * OUTSIDE, "%", 0);
    let panels = [
        plane("two components", Ink::Pca, &pca.encode(&models.test.x)?, labels, &rows),
        plane(
            "two code units",
            Ink::Autoencoder,
            &network.encode(&models.test.x)?,
            labels,
            &rows,
        ),
    ];
    run.figure(
        "codes2",
        draw(
            "Each digit as a point: two components, and two code units",
            2,
            250.0,
            &panels,
        ),
    );
    Ok(())
}

/// The first `most` images of each class, or of all where there are no classes.
fn drawn(labels: &[usize], n: usize, most: usize) -> Vec<usize> {
    let mut count = std::collections::BTreeMap::new();
    (0..n)
        .filter(|&i| {
            let seen: &mut usize = count.entry(labels.get(i)).or_default();
            *seen += 1;
            *seen <= most
        })
        .collect()
}

/// The ends of all values but the outermost, which would leave no room for the others.
fn central(mut values: Vec<f64>) -> [f64; 2] {
    values.sort_by(f64::total_cmp);
    let cut = (OUTSIDE * values.len() as f64) as usize;
    [values[cut], values[values.len() - 1 - cut]]
}

/// The same points, moved until no two numerals of this size (across, down) stand on one another: each gives way by half.
fn apart(mut points: Vec<(f64, f64)>, size: (f64, f64)) -> Vec<(f64, f64)> {
    for _ in 0..ROUNDS {
        for i in 1..points.len() {
            for j in 0..i {
                let off = (
                    (points[i].0 - points[j].0) / size.0,
                    (points[i].1 - points[j].1) / size.1,
                );
                let far = off.0.hypot(off.1);
                if far < 1.0 {
                    let (share, step) = if far > 1e-6 {
                        (0.5 * (1.0 - far) / far, off)
                    } else {
                        (0.5, (1.0, 0.0))
                    };
                    let by = (share * step.0 * size.0, share * step.1 * size.1);
                    points[i] = (points[i].0 + by.0, points[i].1 + by.1);
                    points[j] = (points[j].0 - by.0, points[j].1 - by.1);
                }
            }
        }
    }
    points
}

/// One plane: a figure for each image, and a large one in the middle of each class.
fn plane(
    name: &str,
    ink: Ink,
    z: &Array2<Real>,
    labels: &[usize],
    rows: &[usize],
) -> Panel {
    let at = |i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let across = central(rows.iter().map(|&i| at(i).0).collect());
    let down = central(rows.iter().map(|&i| at(i).1).collect());
    let mut panel =
        Panel::new(name, Scale::around("first", across), Scale::around("second", down));
    let classes = labels.iter().max().map_or(0, |most| most + 1);
    if classes == 0 || classes > MOST_CLASSES {
        return panel.points(rows.iter().map(|&i| at(i)), ink, Shape::Dot, 4.0);
    }
    let letters = |points, class: usize, size, bold| {
        let (letter, ink) = (class.to_string(), Ink::Category(class));
        Mark::Letters { points, letter, ink, size, bold }
    };
    let of =
        |class: usize| rows.iter().filter(move |&&i| labels[i] == class).map(|&i| at(i));
    for class in 0..classes {
        panel = panel.mark(letters(of(class).collect(), class, 8.5, false));
    }
    let middles = (0..classes).filter_map(|class| {
        let middle =
            |axis: fn((f64, f64)) -> f64| median(&of(class).map(axis).collect::<Vec<_>>());
        Some((class, (middle(|p| p.0)?, middle(|p| p.1)?)))
    });
    let (shown, middles): (Vec<usize>, Vec<_>) = middles.unzip();
    let size = (NUMERAL * (across[1] - across[0]), NUMERAL * (down[1] - down[0]));
    let places = shown.into_iter().zip(apart(middles, size));
    places.fold(panel, |panel, (class, place)| {
        panel.mark(letters(vec![place], class, 24.0, true))
    })
}
