//! Convolution with stride 1 without patches, and what goes with it: the same sums, taken
//! where the image lies.
//!
//! A patch is nowhere written down; each of its rows is a run of the padded image, and
//! neighbouring places read it from the cache. Filters stand side by side in a vector
//! register, a few places share each weight that is loaded, and the sums stay in registers
//! until they are done. On few channels this is several times as fast as patches and a
//! product. The functions are compiled for each width of registers, and use what there is.

mod correlate;
pub mod tiles;
mod weights;

pub use correlate::correlate;
pub use weights::weights;

use crate::Real;
use std::array;

/// Channels that are worked on at once.
const WIDE: usize = 16;
/// Half of it, where fewer are left.
const HALF: usize = 8;

/// A convolution with stride 1 of an image with its padding.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Columns of the padded image.
    pub width: usize,
    /// Numbers a pixel.
    pub channels: usize,
    /// The window's pixels down and across.
    pub kernel: (usize, usize),
    /// Places down.
    pub rows: usize,
    /// Places across.
    pub columns: usize,
    /// Numbers a place.
    pub filters: usize,
}

impl Shape {
    /// Numbers that a row of the window sees: a run of the padded image.
    fn run(&self) -> usize {
        self.kernel.1 * self.channels
    }

    /// Where the window's row `i` begins to see from a place.
    fn at(&self, row: usize, i: usize, column: usize) -> usize {
        ((row + i) * self.width + column) * self.channels
    }
}

/// Work that is done for some channels at a time.
trait ByChannels {
    /// For L channels from one on.
    fn channels<const L: usize>(&mut self, from: usize);

    /// For so many: as many at a time as still are left, up to what registers hold.
    #[inline(always)]
    fn all_channels(&mut self, all: usize) {
        let mut from = 0;
        while all - from >= WIDE {
            self.channels::<WIDE>(from);
            from += WIDE;
        }
        if all - from >= HALF {
            self.channels::<HALF>(from);
            from += HALF;
        }
        if all - from >= 4 {
            self.channels::<4>(from);
            from += 4;
        }
        while from < all {
            self.channels::<1>(from);
            from += 1;
        }
    }
}

/// Work for so many channels, to be compiled for each width of registers.
struct All<T>(T, usize);

impl<T: ByChannels> pulp::WithSimd for All<T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(mut self, _: S) {
        self.0.all_channels(self.1);
    }
}

/// Does the work for so many channels, in the widest registers there are.
fn dispatch(work: impl ByChannels, channels: usize) {
    pulp::Arch::new().dispatch(All(work, channels));
}

/// L numbers from one on.
#[inline(always)]
fn lanes<const L: usize>(numbers: &[Real], from: usize) -> [Real; L] {
    let own = &numbers[from..from + L];
    array::from_fn(|l| own[l])
}

/// The same, to be written.
#[inline(always)]
fn lanes_mut<const L: usize>(numbers: &mut [Real], from: usize) -> &mut [Real; L] {
    (&mut numbers[from..from + L]).try_into().expect("L numbers")
}

/// Copies an image of `height` rows of `row` numbers into the middle of a larger one of
/// zeros: `top` rows down, `left` numbers across, with `wide` numbers a row.
pub fn pad(x: &[Real], row: usize, top: usize, left: usize, wide: usize, to: &mut [Real]) {
    to.fill(0.0);
    for (x, to) in x.chunks_exact(row).zip(to.chunks_exact_mut(wide).skip(top)) {
        to[left..left + row].copy_from_slice(x);
    }
}

/// W (patch, filters) turned by half a turn, with channels and filters exchanged: (taps ·
/// filters, channels), the weights of the way back.
pub fn turned(w: &[Real], channels: usize, filters: usize, to: &mut [Real]) {
    let each = channels * filters;
    for (w, to) in w.chunks_exact(each).zip(to.rchunks_exact_mut(each)) {
        for (k, w) in w.chunks_exact(filters).enumerate() {
            w.iter().enumerate().for_each(|(f, &w)| to[f * channels + k] = w);
        }
    }
}
