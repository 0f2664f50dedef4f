//! The head as signed distances: ellipsoids and capsules, joined smoothly.
//!
//! Axes: x to the image's right, y up, z out of the face; unit: half a head's height. The eyes lie at y = 0, the chin at −1,
//! the crown at +1. Distances are first-order exact near the surface, which is all that ray-marching asks of them.

use super::hair::Hair;
use super::lanes::{Lane, Point, Vec3, capsule, ellipsoid, join, meet};
use super::{Identity, View};

/// Distances to what a ray can hit, each of its own material.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub skin: Lane,
    pub eye: Lane,
    pub teeth: Lane,
    pub hair: Lane,
    pub clothes: Lane,
    pub glasses: Lane,
}

impl Parts {
    pub fn distance(&self) -> Lane {
        self.skin
            .min(self.eye)
            .min(self.teeth)
            .min(self.hair)
            .min(self.clothes)
            .min(self.glasses)
    }
}

/// A head ready to be marched: an identity with its expression, and the numbers derived from both.
pub(super) struct Head<'a> {
    pub id: &'a Identity,
    pub view: &'a View,
    pub hair: Hair,
    /// Centre of the (right) eyeball.
    pub eye: Vec3,
    /// Half length and half heights (upper, lower lid) of the eye's opening.
    pub opening: [f32; 3],
    eye_slope: f32,
    /// Height of the mouth's line, half its width, and how far its corners rise.
    pub mouth: [f32; 3],
    /// How far the lips part, 0 to 1.
    pub parted: f32,
    /// Tip of the nose.
    pub nose: Vec3,
    /// Chin's lowest point.
    pub chin: f32,
    /// Rows of the rotation from the head to the body: the neck bends, the shoulders stay upright.
    to_body: [Vec3; 3],
}

/// Where the head turns on the neck.
const PIVOT: Vec3 = [0.0, -0.50, -0.20];
pub(super) const EYEBALL: f32 = 0.118;

impl<'a> Head<'a> {
    pub fn new(id: &'a Identity, view: &'a View) -> Self {
        let smile = view.smile.clamp(0.0, 1.0);
        let parted = ((smile - 0.35) / 0.65).clamp(0.0, 1.0);
        let nose_y = -0.27 * id.nose_length;
        let mouth_y = -0.545 - 0.5 * (0.27 * id.nose_length - 0.27);
        let (st, ct) = view.tilt.to_radians().sin_cos();
        let (sr, cr) = view.roll.to_radians().sin_cos();
        // R_x(tilt) R_z(−roll), row by row.
        let to_body = [[cr, sr, 0.0], [-sr * ct, cr * ct, st], [sr * st, -cr * st, ct]];
        Head {
            id,
            view,
            hair: Hair::new(id),
            eye: [0.285 * id.eye_distance, 0.0, 0.565 - 0.02 * (id.brow_ridge - 1.0)],
            opening: [
                0.140 * id.eye_size.sqrt(),
                0.056 * id.eye_size * (1.0 - 0.12 * smile),
                0.040 * id.eye_size * (1.0 - 0.35 * smile),
            ],
            eye_slope: id.eye_tilt.to_radians().tan(),
            mouth: [
                mouth_y,
                0.235 * id.mouth_width * (1.0 + 0.22 * smile),
                0.012 + 0.085 * smile,
            ],
            parted,
            nose: [0.0, nose_y, 0.875 + 0.05 * (id.nose_length - 1.0)],
            chin: -0.825 - 0.30 * (id.chin_length - 1.0) - 0.03 * parted,
            to_body,
        }
    }

    /// A point of the head's space in the body's.
    fn body(&self, p: Point) -> Point {
        let q = Point { x: p.x - PIVOT[0], y: p.y - PIVOT[1], z: p.z - PIVOT[2] };
        let [x, y, z] = self.to_body.map(|row| q.dot(row));
        Point { x: x + PIVOT[0], y: y + PIVOT[1], z: z + PIVOT[2] }
    }

    pub fn distance(&self, p: Point) -> Lane {
        self.parts(p).distance()
    }

