//! How an exercise is graded: a check compares, and a wrong answer is told what it looks like.

use ndarray::{Array2, Axis};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Which exercise is being checked, and where the chapter treats it.
pub struct Exercise {
    /// As on the page: "2.1".
    pub number: &'static str,
    /// The heading of the section to reread.
    pub section: &'static str,
}

impl Exercise {
    /// Stop, and say what is likely wrong, what came out in small, and what to reread.
    pub fn fail(&self, why: &str, yours: &str, expected: &str) -> ! {
        let Exercise { number, section } = self;
        panic!(
            "exercise {number}: {why}\n  yours     {yours}\n  expected  {expected}\n  Reread the section “{section}”."
        )
    }

    /// Stop unless `a` has this shape; `hint` says what rows and columns are.
    pub fn shape(&self, a: &Array2<f64>, rows: usize, columns: usize, hint: &str) {
        if a.dim() != (rows, columns) {
            let why = format!("the shape is wrong: {hint}");
            self.fail(
                &why,
                &format!("{} × {}", a.nrows(), a.ncols()),
                &format!("{rows} × {columns}"),
            );
        }
    }

    /// Stop unless both agree within `tolerance` (relative to the largest expected entry). Of the `suspects`, wrong
    /// answers that are often given, the first that agrees with `yours` names the mistake; else `otherwise` does.
    pub fn compare(
        &self,
        yours: &Array2<f64>,
        expected: &Array2<f64>,
        tolerance: f64,
        suspects: &[(Array2<f64>, &str)],
        otherwise: &str,
    ) {
        if agree(yours, expected, tolerance) {
            return;
        }
        let suspect = suspects.iter().find(|(wrong, _)| agree(yours, wrong, tolerance));
        self.fail(
            suspect.map_or(otherwise, |(_, why)| why),
            &corner(yours),
            &corner(expected),
        );
    }

    /// Stop unless both numbers agree; else as [`Exercise::compare`].
    pub fn number(
        &self,
        yours: f64,
        expected: f64,
        tolerance: f64,
        suspects: &[(f64, &str)],
        otherwise: &str,
    ) {
        let one = |v| Array2::from_elem((1, 1), v);
        let suspects: Vec<_> = suspects.iter().map(|&(v, why)| (one(v), why)).collect();
        self.compare(&one(yours), &one(expected), tolerance, &suspects, otherwise);
    }
}

/// Whether all entries agree within `tolerance` times the largest expected one; never where one is NaN.
pub fn agree(a: &Array2<f64>, b: &Array2<f64>, tolerance: f64) -> bool {
    let largest = b.iter().fold(f64::MIN_POSITIVE, |m, v| v.abs().max(m));
    a.dim() == b.dim() && a.iter().zip(b).all(|(p, q)| (p - q).abs() <= tolerance * largest)
}

/// The columns of `a`, each turned to the side on which the same column of `like` lies.
pub fn same_signs(mut a: Array2<f64>, like: &Array2<f64>) -> Array2<f64> {
    for (mut column, other) in a.axis_iter_mut(Axis(1)).zip(like.axis_iter(Axis(1))) {
        if column.len() == other.len() && column.dot(&other) < 0.0 {
            column.mapv_inplace(|v| -v);
        }
    }
    a
}

/// The lengths of the columns, as one row.
pub fn lengths(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(|v| v * v).sum_axis(Axis(0)).mapv(f64::sqrt).insert_axis(Axis(0))
}

/// The first three rows and columns, three decimals.
pub fn corner(a: &Array2<f64>) -> String {
    let rows = a.rows().into_iter().take(3).map(|row| {
        let entries: Vec<_> = row.iter().take(3).map(|v| format!("{v:.3}")).collect();
        format!("[{}{}]", entries.join(", "), if row.len() > 3 { ", …" } else { "" })
    });
    let rows: Vec<_> = rows.collect();
    format!(
        "{}{} ({} × {})",
        rows.join(" "),
        if a.nrows() > 3 { " …" } else { "" },
        a.nrows(),
        a.ncols()
    )
}

/// The message with which `check` stops, or none where it passes.
fn complaint(check: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(check)).err()?;
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()))
        .or(Some(String::new()))
}

/// A planted mistake must be caught, hear `fragment`, and be sent to a section that `page` has.
pub fn caught(page: &str, fragment: &str, check: impl FnOnce()) {
    let text = complaint(check)
        .unwrap_or_else(|| panic!("a planted mistake passed; it should hear “{fragment}”"));
    assert!(
        text.contains(fragment),
        "the mistake should hear “{fragment}”, but heard:\n{text}"
    );
    let section =
        text.split("Reread the section “").nth(1).and_then(|rest| rest.split('”').next());
    let section =
        section.unwrap_or_else(|| panic!("the message names no section:\n{text}"));
    let heading = |line: &str| {
        line.starts_with('#') && line.trim_start_matches('#').trim() == section
    };
    assert!(page.lines().any(heading), "the page has no section “{section}”");
}

/// A stub that nobody has touched must fail; once its `todo!` is gone from `source`, it is the reader's business.
pub fn stub_fails(source: &str, number: &str, check: impl FnOnce()) {
    let stub = format!("exercise {number}: ");
    if source.contains(&format!("todo!(\"{stub}")) {
        let text = complaint(check)
            .unwrap_or_else(|| panic!("the stub of {stub} passes its own check"));
        assert!(
            text.contains(&stub),
            "the stub of {stub} fails for another reason:\n{text}"
        );
    }
}
