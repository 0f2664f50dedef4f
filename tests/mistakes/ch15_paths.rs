//! Wrong answers that are often given to exercises 15.1 and 15.2; each must be caught and told
//! what it is.

use crate::solutions;
use ndarray::{Array1, Array2, ArrayView1};

type V = Array1<f64>;

fn norm(v: &V) -> f64 {
    v.dot(v).sqrt()
}

pub mod spherical {
    use super::*;
    fn theta(a: &V, b: &V) -> f64 {
        (a.dot(b) / norm(a) / norm(b)).clamp(-1.0, 1.0).acos()
    }
    pub fn straight(a: &V, b: &V, t: f64) -> V {
        a * (1.0 - t) + b * t
    }
    pub fn along_the_chord(a: &V, b: &V, t: f64) -> V {
        let chord = a / norm(a) * (1.0 - t) + b / norm(b) * t;
        &chord / norm(&chord) * ((1.0 - t) * norm(a) + t * norm(b))
    }
    pub fn lengths_not_divided(a: &V, b: &V, t: f64) -> V {
        let theta = a.dot(b).clamp(-1.0, 1.0).acos().max(1e-9);
        (a * ((1.0 - t) * theta).sin() + b * (t * theta).sin()) / theta.sin()
    }
    pub fn no_division(a: &V, b: &V, t: f64) -> V {
        let theta = theta(a, b);
        a * ((1.0 - t) * theta).sin() + b * (t * theta).sin()
    }
    pub fn swapped(a: &V, b: &V, t: f64) -> V {
        solutions::spherical(b, a, t)
    }
    pub fn of_length_one(a: &V, b: &V, t: f64) -> V {
        let z = solutions::spherical(a, b, t);
        &z / norm(&z)
    }
    pub fn degrees(a: &V, b: &V, t: f64) -> V {
        let theta = theta(a, b).to_degrees();
        (a * ((1.0 - t) * theta).sin() + b * (t * theta).sin()) / theta.sin()
    }
    pub fn blind_to_zero(a: &V, b: &V, t: f64) -> V {
        let theta = theta(a, b);
        (a * ((1.0 - t) * theta).sin() + b * (t * theta).sin()) / theta.sin()
    }
}

pub mod length {
    use super::*;
    type A = Array2<f64>;
    fn steps<'a>(z: &'a A, j: &'a [A]) -> impl Iterator<Item = (V, &'a A)> {
        j.iter().enumerate().map(|(i, j)| (&z.row(i + 1) - &z.row(i), j))
    }
    fn squares(z: &A, j: &[A]) -> Vec<f64> {
        steps(z, j).map(|(dz, j)| j.dot(&dz).mapv(|v| v * v).sum()).collect()
    }
    pub fn of_codes(z: &A, j: &[A]) -> f64 {
        steps(z, j).map(|(dz, _)| norm(&dz)).sum()
    }
    pub fn no_root(z: &A, j: &[A]) -> f64 {
        squares(z, j).iter().sum()
    }
    pub fn one_root(z: &A, j: &[A]) -> f64 {
        squares(z, j).iter().sum::<f64>().sqrt()
    }
    pub fn whatever_the_direction(z: &A, j: &[A]) -> f64 {
        let frobenius = |j: &A| j.iter().map(|v| v * v).sum::<f64>().sqrt();
        steps(z, j).map(|(dz, j)| frobenius(j) * norm(&dz)).sum()
    }
    pub fn units_apart(z: &A, j: &[A]) -> f64 {
        let diagonal = |j: &A, i: usize| j.column(i).dot(&j.column(i));
        let square = |dz: &V, j: &A| -> f64 {
            dz.iter().enumerate().map(|(i, dz)| dz * dz * diagonal(j, i)).sum()
        };
        steps(z, j).map(|(dz, j)| square(&dz, j).sqrt()).sum()
    }
    pub fn from_end_to_end(z: &A, j: &[A]) -> f64 {
        let sum = steps(z, j).fold(V::zeros(j[0].nrows()), |sum, (dz, j)| sum + j.dot(&dz));
        norm(&sum)
    }
    pub fn mean_step(z: &A, j: &[A]) -> f64 {
        solutions::length(z, j) / j.len() as f64
    }
    pub fn first_step_left_out(z: &A, j: &[A]) -> f64 {
        let first: ArrayView1<f64> = z.row(0);
        let dz = &z.row(1) - &first;
        solutions::length(z, j) - norm(&j[0].dot(&dz))
    }
}
