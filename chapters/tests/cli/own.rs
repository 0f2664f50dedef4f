//! Sets that readers have, as they come: each runs, and what is done with it or left out is said.

use super::common::{
    FACES, NETWORKS, PCA, PROGRAMS, folder, numbers, pictures, quick, refused, run, said,
    shared,
};
use autoencoders::data::documents::documents;
use autoencoders::data::idx::encode_labels;
use autoencoders::data::words::WordCounts;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The pictures of [`pictures`], each in a sub-folder of its own but the first `together`, which share one.
fn people(count: usize, together: usize) -> TempDir {
    let (dir, from) = (folder(), pictures(count));
    for i in 0..count {
        let person = dir.path().join(format!("person {}", i.max(together.max(1) - 1)));
        fs::create_dir_all(&person).expect("a sub-folder");
        let picture = from.path().join(["anna", "ben"][i % 2]).join(format!("{i}.pgm"));
        fs::copy(picture, person.join(format!("{i}.pgm"))).expect("a picture");
    }
    dir
}

#[test]
fn faces_seen_once_are_fitted_but_not_recognised() {
    // Nobody, or one person only, is there twice: the program says why nobody can be recognised, and does the rest.
    for together in [1, 5] {
        let (dir, out) = (people(20, together), folder());
        let said = said(&quick(FACES, out.path(), &["--data", text(dir.path())]));
        let more = usize::from(together > 1);
        let found =
            format!("here are {} labels, with two pictures or more: {more}", 21 - together);
        for words in
            ["left out: recognition needs two people with two pictures each", &found]
        {
            assert!(said.contains(words), "“{words}” is not in: {said}");
        }
        let numbers = &numbers(out.path())["numbers"];
        assert_eq!(numbers["people"]["value"], (21 - together) as f64);
        assert!(numbers["held_out_samples"]["value"].as_f64() >= Some(5.0), "{numbers}");
        assert!(
            numbers["distance_face"].is_object()
                && numbers["recognition_raw_median"].is_null()
        );
        assert!(out.path().join("reconstruction.svg").exists());
        assert!(!out.path().join("recognition.svg").exists());
    }
}

/// The pictures of [`pictures`], all in one folder: without labels.
fn unlabelled(count: usize) -> TempDir {
    let (from, dir) = (pictures(count), folder());
    for i in 0..count {
        let picture = format!("{i}.pgm");
        let person = from.path().join(["anna", "ben"][i % 2]);
        fs::copy(person.join(&picture), dir.path().join(picture)).expect("a picture");
    }
    dir
}

#[test]
fn pictures_without_labels_are_told_how_to_have_some() {
    let (dir, out) = (unlabelled(20), folder());
    let said = said(&quick(FACES, out.path(), &["--data", text(dir.path())]));
    assert!(said.contains("no picture has a label"), "{said}");
}

#[test]
fn a_stack_learns_without_labels() {
    let (dir, out) = (unlabelled(80), folder());
    let said = said(&quick(NETWORKS[7], out.path(), &["--data", text(dir.path())]));
    assert!(said.contains("what needs them is left out"), "{said}");
    let own = &numbers(out.path())["numbers"];
    assert!(
        own["rebuilt_3_median"].is_object() && own["table_stacked_sq_median"].is_object()
    );
    assert!(!own["acc_stacked_all_median"].is_object());
}

#[test]
fn large_pictures_are_for_the_convolutional_networks_alone() {
    let (dir, out) = (folder(), folder());
    for i in 0..60usize {
        let pixels = (0..68 * 64).map(|j| ((i * 37 + j * (i + 3)) % 256) as u8);
        let picture: Vec<u8> = b"P5 68 64 255\n".iter().copied().chain(pixels).collect();
        fs::write(dir.path().join(format!("{i}.pgm")), picture).expect("a picture");
    }
    let said = said(&quick(NETWORKS[3], out.path(), &["--data", text(dir.path())]));
    assert!(said.contains("dense ones would take too long"), "{said}");
    let own = &numbers(out.path())["numbers"];
    assert!(
        own["equal_conv_bce_median"].is_object()
            && !own["equal_dense_bce_median"].is_object()
    );
    assert!(out.path().join("shift.svg").exists());
}

