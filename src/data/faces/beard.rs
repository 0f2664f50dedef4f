//! Beards and moustaches, grown on the skin of a head.

use super::geometry::Head;
use super::lanes::{Lane, Point};

impl Head<'_> {
    /// How much beard there is at a point of the face, 0 to 1: (beard, moustache).
    pub fn beard_cover(&self, s: Point) -> Lane {
        let id = self.id;
        if id.beard <= 0.0 && id.moustache <= 0.0 {
            return Lane::from(0.0);
        }
        let (u, v) = self.mouth_frame(s);
        // The cheek's edge runs from the sideburn down to the corner of the mouth.
        let edge = -0.60 + (s.x - 0.22).max(0.0).square() * 2.6;
        let cheek = (s.y - edge).step(0.10, -0.08) * s.z.step(-0.16, 0.14);
        let throat = s.y.step(-1.20, -0.95);
        let under = (v + 0.10).step(0.05, -0.06).max(u.step(0.80, 1.30));
        let beard = cheek * throat * under * id.beard;
        let band =
            (v - 0.105 + u.square() * 0.05).abs().step(0.065, 0.015) * u.step(1.25, 0.85);
        beard.max(band * s.z.step(0.4, 0.5) * id.moustache)
    }

    /// The skin, thickened where a full beard grows.
    pub fn bearded(&self, s: Point, skin: Lane) -> Lane {
        if self.id.beard.max(self.id.moustache) < 0.5 {
            return skin;
        }
        if skin.smallest() > 0.2 {
            return skin - 0.05;
        }
        let full = (self.beard_cover(s) - 0.4).max(0.0);
        skin - full.square() * 0.09
    }
}
