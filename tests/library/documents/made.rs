//! Documents from the topic model: repeatable, and distributed as the model says.

use crate::common::{refused, seeded};
use autoencoders::data::documents::{self, MOST, TopicModel, documents};
use autoencoders::ndarray::{Array1, Axis};
use std::collections::HashSet;

#[test]
fn the_same_seed_gives_the_same_documents_on_any_number_of_threads() {
    let one = documents(3, 200).expect("documents");
    for threads in [1, 3] {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        assert_eq!(
            one,
            pool.install(|| documents(3, 200)).expect("documents"),
            "{threads} threads"
        );
    }
    assert_ne!(one.counts.x, documents(4, 200).expect("documents").counts.x);
}

#[test]
fn a_larger_set_begins_with_the_smaller_one_and_the_test_set_is_another() {
    let (few, many) =
        (documents(5, 20).expect("documents"), documents(5, 50).expect("documents"));
    let first: Vec<usize> = (0..20).collect();
    assert_eq!(few.counts, many.counts.select(&first).expect("rows"));
    assert_eq!(few.shares, many.shares.select(Axis(0), &first));
    assert_eq!(few, documents::train(5, 20).expect("documents"));
    assert_ne!(few.counts.x, documents::test(5, 20).expect("documents").counts.x);
}

#[test]
fn the_model_has_the_sizes_it_promises() {
    let model = TopicModel::standard();
    assert_eq!(model.topics.dim(), (40, 1200));
    assert_eq!(model.classes.dim(), (40, 40));
    assert_eq!(model.words.iter().collect::<HashSet<_>>().len(), 1200);
    assert!(
        model.words.iter().all(|word| word.chars().all(char::is_alphabetic)),
        "a word is letters"
    );
    for row in model.topics.rows() {
        assert!((row.sum() - 1.0).abs() < 1e-12 && row.iter().all(|&share| share >= 0.0));
    }
    let pitch =
        model.words.iter().position(|word| word == "pitch").expect("a word of two topics");
    let average = model.topics.column(pitch).sum() / 40.0;
    assert!(
        model.topics.column(pitch).iter().filter(|&&share| share > average).count() >= 2
    );
    let goal =
        model.words.iter().position(|word| word == "goal").expect("a word of one topic");
    assert!(
        (1..40).all(|t| model.topics[[t, goal]] < model.topics[[0, goal]]),
        "of the first topic: football"
    );
}

/// The topics of a class: those with more than a stray weight.
fn mixes(model: &TopicModel) -> Vec<HashSet<usize>> {
    let of = |row: autoencoders::ndarray::ArrayView1<f64>| {
        (0..row.len()).filter(|&t| row[t] > 0.1).collect()
    };
    model.classes.rows().into_iter().map(of).collect()
}

#[test]
fn classes_mix_three_topics_and_share_one_at_most() {
    let model = TopicModel::standard();
    let mixes = mixes(&model);
    for (c, mix) in mixes.iter().enumerate() {
        assert!(mix.len() == 3 && mix.contains(&c), "{}: {mix:?}", model.names[c]);
        for (other, that) in mixes.iter().enumerate().take(c) {
            let both = mix.intersection(that).count();
            assert!(
                both <= 1,
                "{} and {} share {both} topics",
                model.names[c],
                model.names[other]
            );
        }
    }
    assert!(
        (0..40).all(|topic| mixes.iter().filter(|mix| mix.contains(&topic)).count() == 3)
    );
}

#[test]
fn topic_shares_have_the_dirichlets_means() {
    let model = TopicModel::standard();
    let set = documents(1, 8000).expect("documents");
    for class in 0..40 {
        let rows: Vec<usize> =
            (0..8000).filter(|&i| set.counts.labels[i] == class).collect();
        assert!(
            (120..290).contains(&rows.len()),
            "class {class} has {} of 8000",
            rows.len()
        );
        let mean = set
            .shares
            .select(Axis(0), &rows)
            .mapv(|s| s as f64)
            .mean_axis(Axis(0))
            .expect("rows");
        let alpha = model.classes.row(class);
        let sum = alpha.sum();
        for (t, (&mean, &alpha)) in mean.iter().zip(alpha).enumerate() {
            // A Dirichlet's variance: p(1 − p)/(Σα + 1); six standard deviations of a mean of so many.
            let p = alpha / sum;
            let room = 6.0 * (p * (1.0 - p) / (sum + 1.0) / rows.len() as f64).sqrt();
            assert!(
                (mean - p).abs() < room,
                "class {class}, topic {t}: {mean}, not {p} ± {room}"
            );
        }
    }
    assert!(
        set.shares.sum_axis(Axis(1)).iter().all(|&sum| (sum as f64 - 1.0).abs() < 1e-5)
    );
}

