//! What is drawn between a pair of axes.

use super::colour::Ink;
use super::panel::{Anchor, Mark, Shape};
use super::style::{Area, Chart, Drawn, stroke, words};
use super::svg::{FONT, PIXELS, pixels};
use super::tile::Picture;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Of points, few or many: what lies below shows through, and clouds of different sizes are equally strong.
const OPACITY: f64 = 0.8;

/// A point in the panel's numbers.
type Point = (f64, f64);

/// Draw one mark.
pub fn mark(chart: &mut Chart, mark: &Mark) -> Drawn {
    match mark {
        Mark::Line { points, ink, dashed, .. } => {
            curve(chart, &inside(chart, points), *ink, *dashed)
        }
        Mark::Band { points, ink } => band(chart, points, *ink),
        Mark::Points { points, ink, shape, size } => {
            dots(chart, points, *ink, *shape, *size)
        }
        Mark::Letters { points, letter, ink, size, bold } => {
            letters(chart, points, letter, *ink, *size, *bold)
        }
        Mark::Note { at, text, ink, anchor } => note(chart, *at, text, *ink, *anchor),
        Mark::Arrow { from, to, ink } => arrow(chart, *from, *to, *ink),
        Mark::Across { at, ink, label } => {
            let x = chart.x_range();
            dash(chart, vec![(x.start, *at), (x.end, *at)], *ink, 1.2)?;
            beside(
                chart,
                (x.end, *at),
                (0.0, -4.0),
                label,
                words(*ink, HPos::Right, VPos::Bottom),
            )
        }
        Mark::Upright { at, ink, label } => upright(chart, *at, *ink, label),
        Mark::Picture { at, tile, size } => {
            let pictures = inside(chart, &[*at]).into_iter();
            chart.draw_series(pictures.map(|at| Picture {
                at,
                tile,
                width: *size,
                centred: true,
            }))?;
            Ok(())
        }
    }
}

/// The points that lie on the axes' ground, and have a place there.
fn inside(chart: &Chart, points: &[Point]) -> Vec<Point> {
    let (x, y) = (chart.as_coord_spec().x_spec(), chart.as_coord_spec().y_spec());
    let near =
        |share: Option<f64>| share.is_some_and(|share| (-0.01..=1.01).contains(&share));
    points
        .iter()
        .copied()
        .filter(|&(px, py)| near(x.share(px)) && near(y.share(py)))
        .collect()
}

fn curve(chart: &mut Chart, points: &[Point], ink: Ink, dashed: bool) -> Drawn {
    if dashed {
        return dash(chart, points.to_vec(), ink, 1.4);
    }
    let width = if ink == Ink::Faint { 1.0 } else { 2.0 }; // what is only context does not compete
    chart.draw_series(LineSeries::new(points.to_vec(), stroke(ink, width)))?;
    Ok(())
}

fn dash(chart: &mut Chart, points: Vec<Point>, ink: Ink, width: f64) -> Drawn {
    chart.draw_series(DashedLineSeries::new(
        points,
        pixels(5.0),
        pixels(4.0),
        stroke(ink, width),
    ))?;
    Ok(())
}

fn band(chart: &mut Chart, points: &[(f64, f64, f64)], ink: Ink) -> Drawn {
    let y = chart.y_range();
    let low = |y: &std::ops::Range<f64>, v: f64| v.clamp(y.start, y.end);
    let upper = points.iter().map(|&(x, _, high)| (x, low(&y, high)));
    let lower = points.iter().rev().map(|&(x, from, _)| (x, low(&y, from)));
    let edge = inside(chart, &upper.chain(lower).collect::<Vec<_>>());
    chart.draw_series([Polygon::new(edge, ink.colour().mix(0.25).filled())])?;
    Ok(())
}

fn dots(chart: &mut Chart, points: &[Point], ink: Ink, shape: Shape, size: f64) -> Drawn {
    let colour = ink.colour().mix(OPACITY);
    let points = inside(chart, points);
    let half = pixels(size / 2.0);
    match shape {
        Shape::Dot => chart.draw_series(
            points.into_iter().map(|p| Circle::new(p, half, colour.filled())),
        )?,
        Shape::Cross => {
            let style = colour.stroke_width(pixels(1.6) as u32);
            chart.draw_series(points.into_iter().map(|p| Cross::new(p, half, style)))?
        }
        Shape::Square => chart.draw_series(points.into_iter().map(|p| {
            EmptyElement::at(p)
                + Rectangle::new([(-half, -half), (half, half)], colour.filled())
        }))?,
    };
    Ok(())
}

