//! The book as one PDF: the print page through a browser without a window.

use crate::project::Project;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Names under which Chromium and its kin are installed.
const BROWSERS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Prints the built site's print page into `target/book.pdf`; the path.
pub fn print(project: &Project) -> Result<PathBuf, String> {
    let browser = browser().ok_or(
        "no Chromium found to print with; install it (Debian: apt install chromium; macOS: brew install chromium), \
         or name it in CHROME",
    )?;
    let site = project.site();
    let page = site.join("print.html");
    let html = fs::read_to_string(&page)
        .map_err(|error| format!("{}: {error}", page.display()))?;
    // Beside the original, so that its links to styles and fonts hold.
    let opened = site.join("print-opened.html");
    fs::write(&opened, for_paper(&html))
        .map_err(|error| format!("{}: {error}", opened.display()))?;
    let pdf = project.root.join("target/book.pdf");
    let printed = run(&browser, &opened, &pdf);
    let _ = fs::remove_file(&opened);
    printed.map(|()| pdf)
}

/// The print page with all `<details>` open, and without the script that asks a person to print.
fn for_paper(html: &str) -> String {
    html.replace("<details ", "<details open ")
        .replace("<details>", "<details open>")
        .replace("window.setTimeout(window.print, 100);", "")
}

fn browser() -> Option<OsString> {
    if let Some(named) = std::env::var_os("CHROME") {
        return Some(named);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found = BROWSERS.iter().find(|name| {
        Path::new(name).is_file()
            || folders.iter().any(|folder| folder.join(name).is_file())
    });
    found.map(|name| name.into())
}

fn run(browser: &OsString, page: &Path, pdf: &Path) -> Result<(), String> {
    let mut print = OsString::from("--print-to-pdf=");
    print.push(pdf);
    let mut address = OsString::from("file://");
    address.push(page);
    // The browser's own sandbox needs rights that containers and root do not have; the page is ours and local.
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"];
    let mut command = Command::new(browser);
    command
        .args(flags)
        .arg(print)
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let _ = fs::remove_file(pdf);
    let output = command
        .output()
        .map_err(|error| format!("{}: {error}", browser.to_string_lossy()))?;
    if pdf.is_file() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let last = told.lines().last().unwrap_or_default();
    Err(format!("{} wrote no PDF ({}): {last}", browser.to_string_lossy(), output.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_shows_what_is_folded() {
        let html = "<details><summary>x</summary></details><details class=\"a\">";
        let opened =
            "<details open><summary>x</summary></details><details open class=\"a\">";
        assert_eq!(for_paper(html), opened);
    }
}
