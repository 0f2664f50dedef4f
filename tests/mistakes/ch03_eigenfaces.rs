//! Wrong answers that are often given to the exercises of chapter 3; each must be caught and told what it is.

use crate::graded::faces::{Moments, Verdict};
use crate::solutions;
use autoencoders::Real;
use autoencoders::linalg::{eigh, orthonormal, svd};
use autoencoders::{Autoencoder, eigenfaces::distance_from, pca::Pca};
use ndarray::{Array1, Array2, Axis, s};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

pub mod lift {
    use super::*;
    pub fn wrong_transpose(centred: &Array2<Real>, u: &Array2<Real>) -> Array2<Real> {
        centred.dot(u)
    }
    pub fn not_lifted(_: &Array2<Real>, u: &Array2<Real>) -> Array2<Real> {
        u.clone()
    }
    pub fn rows(centred: &Array2<Real>, u: &Array2<Real>) -> Array2<Real> {
        u.t().dot(centred)
    }
}

pub mod eigenfaces {
    use super::*;
    /// By XXᵀ of faces less `mean`, `keep` directions, each Xᵀu divided by `length(m)`.
    fn by_trick(
        faces: &Array2<Real>,
        mean: Array1<Real>,
        keep: usize,
        length: impl Fn(Real) -> Real,
    ) -> (Array1<Real>, Array2<Real>) {
        let centred = faces - &mean;
        let (m, u) = eigh(centred.dot(&centred.t()).view()).unwrap();
        let (m, u) = (m.slice(s![..keep]).to_owned(), u.slice(s![.., ..keep]).to_owned());
        let w = centred.t().dot(&u) / &m.mapv(length);
        (m / (faces.nrows() as Real - 1.0), w)
    }
    fn mean(faces: &Array2<Real>) -> Array1<Real> {
        faces.sum_axis(Axis(0)) / faces.nrows() as Real
    }
    pub fn uncentred(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
        let r = solutions::eigenfaces(faces).0.len();
        by_trick(faces, Array1::zeros(faces.ncols()), r + 1, Real::sqrt)
    }
    pub fn keeps_nothing(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
        by_trick(faces, mean(faces), faces.nrows(), |m| m.abs().sqrt())
    }
    pub fn not_unit(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
        let r = solutions::eigenfaces(faces).0.len();
        by_trick(faces, mean(faces), r, |_| 1.0)
    }
    pub fn eigenvalues(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
        let (lambda, w) = solutions::eigenfaces(faces);
        (lambda * (faces.nrows() as Real - 1.0), w)
    }
    pub fn divisor_n(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
        let (lambda, w) = solutions::eigenfaces(faces);
        let n = faces.nrows() as Real;
        (lambda * ((n - 1.0) / n), w)
    }
    pub fn smallest_first(faces: &Array2<Real>) -> (Array1<Real>, Array2<Real>) {
        let (lambda, w) = solutions::eigenfaces(faces);
        (lambda.slice(s![..;-1]).to_owned(), w.slice(s![.., ..;-1]).to_owned())
    }
}

pub mod distances_and_threshold {
    use super::*;
    type Data = Array2<Real>;
    type Answer = (Array1<Real>, Real);
    pub fn in_space(
        mean: &Array1<Real>,
        w: &Data,
        held: &Data,
        images: &Data,
        pass: f64,
    ) -> Answer {
        let (_, threshold) =
            solutions::distances_and_threshold(mean, w, held, images, pass);
        ((images - mean).dot(w).map_axis(Axis(1), |z| z.dot(&z).sqrt()), threshold)
    }
    pub fn uncentred(
        mean: &Array1<Real>,
        w: &Data,
        held: &Data,
        images: &Data,
        pass: f64,
    ) -> Answer {
        solutions::distances_and_threshold(
            &Array1::zeros(mean.len()),
            w,
            held,
            images,
            pass,
        )
    }
    pub fn mean_for_sum(
        mean: &Array1<Real>,
        w: &Data,
        held: &Data,
        images: &Data,
        pass: f64,
    ) -> Answer {
        let (distances, threshold) =
            solutions::distances_and_threshold(mean, w, held, images, pass);
        (distances / (mean.len() as Real).sqrt(), threshold)
    }
    pub fn fit_on_test(
        mean: &Array1<Real>,
        w: &Data,
        _: &Data,
        images: &Data,
        pass: f64,
    ) -> Answer {
        solutions::distances_and_threshold(mean, w, images, images, pass)
    }
    pub fn wrong_tail(
        mean: &Array1<Real>,
        w: &Data,
        held: &Data,
        images: &Data,
        pass: f64,
    ) -> Answer {
        solutions::distances_and_threshold(mean, w, held, images, 1.0 - pass)
    }
    pub fn passes_all(
        mean: &Array1<Real>,
        w: &Data,
        held: &Data,
        images: &Data,
        _: f64,
    ) -> Answer {
        solutions::distances_and_threshold(mean, w, held, images, 1.0)
    }
}

