//! Data that a reader brings with `--data`.
