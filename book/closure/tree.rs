//! The modules of the libraries and programs, and which of them some modules use.

use super::module::{Module, Use};
use super::tokens::Names;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// All modules read so far; a module is known by its index.
#[derive(Default)]
pub struct Tree {
    pub modules: Vec<Module>,
    /// For each module the one that declares it, itself for a root.
    parents: Vec<usize>,
    /// For each module those that it declares.
    children: Vec<BTreeMap<String, usize>>,
    /// The libraries' roots by name.
    libraries: BTreeMap<String, usize>,
}

/// What some modules use.
#[derive(Default)]
pub struct Used {
    /// Modules, themselves included.
    pub modules: BTreeSet<usize>,
    /// Declarations of modules and names handed on, on the way to what is used.
    pub declarations: BTreeSet<String>,
    /// Names at the beginning of paths that lead out of the tree: crates, among others.
    pub crates: BTreeSet<String>,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Module(usize),
    Item(usize, String),
    Outside(String),
}

/// What is passed on the way along a path.
#[derive(Default)]
struct Way {
    declarations: Vec<String>,
    /// The `use` that are being followed: a name that stands for itself is a crate's.
    following: Vec<(usize, usize)>,
}

impl Tree {
    /// Read a library from its root file.
    pub fn add_library(
        &mut self,
        root: &Path,
        name: &str,
        file: &Path,
    ) -> Result<(), String> {
        let at = self.add(root, file, None)?;
        self.libraries.insert(name.to_owned(), at);
        Ok(())
    }

    /// Read a program from its root file; its modules.
    pub fn add_program(&mut self, root: &Path, file: &Path) -> Result<Vec<usize>, String> {
        let first = self.add(root, file, None)?;
        Ok((first..self.modules.len()).collect())
    }

    /// Read the module in `file` and those that it declares.
    fn add(
        &mut self,
        root: &Path,
        file: &Path,
        parent: Option<usize>,
    ) -> Result<usize, String> {
        let text = fs::read_to_string(root.join(file))
            .map_err(|error| format!("{}: {error}", super::slashes(file)))?;
        let module = Module::read(file, &text)?;
        let declared = module.children.clone();
        let at = self.modules.len();
        self.modules.push(module);
        self.parents.push(parent.unwrap_or(at));
        self.children.push(BTreeMap::new());
        let folder = file.parent().unwrap_or(Path::new(""));
        // `lib.rs` and a program's root have their modules beside them, others in a folder of their own name.
        let below = match parent {
            None => folder.to_owned(),
            Some(_) => file.with_extension(""),
        };
        for (name, child) in declared {
            let file = match child.path {
                Some(path) => folder.join(path),
                None => below.join(format!("{name}.rs")),
            };
            let child = self.add(root, &file, Some(at))?;
            self.children[at].insert(name, child);
        }
        Ok(at)
    }

    /// All that the modules `own` use, one through the other.
    pub fn used(&self, own: Vec<usize>) -> Used {
        let mut used = Used::default();
        let mut open = own;
        loop {
            while let Some(at) = open.pop() {
                if used.modules.insert(at) {
                    self.use_of(at, &mut used, &mut open);
                }
            }
            open = self.implementing(&used);
            if open.is_empty() {
                return used;
            }
        }
    }

    /// What one module uses.
    fn use_of(&self, at: usize, used: &mut Used, open: &mut Vec<usize>) {
        let module = &self.modules[at];
        let mut follow = |path: &Names, only_traits: bool, names_crates: bool| {
            let mut way = Way::default();
            let targets = self.start(at, path, &mut way);
            let is_trait = |target: &Target| match target {
                Target::Item(at, name) => self.modules[*at].traits.contains(name),
                _ => false,
            };
            if only_traits && !targets.iter().any(is_trait) {
                return;
            }
            used.declarations.extend(way.declarations);
            for target in targets {
                match target {
                    Target::Item(at, _) => open.push(at),
                    Target::Outside(name) if names_crates => {
                        used.crates.insert(name);
                    }
                    Target::Outside(_) | Target::Module(_) => {}
                }
            }
        };
        for path in &module.paths {
            // One word alone, such as a variable's name, is no crate.
            follow(path, false, path.len() > 1);
        }
        for used in &module.uses {
            // A trait that is handed on gives its methods to this module too, though nothing here names it.
            follow(&used.path, used.public, true);
        }
        // Whoever takes all that a module has, takes what it hands on too.
        for glob in module.uses.iter().filter(|used| used.name.is_none()) {
            for target in self.start(at, &glob.path, &mut Way::default()) {
                let Target::Module(of) = target else { continue };
                open.push(of);
                for handed in self.modules[of].uses.iter().filter(|used| used.public) {
                    for target in self.start(of, &handed.path, &mut Way::default()) {
                        if let Target::Item(at, _) | Target::Module(at) = target {
                            open.push(at);
                        }
                    }
                }
            }
        }
    }

