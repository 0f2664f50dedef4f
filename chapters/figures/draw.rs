//! Panels side by side: layout, axes, marks.

use super::colour::Ink;
use super::panel::{Mark, Panel, Shape};
use super::scale::Scale;
use super::svg::{Anchor, FONT, Svg, WIDTH, short, width_of};

/// The rectangle between the axes, in the figure's units.
struct Frame<'a> {
    panel: &'a Panel,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    x: Scale,
    y: Scale,
}

/// Draw panels row by row, `columns` in a row, each with axes `height` tall; `title` is for those who cannot see.
pub fn draw(title: &str, columns: usize, height: f64, panels: &[Panel]) -> String {
    let columns = columns.max(1);
    let rows = panels.len().div_ceil(columns);
    let head = |panel: &Panel| 6.0 + line(&panel.title) + line(&panel.y.label);
    let foot = |panel: &Panel| {
        8.0 + if panel.x.marks(4).is_empty() { 0.0 } else { FONT + 4.0 } + line(&panel.x.label)
    };
    let most = |of: &dyn Fn(&Panel) -> f64| panels.iter().map(of).fold(0.0, f64::max);
    let (head, foot) = (most(&head), most(&foot));
    let cell = WIDTH / columns as f64;
    let (left, right) = (most(&left_of), most(&right_of));
    let mut svg = Svg::new(rows as f64 * (head + height + foot), title);
    for (i, panel) in panels.iter().enumerate() {
        let (row, column) = (i / columns, i % columns);
        let mut frame = Frame {
            panel,
            left: column as f64 * cell + left,
            top: row as f64 * (head + height + foot) + head,
            width: cell - left - right,
            height,
            x: panel.x.clone(),
            y: panel.y.clone(),
        };
        if panel.equal {
            frame.make_equal();
        }
        frame.axes(&mut svg, columns);
        for mark in &panel.marks {
            frame.mark(&mut svg, mark);
        }
        frame.end_labels(&mut svg);
    }
    svg.finish()
}

/// Height of a line of text, or nothing for none.
fn line(text: &str) -> f64 {
    if text.is_empty() { 0.0 } else { FONT + 5.0 }
}

/// Room for the numbers of the vertical axis.
fn left_of(panel: &Panel) -> f64 {
    panel.y.marks(4).iter().map(|(_, text)| width_of(text)).fold(4.0, f64::max) + 9.0
}

/// Room for the labels at the lines' ends.
fn right_of(panel: &Panel) -> f64 {
    let labels = panel.marks.iter().filter_map(|mark| match mark {
        Mark::Line { label, .. } if !label.is_empty() => Some(width_of(label) + 8.0),
        _ => None,
    });
    labels.fold(10.0, f64::max)
}

