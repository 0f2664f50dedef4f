//! From a head to an image: parallel rays of a certain width, marched eight at a time, four to a pixel.
//!
//! The picture changes smoothly with the pose. A ray is no line but has a width: what it grazes covers it in part, by how
//! near it comes, and the rest goes on to what lies behind; a pixel is a smooth average of its rays. Whether two surfaces
//! count as one that the ray goes through or as two, one after the other, makes no difference to what it sees.

use super::geometry::Head;
use super::lanes::{LANES, Lane, Point, Vec3};
use super::shading::{Lamp, Rgb, surface};
use super::{Identity, View};

/// Half the height of what the camera sees at zoom 1, and the height of its centre; units of half a head.
const FRAME: f32 = 1.29;
const CENTRE: f32 = -0.09;
/// The head's middle, which stays where it is in every pose.
const MIDDLE: Vec3 = [0.0, 0.05, 0.0];
/// The plane the rays start from, and the one behind which there is only background.
const NEAR: f32 = 1.5;
const FAR: f32 = -1.4;
/// How far a ray can go.
const DEPTH: f32 = NEAR - FAR;
const STEPS: usize = 56;
/// Surfaces in a row that a ray may graze, the last of them met in full.
const LAYERS: usize = 12;
/// Display grey of the plain background.
const BACKGROUND: f32 = 0.62;

/// World → head: a world direction along the head's axes, and a world point in the head's space.
struct Pose {
    rows: [Vec3; 3],
    shift: Vec3,
}

impl Pose {
    fn new(view: &View) -> Self {
        let (sy, cy) = view.yaw.to_radians().sin_cos();
        let (st, ct) = view.tilt.to_radians().sin_cos();
        let (sr, cr) = view.roll.to_radians().sin_cos();
        let bend = [[cr, sr, 0.0], [-sr * ct, cr * ct, st], [sr * st, -cr * st, ct]];
        let turn = [[cy, 0.0, sy], [0.0, 1.0, 0.0], [-sy, 0.0, cy]];
        // head = bendᵀ turnᵀ (world − middle) + middle: the camera follows the head, and the body swings below it.
        let rows: [Vec3; 3] = std::array::from_fn(|i| {
            std::array::from_fn(|j| (0..3).map(|m| bend[m][i] * turn[j][m]).sum::<f32>())
        });
        let shift = std::array::from_fn(|i| {
            MIDDLE[i] - (0..3).map(|m| rows[i][m] * MIDDLE[m]).sum::<f32>()
        });
        Pose { rows, shift }
    }
    fn direction(&self, v: Vec3) -> Vec3 {
        std::array::from_fn(|i| (0..3).map(|j| self.rows[i][j] * v[j]).sum())
    }
    fn point(&self, x: Lane, y: Lane, z: f32) -> Point {
        let [x, y, z] = std::array::from_fn(|i| {
            let [a, b, c] = self.rows[i];
            x * a + y * b + (c * z + self.shift[i])
        });
        Point { x, y, z }
    }
}

/// Display colours in [0, 1], red, green, blue, of side × side pixels.
pub(super) fn image(id: &Identity, view: &View, side: usize) -> Vec<[f32; 3]> {
    let head = Head::new(id, view);
    let pose = Pose::new(view);
    let (sa, ca) = view.light_azimuth.to_radians().sin_cos();
    let (se, ce) = view.light_elevation.to_radians().sin_cos();
    let lamp = Lamp {
        towards: pose.direction([sa * ce, se, ca * ce]),
        eye: pose.direction([0.0, 0.0, 1.0]),
        up: pose.direction([0.0, 1.0, 0.0]),
        ambient: view.ambient,
    };
    let ray = FRAME / view.zoom / side as f32; // the width of a ray, half a pixel's
    let across = 2 * side;
    let mut rays = vec![[0.0; 3]; across * across];
    for top in (0..across).step_by(2) {
        for left in (0..across).step_by(4) {
            let at = |i: usize| (left + i % 4, top + i / 4);
            let centre = side as f32 - 0.5;
            let x = Lane(std::array::from_fn(|i| {
                (at(i).0 as f32 - centre) * ray - view.shift_x
            }));
            let y = Lane(std::array::from_fn(|i| {
                (centre - at(i).1 as f32) * ray + CENTRE - view.shift_y
            }));
            let colour = packet(&head, &lamp, pose.point(x, y, NEAR), ray);
            for i in 0..LANES {
                let (x, y) = at(i);
                if x < across {
                    rays[y * across + x] = colour.map(|c| c.0[i]);
                }
            }
        }
    }
    pixels(&rays, side)
}

