//! What is written is what is read, and files are whole or not there.

use super::{double, folder, gzip, idx, put};
use autoencoders::data::idx::{self as reader, Element};
use autoencoders::data::images::{self, Options};
use autoencoders::data::{self, ImageSet, optdigits, write_files};
use autoencoders::ndarray::{Array2, array};
use autoencoders::{Frame, Real};
use proptest::prelude::*;
use std::fs;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn idx_images_and_labels_come_back(
        n in 1usize..6, height in 1usize..7, width in 1usize..7, colour: bool, packed: bool, seed in any::<u64>(),
    ) {
        let channels = if colour { 3 } else { 1 };
        let byte = |i: usize| (seed.wrapping_mul(i as u64 * 2 + 1) >> 32) as u8;
        let x = Array2::from_shape_fn((n, height * width * channels), |(i, j)| Real::from(byte(i * 999 + j)) / 255.0);
        let labels: Vec<usize> = (0..n).map(|i| byte(i + 77).into()).collect();
        let set = ImageSet { x, labels, frame: Frame { height, width, channels } };
        let dir = folder(&[]);
        let end = if packed { ".gz" } else { "" };
        let rank = if colour { 4 } else { 3 };
        reader::write_images(&dir.path().join(format!("some-images-idx{rank}-ubyte{end}")), &set).unwrap();
        reader::write_labels(&dir.path().join(format!("some-labels-idx1-ubyte{end}")), &set.labels).unwrap();
        prop_assert_eq!(&reader::find_pair(dir.path()).unwrap(), &set);
        prop_assert_eq!(&data::open(dir.path(), &Options::default()).unwrap(), &set);
        prop_assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "a temporary file was left");
    }

    #[test]
    fn no_file_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80), element in 8u8..15) {
        let dir = folder(&[]);
        let mut with_magic = vec![0, 0, element, bytes.first().map_or(1, |b| b % 4)];
        with_magic.extend(&bytes);
        for content in [&bytes, &with_magic, &gzip(&bytes), &gzip(&with_magic)] {
            let path = put(&dir, "any", content);
            if let Ok(read) = reader::read(&path) {
                prop_assert_eq!(read.values().len(), read.sizes.iter().product::<usize>());
            }
        }
    }

    #[test]
    fn png_pictures_come_back(n in 1usize..4, height in 1u32..6, width in 1u32..6, colour: bool, seed in any::<u64>()) {
        let byte = |i: u32| (seed.wrapping_mul(u64::from(i) * 2 + 1) >> 40) as u8;
        let dir = folder(&[]);
        for i in 0..n as u32 {
            let path = dir.path().join(format!("{i}.png"));
            let at = |x: u32, y: u32| byte(i * 1000 + y * 40 + x);
            if colour {
                image::RgbImage::from_fn(width, height, |x, y| image::Rgb([at(x, y), at(x + 10, y), 9])).save(path).unwrap();
            } else {
                image::GrayImage::from_fn(width, height, |x, y| image::Luma([at(x, y)])).save(path).unwrap();
            }
        }
        let set = images::folder(dir.path(), &Options { size: None, colour }).unwrap().images;
        prop_assert_eq!((set.len(), set.frame.height, set.frame.width), (n, height as usize, width as usize));
        let (i, y, x) = (n as u32 - 1, height - 1, width - 1);
        let got = set.x[[n - 1, ((y * width + x) as usize) * set.frame.channels]];
        prop_assert_eq!(got, Real::from(f32::from(byte(i * 1000 + y * 40 + x)) / 255.0));
    }
}

#[test]
fn every_element_type_is_read_big_endian() {
    let dir = folder(&[]);
    let cases: [(u8, Element, Vec<u8>, Real); 6] = [
        (0x08, Element::U8, vec![200], 200.0),
        (0x09, Element::I8, vec![0xfe], -2.0),
        (0x0b, Element::I16, vec![0x01, 0x02], 258.0),
        (0x0c, Element::I32, vec![0xff, 0xff, 0xff, 0xfd], -3.0),
        (0x0d, Element::F32, 1.5f32.to_be_bytes().to_vec(), 1.5),
        (0x0e, Element::F64, (-0.25f64).to_be_bytes().to_vec(), -0.25),
    ];
    for (code, element, bytes, value) in cases {
        let read = reader::read(&put(&dir, "one", &idx(code, &[1, 1], &bytes))).unwrap();
        assert_eq!(
            (read.element, read.sizes.as_slice(), read.values().as_slice()),
            (element, &[1, 1][..], &[value][..])
        );
    }
}

#[test]
fn gzip_is_known_by_its_bytes_and_mnist_by_either_spelling() {
    let (images, labels) = (idx(8, &[1, 1, 2], &[0, 255]), idx(8, &[1], &[7]));
    let dir = folder(&[
        ("train-images.idx3-ubyte", &gzip(&images)), // packed, though the name does not say so
        ("train-labels-idx1-ubyte.gz", &labels),     // not packed, though the name says so
        ("t10k-images-idx3-ubyte.gz", &gzip(&images)),
        ("t10k-labels.idx1-ubyte", &labels),
    ]);
    let sets = reader::mnist_folder(dir.path()).unwrap();
    assert_eq!(sets.train, sets.test);
    assert_eq!((sets.train.x, sets.train.labels), (array![[0.0, 1.0]], vec![7]));
}

