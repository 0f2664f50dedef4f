//! What colour a point has, and how the light falls on it.

use super::geometry::{EYEBALL, Head, Parts};
use super::lanes::{Lane, Point, Vec3};

/// Red, green, blue for each ray.
pub(super) type Rgb = [Lane; 3];

/// What the light needs to know of a surface.
pub(super) struct Surface {
    /// Linear reflectance.
    pub albedo: Rgb,
    /// Strength of the highlight, and whether it is sharp (1: eyes, glasses) or broad (0: skin, hair).
    pub gloss: Lane,
    pub sharp: Lane,
    /// How far light seeps round the terminator, as under skin; 0 for cloth and hair.
    pub seep: Lane,
}

fn paint(colour: &mut Rgb, over: Vec3, amount: Lane) {
    for (c, o) in colour.iter_mut().zip(over) {
        *c = c.mix(o, amount);
    }
}

fn tint(colour: &mut Rgb, factor: Vec3, amount: Lane) {
    for (c, f) in colour.iter_mut().zip(factor) {
        *c = *c * (1.0 + amount * (f - 1.0));
    }
}

/// The surface at `p`, where the nearest parts are at the distances `parts`; `blur` is a ray's width.
pub(super) fn surface(head: &Head, p: Point, parts: &Parts, blur: f32) -> Surface {
    let near = parts.distance();
    // 1 where this part is the nearest, fading over a ray's width where it is not.
    let is = |part: Lane| (part - near).step(blur, 0.0);
    let s = p.folded();
    let mut albedo = skin(head, p, s, blur);
    let mut gloss = Lane::from(0.20);
    let mut sharp = Lane::from(0.0);
    let mut seep = Lane::from(1.0);
    let bare =
        parts.skin.min(parts.eye).min(parts.teeth).min(parts.clothes).min(parts.glasses);
    let hair = (parts.hair - bare).step(0.012 + blur, -0.012);
    let strand = head.hair.locks(Point { x: p.x * 1.7, y: p.y, z: p.z * 1.7 });
    let brown = head.id.hair_colour.map(|c| c.max(0.012));
    for (a, c) in albedo.iter_mut().zip(brown) {
        *a = a.mix((1.0 + strand * 0.35) * c, hair);
    }
    gloss = gloss.mix(0.10 + (strand + 1.0) * 0.05, hair);
    seep = seep.mix(0.35, hair);
    let eye = is(parts.eye) * (1.0 - hair);
    if eye.largest() > 0.0 {
        let ball = eyeball(head, p, s, blur);
        for (a, c) in albedo.iter_mut().zip(ball) {
            *a = a.mix(c, eye);
        }
        gloss = gloss.mix(1.0, eye);
        sharp = sharp.mix(1.0, eye);
    }
    let teeth = is(parts.teeth) * (1.0 - hair);
    let in_mouth = (s.x * (1.0 / head.mouth[1])).step(1.0, 0.55);
    let ivory = in_mouth * 0.70 + 0.02;
    for (a, c) in albedo.iter_mut().zip([1.0, 0.93, 0.82]) {
        *a = a.mix(ivory * c, teeth);
    }
    let clothes = is(parts.clothes) * (1.0 - hair);
    paint(&mut albedo, head.view.clothes, clothes);
    gloss = gloss.mix(0.0, clothes);
    seep = seep.mix(0.3, clothes);
    let glasses = is(parts.glasses);
    paint(&mut albedo, [0.018, 0.016, 0.016], glasses);
    gloss = gloss.mix(0.5, glasses);
    sharp = sharp.mix(0.6, glasses);
    Surface { albedo, gloss, sharp, seep }
}

fn skin(head: &Head, p: Point, s: Point, blur: f32) -> Rgb {
    let id = head.id;
    let mut colour = id.skin_colour.map(Lane::from);
    let front = s.z.step(0.30, 0.42);
    if front.largest() > 0.0 {
        face_paint(head, p, s, front, blur, &mut colour);
    }
    let beard = head.beard_cover(s);
    let rough = 0.87
        + (p.x * 9.0 + (p.y * 4.0).wave() * 0.2).wave()
            * (p.z * 9.0 + p.y * 3.0).wave()
            * 0.10;
    let full = (beard * rough).clamp01() * 0.97;
    for (a, c) in colour.iter_mut().zip(id.hair_colour) {
        *a = a.mix(c.max(0.012) * 0.8, full.sqrt());
    }
    colour
}