#[test]
fn words_are_as_frequent_as_topics_and_shares_say() {
    let model = TopicModel::standard();
    let set = documents(2, 6000).expect("documents");
    let lengths = set.counts.x.sum_axis(Axis(1)).mapv(|n| n as f64);
    // E[x_j] = Σ_i N_i θ_i φ_j, and each word a draw: the variance is below that.
    let weights = (&set.shares.mapv(|s| s as f64) * &lengths.clone().insert_axis(Axis(1)))
        .sum_axis(Axis(0));
    let expected = weights.dot(&model.topics);
    let counted = set.counts.x.mapv(|c| c as f64).sum_axis(Axis(0));
    for (j, (&counted, &expected)) in counted.iter().zip(&expected).enumerate() {
        let room = 6.0 * expected.sqrt() + 1.0;
        assert!(
            (counted - expected).abs() < room,
            "{}: {counted}, not {expected}",
            model.words[j]
        );
    }
    let mut sorted = lengths.to_vec();
    sorted.sort_by(f64::total_cmp);
    assert!(
        (45.0..55.0).contains(&sorted[3000]) && sorted[0] >= 10.0,
        "{} {}",
        sorted[0],
        sorted[3000]
    );
    assert!(
        sorted[5700] > 2.0 * sorted[3000] && sorted[5700] < 3.0 * sorted[3000],
        "{}",
        sorted[5700]
    );
}

/// θ that makes the counts most probable under known topics: expectation–maximisation.
fn recovered(model: &TopicModel, words: &[usize]) -> Array1<f64> {
    let mut counts = Array1::<f64>::zeros(model.words.len());
    words.iter().for_each(|&word| counts[word] += 1.0);
    let topics = model.names.len();
    let mut theta = Array1::from_elem(topics, 1.0 / topics as f64);
    for _ in 0..300 {
        let expected = theta.dot(&model.topics);
        let ratio = Array1::from_shape_fn(counts.len(), |w| {
            if counts[w] > 0.0 { counts[w] / expected[w] } else { 0.0 }
        });
        theta = &theta * &model.topics.dot(&ratio) / counts.sum();
    }
    theta
}

#[test]
fn the_topic_shares_of_a_long_document_can_be_read_off_its_counts() {
    let model = TopicModel::standard();
    for i in 0..5 {
        let shares = model.document(7, i).shares;
        let words = model.draw(&shares, 100_000, &mut seeded(i));
        let off = (&recovered(&model, &words) - &shares).mapv(f64::abs).sum() / 2.0;
        assert!(off < 0.03, "document {i}: {off} of the shares are with the wrong topic");
    }
}

#[test]
fn no_documents_and_too_many_are_refused() {
    refused(documents(1, 0), &["set of documents", "at least 1", "got 0"]);
    refused(documents(1, MOST + 1), &["number of documents", "100001", "100 000"]);
}

#[test]
fn rows_that_are_not_there_are_named_and_empty_documents_can_be_left_out() {
    let mut set = documents(1, 5).expect("documents").counts;
    refused(set.select(&[4, 5]), &["rows 0 to 4 of 5", "row 5"]);
    set.x.row_mut(2).fill(0.0);
    let (full, left_out) = set.without_empty().expect("documents");
    assert_eq!((full.len(), left_out), (4, 1));
    assert_eq!(full.labels, [set.labels[0], set.labels[1], set.labels[3], set.labels[4]]);
    assert!(!full.is_empty() && full.words == set.words);
}
