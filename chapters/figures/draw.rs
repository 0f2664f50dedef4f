//! Panels side by side: layout and axes.

use super::colour::Ink;
use super::marks;
use super::panel::{Mark, Panel};
use super::scale::Scale;
use super::style::{Area, Chart, Drawn, stroke, words};
use super::svg::{self, Canvas, FONT, PIXELS, Svg, WIDTH, pixels, width_of};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// Room around the axes of every panel, in figure units.
struct Margins {
    head: f64,
    foot: f64,
    left: f64,
    right: f64,
}

/// Draw panels row by row, `columns` in a row, each with axes `height` tall; `title` is for those who cannot see.
pub fn draw(title: &str, columns: usize, height: f64, panels: &[Panel]) -> String {
    let columns = columns.max(1);
    let most = |of: &dyn Fn(&Panel) -> f64| panels.iter().map(of).fold(0.0, f64::max);
    let margins = Margins {
        head: most(&head_of),
        foot: most(&foot_of),
        left: most(&left_of),
        right: most(&right_of),
    };
    let each = margins.head + height + margins.foot;
    let draw = |panel: &Panel| {
        let mut canvas = Canvas::default();
        let area =
            Svg::new(&mut canvas, (WIDTH / columns as f64, each)).into_drawing_area();
        // Infallible: there is no error to handle.
        let _ = one(&area, panel, &margins, columns);
        drop(area);
        canvas
    };
    match panels {
        [panel] if columns == 1 => draw(panel).finish(each, title),
        _ => svg::panels(panels.iter().map(draw).collect(), columns, each, title),
    }
}

/// Height of a line of text, or nothing for none.
fn line(text: &str) -> f64 {
    if text.is_empty() { 0.0 } else { FONT + 5.0 }
}

fn head_of(panel: &Panel) -> f64 {
    9.0 + line(&panel.title) + line(&panel.y.label)
}

fn foot_of(panel: &Panel) -> f64 {
    8.0 + if panel.x.marks(4).is_empty() { 0.0 } else { FONT + 4.0 } + line(&panel.x.label)
}

/// Room for the numbers of the vertical axis, or for words, which a page may enlarge on a phone.
fn left_of(panel: &Panel) -> f64 {
    1.1 * panel.y.marks(4).iter().map(|(_, text)| width_of(text)).fold(4.0, f64::max) + 11.0
}

/// Room for the labels at the lines' ends, which a page may enlarge on a phone, and for half of the last number below.
fn right_of(panel: &Panel) -> f64 {
    let labels = panel.marks.iter().filter_map(|mark| match mark {
        Mark::Line { label, .. } if !label.is_empty() => Some(1.15 * width_of(label) + 8.0),
        _ => None,
    });
    let number =
        panel.x.marks(4).last().map_or(0.0, |(_, text)| 0.6 * width_of(text) + 2.0);
    labels.fold(number.max(10.0), f64::max)
}

/// One panel in its cell.
fn one(cell: &Area, panel: &Panel, margins: &Margins, columns: usize) -> Drawn {
    let (wide, tall) = cell.dim_in_pixel();
    let (wide, tall) = (f64::from(wide) / PIXELS, f64::from(tall) / PIXELS);
    let (width, height) =
        (wide - margins.left - margins.right, tall - margins.head - margins.foot);
    let (mut x, mut y) = (panel.x.clone(), panel.y.clone());
    if panel.equal {
        make_equal(&mut x, &mut y, width / height);
    }
    let x = x.settled(if columns > 2 { 2 } else { (width / 60.0) as usize });
    let y = y.settled((height / 45.0) as usize);
    let mut chart = ChartBuilder::on(cell)
        .margin_top(pixels(margins.head))
        .margin_right(pixels(margins.right))
        .x_label_area_size(pixels(margins.foot))
        .y_label_area_size(pixels(margins.left))
        .build_cartesian_2d(x.clone(), y.clone())?;
    mesh(&mut chart, &x, &y)?;
    names(cell, panel, margins, (wide, tall))?;
    for mark in &panel.marks {
        marks::mark(&mut chart, mark)?;
    }
    marks::end_labels(&chart, cell, &panel.marks)
}