fn face_paint(head: &Head, p: Point, s: Point, front: Lane, blur: f32, colour: &mut Rgb) {
    let (id, smile) = (head.id, head.view.smile);
    let dot = |x: Lane, y: Lane| (x.square() + y.square()).step(1.0, 0.0);
    // Blood under the skin: cheeks, tip of the nose; a little shade round the eyes.
    let cheeks = dot((s.x - 0.36) * 4.0, (s.y + 0.22 - 0.04 * smile) * 4.5);
    let tip = dot(p.x * 8.0, (p.y - head.nose[1]) * 8.0);
    tint(colour, [1.0, 0.86, 0.86], (cheeks + tip).clamp01() * front);
    tint(
        colour,
        [0.80, 0.74, 0.76],
        dot((s.x - head.eye[0]) * 4.2, (s.y - 0.01) * 6.0) * front * 0.6,
    );
    // Lips.
    let (u, v) = head.mouth_frame(s);
    let full = id.lip_fullness;
    let bow = 1.0 - u.square();
    let cupid = 1.0 - (1.0 - (u * 5.0).square()).max(0.0) * 0.25;
    let upper = v - bow * cupid * (0.070 * full + 0.012 * head.parted);
    let lower = -v - bow * (0.100 * full + 0.050 * head.parted);
    let lips = upper.max(lower).step(blur + 0.004, -blur - 0.004) * front;
    let r = id.lip_redness;
    tint(colour, [0.86 - 0.12 * r, 0.58 - 0.18 * r, 0.60 - 0.14 * r], lips);
    // The line between the lips.
    let line = (v + bow * 0.004).abs().step(0.010 + blur, 0.004)
        * u.step(1.06, 0.92)
        * (1.0 - head.parted);
    tint(colour, [0.25, 0.20, 0.20], line * front * 0.9);
    // Folds from the nose's wings to past the corners of the mouth, deeper in a smile.
    let t = ((s.y - head.nose[1]) * (1.0 / (head.mouth[0] - head.nose[1]))).clamp01();
    let fold = 0.13 * id.nose_width
        + t * (head.mouth[1] + 0.06 - 0.13 * id.nose_width)
        + t * (1.0 - t) * 0.06;
    let extent = s.y.step(head.mouth[0] - 0.05, head.mouth[0] + 0.08)
        * s.y.step(head.nose[1] + 0.05, head.nose[1] - 0.04);
    let depth = (0.15 + 0.35 * id.folds + 0.45 * smile).min(0.8);
    tint(
        colour,
        [0.62, 0.52, 0.50],
        (s.x - fold).abs().step(0.05 + blur, 0.0) * extent * front * depth,
    );
    // Nostrils.
    let w = id.nose_width;
    let hole =
        dot((s.x - 0.052 * w) * (1.0 / (0.045 * w)), (s.y - head.nose[1] + 0.095) * 28.0)
            * s.z.step(0.70, 0.76);
    tint(colour, [0.16, 0.10, 0.10], hole);
    eye_paint(head, s, front, blur, colour);
}

