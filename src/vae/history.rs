//! What a pixel's logit hears of the pixels before it: a line, and a few units of its own.
//!
//! Source: Frey 1998, for the line; units for each pixel let a window be laid around it.

use crate::frame::Frame;
use crate::linalg::product;
use crate::nn::exponential::sigmoid;
use crate::{Error, Real, Result, parameters};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Zip, s};
use rand::{Rng, RngExt};
use std::ops::Range;

/// hⱼ(x) = Σᵢ xᵢwᵢⱼ + Σₖ vⱼₖ relu(cⱼₖ + Σᵢ xᵢuᵢⱼₖ), over the pixels i that j sees: those
/// before it, row by row, at most `reach` rows and columns away.
#[derive(Debug, Clone)]
pub struct History {
    /// W (d, d): 0 where j does not see i.
    pub w: Array2<Real>,
    /// U (pairs, m): a row for each pair of a pixel j and one that it sees, in j's order.
    pub u: Array2<Real>,
    /// c (d, m).
    pub c: Array2<Real>,
    /// v (d, m).
    pub v: Array2<Real>,
    /// The pixels i that j sees, for each j.
    seen: Vec<Vec<usize>>,
}

parameters!(History { w, u, c, v });

impl History {
    /// A line that says nothing yet, W = 0, and no units. With a reach of 0 it stays silent.
    pub fn linear(frame: Frame, reach: usize) -> History {
        let d = frame.len();
        let place = |at: usize| {
            let pixel = at / frame.channels;
            (pixel / frame.width, pixel % frame.width)
        };
        let near = |i: usize, j: usize| {
            let ((row, column), (of_row, of_column)) = (place(i), place(j));
            row.abs_diff(of_row).max(column.abs_diff(of_column)) <= reach
        };
        let seen: Vec<Vec<usize>> =
            (0..d).map(|j| (0..j).filter(|&i| near(i, j)).collect()).collect();
        let pairs = seen.iter().map(Vec::len).sum();
        let none = Array2::zeros((d, 0));
        let (w, u) = (Array2::zeros((d, d)), Array2::zeros((pairs, 0)));
        History { w, u, c: none.clone(), v: none, seen }
    }

    /// The line, and m units for each pixel that are not listened to yet (v = 0): U uniform
    /// within ±1/√n, n the pixels that are seen.
    pub fn with_units(frame: Frame, reach: usize, m: usize, rng: &mut impl Rng) -> History {
        let line = History::linear(frame, reach);
        let mut u = Array2::zeros((line.pairs(), m));
        for (seen, rows) in line.blocks() {
            let within = (seen.len() as Real).sqrt().recip();
            u.slice_mut(s![rows, ..])
                .mapv_inplace(|_| within * (2.0 * rng.random::<Real>() - 1.0));
        }
        let none_yet = Array2::zeros((line.pixels(), m));
        History { u, c: none_yet.clone(), v: none_yet, ..line }
    }

    /// The same h in a history that sees further, as far as `reach`: new weights are 0.
    ///
    /// Errors where the frame has another number of pixels, or a pixel would see less.
    pub fn widened(&self, frame: Frame, reach: usize) -> Result<History> {
        let line = History::linear(frame, reach);
        let mut u = Array2::zeros((line.pairs(), self.units()));
        let lost = || Error::Shape {
            what: "a wider history",
            expected: format!("one that sees the same {} pairs and more", self.pairs()),
            got: format!("a reach of {reach} on {frame}"),
        };
        if line.pixels() != self.pixels() {
            return Err(lost());
        }
        for ((seen, rows), (had, from)) in line.blocks().zip(self.blocks()) {
            for (i, from) in had.iter().zip(from) {
                let at = seen.binary_search(i).map_err(|_| lost())?;
                u.row_mut(rows.start + at).assign(&self.u.row(from));
            }
        }
        Ok(History { w: self.w.clone(), u, c: self.c.clone(), v: self.v.clone(), ..line })
    }

    /// d.
    pub fn pixels(&self) -> usize {
        self.seen.len()
    }

    /// m.
    pub fn units(&self) -> usize {
        self.v.ncols()
    }

