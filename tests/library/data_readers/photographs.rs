//! Pictures as cameras and archives leave them: turned, unnamed, without an end, beside other files.

use super::{folder, refused};
use autoencoders::data::images::{self, Options};
use autoencoders::ndarray::Array2;
use image::codecs::{gif::GifEncoder, jpeg::JpegEncoder, webp::WebPEncoder};
use image::{ExtendedColorType, GrayImage, Luma};
use std::path::Path;

fn read(dir: &Path) -> images::Folder {
    images::folder(dir, &Options::default()).unwrap()
}

/// What was before the camera: four greys, as blocks of 8 × 16 pixels.
const SEEN: [[u8; 2]; 2] = [[30, 90], [150, 210]];

/// For each orientation from 1 to 8, which side of the picture the first row that is stored shows, and which the first
/// column (Exif 2.3, tag 274). Top and left are 0, bottom and right are 1; `true` where rows are rows.
const STORED: [(usize, usize, bool); 8] = [
    (0, 0, true),  // the first row is the top, the first column the left
    (0, 1, true),  // top, right
    (1, 1, true),  // bottom, right
    (1, 0, true),  // bottom, left
    (0, 0, false), // left, top
    (1, 0, false), // right, top
    (1, 1, false), // right, bottom
    (0, 1, false), // left, bottom
];

