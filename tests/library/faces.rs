//! The rendered faces: counts, truth, repeatability, and that light, smile, turn and identity do what they say.

use autoencoders::Real;
use autoencoders::data::faces::{
    Colour, FaceSet, HairStyle, Identity, View, gallery, render, views,
};
use autoencoders::ndarray;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

const SIDE: usize = 32;
/// How far the lengths of a path in steps of 1° and of 0.1° may differ.
const PATH: f64 = 0.05;

fn person(seed: u64) -> Identity {
    Identity::random(&mut ChaCha8Rng::seed_from_u64(seed))
}

fn grey(identity: &Identity, view: &View) -> Vec<Real> {
    render(identity, view, SIDE, Colour::Grey).expect("a face")
}

/// Mean absolute difference of two images.
fn difference(a: &[Real], b: &[Real]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from((a - b).abs())).sum::<f64>() / a.len() as f64
}

/// The image's rows from `top` to `bottom` and columns from `left` to `right`, as shares of the side.
fn part(image: &[Real], [top, bottom, left, right]: [f64; 4]) -> Vec<Real> {
    let at = |share: f64| (share * SIDE as f64).round() as usize;
    (at(top)..at(bottom))
        .flat_map(|y| image[y * SIDE + at(left)..y * SIDE + at(right)].to_vec())
        .collect()
}

fn mean(pixels: &[Real]) -> f64 {
    pixels.iter().map(|&p| f64::from(p)).sum::<f64>() / pixels.len() as f64
}

fn in_range(set: &FaceSet) -> bool {
    set.images.x.iter().all(|p| (0.0..=1.0).contains(p))
}

#[test]
fn views_are_every_yaw_by_every_tilt() {
    let set = views(3, 16, Colour::Grey).expect("views");
    assert_eq!(set.images.x.dim(), (133, 256));
    assert_eq!(
        (set.images.frame.height, set.images.frame.width, set.images.frame.channels),
        (16, 16, 1)
    );
    assert!(set.images.labels.iter().all(|&l| l == 0) && in_range(&set));
    let angles: Vec<_> =
        set.factors.iter().map(|f| (f.view.yaw as i32, f.view.tilt as i32)).collect();
    for (i, tilt) in (-30..=30).step_by(10).enumerate() {
        for (j, yaw) in (-90..=90).step_by(10).enumerate() {
            assert_eq!(angles[19 * i + j], (yaw, tilt));
        }
    }
}