#[test]
fn a_file_and_its_unpacked_twin_are_one_set() {
    let images = idx(8, &[1, 1, 1], &[51]);
    let dir = folder(&[
        ("a-images-idx3-ubyte", &images),
        ("a-images-idx3-ubyte.gz", &gzip(&images)),
    ]);
    let set = reader::find_pair(dir.path()).unwrap();
    assert_eq!((set.x, set.labels), (array![[0.2]], vec![]));
}

#[test]
fn sub_folders_are_labels_and_numbers_sort_by_value() {
    let grey = |g: u8| [b"P5\n1 1\n255\n".as_slice(), &[g]].concat();
    let dir = folder(&[
        ("s10/1.pgm", &grey(0)),
        ("s2/10.pgm", &grey(255)),
        ("s2/9.PGM", &grey(51)),
        ("README", b"no picture"),
        ("empty/notes.txt", b""),
    ]);
    let found = images::folder(dir.path(), &Options::default()).unwrap();
    assert_eq!(found.names, ["s2", "s10"]);
    assert_eq!(found.images.labels, [0, 0, 1]);
    assert!(
        (&found.images.x - &array![[0.2], [1.0], [0.0]]).iter().all(|d| d.abs() < 1e-6),
        "{}",
        found.images.x
    );
    let files: Vec<_> = found
        .files
        .iter()
        .map(|f| f.strip_prefix(dir.path()).unwrap().to_str().unwrap())
        .collect();
    assert_eq!(files, ["s2/9.PGM", "s2/10.pgm", "s10/1.pgm"]);
}

#[test]
fn colour_is_grey_unless_asked_for_and_resizing_keeps_the_middle() {
    let dir = folder(&[("a.ppm", b"P6\n3 1\n255\n\xff\0\0\0\xff\0\0\0\xff")]);
    let with = |size, colour| {
        images::folder(dir.path(), &Options { size, colour }).unwrap().images
    };
    let grey = with(None, false);
    let weights = [0.2126, 0.7152, 0.0722];
    assert!(grey.x.iter().zip(weights).all(|(&g, w)| (g - w).abs() < 1e-3), "{}", grey.x);
    let middle = with(Some((1, 1)), true);
    assert_eq!((middle.frame.channels, &middle.x), (3, &array![[0.0, 1.0, 0.0]]));
}

#[test]
fn optdigits_is_what_its_authors_published() {
    let set = optdigits::load().unwrap();
    assert_eq!(
        (set.x.dim(), set.frame.height, set.frame.width, set.frame.channels),
        ((1797, 64), 8, 8, 1)
    );
    assert_eq!(set.x.row(0).to_vec()[..8], [0.0, 0.0, 5.0, 13.0, 9.0, 1.0, 0.0, 0.0]);
    assert_eq!(set.labels[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let count = |digit| set.labels.iter().filter(|&&label| label == digit).count();
    assert_eq!(
        (0..10).map(count).collect::<Vec<_>>(),
        [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    );
    assert_eq!(set.x.iter().map(|&p| double(p)).sum::<f64>(), 561_718.0);
}

#[test]
fn a_set_is_selected_by_rows() {
    let set = optdigits::load().unwrap();
    let some = set.select(&[5, 3]).unwrap();
    assert_eq!((some.labels, some.x.row(1)), (vec![5, 3], set.x.row(3)));
    let error = set.select(&[1, 1797]).unwrap_err().to_string();
    assert_eq!(
        error,
        "selecting images: expected rows 0 to 1796 of 1797, but got row 1797"
    );
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let dir = folder(&[("plain", b"a file"), ("taken/x", b"a folder of this name")]);
    let set =
        |p: Real| ImageSet { x: array![[p]], labels: vec![300], frame: Frame::grey(1, 1) };
    let path = dir.path().join("images");
    let bad = [
        (reader::write_images(&path, &set(1.5)), "a pixel is 1.5"),
        (reader::write_images(&path, &set(Real::NAN)), "a pixel is NaN"),
        (
            reader::write_images(&path, &ImageSet { frame: Frame::grey(1, 2), ..set(0.0) }),
            "expected 2 columns for 1×1×2, but got 1",
        ),
        (reader::write_labels(&path, &[300]), "a label is 300, but must be from 0 to 255"),
        (reader::write_images(&dir.path().join("plain/images"), &set(0.0)), "plain"),
        (reader::write_images(&dir.path().join("taken"), &set(0.0)), "taken"),
        (
            reader::write_images(std::path::Path::new("/"), &set(0.0)),
            "not the name of a file",
        ),
        (write_files(dir.path(), &[("a/b", b"1")]), "a/b"),
        (
            write_files(dir.path(), &[("one", b"1"), ("two", b"2"), ("taken", b"3")]),
            "taken",
        ),
    ];
    for (result, words) in bad {
        let error = result.unwrap_err().to_string();
        assert!(error.contains(words), "{error:?} does not say {words:?}");
    }
    let mut left: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["plain", "taken"]);
}
