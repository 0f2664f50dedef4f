//! Writing SVG: elements, escapes, short numbers.

use super::colour::Ink;
use std::fmt::Write;

/// Width of every figure in its own units: text of 14 in it is as large as the book's on a desk, and still read on a phone.
pub const WIDTH: f64 = 520.0;
/// Size of the figures' text.
pub const FONT: f64 = 14.0;
/// Average width of a character of that size.
pub const CHARACTER: f64 = 7.0;
/// The look of a figure opened by itself or shown as a picture: dark on white, for nobody hands it a theme. In a page the
/// rule matches nothing, since there the root is not an `svg`.
const ALONE: &str = "<style>svg:root{color:#222;background:#fff}</style>\n";

/// An SVG document in the making.
pub struct Svg {
    height: f64,
    title: String,
    body: String,
}

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The point is at the text's left end.
    Start,
    /// The point is in the text's middle.
    Middle,
    /// The point is at the text's right end.
    End,
}

/// `value` with one decimal, or none where it is zero.
pub fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_string(),
        Some(whole) => whole.to_string(),
        None => text,
    }
}

/// `text` with the characters that mean something in SVG written out.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// About how wide `text` will be.
pub fn width_of(text: &str) -> f64 {
    let combining = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    text.chars()
        .filter(|&c| !combining(c))
        .map(|c| if "il.,'|:1 ".contains(c) { 5.0 } else { CHARACTER + 0.4 })
        .sum()
}

impl Svg {
    /// An empty document, `height` tall, that says `title` to those who cannot see it.
    pub fn new(height: f64, title: &str) -> Svg {
        Svg { height, title: escape(title), body: String::new() }
    }

    /// Add an element as it stands.
    pub fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// A line through `points`.
    pub fn line(&mut self, points: &[(f64, f64)], ink: Ink, width: f64, dashed: bool) {
        let dash = if dashed { ";stroke-dasharray:5 4" } else { "" };
        let style = format!("fill:none;stroke:{};stroke-width:{}{dash}", ink.css(), short(width));
        self.push(&format!("<path d=\"{}\" style=\"{style};stroke-linejoin:round\"/>", path(points)));
    }

    /// A filled area, `opacity` strong.
    pub fn area(&mut self, points: &[(f64, f64)], ink: Ink, opacity: f64) {
        let style = format!("fill:{};opacity:{opacity}", ink.css());
        self.push(&format!("<path d=\"{}Z\" style=\"{style}\"/>", path(points)));
    }

    /// A text; `style` is CSS added to the figure's own.
    pub fn text(&mut self, at: (f64, f64), anchor: Anchor, content: &str, style: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => "text-anchor:middle;",
            Anchor::End => "text-anchor:end;",
        };
        let style = format!("{anchor}{style}");
        let style = if style.is_empty() { style } else { format!(" style=\"{style}\"") };
        let (x, y) = (short(at.0), short(at.1));
        self.push(&format!("<text x=\"{x}\" y=\"{y}\"{style}>{}</text>", escape(content)));
    }

    /// The finished document.
    pub fn finish(self) -> String {
        let (width, height) = (short(WIDTH), short(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" class=\"figure\" role=\"img\" \
             style=\"max-width:640px;font-family:var(--figure-font,system-ui,sans-serif);font-size:{FONT}px;fill:currentColor\">\n\
             <title>{}</title>\n{ALONE}{}</svg>\n",
            self.title, self.body
        )
    }
}

/// Path data through `points`.
fn path(points: &[(f64, f64)]) -> String {
    let mut data = String::new();
    for (i, &(x, y)) in points.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(data, "{}{} {}", if i == 0 { "M" } else { "L" }, short(x), short(y));
    }
    data
}
