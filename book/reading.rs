//! How long it takes to read a chapter: `{{reading ch02}}`.

use crate::expand::replace;
use crate::page::Page;
use crate::report::exists;
use crate::scan::{Piece, scan};

/// Words a minute, in a text that is worth a pencil.
const WORDS: f64 = 150.0;
/// Minutes for what is looked at longer: a formula on a line of its own, a listing, a cell, a figure.
const LOOK: f64 = 0.5;
/// Times are told in steps of so many minutes.
const STEP: f64 = 5.0;

/// The time for the page of chapter `chNN`, or of a slug, up to its exercises.
pub fn time(pages: &[Page], name: &str) -> Result<String, String> {
    let is_meant = |page: &&Page| {
        page.slug == name
            || page.slug.strip_prefix(name).is_some_and(|r| r.starts_with('_'))
    };
    let page = pages.iter().find(is_meant).ok_or_else(|| {
        let there_is = exists("page", name, pages.iter().map(|page| page.slug.as_str()));
        format!("{{{{reading {name}}}}}: no page has that name; {there_is}")
    })?;
    Ok(format!("{}\u{202f}min", minutes(&page.text)))
}

/// Minutes for a text up to its exercises, in whole steps and at least one.
fn minutes(text: &str) -> u32 {
    let text = text.split("\n## Exercises").next().unwrap_or_default();
    let spans = scan(text, &mut |_, _| {});
    let mut looks = 0;
    let prose = replace(text, &spans, |span| {
        let long = matches!(
            span.piece,
            Piece::Fence { .. } | Piece::Figure(_) | Piece::Maths { display: true, .. }
        );
        looks += u32::from(long);
        Some(if long { "" } else { "x" }.to_owned())
    });
    let minutes = prose.split_whitespace().count() as f64 / WORDS + f64::from(looks) * LOOK;
    ((minutes / STEP).round().max(1.0) * STEP) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_looks_are_counted_up_to_the_exercises() {
        let words = "word $x$ ".repeat(750); // 1 500 words: ten minutes
        let looks =
            "$$\nx\n$$\n\n```rust\nlet many = \"words that do not count\";\n```\n\n";
        assert_eq!(minutes(&words), 10);
        assert_eq!(minutes(&format!("{words}\n\n{}", looks.repeat(10))), 20);
        assert_eq!(minutes(&format!("{words}\n## Exercises\n\n{words}")), 10);
        assert_eq!(minutes(""), 5);
    }

    #[test]
    fn a_chapter_is_named_by_its_number() {
        let page = Page { slug: "ch02_pca".into(), text: "x".into(), ..Page::default() };
        assert_eq!(
            time(std::slice::from_ref(&page), "ch02").as_deref(),
            Ok("5\u{202f}min")
        );
        let told = time(&[page], "ch20").expect_err("no such page");
        assert!(told.contains("there is ch02_pca"), "{told}");
    }
}