    /// Modules not used yet that give methods to a type which is used, or a trait which is used to a type from outside.
    fn implementing(&self, used: &Used) -> Vec<usize> {
        let is_used = |at: usize, path: &Names| {
            let targets = self.start(at, path, &mut Way::default());
            let mut homes = targets.into_iter().filter_map(|target| match target {
                Target::Item(home, _) => Some(used.modules.contains(&home)),
                _ => None,
            });
            let first = homes.next()?;
            Some(homes.fold(first, |any, one| any | one))
        };
        let gives = |at: usize| {
            self.modules[at].impls.iter().any(|block| {
                let of_trait = || block.trait_.as_ref().and_then(|path| is_used(at, path));
                is_used(at, &block.of).or_else(of_trait).unwrap_or(false)
            })
        };
        let is_ours = |at: usize| {
            let root = self.root(at);
            used.modules.contains(&root) || self.libraries.values().any(|&at| at == root)
        };
        (0..self.modules.len())
            .filter(|&at| !used.modules.contains(&at) && is_ours(at) && gives(at))
            .collect()
    }

    /// Where a path leads that stands in module `at`.
    fn start(&self, at: usize, path: &[String], way: &mut Way) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        match first.as_str() {
            "crate" => self.walk(self.root(at), rest, way),
            "self" => self.walk(at, rest, way),
            "super" if rest.first().is_some_and(|next| next == "super") => {
                self.start(self.parents[at], rest, way)
            }
            "super" => self.walk(self.parents[at], rest, way),
            _ => {
                let found = self.look_up(at, path, way);
                match self.libraries.get(first) {
                    _ if !found.is_empty() => found,
                    Some(&library) => self.walk(library, rest, way),
                    None => vec![Target::Outside(first.clone())],
                }
            }
        }
    }

    /// Where the rest of a path leads that has come to module `at`.
    fn walk(&self, at: usize, rest: &[String], way: &mut Way) -> Vec<Target> {
        let Some(name) = rest.first() else { return vec![Target::Module(at)] };
        let found = self.look_up(at, rest, way);
        // A name that a macro makes is somewhere in the module.
        if found.is_empty() { vec![Target::Item(at, name.clone())] } else { found }
    }

    /// What module `at` has under the name with which `path` begins, and where the path leads from there.
    fn look_up(&self, at: usize, path: &[String], way: &mut Way) -> Vec<Target> {
        let (module, name) = (&self.modules[at], &path[0]);
        let mut found = Vec::new();
        if let Some(&child) = self.children[at].get(name) {
            let attributes = &module.children[name].attributes;
            way.declarations
                .push(format!("{}: {attributes}mod {name}", module.file.display()));
            found.extend(self.walk(child, &path[1..], way));
        }
        if module.items.contains(name) {
            found.push(Target::Item(at, name.clone()));
        }
        for (which, used) in module.uses.iter().enumerate() {
            if used.name.as_ref() == Some(name) {
                let whole = [&used.path[..], &path[1..]].concat();
                found.extend(self.follow((at, which), used, &whole, way));
            }
        }
        if found.is_empty() {
            for (which, glob) in module.uses.iter().enumerate() {
                if glob.name.is_some() {
                    continue;
                }
                for target in self.follow((at, which), glob, &glob.path, way) {
                    match target {
                        Target::Module(of) if of != at => {
                            found.extend(self.look_up(of, path, way));
                        }
                        _ => {}
                    }
                }
            }
        }
        found
    }

    /// Where `path` leads, which a `use` of module `here.0` stands for.
    fn follow(
        &self,
        here: (usize, usize),
        used: &Use,
        path: &[String],
        way: &mut Way,
    ) -> Vec<Target> {
        if way.following.contains(&here) {
            return Vec::new();
        }
        if used.public {
            let file = self.modules[here.0].file.display();
            let name = used.name.as_deref().unwrap_or("*");
            let to = used.path.join("::");
            way.declarations.push(format!("{file}: {}use {to} as {name}", used.attributes));
        }
        way.following.push(here);
        let found = self.start(here.0, path, way);
        way.following.pop();
        found
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }
}