/// So many pictures of each of six kinds, a bright square at a place of its own, a sub-folder each: their labels come one
/// after the other.
fn kinds(each: usize) -> TempDir {
    let dir = folder();
    for kind in 0..6 {
        let own = dir.path().join(format!("kind {kind}"));
        fs::create_dir(&own).expect("a sub-folder");
        for i in 0..each {
            let mut pixels: Vec<u8> =
                (0..144).map(|j| (i * 31 + j * 17) as u8 % 40).collect();
            let (top, left) = (kind / 3 * 6 + i % 2, kind % 3 * 4);
            for (row, column) in
                (0..4).flat_map(|row| (0..4).map(move |column| (row, column)))
            {
                pixels[(top + row) * 12 + left + column] = 200 + (i * 7 % 50) as u8;
            }
            let picture = [&b"P5 12 12 255\n"[..], &pixels].concat();
            fs::write(own.join(format!("{i}.pgm")), picture).expect("a picture");
        }
    }
    dir
}

#[test]
fn labels_that_come_one_after_the_other_are_all_seen() {
    // The programs take the first so many: without mixing, the last kinds would be nowhere.
    let data = kinds(30);
    let [scarce, stacked, latent] = [NETWORKS[4], NETWORKS[7], NETWORKS[10]];
    for (program, key) in [
        (scarce, "acc_pixels_10_median"),
        (stacked, "acc_stacked_20_median"),
        (latent, "told_obeyed_median"),
    ] {
        let out = folder();
        let said = said(&quick(program, out.path(), &["--data", text(data.path())]));
        assert!(!said.contains("too few pictures of"), "{program}: {said}");
        let numbers = &numbers(out.path())["numbers"];
        assert!(numbers[key].is_object(), "{program} without {key}");
    }
}

/// A folder with the four files of a set of so many images of 8 × 8 pixels, named like this.
fn divided(set: &str, test: &str, count: usize) -> TempDir {
    let dir = folder();
    for (part, count) in [("train", count), (test, count / 4)] {
        let mut images = vec![0, 0, 8, 3];
        [count, 8, 8].iter().for_each(|&size| images.extend((size as u32).to_be_bytes()));
        images.extend((0..count * 64).map(|i| (i * i * 31 % 251 + i / 64 % 5) as u8));
        let labels = encode_labels(&(0..count).map(|i| 1 + i % 26).collect::<Vec<_>>());
        let name = |what: &str| dir.path().join(format!("{set}{part}-{what}-ubyte"));
        fs::write(name("images-idx3"), images).expect("a file");
        fs::write(name("labels-idx1"), labels.expect("labels")).expect("a file");
    }
    dir
}

#[test]
fn a_divided_set_of_another_name_is_read_as_mnist_is() {
    let letters = divided("emnist-letters-", "test", 200);
    fs::write(letters.path().join("emnist-letters-mapping.txt"), "1 65 97\n")
        .expect("a text");
    let with = |program, data: &TempDir| {
        said(&quick(program, folder().path(), &["--data", text(data.path())]))
    };
    // The text beside the letters says which they are; it is no document, for which the last program would take it.
    for program in [PCA, NETWORKS[2]] {
        let said = with(program, &letters);
        assert!(said.contains("rows and columns exchanged"), "{program}: {said}");
    }
    let both = divided("kmnist-", "t10k", 40);
    assert!(!with(PCA, &both).contains("exchanged"));
    for entry in fs::read_dir(letters.path()).expect("a folder") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), both.path().join(entry.file_name())).expect("a copy");
    }
    let words = ["more than one set", "emnist-letters-", "kmnist-", "a folder of its own"];
    let path = text(both.path());
    refused(&run(PCA, &["--quick", "--data", path]), &[&words[..], &[path]].concat());
}

