//! From page to site.