    pub fn parts(&self, p: Point) -> Parts {
        let far = Lane::from(9.0);
        let s = p.folded();
        let mut skin = self.skull(p, s);
        let mut parts =
            Parts { skin, eye: far, teeth: far, hair: far, clothes: far, glasses: far };
        // Details are only looked at by rays that are near them. From afar a bound does: nothing sticks out further.
        let bulk = skin.smallest();
        if bulk > 0.5 {
            skin = skin - 0.32;
        } else if s.z.largest() > 0.0 && p.y.smallest() < 0.7 {
            skin = self.features(p, s, skin);
            parts.eye = ellipsoid(s, self.eye, [EYEBALL; 3]);
            skin = self.eyelids(s, skin);
            (skin, parts.teeth) = self.lips(s, skin);
        }
        if bulk <= 0.5 && s.x.largest() > 0.45 {
            skin = join(skin, self.ear(s), 0.08);
        }
        parts.skin = self.bearded(s, skin);
        parts.hair = self.hair.distance(p, s);
        let body = self.body(p);
        if body.y.smallest() < -0.2 {
            let (neck, clothes) = self.bust(body);
            parts.skin = join(parts.skin, neck, 0.12);
            parts.clothes = clothes;
        }
        if self.view.glasses {
            parts.glasses = self.glasses(s);
        }
        parts
    }

    fn skull(&self, p: Point, s: Point) -> Lane {
        let id = self.id;
        let w = id.face_width;
        let cranium = ellipsoid(p, [0.0, 0.22, -0.13], [0.68 * w, 0.79, 0.86]);
        let face = ellipsoid(p, [0.0, -0.15, 0.16], [0.565 * w, 0.68, 0.575]);
        let angle = [0.380 * id.jaw_width * w, -0.46, 0.0];
        let jaw = capsule(s, [0.12, self.chin + 0.01, 0.42], angle, 0.12, 0.15);
        let chin = ellipsoid(p, [0.0, self.chin, 0.47], [0.18 * id.chin_width, 0.14, 0.20]);
        join(join(join(cranium, face, 0.25), jaw, 0.2), chin, 0.22)
    }

    fn features(&self, p: Point, s: Point, skin: Lane) -> Lane {
        let (id, smile) = (self.id, self.view.smile);
        let full = id.cheek_fullness;
        let cheek = [
            0.36 * id.face_width + 0.01 * smile,
            -0.19 + 0.05 * smile,
            0.46 + 0.03 * smile,
        ];
        let mut d =
            join(skin, ellipsoid(s, cheek, [0.19 * full, 0.17 * full, 0.19 * full]), 0.2);
        let ridge = 0.620 + 0.05 * (id.brow_ridge - 1.0);
        d = join(
            d,
            capsule(s, [0.10, 0.19, ridge], [0.40, 0.17, ridge - 0.14], 0.10, 0.09),
            0.14,
        );
        d = join(
            d,
            ellipsoid(p, [0.0, self.mouth[0] + 0.02, 0.47], [0.33, 0.30, 0.30]),
            0.15,
        );
        d = meet(d, -ellipsoid(s, [self.eye[0], 0.0, 0.90], [0.19, 0.12, 0.20]), 0.14);
        let [_, y, z] = self.nose;
        let w = id.nose_width;
        let root = [0.0, 0.08, 0.675 + 0.07 * (id.nose_bridge - 1.0)];
        d = join(d, capsule(p, root, [0.0, y + 0.05, z - 0.005], 0.052, 0.070), 0.10);
        d = join(d, ellipsoid(p, [0.0, y, z], [0.078 * w, 0.070, 0.085]), 0.07);
        d = join(
            d,
            ellipsoid(s, [0.098 * w, y - 0.022, z - 0.11], [0.058 * w, 0.055, 0.095]),
            0.05,
        );
        meet(
            d,
            -ellipsoid(s, [0.052 * w, y - 0.09, z - 0.04], [0.032 * w, 0.03, 0.05]),
            0.03,
        )
    }

    /// The eye's opening in the plane of the face: negative inside, positive by the distance to the lids' edge.
    pub fn eye_opening(&self, s: Point) -> (Lane, Lane) {
        let [a, up, low] = self.opening;
        let u = s.x - self.eye[0];
        let v = s.y - u * self.eye_slope;
        let bow = 1.0 - (u * (1.0 / a)).square();
        // The upper lid is highest towards the nose, the lower one lowest towards the temple.
        let skew = u * (0.35 / a);
        let upper = v - bow * (1.0 - skew * 0.6) * up;
        let lower = -v - bow * (1.0 + skew * 0.6) * low;
        (upper * 0.75, lower * 0.75)
    }

    fn eyelids(&self, s: Point, skin: Lane) -> Lane {
        let lids = ellipsoid(s, self.eye, [0.146, 0.126, 0.129]);
        let (upper, lower) = self.eye_opening(s);
        meet(join(skin, lids, 0.04), -upper.max(lower).max(self.eye[2] - s.z), 0.008)
    }

