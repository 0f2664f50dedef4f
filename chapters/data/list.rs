//! `data list`.

use crate::catalogue::Set;
use crate::export::Name;
use crate::progress::size;
use clap::ValueEnum;

/// The table of what is built in and what can be fetched.
pub fn text(sets: &[Set]) -> String {
    let mut lines = vec!["Built in (data export NAME --out DIR):".to_string()];
    for name in Name::value_variants() {
        let about = name.about();
        lines.push(format!("  {:<15} {}", name.text(), about.shape));
        lines.push(format!("  {:<15} {}", "", about.source));
    }
    lines.push("\nTo fetch (data fetch NAME), public, from the network:".to_string());
    for set in sets {
        lines.push(format!(
            "  {:<15} {}, {}; {}",
            set.name,
            set.title,
            size(set.bytes()),
            set.shape
        ));
        lines.push(format!("  {:<15} {}", "", set.terms));
        lines.extend(set.mirrors.iter().map(|mirror| format!("  {:<15} {mirror}", "")));
    }
    lines.push(
        "\nYour own (--data DIR of the chapters' programs): a folder with IDX files, gzipped or not, or a folder\n\
         of PGM, PNG, JPEG, GIF or WebP pictures, each sub-folder a label (as the ORL faces come), or named as\n\
         the Yale faces are; for ch07_rbm also counts of words, laid out as `data export documents` writes them,\n\
         or UCI's docword and vocab files."
            .to_string(),
    );
    lines.join("\n")
}
