//! What the chapter programs share.
