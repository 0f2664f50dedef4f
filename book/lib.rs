//! From pages to site: numbers, figures, mathematics, listings, cells and links, each strict.
//!
//! A page is expanded into Markdown that mdBook renders ([`expand`]); whatever does not fit is told with page and line
//! ([`report`]), and nothing is built until all of it is put right.

pub mod block;
pub mod cells;
pub mod citations;
pub mod claims;
pub mod closure;
pub mod draw;
pub mod drawn;
pub mod execute;
pub mod expand;
pub mod figures;
pub mod holes;
pub mod html;
pub mod includes;
pub mod kernel;
pub mod links;
pub mod marks;
pub mod maths;
pub mod notebook;
pub mod notebooks;
pub mod numbers;
pub mod outputs;
pub mod page;
pub mod pdf;
pub mod plates;
pub mod predicate;
pub mod preprocess;
pub mod printed;
pub mod project;
pub mod reading;
pub mod redraw;
pub mod report;
pub mod scan;
pub mod serve;
pub mod site;
pub mod sources;
pub mod summary;
pub mod words;
