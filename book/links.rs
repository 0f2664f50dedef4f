//! Dead links: each address in the finished site that points into the site must lead somewhere.

use crate::html;
use crate::page::Page;
use crate::report::{Report, exists};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What one finished page offers and asks for.
struct Finished {
    ids: BTreeSet<String>,
    links: Vec<String>,
}

/// Checks the links within `<main>` of all pages; a dead one fails at the line of the Markdown that holds it.
pub fn check(site: &Path, pages: &[Page], report: &Report) {
    let mut finished = BTreeMap::new();
    for page in pages {
        let address = page.address();
        let html = fs::read_to_string(site.join(&address)).unwrap_or_default();
        finished.insert(address, read(&html));
    }
    for page in pages {
        for link in &finished[&page.address()].links {
            if let Some(text) = fault(site, page, link, &finished) {
                report.fail(&page.shown, line_of(page, link), text);
            }
        }
    }
}

fn read(html: &str) -> Finished {
    let start = html.find("<main").unwrap_or(0);
    let end = html.find("</main>").unwrap_or(html.len());
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    for tag in
        html::tokens(&html[start..end]).into_iter().filter(|token| token.starts_with('<'))
    {
        if let Some(id) = html::attribute(tag, "id") {
            ids.insert(html::text_of(id));
        }
        let link = match tag.split([' ', '>']).next() {
            Some("<a") => html::attribute(tag, "href"),
            Some("<img") => html::attribute(tag, "src"),
            _ => None,
        };
        links.extend(link.map(html::text_of));
    }
    Finished { ids, links }
}

fn fault(
    site: &Path,
    page: &Page,
    link: &str,
    finished: &BTreeMap<String, Finished>,
) -> Option<String> {
    if link.contains("://")
        || ["mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme))
    {
        return None;
    }
    let (path, fragment) =
        link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
    let own = page.address();
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = if path.is_empty() { own.clone() } else { joined(folder, path) };
    if !site.join(&path).is_file() {
        let names = finished.keys().map(String::as_str);
        return Some(format!(
            "link {link} leads nowhere; {}",
            exists("page", &path, names)
        ));
    }
    let (fragment, target) = (fragment?, finished.get(&path)?);
    if target.ids.contains(fragment) {
        return None;
    }
    let there_is =
        exists("heading or anchor", fragment, target.ids.iter().map(String::as_str));
    Some(format!("link {link}: {path} has no #{fragment}; {there_is}"))
}

/// `../a/b.html` seen from a folder of the site.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The first line of the page that holds the link, as it was written before mdBook made `.html` of `.md`.
fn line_of(page: &Page, link: &str) -> usize {
    let written = link.replacen(".html", ".md", 1);
    let holds = |line: &str| line.contains(link) || line.contains(&written);
    page.text.lines().position(holds).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_page() {
        assert_eq!(joined("", "./a.html"), "a.html");
        assert_eq!(joined("x/y", "../a.html"), "x/a.html");
    }

    #[test]
    fn only_the_page_itself_is_read() {
        let html = "<a href=\"menu.html\"></a><main id=\"m\"><h2 id=\"a&amp;b\"><a href=\"#a&amp;b\">x</a></h2></main>";
        let finished = read(html);
        assert_eq!(finished.links, ["#a&b"]);
        assert!(finished.ids.contains("a&b") && finished.ids.contains("m"));
    }
}