/// Brows, lashes, and the crease of the upper lid.
fn eye_paint(head: &Head, s: Point, front: Lane, blur: f32, colour: &mut Rgb) {
    let id = head.id;
    let hair = id.hair_colour.map(|c| (c * 0.7).max(0.010));
    let (upper, lower) = head.eye_opening(s);
    let edge = upper.max(lower);
    let across =
        (s.x - head.eye[0]).abs().step(head.opening[0] * 1.25, head.opening[0] * 0.95);
    let lash =
        (upper - 0.004).abs().step(0.016 + blur, 0.004) * across * lower.step(0.03, 0.0);
    paint(colour, [0.012, 0.010, 0.010], lash * front * 0.9);
    let rim = edge.step(0.022 + blur, 0.0) * front;
    tint(colour, [0.62, 0.48, 0.46], rim * 0.7);
    let crease = (upper - 0.040).abs().step(0.014 + blur, 0.0) * across;
    tint(colour, [0.55, 0.45, 0.43], crease * front * 0.7);
    // A brow: thick at the nose, thin at the temple, arched.
    let t = (s.x - 0.10) * (1.0 / 0.36);
    let arch = (t.clamp01() * 0.5).wave() * 0.035 - t.square() * 0.02;
    let y = 0.185 * id.brow_height
        + 0.012
        + arch
        + (s.x - head.eye[0]) * id.brow_tilt.to_radians().tan();
    let half = (1.0 - t.clamp01() * 0.55) * (0.030 * id.brow_thickness);
    let across = t.step(-0.08, 0.06) * t.step(1.12, 0.85);
    let brow = ((s.y - y).abs() - half).step(0.014 + blur, -0.014) * across * front;
    paint(colour, hair, brow * (0.55 + 0.3 * id.brow_thickness).min(0.92));
}

/// White, iris with a dark rim, pupil: measured on the ball, so that they are right in profile too.
fn eyeball(head: &Head, p: Point, s: Point, blur: f32) -> Rgb {
    let (gy, gt) = (head.view.gaze_yaw.to_radians(), head.view.gaze_tilt.to_radians());
    let gaze = [gy.sin() * gt.cos(), gt.sin(), gy.cos() * gt.cos()];
    let side = p.x.map(|x| if x < 0.0 { -1.0 } else { 1.0 });
    let q = [p.x - side * head.eye[0], s.y - head.eye[1], s.z - head.eye[2]];
    let off: [Lane; 3] = std::array::from_fn(|i| q[i] - EYEBALL * gaze[i]);
    let r = (off[0].square() + off[1].square() + off[2].square()).sqrt();
    let edge = 0.005 + 0.8 * blur;
    let iris = r.step(0.066 + edge, 0.066 - edge);
    let mut colour = [0.58, 0.55, 0.53].map(Lane::from);
    let corner = q[0].abs().step(0.05, 0.12);
    tint(&mut colour, [0.80, 0.62, 0.58], corner);
    paint(&mut colour, head.id.iris_colour, iris);
    tint(&mut colour, [0.3; 3], iris * r.step(0.057 - edge, 0.057 + edge));
    paint(&mut colour, [0.006; 3], r.step(0.031 + edge, 0.031 - edge));
    colour
}

/// Where the light comes from and how much there is of it, in the head's own axes.
pub(super) struct Lamp {
    pub towards: Vec3,
    pub eye: Vec3,
    pub up: Vec3,
    pub ambient: f32,
}

impl Lamp {
    /// Light that leaves the surface towards the camera; `lit` is the share of the lamp that is not hidden, `open` of the sky.
    pub fn shade(&self, surface: &Surface, normal: Point, lit: Lane, open: Lane) -> Rgb {
        let facing = normal.dot(self.towards);
        let half: Vec3 = std::array::from_fn(|i| self.towards[i] + self.eye[i]);
        let length = half.iter().map(|h| h * h).sum::<f32>().sqrt().max(1e-6);
        let h = normal.dot(half.map(|h| h / length)).max(0.0);
        let h4 = h.square().square();
        let (broad, narrow) =
            (h4 * h4 * h4, h4.square().square().square().square().square());
        let shine = broad.mix(narrow * 1.1, surface.sharp) * surface.gloss * lit;
        let sky = (0.75 + normal.dot(self.up) * 0.25) * open * self.ambient;
        // Red light travels farthest under the skin.
        let wrap = [0.30, 0.18, 0.14];
        std::array::from_fn(|c| {
            let w = surface.seep * wrap[c];
            let soft = (facing + w).over(w + 1.0).max(0.0);
            surface.albedo[c]
                * (soft
                    * lit.mix(1.0, surface.seep * (0.25 * wrap[c]))
                    * (1.26 - 0.4 * self.ambient)
                    + sky)
                + shine * 0.45
        })
    }
}
