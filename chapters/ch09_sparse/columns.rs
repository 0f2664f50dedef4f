//! Arms side by side: a column of dots each, one for each start.

use autoencoders::stats::range;
use chapters::figures::{Ink, Panel, Scale, Shape};

/// An arm's name, its ink, and a value for each start.
pub type Column<'a> = (&'a str, Ink, Vec<f64>);

/// A panel of columns, from left to right.
pub fn columns(title: &str, x: &str, y: Scale, arms: &[Column]) -> Panel {
    let ticks = arms.iter().enumerate().map(|(at, arm)| (at as f64, arm.0));
    let x = Scale::linear(x, -0.5, arms.len() as f64 - 0.5).with_ticks(ticks);
    arms.iter().enumerate().fold(
        Panel::new(title, x, y),
        |panel, (at, (_, ink, values))| {
            let points = values.iter().map(|&value| (at as f64, value));
            panel.points(points, *ink, Shape::Dot, 5.0)
        },
    )
}

/// Gains by number of labels: a panel for each number, about a dashed zero, on one scale.
pub fn gains(counts: &[usize], x: &str, y: &str, by_count: &[Vec<Column>]) -> Vec<Panel> {
    let all = by_count.iter().flatten().flat_map(|arm| arm.2.iter().copied());
    let (least, most) = range(all);
    let panel = |(n, arms): (&usize, &Vec<Column>)| {
        let y = Scale::linear(y, least - 0.5, most + 0.5);
        columns(&format!("{n} labels"), x, y, arms).across(0.0, Ink::Raw, "")
    };
    counts.iter().zip(by_count).map(panel).collect()
}
