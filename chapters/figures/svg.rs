//! A plotters backend that writes SVG which follows the theme of the page it stands in.
//!
//! plotters' own SVG backend writes fixed colours and needs a font file to measure text. Here ink becomes `currentColor`
//! or a CSS variable, text takes the page's font, and what is drawn in the same style becomes one element. plotters
//! counts in whole pixels, so that a pixel of this backend is a [`PIXELS`]th of a figure's unit.

use super::colour::css;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind, FontStyle};
use std::convert::Infallible;
use std::fmt::Write;

/// Width of every figure in its own units: text of 14 in it is as large as the book's on a desk, and still read on a phone.
pub const WIDTH: f64 = 520.0;
/// Size of the figures' text.
pub const FONT: f64 = 14.0;
/// Pixels of the backend in one unit of the figure.
pub const PIXELS: f64 = 10.0;
/// The look of a figure opened by itself or shown as a picture: dark on white, for nobody hands it a theme. In a page the
/// rule matches nothing, since there the root is not an `svg`.
const ALONE: &str = "<style>svg:root{color:#222;background:#fff}</style>\n";
/// A rim of paper, so that a word is read where it crosses a line.
const RIM: &str =
    ";paint-order:stroke;stroke:var(--bg,#fff);stroke-width:3px;stroke-linejoin:round";

/// Drawing never fails: it writes into memory.
type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Figure units to the backend's pixels.
pub fn pixels(units: f64) -> i32 {
    (units * PIXELS).round() as i32
}

/// About how wide `text` is in figure units; generous, since a figure opened by itself gets whatever font there is.
pub fn width_of(text: &str) -> f64 {
    let combining = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let wide = |c: char| if "il.,'|:1 \u{202f}".contains(c) { 5.5 } else { 8.3 };
    text.chars().filter(|&c| !combining(c)).map(wide).sum()
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
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What has been drawn; elements of one style wait until another style comes, and are written together.
#[derive(Default)]
pub struct Canvas {
    body: String,
    style: String,
    waiting: String,
    texts: bool,
}

impl Canvas {
    /// The finished document, `height` units tall, that says `title` to those who cannot see it.
    pub fn finish(mut self, height: f64, title: &str) -> String {
        self.flush();
        document(height, title, "figure", "", &self.body)
    }

    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let (style, content) = (&self.style, &self.waiting);
            let _ = match self.texts {
                true => writeln!(self.body, "<g style=\"{style}\">{content}</g>"),
                false => writeln!(self.body, "<path d=\"{content}\" style=\"{style}\"/>"),
            };
            self.waiting.clear();
        }
    }

    fn add(&mut self, texts: bool, style: String, content: &str) {
        if texts != self.texts || style != self.style {
            self.flush();
            (self.texts, self.style) = (texts, style);
        }
        self.waiting.push_str(content);
    }

    /// Add an element as it stands.
    fn element(&mut self, element: &str) {
        self.flush();
        self.body.push_str(element);
        self.body.push('\n');
    }
}

/// Panels of one `height`, `columns` in a row: each an SVG within the document, so that a page can put those of class
/// `panels` one below the other where there is no room beside.
pub fn panels(panels: Vec<Canvas>, columns: usize, height: f64, title: &str) -> String {
    let (rows, wide) = (panels.len().div_ceil(columns), WIDTH / columns as f64);
    let mut body = String::new();
    for (i, mut panel) in panels.into_iter().enumerate() {
        panel.flush();
        let (x, y) =
            (short((i % columns) as f64 * wide), short((i / columns) as f64 * height));
        let (width, tall) = (short(wide), short(height));
        let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\"");
        let _ = writeln!(
            body,
            "<svg {place} viewBox=\"0 0 {width} {tall}\" overflow=\"visible\">\n{}</svg>",
            panel.body
        );
    }
    let tall = rows as f64 * height;
    if columns == 1 {
        return document(tall, title, "figure", "", &body);
    }
    let style = format!(";--columns:{columns};--wide:{}", short(wide));
    document(tall, title, "figure panels", &style, &body)
}

/// An SVG file.
fn document(height: f64, title: &str, class: &str, style: &str, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" class=\"{class}\" role=\"img\" \
         style=\"max-width:640px;font-family:var(--figure-font,system-ui,sans-serif);font-size:{FONT}px;fill:currentColor{style}\">\n\
         <title>{}</title>\n{ALONE}{body}</svg>\n",
        short(WIDTH),
        short(height),
        escape(title),
    )
}

