//! One pair of axes and what is drawn between them.

use super::colour::Ink;
use super::scale::Scale;
use super::tile::Tile;

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

/// The shape of a point, so that nothing hangs on colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled disc.
    Dot,
    /// A filled square.
    Square,
    /// A cross.
    Cross,
}

/// Something drawn in a panel, in the panel's own numbers.
#[derive(Debug, Clone)]
pub enum Mark {
    /// A line through points, and what it is, said at its right end.
    Line { points: Vec<(f64, f64)>, ink: Ink, dashed: bool, label: String },
    /// The area between two curves: (x, low, high).
    Band { points: Vec<(f64, f64, f64)>, ink: Ink },
    /// Points, `size` across.
    Points { points: Vec<(f64, f64)>, ink: Ink, shape: Shape, size: f64 },
    /// Short texts in place of points.
    Letters { points: Vec<(f64, f64)>, letter: String, ink: Ink, size: f64, bold: bool },
    /// A text beside a point.
    Note { at: (f64, f64), text: String, ink: Ink, anchor: Anchor },
    /// An arrow.
    Arrow { from: (f64, f64), to: (f64, f64), ink: Ink },
    /// A line across the whole panel at this height.
    Across { at: f64, ink: Ink, label: String },
    /// A line from bottom to top at this place.
    Upright { at: f64, ink: Ink, label: String },
    /// A small picture centred on a point, `size` wide.
    Picture { at: (f64, f64), tile: Tile, size: f64 },
}

/// A pair of axes and its marks.
#[derive(Debug, Clone)]
pub struct Panel {
    /// Said above the panel.
    pub title: String,
    /// From left to right.
    pub x: Scale,
    /// From bottom to top.
    pub y: Scale,
    /// Drawn in this order.
    pub marks: Vec<Mark>,
    /// Whether a unit is as long upwards as sideways: for clouds of points.
    pub equal: bool,
}

impl Panel {
    /// An empty panel.
    pub fn new(title: &str, x: Scale, y: Scale) -> Panel {
        Panel { title: title.to_string(), x, y, marks: Vec::new(), equal: false }
    }

    /// The same panel with a unit as long upwards as sideways.
    pub fn equal(mut self) -> Panel {
        self.equal = true;
        self
    }

    /// Add a mark.
    pub fn mark(mut self, mark: Mark) -> Panel {
        self.marks.push(mark);
        self
    }

    /// Add a line with its label at the end.
    pub fn line(
        self,
        points: impl IntoIterator<Item = (f64, f64)>,
        ink: Ink,
        label: &str,
    ) -> Panel {
        let (points, label) = (points.into_iter().collect(), label.to_string());
        self.mark(Mark::Line { points, ink, dashed: false, label })
    }

    /// Add a dashed line with its label at the end.
    pub fn dashed(
        self,
        points: impl IntoIterator<Item = (f64, f64)>,
        ink: Ink,
        label: &str,
    ) -> Panel {
        let (points, label) = (points.into_iter().collect(), label.to_string());
        self.mark(Mark::Line { points, ink, dashed: true, label })
    }

    /// Add a band between two curves: (x, low, high).
    pub fn band(
        self,
        points: impl IntoIterator<Item = (f64, f64, f64)>,
        ink: Ink,
    ) -> Panel {
        self.mark(Mark::Band { points: points.into_iter().collect(), ink })
    }

    /// Add points.
    pub fn points(
        self,
        points: impl IntoIterator<Item = (f64, f64)>,
        ink: Ink,
        shape: Shape,
        size: f64,
    ) -> Panel {
        self.mark(Mark::Points { points: points.into_iter().collect(), ink, shape, size })
    }

    /// Add a text that starts a little to the right of a point.
    pub fn note(self, at: (f64, f64), text: &str, ink: Ink, anchor: Anchor) -> Panel {
        self.mark(Mark::Note { at, text: text.to_string(), ink, anchor })
    }

    /// Add an arrow.
    pub fn arrow(self, from: (f64, f64), to: (f64, f64), ink: Ink) -> Panel {
        self.mark(Mark::Arrow { from, to, ink })
    }

    /// Add a reference line across, named above its right end.
    pub fn across(self, at: f64, ink: Ink, label: &str) -> Panel {
        self.mark(Mark::Across { at, ink, label: label.to_string() })
    }

    /// Add a reference line from bottom to top, named at its top.
    pub fn upright(self, at: f64, ink: Ink, label: &str) -> Panel {
        self.mark(Mark::Upright { at, ink, label: label.to_string() })
    }
}
