//! Folders of pictures that cannot be read as one set.

use super::{folder, put, refused};
use autoencoders::data::{
    self,
    images::{self, Options},
};

/// A grey PGM with every pixel the same.
fn pgm(width: usize, height: usize, grey: u8) -> Vec<u8> {
    let mut bytes = format!("P5\n{width} {height}\n255\n").into_bytes();
    bytes.extend(vec![grey; width * height]);
    bytes
}

#[test]
fn a_missing_an_empty_and_a_pictureless_folder_are_refused() {
    let dir = folder(&[("a/notes.txt", b"x"), (".hidden.pgm", &pgm(1, 1, 0))]);
    refused(
        images::folder(dir.path(), &Options::default()),
        dir.path(),
        &["holds no PGM, PNG, JPEG, GIF or WebP", "deeper", "name another"],
    );
    let missing = dir.path().join("missing");
    refused(images::folder(&missing, &Options::default()), &missing, &["No such file"]);
    refused(data::open(&missing, &Options::default()), &missing, &["No such file"]);
    let file = put(&dir, "file", b"");
    refused(images::folder(&file, &Options::default()), &file, &["Not a directory"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("locked/a.pgm", &pgm(1, 1, 0))]);
    let locked = dir.path().join("locked");
    let permit = |mode| {
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(mode)).unwrap()
    };
    permit(0o000);
    let may_anyway = std::fs::read_dir(&locked).is_ok();
    let result = images::folder(dir.path(), &Options::default());
    permit(0o755); // or the folder could not be removed
    if may_anyway {
        eprintln!("skipped: root may read any folder");
        return;
    }
    refused(result, &locked, &["ermission denied"]);
}

#[test]
fn two_sizes_are_named_with_both_files() {
    let dir = folder(&[("a.pgm", &pgm(3, 2, 0)), ("b.pgm", &pgm(2, 3, 0))]);
    let words =
        ["is 3 pixels high and 2 wide", "a.pgm is 2 high and 3 wide", "brought to one"];
    refused(
        images::folder(dir.path(), &Options::default()),
        &dir.path().join("b.pgm"),
        &words,
    );
    let resized =
        images::folder(dir.path(), &Options { size: Some((4, 4)), colour: false }).unwrap();
    assert_eq!(resized.images.x.dim(), (2, 16));
}

#[test]
fn a_damaged_picture_is_named() {
    let cases: [(&str, Vec<u8>); 4] = [
        ("cut.pgm", pgm(9, 9, 1)[..40].to_vec()),
        ("text.png", b"no picture at all".to_vec()),
        ("empty.jpg", Vec::new()),
        ("half.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
    ];
    for (name, bytes) in cases {
        let dir = folder(&[("0.pgm", &pgm(9, 9, 1)), (name, &bytes)]);
        let words = ["cannot be read as a picture", "replace or remove it"];
        refused(
            images::folder(dir.path(), &Options::default()),
            &dir.path().join(name),
            &words,
        );
    }
}

#[test]
fn pictures_beyond_all_measure_are_refused_before_they_are_unpacked() {
    let vast = b"P5\n100000 100000\n255\n".to_vec();
    let dir = folder(&[("vast.pgm", &vast)]);
    let path = dir.path().join("vast.pgm");
    refused(
        images::folder(dir.path(), &Options { size: Some((8, 8)), colour: false }),
        &path,
        &["larger than 16384"],
    );
    // Each picture fits, but all of them would not: the header of the first is enough to know.
    let large = b"P5\n16000 16000\n255\n".to_vec();
    let files: Vec<(String, &[u8])> =
        (0..5).map(|i| (format!("{i}.pgm"), &large[..])).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let dir = folder(&files);
    refused(
        images::folder(dir.path(), &Options::default()),
        dir.path(),
        &["5 pictures of 16000×16000", "smaller size"],
    );
}

#[test]
fn labels_must_be_clear() {
    let picture = pgm(1, 1, 0);
    let dir = folder(&[("a.pgm", &picture), ("s1/b.pgm", &picture)]);
    refused(
        images::folder(dir.path(), &Options::default()),
        dir.path(),
        &["a.pgm", "b.pgm", "labels are unclear"],
    );
}

#[test]
fn a_size_of_nothing_or_of_everything_is_refused() {
    let dir = folder(&[("a.pgm", &pgm(1, 1, 0))]);
    for size in [(0, 8), (8, 0), (8, 20_000)] {
        let error =
            images::folder(dir.path(), &Options { size: Some(size), colour: false })
                .unwrap_err()
                .to_string();
        assert!(
            error.contains(&format!("{}×{}, but must be 1 to 16384", size.0, size.1)),
            "{error}"
        );
    }
}
