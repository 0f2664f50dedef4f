//! Sums of numbers that are known by their logarithms.

/// ln Σ eᵗ = t_max + ln Σ e^(t − t_max): no term overflows, and the largest is 1.
pub fn log_sum_exp(t: &[f64]) -> f64 {
    let most = t.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + t.iter().map(|t| (t - most).exp()).sum::<f64>().ln()
}
