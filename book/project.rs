//! Where things lie in the project.

use std::path::{Path, PathBuf};

/// The project's folders, all below one root.
#[derive(Clone, Debug)]
pub struct Project {
    /// The workspace's root.
    pub root: PathBuf,
}

impl Project {
    /// The project at `root`; without it, the nearest folder upwards that holds `book/book.toml`, else the
    /// folder that this program was built from.
    pub fn find(root: Option<PathBuf>) -> Result<Project, String> {
        let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let root = match root {
            Some(root) => root,
            None => {
                let here = std::env::current_dir().unwrap_or_default();
                let found =
                    here.ancestors().find(|dir| dir.join("book/book.toml").is_file());
                found.map_or(built_from, Path::to_path_buf)
            }
        };
        if !root.join("book/book.toml").is_file() {
            let root = root.display();
            return Err(format!(
                "{root} holds no book/book.toml; say where the project is with --root DIR"
            ));
        }
        let root =
            root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        Ok(Project { root })
    }

    /// The folder of `book.toml`.
    pub fn book(&self) -> PathBuf {
        self.root.join("book")
    }

    /// The folder of the pages.
    pub fn pages(&self) -> PathBuf {
        self.root.join("book/src")
    }

    /// The folder that a chapter's program draws into.
    pub fn figures(&self, program: &str) -> PathBuf {
        self.root.join("figures").join(program)
    }

    /// The notebook of a page.
    pub fn notebook(&self, page: &str) -> PathBuf {
        self.root.join("chapters/notebooks").join(format!("{page}.ipynb"))
    }

    /// The folder that the site is built into.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/book")
    }

    /// A path as the reader would type it from the root.
    pub fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }
}
