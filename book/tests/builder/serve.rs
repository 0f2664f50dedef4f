//! `book serve` and `book pdf`, on the fixture.

use crate::fixture::{Fixture, PAGE, told};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

/// A server that ends with the test.
struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Serves on any free port; the first line that it prints says which.
    fn start(book: &Fixture) -> Serving {
        let mut command = book.command(&["serve", "--port", "0"]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a server");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("its address");
        let address =
            line.split_whitespace().next().and_then(|url| url.strip_prefix("http://"));
        Serving { address: address.expect("an address").to_owned(), child }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .expect("a question");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
fn a_changed_page_is_rebuilt_and_reloaded() {
    let book = Fixture::sound();
    let serving = Serving::start(&book);
    let page = serving.get("/ch02_pca.html");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("/reload?"), "{page}");
    assert!(
        !book.read("target/book/ch02_pca.html").contains("/reload?"),
        "only what is served reloads itself"
    );
    assert!(
        serving.get("/").contains("A book")
            && serving.get("/../Cargo.toml").starts_with("HTTP/1.1 404")
    );
    let seen =
        serving.get("/reload?").trim_end().chars().last().expect("a number of builds");
    book.change(PAGE, "## The spectrum", "## The spectrum\n\nA new sentence.");
    let now = serving.get(&format!("/reload?{seen}"));
    assert_ne!(
        now.trim_end().chars().last(),
        Some(seen),
        "the change has been noticed: {now}"
    );
    assert!(serving.get("/ch02_pca.html").contains("A new sentence."));
}

#[test]
fn a_used_port_is_told() {
    let book = Fixture::sound();
    let serving = Serving::start(&book);
    let port = serving.address.rsplit(':').next().expect("a port");
    let output = book.book(&["serve", "--port", port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("choose another with --port"), "{}", told(&output));
}

#[cfg(unix)]
#[test]
fn the_pdf_is_printed_with_everything_unfolded() {
    use std::os::unix::fs::PermissionsExt;
    let book = Fixture::sound();
    book.change(
        PAGE,
        "## The spectrum",
        "<details><summary>Hint</summary>x</details>\n\n## The spectrum",
    );
    let script = "#!/bin/sh\nfor page; do :; done\ncp \"${page#file://}\" printed.html\nfor flag; do case $flag in \
                  --print-to-pdf=*) echo PDF > \"${flag#*=}\";; esac; done\n";
    book.write("browser", script);
    std::fs::set_permissions(book.path("browser"), PermissionsExt::from_mode(0o755))
        .expect("a mode");
    let mut command = book.command(&["pdf"]);
    let output = command
        .env("CHROME", book.path("browser"))
        .current_dir(book.path(""))
        .output()
        .expect("book pdf");
    assert!(output.status.success(), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).trim().ends_with("target/book.pdf"));
    assert_eq!(book.read("target/book.pdf"), "PDF\n");
    let printed = book.read("printed.html");
    assert!(printed.contains("<details open>") && !printed.contains("window.print, 100"));
    assert!(!book.path("target/book/print-opened.html").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_browser_the_pdf_says_what_to_install() {
    let book = Fixture::sound();
    let output = book
        .command(&["pdf"])
        .env_remove("CHROME")
        .env("PATH", book.path("empty"))
        .output();
    let output = output.expect("book pdf");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("no Chromium found"), "{}", told(&output));
}
