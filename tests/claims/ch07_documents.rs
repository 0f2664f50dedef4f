//! What the page says of documents, codes and addresses.

use autoencoders::Autoencoder;
use autoencoders::data::documents;
use autoencoders::nn;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Samples, Schedule, Training, silent};
use autoencoders::retrieval::coder::{Code, Corruption, DocumentCoder};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::ranking::{of_ranking, same_label};
use autoencoders::retrieval::table::{HashTable, ball_size};
use autoencoders::retrieval::weighting::{
    inverse_document_frequencies, log_counts, shares,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

#[test]
fn five_documents_by_hand() {
    // Relevant at ranks 1, 3 and 4: precision 1, 2/3, 3/4 where recall is 1/3, 2/3, 1.
    let (at, average) =
        of_ranking(&[true, false, true, true, false], &[1.0 / 3.0, 2.0 / 3.0, 1.0])
            .expect("three");
    assert_eq!(at, [1.0, 0.75, 0.75]);
    assert!((average - 29.0 / 36.0).abs() < 1e-12);
}

#[test]
fn a_ball_of_twenty_bits() {
    assert_eq!(
        [0, 1, 2, 3, 4].map(|radius| ball_size(20, radius)),
        [1, 21, 211, 1351, 6196]
    );
    let table = HashTable::new(3, &[0b101, 0b000, 0b111]).expect("three documents");
    assert_eq!(
        table.ball(0b101, 1).collect::<Vec<_>>(),
        [0, 2],
        "the same address, then one bit away"
    );
}

#[test]
fn the_deep_code_finds_more_than_lsa_of_the_same_size() {
    let (train, test) = (
        documents::train(11, 3000).expect("documents"),
        documents::test(11, 600).expect("documents"),
    );
    let idf = inverse_document_frequencies(&train.counts.x).expect("counts");
    let x = log_counts(&train.counts.x).expect("counts") * &idf;
    let new = log_counts(&test.counts.x).expect("counts") * &idf;
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut coder = DocumentCoder::random(
        &[1200, 128, 10],
        Code::Linear,
        Corruption::default(),
        &mut rng,
    )
    .expect("a coder");
    let (schedule, shares) = (Schedule::Cosine, shares(&train.counts.x).expect("words"));
    let how = Training { epochs: 15, batch: 50, schedule, ..Training::default() };
    let mut adam = Adam { rate: 5e-3, ..Adam::default() };
    let samples = Samples::pairs(&x, &shares);
    nn::train::train(&mut coder, &mut adam, samples, None, &how, silent).expect("training");
    let average = |z| same_label(&z, &test.counts.labels, &[]).expect("queries").average;
    let deep = average(coder.encode(&new).expect("codes"));
    let lsa = average(Lsa::fit(&x, 10).expect("LSA").encode(&new).expect("codes"));
    assert!(deep > lsa + 0.03, "deep {deep}, LSA {lsa}");
    let all = average(new);
    assert!(lsa > all + 0.05, "LSA {lsa}, all words {all}");
}
