//! The one table of colours. The same thing has the same colour in every chapter.

/// What a line or a point is drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// The text's own colour.
    Text,
    /// The text's colour, faint: grids, reference lines, what is only context.
    Faint,
    /// PCA, in every chapter.
    Pca,
    /// A random choice of the same size: the baseline.
    Random,
    /// The data themselves: raw pixels, the known truth.
    Raw,
    /// One of the ten categories: Okabe & Ito's eight and two more.
    Category(usize),
    /// A magnitude between 0 and 1.
    Magnitude(f64),
}

/// Models and baselines: CSS variable, and the value where the page does not set it.
const PCA: (&str, &str) = ("--c-pca", "#6b675f");
const RANDOM: (&str, &str) = ("--c-random", "#a3487a");
const RAW: (&str, &str) = ("--c-raw", "#9a6200");

/// Categories: Okabe & Ito's colours and two more, dark enough for a letter to be read on paper.
const CATEGORIES: [(&str, &str); 10] = [
    ("--c-0", "#006cab"),
    ("--c-1", "#bd4b00"),
    ("--c-2", "#00795a"),
    ("--c-3", "#a3487a"),
    ("--c-4", "#9a6200"),
    ("--c-5", "#2478ad"),
    ("--c-6", "#855528"),
    ("--c-7", "#6b675f"),
    ("--c-8", "#5b4bb3"),
    ("--c-9", "#7a6c00"),
];

/// Nine stops of viridis.
const VIRIDIS: [[f64; 3]; 9] = [
    [68.0, 1.0, 84.0],
    [71.0, 44.0, 122.0],
    [59.0, 81.0, 139.0],
    [44.0, 113.0, 142.0],
    [33.0, 144.0, 141.0],
    [39.0, 173.0, 129.0],
    [92.0, 200.0, 99.0],
    [170.0, 220.0, 50.0],
    [253.0, 231.0, 37.0],
];

/// Five stops from blue to vermilion; the middle is paper, and both sides darken alike.
const DIVERGING: [[f64; 3]; 5] = [
    [0.0, 48.0, 96.0],
    [38.0, 128.0, 184.0],
    [247.0, 247.0, 247.0],
    [222.0, 105.0, 38.0],
    [110.0, 38.0, 0.0],
];

impl Ink {
    /// The CSS value: `var(--c-pca,#767676)`, `currentColor`, `rgb(…)`.
    pub fn css(self) -> String {
        let variable = |(name, fallback): (&str, &str)| format!("var({name},{fallback})");
        match self {
            Ink::Text => "currentColor".to_string(),
            Ink::Faint => "color-mix(in srgb,currentColor 45%,transparent)".to_string(),
            Ink::Pca => variable(PCA),
            Ink::Random => variable(RANDOM),
            Ink::Raw => variable(RAW),
            Ink::Category(i) => variable(CATEGORIES[i % CATEGORIES.len()]),
            Ink::Magnitude(t) => {
                let [r, g, b] = along(&VIRIDIS, t);
                format!("rgb({r},{g},{b})")
            }
        }
    }
}

/// The diverging map at t in [−1, 1]: 0 is paper.
pub fn diverging(t: f64) -> [u8; 3] {
    along(&DIVERGING, (t + 1.0) / 2.0)
}

/// The colour a share t in [0, 1] of the way along evenly spaced `stops`.
fn along(stops: &[[f64; 3]], t: f64) -> [u8; 3] {
    let place = t.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
    let left = (place as usize).min(stops.len() - 2);
    let share = place - left as f64;
    std::array::from_fn(|c| (stops[left][c] * (1.0 - share) + stops[left + 1][c] * share).round() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diverging_map_is_balanced() {
        assert_eq!(diverging(0.0), [247, 247, 247]);
        let light = |[r, g, b]: [u8; 3]| 0.21 * f64::from(r) + 0.72 * f64::from(g) + 0.07 * f64::from(b);
        for t in [0.25, 0.5, 1.0] {
            assert!((light(diverging(t)) - light(diverging(-t))).abs() < 25.0, "at ±{t}");
        }
    }
}
