//! `book serve`: the site on this machine, rebuilt and reloaded when a source changes.

use crate::draw::Drawing;
use crate::project::Project;
use crate::report::Report;
use crate::site;
use notify_debouncer_mini::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{
    DebounceEventResult, DebouncedEvent, Debouncer, new_debouncer,
};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, mpsc};
use std::time::{Duration, Instant, SystemTime};
use tiny_http::{Header, Request, Response, Server, StatusCode};

/// How often the site has been built; whoever waits for the next time is woken.
type Builds = Arc<(Mutex<u64>, Condvar)>;

/// Held for reading by each answer and for writing by a build, which empties the site's folder first.
static WHOLE: RwLock<()> = RwLock::new(());

/// How long a page's question "is there something new?" stays open.
const PATIENCE: Duration = Duration::from_secs(25);

/// Asks for the next build and reloads the page when it is there; put into each page that is served.
const RELOAD: &str = "<script>(async()=>{let seen;for(;;){try{const r=await fetch('/reload?'+(seen??''));const now=await \
                      r.text();if(seen!==undefined&&now!==seen){location.reload();return}seen=now}catch{await new \
                      Promise(r=>setTimeout(r,1000))}}})()</script>";

/// Builds, serves on 127.0.0.1, and rebuilds on each change, until interrupted.
pub fn serve(project: &Project, port: u16) -> Result<(), String> {
    let builds: Builds = Builds::default();
    // Watched from before the first build, so that no change is missed.
    let (changed, changes) = mpsc::channel();
    let _watcher = watcher(project, changed)
        .map_err(|error| format!("changes cannot be watched: {error}"))?;
    let since = a_moment_ago();
    rebuild(project, &builds, Drawing::Stale);
    let server = Server::http(("127.0.0.1", port)).map_err(|error| {
        format!("port {port} cannot be used: {error}; choose another with --port")
    })?;
    println!("http://{} (Ctrl-C ends)", server.server_addr());
    let (site, seen) = (project.site(), builds.clone());
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            let (site, builds) = (site.clone(), seen.clone());
            std::thread::spawn(move || answer(request, &site, &builds));
        }
    });
    follow(project, &builds, &changes, since);
    Ok(())
}

