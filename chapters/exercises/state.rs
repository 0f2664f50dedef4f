//! What the tests say of one exercise.

/// How far a reader is with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its `todo!` is still there.
    Untouched,
    /// Its check stops, and this is the first line of why.
    Failing(String),
    Solved,
}

impl State {
    /// Where it is counted: untouched, failing, solved.
    pub fn column(&self) -> usize {
        match self {
            State::Untouched => 0,
            State::Failing(_) => 1,
            State::Solved => 2,
        }
    }
}

/// The test of an exercise: `2.1` has `exercise_2_1`.
pub fn test_name(number: &str) -> String {
    format!("exercise_{}", number.replace('.', "_"))
}

/// The state of exercise `number` in what its test printed; `None` where the test came to no end.
pub fn state(number: &str, output: &str) -> Option<State> {
    let test = test_name(number);
    let result =
        output.lines().find_map(|line| line.strip_prefix(&format!("test {test} ")))?;
    if result.ends_with("... ok") {
        return Some(State::Solved);
    }
    let (_, said) = output.split_once(&format!("---- {test} stdout ----"))?;
    let Some(message) =
        said.lines().skip_while(|line| !line.contains(" panicked at ")).nth(1)
    else {
        return Some(State::Failing("it stops".to_string()));
    };
    if message.starts_with(&format!("not yet implemented: exercise {number}")) {
        return Some(State::Untouched);
    }
    let own = format!("exercise {number}: ");
    Some(State::Failing(message.strip_prefix(&own).unwrap_or(message).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "
running 3 tests
test exercise_2_1 ... ok
test exercise_2_2 ... FAILED
test exercise_2_10 ... FAILED

failures:

---- exercise_2_2 stdout ----

thread 'exercise_2_2' (77) panicked at tests/common/grading.rs:18:9:
exercise 2.2: the directions are not of length 1
  yours     [2.000] (1 × 1)
  expected  [1.000] (1 × 1)

---- exercise_2_10 stdout ----

thread 'exercise_2_10' (78) panicked at tests/exercises/ch02_pca.rs:20:5:
not yet implemented: exercise 2.10: the covariance
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace


failures:
    exercise_2_2
    exercise_2_10
";

    #[test]
    fn tells_solved_failing_and_untouched_apart() {
        assert_eq!(state("2.1", OUTPUT), Some(State::Solved));
        let why = "the directions are not of length 1".to_string();
        assert_eq!(state("2.2", OUTPUT), Some(State::Failing(why)));
        assert_eq!(state("2.10", OUTPUT), Some(State::Untouched));
    }

    #[test]
    fn a_test_that_never_finished_has_no_state() {
        assert_eq!(state("2.1", "running 1 test\n"), None);
    }
}
