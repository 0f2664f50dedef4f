//! Windows that lie side by side: the largest of 2 × 2 pixels, and a pixel repeated.
//!
//! No pixel is in two of them, so what a walk over all windows adds is here only written.

use super::{ByChannels, dispatch, lanes, lanes_mut};
use crate::conv::window::Grid;
use crate::{Frame, Real};

/// Whether the window's places are tiles of 2 × 2 pixels: the last ones may reach one pixel
/// beyond the image.
pub fn are_tiles(grid: &Grid) -> bool {
    let Grid { kernel, stride, top, left, .. } = *grid;
    kernel == (2, 2) && stride == (2, 2) && (top, left) == (0, 0)
}

/// The four pixels under the window at a place, `None` for one beyond the image.
#[inline(always)]
fn tile(grid: &Grid, place: usize) -> [Option<usize>; 4] {
    let Frame { height, width, .. } = grid.input;
    let (row, column) = (2 * (place / grid.columns), 2 * (place % grid.columns));
    let pixel = |i: usize, j: usize| {
        let inside = row + i < height && column + j < width;
        inside.then_some((row + i) * width + column + j)
    };
    [pixel(0, 0), pixel(0, 1), pixel(1, 0), pixel(1, 1)]
}

/// y = max of each tile, channel by channel, and which of its pixels it was, the first of
/// equal ones.
pub fn largest(grid: &Grid, x: &[Real], y: &mut [Real], winner: &mut [Real]) {
    dispatch(Largest { grid, x, y, winner }, grid.input.channels);
}

struct Largest<'a> {
    grid: &'a Grid,
    x: &'a [Real],
    y: &'a mut [Real],
    winner: &'a mut [Real],
}

impl ByChannels for Largest<'_> {
    #[inline(always)]
    fn channels<const L: usize>(&mut self, from: usize) {
        let c = self.grid.input.channels;
        for place in 0..self.grid.places() {
            let (mut most, mut winner) = ([Real::NEG_INFINITY; L], [0.0; L]);
            for (tap, pixel) in tile(self.grid, place).into_iter().enumerate() {
                let Some(pixel) = pixel else { continue };
                let x = lanes::<L>(self.x, pixel * c + from);
                for l in 0..L {
                    let larger = x[l] > most[l];
                    winner[l] = if larger { tap as Real } else { winner[l] };
                    most[l] = if larger { x[l] } else { most[l] };
                }
            }
            *lanes_mut(self.y, place * c + from) = most;
            *lanes_mut(self.winner, place * c + from) = winner;
        }
    }
}

/// ∂L/∂x = ∂L/∂y where x was the largest of its tile, else 0.
pub fn largest_back(grid: &Grid, dy: &[Real], winner: &[Real], dx: &mut [Real]) {
    dispatch(LargestBack { grid, dy, winner, dx }, grid.input.channels);
}

struct LargestBack<'a> {
    grid: &'a Grid,
    dy: &'a [Real],
    winner: &'a [Real],
    dx: &'a mut [Real],
}

impl ByChannels for LargestBack<'_> {
    #[inline(always)]
    fn channels<const L: usize>(&mut self, from: usize) {
        let c = self.grid.input.channels;
        for place in 0..self.grid.places() {
            let dy = lanes::<L>(self.dy, place * c + from);
            let winner = lanes::<L>(self.winner, place * c + from);
            for (tap, pixel) in tile(self.grid, place).into_iter().enumerate() {
                let Some(pixel) = pixel else { continue };
                let dx = lanes_mut::<L>(self.dx, pixel * c + from);
                for l in 0..L {
                    dx[l] = if winner[l] == tap as Real { dy[l] } else { 0.0 };
                }
            }
        }
    }
}

/// Each pixel of `small` `factor` times down and across in `large`.
pub fn repeat(frame: Frame, factor: (usize, usize), small: &[Real], large: &mut [Real]) {
    dispatch(Repeat { frame, factor, small, large }, frame.channels);
}

struct Repeat<'a> {
    frame: Frame,
    factor: (usize, usize),
    small: &'a [Real],
    large: &'a mut [Real],
}

impl ByChannels for Repeat<'_> {
    #[inline(always)]
    fn channels<const L: usize>(&mut self, from: usize) {
        let Frame { width, channels, .. } = self.frame;
        for pixel in 0..self.frame.pixels() {
            let x = lanes::<L>(self.small, pixel * channels + from);
            for copy in copies(width, self.factor, pixel) {
                *lanes_mut(self.large, copy * channels + from) = x;
            }
        }
    }
}

/// The way back: each pixel of `small` the sum of its copies in `large`.
pub fn repeat_back(
    frame: Frame,
    factor: (usize, usize),
    large: &[Real],
    small: &mut [Real],
) {
    dispatch(RepeatBack { frame, factor, large, small }, frame.channels);
}

struct RepeatBack<'a> {
    frame: Frame,
    factor: (usize, usize),
    large: &'a [Real],
    small: &'a mut [Real],
}

impl ByChannels for RepeatBack<'_> {
    #[inline(always)]
    fn channels<const L: usize>(&mut self, from: usize) {
        let Frame { width, channels, .. } = self.frame;
        for pixel in 0..self.frame.pixels() {
            let mut sums = [0.0; L];
            for copy in copies(width, self.factor, pixel) {
                let dy = lanes::<L>(self.large, copy * channels + from);
                sums.iter_mut().zip(dy).for_each(|(sum, dy)| *sum += dy);
            }
            *lanes_mut(self.small, pixel * channels + from) = sums;
        }
    }
}

/// The copies of a pixel of an image of this width: pixels of one `factor` times as large.
#[inline(always)]
fn copies(
    width: usize,
    (down, across): (usize, usize),
    pixel: usize,
) -> impl Iterator<Item = usize> {
    let first = (pixel / width * down * width + pixel % width) * across;
    (0..down).flat_map(move |i| (0..across).map(move |j| first + i * width * across + j))
}
