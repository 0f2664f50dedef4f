//! The k nearest of n points by a vantage-point tree.
//!
//! The tree splits a set by the distance to one of its points: at the median, the near half and the far half. A search
//! leaves out a half where the triangle inequality says that nothing in it can be near enough. How much it leaves out
//! depends on the dimension that the points *have*, not on the number of their coordinates (Yianilos 1993).

use crate::Real;
use vpsearch::{BestCandidate, MetricSpace, Tree};

/// A sample: a row of X.
#[derive(Clone, Copy)]
pub struct Point<'a>(pub &'a [Real]);

/// Squares that are summed side by side, so that the processor can do several at once.
const LANES: usize = 8;

impl MetricSpace for Point<'_> {
    type UserData = ();
    type Distance = f64;

    /// ‖x − y‖, the squares summed in double precision.
    fn distance(&self, other: &Self, _: &()) -> f64 {
        let (x, y) = (self.0.chunks_exact(LANES), other.0.chunks_exact(LANES));
        let rest = x.remainder().iter().zip(y.remainder());
        let rest: f64 = rest.map(|(&x, &y)| ((x - y) as f64).powi(2)).sum();
        let mut sums = [0.0; LANES];
        for (x, y) in x.zip(y) {
            for (sum, (&x, &y)) in sums.iter_mut().zip(x.iter().zip(y)) {
                *sum += ((x - y) as f64).powi(2);
            }
        }
        (sums.iter().sum::<f64>() + rest).sqrt()
    }
}

/// The nearest candidates that a search has met so far, nearest first, without the point that it began from.
struct Nearest {
    k: usize,
    itself: usize,
    found: Vec<(f64, usize)>,
}

impl<'a> BestCandidate<Point<'a>, ()> for Nearest {
    type Output = Vec<(f64, usize)>;

    fn consider(&mut self, _: &Point<'a>, distance: f64, index: usize, _: &()) {
        if index == self.itself || distance > self.distance() {
            return;
        }
        let place = self.found.partition_point(|&known| known < (distance, index));
        self.found.insert(place, (distance, index));
        self.found.truncate(self.k);
    }

    /// What is farther than this cannot be among the k nearest.
    fn distance(&self) -> f64 {
        self.found.get(self.k - 1).map_or(f64::MAX, |&(distance, _)| distance)
    }

    fn result(self, _: &()) -> Vec<(f64, usize)> {
        self.found
    }
}

/// The tree of all points.
pub struct Search<'a>(Tree<Point<'a>>);

impl<'a> Search<'a> {
    /// Of rows of one length.
    pub fn new(points: &[Point<'a>]) -> Self {
        Search(Tree::new(points))
    }

    /// The k ≥ 1 nearest of `point`, which is number `itself` and not its own neighbour: (distance, index), nearest first.
    /// Of several as far, those of smaller index.
    pub fn nearest(&self, point: &Point<'a>, itself: usize, k: usize) -> Vec<(f64, usize)> {
        let found = Vec::with_capacity(k + 1);
        self.0.find_nearest_custom(point, &(), Nearest { k, itself, found })
    }
}
