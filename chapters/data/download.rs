//! One HTTP request: the rest of a file, appended to what is there.

use crate::progress::Progress;
use autoencoders::error::counted;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::time::Duration;
use ureq::http::{Response, StatusCode, header};

/// Where a download failed.
#[derive(Debug)]
pub enum Trouble {
    /// On this machine: no other mirror would help.
    Here(String),
    /// At the mirror or on the way to it.
    There(String),
    /// Like `There`, but only the connection ended: what came so far is good, and the rest may be asked for.
    Cut(String),
}

/// The client: gives up on a host that does not answer, not on a slow one.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(15)))
        .timeout_recv_response(Some(Duration::from_secs(30)))
        .timeout_per_read(Some(Duration::from_secs(30)))
        .http_status_as_error(false)
        .build()
        .into()
}

/// A failure to read or write `path`.
pub fn here(path: &Path, error: std::io::Error) -> Trouble {
    let advice = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "; free some space, then run the same command again"
        }
        ErrorKind::PermissionDenied => "; choose another folder with --to",
        _ => "",
    };
    Trouble::Here(format!("{}: {error}{advice}", path.display()))
}

fn there(what: impl Into<String>) -> Trouble {
    Trouble::There(what.into())
}

/// Bytes `have..total` of `url`, appended to `part`; a server that only sends whole files makes it start over.
pub fn rest(
    agent: &ureq::Agent,
    url: &str,
    part: &Path,
    have: u64,
    total: u64,
    progress: &Progress,
) -> Result<(), Trouble> {
    let mut request = agent.get(url).header(header::ACCEPT_ENCODING, "identity");
    if have > 0 {
        request = request.header(header::RANGE, format!("bytes={have}-"));
    }
    let response = request.call().map_err(|e| there(e.to_string()))?;
    let from = first_byte(&response, have)?;
    let announced = response
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if let Some(length) = announced.filter(|&length| from + length != total) {
        return Err(there(format!(
            "offers {}, but the file has {total}",
            counted((from + length) as usize, "byte")
        )));
    }
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(part)
        .map_err(|e| here(part, e))?;
    if from == 0 && have > 0 {
        file.set_len(0).map_err(|e| here(part, e))?;
    }
    append(response.into_body().into_reader(), file, part, from, total, progress)
}

/// Where the answer begins: at `have` if the server resumes, at 0 if it does not.
fn first_byte<B>(response: &Response<B>, have: u64) -> Result<u64, Trouble> {
    let range =
        || response.headers().get(header::CONTENT_RANGE).and_then(|v| v.to_str().ok());
    match response.status() {
        StatusCode::OK => Ok(0),
        StatusCode::PARTIAL_CONTENT if have > 0 => match range() {
            Some(range) if range.starts_with(&format!("bytes {have}-")) => Ok(have),
            other => Err(there(format!(
                "asked for the bytes from {have}, but it sent {:?}",
                other.unwrap_or("none")
            ))),
        },
        status => Err(there(format!("answers {status}"))),
    }
}

/// Copy until `total` bytes are in the file; more than that is an error.
fn append(
    mut body: impl Read,
    mut file: File,
    part: &Path,
    from: u64,
    total: u64,
    progress: &Progress,
) -> Result<(), Trouble> {
    let (mut done, mut buffer) = (from, vec![0; 1 << 16]);
    loop {
        let got = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(got) => got,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(e) => {
                return Err(Trouble::Cut(format!(
                    "the connection broke after {done} of {total} bytes: {e}"
                )));
            }
        };
        if done + got as u64 > total {
            file.set_len(0).map_err(|e| here(part, e))?;
            return Err(there(format!("sends more than the {total} bytes of the file")));
        }
        file.write_all(&buffer[..got]).map_err(|e| here(part, e))?;
        done += got as u64;
        progress.reach(done);
    }
    if done < total {
        return Err(Trouble::Cut(format!(
            "the connection ended after {done} of {total} bytes"
        )));
    }
    file.sync_all().map_err(|e| here(part, e))
}
