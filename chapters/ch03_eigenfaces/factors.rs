//! What recognition lives on, and what the components are about: the renderer knows.

use super::naming::{divide, named};
use super::{distance, recognition};
use autoencoders::Autoencoder;
use autoencoders::data::faces::{
    Colour, FaceSet, Factors, Identity, View, gallery, render_all,
};
use autoencoders::pca::Pca;
use autoencoders::stats::{correlation, mean, median};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use std::collections::BTreeMap;

/// A change of the factors of every picture.
type Change = fn(&mut Factors);

/// A number of a picture's factors.
type Measure = fn(&Factors) -> f64;

/// What is held fixed, as the keys name it: nothing; one thing about the view; one about the people; all about the people
/// but one thing. Those called *still* once more in one pose and the same clothes.
const CHANGES: [(&str, Change); 12] = [
    ("none", |_| {}),
    ("clothes_fixed", |f| f.view.clothes = View::default().clothes),
    ("hair_same", |f| f.identity = with_hair(&f.identity, &Identity::default())),
    ("skin_same", |f| f.identity = with_skin(&f.identity, &Identity::default())),
    ("shape_same", |f| f.identity = shape(&Identity::default(), &f.identity)),
    ("hair_only", |f| only(f, with_hair(&Identity::default(), &f.identity))),
    ("skin_only", |f| only(f, with_skin(&Identity::default(), &f.identity))),
    ("shape_only", |f| only(f, shape(&f.identity, &Identity::default()))),
    ("still", still),
    ("still_hair_same", |f| {
        still(f);
        f.identity = with_hair(&f.identity, &Identity::default());
    }),
    ("still_hair_only", |f| {
        still(f);
        only(f, with_hair(&Identity::default(), &f.identity));
    }),
    ("still_shape_only", |f| {
        still(f);
        only(f, shape(&f.identity, &Identity::default()));
    }),
];

/// How far to either side of the camera the lamp goes in harsh light, degrees, and how much light comes from elsewhere.
const HARSH: (f32, f32) = (120.0, 0.1);
/// Components beside which a wall is measured.
const WALL: usize = 20;

/// From straight ahead, at the same place and size, in the same clothes.
fn still(f: &mut Factors) {
    let v = &f.view;
    f.view = View {
        light_azimuth: v.light_azimuth,
        light_elevation: v.light_elevation,
        ambient: v.ambient,
        smile: v.smile,
        glasses: v.glasses,
        ..View::default()
    };
}

/// The same pictures with the lamp anywhere, and little light from elsewhere.
fn harshly(set: &FaceSet, rng: &mut impl Rng) -> Outcome<FaceSet> {
    let (most, ambient) = HARSH;
    let lit = set.factors.iter().map(|f| {
        let light_azimuth = rng.random_range(-most..most);
        let view = View { light_azimuth, ambient, ..f.view.clone() };
        Factors { view, ..f.clone() }
    });
    Ok(render_all(lit.collect(), set.images.frame.height, Colour::Grey)?)
}

/// The same person with the other's hair.
fn with_hair(person: &Identity, other: &Identity) -> Identity {
    Identity {
        hair: other.hair,
        hair_volume: other.hair_volume,
        hair_parting: other.hair_parting,
        hair_colour: other.hair_colour,
        ..person.clone()
    }
}

/// The same person with the other's complexion.
fn with_skin(person: &Identity, other: &Identity) -> Identity {
    let Identity { skin_colour, lip_redness, .. } = *other;
    Identity { skin_colour, lip_redness, ..person.clone() }
}

/// The first one's head and features, with the other's hair, beard and complexion.
fn shape(person: &Identity, other: &Identity) -> Identity {
    let Identity { beard, moustache, .. } = *other;
    let person = with_skin(&with_hair(person, other), other);
    Identity { beard, moustache, ..person }
}

/// That identity, and no glasses.
fn only(f: &mut Factors, identity: Identity) {
    f.identity = identity;
    f.view.glasses = false;
}

