//! The slopes of a convolution's weights: what each of them met at all places.

use super::{ByChannels, HALF, Shape, WIDE, dispatch, lanes};
use crate::Real;

/// **Writes** ∂L/∂W (patch, filters) = Σ patch ∂L/∂yᵀ over all places of one image.
pub fn weights(s: &Shape, x: &[Real], dy: &[Real], dw: &mut [Real]) {
    dispatch(Weights { s, x, dy, dw }, s.filters);
}

struct Weights<'a> {
    s: &'a Shape,
    x: &'a [Real],
    dy: &'a [Real],
    dw: &'a mut [Real],
}

impl ByChannels for Weights<'_> {
    /// Of the whole window.
    #[inline(always)]
    fn channels<const L: usize>(&mut self, from: usize) {
        if L == 1 && self.s.filters == 1 {
            return self.one_filter();
        }
        let run = self.s.run();
        for i in 0..self.s.kernel.0 {
            let mut j = 0;
            while L <= HALF && run - j >= 8 {
                self.part::<L, 8>(from, i, j);
                j += 8;
            }
            while run - j >= 6 {
                self.part::<L, 6>(from, i, j);
                j += 6;
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
                let dy = lanes::<L>(dy, from);
                let x = lanes::<P>(seen, column * s.channels);
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
                let x = lanes::<P>(seen, column * s.channels);
                sums.iter_mut().zip(&x).for_each(|(sum, x)| *sum += x * dy);
            }
        }
        self.dw[i * s.run() + j..][..P].copy_from_slice(&sums);
    }
}
