//! The forms of 0 to 4. In each, [a, b, c, d] is the shape; a comment says what they do.

use super::arc::arc;
use super::form::{Form, FormsOf, Shape, Stroke};

pub(super) const ZERO: FormsOf = &[
    Form { name: "oval", share: 0.8, strokes: |s| vec![oval(s, 360.0)] },
    Form { name: "curled", share: 0.185, strokes: |s| vec![oval(s, 410.0)] },
    Form {
        name: "slashed",
        share: 0.006,
        strokes: |s| vec![oval(s, 365.0), vec![[0.92, 0.05], [0.1, 0.93]]],
    },
];

/// Counter-clockwise from the top. a: where it begins; b: egg, heavy below or above; c: gap or overlap; d: how far inside it ends.
fn oval(&[a, b, c, d]: &Shape, sweep: f32) -> Stroke {
    let start = 285.0 + 22.0 * a;
    let sweep = sweep + 4.0 + 10.0 * c;
    let mut points = arc([0.0, 0.0], [0.44 + 0.06 * b, 0.47], start, start - sweep, 9);
    for (i, p) in points.iter_mut().enumerate() {
        let inwards = 1.0 + 0.05 * d - (0.10 + 0.10 * d) * i as f32 / 8.0;
        *p = [
            0.5 + p[0] * inwards * (1.0 + 0.3 * (a - b) * p[1]) - 0.13 * p[1],
            0.5 + p[1] * inwards,
        ];
    }
    points
}

pub(super) const ONE: FormsOf = &[
    // a, b: bend above and below; c: a hook at the foot; d: lean.
    Form {
        name: "bar",
        share: 0.8,
        strokes: |&[a, b, c, d]| {
            vec![vec![
                [0.58 + 0.1 * d, 0.02],
                [0.55 + 0.065 * d + 0.015 * a, 0.3],
                [0.52 + 0.035 * d + 0.015 * b, 0.65],
                [0.5 + 0.015 * c, 0.97],
            ]]
        },
    },
    // a: length of the flag; b: its slope; c: bend of the stem; d: sharpness of the top.
    Form {
        name: "flagged",
        share: 0.12,
        strokes: |&[a, b, c, d]| {
            let top = [0.55, 0.03];
            vec![vec![
                [0.3 - 0.07 * a, 0.22 + 0.05 * b + 0.03 * a],
                [0.45, 0.11 + 0.02 * d],
                top,
                top,
                [0.54 + 0.02 * c, 0.5],
                [0.52, 0.97],
            ]]
        },
    },
    // a: length of the flag; b: width of the foot; c: slope of the foot; d: slope of the flag.
    Form {
        name: "footed",
        share: 0.08,
        strokes: |&[a, b, c, d]| {
            let (top, half) = ([0.52, 0.03], 0.28 + 0.06 * b);
            vec![
                vec![[0.3 - 0.06 * a, 0.2 + 0.04 * d], top, top, [0.52, 0.5], [0.51, 0.95]],
                vec![[0.5 - half, 0.95 + 0.01 * c], [0.5 + half, 0.95 - 0.01 * c]],
            ]
        },
    },
];

pub(super) const TWO: FormsOf = &[
    Form { name: "flat", share: 0.34, strokes: flat_two },
    Form { name: "looped", share: 0.28, strokes: looped_two },
    Form { name: "ringed", share: 0.25, strokes: ringed_two },
    Form { name: "waved", share: 0.17, strokes: waved_two },
    Form { name: "angular", share: 0.06, strokes: angular_two },
];

/// The head of a 2. a: how far the hook at its start comes down; b: its width.
fn head_of_two(a: f32, b: f32) -> Stroke {
    let w = 0.08 * b;
    vec![
        [0.14 - w, 0.22 + 0.06 * a],
        [0.26 - 0.5 * w, 0.07 + 0.03 * a],
        [0.48, 0.01],
        [0.69 + w, 0.1],
        [0.73 + w, 0.27],
        [0.62 + 0.5 * w, 0.47],
    ]
}

/// a, b: the head; c: length of the base; d: its slope.
fn flat_two(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let corner = [0.06 - 0.04 * c, 0.94];
    let base = vec![
        [0.38, 0.7],
        corner,
        corner,
        [0.5, 0.94 - 0.02 * d],
        [0.94 + 0.08 * c + 0.25 * d.max(0.0), 0.91 - 0.06 * d],
    ];
    vec![[head_of_two(a, b), base].concat()]
}

/// a, b: the head; c: size of the loop; d: where the tail ends.
fn looped_two(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let l = 0.125 + 0.045 * c;
    let base = vec![
        [0.44, 0.7],
        [0.28, 0.9],
        [0.1, 0.97],
        [0.0, 0.93 - 0.6 * l],
        [0.1, 0.93 - 1.9 * l],
        [0.36, 0.93 - 1.1 * l],
        [0.64, 0.87 - 0.3 * l],
        [1.02 + 0.05 * c + 0.13 * d, 0.9 - 0.06 * d],
    ];
    vec![[head_of_two(a, b), base].concat()]
}

/// A wide loop whose line crosses the neck. a, b: the head; c: size of the loop; d: length of the tail.
fn ringed_two(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let (w, l) = (0.05 * b, 0.04 * c);
    vec![vec![
        [0.15 - w, 0.25 + 0.07 * a],
        [0.3, 0.07 + 0.02 * a],
        [0.55, 0.02],
        [0.77 + w, 0.15],
        [0.77 + w, 0.38],
        [0.66, 0.67],
        [0.42, 0.93],
        [0.14, 0.96],
        [0.03, 0.8 - 0.5 * l],
        [0.16, 0.64 - l],
        [0.42, 0.68 - l],
        [0.67, 0.82],
        [0.95 + 0.12 * d, 0.94 - 0.05 * d],
    ]]
}