/// Hairlines across, a thin axis below, and the ticks' words.
fn mesh(chart: &mut Chart, x: &Scale, y: &Scale) -> Drawn {
    let hair = BLACK.mix(0.14).stroke_width(pixels(1.0) as u32);
    let count = |scale: &Scale| scale.ticks.iter().flatten().count().max(1);
    let grey = BLACK.mix(0.75);
    let faded = |h, v| words(Ink::Text, h, v).color(&grey);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(hair)
        .axis_style(TRANSPARENT)
        .set_tick_mark_size(LabelAreaPosition::Left, pixels(3.0))
        .set_tick_mark_size(LabelAreaPosition::Bottom, pixels(3.0))
        .x_labels(count(x))
        .y_labels(count(y))
        .x_label_style(faded(HPos::Center, VPos::Top))
        .y_label_style(faded(HPos::Right, VPos::Center))
        .draw()?;
    let (left, right) = ((x.from, y.from), (x.to, y.from));
    let tick = |at: f64| {
        EmptyElement::at((at, y.from))
            + PathElement::new(vec![(0, 0), (0, pixels(5.0))], hair)
    };
    chart.draw_series(x.ticks.iter().flatten().map(|(at, _)| tick(*at)))?;
    chart.draw_series([PathElement::new(vec![left, right], stroke(Ink::Text, 0.8))])?;
    Ok(())
}

/// The panel's title and the axes' names: above the numbers, and below the right end.
fn names(cell: &Area, panel: &Panel, margins: &Margins, (wide, tall): (f64, f64)) -> Drawn {
    let at = |x: f64, y: f64| (pixels(x), pixels(y));
    let left = margins.left - left_of(panel) + 3.0;
    let above = margins.head - 11.0;
    let name = words(Ink::Text, HPos::Left, VPos::Bottom);
    cell.draw(&Text::new(panel.y.label.as_str(), at(left, above), name.clone()))?;
    let bold = TextStyle { font: name.font.style(FontStyle::Bold), ..name };
    cell.draw(&Text::new(
        panel.title.as_str(),
        at(left, above - line(&panel.y.label)),
        bold,
    ))?;
    let ticks = if panel.x.marks(4).is_empty() { 2.0 } else { FONT + 8.0 };
    let name = words(Ink::Text, HPos::Right, VPos::Top);
    let below = tall - margins.foot + ticks;
    cell.draw(&Text::new(panel.x.label.as_str(), at(wide - margins.right, below), name))
}

/// Widen one of the ranges so that a unit is as long upwards as sideways, for axes `ratio` times as wide as tall.
fn make_equal(x: &mut Scale, y: &mut Scale, ratio: f64) {
    let (wide, tall) = (x.to - x.from, y.to - y.from);
    let widen = |scale: &mut Scale, length: f64| {
        let middle = (scale.from + scale.to) / 2.0;
        (scale.from, scale.to) = (middle - length / 2.0, middle + length / 2.0);
    };
    if wide / tall < ratio { widen(x, tall * ratio) } else { widen(y, wide / ratio) }
}

#[cfg(test)]
mod tests {
    use super::super::panel::Shape;
    use super::*;

    #[test]
    fn few_points_look_like_many() {
        let points = |n: i32| {
            let axes = || Scale::linear("", 0.0, 1.0);
            let cloud = (0..n).map(|i| (f64::from(i) / f64::from(n), 0.5));
            let panel = Panel::new("", axes(), axes());
            let panel = panel.points(cloud, Ink::Pca, Shape::Dot, 4.0);
            let svg = draw("t", 1, 100.0, &[panel]);
            let style = svg.split("style=\"").find(|part| part.contains("--c-pca"));
            style.and_then(|part| part.split('"').next()).map(str::to_owned)
        };
        assert!(points(3).is_some_and(|style| style.contains(";opacity:0.8")));
        assert_eq!(points(3), points(3000));
    }

    #[test]
    fn panels_are_pictures_of_their_own_side_by_side() {
        let panel =
            || Panel::new("a", Scale::linear("x", 0.0, 1.0), Scale::linear("y", 0.0, 1.0));
        let alone = draw("t", 1, 100.0, &[panel()]);
        assert_eq!(alone.matches("<svg").count(), 1);
        let stacked = draw("t", 1, 100.0, &[panel(), panel()]);
        assert!(
            stacked.matches("<svg").count() == 3 && stacked.contains("class=\"figure\"")
        );
        let three = draw("t", 2, 100.0, &[panel(), panel(), panel()]);
        assert_eq!(three.matches("<svg").count(), 4);
        assert!(three.contains("--columns:2;--wide:260\""));
        let corners: Vec<&str> = three
            .split("<svg x=")
            .skip(1)
            .filter_map(|s| s.split(" width").next())
            .collect();
        assert_eq!(corners[..2], ["\"0\" y=\"0\"", "\"260\" y=\"0\""]);
        assert!(corners[2].starts_with("\"0\" y=\"1"), "{corners:?}");
        assert!(
            three.contains("class=\"figure panels\"") && alone.contains("class=\"figure\"")
        );
    }
}
