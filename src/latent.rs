//! A walk in the space of codes: how far a decoder moves, and along which ways.
//!
//! [`path`] goes from code to code, straight or on a circle about the origin; [`lipschitz`] says
//! how far a picture can move when its code does, and how far it does; [`curve`] measures a way
//! by the pictures that it passes, and shortens it. [`density`] fits what codes are drawn from,
//! [`holes`] judges what a decoder makes of them, and [`two_sample`] asks whether two sets of
//! pictures are of one distribution. [`attribute`] finds the direction of a smile, [`reader`] says
//! whether it is one, [`mig`] which unit knows what, and [`turn`] turns a space of codes without
//! a trace in p(x).

pub mod attribute;
pub mod curve;
pub mod density;
pub mod holes;
pub mod lipschitz;
pub mod mig;
pub mod path;
pub mod quantile;
pub mod reader;
pub mod turn;
pub mod two_sample;