impl Frame<'_> {
    /// Widen one of the ranges so that a unit is as long upwards as sideways.
    fn make_equal(&mut self) {
        let (wide, tall) = (self.x.to - self.x.from, self.y.to - self.y.from);
        let unit = (self.width / wide).min(self.height / tall);
        let more = |scale: &mut Scale, length: f64| {
            let (middle, half) = ((scale.from + scale.to) / 2.0, length / unit / 2.0);
            (scale.from, scale.to) = (middle - half, middle + half);
        };
        more(&mut self.x, self.width);
        more(&mut self.y, self.height);
    }

    /// The place of a point, unless it lies outside.
    fn place(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        let (x, y) = (self.x.share(x)?, self.y.share(y)?);
        let inside = (-0.01..=1.01).contains(&x) && (-0.01..=1.01).contains(&y);
        inside.then_some((self.left + x * self.width, self.top + (1.0 - y) * self.height))
    }

    fn places(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        points.iter().filter_map(|&point| self.place(point)).collect()
    }

    fn axes(&self, svg: &mut Svg, columns: usize) {
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        let hair = "stroke:currentColor;stroke-opacity:.14;fill:none";
        let mut lines = String::new();
        for (value, text) in self.y.marks((self.height / 45.0) as usize) {
            let Some(share) = self.y.share(value) else { continue };
            let y = self.top + (1.0 - share) * self.height;
            lines += &format!("M{} {}H{}", short(self.left), short(y), short(right));
            svg.text((self.left - 6.0, y + 0.34 * FONT), Anchor::End, &text, "opacity:.75");
        }
        for (value, text) in self.x.marks(if columns > 2 { 2 } else { (self.width / 60.0) as usize }) {
            let Some(share) = self.x.share(value) else { continue };
            let x = self.left + share * self.width;
            lines += &format!("M{} {}v5", short(x), short(bottom));
            svg.text((x, bottom + FONT + 6.0), Anchor::Middle, &text, "opacity:.75");
        }
        svg.push(&format!("<path d=\"{lines}\" style=\"{hair}\"/>"));
        svg.line(&[(self.left, bottom), (right, bottom)], Ink::Text, 0.8, false);
        let ticks = if self.x.marks(4).is_empty() { 0.0 } else { FONT + 4.0 };
        svg.text((right, bottom + ticks + FONT + 3.0), Anchor::End, &self.x.label, "");
        let numbers = self.left - left_of(self.panel) + 3.0;
        let above = self.top - 10.0;
        svg.text((numbers, above), Anchor::Start, &self.y.label, "");
        let title = above - line(&self.y.label);
        svg.text((numbers, title), Anchor::Start, &self.panel.title, "font-weight:600");
    }

    fn mark(&self, svg: &mut Svg, mark: &Mark) {
        match mark {
            Mark::Line { points, ink, dashed, .. } => {
                svg.line(&self.places(points), *ink, if *dashed { 1.4 } else { 2.0 }, *dashed);
            }
            Mark::Band { points, ink } => {
                let clamp = |y: f64| y.clamp(self.y.from, self.y.to);
                let upper = points.iter().map(|&(x, _, high)| (x, clamp(high)));
                let lower = points.iter().rev().map(|&(x, low, _)| (x, clamp(low)));
                svg.area(&self.places(&upper.chain(lower).collect::<Vec<_>>()), *ink, 0.25);
            }
            Mark::Points { points, ink, shape, size } => self.dots(svg, points, *ink, *shape, *size),
            Mark::Letters { points, letter, ink, size, bold } => {
                let weight = if *bold {
                    "font-weight:700;paint-order:stroke;stroke:var(--bg,#fff);stroke-width:4px"
                } else {
                    "opacity:.8"
                };
                svg.push(&format!(
                    "<g style=\"fill:{};font-size:{size}px;text-anchor:middle;{weight}\">",
                    ink.css()
                ));
                for (x, y) in self.places(points) {
                    svg.text((x, y + 0.35 * size), Anchor::Start, letter, "");
                }
                svg.push("</g>");
            }
            Mark::Note { at, text, ink, anchor } => {
                let Some((x, y)) = self.place(*at) else { return };
                let shift = match anchor {
                    Anchor::Start => 6.0,
                    Anchor::Middle => 0.0,
                    Anchor::End => -6.0,
                };
                svg.text((x + shift, y + 0.34 * FONT), *anchor, text, &halo(*ink));
            }
            Mark::Arrow { from, to, ink } => self.arrow(svg, *from, *to, *ink),
            Mark::Across { at, ink, label } => {
                let Some((_, y)) = self.place((self.x.from, *at)) else { return };
                svg.line(&[(self.left, y), (self.left + self.width, y)], *ink, 1.2, true);
                svg.text((self.left + self.width, y - 5.0), Anchor::End, label, &halo(*ink));
            }
            Mark::Upright { at, ink, label } => {
                let Some((x, _)) = self.place((*at, self.y.from)) else { return };
                svg.line(&[(x, self.top), (x, self.top + self.height)], *ink, 1.2, true);
                let late = x > self.left + 0.6 * self.width;
                let (shift, anchor) = if late { (-5.0, Anchor::End) } else { (5.0, Anchor::Start) };
                svg.text((x + shift, self.top + FONT - 2.0), anchor, label, &halo(*ink));
            }
            Mark::Picture { at, tile, size } => {
                let Some((x, y)) = self.place(*at) else { return };
                let tall = size * tile.height as f64 / tile.width as f64;
                svg.push(&tile.element(x - size / 2.0, y - tall / 2.0, *size));
            }
        }
    }

    fn dots(&self, svg: &mut Svg, points: &[(f64, f64)], ink: Ink, shape: Shape, size: f64) {
        let half = size / 2.0;
        let draw = |(x, y): (f64, f64)| match shape {
            // A line of no length with round or square ends is the shortest way to write a point.
            Shape::Dot | Shape::Square => format!("M{} {}h0", short(x), short(y)),
            Shape::Cross => {
                let d = short(size);
                format!("M{} {}l{d} {d}m0-{d}l-{d} {d}", short(x - half), short(y - half))
            }
        };
        let (cap, width) = match shape {
            Shape::Dot => ("round", size),
            Shape::Square => ("square", size * 0.85),
            Shape::Cross => ("butt", 1.6),
        };
        let data: String = self.places(points).into_iter().map(draw).collect();
        let opacity = if points.len() > 120 { 0.7 } else { 1.0 };
        let style = format!(
            "fill:none;stroke:{};stroke-width:{width};stroke-linecap:{cap};opacity:{opacity}",
            ink.css()
        );
        svg.push(&format!("<path d=\"{data}\" style=\"{style}\"/>"));
    }

    fn arrow(&self, svg: &mut Svg, from: (f64, f64), to: (f64, f64), ink: Ink) {
        let (Some(a), Some(b)) = (self.place(from), self.place(to)) else { return };
        let length = (b.0 - a.0).hypot(b.1 - a.1).max(1e-9);
        let (ux, uy) = ((b.0 - a.0) / length, (b.1 - a.1) / length);
        let back = |along: f64, side: f64| (b.0 - along * ux - side * uy, b.1 - along * uy + side * ux);
        svg.line(&[a, back(7.0, 0.0)], ink, 2.4, false);
        svg.area(&[b, back(11.0, 5.0), back(11.0, -5.0)], ink, 1.0);
    }

    /// The labels at the lines' right ends, pushed apart where they would overlap.
    fn end_labels(&self, svg: &mut Svg) {
        let ends = self.panel.marks.iter().filter_map(|mark| match mark {
            Mark::Line { points, ink, label, .. } if !label.is_empty() => {
                self.places(points).last().map(|&(x, y)| (x, y, *ink, label))
            }
            _ => None,
        });
        let mut labels: Vec<_> = ends.collect();
        labels.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut free = f64::MIN;
        let count = labels.len();
        for (i, (x, y, ink, label)) in labels.into_iter().enumerate() {
            let lowest = self.top + self.height - (count - 1 - i) as f64 * (FONT + 1.0) + 4.0;
            let y = y.max(free).min(lowest.max(free));
            free = y + FONT + 1.0;
            svg.text((x + 6.0, y + 0.34 * FONT), Anchor::Start, label, &halo(ink));
        }
    }
}

/// Text in `ink` with a rim of paper, so that it is read where it crosses a line.
fn halo(ink: Ink) -> String {
    format!(
        "fill:{};paint-order:stroke;stroke:var(--bg,#fff);stroke-width:3px;stroke-linejoin:round",
        ink.css()
    )
}
