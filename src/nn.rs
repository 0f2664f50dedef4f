//! What every network in this book shares. So far: how parameters follow their gradients, [`optim`].

pub mod optim;
