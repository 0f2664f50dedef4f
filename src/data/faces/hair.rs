//! Hair: volumes grown on the skull, cut open for the face.

use super::lanes::{Lane, Point, ellipsoid, join, meet};
use super::{HairStyle, Identity};

/// The measures of one head of hair.
pub(super) struct Hair {
    style: HairStyle,
    width: f32,
    /// Thickness on top, at the sides, at the back, over the forehead.
    thick: [f32; 4],
    /// Height of the hairline, and how much it recedes at the temples.
    line: [f32; 2],
    /// z of the hair's front edge at the temples.
    temple: f32,
    /// Height of the lower edge at the ears, and its slope to the nape.
    nape: [f32; 2],
    /// Depth of locks or curls.
    curl: f32,
    /// Width over which the hair rises from the forehead.
    soft: f32,
    parting: f32,
    volume: f32,
}

impl Hair {
    pub fn new(id: &Identity) -> Self {
        use HairStyle::*;
        let h = 0.62 * id.forehead_height;
        let v = id.hair_volume;
        let (thick, line, temple, nape, curl) = match id.hair {
            Bald => ([-0.2; 4], [h, 0.0], 0.3, [0.0, 0.0], 0.0),
            Receding => {
                ([0.03, 0.09, 0.08, 0.0], [h + 0.06, 0.45], 0.30, [-0.18, 0.45], 0.008)
            }
            Buzz => ([0.030, 0.022, 0.03, 0.025], [h, 0.12], 0.30, [-0.15, 0.45], 0.0),
            Short => (
                [0.13 * v, 0.05, 0.08, 0.07 * v],
                [h - 0.02, 0.08],
                0.32,
                [-0.18, 0.45],
                0.012,
            ),
            SideParting => (
                [0.15 * v, 0.06, 0.10, 0.10 * v],
                [h - 0.04, 0.06],
                0.32,
                [-0.20, 0.45],
                0.012,
            ),
            Fringe => {
                ([0.13 * v, 0.10, 0.11, 0.14], [0.36, -0.05], 0.36, [-0.28, 0.40], 0.018)
            }
            Bob => (
                [0.12 * v, 0.13 * v, 0.14, 0.09],
                [h - 0.08, 0.0],
                0.34,
                [-0.75, 0.05],
                0.015,
            ),
            Long => (
                [0.11 * v, 0.11 * v, 0.13, 0.08],
                [h - 0.06, 0.0],
                0.32,
                [-1.45, 0.10],
                0.015,
            ),
            Curly => (
                [0.18 * v, 0.22 * v, 0.20 * v, 0.18],
                [h - 0.03, 0.0],
                0.30,
                [-0.45, 0.20],
                0.045,
            ),
            Bun => {
                ([0.06, 0.035, 0.06, 0.045], [h - 0.01, 0.02], 0.30, [-0.20, 0.45], 0.006)
            }
        };
        let soft = if matches!(id.hair, Fringe | Bob | Curly) { 0.08 } else { 0.20 };
        let (style, width, parting) = (id.hair, id.face_width, id.hair_parting);
        Hair { style, width, thick, line, temple, nape, curl, soft, parting, volume: v }
    }

    /// Signed distance to the hair of the head.
    pub fn distance(&self, p: Point, s: Point) -> Lane {
        use HairStyle::*;
        if self.style == Bald {
            return Lane::from(9.0);
        }
        let [top, side, back, front] = self.thick;
        let w = 0.68 * self.width + side;
        let (depth, shift) = (0.86 + 0.5 * (front + back), 0.5 * (front - back));
        let mut d = ellipsoid(
            p,
            [0.0, 0.22 + 0.25 * top, -0.13 + shift],
            [w, 0.79 + 0.75 * top, depth],
        );
        if d.smallest() > 1.0 && !matches!(self.style, Long | Bob) {
            return d;
        }
        let lean = if self.style == SideParting { self.parting } else { 0.0 };
        if lean != 0.0 {
            let swept =
                ellipsoid(p, [-0.22 * lean, 0.80, 0.30], [0.42, 0.20 * self.volume, 0.36]);
            d = join(d, swept, 0.2);
        }
        if matches!(self.style, Long | Bob) {
            let low = 0.5 * (0.30 + self.nape[0]);
            let length = 0.5 * (0.30 - self.nape[0]) + 0.15;
            d = join(
                d,
                ellipsoid(s, [w - 0.13, low, -0.12], [0.17 * self.volume, length, 0.36]),
                0.12,
            );
            d = join(d, ellipsoid(p, [0.0, low, -0.45], [w - 0.06, length, 0.46]), 0.15);
        }
        let window = self.window(p, s, lean);
        d = meet(d, window, self.soft);
        let lower = self.nape[0] + s.z * self.nape[1] - s.y;
        d = meet(d, lower * 0.9, 0.07);
        if !matches!(self.style, Long | Bob | Curly) {
            let ear = ellipsoid(s, [0.72 * self.width, -0.12, -0.06], [0.22, 0.23, 0.19]);
            d = meet(d, -ear, 0.04);
        }
        match self.style {
            Receding => d = meet(d, s.y - 0.48 + s.z * 0.20, 0.20),
            Bun => d = join(d, ellipsoid(p, [0.0, 0.93, -0.60], [0.27, 0.25, 0.26]), 0.06),
            _ => {}
        }
        // Locks lie flat along the hairline.
        (d - self.locks(p) * (window * -5.0).clamp01() * self.curl) * 0.9
    }

    /// Negative where hair may be: outside the window that the face looks out of.
    fn window(&self, p: Point, s: Point, lean: f32) -> Lane {
        let [height, recede] = self.line;
        // High in the middle, lower to the temples; recessions rise as a bump over the outer brow.
        let bump = (1.0 - ((s.x - 0.36) * 5.0).square()).max(0.0);
        let height = if self.style == HairStyle::Long {
            height + 0.12 - (p.x - 0.12 * self.parting).abs() * 0.75
        } else {
            height.into()
        };
        let line = height - s.x.square() * 0.75 + bump * recede - p.x * (0.22 * lean);
        let above = line - s.y;
        let behind = s.z - self.temple - (s.y - 0.3) * 0.1;
        join(above, behind, 0.15)
    }

    /// Strands run from the crown down: waves round the head, bent along it. In [−1, 1].
    pub fn locks(&self, p: Point) -> Lane {
        if self.style == HairStyle::Curly {
            return (p.x * 1.9 + p.y * 0.6).wave() * (p.y * 1.8 - p.z * 0.5).wave()
                + (p.z * 2.1 + p.x).wave() * 0.6;
        }
        if matches!(self.style, HairStyle::Short | HairStyle::SideParting) {
            // Combed to the side and back.
            let across = p.z * 1.3 - p.y * 1.1 + p.x * (0.45 * self.parting);
            let bend = (p.x * 0.9 + 0.1).wave() * 0.12;
            return (across * 4.1 + bend * 2.0).wave() * 0.5
                + (across * 2.3 + bend).wave() * 0.5;
        }
        // A cheap angle round the whorl, from −1 to 1 from ear to ear.
        let (x, z) = (p.x - 0.30 * self.parting, p.z + 0.25);
        let angle = x.over(x.abs() + z.abs() + 0.05);
        let bend = (p.y * 0.8 + angle * 0.7).wave() * 0.12;
        let fine = (angle * 11.0 + bend * 2.0).wave();
        let coarse = (angle * 4.3 + bend + 0.2).wave();
        // Too fine to be seen where they meet.
        (fine + coarse) * ((x.abs() + z.abs()) * 2.0).min(0.5)
    }
}