pub mod merge {
    use super::*;
    pub fn plain_mean(a: &Moments, b: &Moments) -> Moments {
        Moments { mean: (&a.mean + &b.mean) / 2.0, ..solutions::merge(a, b) }
    }
    /// The right answer, its between-chunk part times `factor`.
    fn between(a: &Moments, b: &Moments, factor: Real) -> Moments {
        let right = solutions::merge(a, b);
        let within = &a.scatter + &b.scatter;
        let between = (&right.scatter - &within) * factor;
        Moments { scatter: within + between, ..right }
    }
    pub fn only_added(a: &Moments, b: &Moments) -> Moments {
        between(a, b, 0.0)
    }
    pub fn unweighted(a: &Moments, b: &Moments) -> Moments {
        between(a, b, (a.count + b.count) as Real / (a.count * b.count).max(1) as Real)
    }
    pub fn covariance(a: &Moments, b: &Moments) -> Moments {
        let right = solutions::merge(a, b);
        Moments { scatter: &right.scatter / (right.count as Real - 1.0), ..right }
    }
}

pub mod sketch {
    use super::*;
    type Data = Array2<Real>;
    fn random(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Data {
        Array2::from_shape_simple_fn((rows, columns), || -> Real {
            StandardNormal.sample(rng)
        })
    }
    pub fn no_iterations(
        x: &Data,
        k: usize,
        p: usize,
        _: usize,
        rng: &mut ChaCha8Rng,
    ) -> Data {
        solutions::sketch(x, k, p, 0, rng)
    }
    pub fn orthonormal_once(
        x: &Data,
        k: usize,
        p: usize,
        iterations: usize,
        rng: &mut ChaCha8Rng,
    ) -> Data {
        let mut y = x.dot(&random(x.ncols(), k + p, rng));
        for _ in 0..iterations {
            y = x.dot(&x.t().dot(&y));
        }
        let q = orthonormal(y.view()).unwrap();
        svd(q.t().dot(x).view()).unwrap().2.slice(s![..k, ..]).t().to_owned()
    }
    pub fn wrong_side(
        x: &Data,
        k: usize,
        p: usize,
        _: usize,
        rng: &mut ChaCha8Rng,
    ) -> Data {
        let q = orthonormal(x.dot(&random(x.ncols(), k + p, rng)).view()).unwrap();
        q.slice(s![.., ..k]).to_owned()
    }
    pub fn not_orthonormal(
        x: &Data,
        k: usize,
        p: usize,
        iterations: usize,
        rng: &mut ChaCha8Rng,
    ) -> Data {
        solutions::sketch(x, k, p, iterations, rng) * 2.0
    }
    pub fn not_turned(
        x: &Data,
        k: usize,
        p: usize,
        _: usize,
        rng: &mut ChaCha8Rng,
    ) -> Data {
        let rows =
            orthonormal(x.t().dot(&x.dot(&random(x.ncols(), k + p, rng))).view()).unwrap();
        rows.slice(s![.., ..k]).to_owned()
    }
}

pub mod recognise {
    use super::*;
    type Data = Array2<Real>;
    pub fn never_rejects(
        x: &Data,
        who: &[usize],
        y: &Data,
        k: usize,
        _: Real,
        _: Real,
    ) -> Vec<Verdict> {
        solutions::recognise(x, who, y, k, Real::INFINITY, Real::INFINITY)
    }
    pub fn ignores_face_space(
        x: &Data,
        who: &[usize],
        y: &Data,
        k: usize,
        _: Real,
        limit: Real,
    ) -> Vec<Verdict> {
        solutions::recognise(x, who, y, k, Real::INFINITY, limit)
    }
    pub fn stranger_first(
        x: &Data,
        who: &[usize],
        y: &Data,
        k: usize,
        from: Real,
        limit: Real,
    ) -> Vec<Verdict> {
        let faces = solutions::recognise(x, who, y, k, Real::INFINITY, limit);
        let away = distance_from(&Pca::fit(x, k).unwrap(), y).unwrap();
        let verdict = |(face, &d): (Verdict, &Real)| match face {
            Verdict::Person(_) if d > from => Verdict::NoFace,
            face => face,
        };
        faces.into_iter().zip(&away).map(verdict).collect()
    }
    pub fn raw_distances(
        x: &Data,
        who: &[usize],
        y: &Data,
        k: usize,
        from: Real,
        _: Real,
    ) -> Vec<Verdict> {
        let pca = Pca::fit(x, k).unwrap();
        let (known, codes) = (pca.encode(x).unwrap(), pca.encode(y).unwrap());
        let away = distance_from(&pca, y).unwrap();
        let nearest = |code: ndarray::ArrayView1<Real>| {
            let distance =
                |face: ndarray::ArrayView1<Real>| (&face - &code).mapv(|v| v * v).sum();
            let pairs = known.rows().into_iter().map(distance).zip(who);
            *pairs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap().1
        };
        let verdict = |(code, &d): (ndarray::ArrayView1<Real>, &Real)| {
            if d > from { Verdict::NoFace } else { Verdict::Person(nearest(code)) }
        };
        codes.rows().into_iter().zip(&away).map(verdict).collect()
    }
}
