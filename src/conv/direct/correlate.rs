//! A convolution's sums: what every filter sees at every place.

use super::{ByChannels, HALF, Shape, dispatch, lanes};
use crate::Real;
use std::array;

/// y = Wᵀpatch + b at every place: x padded, W (patch, filters), y (places, filters); b may
/// be empty, for zeros.
pub fn correlate(s: &Shape, x: &[Real], w: &[Real], b: &[Real], y: &mut [Real]) {
    dispatch(Correlate { s, x, w, b, y }, s.filters);
}

struct Correlate<'a> {
    s: &'a Shape,
    x: &'a [Real],
    w: &'a [Real],
    b: &'a [Real],
    y: &'a mut [Real],
}

impl ByChannels for Correlate<'_> {
    /// At all places: as many at a time as registers hold sums for.
    #[inline(always)]
    fn channels<const L: usize>(&mut self, from: usize) {
        for row in 0..self.s.rows {
            let mut column = 0;
            while L == HALF && self.s.columns - column >= 8 {
                self.places::<L, 8>(from, row, column);
                column += 8;
            }
            while L <= HALF && self.s.columns - column >= 7 {
                self.places::<L, 7>(from, row, column);
                column += 7;
            }
            while self.s.columns - column >= 6 {
                self.places::<L, 6>(from, row, column);
                column += 6;
            }
            if self.s.columns - column >= 4 {
                self.places::<L, 4>(from, row, column);
                column += 4;
            }
            if self.s.columns - column >= 2 {
                self.places::<L, 2>(from, row, column);
                column += 2;
            }
            if column < self.s.columns {
                self.places::<L, 1>(from, row, column);
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
        if L == 1 && self.s.filters == 1 {
            return self.one_filter::<P>(row, column);
        }
        let (s, run) = (self.s, self.s.run());
        let b = if self.b.is_empty() { [0.0; L] } else { lanes(self.b, from) };
        let mut sums = [b; P];
        for i in 0..s.kernel.0 {
            let seen = &self.x[s.at(row, i, column)..][..(P - 1) * s.channels + run];
            let seen: [&[Real]; P] = array::from_fn(|p| &seen[p * s.channels..][..run]);
            let w = &self.w[i * run * s.filters..][..run * s.filters];
            for (j, w) in w.chunks_exact(s.filters).enumerate() {
                let w = lanes::<L>(w, from);
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

    /// The one filter there is, at P neighbouring places: the numbers of a run side by side
    /// instead.
    #[inline(always)]
    fn one_filter<const P: usize>(&mut self, row: usize, column: usize) {
        let (s, run) = (self.s, self.s.run());
        let b = self.b.first().copied().unwrap_or(0.0);
        let (mut sums, mut rest) = ([[0.0; HALF]; P], [b; P]);
        for i in 0..s.kernel.0 {
            let seen = &self.x[s.at(row, i, column)..][..(P - 1) * s.channels + run];
            let seen: [&[Real]; P] = array::from_fn(|p| &seen[p * s.channels..][..run]);
            let w = &self.w[i * run..][..run];
            let mut j = 0;
            while run - j >= HALF {
                let w = lanes::<HALF>(w, j);
                for (sums, seen) in sums.iter_mut().zip(&seen) {
                    let x = lanes::<HALF>(seen, j);
                    sums.iter_mut()
                        .zip(x.iter().zip(w))
                        .for_each(|(sum, (x, w))| *sum += x * w);
                }
                j += HALF;
            }
            while j < run {
                rest.iter_mut().zip(&seen).for_each(|(rest, seen)| *rest += seen[j] * w[j]);
                j += 1;
            }
        }
        let y = &mut self.y[row * s.columns + column..][..P];
        for ((y, s), rest) in y.iter_mut().zip(&sums).zip(rest) {
            let [a, b, c, d] = array::from_fn(|l| s[l] + s[l + 4]);
            *y = (a + c) + (b + d) + rest;
        }
    }
}