#[test]
fn turning_objects_and_known_parameters_are_measured() {
    // A bright spot that goes round, twice: 72 pictures each, and a table of where it stood.
    let (dir, out) = (folder(), folder());
    let mut table = String::from("# across, down\n");
    for (object, radius) in [("a", 1.5), ("b", 2.0)] {
        fs::create_dir(dir.path().join(object)).expect("a sub-folder");
        for i in 0..72 {
            let (down, across) = (f64::from(i) * 5.0).to_radians().sin_cos();
            let (x, y) = (3.5 + radius * across, 3.5 + radius * down);
            writeln!(table, "{x},{y}").expect("a string");
            let near = |at: u32| (f64::from(at % 8) - x).hypot(f64::from(at / 8) - y);
            let mut bytes = b"P5 8 8 255\n".to_vec();
            bytes.extend((0..64).map(|at| (255.0 * (-near(at) * near(at)).exp()) as u8));
            fs::write(dir.path().join(object).join(format!("{i:02}.pgm")), bytes)
                .expect("a picture");
        }
    }
    fs::write(dir.path().join("where.csv"), table).expect("a table");
    fs::write(dir.path().join("notes.csv"), "who,when\nme,today\n").expect("a table");
    let manifold = PROGRAMS[0];
    quick(manifold, out.path(), &["--data", text(dir.path())]);
    let numbers = &numbers(out.path())["numbers"];
    let found = |key: &str| numbers[key]["value"].as_f64().expect(key);
    assert_eq!((found("turn_objects"), found("known_parameters")), (2.0, 2.0));
    assert!(found("dim_pca_soft") >= 1.0 && found("film_two_least") > 0.0);
    assert!(found("blend_steps_least") > 1.0);
    assert!(found("unrolled_isomap_least") > 0.9);
}

#[test]
fn one_picture_is_one() {
    let dir = pictures(1);
    for program in PROGRAMS {
        let output = run(program, &["--quick", "--data", text(dir.path())]);
        refused(&output, &[text(dir.path()), "holds 1 image,", "at least 3"]);
    }
}

/// UCI's two files of so many documents.
fn bag_of_words(count: usize) -> TempDir {
    let WordCounts { x, words, .. } = documents(5, count).expect("documents").counts;
    let entries: Vec<_> = x.indexed_iter().filter(|(_, count)| **count > 0.0).collect();
    let mut text = format!("{count}\n{}\n{}\n", words.len(), entries.len());
    for ((document, word), count) in entries {
        writeln!(text, "{} {} {count}", document + 1, word + 1).expect("a string");
    }
    let dir = folder();
    fs::write(dir.path().join("docword.made.txt"), text).expect("a file");
    fs::write(dir.path().join("vocab.made.txt"), words.join("\n")).expect("a file");
    fs::write(dir.path().join("readme.txt"), "Bag of words").expect("a file");
    dir
}

#[test]
fn documents_without_classes_are_coded_and_not_compared() {
    let (dir, out) = (bag_of_words(240), folder());
    let said = said(&quick(NETWORKS[2], out.path(), &["--data", text(dir.path())]));
    assert!(said.contains("have no classes"), "{said}");
    let numbers = &numbers(out.path())["numbers"];
    assert_eq!(numbers["news_documents"]["value"], 180.0);
    for (key, is_there) in [
        ("news_hash_noisy_size_0_median", true),
        ("news_hash_noisy_precision_0_median", false),
        ("news_retrieval_lsa_map", false),
    ] {
        assert_eq!(numbers[key].is_object(), is_there, "{key}");
    }
    for figure in ["hamming", "retrieval"] {
        assert!(!out.path().join(format!("news-{figure}.svg")).exists(), "{figure}");
    }
    let few = bag_of_words(40);
    let output = run(NETWORKS[2], &["--quick", "--data", text(few.path())]);
    refused(
        &output,
        &[text(few.path()), "30 documents to fit on, and 10 ", "at least 100 and 30"],
    );
}

