//! The part of `Cargo.lock` that some crates can depend on.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// `Cargo.lock`, as cargo writes it.
#[derive(Deserialize)]
pub struct Lock {
    #[serde(default)]
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    checksum: Option<String>,
    /// Each `name`, with ` version` (and a source) where there are several of that name.
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Lock {
    /// Read the file.
    pub fn read(path: &Path) -> Result<Lock, String> {
        let wrong = |error: String| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        toml::from_str(&text).map_err(|error| wrong(error.to_string()))
    }

    /// Name, version and checksum of every package of the registry that code which names `crates` can depend on.
    ///
    /// Several versions of one name all count: the code does not say which it means.
    pub fn reached(&self, crates: &BTreeSet<String>) -> BTreeSet<String> {
        let mut by_name: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
        for package in self.package.iter().filter(|package| package.checksum.is_some()) {
            by_name.entry(&package.name).or_default().push(package);
        }
        let named = |package: &Package| crates.contains(&package.name.replace('-', "_"));
        let mut open: Vec<&Package> = self.package.iter().filter(|p| named(p)).collect();
        let mut reached = BTreeSet::new();
        while let Some(package) = open.pop() {
            let Some(checksum) = &package.checksum else { continue };
            if reached.insert(format!("{} {} {checksum}", package.name, package.version)) {
                for dependency in &package.dependencies {
                    let mut words = dependency.split(' ');
                    let (name, version) = (words.next().unwrap_or_default(), words.next());
                    let same = by_name.get(name).into_iter().flatten();
                    open.extend(same.filter(|p| version.is_none_or(|v| v == p.version)));
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_in_turn_is_reached_and_nothing_else() {
        let text = r#"
            [[package]]
            name = "book"
            version = "0.1.0"
            dependencies = ["mdbook"]
            [[package]]
            name = "half"
            version = "1.0.0"
            checksum = "a"
            [[package]]
            name = "half"
            version = "2.0.0"
            checksum = "b"
            [[package]]
            name = "mdbook"
            version = "0.5.0"
            checksum = "c"
            [[package]]
            name = "nd-array"
            version = "0.17.2"
            checksum = "d"
            dependencies = ["half 2.0.0"]
        "#;
        let lock: Lock = toml::from_str(text).expect("a lock file");
        let reached = lock.reached(&BTreeSet::from(["nd_array".into(), "std".into()]));
        assert_eq!(
            reached,
            BTreeSet::from(["half 2.0.0 b".into(), "nd-array 0.17.2 d".into()])
        );
    }
}
