//! Finds the system's OpenBLAS for the feature `lapack`, or says in one sentence what to do; without it, nothing is sought.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// Where distributions and package managers put it when no tool can say.
const USUAL: [&str; 12] = [
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/local/lib64",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib/arm-linux-gnueabihf",
    "/usr/lib/riscv64-linux-gnu",
    "/usr/local/opt/openblas/lib",
    "/opt/homebrew/opt/openblas/lib",
    "/opt/OpenBLAS/lib",
    "/opt/local/lib",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=OPENBLAS_DIR");
    println!("cargo::rerun-if-env-changed=PKG_CONFIG_PATH");
    if env::var_os("CARGO_FEATURE_LAPACK").is_none() {
        return;
    }
    if let Some(folder) =
        named_by_reader().or_else(from_pkg_config).or_else(in_usual_folders)
    {
        println!("cargo::rustc-link-search=native={}", folder.display());
        println!("cargo::rustc-link-lib=openblas");
    } else if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "macos") {
        println!("cargo::rustc-link-lib=framework=Accelerate");
    } else {
        println!(
            "cargo::error=The feature `lapack` needs OpenBLAS, which was not found: install it (Debian, Ubuntu: \
             libopenblas-dev; Fedora: openblas-devel; Arch: openblas; Homebrew: openblas) or name its folder in \
             OPENBLAS_DIR. Nothing else needs it."
        );
    }
}
/// `$OPENBLAS_DIR`, or the `lib` in it.
fn named_by_reader() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("OPENBLAS_DIR")?);
    [folder.join("lib"), folder].into_iter().find(|f| has_library(f))
}

/// The folder that pkg-config knows, where there is a pkg-config.
fn from_pkg_config() -> Option<PathBuf> {
    let folder =
        Command::new("pkg-config").args(["--variable=libdir", "openblas"]).output().ok()?;
    let folder = PathBuf::from(String::from_utf8(folder.stdout).ok()?.trim());
    has_library(&folder).then_some(folder)
}

fn in_usual_folders() -> Option<PathBuf> {
    USUAL.iter().map(PathBuf::from).find(|f| has_library(f))
}

fn has_library(folder: &Path) -> bool {
    ["libopenblas.so", "libopenblas.dylib", "libopenblas.a", "openblas.lib"]
        .iter()
        .any(|f| folder.join(f).exists())
}