/// Each pixel from 6×6 rays, its own 2×2 and those around them, with binomial weights: nearly a Gaussian of half a pixel.
fn pixels(rays: &[[f32; 3]], side: usize) -> Vec<[f32; 3]> {
    const WEIGHTS: [f32; 6] = [1.0, 5.0, 10.0, 10.0, 5.0, 1.0];
    let across = 2 * side;
    let near = |i: usize, k: usize| (2 * i + k).saturating_sub(2).min(across - 1);
    (0..side * side)
        .map(|at| {
            let mut sum = [0.0; 3];
            for (j, wy) in WEIGHTS.into_iter().enumerate() {
                for (i, wx) in WEIGHTS.into_iter().enumerate() {
                    let ray = rays[near(at / side, j) * across + near(at % side, i)];
                    for (s, c) in sum.iter_mut().zip(ray) {
                        *s += wx * wy * c;
                    }
                }
            }
            sum.map(|s| s / 1024.0)
        })
        .collect()
}

/// Display colours of eight parallel rays from `origin` away from the camera.
fn packet(head: &Head, lamp: &Lamp, origin: Point, ray: f32) -> Rgb {
    let forward = lamp.eye.map(|e| -e);
    let mut colour = [Lane::from(0.0); 3];
    let mut left = Lane::from(1.0); // the share of the ray that nothing has stopped yet
    let mut deepest = Lane::from(9.0);
    let mut t = Lane::from(0.0);
    for _ in 0..LAYERS {
        t = approach(head, origin, forward, t, ray);
        if t.smallest() >= DEPTH {
            break;
        }
        let met = pass(head, origin, forward, t, deepest, ray);
        let through = met.deepest.step(-ray, ray);
        for (at, share) in met.places(ray) {
            let seen = seen(head, lamp, origin.along(forward, at), ray);
            for (c, s) in colour.iter_mut().zip(seen) {
                *c = *c + s * share * (left - through);
            }
        }
        (t, deepest, left) = (met.leave, met.deepest, through);
    }
    colour.map(|c| c + left * BACKGROUND)
}

/// Display colour of the surface at `p`: the eye and the screen see roots of light.
fn seen(head: &Head, lamp: &Lamp, p: Point, ray: f32) -> Rgb {
    let normal = normal(head, p, ray);
    let parts = head.parts(p);
    let lit = lit(head, p.offset(normal, 0.02), lamp.towards);
    let open = open(head, p, normal);
    let shade = lamp.shade(&surface(head, p, &parts, 1.5 * ray), normal, lit, open);
    shade.map(|s| s.clamp01().sqrt())
}

/// Where each ray, from `t` on, first comes within `near` of a surface; beyond DEPTH where it does not.
fn approach(head: &Head, origin: Point, forward: Vec3, t: Lane, near: f32) -> Lane {
    let (mut t, mut outside) = (t, t);
    let mut gap = Lane::from(9.0);
    for _ in 0..STEPS {
        let d = head.distance(origin.along(forward, t));
        let mut moving = false;
        for i in 0..LANES {
            if t.0[i] < DEPTH && gap.0[i] > 0.0 {
                gap.0[i] = d.0[i] - near;
                if gap.0[i] > 0.0 {
                    outside.0[i] = t.0[i];
                    t.0[i] += d.0[i];
                    moving = true;
                }
            }
        }
        if !moving {
            break;
        }
    }
    // That was too far by less than `near`: back by three secant steps, the slope at first that of a head-on ray.
    let inside = t;
    let mut slope = Lane::from(1.0);
    for _ in 0..3 {
        let mut step = Lane::from(0.0);
        for i in 0..LANES {
            if t.0[i] < DEPTH {
                let to =
                    (t.0[i] + gap.0[i] * slope.0[i]).max(outside.0[i]).min(inside.0[i]);
                step.0[i] = to - t.0[i];
                t.0[i] = to;
            }
        }
        let after = head.distance(origin.along(forward, t)) - near;
        for i in 0..LANES {
            let secant = step.0[i] / (gap.0[i] - after.0[i]);
            if secant > 0.1 {
                slope.0[i] = secant.min(100.0);
            }
        }
        gap = after;
    }
    t
}

/// What stopped a ray on its way through a surface, or through several that it does not leave in between.
struct Met {
    /// Where the way began.
    enter: Lane,
    /// Means of u, u², u³ over the parts of the ray, stopped at `enter` + u.
    moments: [Lane; 3],
    /// The smallest distance so far; negative = inside.
    deepest: Lane,
    /// Where the ray is clear of the surface again; DEPTH if it never is.
    leave: Lane,
}

