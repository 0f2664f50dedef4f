//! From a head to an image: parallel rays, marched eight at a time, four to a pixel.

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
const STEPS: usize = 56;
/// Closer than this is a hit.
const TOUCH: f32 = 0.006;
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
    let mut pixels = vec![[0.0; 3]; side * side];
    for row in 0..side {
        for pair in (0..side).step_by(2) {
            let at = |i: usize| (2 * pair + i % 4, 2 * row + i / 4);
            let centre = side as f32 - 0.5;
            let x = Lane(std::array::from_fn(|i| {
                (at(i).0 as f32 - centre) * ray - view.shift_x
            }));
            let y = Lane(std::array::from_fn(|i| {
                (centre - at(i).1 as f32) * ray + CENTRE - view.shift_y
            }));
            let colour = packet(&head, &lamp, pose.point(x, y, NEAR), ray);
            for (k, rays) in [[0, 1, 4, 5], [2, 3, 6, 7]].into_iter().enumerate() {
                if pair + k < side {
                    pixels[row * side + pair + k] =
                        colour.map(|c| rays.iter().map(|&i| c.0[i]).sum::<f32>() * 0.25);
                }
            }
        }
    }
    pixels
}

/// Display colours of eight parallel rays from `origin` away from the camera.
fn packet(head: &Head, lamp: &Lamp, origin: Point, ray: f32) -> Rgb {
    let forward = lamp.eye.map(|e| -e);
    let mut t = Lane::from(0.0);
    for _ in 0..STEPS {
        let d = head.distance(origin.along(forward, t));
        let mut moving = false;
        for i in 0..LANES {
            if d.0[i] > TOUCH && t.0[i] < NEAR - FAR {
                t.0[i] += d.0[i];
                moving = true;
            }
        }
        if !moving {
            break;
        }
    }
    let hit = Lane(std::array::from_fn(|i| if t.0[i] < NEAR - FAR { 1.0 } else { 0.0 }));
    if hit.largest() == 0.0 {
        return [Lane::from(BACKGROUND); 3];
    }
    let p = origin.along(forward, t);
    let parts = head.parts(p);
    let normal = normal(head, p, parts.distance());
    let start = p.offset(normal, 0.02);
    let lit = lit(head, start, lamp.towards);
    let open = open(head, p, normal);
    let colour = lamp.shade(&surface(head, p, &parts, ray), normal, lit, open);
    // The eye and the screen see roots of light.
    colour.map(|c| Lane::from(BACKGROUND).mix(c.clamp01().sqrt(), hit))
}

/// The gradient of the distance, which is `here` at `p`, by differences.
fn normal(head: &Head, p: Point, here: Lane) -> Point {
    const E: f32 = 0.007;
    let x = head.distance(Point { x: p.x + E, ..p }) - here;
    let y = head.distance(Point { y: p.y + E, ..p }) - here;
    let z = head.distance(Point { z: p.z + E, ..p }) - here;
    let length = (x.square() + y.square() + z.square()).max(1e-12).sqrt();
    Point { x: x.over(length), y: y.over(length), z: z.over(length) }
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
