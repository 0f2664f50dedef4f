//! A reader with a real Chromium, at a site served from this process.

use book::serve::{content_type, file};
use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Network, Page, Runtime};
use headless_chrome::util::Wait;
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde::de::DeserializeOwned;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

/// One window of a Chromium of its own, and what it asked for and complained of.
pub struct Reader {
    tab: Arc<Tab>,
    base: String,
    heard: Arc<Mutex<Vec<String>>>,
    _browser: Browser,
    _seat: Seat,
}

/// As many browsers at a time as there are cores: more would only wait for each other's processor.
struct Seat;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

/// How many browsers are worth having at a time.
pub fn seats() -> usize {
    available_parallelism().map_or(1, usize::from)
}

impl Seat {
    /// A seat, once there is one.
    fn taken() -> Seat {
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut usize| *taken >= seats();
        *FREED.wait_while(taken, full).unwrap_or_else(PoisonError::into_inner) += 1;
        Seat
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}

impl Reader {
    /// Opens a window on the site, `None` where there is no Chromium to open (told aloud; a failure under CI).
    pub fn open(site: &Path) -> Option<Reader> {
        let path = match headless_chrome::browser::default_executable() {
            Ok(path) => path,
            Err(_) if std::env::var("CI").is_ok_and(|ci| ci == "true") => {
                panic!(
                    "CI=true, and no Chromium is installed: type `sudo apt-get install chromium`"
                )
            }
            Err(_) => {
                eprintln!(
                    "SKIPPED: no Chromium found, so no page was opened in a browser. Install one (Debian: \
                     `sudo apt-get install chromium`) or name it in the variable CHROME."
                );
                return None;
            }
        };
        let seat = Seat::taken();
        let base = serve(site);
        let browser = Browser::new(options(path)).expect("Chromium starts");
        let tab = browser.new_tab().expect("a tab opens");
        let heard = listen(&tab, &base);
        tab.call_method(Page::AddScriptToEvaluateOnNewDocument {
            source: "window.print = () => {};".into(),
            world_name: None,
            include_command_line_api: None,
            run_immediately: None,
        })
        .expect("a script can be put before the page's");
        let reader = Reader { tab, base, heard, _browser: browser, _seat: seat };
        reader.window(1280, 900);
        Some(reader)
    }

    /// Sets the window's size in CSS pixels; nothing moves and the system asks for light.
    pub fn window(&self, width: u32, height: u32) {
        let metrics = Emulation::SetDeviceMetricsOverride {
            width,
            height,
            device_scale_factor: 1.0,
            mobile: width < 700,
            scale: None,
            screen_width: None,
            screen_height: None,
            position_x: None,
            position_y: None,
            dont_set_visible_size: None,
            screen_orientation: None,
            viewport: None,
            display_feature: None,
            device_posture: None,
        };
        self.tab.call_method(metrics).expect("the window's size can be set");
        let feature = |name: &str, value: &str| Emulation::MediaFeature {
            name: name.into(),
            value: value.into(),
        };
        let features = vec![
            feature("prefers-reduced-motion", "reduce"),
            feature("prefers-color-scheme", "light"),
        ];
        let media = Emulation::SetEmulatedMedia { media: None, features: Some(features) };
        self.tab.call_method(media).expect("media features can be set");
    }

    /// Opens a page of the site and waits until it is loaded, fonts and all.
    pub fn go(&self, page: &str) {
        let url = format!("{}/{page}", self.base);
        let navigate = Page::Navigate {
            url: url.clone(),
            referrer: None,
            transition_Type: None,
            frame_id: None,
            referrer_policy: None,
        };
        let answer = self.tab.call_method(navigate).expect("Chromium navigates");
        assert_eq!(answer.error_text, None, "{page}");
        self.until(&format!(
            "location.href === '{url}' && document.readyState === 'complete'"
        ));
        assert_eq!(self.ask::<u32>("document.fonts.ready.then(() => 1)"), 1);
    }

    /// What an expression (or the promise that it is) comes to in the page.
    pub fn ask<T: DeserializeOwned>(&self, expression: &str) -> T {
        let wrapped =
            format!("Promise.resolve({expression}).then(value => JSON.stringify(value))");
        let answer = self
            .tab
            .evaluate(&wrapped, true)
            .unwrap_or_else(|error| panic!("{expression}: {error}"));
        let text = answer.value.as_ref().and_then(|value| value.as_str());
        let text = text.unwrap_or_else(|| panic!("{expression} came to {answer:?}"));
        serde_json::from_str(text)
            .unwrap_or_else(|error| panic!("{expression} came to {text}: {error}"))
    }

