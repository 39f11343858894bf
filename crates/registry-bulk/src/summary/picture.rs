//! Draws a summary as SVG.

use core::fmt::Write as _;

use super::Summary;
use crate::export::RowStatus;
use crate::input::Number;

const WIDTH: u64 = 720;
const LABELS: u64 = 110;
const COUNTS: u64 = 170;
const ROW: u64 = 30;

pub(super) fn draw(summary: &Summary, title: &str) -> String {
    let shown: Vec<RowStatus> = RowStatus::ALL
        .into_iter()
        .filter(|status| summary.count(*status) > 0)
        .collect();
    let most = shown
        .iter()
        .map(|status| summary.count(*status))
        .max()
        .unwrap_or(1);
    let lines = u64::try_from(shown.len()).unwrap_or_default();
    let height = 60 + lines * ROW + 40;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" font-family=\"sans-serif\" \
         font-size=\"14\">\n\
         <title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"20\" y=\"32\" font-size=\"18\" font-weight=\"bold\">{title}</text>\n",
        title = escaped(title),
    );
    for (status, place) in shown.iter().zip(0_u64..) {
        let count = summary.count(*status);
        let y = 60 + place * ROW;
        let room = u128::from(WIDTH - 20 - LABELS - COUNTS);
        let length = u128::from(count) * room / u128::from(most.max(1));
        let per_mille = summary.per_mille(count);
        let _infallible = write!(
            svg,
            "<text x=\"20\" y=\"{baseline}\">{name}</text>\n\
             <rect x=\"{bar}\" y=\"{top}\" width=\"{length}\" height=\"18\" fill=\"{colour}\"/>\n\
             <text x=\"{behind}\" y=\"{baseline}\">{count} ({whole}.{tenth} %)</text>\n",
            baseline = y + 15,
            name = status.as_str().replace('_', " "),
            bar = 20 + LABELS,
            top = y + 1,
            length = length.max(1),
            colour = colour(*status),
            behind = u128::from(20 + LABELS + 8) + length.max(1),
            count = Number(count),
            whole = per_mille / 10,
            tenth = per_mille % 10,
        );
    }
    let last = 60 + lines * ROW + 22;
    let _infallible = write!(
        svg,
        "<text x=\"20\" y=\"{last}\">{} rows, {} duplicates; cost: {} queries, {} more may be \
         charged</text>\n</svg>\n",
        Number(summary.rows),
        Number(summary.duplicates),
        Number(summary.cost),
        Number(summary.possible_cost),
    );
    svg
}

/// Colours that differ in lightness too.
fn colour(status: RowStatus) -> &'static str {
    match status {
        RowStatus::Match | RowStatus::Found => "#1b7f4d",
        RowStatus::Mismatch => "#d1495b",
        RowStatus::NotFound => "#edae49",
        RowStatus::Refused => "#8d5a97",
        RowStatus::Unknown => "#1f1f1f",
        RowStatus::Settled => "#5c6b73",
        RowStatus::Invalid | RowStatus::Empty => "#9aa5ab",
        RowStatus::Pending => "#c8d3d9",
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for next in text.chars().filter(|next| !next.is_control()) {
        match next {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
