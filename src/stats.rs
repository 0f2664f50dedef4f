//! Small statistics that the experiments need.

/// The middle of the sorted values, or the mean of the two in the middle; `None` if there is no value.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    match n {
        0 => None,
        _ if n % 2 == 1 => Some(sorted[n / 2]),
        _ => Some((sorted[n / 2 - 1] + sorted[n / 2]) / 2.0),
    }
}

/// The least and the most of the values; (∞, −∞) if there is no value.
pub fn range(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    values.into_iter().fold(ends, |(least, most), v| (least.min(v), most.max(v)))
}

/// (1/n) Σ vᵢ; `None` if there is no value.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        None
    } else {
        Some(values.iter().sum::<f64>() / values.len() as f64)
    }
}

/// Pearson's correlation of pairs: Σ(a − ā)(b − b̄) / √(Σ(a − ā)² Σ(b − b̄)²), in [−1, 1].
///
/// `None` if there are fewer than two pairs, or one side does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let (a_mean, b_mean) =
        pairs.iter().fold((0.0, 0.0), |(s, t), (a, b)| (s + a / n, t + b / n));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        ab += (a - a_mean) * (b - b_mean);
        aa += (a - a_mean).powi(2);
        bb += (b - b_mean).powi(2);
    }
    (aa > 0.0 && bb > 0.0).then(|| ab / (aa * bb).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
    }

    #[test]
    fn a_line_correlates_fully_and_a_constant_not_at_all() {
        let falling: Vec<_> = (0..9).map(|i| (i as f64, 5.0 - 2.0 * i as f64)).collect();
        assert!((correlation(&falling).unwrap_or(0.0) + 1.0).abs() < 1e-12);
        assert_eq!(correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
    }
}