    /// x/½width and y above the mouth's line, bent by the smile.
    pub fn mouth_frame(&self, s: Point) -> (Lane, Lane) {
        let [y, half, rise] = self.mouth;
        let u = s.x * (1.0 / half);
        // A parabola between the corners that levels out beyond them: nothing is bent on the side of the head.
        let square = u.square();
        (u, s.y - y - square.over(square * 0.4 + 1.0) * (1.4 * rise) + 0.25 * rise)
    }

    fn lips(&self, s: Point, skin: Lane) -> (Lane, Lane) {
        let (u, v) = self.mouth_frame(s);
        let full = self.id.lip_fullness * (1.0 - 0.2 * self.view.smile);
        // Each lip is a ridge as high as `taper`, from its middle `at` half its `thickness` up and down.
        let taper = u.square().step(1.0, 0.0) * s.z.step(0.40, 0.55);
        let ridge = |at: f32, thickness: f32, height: f32| {
            let across = (v - at).over((taper * 0.5 + 0.5) * thickness);
            (1.0 - across.square()).max(0.0).square() * taper * height
        };
        let upper = ridge(0.030 + 0.020 * self.parted, 0.062 * full, 0.020 + 0.014 * full);
        let lower = ridge(-0.052 - 0.055 * self.parted, 0.076 * full, 0.020 + 0.020 * full);
        // The hollow under the lower lip.
        let hollow = ridge(-0.150 - 0.055 * self.parted, 0.110, 0.014);
        let lips = skin - upper.max(lower) + hollow;
        let bow = (1.0 - (u * 1.08).square()).max(-0.3);
        let gap = (v - bow * (0.004 + 0.020 * self.parted))
            .max(-v - bow * (0.006 + 0.060 * self.parted));
        let gap = gap.max((u - 0.92) * self.mouth[1]).max(0.60 - s.z);
        (
            meet(lips, -gap, 0.012),
            ellipsoid(s, [0.0, self.mouth[0], 0.46], [0.27, 0.22, 0.275]),
        )
    }

    fn ear(&self, s: Point) -> Lane {
        let k = self.id.ear_size;
        let lean = 0.10 * self.id.ear_flare;
        // Sheared so that the rear rim stands off the head.
        let x = s.x - 0.655 * self.id.face_width + (s.z + 0.02) * (0.25 + 2.0 * lean);
        let q = Point { x, y: s.y + 0.10 + s.z * 0.15, z: s.z + 0.10 };
        let mut d = ellipsoid(q, [0.0, 0.03, 0.0], [0.055, 0.20 * k, 0.125 * k]);
        d = join(
            d,
            ellipsoid(q, [0.0, -0.16 * k, 0.04], [0.045, 0.07 * k, 0.055 * k]),
            0.06,
        );
        meet(d, -ellipsoid(q, [0.078, 0.02, 0.015], [0.05, 0.12 * k, 0.07 * k]), 0.05) * 0.8
    }

    fn bust(&self, p: Point) -> (Lane, Lane) {
        let s = p.folded();
        let w = self.id.neck_width;
        let neck = capsule(p, [0.0, -0.55, -0.22], [0.0, -1.6, -0.36], 0.36 * w, 0.44 * w);
        let slope = capsule(s, [0.25, -1.42, -0.40], [1.15, -1.78, -0.42], 0.30, 0.34);
        let chest = ellipsoid(p, [0.0, -2.05, -0.25], [1.10, 0.75, 0.52]);
        let shoulders = join(slope, chest, 0.3);
        let skin = join(neck, shoulders, 0.25);
        // The collar: clothes are the bust, a little thicker, below a tilted ring round the neck.
        let collar = p.y + 1.13 + 0.02 * w - p.z * 0.10 + (p.z - 0.1).max(0.0) * 0.7;
        (skin, meet(skin - 0.035, collar, 0.04))
    }

    fn glasses(&self, s: Point) -> Lane {
        let z = s.z - 0.775 + (s.x - 0.1).max(0.0).square() * 0.45;
        let x = (s.x - self.eye[0] - 0.01).abs() - 0.13;
        let y = (s.y + 0.01).abs() - 0.075;
        let corner =
            (x.max(0.0).square() + y.max(0.0).square()).sqrt() + x.max(y).min(0.0) - 0.055;
        let rim = (corner.square() + z.square()).sqrt() - 0.017;
        let bridge = capsule(s, [0.0, 0.03, 0.79], [0.11, 0.02, 0.775], 0.018, 0.018);
        let hinge = self.eye[0] + 0.19;
        let temple = 0.665 * self.id.face_width + 0.03;
        let arm = capsule(s, [hinge, 0.03, 0.74], [temple, 0.02, -0.02], 0.022, 0.022);
        rim.min(bridge).min(arm)
    }
}
