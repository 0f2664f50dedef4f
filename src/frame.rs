//! How a row of numbers is a picture.

use std::fmt::{self, Display, Formatter};

/// A picture's size: its numbers lie row by row, pixel by pixel, channels last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frame {
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
    /// Numbers a pixel: 1 grey, 3 RGB, or the features of a layer.
    pub channels: usize,
}

impl Frame {
    /// One number a pixel.
    pub fn grey(height: usize, width: usize) -> Frame {
        Frame { height, width, channels: 1 }
    }

    /// height · width.
    pub fn pixels(&self) -> usize {
        self.height * self.width
    }

    /// d = height · width · channels, the numbers of a picture.
    #[expect(clippy::len_without_is_empty, reason = "a frame is a size, no container")]
    pub fn len(&self) -> usize {
        self.pixels() * self.channels
    }

    /// The place of a number in the picture's row.
    pub fn at(&self, row: usize, column: usize, channel: usize) -> usize {
        (row * self.width + column) * self.channels + channel
    }
}

/// "28 × 28 × 1".
impl Display for Frame {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "{} × {} × {}", self.height, self.width, self.channels)
    }
}
