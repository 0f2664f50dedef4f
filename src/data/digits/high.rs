//! The forms of 5 to 9. In each, [a, b, c, d] is the shape; a comment says what they do.

use super::arc::arc;
use super::form::{Form, FormsOf, Shape, Stroke};
use super::spline::Point;

pub(super) const FIVE: FormsOf = &[
    // a: length of the flag; b: size of the bowl; c: the curl at the end; d: slope of the flag.
    Form {
        name: "one stroke",
        share: 0.35,
        strokes: |s| vec![[flag(s), belly(s)].concat()],
    },
    // The flag comes last, and may miss the neck.
    Form {
        name: "two strokes",
        share: 0.37,
        strokes: |s @ &[a, _, c, d]| {
            let off = [0.32 + 0.06 * c, 0.08 + 0.04 * d];
            vec![
                belly(s),
                vec![off, [0.55, 0.06 + 0.01 * d], [0.97 + 0.16 * a, 0.04 - 0.05 * d]],
            ]
        },
    },
    // Rounded like an S.
    Form {
        name: "curved",
        share: 0.14,
        strokes: |s @ &[a, _, _, d]| {
            let mut belly = belly(s);
            belly.drain(..4);
            let top = vec![
                [0.9 + 0.12 * a, 0.06 - 0.04 * d],
                [0.6, 0.05],
                [0.36, 0.12],
                [0.25, 0.28],
                [0.35, 0.41],
            ];
            vec![[top, belly].concat()]
        },
    },
];

fn flag(&[a, _, _, d]: &Shape) -> Stroke {
    vec![[0.95 + 0.16 * a, 0.05 - 0.05 * d], [0.55, 0.06 - 0.01 * d]]
}

/// From the neck down; the first four points are the neck and its corners.
fn belly(&[_, b, c, _]: &Shape) -> Stroke {
    let (neck, turn) = ([0.32, 0.07], [0.17, 0.48 - 0.05 * b]);
    vec![
        neck,
        neck,
        turn,
        turn,
        [0.46, 0.455 - 0.06 * b],
        [0.76 + 0.03 * b, 0.55 - 0.03 * b],
        [0.8 + 0.04 * b, 0.75],
        [0.62 + 0.02 * b, 0.91],
        [0.35, 0.97],
        [0.2 - 0.01 * c, 0.94 - 0.03 * c],
        [0.05 - 0.02 * c, 0.87 - 0.09 * c],
    ]
}

pub(super) const SIX: FormsOf = &[
    // a: size of the bowl; b: bend of the stem; c: gap or overlap; d: where the stem begins.
    Form { name: "closed", share: 0.6, strokes: |s| vec![six(s, 0.0)] },
    Form { name: "curled", share: 0.4, strokes: |s| vec![six(s, 1.0)] },
];

fn six(&[a, b, c, d]: &Shape, curl: f32) -> Stroke {
    let h = 0.185 + 0.04 * a;
    let y = 0.98 - h;
    let mut stem = vec![
        [0.44 + 0.16 * d, 0.02],
        [0.26 - 0.06 * b + 0.09 * d, 0.25],
        [0.14 - 0.05 * b, 0.54],
    ];
    let end = 185.0 - 12.0 * c - 50.0 * curl;
    let mut bowl = arc([0.51, y], [0.38, h], 172.0, end - 360.0, 9);
    // The right side of the bowl is the higher one.
    bowl.iter_mut().for_each(|p| p[1] -= 0.22 * (p[0] - 0.4));
    let inside = 0.1 * curl;
    if let Some([x, y]) = bowl.last_mut() {
        *x += inside;
        *y -= 0.3 * inside;
    }
    stem.append(&mut bowl);
    stem
}

pub(super) const SEVEN: FormsOf = &[
    // a: width of the bar; b: bend of the stem; c: slope of the bar, length of the hook; d: where the stem ends.
    Form { name: "plain", share: 0.36, strokes: |s| vec![[bar(s), stem(s)].concat()] },
    Form { name: "hooked", share: 0.2, strokes: |s| vec![hooked(s)] },
    // As the hooked one, with a round shoulder.
    Form {
        name: "arched",
        share: 0.22,
        strokes: |s| {
            let mut points = hooked(s);
            points.remove(3);
            vec![points]
        },
    },
    Form {
        name: "barred",
        share: 0.15,
        strokes: |s @ &[a, _, c, d]| {
            let across =
                vec![[0.28 - 0.07 * a, 0.52 + 0.04 * c], [0.8 + 0.07 * a, 0.5 + 0.03 * d]];
            vec![[bar(s), stem(s)].concat(), across]
        },
    },
    Form {
        name: "rounded",
        share: 0.15,
        strokes: |s| {
            let (mut bar, stem) = (bar(s), stem(s));
            bar.pop();
            vec![[bar, stem[1..].to_vec()].concat()]
        },
    },
];