    /// Waits until an expression is true in whatever page is there by then, at most a minute.
    pub fn until(&self, expression: &str) {
        // Asked again and again from outside: a promise inside would die with its page.
        let wait = Wait::with_timeout(Duration::from_secs(60));
        let holds = || {
            let answer = self.tab.evaluate(&format!("!!({expression})"), false).ok()?;
            (answer.value? == true).then_some(())
        };
        wait.until(holds).unwrap_or_else(|_| {
            let found = self
                .tab
                .evaluate("`${location.href}, ${document.readyState}`", false)
                .map(|found| found.value);
            panic!("a minute, and still not: {expression}; at {found:?}")
        });
    }

    /// Runs a script in the page for its effect.
    pub fn run(&self, script: &str) {
        self.tab.evaluate(script, false).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Presses a key, as `Tab` or `Enter`.
    pub fn press(&self, key: &str) {
        self.tab.press_key(key).expect("a key can be pressed");
    }

    /// Types a text where the cursor is.
    pub fn write(&self, text: &str) {
        self.tab.type_str(text).expect("a text can be typed");
    }

    /// Errors on the console and requests off the machine since the last time it was asked.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().expect("no listener panicked"))
    }
}

fn options(path: PathBuf) -> LaunchOptions<'static> {
    const ARGS: [&str; 4] = [
        "--disable-component-update",
        "--no-default-browser-check",
        "--hide-scrollbars",
        // What is not on this machine has no address, even if a page asks for it.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ];
    LaunchOptions {
        path: Some(path),
        sandbox: !is_root(),
        args: ARGS.iter().map(OsStr::new).collect(),
        idle_browser_timeout: Duration::from_secs(600),
        ..LaunchOptions::default()
    }
}

fn is_root() -> bool {
    let id = std::process::Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Notes every request that leaves the machine, every error on the console and every exception.
fn listen(tab: &Tab, base: &str) -> Arc<Mutex<Vec<String>>> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (notes, base) = (heard.clone(), base.to_owned());
    let listener = move |event: &Event| {
        let note = match event {
            Event::NetworkRequestWillBeSent(event) => {
                let url = &event.params.request.url;
                let at_home = ["data:", "blob:", "about:", base.as_str()]
                    .iter()
                    .any(|start| url.starts_with(start));
                (!at_home).then(|| format!("asks for {url}"))
            }
            Event::RuntimeConsoleAPICalled(event) => {
                use Runtime::ConsoleAPICalledEventTypeOption as Kind;
                let told = event
                    .params
                    .args
                    .iter()
                    .map(|arg| format!("{:?}", arg.value))
                    .collect::<Vec<_>>()
                    .join(" ");
                matches!(event.params.Type, Kind::Error | Kind::Warning | Kind::Assert)
                    .then(|| format!("console: {told}"))
            }
            Event::RuntimeExceptionThrown(event) => {
                Some(format!("exception: {:?}", event.params.exception_details))
            }
            Event::LogEntryAdded(event) => Some(format!("log: {:?}", event.params.entry)),
            _ => None,
        };
        if let (Some(note), Ok(mut notes)) = (note, notes.lock()) {
            notes.push(note);
        }
    };
    tab.add_event_listener(Arc::new(listener)).expect("events can be heard");
    tab.enable_log().expect("the log can be heard");
    tab.enable_runtime().expect("the console can be heard");
    let network = Network::Enable {
        max_total_buffer_size: None,
        max_resource_buffer_size: None,
        max_post_data_size: None,
        report_direct_socket_traffic: None,
        enable_durable_messages: None,
    };
    tab.call_method(network).expect("requests can be heard");
    heard
}

/// Serves a folder on a free port of this machine until the process ends; its address without a slash at the end.
///
/// One thread and one answer a connection: tiny_http may put a connection behind another that the browser keeps
/// open without asking for anything, and a test that waits for it waits for ever.
fn serve(site: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("it has an address"));
    let site = Arc::new(site.to_owned());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = site.clone();
            // A window that was closed before the answer came is no fault of the page.
            std::thread::spawn(move || drop(answer(stream, &site)));
        }
    });
    base
}

fn answer(mut stream: TcpStream, site: &Path) -> std::io::Result<()> {
    let head: Vec<String> = BufReader::new(&stream)
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let Some(url) = head.first().and_then(|line| line.split(' ').nth(1)) else {
        return Ok(());
    };
    let (status, kind, bytes) = match file(site, url) {
        Some(path) => ("200 OK", content_type(&path), fs::read(&path)?),
        None => ("404 Not Found", "text/plain", Vec::new()),
    };
    let length = bytes.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&bytes)
}
