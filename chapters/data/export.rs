//! `data export`: a built-in set as IDX images and labels, or as counts of words, a CSV of what is known of each, and a PNG
//! contact sheet.

#[path = "known.rs"]
mod known;
#[path = "table.rs"]
mod table;

use crate::{Failure, sheet};
use autoencoders::data::{ImageSet, idx, write_files};
pub use known::Name;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Arguments {
    /// Which set.
    #[arg(value_enum)]
    name: Name,
    /// The folder to write to; made where it is missing.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Seed of everything random; the same seed gives the same bytes [all but optdigits; default: 1].
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Pixels a side [faces; default: 64].
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u16).range(8..=512))]
    side: Option<u16>,
    /// RGB in place of grey [faces].
    #[arg(long)]
    colour: bool,
    /// How many people [faces-gallery; default: 40].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    people: Option<u16>,
    /// How many images of each [faces-gallery; default: 10].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    per_person: Option<u16>,
    /// How many images, points, or documents to fit on, and a third as many to measure on [digits, toy sets, documents;
    /// default: 10000, 2000, 1000 or 6000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    count: Option<u32>,
    /// Standard deviation of the noise added to each coordinate [swiss-roll, circle, two-moons; default: 0].
    #[arg(long, value_name = "SIGMA", allow_negative_numbers = true)]
    noise: Option<f64>,
}

/// What a set is made of, whichever it is.
struct Contents {
    /// Pixels in [0, 1], if it is a set of images.
    images: Option<ImageSet>,
    /// All else: the endings of the files' names, and what is in them.
    texts: Vec<(&'static str, String)>,
    /// Images in a row of the contact sheet.
    across: usize,
}

impl Contents {
    /// Images, and what is known of each.
    fn pictures(images: ImageSet, csv: String, across: usize) -> Contents {
        Contents { images: Some(images), texts: vec![(".csv", csv)], across }
    }
}

/// Make the set, then write all of its files or none; says what was written.
pub fn export(arguments: &Arguments) -> Result<String, Failure> {
    let name = arguments.name;
    let given = [
        ("--seed", arguments.seed.is_some()),
        ("--side", arguments.side.is_some()),
        ("--colour", arguments.colour),
        ("--people", arguments.people.is_some()),
        ("--per-person", arguments.per_person.is_some()),
        ("--count", arguments.count.is_some()),
        ("--noise", arguments.noise.is_some()),
    ];
    if let Some((flag, _)) =
        given.iter().find(|(flag, given)| *given && !name.flags().contains(flag))
    {
        let flags = name.flags();
        let possible = if flags.is_empty() { "none".to_string() } else { flags.join(", ") };
        return Err(Failure::usage(format!(
            "{flag} means nothing for {}; possible are: {possible}",
            name.text()
        )));
    }
    let Contents { images, texts, across } = name.make(arguments)?;
    let stem = name.text();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    if let Some(set) = images {
        let rank = if set.frame.channels == 1 { 3 } else { 4 };
        files.push((format!("{stem}-images-idx{rank}-ubyte"), idx::encode_images(&set)?));
        if !set.labels.is_empty() {
            files.push((
                format!("{stem}-labels-idx1-ubyte"),
                idx::encode_labels(&set.labels)?,
            ));
        }
        files.push((
            format!("{stem}-sheet.png"),
            sheet::png(&set, across).map_err(Failure::run)?,
        ));
    }
    files.extend(
        texts.into_iter().map(|(end, text)| (format!("{stem}{end}"), text.into_bytes())),
    );
    let named: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    write_files(&arguments.out, &named)?;
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    Ok(format!("{}: {}", arguments.out.display(), names.join(", ")))
}
