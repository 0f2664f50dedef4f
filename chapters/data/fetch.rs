//! `data fetch`: each file of a set, from the first mirror that has it right.

use crate::Failure;
use crate::catalogue::{Remote, Set};
use crate::download::{self, Trouble};
use crate::progress::Progress;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How often a mirror that cuts the connection, but gave something, is asked for the rest.
const RESUMPTIONS: usize = 5;

/// Every file of `set` into `to`, checked; says where they are.
pub fn fetch(
    set: &Set,
    to: Option<PathBuf>,
    own_mirrors: &[String],
) -> Result<String, Failure> {
    let dir = to.unwrap_or_else(|| Path::new("data").join(&set.name));
    let mirrors: Vec<&String> = own_mirrors.iter().chain(&set.mirrors).collect();
    if let Some(odd) =
        mirrors.iter().find(|m| !m.starts_with("http://") && !m.starts_with("https://"))
    {
        return Err(Failure::usage(format!(
            "the mirror {odd:?} must begin with http:// or https://"
        )));
    }
    fs::create_dir_all(&dir)
        .map_err(|e| Failure::run(format!("{}: {e}", dir.display())))?;
    let agent = download::agent();
    for file in &set.files {
        one(&agent, file, &dir, &mirrors).map_err(Failure::run)?;
    }
    let names: Vec<&str> = set.files.iter().map(|file| file.name.as_str()).collect();
    Ok(format!("{}: {}, each with the right SHA-256", dir.display(), names.join(", ")))
}

/// One file: there already, or from one mirror after the other.
fn one(
    agent: &ureq::Agent,
    file: &Remote,
    dir: &Path,
    mirrors: &[&String],
) -> Result<(), String> {
    let path = dir.join(&file.name);
    let progress = Progress::new(&file.name, file.bytes);
    if path.exists() {
        let found = sum(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if found != file.sha256 {
            let it = path.display();
            return Err(format!(
                "{it} is there, but {}; move it away, then run this again",
                mismatch(&found, file)
            ));
        }
        progress.finish();
        progress.say("already there, checked");
        return Ok(());
    }
    let part = dir.join(format!("{}.part", file.name));
    let mut troubles = Vec::new();
    for mirror in mirrors {
        let url = format!("{}/{}", mirror.trim_end_matches('/'), file.name);
        match from_mirror(agent, &url, file, &part, &progress) {
            Ok(()) => {
                fs::rename(&part, &path).map_err(|e| format!("{}: {e}", path.display()))?;
                progress.finish();
                progress.say("done, checked");
                return Ok(());
            }
            Err(Trouble::Here(why)) => return Err(why),
            Err(Trouble::There(why) | Trouble::Cut(why)) => {
                progress.say(&format!("{url}: {why}"));
                troubles.push(format!("\n  {url}: {why}"));
            }
        }
    }
    progress.finish();
    Err(format!(
        "{}: no mirror gave it:{}\nIs there a network (a proxy goes into HTTPS_PROXY)? Run the same command again to \
         go on where it stopped, name another mirror with --mirror, or put the file into {} by other means.",
        file.name,
        troubles.concat(),
        dir.display()
    ))
}

/// The whole file in `part`, its sum checked; goes on where an earlier attempt stopped.
fn from_mirror(
    agent: &ureq::Agent,
    url: &str,
    file: &Remote,
    part: &Path,
    progress: &Progress,
) -> Result<(), Trouble> {
    let mut left = RESUMPTIONS;
    let mut have = usable(part, file)?;
    loop {
        let begun_before = have > 0;
        if have < file.bytes {
            progress.start(url, have);
            match download::rest(agent, url, part, have, file.bytes, progress) {
                Ok(()) => {}
                Err(Trouble::Cut(why)) => {
                    let now = usable(part, file)?;
                    if now <= have || left == 0 {
                        return Err(Trouble::There(why));
                    }
                    (have, left) = (now, left - 1);
                    continue;
                }
                Err(trouble) => return Err(trouble),
            }
        }
        let found = sum(part).map_err(|e| download::here(part, e))?;
        if found == file.sha256 {
            return Ok(());
        }
        fs::remove_file(part).map_err(|e| download::here(part, e))?;
        if !begun_before {
            return Err(Trouble::There(mismatch(&found, file)));
        }
        // The wrong bytes may be those of an earlier attempt: once more from the start.
        progress.say(&format!("{}; starting over", mismatch(&found, file)));
        have = 0;
    }
}

/// Bytes of an earlier attempt; one that is too long is thrown away.
fn usable(part: &Path, file: &Remote) -> Result<u64, Trouble> {
    match fs::metadata(part) {
        Ok(meta) if meta.len() <= file.bytes => Ok(meta.len()),
        Ok(_) => fs::remove_file(part).map(|()| 0).map_err(|e| download::here(part, e)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(e) => Err(download::here(part, e)),
    }
}

fn mismatch(found: &str, file: &Remote) -> String {
    format!("its SHA-256 is {found}, not {}", file.sha256)
}

/// The SHA-256 of a file, in hexadecimal.
fn sum(path: &Path) -> io::Result<String> {
    let (mut file, mut hash, mut buffer) =
        (File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            got => hash.update(&buffer[..got]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