/// Over several galleries: who is recognised when one factor is held fixed, and what the leading components follow.
pub fn factors(run: &mut Run) -> Outcome {
    let (galleries, people, each, side) =
        run.size((2, 10, 6, 20), (5, 40, 10, 32), (10, 40, 10, 64));
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for number in 0..galleries {
        let base = gallery(run.args.seed + number, people, each, side, Colour::Grey)?;
        let mut rng = run.rng("factors");
        let rows: Vec<usize> = (0..base.factors.len()).collect();
        let labels = &base.images.labels;
        let divisions: Vec<_> =
            (0..run.size(2, 10, 10)).map(|_| divide(&rows, labels, &mut rng)).collect();
        for (name, change) in CHANGES {
            let changed = base.factors.iter().map(|factors| {
                let mut factors = factors.clone();
                change(&mut factors);
                factors
            });
            let x = render_all(changed.collect(), side, Colour::Grey)?.images.x;
            let shares = divisions
                .iter()
                .map(|(known, asked)| named(&x, labels, known, asked))
                .collect::<Outcome<Vec<_>>>()?;
            let share = 100.0 * mean(&shares).unwrap_or(0.0);
            all.entry(format!("factor_{name}")).or_default().push(share);
        }
        for (key, value) in followed(&base)? {
            all.entry(format!("follows_{key}")).or_default().push(value);
        }
        let harsh = harshly(&base, &mut run.rng(&format!("harsh {number}")))?;
        let light = followed(&harsh)?.into_iter().find(|(key, _)| key == "light_component");
        let mut add = |key: String, value| all.entry(key).or_default().push(value);
        light.into_iter().for_each(|(key, value)| add(format!("harsh_{key}"), value));
        for (name, set) in [("mild", &base), ("harsh", &harsh)] {
            let gains = recognition::gains(&set.images, &divisions, &mut rng)?;
            for (key, gains) in gains {
                add(format!("{name}_{key}"), 100.0 * median(&gains).unwrap_or(0.0));
            }
        }
        let alone = gallery(run.args.seed + number, 1, people * each, side, Colour::Grey)?;
        for (name, set) in [("many", &base), ("alone", &alone)] {
            let (ratio, let_in) = distance::of_a_wall(&set.images, WALL, &mut rng)?;
            add(format!("wall_over_face_{name}"), ratio);
            add(format!("wall_accepted_{name}"), let_in);
        }
    }
    for (key, values) in &all {
        let share = ["factor", "wall_accepted"].iter().any(|of| key.starts_with(of))
            || key.ends_with("_gain");
        run.over_starts(key, values, if share { "%" } else { "" }, digits_of(key));
    }
    run.count("factor_galleries", all["factor_none"].len());
    Ok(())
}

/// Whole per cents and whole components, one decimal for multiples, two for correlations and shares.
fn digits_of(key: &str) -> usize {
    match key.ends_with("_component") {
        false if key.starts_with("follows") => 2,
        false if key.starts_with("wall_over") => 1,
        _ => 0,
    }
}

/// How bright a colour looks.
fn brightness(rgb: [f32; 3]) -> f64 {
    f64::from(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]).powf(1.0 / 2.2)
}

/// For the brightness of hair and clothes and the light's side the largest correlation that a score among the first twelve has with it, and that score's number.
fn followed(set: &FaceSet) -> Outcome<Vec<(String, f64)>> {
    let pca = Pca::fit(&set.images.x, 12.min(set.images.len() - 1))?;
    let z = pca.encode(&set.images.x)?;
    let score = |j: usize| z.column(j).iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
    let mut found = Vec::new();
    let named: [(&str, Measure); 3] = [
        ("hair", |f| brightness(f.identity.hair_colour)),
        ("clothes", |f| brightness(f.view.clothes)),
        ("light", |f| f.view.light_azimuth.into()),
    ];
    for (name, of) in named {
        let along = |j: usize| {
            let pairs: Vec<_> = set.factors.iter().map(of).zip(score(j)).collect();
            correlation(&pairs).unwrap_or(0.0).abs()
        };
        let by_score: Vec<f64> = (0..pca.code_size()).map(along).collect();
        let best = (0..by_score.len())
            .fold(0, |a, b| if by_score[b] > by_score[a] { b } else { a });
        found.push((name.to_string(), by_score[best]));
        found.push((format!("{name}_component"), best as f64 + 1.0));
    }
    Ok(found)
}
