//! How well a score tells odd samples from ordinary ones.

use crate::Result;
use crate::check::check_some;

// ANCHOR: roc_area
/// The area under the ROC curve: the chance that an odd sample's score is above an ordinary
/// one's, ties counting half. ½ is guessing; below ½ the alarm rings for the ordinary ones.
///
/// In O((n + m) log (n + m)), by ranks. Errors where one side is empty. Source: Hanley &
/// McNeil 1982.
pub fn roc_area(odd: &[f64], ordinary: &[f64]) -> Result<f64> {
    check_some(odd.len().min(ordinary.len()), 1, "a ROC area", "sample of each kind")?;
    let mut sorted = ordinary.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wins: f64 = odd
        .iter()
        .map(|&score| {
            let below = sorted.partition_point(|&other| other < score);
            let up_to = sorted.partition_point(|&other| other <= score);
            (below + up_to) as f64 / 2.0
        })
        .sum();
    Ok(wins / (odd.len() * ordinary.len()) as f64)
}
// ANCHOR_END: roc_area
