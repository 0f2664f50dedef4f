//! The one table of colours. The same thing has the same colour in every chapter.

use plotters::style::RGBAColor;

/// What a line or a point is drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// The text's own colour.
    Text,
    /// The text's colour, faint: grids, reference lines, what is only context.
    Faint,
    /// PCA, in every chapter.
    Pca,
    /// An autoencoder that was trained, in every chapter.
    Autoencoder,
    /// A random choice of the same size: the baseline.
    Random,
    /// The data themselves: raw pixels, the known truth.
    Raw,
    /// One of the ten categories: Okabe & Ito's eight and two more.
    Category(usize),
    /// A magnitude between 0 and 1.
    Magnitude(f64),
}

/// A CSS variable, and the colour where the page does not set it; plotters knows the colour, the page the variable.
type Named = (&'static str, [u8; 3]);

/// Models and baselines. The names are what plotters' colours are told apart by: no two colours here are the same.
const PCA: Named = ("--c-pca", [0x6b, 0x67, 0x5f]);
const AUTOENCODER: Named = ("--c-ae", [0x00, 0x6c, 0xab]);
const RANDOM: Named = ("--c-random", [0xa3, 0x48, 0x7a]);
const RAW: Named = ("--c-raw", [0x9a, 0x62, 0x00]);

/// Categories: Okabe & Ito's colours and two more, dark enough for a letter to be read on paper. Four of them are the
/// models' too.
const CATEGORIES: [Named; 10] = [
    AUTOENCODER,
    ("--c-1", [0xbd, 0x4b, 0x00]),
    ("--c-2", [0x00, 0x79, 0x5a]),
    RANDOM,
    RAW,
    ("--c-5", [0x24, 0x78, 0xad]),
    ("--c-6", [0x85, 0x55, 0x28]),
    PCA,
    ("--c-8", [0x5b, 0x4b, 0xb3]),
    ("--c-9", [0x7a, 0x6c, 0x00]),
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

/// Five stops from blue to vermilion; the middle is paper, and both sides darken alike. (On a dark page the filter
/// `night` of the book's theme turns lightness round and keeps the colours.)
const DIVERGING: [[f64; 3]; 5] = [
    [0.0, 48.0, 96.0],
    [38.0, 128.0, 184.0],
    [247.0, 247.0, 247.0],
    [222.0, 105.0, 38.0],
    [110.0, 38.0, 0.0],
];

impl Ink {
    /// The colour for plotters; [`css`] turns it into what is written.
    pub fn colour(self) -> RGBAColor {
        let ([r, g, b], opacity) = match self {
            Ink::Text => ([0; 3], 1.0),
            Ink::Faint => ([0; 3], 0.45),
            Ink::Pca => (PCA.1, 1.0),
            Ink::Autoencoder => (AUTOENCODER.1, 1.0),
            Ink::Random => (RANDOM.1, 1.0),
            Ink::Raw => (RAW.1, 1.0),
            Ink::Category(i) => (CATEGORIES[i % CATEGORIES.len()].1, 1.0),
            Ink::Magnitude(t) => (along(&VIRIDIS, t), 1.0),
        };
        RGBAColor(r, g, b, opacity)
    }
}

/// What is written for a colour of plotters: black is the text's colour, a named colour its variable, any other itself.
pub fn css((r, g, b): (u8, u8, u8)) -> String {
    let named = [PCA, AUTOENCODER, RANDOM, RAW]
        .into_iter()
        .chain(CATEGORIES)
        .find(|(_, rgb)| *rgb == [r, g, b]);
    match named {
        _ if (r, g, b) == (0, 0, 0) => "currentColor".to_string(),
        Some((name, _)) => format!("var({name},#{r:02x}{g:02x}{b:02x})"),
        None => format!("#{r:02x}{g:02x}{b:02x}"),
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
    std::array::from_fn(|c| {
        (stops[left][c] * (1.0 - share) + stops[left + 1][c] * share).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_follows_the_theme() {
        let written = |ink: Ink| {
            let RGBAColor(r, g, b, _) = ink.colour();
            css((r, g, b))
        };
        assert_eq!(written(Ink::Text), "currentColor");
        assert_eq!(written(Ink::Pca), "var(--c-pca,#6b675f)");
        assert_eq!(written(Ink::Autoencoder), "var(--c-ae,#006cab)");
        assert_eq!(written(Ink::Category(11)), "var(--c-1,#bd4b00)");
        assert_eq!(written(Ink::Magnitude(0.0)), "#440154");
    }

    #[test]
    fn the_diverging_map_is_balanced() {
        assert_eq!(diverging(0.0), [247, 247, 247]);
        let light = |[r, g, b]: [u8; 3]| {
            0.21 * f64::from(r) + 0.72 * f64::from(g) + 0.07 * f64::from(b)
        };
        for t in [0.25, 0.5, 1.0] {
            assert!((light(diverging(t)) - light(diverging(-t))).abs() < 25.0, "at ±{t}");
        }
    }
}
