//! Products and decompositions keep what their names promise, whichever library computes them.
//!
//! A program of its own: it is all that is compiled once more with the feature `lapack`.

use autoencoders::{Error, Real, Result, linalg};
use common::{TOL, assert_same, assert_same_vector, seeded};
use ndarray::{Array1, Array2, ArrayView2, Axis, array, s};
use proptest::prelude::*;

mod common;

fn gaussian(rows: usize, columns: usize, seed: u64) -> Array2<Real> {
    common::gaussian(rows, columns, &mut seeded(seed))
}

fn assert_descending(v: &Array1<Real>) {
    assert!(v.windows(2).into_iter().all(|p| p[0] >= p[1]), "not descending: {v}");
}

type Pairs = Result<(Array1<Real>, Array2<Real>)>;
type Triple = Result<(Array2<Real>, Array1<Real>, Array2<Real>)>;

/// Who decomposes.
struct Library {
    eigh: fn(ArrayView2<Real>) -> Pairs,
    svd: fn(ArrayView2<Real>) -> Triple,
    orthonormal: fn(ArrayView2<Real>) -> Result<Array2<Real>>,
}

/// The crate's own, which all chapters use.
const OURS: Library =
    Library { eigh: linalg::eigh, svd: linalg::svd, orthonormal: linalg::orthonormal };

