//! Nothing is allocated in the inner loop: what a step asks the allocator for depends neither on batch nor on width.

use autoencoders::Frame;
use autoencoders::conv::{ConvAutoencoder, Padding, Step, Window};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use common::{gaussian, seeded};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

mod common;

/// The system's allocator, and how many bytes it was asked for.
struct Counting;

static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        BYTES.fetch_add(size, Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn asked_for(work: impl FnOnce()) -> usize {
    let before = BYTES.load(Relaxed);
    work();
    BYTES.load(Relaxed) - before
}

fn model(width: usize) -> NeuralAutoencoder {
    let shape = Architecture {
        hidden: Activation::Sigmoid,
        output: Output::Logits,
        ..Architecture::default()
    };
    NeuralAutoencoder::random(&[width, width / 2, 8], &shape, &mut seeded(1)).unwrap()
}

const STEPS: usize = 10;

/// Bytes a step, written by hand, after the first.
fn by_hand(width: usize, batch: usize, optimiser: &mut impl Optimiser) -> usize {
    let mut model = model(width);
    let x = gaussian(batch, width, &mut seeded(2)).mapv(|v| 1.0 / (1.0 + (-v).exp()));
    let mut room = model.room(batch);
    let mut step = || {
        room.encoder.clear();
        room.decoder.clear();
        model.slope(Samples::themselves(&x), Draw::learning(0, 0), &mut room).unwrap();
        model.step(optimiser, room.gradients_mut()).unwrap();
    };
    step(); // the optimiser's memory is made here
    asked_for(|| (0..STEPS).for_each(|_| step())) / STEPS
}

/// Bytes a step of `train`, from what more epochs cost; less the list of an epoch's rows.
fn by_train(width: usize, batch: usize) -> usize {
    let x =
        gaussian(batch * STEPS, width, &mut seeded(3)).mapv(|v| 1.0 / (1.0 + (-v).exp()));
    let run = |epochs| {
        let training = Training { epochs, batch, ..Training::default() };
        let mut model = model(width);
        asked_for(|| {
            let history =
                model.train(&x, Some(&x), &mut Adam::default(), &training, silent).unwrap();
            assert_eq!(history.len(), epochs);
        })
    };
    run(1); // the threads' own beginnings
    let rows = 2 * x.nrows() * size_of::<usize>(); // an epoch's order, and its cuts
    (run(3) - run(1)).saturating_sub(2 * rows) / (2 * STEPS)
}

/// Bytes a step of a convolutional autoencoder with every kind of layer, after the first.
fn by_images(side: usize, filters: usize, batch: usize) -> usize {
    let (frame, by_two) = (Frame::grey(side, side), Window::square(3, 2, Padding::Same));
    let bend = Step::Bend(Activation::Relu);
    let down = [Step::same(filters, 3), bend, Step::halve()];
    let down = [&down[..], &[Step::Convolve { filters, window: by_two }]].concat();
    let up = [Step::Transpose { filters, window: by_two }, bend, Step::double()];
    let up = [&up[..], &[Step::same(1, 3)]].concat();
    let (output, init) = (Output::Logits, Init::Glorot);
    let mut model =
        ConvAutoencoder::random(frame, &down, &up, output, init, &mut seeded(4)).unwrap();
    let x = gaussian(batch, frame.len(), &mut seeded(5)).mapv(|v| v.abs().min(1.0));
    let (mut room, mut adam) = (model.room(batch), Adam::default());
    let mut step = || {
        let gradients = ConvAutoencoder::gradients(&mut room);
        gradients.into_iter().for_each(|g| g.fill(0.0));
        model.slope(Samples::themselves(&x), Draw::learning(0, 0), &mut room).unwrap();
        model.step(&mut adam, ConvAutoencoder::gradients(&mut room)).unwrap();
    };
    step();
    asked_for(|| (0..STEPS).for_each(|_| step())) / STEPS
}

/// One test, so that no other allocates meanwhile.
#[test]
fn a_step_allocates_next_to_nothing() {
    const LITTLE: usize = 4096; // lists of views and of pairs, not of numbers: one sample of 1024 would be as much
    for (width, batch) in [(16, 4), (16, 200), (1024, 4), (1024, 200)] {
        let adam = by_hand(width, batch, &mut Adam::default());
        let momentum = by_hand(width, batch, &mut Sgd { momentum: 0.9, ..Sgd::default() });
        let train = by_train(width, batch);
        let most = adam.max(momentum).max(train);
        assert!(
            most < LITTLE,
            "width {width}, batch {batch}: {adam}, {momentum} and {train} bytes a step"
        );
    } // For each of the batch's sixteen parts lists of views of its own.
    for (side, filters, batch) in [(8, 2, 16), (8, 2, 200), (32, 16, 16), (32, 16, 100)] {
        let bytes = by_images(side, filters, batch);
        assert!(bytes < 4 * LITTLE, "side {side}, batch {batch}: {bytes} bytes a step");
    }
}