#[test]
fn photographs_are_cut_into_patches_of_which_features_are_learnt() {
    let (dir, out) = (folder(), folder());
    for i in 0..4 {
        let pixels: Vec<u8> =
            (0..70 * 80).map(|j| ((j % 70 * (i + 3) + j * j / 91) % 256) as u8).collect();
        let file = [b"P5 80 70 255\n".as_slice(), &pixels].concat();
        fs::write(dir.path().join(format!("{i}.pgm")), file).expect("a picture");
    }
    quick(NETWORKS[4], out.path(), &["--data", text(dir.path())]);
    let numbers = &numbers(out.path())["numbers"];
    assert!(numbers["gabor_patches_r2"].is_object() && numbers["units"].is_null());
    assert!(out.path().join("gabors.svg").exists());
    assert!(!out.path().join("features.svg").exists());
}

#[test]
fn colour_pictures_that_are_no_squares_go_through_image_layers() {
    let (dir, out) = (folder(), folder());
    for i in 0..60 {
        let pixels: Vec<u8> =
            (0..8 * 12 * 3).map(|j| ((i * 41 + j * j * (i % 7 + 2)) % 256) as u8).collect();
        let file = [b"P6 12 8 255\n".as_slice(), &pixels].concat();
        fs::write(dir.path().join(format!("{i}.ppm")), file).expect("a picture");
    }
    // Eight pixels are too few for the window of a measure of quality: it is left out, aloud.
    let again = folder();
    let heard = said(&quick(NETWORKS[5], again.path(), &["--data", text(dir.path())]));
    assert!(heard.contains("left out: SSIM, which needs eleven pixels"), "{heard}");
    let found = &numbers(again.path())["numbers"];
    assert!(found["gauss_conv_psnr_median"].is_object());
    assert!(found["gauss_conv_ssim_median"].is_null());
    quick(NETWORKS[3], out.path(), &["--data", text(dir.path())]);
    let numbers = &numbers(out.path())["numbers"];
    assert_eq!(numbers["features"]["value"], 288.0);
    assert_eq!(numbers["equal_conv_code"]["value"], 16.0); // 1 × 2 × 8
}

/// A photograph's true tangents are unknown: what is scored by them is left out.
#[test]
fn without_a_renderer_no_tangent_is_scored() {
    let (dir, out) = (pictures(60), folder());
    quick(NETWORKS[6], out.path(), &["--data", text(dir.path())]);
    let own = &numbers(out.path())["numbers"];
    assert!(own["cae_jacobian"].is_object() && own["cae_rank_median"].is_object());
    for key in ["tangent_cae_100", "head_cae", "dark_adam_median"] {
        assert!(!own[key].is_object(), "{key}");
    }
    let built_in = &numbers(shared(NETWORKS[6]))["numbers"];
    assert!(
        built_in["tangent_cae_100"].is_object() && built_in["head_cae_median"].is_object()
    );
}

/// Pictures of two classes: labels are few, and nobody else's features fit.
#[test]
fn a_stack_learns_on_the_readers_pictures() {
    let (dir, out) = (pictures(80), folder());
    let heard = said(&quick(NETWORKS[7], out.path(), &["--data", text(dir.path())]));
    assert!(heard.contains("no features are borrowed"), "{heard}");
    let own = &numbers(out.path())["numbers"];
    for key in ["rebuilt_3_median", "acc_stacked_all_median", "table_stacked_sq_median"] {
        assert!(own[key].is_object(), "{key}");
    }
    assert!(!own["transfer_real_own_median"].is_object());
    let built_in = &numbers(shared(NETWORKS[7]))["numbers"];
    assert!(built_in["transfer_real_own_median"].is_object());
}