/// The backend: draws on a [`Canvas`].
pub struct Svg<'a> {
    canvas: &'a mut Canvas,
    size: (f64, f64),
}

impl<'a> Svg<'a> {
    /// A backend for a picture of (width, height) units.
    pub fn new(canvas: &'a mut Canvas, size: (f64, f64)) -> Svg<'a> {
        Svg { canvas, size }
    }

    /// Place the PNG `data` (base64), its corner at a pixel and `size` units wide and tall; one of signed weights is marked
    /// for the page's style.
    pub fn image(
        &mut self,
        corner: BackendCoord,
        size: (f64, f64),
        data: &str,
        signed: bool,
    ) {
        let class = if signed { " class=\"signed\"" } else { "" };
        let [x, y, width, height] =
            [unit(corner.0), unit(corner.1), short(size.0), short(size.1)];
        self.canvas.element(&format!(
            "<image{class} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{data}\"/>"
        ));
    }

    fn stroke<S: BackendStyle>(&mut self, data: &str, style: &S, cap: &str) {
        let width = short(f64::from(style.stroke_width()) / PIXELS);
        let (colour, opacity) = ink(style.color());
        let css = format!(
            "fill:none;stroke:{colour};stroke-width:{width};stroke-line{cap}:round{opacity}"
        );
        self.canvas.add(false, css, data);
    }
}

/// A backend's pixel in figure units.
fn unit(pixel: i32) -> String {
    short(f64::from(pixel) / PIXELS)
}

/// A colour's CSS, and its opacity where it has one.
fn ink(colour: BackendColor) -> (String, String) {
    let opacity = if colour.alpha < 1.0 {
        format!(";opacity:{}", short2(colour.alpha))
    } else {
        String::new()
    };
    (css(colour.rgb), opacity)
}

fn short2(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_string()
}

/// Path data through `points`.
fn path(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut data = String::new();
    for (i, (x, y)) in points.into_iter().enumerate() {
        let _ = write!(data, "{}{} {}", if i == 0 { "M" } else { "L" }, unit(x), unit(y));
    }
    data
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (pixels(self.size.0) as u32, pixels(self.size.1) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
        if fill {
            self.fill_polygon(corners, style)
        } else {
            self.draw_path(corners, style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.stroke(&path(points), style, "join");
        Ok(())
    }

    /// A line of no length with round ends is the shortest way to write a disc.
    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let disc = BackendStroke { colour: style.color(), width: 2 * radius };
        let r = unit(radius as i32);
        match fill {
            true => self.stroke(&format!("M{} {}h0", unit(x), unit(y)), &disc, "cap"),
            false => {
                let start = format!("M{} {}", unit(x - radius as i32), unit(y));
                let d = unit(2 * radius as i32);
                self.stroke(
                    &format!("{start}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0"),
                    style,
                    "join",
                );
            }
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let (colour, opacity) = ink(style.color());
        self.canvas.add(false, format!("fill:{colour}{opacity}"), &(path(corners) + "Z"));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        at: BackendCoord,
    ) -> Drawn {
        let size = style.size() / PIXELS;
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => ";text-anchor:middle",
            HPos::Right => ";text-anchor:end",
        };
        let below = match style.anchor().v_pos {
            VPos::Top => 0.85,
            VPos::Center => 0.34,
            VPos::Bottom => -0.15,
        };
        let (colour, opacity) = ink(style.color());
        let weight =
            if matches!(style.style(), FontStyle::Bold) { ";font-weight:600" } else { "" };
        // In terms of the figure's own letters, which a page may enlarge.
        let sized = if size == FONT {
            String::new()
        } else {
            format!(";font-size:{}em", short2(size / FONT))
        };
        let rim = if size >= FONT { RIM } else { "" }; // a small letter in a crowd would lose more than it gains
        let css = format!("fill:{colour}{opacity}{anchor}{sized}{weight}{rim}");
        let (x, y) = (unit(at.0), short(f64::from(at.1) / PIXELS + below * size));
        self.canvas.add(
            true,
            css,
            &format!("<text x=\"{x}\" y=\"{y}\">{}</text>", escape(text)),
        );
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok(((width_of(text) / FONT * style.size()) as u32, style.size() as u32))
    }
}

/// A stroke of given width.
struct BackendStroke {
    colour: BackendColor,
    width: u32,
}

impl BackendStyle for BackendStroke {
    fn color(&self) -> BackendColor {
        self.colour
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}