/// A JPEG of what is [`SEEN`] with the camera held so that its Exif says `orientation`.
fn photograph(orientation: u16, big_endian: bool) -> Vec<u8> {
    let (first_row, first_column, rows_are_rows) = STORED[usize::from(orientation) - 1];
    let (width, height) = if rows_are_rows { (32, 16) } else { (16, 32) };
    let stored = GrayImage::from_fn(width, height, |x, y| {
        let row = usize::from(y >= height / 2) ^ first_row;
        let column = usize::from(x >= width / 2) ^ first_column;
        Luma([if rows_are_rows { SEEN[row][column] } else { SEEN[column][row] }])
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 100).encode_image(&stored).unwrap();
    let two = |v: u16| if big_endian { v.to_be_bytes() } else { v.to_le_bytes() };
    let four = |v: u32| if big_endian { v.to_be_bytes() } else { v.to_le_bytes() };
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(if big_endian { b"MM" } else { b"II" });
    exif.extend([&two(42)[..], &four(8), &two(1)].concat()); // one entry:
    exif.extend(
        [&two(274)[..], &two(3), &four(1), &two(orientation), &two(0), &four(0)].concat(),
    );
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend((exif.len() as u16 + 2).to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// [`SEEN`] as a row of numbers.
fn seen() -> Array2<f64> {
    let grey = |i: usize| f64::from(SEEN[i / 32 / 8][i % 32 / 16]) / 255.0;
    Array2::from_shape_fn((1, 16 * 32), |(_, i)| grey(i))
}

#[test]
fn photographs_are_upright_however_the_camera_was_held() {
    let files: Vec<(String, Vec<u8>)> = (1..=8)
        .flat_map(|o| {
            [false, true].map(|big| (format!("{o}{big}.jpg"), photograph(o, big)))
        })
        .collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    let dir = folder(&files);
    let set = read(dir.path()).images;
    assert_eq!((set.len(), set.frame.height, set.frame.width), (16, 16, 32));
    for (i, row) in set.x.rows().into_iter().enumerate() {
        let off = row
            .iter()
            .zip(&seen())
            .fold(0.0, |m: f64, (&a, b)| m.max((f64::from(a) - b).abs()));
        assert!(off < 0.02, "orientation {}: off by {off}", i / 2 + 1);
    }
    // Of a single one too, whose shape is taken from what stands before its pixels; and where it is brought to a size.
    for orientation in 1..=8 {
        let dir = folder(&[("a.jpg", &photograph(orientation, true))]);
        let set = read(dir.path()).images;
        assert_eq!((set.frame.height, set.frame.width), (16, 32), "{orientation}");
        let options = Options { size: Some((8, 16)), colour: false };
        let small = images::folder(dir.path(), &options).unwrap().images.x;
        assert!((f64::from(small[[0, 0]]) - 30.0 / 255.0).abs() < 0.02, "{orientation}");
        assert!((f64::from(small[[0, 127]]) - 210.0 / 255.0).abs() < 0.02, "{orientation}");
    }
}

#[test]
fn a_photograph_whose_exif_is_damaged_is_read_as_it_lies() {
    let mut bytes = photograph(6, true);
    bytes[12] = b'?'; // no byte order
    let dir = folder(&[("a.jpg", &bytes)]);
    assert_eq!(
        (read(dir.path()).images.frame.height, read(dir.path()).images.frame.width),
        (32, 16)
    );
}

fn grey(width: u32, grey: u8) -> GrayImage {
    GrayImage::from_fn(width, 3, |x, _| Luma([grey + x as u8]))
}

/// A GIF; with its last byte, by which a reader knows the end, or as some of the Yale faces are.
fn gif(level: u8, ended: bool) -> Vec<u8> {
    let (mut bytes, picture) = (Vec::new(), grey(4, level));
    let colours = image::DynamicImage::from(picture).to_rgb8();
    GifEncoder::new(&mut bytes).encode(&colours, 4, 3, ExtendedColorType::Rgb8).unwrap();
    assert_eq!(bytes.last(), Some(&0x3b));
    bytes.truncate(bytes.len() - usize::from(!ended));
    bytes
}

#[test]
fn the_yale_faces_are_read_as_they_come() {
    let dir = folder(&[
        ("subject10.happy", &gif(100, false)),
        ("subject02.wink", &gif(70, true)),
        ("subject02.gif", &gif(60, true)),
        ("subject01.happy", &gif(20, true)),
        ("subject01.glasses", &gif(10, false)),
        ("subject10.sad", &gif(110, true)),
        ("Readme.txt", b"The Yale Face Database\n"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        (".DS_Store", b"\0\0\0\x01Bud1"),
        ("empty", b""),
    ]);
    let found = read(dir.path());
    let files: Vec<_> =
        found.files.iter().map(|f| f.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(
        files,
        [
            "subject01.glasses",
            "subject01.happy",
            "subject02.gif",
            "subject02.wink",
            "subject10.happy",
            "subject10.sad"
        ]
    );
    assert_eq!(found.images.labels, [0, 0, 1, 1, 2, 2]);
    assert_eq!(found.names, ["subject01", "subject02", "subject10"]);
    assert_eq!(
        (found.images.frame.height, found.images.frame.width, found.images.frame.channels),
        (3, 4, 1)
    );
    for (row, first) in found.images.x.rows().into_iter().zip([10, 20, 60, 70, 100, 110]) {
        for (i, &p) in row.iter().enumerate() {
            let expected = (first + i % 4) as f64 / 255.0;
            assert!((f64::from(p) - expected).abs() < 1e-5, "{first}: {p}, not {expected}");
        }
    }
}

#[test]
fn names_are_labels_only_where_they_say_who_is_seen() {
    let labels = |names: [&str; 4]| {
        let files: Vec<_> = names.iter().map(|&name| (name, gif(50, true))).collect();
        let files: Vec<_> = files.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
        let found = read(folder(&files).path());
        assert_eq!(found.names.is_empty(), found.images.labels.is_empty());
        found.images.labels
    };
    let none: [usize; 0] = [];
    assert_eq!(labels(["1.gif", "2.gif", "3.gif", "4.gif"]), none);
    assert_eq!(
        labels(["at 10.30.gif", "at 10.31.gif", "at 11.30.gif", "at 11.31.gif"]),
        none
    );
    assert_eq!(labels(["a.old", "b.old", "c.old", "d.old"]), none); // another name for each
    assert_eq!(labels(["a", "b", "c", "d"]), none);
    // Two spellings that sort as one number are two labels.
    assert_eq!(labels(["s1.a", "s01.b", "s1.c", "s01.d"]), [0, 1, 0, 1]);
}

#[test]
fn what_a_file_holds_says_what_it_is() {
    let (mut png, mut webp) = (std::io::Cursor::new(Vec::new()), Vec::new());
    grey(4, 80).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let rgb = image::DynamicImage::from(grey(4, 90)).to_rgb8();
    WebPEncoder::new_lossless(&mut webp)
        .encode(&rgb, 4, 3, ExtendedColorType::Rgb8)
        .unwrap();
    let dir = folder(&[
        ("1", png.get_ref()),
        ("2.jpg", &webp), // called another
        ("3.webp", &webp),
        ("4", b"P2#by hand\n4 3 255\n9 9 9 9 9 9 9 9 9 9 9 9"),
        ("5", b"P5, section two"), // begins as a PGM does, but no blank follows
    ]);
    let found = read(dir.path());
    assert_eq!(found.files.len(), 4);
    let first: Vec<u8> =
        found.images.x.column(0).iter().map(|&p| (p * 255.0).round() as u8).collect();
    assert_eq!(first, [80, 90, 90, 9]);
}

#[test]
fn pictures_that_would_be_missed_are_named() {
    for name in ["IMG_0001.HEIC", "scan.tiff", "old.bmp"] {
        let dir = folder(&[("a.gif", &gif(1, true)), (name, b"\0\0\0\x18ftypheic")]);
        let words = ["is no PGM, PNG, JPEG, GIF or WebP", "save it as one of these"];
        let path = dir.path().join(name);
        refused(images::folder(dir.path(), &Options::default()), &path, &words);
    }
}

#[test]
fn a_gif_cut_in_its_pixels_is_refused() {
    let whole = gif(10, true);
    let dir = folder(&[("subject01.sad", &whole[..whole.len() - 8])]);
    let path = dir.path().join("subject01.sad");
    let words = ["cannot be read as a picture", "replace or remove it"];
    refused(images::folder(dir.path(), &Options::default()), &path, &words);
}
