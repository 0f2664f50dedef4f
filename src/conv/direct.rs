//! Convolution with stride 1 without patches: the same sums, taken where the image lies.
//!
//! A patch is nowhere written down; each of its rows is a run of the padded image, and
//! neighbouring places read it from the cache. Filters stand side by side in a vector
//! register, a few places share each weight that is loaded, and the sums stay in registers
//! until they are done. On few channels this is several times as fast as patches and a
//! product. The functions are compiled for each width of registers, and use what there is.

use crate::Real;
use std::array;

/// Filters that are summed at once.
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

/// Work that is done for some filters at a time.
trait ByFilters {
    /// For L filters from one on.
    fn filters<const L: usize>(&mut self, from: usize);

    /// For so many: as many at a time as still are left, up to what registers hold.
    #[inline(always)]
    fn all_filters(&mut self, all: usize) {
        let mut from = 0;
        while all - from >= WIDE {
            self.filters::<WIDE>(from);
            from += WIDE;
        }
        if all - from >= HALF {
            self.filters::<HALF>(from);
            from += HALF;
        }
        if all - from >= 4 {
            self.filters::<4>(from);
            from += 4;
        }
        while from < all {
            self.filters::<1>(from);
            from += 1;
        }
    }
}

/// y = Wᵀpatch + b at every place: x padded, W (patch, filters), y (places, filters); b may
/// be empty, for zeros.
pub fn correlate(s: &Shape, x: &[Real], w: &[Real], b: &[Real], y: &mut [Real]) {
    pulp::Arch::new().dispatch(Correlate { s, x, w, b, y });
}

struct Correlate<'a> {
    s: &'a Shape,
    x: &'a [Real],
    w: &'a [Real],
    b: &'a [Real],
    y: &'a mut [Real],
}

impl pulp::WithSimd for Correlate<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(mut self, _: S) {
        match self.s.filters {
            1 => self.one_filter(),
            all => self.all_filters(all),
        }
    }
}

impl ByFilters for Correlate<'_> {
    /// At all places.
    #[inline(always)]
    fn filters<const L: usize>(&mut self, from: usize) {
        for row in 0..self.s.rows {
            let mut column = 0;
            while self.s.columns - column >= 4 {
                self.places::<L, 4>(from, row, column);
                column += 4;
            }
            while column < self.s.columns {
                self.places::<L, 1>(from, row, column);
                column += 1;
            }
        }
    }
}

impl Correlate<'_> {
    /// L filters at P neighbouring places.
    #[inline(always)]
    fn places<const L: usize, const P: usize>(
        &mut self,
        from: usize,
        row: usize,
        column: usize,
    ) {
        let (s, run) = (self.s, self.s.run());
        let mut sums = [[0.0; L]; P];
        if !self.b.is_empty() {
            sums = [array::from_fn(|l| self.b[from + l]); P];
        }
        for i in 0..s.kernel.0 {
            let seen = &self.x[s.at(row, i, column)..][..(P - 1) * s.channels + run];
            let seen: [&[Real]; P] = array::from_fn(|p| &seen[p * s.channels..][..run]);
            let w = &self.w[i * run * s.filters..][..run * s.filters];
            for (j, w) in w.chunks_exact(s.filters).enumerate() {
                let w: [Real; L] = array::from_fn(|l| w[from..from + L][l]);
                for (sums, seen) in sums.iter_mut().zip(&seen) {
                    let x = seen[j];
                    sums.iter_mut().zip(&w).for_each(|(sum, w)| *sum += x * w);
                }
            }
        }
        for (p, sums) in sums.iter().enumerate() {
            let place = row * s.columns + column + p;
            self.y[place * s.filters + from..][..L].copy_from_slice(sums);
        }
    }

    /// One filter: the numbers of a run side by side instead.
    #[inline(always)]
    fn one_filter(&mut self) {
        let (s, run) = (self.s, self.s.run());
        let b = self.b.first().copied().unwrap_or(0.0);
        for row in 0..s.rows {
            for column in 0..s.columns {
                let (mut sums, mut rest) = ([0.0; HALF], b);
                for i in 0..s.kernel.0 {
                    let seen = self.x[s.at(row, i, column)..][..run].as_chunks::<HALF>();
                    let w = self.w[i * run..][..run].as_chunks::<HALF>();
                    for (seen, w) in seen.0.iter().zip(w.0) {
                        for (sum, (x, w)) in sums.iter_mut().zip(seen.iter().zip(w)) {
                            *sum += x * w;
                        }
                    }
                    for (x, w) in seen.1.iter().zip(w.1) {
                        rest += x * w;
                    }
                }
                self.y[row * s.columns + column] = sums.iter().sum::<Real>() + rest;
            }
        }
    }
}