impl Met {
    /// Where to look, and with what share: at the two places that have the mean m, the variance σ² and the third moment μ₃
    /// of all where the ray was stopped, m + d ± r with d = μ₃/2σ², r² = σ² + d² and shares (1 ∓ d/r)/2. An edge and the
    /// surface far behind it are two such places exactly. Places closer than `near` are drawn together to their mean.
    fn places(&self, near: f32) -> Vec<(Lane, Lane)> {
        let [m, m2, m3] = self.moments;
        let variance = (m2 - m.square()).max(0.0);
        let mean = self.enter + m;
        let apart = variance.sqrt().step(0.3 * near, near);
        if apart.largest() == 0.0 {
            return vec![(mean, Lane::from(1.0))];
        }
        let third = m3 - m * (variance * 3.0 + m.square());
        let d = third.over((variance * 2.0).max(0.01 * near * near));
        let r = (variance + d.square()).max(1e-12).sqrt();
        let share = 0.5 + d.over(r) * 0.5;
        vec![(mean + (d - r) * apart, share), (mean + (d + r) * apart, 1.0 - share)]
    }
}

/// Follows rays that have come within `near` of a surface at `t` through it.
///
/// What is still unstopped depends on the smallest distance so far and falls smoothly from 1 to 0 between `near` outside
/// and `near` inside; it is sampled at steps along the ray.
fn pass(
    head: &Head,
    origin: Point,
    forward: Vec3,
    enter: Lane,
    deepest: Lane,
    near: f32,
) -> Met {
    let step = 0.7 * near;
    let (mut t, mut deepest, mut leave) = (enter, deepest, Lane::from(DEPTH));
    let mut done = t.map(|t| if t < DEPTH { 0.0 } else { 1.0 });
    let mut through = deepest.step(-near, near);
    let mut weight = Lane::from(1e-6);
    let mut moments = [Lane::from(0.0); 3];
    while done.smallest() < 1.0 {
        for i in 0..LANES {
            t.0[i] += if done.0[i] == 0.0 { step } else { 0.0 };
        }
        let d = head.distance(origin.along(forward, t));
        for i in 0..LANES {
            if done.0[i] == 0.0 {
                deepest.0[i] = deepest.0[i].min(d.0[i]);
                let out = d.0[i] > near || t.0[i] > DEPTH;
                if out {
                    leave.0[i] = t.0[i];
                }
                if out || d.0[i] < -near {
                    done.0[i] = 1.0;
                }
            }
        }
        let now = deepest.step(-near, near);
        let u = t - enter - 0.5 * step;
        let mut term = through - now;
        weight = weight + term;
        for moment in &mut moments {
            term = term * u;
            *moment = *moment + term;
        }
        through = now;
    }
    Met { enter, moments: moments.map(|m| m.over(weight)), deepest, leave }
}

/// The gradient of the distance by differences over a tetrahedron of size `e`.
fn normal(head: &Head, p: Point, e: f32) -> Point {
    let mut g = [Lane::from(0.0); 3];
    for k in [[1.0, -1.0, -1.0], [-1.0, -1.0, 1.0], [-1.0, 1.0, -1.0], [1.0, 1.0, 1.0]] {
        let d = head.distance(p.along(k, Lane::from(e)));
        for (g, k) in g.iter_mut().zip(k) {
            *g = *g + d * k;
        }
    }
    let length = (g[0].square() + g[1].square() + g[2].square()).max(1e-12).sqrt();
    Point { x: g[0].over(length), y: g[1].over(length), z: g[2].over(length) }
}

/// How much of the lamp is seen from `p`: 1 in light, 0 in shadow, soft between.
fn lit(head: &Head, p: Point, towards: Vec3) -> Lane {
    let mut lit = Lane::from(1.0);
    for t in [0.06, 0.15, 0.32, 0.65] {
        let d = head.distance(p.along(towards, Lane::from(t)));
        lit = lit.min((d * (4.0 / t) + 0.35).clamp01());
    }
    lit
}

/// How much of the sky is seen from `p`: 1 in the open, less in a hollow (ambient occlusion).
fn open(head: &Head, p: Point, normal: Point) -> Lane {
    let mut hidden = Lane::from(0.0);
    for (t, weight) in [(0.07, 0.35), (0.18, 0.35), (0.40, 0.30)] {
        let d = head.distance(p.offset(normal, t));
        hidden = hidden + (t - d).max(0.0) * (weight / t);
    }
    (1.0 - hidden * 0.9).clamp01()
}
