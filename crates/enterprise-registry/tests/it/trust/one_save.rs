//! One save per response: killed at any save, before or after it, no flow loses half of a response.
//!
//! The unit tests of the file journal show that an interrupted save leaves the old or the new
//! state.

use core::time::Duration;

use enterprise_registry::flow::LookupPolicy;
use test_support::promise;

use super::flows::{Bench, ONCE, Shape};
use crate::rig::Side;

#[tokio::test(start_paused = true)]
async fn killed_at_every_save_each_write_is_sent_once() {
    let (mut points, mut twice, mut wrong, mut unfinished) = (0, 0, 0, 0);
    // Every save with the longest lag, and every third with the others.
    for (lag_ms, from, each) in [(0, 0, 3), (1_500, 1, 3), (12_000, 2, 3), (40_000, 0, 1)] {
        let lag = Duration::from_millis(lag_ms);
        for shape in Shape::ALL {
            let lookup_policy = LookupPolicy::default();
            let mut untouched = Bench::new(shape, lag, lookup_policy).await;
            untouched.first_run().await;
            let (_, saves) = untouched.rig.counts();
            for save in (from..saves).step_by(each) {
                for side in [Side::Before, Side::After] {
                    let mut bench = Bench::new(shape, lag, lookup_policy).await;
                    bench.rig.die_at_save(save, side);
                    let died = bench.first_run().await;
                    assert!(
                        died.is_none(),
                        "{shape:?}, {lag_ms} ms, save {save}: {died:?}"
                    );
                    let is_finished = bench.resume().await;
                    let sent = ONCE.iter().zip(bench.sent());
                    let sent_twice: Vec<_> = sent.filter(|(_, count)| *count > 1).collect();
                    points += 1;
                    twice += sent_twice.len();
                    wrong += bench.false_sentences.len();
                    unfinished += usize::from(!is_finished);
                    if !is_finished || !sent_twice.is_empty() || !bench.false_sentences.is_empty() {
                        eprintln!(
                            "{shape:?}, {lag_ms} ms, {side:?} save {save}: {is_finished} \
                             {sent_twice:?} {:?}",
                            bench.false_sentences
                        );
                    }
                }
            }
        }
    }
    promise(
        "one save",
        twice + wrong + unfinished == 0,
        &format!(
            "{points} kills at saves, {} plans x lists 0 to 40 s late: {twice} writes sent twice, \
             {wrong} false sentences, {unfinished} flows unfinished",
            Shape::ALL.len(),
        ),
    );
}