/// The same by LAPACK, with the feature `lapack`; each test of a decomposition holds for both.
#[cfg(feature = "lapack")]
const ALL: [Library; 2] = {
    use linalg::lapack::{eigh, orthonormal, svd};
    [OURS, Library { eigh, svd, orthonormal }]
};
#[cfg(not(feature = "lapack"))]
const ALL: [Library; 1] = [OURS];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn eigh_diagonalises(m in 1_usize..40, seed: u64) {
        let x = gaussian(m, m, seed);
        let a = &x + &x.t();
        for library in ALL {
            let (lambda, v) = (library.eigh)(a.view()).unwrap();
            assert_descending(&lambda);
            assert_same("AV = VΛ", &a.dot(&v), &(&v * &lambda));
            assert_same("VᵀV = I", &v.t().dot(&v), &Array2::eye(m));
        }
    }

    #[test]
    fn eigh_top_is_the_head_of_eigh(m in 1_usize..40, part in 0.0..1.0_f64, seed: u64) {
        let k = 1 + (part * (m - 1) as f64) as usize;
        let x = gaussian(m, m, seed);
        let a = &x + &x.t();
        let (all, _) = linalg::eigh(a.view()).unwrap();
        let (lambda, v) = linalg::eigh_top(a.view(), k).unwrap();
        assert_eq!((lambda.len(), v.dim()), (k, (m, k)));
        assert_descending(&lambda);
        assert_same_vector("λ", &lambda, &all.slice(s![..k]).to_owned());
        assert_same("AV = VΛ", &a.dot(&v), &(&v * &lambda));
        assert_same("VᵀV = I", &v.t().dot(&v), &Array2::eye(k));
    }

    #[test]
    fn svd_multiplies_back(m in 1_usize..60, n in 1_usize..60, seed: u64) {
        let a = gaussian(m, n, seed);
        for library in ALL {
            let (u, sigma, vt) = (library.svd)(a.view()).unwrap();
            let r = m.min(n);
            assert_eq!((u.dim(), sigma.len(), vt.dim()), ((m, r), r, (r, n)));
            assert_descending(&sigma);
            assert!(sigma.iter().all(|&v| v >= 0.0));
            assert_same("USVᵀ = A", &(&u * &sigma).dot(&vt), &a);
            assert_same("UᵀU = I", &u.t().dot(&u), &Array2::eye(r));
            assert_same("VᵀV = I", &vt.dot(&vt.t()), &Array2::eye(r));
        }
    }

    #[test]
    fn qr_spans_the_columns(m in 1_usize..60, n in 1_usize..60, seed: u64) {
        let a = gaussian(m, n, seed);
        for library in ALL {
            let q = (library.orthonormal)(a.view()).unwrap();
            assert_eq!(q.dim(), (m, m.min(n)));
            assert_same("QᵀQ = I", &q.t().dot(&q), &Array2::eye(m.min(n)));
            assert_same("QQᵀA = A", &q.dot(&q.t().dot(&a)), &a);
        }
    }

    /// Shapes on both sides of where a product is shared between threads, and every way its parts may lie in memory.
    #[test]
    fn products_are_what_ndarray_says(m in 0_usize..300, p in 0_usize..300, n in 0_usize..300, ways: [bool; 3], seed: u64) {
        let lie = |rows, columns, turned, seed| match turned {
            true => gaussian(columns, rows, seed).reversed_axes(),
            false => gaussian(rows, columns, seed),
        };
        let (a, b) = (lie(m, p, ways[0], seed), lie(p, n, ways[1], seed ^ 1));
        let before = lie(m, n, ways[2], seed ^ 2);
        let by_ndarray = a.dot(&b);
        assert_same("AB", &linalg::dot(&a, &b), &by_ndarray);
        for (alpha, beta) in [(1.0, 0.0), (0.5, 1.0), (2.0, -1.0)] {
            let mut c = before.clone();
            linalg::product(alpha, a.view(), b.view(), beta, c.view_mut());
            assert_same("aAB + cC", &c, &(&by_ndarray * alpha + &before * beta));
        }
        let mut c = before.clone();
        let (rows, columns, inner) = (s![..;2, ..;3], s![..;2, ..], s![.., ..;3]);
        linalg::product(1.0, a.slice(columns), b.slice(inner), 1.0, c.slice_mut(rows));
        let mut expected = before;
        let sum = &expected.slice(rows) + &a.slice(columns).dot(&b.slice(inner));
        expected.slice_mut(rows).assign(&sum);
        assert_same("between the rows and columns of others", &c, &expected);
    }

    #[test]
    fn grams_are_products_and_share_their_spectrum(n in 1_usize..50, d in 1_usize..50, seed: u64) {
        let x = gaussian(n, d, seed);
        let (columns, rows) = (linalg::gram_of_columns(x.view()), linalg::gram_of_rows(x.view()));
        assert_same("XᵀX", &columns, &x.t().dot(&x));
        assert_same("XXᵀ", &rows, &x.dot(&x.t()));
        let every_second = x.slice(s![..;2, ..;2]);
        assert_same("of a view", &linalg::gram_of_columns(every_second), &every_second.t().dot(&every_second));
        let r = n.min(d);
        let (a, _) = linalg::eigh_top(columns.view(), r).unwrap();
        let (b, _) = linalg::eigh_top(rows.view(), r).unwrap();
        assert_same("spectrum", &a.insert_axis(Axis(0)), &b.insert_axis(Axis(0)));
    }

    #[test]
    fn principal_angles_of_turned_planes(angle in 1e-3..1.57_f64, d in 4_usize..30, seed: u64) {
        let q = linalg::orthonormal(gaussian(d, 3, seed).view()).unwrap();
        let (a, b) = (q.slice(s![.., ..2]).to_owned(), q.slice(s![.., 2]).to_owned());
        let (cos, sin) = (angle.cos() as Real, angle.sin() as Real);
        let mut turned = a.clone();
        turned.column_mut(1).assign(&(&a.column(1) * cos + &b * sin));
        let found = linalg::principal_angles(a.view(), turned.view()).unwrap();
        assert!((found[0] as f64).abs() < TOL, "{found}");
        assert!((found[1] as f64 - angle).abs() < TOL, "{found} for {angle}");
    }
}

#[test]
fn a_small_case_by_hand() {
    for library in ALL {
        let (lambda, v) = (library.eigh)(array![[2.0, 1.0], [1.0, 2.0]].view()).unwrap();
        assert_same_vector("λ", &lambda, &array![3.0, 1.0]);
        assert!(
            (v[[0, 0]] - v[[1, 0]]).abs() < TOL as Real
                && (v[[0, 1]] + v[[1, 1]]).abs() < TOL as Real
        );
    }
}

#[test]
fn matrices_without_full_rank() {
    let thin = gaussian(30, 3, 1);
    let a = thin.dot(&gaussian(3, 20, 2));
    for library in ALL {
        let (u, sigma, vt) = (library.svd)(a.view()).unwrap();
        assert_same("USVᵀ = A", &(&u * &sigma).dot(&vt), &a);
        assert!(sigma.iter().skip(3).all(|&v| v as f64 <= TOL * sigma[0] as f64));
        let q = (library.orthonormal)(a.view()).unwrap();
        assert_same("QᵀQ = I", &q.t().dot(&q), &Array2::eye(20));
        assert_same("QQᵀA = A", &q.dot(&q.t().dot(&a)), &a);
    }
    let zero = Array2::<Real>::zeros((5, 5));
    let (lambda, v) = linalg::eigh_top(zero.view(), 2).unwrap();
    assert_eq!(lambda, array![0.0, 0.0]);
    assert_same("VᵀV = I", &v.t().dot(&v), &Array2::eye(2));
}