#[test]
fn the_gallery_has_each_person_as_often_as_asked_and_tells_the_truth() {
    let set = gallery(5, 6, 4, 16, Colour::Rgb).expect("gallery");
    assert_eq!(set.images.x.dim(), (24, 16 * 16 * 3));
    assert!(in_range(&set));
    for (i, f) in set.factors.iter().enumerate() {
        assert_eq!((f.person, set.images.labels[i]), (i / 4, i / 4));
        assert!(
            f.view.yaw.abs() <= 15.0
                && f.view.tilt.abs() <= 10.0
                && (0.0..=1.0).contains(&f.view.smile)
        );
        assert_eq!(
            f.identity,
            set.factors[4 * (i / 4)].identity,
            "image {i} changes who it shows"
        );
        let again =
            render(&f.identity, &f.view, 16, Colour::Rgb).expect("the factors of an image");
        assert_eq!(
            set.images.x.row(i).to_vec(),
            again,
            "image {i} is not what its factors render to"
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let set = |seed| gallery(seed, 4, 3, 16, Colour::Grey).expect("gallery").images.x;
    assert_eq!(set(1), set(1));
    assert_ne!(set(1), set(2));
    let larger = gallery(1, 6, 3, 16, Colour::Grey).expect("gallery").images.x;
    assert_eq!(
        set(1),
        larger.slice(ndarray::s![..12, ..]),
        "a larger gallery begins with other people"
    );
}

/// Euclidean distance of two pictures of 64 × 64.
fn distance(a: &[Real], b: &[Real]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt()
}

fn turned(seed: u64, yaw: f32) -> Vec<Real> {
    render(&person(seed), &View { yaw, ..View::default() }, 64, Colour::Grey)
        .expect("a face")
}

/// The way from one pose to another has a length: smaller steps find no more of it.
#[test]
fn the_path_of_a_turn_has_a_length() {
    for (seed, from) in [(3, -8.0), (1, 20.0)] {
        let path: Vec<_> = (0..=80).map(|i| turned(seed, from + 0.1 * i as f32)).collect();
        let length = |every: usize| -> f64 {
            (every..=80).step_by(every).map(|i| distance(&path[i - every], &path[i])).sum()
        };
        let (coarse, fine) = (length(10), length(1));
        assert!(
            (coarse / fine - 1.0).abs() < PATH,
            "seed {seed}: {coarse} in steps of 1°, {fine} in steps of 0.1°"
        );
    }
}

/// A picture has a derivative in the pose: ‖x(t+h) − x(t)‖/h does not grow as h falls.
#[test]
fn differences_per_degree_tend_to_a_limit() {
    for (seed, yaw) in [(3, 0.0), (1, 0.0), (1, 20.0)] {
        let x = turned(seed, yaw);
        let rates = [0.3f32, 0.1, 0.03, 0.01]
            .map(|h| distance(&x, &turned(seed, yaw + h)) / f64::from(h));
        for rate in rates {
            assert!((rate / rates[1] - 1.0).abs() < 0.15, "seed {seed}: {rates:?}");
        }
    }
}

/// Clothes change with the picture and not with the person, and nothing but the clothes shows them.
#[test]
fn clothes_are_no_part_of_a_person() {
    let set = gallery(5, 3, 4, 16, Colour::Grey).expect("gallery");
    for pair in set.factors.windows(2) {
        assert_ne!(pair[0].view.clothes, pair[1].view.clothes);
    }
    let white = View { clothes: [0.9; 3], ..View::default() };
    for seed in 0..4 {
        let (dark, light) =
            (grey(&person(seed), &View::default()), grey(&person(seed), &white));
        let of = |region| difference(&part(&dark, region), &part(&light, region));
        let (face, bust) = (of([0.2, 0.7, 0.3, 0.7]), of([0.9, 1.0, 0.0, 1.0]));
        assert!(face < 1e-6 && bust > 0.05, "seed {seed}: face {face}, bust {bust}");
    }
}

#[test]
fn grey_is_the_luminance_of_colour() {
    let (identity, view) =
        (person(8), View { yaw: 25.0, glasses: true, ..View::default() });
    let rgb = render(&identity, &view, SIDE, Colour::Rgb).expect("colour");
    for (grey, rgb) in grey(&identity, &view).iter().zip(rgb.chunks(3)) {
        let luminance = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
        assert!((grey - luminance).abs() < 1e-5, "{grey} is not the luminance of {rgb:?}");
    }
}

#[test]
fn a_symmetric_head_seen_in_a_mirror_is_the_head_turned_the_other_way() {
    for hair in [HairStyle::Bald, HairStyle::Bob, HairStyle::Receding] {
        let identity = Identity { hair, hair_parting: 0.0, ..Identity::default() };
        let view = View {
            yaw: 35.0,
            roll: 8.0,
            light_azimuth: 25.0,
            gaze_yaw: 10.0,
            tilt: 5.0,
            ..View::default()
        };
        let other = View {
            yaw: -35.0,
            roll: -8.0,
            light_azimuth: -25.0,
            gaze_yaw: -10.0,
            ..view.clone()
        };
        let mirrored: Vec<Real> = grey(&identity, &view)
            .chunks(SIDE)
            .flat_map(|row| row.iter().rev().copied().collect::<Vec<_>>())
            .collect();
        let (apart, turned) = (
            difference(&mirrored, &grey(&identity, &other)),
            difference(&mirrored, &grey(&identity, &view)),
        );
        // The locks of the hair are not symmetric to the last pixel.
        assert!(
            apart < 0.01 && turned > 5.0 * apart,
            "{hair:?}: mirror differs by {apart}, the unturned head by {turned}"
        );
    }
}

#[test]
fn a_smile_is_in_the_mouth() {
    for seed in 0..8 {
        let identity = Identity { beard: 0.0, moustache: 0.0, ..person(seed) };
        let rest = grey(&identity, &View::default());
        let smile = grey(&identity, &View { smile: 1.0, ..View::default() });
        let of = |region| difference(&part(&rest, region), &part(&smile, region));
        let (mouth, above) = (of([0.58, 0.80, 0.32, 0.68]), of([0.0, 0.38, 0.0, 1.0]));
        assert!(mouth > 0.015, "seed {seed}: a laugh changes the mouth by {mouth} only");
        assert!(mouth > 8.0 * above, "seed {seed}: mouth {mouth}, brow and hair {above}");
    }
}

#[test]
fn light_from_the_left_brightens_the_left() {
    for seed in 0..8 {
        let lit =
            |light_azimuth| grey(&person(seed), &View { light_azimuth, ..View::default() });
        let (left, right) = ([0.3, 0.8, 0.25, 0.5], [0.3, 0.8, 0.5, 0.75]);
        let lean = |image: &[Real]| mean(&part(image, left)) - mean(&part(image, right));
        assert!(lean(&lit(-60.0)) > 0.02, "seed {seed}: light from the left does not show");
        assert!(
            lean(&lit(60.0)) < -0.02,
            "seed {seed}: light from the right does not show"
        );
    }
}

#[test]
fn people_differ_more_than_one_person_does_in_other_poses() {
    let people: Vec<_> = (0..12).map(person).collect();
    let straight: Vec<_> = people.iter().map(|p| grey(p, &View::default())).collect();
    let turned: Vec<_> = people
        .iter()
        .map(|p| grey(p, &View { yaw: 8.0, tilt: -4.0, smile: 0.4, ..View::default() }))
        .collect();
    let same = (0..12).map(|i| difference(&straight[i], &turned[i])).sum::<f64>() / 12.0;
    let pairs = (0..12).flat_map(|i| (0..i).map(move |j| (i, j)));
    let others =
        pairs.map(|(i, j)| difference(&straight[i], &straight[j])).sum::<f64>() / 66.0;
    assert!(others > 1.5 * same, "others differ by {others}, the same person by {same}");
}

#[test]
fn glasses_and_gaze_change_the_eyes_and_little_else() {
    let (plain, eyes, chin) =
        (grey(&person(2), &View::default()), [0.38, 0.55, 0.2, 0.8], [0.75, 1.0, 0.0, 1.0]);
    for (what, least, view) in [
        ("glasses", 0.02, View { glasses: true, ..View::default() }),
        ("gaze", 0.003, View { gaze_yaw: 30.0, ..View::default() }),
    ] {
        let image = grey(&person(2), &view);
        let (there, elsewhere) = (
            difference(&part(&plain, eyes), &part(&image, eyes)),
            difference(&part(&plain, chin), &part(&image, chin)),
        );
        assert!(
            there > least && elsewhere < 0.1 * there,
            "{what}: eyes {there}, chin {elsewhere}"
        );
    }
}

/// The number of connected regions, of 3 pixels or more, that are not background.
fn regions(image: &[Real], channels: usize) -> usize {
    let background = &image[..channels]; // the first pixel: no head reaches into the corner
    let differs = |p: &[Real]| p.iter().zip(background).any(|(a, b)| (a - b).abs() > 0.02);
    let mut open: Vec<bool> = image.chunks(channels).map(differs).collect();
    let mut count = 0;
    for start in 0..open.len() {
        let (mut stack, mut size) = (vec![start], 0);
        while let Some(i) = stack.pop() {
            if !std::mem::take(&mut open[i]) {
                continue;
            }
            size += 1;
            let (y, x) = (i / SIDE, i % SIDE);
            for (y, x) in
                [(y, x.wrapping_sub(1)), (y, x + 1), (y.wrapping_sub(1), x), (y + 1, x)]
            {
                if y < SIDE && x < SIDE {
                    stack.push(y * SIDE + x);
                }
            }
        }
        count += usize::from(size >= 3);
    }
    count
}

#[test]
fn no_view_of_a_head_comes_apart() {
    for seed in [1, 4] {
        let set = views(seed, SIDE, Colour::Rgb).expect("views");
        for (row, f) in set.images.x.rows().into_iter().zip(&set.factors) {
            let found = regions(&row.to_vec(), 3);
            assert_eq!(
                found, 1,
                "seed {seed}, yaw {}, tilt {}: {found} pieces",
                f.view.yaw, f.view.tilt
            );
        }
    }
}

#[test]
fn every_hair_style_is_its_own() {
    let styles = HairStyle::ALL
        .map(|hair| grey(&Identity { hair, ..Identity::default() }, &View::default()));
    for (i, a) in styles.iter().enumerate() {
        for (j, b) in styles.iter().enumerate().take(i) {
            let apart = difference(a, b);
            assert!(
                apart > 0.004,
                "{:?} and {:?} differ by {apart}",
                HairStyle::ALL[i],
                HairStyle::ALL[j]
            );
        }
    }
}

#[test]
fn odd_sides_and_single_pixels_are_images_too() {
    for side in [1, 3, 17] {
        let image =
            render(&person(1), &View::default(), side, Colour::Rgb).expect("a small face");
        assert_eq!(image.len(), side * side * 3);
        assert!(image.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

#[test]
fn bad_input_is_named() {
    let says = |result: Result<(), autoencoders::Error>, words: &[&str]| {
        let text = result.expect_err("accepted").to_string();
        assert!(words.iter().all(|w| text.contains(w)), "{text:?} lacks one of {words:?}");
    };
    let image = |identity: &Identity, view: &View, side| {
        render(identity, view, side, Colour::Grey).map(|_| ())
    };
    let (who, how) = (Identity::default(), View::default());
    says(image(&who, &how, 0), &["0 pixels", "1 to 2048"]);
    says(image(&who, &how, 1 << 40), &["1099511627776 pixels", "2048"]);
    says(image(&who, &View { yaw: f32::NAN, ..how.clone() }, 8), &["yaw", "NaN"]);
    says(image(&who, &View { smile: 1.5, ..how.clone() }, 8), &["smile", "1.5", "0 to 1"]);
    says(
        image(&who, &View { clothes: [0.0, 2.0, 0.0], ..how.clone() }, 8),
        &["clothes", "2"],
    );
    says(image(&who, &View { zoom: 0.0, ..how.clone() }, 8), &["zoom", "0.1"]);
    says(
        image(&Identity { nose_width: -1.0, ..who.clone() }, &how, 8),
        &["nose_width", "-1", "0.3"],
    );
    says(
        image(&Identity { skin_colour: [2.0, 0.0, 0.0], ..who.clone() }, &how, 8),
        &["colour", "2"],
    );
    says(views(1, 0, Colour::Grey).map(|_| ()), &["0 pixels"]);
    says(gallery(1, 0, 10, 8, Colour::Grey).map(|_| ()), &["0 people", "at least 1"]);
    says(gallery(1, 10, 0, 8, Colour::Grey).map(|_| ()), &["0 images", "at least 1"]);
    says(
        gallery(1, usize::MAX, 9, 8, Colour::Grey).map(|_| ()),
        &["× 9 images", "100 000"],
    );
}
