//! A server that answers one connection after another as its script says, and remembers what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

/// One answer.
#[derive(Clone)]
pub enum Reply {
    /// 200 and the whole body, whatever range was asked for.
    Whole(Vec<u8>),
    /// 206 and the body from the byte asked for.
    Rest(Vec<u8>),
    /// 206, but from a byte that was not asked for.
    WrongRange(Vec<u8>),
    /// A header that promises the body (from the byte asked for), so many bytes of it, and then nothing.
    Cut(Vec<u8>, usize),
    /// 200 and the body without its length: the end of the connection ends it.
    Unmeasured(Vec<u8>),
    /// Only a status.
    Status(u16),
}

pub struct Server {
    pub url: String,
    address: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    pub fn start(script: Vec<Reply>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let url = format!("http://{address}/sets/");
        let thread = std::thread::spawn(move || {
            script.into_iter().map(|reply| serve(&listener, &reply)).collect()
        });
        Server { url, address, thread }
    }

    /// What was asked, one line a request: the path, and the first byte if there was a range.
    ///
    /// To be called when the program has ended; an answer that nobody wanted is listed as `not asked for`.
    pub fn asked(self) -> Vec<String> {
        while !self.thread.is_finished() {
            // The rest of the script is played to ourselves, lest a request too few hang the test.
            if let Ok(mut stream) = TcpStream::connect(&self.address) {
                let _ = stream.write_all(b"GET not asked for\r\n\r\n");
            }
        }
        self.thread.join().unwrap()
    }
}

fn serve(listener: &TcpListener, reply: &Reply) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let lines: Vec<String> = BufReader::new(&stream)
        .lines()
        .map(Result::unwrap)
        .take_while(|line| !line.is_empty())
        .collect();
    let path =
        lines[0].trim_start_matches("GET ").trim_end_matches(" HTTP/1.1").to_string();
    let range = lines.iter().find_map(|line| {
        line.to_ascii_lowercase().strip_prefix("range: bytes=").map(String::from)
    });
    let from: usize =
        range.as_deref().map_or(0, |r| r.trim_end_matches('-').parse().unwrap());
    let mut answer = head(reply, from).into_bytes();
    match reply {
        Reply::Whole(body) | Reply::Unmeasured(body) | Reply::WrongRange(body) => {
            answer.extend(body)
        }
        Reply::Rest(body) => answer.extend(&body[from..]),
        Reply::Cut(body, most) => answer.extend(body[from..].iter().take(*most)),
        Reply::Status(_) => {}
    }
    // The other side may hang up as soon as it has seen enough.
    let _ = stream.write_all(&answer);
    if range.is_some() { format!("{path} from {from}") } else { path }
}

fn head(reply: &Reply, from: usize) -> String {
    let partial = |body: &[u8], from: usize, length: usize| {
        let (last, all) = (from + length - 1, body.len());
        format!(
            "206 Partial Content\r\nContent-Range: bytes {from}-{last}/{all}\r\nContent-Length: {length}\r\n"
        )
    };
    let status = match reply {
        Reply::Whole(body) => format!("200 OK\r\nContent-Length: {}\r\n", body.len()),
        Reply::Cut(body, _) if from == 0 => {
            format!("200 OK\r\nContent-Length: {}\r\n", body.len())
        }
        Reply::Rest(body) | Reply::Cut(body, _) => partial(body, from, body.len() - from),
        Reply::WrongRange(body) => partial(body, 0, body.len()),
        Reply::Unmeasured(_) => "200 OK\r\n".to_string(),
        Reply::Status(code) => format!("{code} Whatever\r\nContent-Length: 0\r\n"),
    };
    format!("HTTP/1.1 {status}Connection: close\r\n\r\n")
}
