//! Chapter 10: its exercises. `cargo test --test ch10_denoising -- --ignored` grades yours.

#[path = "checks/ch10_denoising.rs"]
mod checks;
mod common;
#[path = "exercises/ch10_denoising.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch10_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch10_denoising.rs"]
mod mistakes;
#[path = "solutions/ch10_denoising.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch10_denoising.rs");
const PAGE: &str = include_str!("../book/src/ch10_denoising.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_10_1() {
    checks::salt_and_pepper(solutions::salt_and_pepper);
}

#[test]
#[ignore = "yours: cargo test --test ch10_denoising exercise_10_1 -- --ignored"]
fn exercise_10_1() {
    checks::salt_and_pepper(exercises::salt_and_pepper);
}

#[test]
fn check_10_1_bites() {
    use mistakes::salt as wrong;
    stub_fails(STUBS, "10.1", || checks::salt_and_pepper(exercises::salt_and_pepper));
    caught("both kinds together", || checks::salt_and_pepper(wrong::twice_the_share));
    caught("exchanged", || checks::salt_and_pepper(wrong::exchanged));
    caught("half of it is salt", || checks::salt_and_pepper(wrong::no_salt));
    caught("wrong pixels", || checks::salt_and_pepper(wrong::keeps_the_corrupted));
    caught("nothing to do with the pixel", || checks::salt_and_pepper(wrong::flips));
    caught("each pixel has its own", || checks::salt_and_pepper(wrong::whole_pictures));
}

#[test]
fn solution_10_2() {
    checks::mean_psnr(solutions::mean_psnr);
}

#[test]
#[ignore = "yours: cargo test --test ch10_denoising exercise_10_2 -- --ignored"]
fn exercise_10_2() {
    checks::mean_psnr(exercises::mean_psnr);
}

#[test]
fn check_10_2_bites() {
    use mistakes::psnr as wrong;
    stub_fails(STUBS, "10.2", || checks::mean_psnr(exercises::mean_psnr));
    caught("averaged first", || checks::mean_psnr(wrong::of_the_mean));
    caught("base ten", || checks::mean_psnr(wrong::natural));
    caught("takes ten", || checks::mean_psnr(wrong::twenty));
    caught("0 and 1 first", || checks::mean_psnr(wrong::not_cut_off));
    caught("take their mean", || checks::mean_psnr(wrong::summed));
    caught("sign is wrong", || checks::mean_psnr(wrong::sign));
}

#[test]
fn solution_10_3() {
    checks::wiener(solutions::wiener);
}

#[test]
#[ignore = "yours: cargo test --test ch10_denoising exercise_10_3 -- --ignored"]
fn exercise_10_3() {
    checks::wiener(exercises::wiener);
}

#[test]
fn check_10_3_bites() {
    use mistakes::wiener as wrong;
    stub_fails(STUBS, "10.3", || checks::wiener(exercises::wiener));
    caught("not with σ", || checks::wiener(wrong::not_squared));
    caught("shares of the noise", || checks::wiener(wrong::keeps_the_noise));
    caught("shrinking does better", || checks::wiener(wrong::error_of_the_projection));
    caught("error of copying", || checks::wiener(wrong::error_of_copying));
    caught("lets its noise in", || checks::wiener(wrong::keeps_all));
    caught("λ above σ²", || checks::wiener(wrong::keeps_above_sd));
    caught("not of deviations", || checks::wiener(wrong::by_deviations));
}

#[test]
fn solution_10_4() {
    checks::answers(solutions::answers);
}

#[test]
#[ignore = "yours: cargo test --test ch10_denoising exercise_10_4 -- --ignored"]
fn exercise_10_4() {
    checks::answers(exercises::answers);
}

#[test]
fn check_10_4_bites() {
    use mistakes::answers as wrong;
    stub_fails(STUBS, "10.4", || checks::answers(exercises::answers));
    caught("prior is missing", || checks::answers(|v, p, c| wrong::no_prior((v, p, c))));
    caught("has no say", || checks::answers(|v, p, c| wrong::no_channel((v, p, c))));
    caught("divide by their sum", || {
        checks::answers(|v, p, c| wrong::not_divided((v, p, c)));
    });
    caught("most likely", || checks::answers(|v, p, c| wrong::most_likely((v, p, c))));
    caught("half of the *chance*", || {
        checks::answers(|v, p, c| wrong::middle_value((v, p, c)));
    });
    caught("are exchanged", || checks::answers(|v, p, c| wrong::exchanged((v, p, c))));
}

#[test]
fn solution_10_5() {
    checks::log_ratio(solutions::log_ratio);
}

#[test]
#[ignore = "yours: cargo test --test ch10_denoising exercise_10_5 -- --ignored"]
fn exercise_10_5() {
    checks::log_ratio(exercises::log_ratio);
}

#[test]
fn check_10_5_bites() {
    use mistakes::ratio as wrong;
    stub_fails(STUBS, "10.5", || checks::log_ratio(exercises::log_ratio));
    caught("σ squared", || checks::log_ratio(wrong::by_sd));
    caught("log p(a) − log p(b)", || checks::log_ratio(wrong::backwards));
    caught("not r(x)", || checks::log_ratio(wrong::not_less_x));
    caught("take their mean", || checks::log_ratio(wrong::not_halved));
    caught("belongs to the integral", || checks::log_ratio(wrong::unit_way));
    caught("left ends", || checks::log_ratio(wrong::from_the_left));
    caught("along the way", || checks::log_ratio(wrong::lengths));
}
