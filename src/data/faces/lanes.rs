//! Eight rays at a time: plain arrays and plain loops, which the compiler turns into vector instructions.

use std::ops::{Add, Mul, Neg, Sub};

/// Rays in a packet: four across and two down.
pub(super) const LANES: usize = 8;

/// One number for each of eight rays.
#[derive(Clone, Copy)]
pub(super) struct Lane(pub [f32; LANES]);

/// One point or direction for each of eight rays.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub x: Lane,
    pub y: Lane,
    pub z: Lane,
}

/// A point or direction that all rays share.
pub(super) type Vec3 = [f32; 3];

impl From<f32> for Lane {
    #[inline(always)]
    fn from(value: f32) -> Self {
        Lane([value; LANES])
    }
}

#[inline(always)]
fn zip(a: Lane, b: Lane, f: impl Fn(f32, f32) -> f32) -> Lane {
    Lane(std::array::from_fn(|i| f(a.0[i], b.0[i])))
}

macro_rules! operator {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl $trait for Lane {
            type Output = Lane;
            #[inline(always)]
            fn $method(self, other: Lane) -> Lane { zip(self, other, |a, b| a $op b) }
        }
        impl $trait<f32> for Lane {
            type Output = Lane;
            #[inline(always)]
            fn $method(self, other: f32) -> Lane { self.map(|a| a $op other) }
        }
        impl $trait<Lane> for f32 {
            type Output = Lane;
            #[inline(always)]
            fn $method(self, other: Lane) -> Lane { other.map(|b| self $op b) }
        }
    )*};
}
operator!(Add add +, Sub sub -, Mul mul *);

impl Neg for Lane {
    type Output = Lane;
    #[inline(always)]
    fn neg(self) -> Lane {
        self.map(|a| -a)
    }
}

impl Lane {
    #[inline(always)]
    pub fn map(self, f: impl Fn(f32) -> f32) -> Lane {
        Lane(self.0.map(f))
    }
    // The comparisons below, unlike f32::min, are one instruction each.
    #[inline(always)]
    pub fn min(self, other: impl Into<Lane>) -> Lane {
        zip(self, other.into(), |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    pub fn max(self, other: impl Into<Lane>) -> Lane {
        zip(self, other.into(), |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    pub fn abs(self) -> Lane {
        self.map(f32::abs)
    }
    #[inline(always)]
    pub fn sqrt(self) -> Lane {
        self.map(f32::sqrt)
    }
    #[inline(always)]
    pub fn over(self, other: Lane) -> Lane {
        zip(self, other, |a, b| a / b)
    }
    #[inline(always)]
    pub fn square(self) -> Lane {
        self * self
    }
    #[inline(always)]
    pub fn clamp01(self) -> Lane {
        self.max(0.0).min(1.0)
    }
    /// 0 below `from`, 1 above `to` (or the other way round), smooth between.
    #[inline(always)]
    pub fn step(self, from: f32, to: f32) -> Lane {
        let t = ((self - from) * (1.0 / (to - from))).clamp01();
        t * t * (3.0 - 2.0 * t)
    }
    /// From self at t = 0 to `other` at t = 1.
    #[inline(always)]
    pub fn mix(self, other: impl Into<Lane>, t: Lane) -> Lane {
        self + (other.into() - self) * t
    }
    /// sin 2πt to within 0.06, without a call.
    #[inline(always)]
    pub fn wave(self) -> Lane {
        const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it leaves no room for a fraction
        self.map(|t| {
            let f = t - ((t + ROUND) - ROUND);
            f * (8.0 - 16.0 * f.abs())
        })
    }
    #[inline(always)]
    pub fn smallest(self) -> f32 {
        self.0.into_iter().fold(f32::INFINITY, f32::min)
    }
    #[inline(always)]
    pub fn largest(self) -> f32 {
        self.0.into_iter().fold(f32::NEG_INFINITY, f32::max)
    }
}

impl Point {
    #[inline(always)]
    pub fn along(self, direction: Vec3, t: Lane) -> Point {
        let [x, y, z] = direction;
        Point { x: self.x + t * x, y: self.y + t * y, z: self.z + t * z }
    }
    /// self + t · `other`.
    #[inline(always)]
    pub fn offset(self, other: Point, t: f32) -> Point {
        Point { x: self.x + other.x * t, y: self.y + other.y * t, z: self.z + other.z * t }
    }
    #[inline(always)]
    pub fn dot(self, v: Vec3) -> Lane {
        self.x * v[0] + self.y * v[1] + self.z * v[2]
    }
    /// The mirror image with x ≥ 0, so that one ear serves for two; rounded, lest the seam be seen as a crease.
    #[inline(always)]
    pub fn folded(self) -> Point {
        Point { x: (self.x.square() + 0.0009).sqrt(), ..self }
    }
}

/// The smaller of two distances, rounded off over a width of `k` where they meet.
#[inline(always)]
pub(super) fn join(a: Lane, b: Lane, k: f32) -> Lane {
    let h = (k - (a - b).abs()).max(0.0);
    a.min(b) - h * h * (0.25 / k)
}

/// The larger of two distances, rounded off over a width of `k`.
#[inline(always)]
pub(super) fn meet(a: Lane, b: Lane, k: f32) -> Lane {
    -join(-a, -b, k)
}

/// Signed distance, exact to first order at the surface, of the ellipsoid with centre `c` and radii `r`: f/‖∇f‖.
#[inline(always)]
pub(super) fn ellipsoid(p: Point, c: Vec3, r: Vec3) -> Lane {
    let i = [1.0 / r[0], 1.0 / r[1], 1.0 / r[2]];
    let q = [(p.x - c[0]) * i[0], (p.y - c[1]) * i[1], (p.z - c[2]) * i[2]];
    let f = q[0].square() + q[1].square() + q[2].square() - 1.0;
    let g = (q[0] * i[0]).square() + (q[1] * i[1]).square() + (q[2] * i[2]).square();
    // At the centre, where ∇f vanishes, the longest radius does for a distance.
    let least = 0.25 * i[0].min(i[1]).min(i[2]).powi(2);
    (f * 0.5).over(g.max(least).sqrt())
}

/// Signed distance of a capsule from `a` to `b`, of radius `ra` at `a` and `rb` at `b`.
#[inline(always)]
pub(super) fn capsule(p: Point, a: Vec3, b: Vec3, ra: f32, rb: f32) -> Lane {
    let e: Vec3 = std::array::from_fn(|i| b[i] - a[i]);
    let inverse = 1.0 / (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]);
    let q = Point { x: p.x - a[0], y: p.y - a[1], z: p.z - a[2] };
    let t = (q.dot(e) * inverse).clamp01();
    let d = Point { x: q.x - t * e[0], y: q.y - t * e[1], z: q.z - t * e[2] };
    (d.x.square() + d.y.square() + d.z.square()).sqrt() - (ra + t * (rb - ra))
}