    /// How many pairs there are of a pixel and one that it sees.
    pub fn pairs(&self) -> usize {
        self.u.nrows()
    }

    /// For each pixel those that it sees, and the rows of U that are theirs.
    fn blocks(&self) -> impl Iterator<Item = (&Vec<usize>, Range<usize>)> {
        self.seen.iter().scan(0, |from, seen| {
            let rows = *from..*from + seen.len();
            *from = rows.end;
            Some((seen, rows))
        })
    }

    // ANCHOR: add
    /// A += h(X), for images X (n, d); returns each pixel's units, relu(XU + c) (n, m).
    pub(super) fn add(
        &self,
        x: ArrayView2<Real>,
        mut a: ArrayViewMut2<Real>,
    ) -> Vec<Array2<Real>> {
        product(1.0, x, self.w.view(), 1.0, a.view_mut());
        if self.units() == 0 {
            return Vec::new();
        }
        let units = self.blocks().enumerate().map(|(j, (seen, rows))| {
            let mut s = Array2::zeros((x.nrows(), self.units()));
            s += &self.c.row(j);
            let u = self.u.slice(s![rows, ..]);
            product(1.0, x.select(Axis(1), seen).view(), u, 1.0, s.view_mut());
            s.mapv_inplace(|s| s.max(0.0));
            a.column_mut(j).scaled_add(1.0, &s.dot(&self.v.row(j)));
            s
        });
        units.collect()
    }
    // ANCHOR_END: add

    /// ∂L/∂θ, added to `d`, from ∂L/∂A (n, d) times `weight` and what [`History::add`]
    /// returned.
    pub(super) fn slope(
        &self,
        x: ArrayView2<Real>,
        units: Vec<Array2<Real>>,
        (weight, da): (Real, ArrayView2<Real>),
        d: &mut History,
    ) {
        product(weight, x.t(), da, 1.0, d.w.view_mut()); // Xᵀ ∂L/∂A …
        for (mut dw, seen) in d.w.columns_mut().into_iter().zip(&self.seen) {
            let mut kept = Array1::zeros(dw.len());
            seen.iter().for_each(|&i| kept[i] = dw[i]);
            dw.assign(&kept); // … where j sees i
        }
        for ((j, (seen, rows)), mut s) in self.blocks().enumerate().zip(units) {
            let da = weight * &da.column(j);
            d.v.row_mut(j).scaled_add(1.0, &da.dot(&s));
            for (mut s, &da) in s.rows_mut().into_iter().zip(&da) {
                Zip::from(&mut s)
                    .and(self.v.row(j))
                    .for_each(|s, &v| *s = if *s > 0.0 { da * v } else { 0.0 });
            } // now ∂L/∂(XU + c)
            d.c.row_mut(j).scaled_add(1.0, &s.sum_axis(Axis(0)));
            let du = d.u.slice_mut(s![rows, ..]);
            product(1.0, x.select(Axis(1), seen).t(), s.view(), 1.0, du);
        }
    }

    /// x (d) pixel by pixel, where pixel j has the logit yⱼ + hⱼ(x).
    pub(super) fn draw(&self, y: ArrayView1<Real>, rng: &mut impl Rng) -> Array1<Real> {
        let mut x = Array1::zeros(y.len());
        for (j, (seen, rows)) in self.blocks().enumerate() {
            let before: Array1<Real> = x.select(Axis(0), seen);
            let s = before.dot(&self.u.slice(s![rows, ..])) + self.c.row(j);
            let h = x.dot(&self.w.column(j)) + s.mapv(|s| s.max(0.0)).dot(&self.v.row(j));
            if rng.random::<f64>() < f64::from(sigmoid(y[j] + h)) {
                x[j] = 1.0;
            }
        }
        x
    }

    /// 0 for each parameter: where slopes are added up.
    pub(super) fn zeros(&self) -> History {
        History {
            w: Array2::zeros(self.w.dim()),
            u: Array2::zeros(self.u.dim()),
            c: Array2::zeros(self.c.dim()),
            v: Array2::zeros(self.v.dim()),
            seen: Vec::new(),
        }
    }
}
