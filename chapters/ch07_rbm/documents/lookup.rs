//! Seconds a query as the collection grows: a scan of all codes against the look-up of a ball.

use super::hashing::BITS;
use autoencoders::retrieval::table::{HashTable, ball_size, scan};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use std::hint::black_box;
use std::time::Instant;

/// Bits that may differ.
const RADIUS: u32 = 2;
/// Queries that are timed together.
const QUERIES: usize = 200;
/// The share of bits that are flipped at random in copies of real codes.
const JITTER: f64 = 0.15;

/// A thousand codes and a million: copies of the documents' own, some bits of which are flipped.
pub fn lookup(run: &mut Run, codes: &[u32]) -> Outcome {
    run.count("lookup_radius", RADIUS as usize);
    run.count("lookup_buckets", ball_size(BITS as u32, RADIUS) as usize);
    run.measure("lookup_jitter", 100.0 * JITTER, "%", 0);
    if !run.timed() {
        return Ok(());
    }
    run.train("look-ups against scans");
    let mut rng = run.rng("lookup");
    let all: Vec<u32> =
        (0..1_000_000).map(|i| jittered(codes[i % codes.len()], &mut rng)).collect();
    let queries: Vec<u32> =
        (0..QUERIES).map(|i| jittered(codes[i * 7 % codes.len()], &mut rng)).collect();
    let (mut scans, mut balls, mut hits) = (Vec::new(), Vec::new(), 0);
    for n in [1000, 1_000_000] {
        let table = HashTable::new(BITS as u32, &all[..n])?;
        scans.push(seconds(&queries, |code| {
            scan(&all[..n], code, RADIUS).fold(0, u32::wrapping_add)
        }));
        balls.push(seconds(&queries, |code| {
            table.ball(code, RADIUS).fold(0, u32::wrapping_add)
        }));
        hits = queries.iter().map(|&code| table.ball(code, RADIUS).count()).sum();
    }
    run.timing("lookup_scan_us", 1e6 * scans[1], "µs", 0);
    run.timing("lookup_ball_us", 1e6 * balls[1], "µs", 1);
    run.timing("lookup_ratio", scans[1] / balls[1], "", 0);
    run.timing("lookup_ball_growth", balls[1] / balls[0], "", 1);
    run.timing("lookup_scan_growth", scans[1] / scans[0], "", 0);
    run.timing("lookup_hits", hits as f64 / QUERIES as f64, "", 0);
    Ok(())
}

/// The code with each bit flipped now and then.
fn jittered(code: u32, rng: &mut impl Rng) -> u32 {
    (0..BITS).fold(code, |code, bit| code ^ u32::from(rng.random_bool(JITTER)) << bit)
}

/// Seconds a query that reads each document's number, the least of five rounds: what disturbs a time only adds to it.
fn seconds(queries: &[u32], find: impl Fn(u32) -> u32) -> f64 {
    let round = |_| {
        let start = Instant::now();
        queries.iter().for_each(|&code| {
            black_box(find(black_box(code)));
        });
        start.elapsed().as_secs_f64() / queries.len() as f64
    };
    (0..5).map(round).fold(f64::MAX, f64::min)
}