/// **Writes** ∂L/∂W (patch, filters) = Σ patch ∂L/∂yᵀ over all places of one image.
pub fn weights(s: &Shape, x: &[Real], dy: &[Real], dw: &mut [Real]) {
    pulp::Arch::new().dispatch(Weights { s, x, dy, dw });
}

struct Weights<'a> {
    s: &'a Shape,
    x: &'a [Real],
    dy: &'a [Real],
    dw: &'a mut [Real],
}

impl pulp::WithSimd for Weights<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(mut self, _: S) {
        match self.s.filters {
            1 => self.one_filter(),
            all => self.all_filters(all),
        }
    }
}

impl ByFilters for Weights<'_> {
    /// Of the whole window.
    #[inline(always)]
    fn filters<const L: usize>(&mut self, from: usize) {
        let run = self.s.run();
        for i in 0..self.s.kernel.0 {
            let mut j = 0;
            while run - j >= 8 {
                self.part::<L, 8>(from, i, j);
                j += 8;
            }
            if run - j >= 3 {
                self.part::<L, 3>(from, i, j);
                j += 3;
            }
            while j < run {
                self.part::<L, 1>(from, i, j);
                j += 1;
            }
        }
    }
}

impl Weights<'_> {
    /// L filters, and P numbers of a row of the window.
    #[inline(always)]
    fn part<const L: usize, const P: usize>(&mut self, from: usize, i: usize, j: usize) {
        let (s, mut sums) = (self.s, [[0.0; L]; P]);
        for row in 0..s.rows {
            let seen = &self.x[s.at(row, i, 0) + j..][..(s.columns - 1) * s.channels + P];
            let dy = &self.dy[row * s.columns * s.filters..][..s.columns * s.filters];
            for (column, dy) in dy.chunks_exact(s.filters).enumerate() {
                let dy: [Real; L] = array::from_fn(|l| dy[from..from + L][l]);
                let x: [Real; P] = array::from_fn(|p| seen[column * s.channels..][..P][p]);
                for (sums, x) in sums.iter_mut().zip(x) {
                    sums.iter_mut().zip(&dy).for_each(|(sum, dy)| *sum += x * dy);
                }
            }
        }
        for (p, sums) in sums.iter().enumerate() {
            let patch = i * s.run() + j + p;
            self.dw[patch * s.filters + from..][..L].copy_from_slice(sums);
        }
    }

    /// One filter: the numbers of a run side by side instead.
    #[inline(always)]
    fn one_filter(&mut self) {
        let run = self.s.run();
        for i in 0..self.s.kernel.0 {
            let mut j = 0;
            while run - j >= 3 * WIDE {
                self.beside::<{ 3 * WIDE }>(i, j);
                j += 3 * WIDE;
            }
            while run - j >= HALF {
                self.beside::<HALF>(i, j);
                j += HALF;
            }
            while j < run {
                self.beside::<1>(i, j);
                j += 1;
            }
        }
    }

    /// P numbers of a row of the window of the one filter.
    #[inline(always)]
    fn beside<const P: usize>(&mut self, i: usize, j: usize) {
        let (s, mut sums) = (self.s, [0.0; P]);
        for row in 0..s.rows {
            let seen = &self.x[s.at(row, i, 0) + j..][..(s.columns - 1) * s.channels + P];
            let dy = &self.dy[row * s.columns..][..s.columns];
            for (column, dy) in dy.iter().enumerate() {
                let x: [Real; P] = array::from_fn(|p| seen[column * s.channels..][..P][p]);
                sums.iter_mut().zip(&x).for_each(|(sum, x)| *sum += x * dy);
            }
        }
        self.dw[i * s.run() + j..][..P].copy_from_slice(&sums);
    }
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
