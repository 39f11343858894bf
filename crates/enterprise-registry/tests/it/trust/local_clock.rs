//! The local clock never turns "perhaps" into "no": a flow resumed with a clock that is days or
//! years off does the same as with a correct clock.

use core::time::Duration;

use enterprise_registry::flow::LookupPolicy;
use test_support::promise;

use super::flows::{Bench, Shape};
use crate::rig::{Script, Side};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_does_not_change_what_a_flow_does() {
    let lag = Duration::from_secs(12);
    let (mut runs, mut different) = (0, 0);
    for shape in Shape::ALL {
        let mut untouched = Bench::new(shape, lag, LookupPolicy::default()).await;
        untouched.first_run().await;
        let (calls, _) = untouched.rig.counts();
        for call in 0..calls {
            let mut with_correct_clock = None;
            for days in [0, 3, -3650] {
                let mut bench = Bench::new(shape, lag, LookupPolicy::default()).await;
                bench.clock_off_ms = days * DAY_MS;
                bench.rig.script(Script::Die(call, Side::After));
                bench.first_run().await;
                let is_finished = bench.resume().await;
                let seen = (is_finished, bench.sent(), bench.questions);
                runs += 1;
                let wanted = with_correct_clock.get_or_insert_with(|| seen.clone());
                if *wanted != seen || !bench.false_sentences.is_empty() {
                    different += 1;
                    eprintln!("{shape:?}, {days} days, call {call}: {seen:?}, not {wanted:?}");
                }
            }
        }
    }
    promise(
        "local clock",
        different == 0,
        &format!("{runs} resumes, clocks 3 days ahead and 10 years behind: {different} differ"),
    );
}