/// Tells of whatever happens to pages, the theme, source files and notebooks, until it is dropped.
fn watcher(
    project: &Project,
    changed: mpsc::Sender<Vec<DebouncedEvent>>,
) -> notify::Result<Debouncer<RecommendedWatcher>> {
    let told = move |events: DebounceEventResult| {
        let _ = changed.send(events.unwrap_or_default());
    };
    let mut debouncer = new_debouncer(Duration::from_millis(200), told)?;
    for folder in
        ["book", "src", "chapters", "tests", "figures"].map(|name| project.root.join(name))
    {
        if folder.is_dir() {
            debouncer.watcher().watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(debouncer)
}

/// Rebuilds whenever a file has been written since the last build began.
fn follow(
    project: &Project,
    builds: &Builds,
    changes: &mpsc::Receiver<Vec<DebouncedEvent>>,
    mut since: SystemTime,
) {
    while let Ok(events) = changes.recv() {
        if events.iter().any(|event| matters(&event.path) && newer(&event.path, since)) {
            since = a_moment_ago();
            // Drawing takes long, and the code may be half written: what is stale waits for the next `book`.
            rebuild(project, builds, Drawing::Missing);
        }
    }
}

/// Now, less what the clock by which files are stamped may lag behind.
fn a_moment_ago() -> SystemTime {
    SystemTime::now() - Duration::from_millis(20)
}

/// Whether a file was written or removed after `since`: that a build has read it is told as well, and is no change.
fn newer(path: &Path, since: SystemTime) -> bool {
    match std::fs::metadata(path) {
        Ok(found) => found.is_file() && found.modified().is_ok_and(|at| at >= since),
        Err(_) => true,
    }
}

/// Editors' and our own temporary files do not matter.
fn matters(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.')
        && !name.ends_with('~')
        && !name.ends_with(".tmp")
        && !name.ends_with(".swp")
}

fn rebuild(project: &Project, builds: &Builds, drawing: Drawing) {
    let (start, report) = (Instant::now(), Report::default());
    let building = WHOLE.write().unwrap_or_else(PoisonError::into_inner);
    let result = site::build(project, &report, drawing);
    drop(building);
    match result {
        Ok(built) => {
            report.print();
            if built.is_some() {
                eprintln!("built in {:.1} s", start.elapsed().as_secs_f64());
            }
        }
        Err(error) => eprintln!("book: {error:#}"),
    }
    let (count, woken) = &**builds;
    *count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    woken.notify_all();
}

fn answer(request: Request, site: &Path, builds: &Builds) {
    let url = request.url().to_owned();
    // A page that is gone by the time of the answer is no error.
    let _ = match url.strip_prefix("/reload?") {
        Some(seen) => request.respond(Response::from_string(next_build(builds, seen))),
        None => {
            let _whole = WHOLE.read().unwrap_or_else(PoisonError::into_inner);
            match file(site, &url) {
                Some(path) => respond(request, &path),
                None => request.respond(
                    Response::from_string("not found").with_status_code(StatusCode(404)),
                ),
            }
        }
    };
}

/// The number of the last build, as soon as it is another than `seen`.
fn next_build(builds: &Builds, seen: &str) -> String {
    let (count, woken) = &**builds;
    let count = count.lock().unwrap_or_else(PoisonError::into_inner);
    let waited =
        woken.wait_timeout_while(count, PATIENCE, |count| count.to_string() == seen);
    waited.unwrap_or_else(PoisonError::into_inner).0.to_string()
}

/// The file of the site that an address means; none outside it.
pub fn file(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    if path.split('/').any(|part| part == ".." || part.contains('\\')) {
        return None;
    }
    let path = site.join(path);
    let path = if path.is_dir() { path.join("index.html") } else { path };
    path.is_file().then_some(path)
}

/// The kind of a file, by its ending.
pub fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("ipynb") => "application/x-ipynb+json",
        _ => "application/octet-stream",
    }
}

fn respond(request: Request, path: &Path) -> std::io::Result<()> {
    let kind = content_type(path);
    let headers = [("Content-Type", kind), ("Cache-Control", "no-store")];
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok());
    if kind.starts_with("text/html") {
        let html =
            std::fs::read_to_string(path)?.replace("</body>", &format!("{RELOAD}</body>"));
        return headers
            .fold(Response::from_string(html), Response::with_header)
            .respond_to(request);
    }
    headers
        .fold(Response::from_file(File::open(path)?), Response::with_header)
        .respond_to(request)
}

/// `response.respond_to(request)` reads in the order of the sentence.
trait RespondTo {
    fn respond_to(self, request: Request) -> std::io::Result<()>;
}

impl<R: std::io::Read> RespondTo for Response<R> {
    fn respond_to(self, request: Request) -> std::io::Result<()> {
        request.respond(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_site_is_served() {
        let site = tempfile::tempdir().expect("a folder");
        std::fs::write(site.path().join("index.html"), "x").expect("a file");
        assert!(
            file(site.path(), "/").is_some()
                && file(site.path(), "/index.html?x#y").is_some()
        );
        assert_eq!(file(site.path(), "/../secret"), None);
        assert_eq!(file(site.path(), "/missing.html"), None);
    }

    #[test]
    fn a_page_hears_of_the_next_build() {
        let builds = Builds::default();
        *builds.0.lock().expect("a lock") = 3;
        assert_eq!(next_build(&builds, ""), "3");
        let waiting = builds.clone();
        let heard = std::thread::spawn(move || next_build(&waiting, "3"));
        *builds.0.lock().expect("a lock") = 4;
        builds.1.notify_all();
        assert_eq!(heard.join().expect("an answer"), "4");
    }
}