/// a, b: the head; c: height of the wave; d: where the tail ends.
fn waved_two(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let h = 0.06 + 0.03 * c;
    let base = vec![
        [0.38, 0.72],
        [0.06, 0.95],
        [0.08, 0.96],
        [0.3, 0.89 - h],
        [0.62, 0.93],
        [1.02 + 0.13 * d, 0.9 - 0.05 * d],
    ];
    vec![[head_of_two(a, b), base].concat()]
}

/// Like a Z. a, b: where it begins; c: length of the base; d: its slope.
fn angular_two(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let (turn, corner) = ([0.74, 0.1 - 0.02 * a], [0.08 - 0.03 * c, 0.93]);
    vec![vec![
        [0.14 - 0.05 * b, 0.12 + 0.05 * a],
        [0.48, 0.04],
        turn,
        turn,
        [0.46, 0.5],
        corner,
        corner,
        [0.9 + 0.1 * c, 0.93 - 0.05 * d],
    ]]
}

pub(super) const THREE: FormsOf = &[
    // a: depth of the cusp; b: upper against lower bowl; c: the hook at the start; d: the curl at the end.
    Form {
        name: "round",
        share: 0.62,
        strokes: |s| vec![[upper_bowl(s), lower_bowl(s)].concat()],
    },
    Form { name: "looped", share: 0.2, strokes: looped_three },
    // c: slope of the top; otherwise as the round one.
    Form {
        name: "flat",
        share: 0.18,
        strokes: |s @ &[a, b, c, _]| {
            let (corner, middle) =
                ([0.78, 0.06 - 0.02 * c], [0.42 - 0.06 * a, 0.4 + 0.03 * b]);
            let top =
                vec![[0.17, 0.08 + 0.02 * c], [0.5, 0.05], corner, corner, middle, middle];
            vec![[top, lower_bowl(s)].concat()]
        },
    },
];

fn upper_bowl(&[a, b, c, _]: &Shape) -> Stroke {
    let m = 0.455 + 0.045 * b;
    let cusp = [0.36 - 0.11 * a, m];
    vec![
        [0.16 - 0.03 * c, 0.17 + 0.06 * c],
        [0.3, 0.05 + 0.02 * c],
        [0.54 + 0.02 * b, 0.02],
        [0.74 + 0.05 * b, 0.13],
        [0.72 + 0.06 * b, 0.3],
        [0.58 + 0.03 * b, 0.42 + 0.03 * b],
        cusp,
        cusp,
    ]
}

fn lower_bowl(&[_, b, _, d]: &Shape) -> Stroke {
    let m = 0.455 + 0.045 * b;
    vec![
        [0.62, m + 0.02],
        [0.8 - 0.04 * b, m + 0.13],
        [0.83 - 0.06 * b, 0.73],
        [0.69 - 0.04 * b, 0.91],
        [0.43, 0.98],
        [0.2 - 0.02 * d, 0.92 - 0.02 * d],
        [0.06 - 0.03 * d, 0.84 - 0.07 * d],
    ]
}

/// As the round one, with a loop at the waist; a: its size.
fn looped_three(s @ &[a, b, _, _]: &Shape) -> Vec<Stroke> {
    let (m, l) = (0.455 + 0.045 * b, 0.05 + 0.015 * a);
    let mut upper = upper_bowl(s);
    upper.truncate(6);
    let waist = vec![[0.42 - l, m + l], [0.36 - l, m], [0.44, m - 0.8 * l]];
    vec![[upper, waist, lower_bowl(s)].concat()]
}

pub(super) const FOUR: FormsOf = &[
    // a: height of the bar; b: how far it goes to the right; c: width between the tops; d: where the stem begins.
    Form { name: "open", share: 0.55, strokes: open_four },
    // a: height of the bar; b: how far it goes to the right; c: how far left the corner lies; d: lean of the stem.
    Form { name: "closed", share: 0.2, strokes: closed_four },
    // a: depth of the cup; b: its width; c: length of the stem; d: its lean.
    Form { name: "cupped", share: 0.25, strokes: cupped_four },
];

fn open_four(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let y = 0.55 + 0.05 * a;
    let corner = [0.14 - 0.02 * c, y];
    vec![
        vec![
            [0.3 - 0.05 * c, 0.06],
            [0.2 - 0.03 * c, y - 0.25],
            corner,
            corner,
            [0.5, y - 0.005],
            [0.9 + 0.08 * b, y - 0.03 - 0.02 * b],
        ],
        vec![[0.76, 0.1 + 0.08 * d], [0.67, 0.45], [0.57, 0.96]],
    ]
}

fn closed_four(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let y = 0.62 + 0.05 * a;
    let (top, corner) = ([0.7, 0.03], [0.1 - 0.03 * c, y]);
    vec![
        vec![top, [0.4, 0.32], corner, corner, [0.5, y], [0.92 + 0.07 * b, y - 0.01 * b]],
        vec![[0.71, 0.04], [0.67, 0.5], [0.6 - 0.04 * d, 0.97]],
    ]
}

fn cupped_four(&[a, b, c, d]: &Shape) -> Vec<Stroke> {
    let (y, w) = (0.48 + 0.06 * a, 0.05 * b);
    let turn = [0.82 + w, 0.06];
    vec![vec![
        [0.22 - w, 0.08],
        [0.18 - w, y - 0.2],
        [0.24 - w, y - 0.02],
        [0.45, y],
        [0.68 + 0.5 * w, y - 0.12],
        turn,
        turn,
        [0.74 + 0.5 * w, 0.4],
        [0.66 - 0.04 * d, 0.92 + 0.04 * c],
    ]]
}