/// A bar that begins with a stroke upwards.
fn hooked(s @ &[a, _, c, _]: &Shape) -> Stroke {
    let mut points = [vec![[0.07 - 0.06 * a, 0.35 + 0.1 * c]], bar(s), stem(s)].concat();
    points[1] = [0.13 - 0.05 * a, 0.1];
    points
}

fn bar(&[a, _, c, _]: &Shape) -> Stroke {
    let corner = [0.86, 0.06 - 0.02 * c];
    vec![[0.06 - 0.06 * a, 0.11 + 0.045 * c], [0.5, 0.06 + 0.03 * c], corner, corner]
}

fn stem(&[_, b, _, d]: &Shape) -> Stroke {
    vec![
        [0.72 - 0.03 * b, 0.36],
        [0.58 - 0.05 * b + 0.05 * d, 0.65],
        [0.51 + 0.1 * d, 0.97],
    ]
}

pub(super) const EIGHT: FormsOf = &[
    // a: upper against lower loop; b: width of the upper loop; c: gap or overlap at the top; d: width of the lower.
    Form { name: "one stroke", share: 0.65, strokes: |s| vec![eight(s)] },
    // a: upper against lower; b: width of the upper; c: overlap of the two; d: shift of the upper.
    Form {
        name: "two rings",
        share: 0.08,
        strokes: |&[a, b, c, d]| {
            let waist = 0.46 + 0.04 * a;
            let upper = arc(
                [0.5 + 0.03 * d, waist / 2.0 + 0.02],
                [0.3 + 0.03 * b, waist / 2.0],
                280.0,
                -90.0,
                9,
            );
            let below = (1.0 - waist) / 2.0;
            let lower = arc(
                [0.5, waist + below - 0.02],
                [0.38, below + 0.01 * c],
                270.0,
                -100.0,
                9,
            );
            vec![upper, lower]
        },
    },
    // The last line passes its beginning. c: how far.
    Form {
        name: "overshot",
        share: 0.2,
        strokes: |s @ &[_, b, c, d]| {
            let mut points = eight(s);
            points.pop();
            points.push([0.88 + 0.05 * b + 0.06 * c, 0.1 - 0.03 * c + 0.03 * d]);
            vec![points]
        },
    },
];

fn eight(&[a, b, c, d]: &Shape) -> Stroke {
    let (m, w, v) = (0.515 + 0.065 * a, 0.05 * b.max(-1.0), 0.05 * d.max(-1.5));
    vec![
        [0.77 + w + 0.025 * c, 0.14 + 0.025 * c],
        [0.52, 0.02],
        [0.26 - w, 0.15],
        [0.33 - 0.7 * w, m - 0.12],
        [0.52, m + 0.04],
        [0.71 + v, 0.53 * m + 0.44],
        [0.7 + v, 0.88],
        [0.46, 0.98],
        [0.25 - v, 0.87],
        [0.32 - 0.7 * v, 0.55 * m + 0.41],
        [0.52, m - 0.02],
        [0.69 + w, m - 0.18],
        [0.78 + w + 0.02 * c, 0.14 - 0.025 * c],
    ]
}

pub(super) const NINE: FormsOf = &[
    // a: size of the bowl; b: gap or overlap of the bowl; c: bend of the tail; d: lean of the stem.
    Form { name: "straight", share: 0.35, strokes: |s| vec![nine(s, -365.0, &[], 0.0)] },
    Form { name: "curved", share: 0.3, strokes: |s| vec![nine(s, -365.0, &[], 1.0)] },
    // The pen goes back to the beginning of the bowl, then down.
    Form {
        name: "stemmed",
        share: 0.42,
        strokes: |s @ &[_, b, _, d]| {
            let top = [0.79 + 0.03 * d, 0.08 - 0.04 * b];
            vec![nine(s, -335.0, &[top, top], 0.0)]
        },
    },
];

fn nine(&[a, b, c, d]: &Shape, end: f32, between: &[Point], tail: f32) -> Stroke {
    let h = 0.22 + 0.05 * a;
    let mut points = arc([0.41, 0.02 + h], [0.34, h], 8.0 * b, end, 9);
    points.extend(between);
    let x = 0.7 - 0.04 * d;
    points.push([x - 0.05, 0.6]);
    if tail > 0.0 {
        points.push([x - 0.12 - 0.04 * c, 0.88]);
        points.push([x - 0.38 - 0.12 * c, 0.97]);
    } else {
        points.push([x - 0.14 - 0.05 * c, 0.97]);
    }
    points
}
