//! A window that moves over an image: where it stands, and what it sees from there.

use crate::{Error, Frame, Result};

/// What stands around an image before a window moves over it: pixels of zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Padding {
    /// As few as let the window stand ⌈n/stride⌉ times along n pixels: half before and half
    /// after, the odd one after (as TensorFlow and Keras have it).
    Same,
    /// None.
    Valid,
    /// So many on each side.
    Explicit {
        /// Rows above.
        top: usize,
        /// Rows below.
        bottom: usize,
        /// Columns before.
        left: usize,
        /// Columns after.
        right: usize,
    },
}

impl Padding {
    /// The same number of pixels on all four sides.
    pub fn all(pixels: usize) -> Padding {
        let (top, bottom, left, right) = (pixels, pixels, pixels, pixels);
        Padding::Explicit { top, bottom, left, right }
    }

    /// Pixels before and after: down, then across. None for SAME, which depends on the
    /// image.
    fn sides(self) -> Option<[(usize, usize); 2]> {
        match self {
            Padding::Same => None,
            Padding::Valid => Some([(0, 0); 2]),
            Padding::Explicit { top, bottom, left, right } => {
                Some([(top, bottom), (left, right)])
            }
        }
    }
}

/// A window's size in pixels, the stride of its steps, and the padding it may step on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// Pixels down and across.
    pub kernel: (usize, usize),
    /// Pixels from one place to the next, down and across.
    pub stride: (usize, usize),
    /// What stands around the image.
    pub padding: Padding,
}

impl Window {
    /// k × k pixels, with the same stride both ways.
    pub fn square(k: usize, stride: usize, padding: Padding) -> Window {
        Window { kernel: (k, k), stride: (stride, stride), padding }
    }

    /// Where it stands on an image of this frame.
    ///
    /// Errors where window, stride or image are empty; where the padding is as large as the
    /// window, which then would see nothing of the image; and where, without SAME, the
    /// places do not end with the image: the message says which sizes would do.
    pub fn on(self, input: Frame) -> Result<Grid> {
        if input.len() == 0 {
            let (expected, got) =
                ("a pixel and a channel at least".into(), input.to_string());
            return Err(Error::Shape { what: "the image under a window", expected, got });
        }
        let sides = self.padding.sides();
        let side = |what, n, k, stride, own: usize| {
            Side { what, n, k, stride }.places(sides.map(|sides| sides[own]))
        };
        let (rows, top) = side(
            "the height under a window",
            input.height,
            self.kernel.0,
            self.stride.0,
            0,
        )?;
        let (columns, left) =
            side("the width under a window", input.width, self.kernel.1, self.stride.1, 1)?;
        let Window { kernel, stride, .. } = self;
        Ok(Grid { input, kernel, stride, top, left, rows, columns })
    }

    /// The frame without channels that it makes of `height` × `width` pixels by the
    /// transpose: the image from which it would come to stand at so many places.
    ///
    /// SAME: n·stride; otherwise (n − 1)·stride + kernel − padding. Errors where that is
    /// none, where window or stride are empty, or the padding is as large as the window.
    pub(crate) fn back(self, height: usize, width: usize) -> Result<(usize, usize)> {
        let sides = self.padding.sides();
        let side = |n: usize, k: usize, stride: usize, own: usize| {
            let padding = sides.map(|sides| sides[own]);
            check(k, stride, padding)?;
            Ok(match padding {
                None => n * stride,
                Some((before, after)) => {
                    ((n.max(1) - 1) * stride + k).saturating_sub(before + after)
                }
            })
        };
        let height = side(height, self.kernel.0, self.stride.0, 0)?;
        let width = side(width, self.kernel.1, self.stride.1, 1)?;
        if height * width == 0 {
            let expected = "padding that leaves some of the image".into();
            let got = format!("{height} × {width} pixels");
            return Err(Error::Shape { what: "a transposed convolution", expected, got });
        }
        Ok((height, width))
    }
}

/// One direction of an image under a window.
struct Side {
    what: &'static str,
    n: usize,
    k: usize,
    stride: usize,
}

impl Side {
    /// How often the window stands there, and the padding before.
    fn places(&self, padding: Option<(usize, usize)>) -> Result<(usize, usize)> {
        let &Side { what, n, k, stride } = self;
        check(k, stride, padding)?;
        let Some((before, after)) = padding else {
            let places = n.div_ceil(stride);
            return Ok((places, ((places - 1) * stride + k).saturating_sub(n) / 2));
        };
        let padded = n + before + after;
        let rest = if padded < k { padded } else { (padded - k) % stride };
        if padded < k || rest > 0 {
            let more = if padded < k { k - before - after } else { n + stride - rest };
            let less = if padded < k || n <= rest {
                String::new()
            } else {
                format!("{} or ", n - rest)
            };
            let same = n.div_ceil(stride);
            let expected = format!(
                "{less}{more} pixels for a window of {k} with stride {stride} (SAME \
                 padding makes {same} of {n})"
            );
            return Err(Error::Shape { what, expected, got: n.to_string() });
        }
        Ok(((padded - k) / stride + 1, before))
    }
}

/// Errors where window or stride are empty, or padding is as large as the window.
fn check(k: usize, stride: usize, padding: Option<(usize, usize)>) -> Result<()> {
    if k == 0 || stride == 0 {
        let (name, range) = ("the size and stride of a window", "1 pixel or more");
        return Err(Error::OutOfRange { name, value: k.min(stride).to_string(), range });
    }
    match padding.map(|(before, after)| before.max(after)) {
        Some(most) if most >= k => Err(Error::OutOfRange {
            name: "the padding",
            value: most.to_string(),
            range: "less than the window",
        }),
        _ => Ok(()),
    }
}

/// The places of a window on an image, row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grid {
    /// The image's frame.
    pub(crate) input: Frame,
    pub(crate) kernel: (usize, usize),
    pub(crate) stride: (usize, usize),
    /// Rows of zeros above the image.
    pub(crate) top: usize,
    /// Columns of zeros before it.
    pub(crate) left: usize,
    /// Places down.
    pub(crate) rows: usize,
    /// Places across.
    pub(crate) columns: usize,
}

impl Grid {
    /// The image's frame.
    pub fn input(&self) -> Frame {
        self.input
    }

    /// The frame of what has so many numbers for each place.
    pub fn output(&self, channels: usize) -> Frame {
        Frame { height: self.rows, width: self.columns, channels }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.rows * self.columns
    }

    /// How many pixels the window has.
    pub fn taps(&self) -> usize {
        self.kernel.0 * self.kernel.1
    }

    /// p, the numbers that the window sees at once: pixels · channels.
    pub fn patch(&self) -> usize {
        self.taps() * self.input.channels
    }

    // ANCHOR: grid_visit
    /// Goes from place to place, row by row, and at each through the window, pixel by
    /// pixel: `each` gets the place, the pixel of the window, and the pixel of the image
    /// under it, or `None` on the padding.
    pub fn visit(&self, mut each: impl FnMut(usize, usize, Option<usize>)) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                for i in 0..self.kernel.0 {
                    for j in 0..self.kernel.1 {
                        // Above and before the image the differences wrap to huge numbers.
                        let y = (row * self.stride.0 + i).wrapping_sub(self.top);
                        let x = (column * self.stride.1 + j).wrapping_sub(self.left);
                        let inside = y < self.input.height && x < self.input.width;
                        let (place, tap) =
                            (row * self.columns + column, i * self.kernel.1 + j);
                        each(place, tap, inside.then(|| y * self.input.width + x));
                    }
                }
            }
        }
    }
    // ANCHOR_END: grid_visit
}
