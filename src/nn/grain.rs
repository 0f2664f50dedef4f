//! How much a thread takes at a time, of work that is done number by number.

/// Numbers: enough that handing them out costs little beside the work, few enough to stay in a core's cache.
pub(super) const GRAIN: usize = 1 << 14;

/// Rows of a matrix of this width.
pub(super) fn rows_at_a_time(width: usize) -> usize {
    GRAIN.div_ceil(width.max(1))
}
