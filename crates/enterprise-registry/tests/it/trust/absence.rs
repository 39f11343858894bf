//! Absence is not proof: with lists that lag behind and requests that are carried out late, no
//! write is sent twice, no statement is false, and every flow ends.

use core::time::Duration;

use enterprise_registry::flow::{LookupPolicy, Schedule};
use test_support::promise;

use super::flows::{Bench, ONCE, Shape};
use crate::rig::{Script, Side};

/// The delay after which a request with a lost response is carried out.
const LATE: Duration = Duration::from_secs(25);

#[derive(Default)]
struct Count {
    points: usize,
    sent_twice: usize,
    false_sentences: usize,
    unfinished: usize,
    questions: usize,
}

impl Count {
    async fn add(&mut self, mut bench: Bench, script: Script, about: &str) {
        bench.rig.script(script);
        bench.first_run().await;
        let is_finished = bench.resume().await;
        let twice: Vec<_> = ONCE
            .iter()
            .zip(bench.sent())
            .filter(|(_, count)| *count > 1)
            .collect();
        self.points += 1;
        self.sent_twice += twice.len();
        self.false_sentences += bench.false_sentences.len();
        self.unfinished += usize::from(!is_finished);
        self.questions += bench.questions;
        if !is_finished || !twice.is_empty() || !bench.false_sentences.is_empty() {
            eprintln!(
                "{about}: {is_finished} {twice:?} {:?}",
                bench.false_sentences
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn absence_from_a_list_never_sends_a_write_twice() {
    let impatient = LookupPolicy::from(Schedule::once());
    let mut count = Count::default();
    // Every call of a flow under one lag, and some under the others.
    for (lag_ms, lookup_policy, each) in [
        (0, LookupPolicy::default(), 6),
        (1_500, LookupPolicy::default(), 6),
        (12_000, LookupPolicy::default(), 1),
        (40_000, LookupPolicy::default(), 4),
        // Without a wait the flow asks, and still sends nothing again.
        (12_000, impatient, 6),
    ] {
        let lag = Duration::from_millis(lag_ms);
        for shape in Shape::ALL {
            let mut untouched = Bench::new(shape, lag, lookup_policy).await;
            untouched.first_run().await;
            let (calls, _) = untouched.rig.counts();
            for call in (0..calls).step_by(each) {
                for script in [
                    Script::Die(call, Side::Before),
                    Script::Die(call, Side::After),
                    Script::Late(call, LATE),
                ] {
                    let about = format!("{shape:?}, {lag_ms} ms, {script:?}");
                    let bench = Bench::new(shape, lag, lookup_policy).await;
                    count.add(bench, script, &about).await;
                }
            }
        }
    }
    let Count {
        points,
        sent_twice,
        false_sentences,
        unfinished,
        questions,
    } = count;
    promise(
        "absence",
        sent_twice + false_sentences + unfinished == 0,
        &format!(
            "{points} lost calls, {} plans x lists 0 to 40 s late x answers 25 s late: \
             {sent_twice} writes sent twice, {false_sentences} false sentences, {unfinished} flows \
             unfinished, {questions} questions",
            Shape::ALL.len(),
        ),
    );
}
