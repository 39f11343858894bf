//! Tests calls on a connection that has ended unnoticed by the client.
//!
//! The client's runtime is blocked while the server closes, so that the next call is written to a
//! closed connection.

use test_support::{Gate, Step, response};

use super::connections::{Case, Do, case, closes, stays};
use crate::calls::Operation::{self, Free, Paid, Write};

pub(super) fn cases(gate: &Gate) -> Vec<Case> {
    let wait = || Step::Wait(gate.clone());
    let ends = |operation: Operation, end: &[Step]| {
        let mut script = stays(operation);
        script.push(wait());
        script.extend_from_slice(end);
        script
    };
    let deeds = |operation, line| {
        [
            Do::Call(operation),
            Do::Open,
            Do::AwaitUnseen(line),
            Do::Call(operation),
        ]
    };
    let gone = Step::Write(response("408 Request Timeout", b""));
    vec![
        case(
            "closes unseen before a paid query",
            [ends(Paid, &[]), closes(Paid)],
            deeds(Paid, "0 closed"),
            "0 accepted, 0 received, ok, 0 closed, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes unseen before a free query",
            [ends(Free, &[]), closes(Free)],
            deeds(Free, "0 closed"),
            "0 accepted, 0 received, ok, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "closes unseen before a write",
            [ends(Write, &[]), closes(Write)],
            deeds(Write, "0 closed"),
            "0 accepted, 0 received, ok, 0 closed, ConnectionLost sent unknown paid no",
        ),
        case(
            "resets unseen before a paid query",
            [ends(Paid, &[Step::Reset]), closes(Paid)],
            deeds(Paid, "0 reset"),
            "0 accepted, 0 received, ok, 0 reset, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "resets unseen before a free query",
            [ends(Free, &[Step::Reset]), closes(Free)],
            deeds(Free, "0 reset"),
            "0 accepted, 0 received, ok, 0 reset, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "says 408 unseen and closes before a paid query",
            [ends(Paid, std::slice::from_ref(&gone)), closes(Paid)],
            deeds(Paid, "0 closed"),
            "0 accepted, 0 received, ok, 0 closed, Status(408) sent unknown paid unknown",
        ),
        case(
            "says 408 unseen and closes before a free query",
            [ends(Free, &[gone]), closes(Free)],
            deeds(Free, "0 closed"),
            "0 accepted, 0 received, ok, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
    ]
}