#[test]
fn equal_eigenvalues_still_give_orthonormal_vectors() {
    let eye = Array2::<Real>::eye(50) * 3.0;
    let (lambda, v) = linalg::eigh_top(eye.view(), 7).unwrap();
    assert!(lambda.iter().all(|&l| (l - 3.0).abs() < TOL as Real));
    assert_same("VᵀV = I", &v.t().dot(&v), &Array2::eye(7));
}

/// Strongly rectangular: the full Vᵀ of 40 × 20 000 would take 1.6 GB and minutes.
#[test]
fn the_svd_of_a_wide_matrix_is_thin() {
    let a = gaussian(40, 20_000, 3);
    for library in ALL {
        let (u, sigma, vt) = (library.svd)(a.view()).unwrap();
        assert_eq!((u.dim(), sigma.len(), vt.dim()), ((40, 40), 40, (40, 20_000)));
        assert_same("USVᵀ = A", &(&u * &sigma).dot(&vt), &a);
    }
}

/// Large enough for divide and conquer, of a spectrum that falls by six powers of ten.
#[test]
fn large_matrices_too() {
    let (n, d) = (300, 500);
    let fall =
        Array1::from_shape_fn(n, |j| (10.0 as Real).powf(-6.0 * j as Real / n as Real));
    let x = gaussian(d, n, 4) * &fall;
    for library in ALL {
        let gram = linalg::gram_of_columns(x.view());
        let (lambda, v) = (library.eigh)(gram.view()).unwrap();
        assert_descending(&lambda);
        assert_same("AV = VΛ", &gram.dot(&v), &(&v * &lambda));
        assert_same("VᵀV = I", &v.t().dot(&v), &Array2::eye(n));
        let (u, sigma, vt) = (library.svd)(x.view()).unwrap();
        assert_same("USVᵀ = X", &(&u * &sigma).dot(&vt), &x);
        assert_same("VᵀV = I", &vt.dot(&vt.t()), &Array2::eye(n));
        assert_same_vector("λ = σ²", &lambda, &(&sigma * &sigma));
        let (ours, _) = linalg::eigh_top(gram.view(), 20).unwrap();
        assert_same_vector("everyone's λ", &lambda.slice(s![..20]).to_owned(), &ours);
        let (_, ours, _) = linalg::svd(x.view()).unwrap();
        assert_same_vector("everyone's σ", &sigma, &ours);
    }
}

#[test]
fn no_result_depends_on_the_number_of_threads() {
    let (x, w) = (gaussian(1000, 400, 5), gaussian(400, 300, 6));
    let all = || {
        let gram = linalg::gram_of_columns(x.view());
        let (lambda, v) = linalg::eigh_top(gram.view(), 9).unwrap();
        (linalg::dot(&x, &w), gram, lambda, v, linalg::svd(w.view()).unwrap())
    };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(all)
    };
    let one = with(1);
    for threads in [2, 3, 7] {
        assert_eq!(one, with(threads), "{threads} threads");
    }
}

#[test]
fn refuses_what_is_no_matrix_for_it() {
    let wide = Array2::<Real>::zeros((2, 3));
    let eye = Array2::<Real>::eye(3);
    assert!(matches!(linalg::eigh_top(eye.view(), 0), Err(Error::OutOfRange { .. })));
    assert!(matches!(linalg::eigh_top(eye.view(), 4), Err(Error::OutOfRange { .. })));
    assert!(matches!(
        linalg::principal_angles(eye.view(), wide.view()),
        Err(Error::Shape { .. })
    ));
    let mut hole = eye.clone();
    hole[[1, 2]] = Real::NAN;
    for library in ALL {
        assert!(matches!((library.eigh)(wide.view()), Err(Error::Shape { .. })));
        let nothing = Array2::zeros((0, 3));
        assert!(matches!((library.svd)(nothing.view()), Err(Error::TooFew { .. })));
        for failed in [
            (library.eigh)(hole.view()).err(),
            (library.svd)(hole.view()).err(),
            (library.orthonormal)(hole.view()).err(),
        ] {
            assert!(
                matches!(failed, Some(Error::NotFinite { row: 1, column: 2, .. })),
                "{failed:?}"
            );
        }
    }
}
