//! IDX files that lie, end early, go on too long, or are something else.

use super::{folder, gzip, idx, put, refused};
use autoencoders::data::idx::{
    find_pair, mnist_folder, read, read_images, read_labels, read_pair,
};
use std::fs;

/// Each of these files, plain or gzipped, is refused with these words.
#[test]
fn bad_bytes_are_refused_by_name() {
    let good = idx(8, &[2, 2, 2], &[7; 8]);
    let cases: &[(&str, Vec<u8>, &[&str])] = &[
        ("truncated", good[..good.len() - 1].to_vec(), &["2×2×2", "fetch it again"]),
        ("no-values", good[..16].to_vec(), &["2×2×2", "fetch it again"]),
        ("half-header", good[..9].to_vec(), &["ends before the sizes of 3 dimensions"]),
        ("half-magic", vec![0, 0], &["ends before the four bytes of the magic number"]),
        (
            "trailing",
            [&good[..], &[1]].concat(),
            &["more bytes follow the 8", "fetch it again"],
        ),
        ("trailing-much", [&good[..], &[1; 9999]].concat(), &["more bytes follow the 8"]),
        (
            "magic",
            b"PNG, or anything".to_vec(),
            &["not an IDX file", "50 4e 47 2c", "00 00"],
        ),
        ("element", idx(0x0a, &[1], &[0]), &["not an IDX file", "00 00 0a 01"]),
        ("no-dimension", idx(8, &[], &[]), &["no dimension"]),
        ("lying", idx(8, &[60_000, 28, 28], &[0; 100]), &["60000×28×28", "fetch it again"]),
        (
            "overflow",
            idx(8, &[u32::MAX; 3], &[0; 9]),
            &["4294967295×4294967295×4294967295", "limit"],
        ),
        ("overflow-255", idx(8, &[u32::MAX; 255], &[0; 9]), &["limit"]),
        ("wide-lie", idx(0x0e, &[2], &[0; 8]), &["promises"]),
    ];
    for (name, bytes, words) in cases {
        let dir = folder(&[]);
        let plain = put(&dir, name, bytes);
        refused(read(&plain), &plain, words);
        let packed = put(&dir, &format!("{name}.gz"), &gzip(bytes));
        refused(read(&packed), &packed, words);
    }
}

#[test]
fn an_empty_file_a_folder_and_a_missing_file_are_refused() {
    let dir = folder(&[("empty", b"")]);
    refused(
        read(&dir.path().join("empty")),
        &dir.path().join("empty"),
        &["the file is empty", "fetch it again"],
    );
    refused(
        read(dir.path()),
        dir.path(),
        &["this is a folder", "one IDX file was expected"],
    );
    let missing = dir.path().join("missing");
    refused(read(&missing), &missing, &["No such file"]);
    refused(mnist_folder(&missing), &missing, &["No such file"]);
    refused(find_pair(&missing), &missing, &["No such file"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[]);
    let path = put(&dir, "locked", &idx(8, &[1], &[0]));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        eprintln!("skipped: root may read any file");
        return;
    }
    refused(read(&path), &path, &["ermission denied"]);
}

#[test]
fn damaged_gzip_is_refused() {
    let dir = folder(&[]);
    let values: Vec<u8> = (0..4096u32).map(|i| (i * i % 251) as u8).collect();
    let packed = gzip(&idx(8, &[1, 64, 64], &values));
    let cut = put(&dir, "cut.gz", &packed[..packed.len() / 2]);
    refused(read(&cut), &cut, &["fetch it again"]);
    let mut flipped = packed.clone();
    let last = flipped.len() - 6; // inside the checksum
    flipped[last] ^= 0xff;
    let path = put(&dir, "checksum.gz", &flipped);
    refused(read(&path), &path, &["damaged gzip data", "fetch it again"]);
    let path = put(&dir, "only-magic.gz", &[0x1f, 0x8b]);
    refused(read(&path), &path, &["fetch it again"]);
    let path = put(&dir, "junk-behind.gz", &[&packed[..], b"junk"].concat());
    refused(read(&path), &path, &["fetch it again"]);
}

/// 64 MiB of zeros in 64 KiB: reading must stop a byte after the one value that the header promises.
///
/// The packed stream is cut in the middle, so a reader that unpacked more than that would speak of damage.
#[test]
fn a_gzip_bomb_is_not_unpacked() {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&idx(8, &[1, 1, 1], &[0])).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..64).for_each(|_| packer.write_all(&zeros).unwrap());
    let bomb = packer.finish().unwrap();
    let dir = folder(&[]);
    let path = put(&dir, "bomb.gz", &bomb[..bomb.len() / 2]);
    refused(read(&path), &path, &["more bytes follow the 1"]);
    // A header that claims all of it, and far more than gzip could hold, is refused before a byte is unpacked.
    let path = put(&dir, "claim.gz", &gzip(&idx(8, &[1 << 20, 64, 64], &[0; 64])));
    refused(read(&path), &path, &["1048576×64×64", "holds at most"]);
}

#[test]
fn images_must_be_images_and_labels_labels() {
    let dir = folder(&[]);
    let flat = put(&dir, "flat", &idx(8, &[4], &[1, 2, 3, 4]));
    refused(read_images(&flat), &flat, &["holds 4", "N×H×W"]);
    let four = put(&dir, "four", &idx(8, &[1, 1, 1, 4], &[0; 4]));
    refused(read_images(&four), &four, &["1×1×1×4", "N×H×W×3"]);
    let floats = put(&dir, "floats", &idx(0x0d, &[1, 1, 1], &[0; 4]));
    refused(read_images(&floats), &floats, &["F32", "bytes", "idx::read"]);
    for sizes in [[0, 2, 2], [2, 0, 2], [2, 2, 0]] {
        let none = put(&dir, "none", &idx(8, &sizes, &[]));
        refused(read_images(&none), &none, &["holds no pixel", "at least one image"]);
    }
    let image = put(&dir, "image", &idx(8, &[1, 1, 1], &[0]));
    refused(read_labels(&image), &image, &["1×1×1", "one row of bytes"]);
    let labels = put(&dir, "labels", &idx(8, &[2], &[0, 1]));
    refused(
        read_pair(&image, &labels),
        &labels,
        &["2 labels", "holds 1 image; ", "not a pair", "image"],
    );
}

#[test]
fn folders_say_what_they_lack_or_have_too_much_of() {
    let (images, labels) = (idx(8, &[1, 1, 1], &[0]), idx(8, &[1], &[0]));
    let dir = folder(&[
        ("train-images-idx3-ubyte", &images),
        ("train-labels-idx1-ubyte", &labels),
    ]);
    refused(
        mnist_folder(dir.path()),
        dir.path(),
        &["holds no t10k-images-idx3-ubyte", "fetch it"],
    );
    let dir = folder(&[
        ("train-images-idx3-ubyte", &images),
        ("t10k-images-idx3-ubyte", &images),
    ]);
    let both = ["more than one set", "train-images-idx3-ubyte", "t10k-images-idx3-ubyte"];
    refused(find_pair(dir.path()), dir.path(), &both);
    let dir = folder(&[("notes.txt", b"")]);
    refused(find_pair(dir.path()), dir.path(), &["holds no file of images"]);
}