fn letters(
    chart: &mut Chart,
    points: &[Point],
    letter: &str,
    ink: Ink,
    size: f64,
    bold: bool,
) -> Drawn {
    let font = ("sans-serif", size * PIXELS).into_font();
    let font = if bold { font.style(FontStyle::Bold) } else { font };
    let colour = ink.colour().mix(if bold { 1.0 } else { 0.8 });
    let style = font.color(&colour).pos(Pos::new(HPos::Center, VPos::Center));
    let points = inside(chart, points);
    chart.draw_series(
        points.into_iter().map(|p| Text::new(letter.to_string(), p, style.clone())),
    )?;
    Ok(())
}

/// A text, moved from its point by a shift in figure units.
fn beside(
    chart: &Chart,
    at: Point,
    shift: (f64, f64),
    text: &str,
    style: TextStyle,
) -> Drawn {
    let text = Text::new(text.to_string(), (pixels(shift.0), pixels(shift.1)), style);
    chart.plotting_area().draw(&(EmptyElement::at(at) + text))
}

fn note(chart: &Chart, at: Point, text: &str, ink: Ink, anchor: Anchor) -> Drawn {
    let (shift, h) = match anchor {
        Anchor::Start => (6.0, HPos::Left),
        Anchor::Middle => (0.0, HPos::Center),
        Anchor::End => (-6.0, HPos::Right),
    };
    if inside(chart, &[at]).is_empty() {
        return Ok(());
    }
    beside(chart, at, (shift, 0.0), text, words(ink, h, VPos::Center))
}

fn upright(chart: &mut Chart, at: f64, ink: Ink, label: &str) -> Drawn {
    let y = chart.y_range();
    dash(chart, vec![(at, y.start), (at, y.end)], ink, 1.2)?;
    let late = chart.as_coord_spec().x_spec().share(at).is_some_and(|share| share > 0.6);
    let (shift, h) = if late { (-5.0, HPos::Right) } else { (5.0, HPos::Left) };
    beside(chart, (at, y.end), (shift, 2.0), label, words(ink, h, VPos::Top))
}

/// A line with a head, which is as large for a long arrow as for a short one.
fn arrow(chart: &mut Chart, from: Point, to: Point, ink: Ink) -> Drawn {
    let (a, b) = (chart.backend_coord(&from), chart.backend_coord(&to));
    let (dx, dy) = (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let back = |along: f64, side: f64| {
        (pixels(-along * ux - side * uy), pixels(-along * uy + side * ux))
    };
    let tail =
        PathElement::new(vec![(-dx as i32, -dy as i32), back(7.0, 0.0)], stroke(ink, 2.4));
    let head = Polygon::new(
        vec![(0, 0), back(11.0, 5.0), back(11.0, -5.0)],
        ink.colour().filled(),
    );
    chart.plotting_area().draw(&(EmptyElement::at(to) + tail + head))
}

/// The labels at the lines' right ends, pushed apart where they would overlap.
pub fn end_labels(chart: &Chart, cell: &Area, marks: &[Mark]) -> Drawn {
    let mut ends = Vec::new();
    for mark in marks {
        if let Mark::Line { points, ink, label, .. } = mark
            && !label.is_empty()
            && let Some(&last) = inside(chart, points).last()
        {
            ends.push((chart.backend_coord(&last), *ink, label));
        }
    }
    ends.sort_by_key(|&((_, y), ..)| y);
    let apart = pixels(FONT + 2.5);
    // Clear of the numbers below the axis.
    let bottom = chart.plotting_area().get_pixel_range().1.end - pixels(3.0);
    let base = cell.get_base_pixel();
    let (mut free, count) = (i32::MIN, ends.len() as i32);
    for (i, ((x, y), ink, label)) in ends.into_iter().enumerate() {
        let lowest = bottom - (count - 1 - i as i32) * apart;
        let y = y.max(free).min(lowest.max(free));
        free = y + apart;
        let at = (x + pixels(6.0) - base.0, y - base.1);
        cell.draw(&Text::new(label.as_str(), at, words(ink, HPos::Left, VPos::Center)))?;
    }
    Ok(())
}
