//! Semantic hashing.
