//! One source file as the closure sees it: its tokens, the names it has and the paths it takes.

use super::tokens::{self, Names};
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, ItemUse, Type, UseTree, Visibility};

/// One source file.
#[derive(Debug, Default)]
pub struct Module {
    /// Where it lies below the project's root.
    pub file: PathBuf,
    /// Its tokens, without comments, docs, tests, declarations of modules and names handed on.
    pub code: String,
    /// The names of its functions, types, constants and macros.
    pub items: BTreeSet<String>,
    /// Those of them that are traits: their methods are called without their name.
    pub traits: BTreeSet<String>,
    /// `mod name;`: the attributes, among them `#[path]`.
    pub children: BTreeMap<String, Child>,
    /// `use`, one for each name.
    pub uses: Vec<Use>,
    /// Every path in its code, macros' arguments included, up to the first generic argument.
    pub paths: BTreeSet<Names>,
    /// `impl Type` and `impl Trait for Type`.
    pub impls: Vec<Impl>,
    /// What `include_bytes!` and `include_str!` embed, below the project's root.
    pub embedded: BTreeSet<PathBuf>,
}

/// A module in a file of its own.
#[derive(Debug, Clone)]
pub struct Child {
    /// The attributes as written: a changed `#[cfg]` is a change.
    pub attributes: String,
    /// What `#[path]` says.
    pub path: Option<String>,
}

/// One name brought in.
#[derive(Debug, Clone)]
pub struct Use {
    /// The name it has here; `None` brings in all there is (`*`).
    pub name: Option<String>,
    /// What it stands for.
    pub path: Names,
    /// Whether it is handed on (`pub use`).
    pub public: bool,
    /// The attributes as written.
    pub attributes: String,
}

/// Methods given to a type.
#[derive(Debug, Clone)]
pub struct Impl {
    pub of: Names,
    pub trait_: Option<Names>,
}

impl Module {
    /// Read `text`, which stands in `file`; the error says where it is no Rust.
    pub fn read(file: &Path, text: &str) -> Result<Module, String> {
        let parsed = syn::parse_file(text).map_err(|error| {
            let start = error.span().start();
            format!("{}:{}: {error}", file.display(), start.line)
        })?;
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        for attribute in &parsed.attrs {
            module.tokens(attribute.to_token_stream())?;
        }
        module.add(parsed.items)?;
        Ok(module)
    }

    fn add(&mut self, items: Vec<Item>) -> Result<(), String> {
        for mut item in items {
            if is_test(attributes(&item)) {
                continue;
            }
            match &mut item {
                Item::Mod(inner) => match inner.content.take() {
                    // A module within the file is part of the file.
                    Some((_, items)) => {
                        self.items.insert(inner.ident.to_string());
                        self.add(items)?;
                    }
                    None => {
                        let child = Child {
                            attributes: written(&inner.attrs),
                            path: inner.attrs.iter().find_map(path_attribute),
                        };
                        self.children.insert(inner.ident.to_string(), child);
                    }
                },
                Item::Use(used) if !matches!(used.vis, Visibility::Inherited) => {
                    self.visit_item_use(used);
                }
                _ => {
                    if let Item::Impl(block) = &mut item {
                        block.items.retain(|part| !is_test(attributes_of_part(part)));
                        let of = type_path(&block.self_ty);
                        let trait_ = block.trait_.as_ref().map(|(path, ..)| names(path));
                        self.impls.push(Impl { of, trait_ });
                    }
                    if let Some(name) = name(&item) {
                        self.items.insert(name.clone());
                        if matches!(item, Item::Trait(_)) {
                            self.traits.insert(name);
                        }
                    }
                    self.visit_item(&item);
                    self.tokens(item.to_token_stream())?;
                }
            }
        }
        Ok(())
    }

    /// Note the code, its paths and what it embeds.
    fn tokens(&mut self, tokens: TokenStream) -> Result<(), String> {
        tokens::write(tokens.clone(), &mut self.code);
        let mut embedded = Vec::new();
        tokens::scan(tokens, &mut self.paths, &mut embedded);
        let folder = self.file.parent().unwrap_or(Path::new(""));
        for name in embedded {
            let name = name.ok_or_else(|| {
                let file = self.file.display();
                format!("{file}: name the embedded file by one text, so that its changes are seen")
            })?;
            self.embedded.insert(folder.join(name));
        }
        Ok(())
    }
}

/// Every `use`, inside functions too.
impl Visit<'_> for Module {
    fn visit_item_use(&mut self, item: &ItemUse) {
        let public = !matches!(item.vis, Visibility::Inherited);
        flatten(&item.tree, &mut Vec::new(), &mut |name, path| {
            let attributes = written(&item.attrs);
            self.uses.push(Use { name, path, public, attributes });
        });
        visit::visit_item_use(self, item);
    }
}

/// Tells of each name in a tree of `use`.
fn flatten(
    tree: &UseTree,
    before: &mut Names,
    found: &mut impl FnMut(Option<String>, Names),
) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            found(before.last().cloned(), before.clone());
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            found(Some(name.clone()), [&before[..], &[name]].concat());
        }
        UseTree::Rename(renamed) => {
            let own = (renamed.ident != "self").then(|| renamed.ident.to_string());
            let path: Names = before.iter().cloned().chain(own).collect();
            found(Some(renamed.rename.to_string()), path);
        }
        UseTree::Glob(_) => found(None, before.clone()),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, before, found);
            }
        }
    }
}

fn names(path: &syn::Path) -> Names {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The path of a type; empty where it is none (a slice, a tuple).
fn type_path(of: &Type) -> Names {
    match of {
        Type::Path(path) => names(&path.path),
        Type::Reference(reference) => type_path(&reference.elem),
        _ => Names::new(),
    }
}

fn written(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        tokens::write(attribute.to_token_stream(), &mut text);
    }
    text
}

fn is_test(attributes: &[Attribute]) -> bool {
    let test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
    };
    attributes.iter().any(test)
}

fn path_attribute(attribute: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(value) = &pair.value else { return None };
    match &value.lit {
        syn::Lit::Str(text) if pair.path.is_ident("path") => Some(text.value()),
        _ => None,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn attributes_of_part(part: &ImplItem) -> &[Attribute] {
    match part {
        ImplItem::Const(part) => &part.attrs,
        ImplItem::Fn(part) => &part.attrs,
        ImplItem::Type(part) => &part.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
