//! Shows what a flow would do.

use enterprise_registry::flow::{Preview, StepForecast};
use serde::Serialize;

use crate::error::CommandError;
use crate::format::Format;
use crate::output;
use crate::stderr;

/// A preview as JSON.
#[derive(Serialize)]
struct Output<'a> {
    billed_calls: usize,
    writing_calls: usize,
    /// Files that the plan names and that do not exist yet.
    missing: &'a [String],
    #[serde(flatten)]
    preview: &'a Preview,
}

pub(crate) fn show(
    format: Format,
    preview: &Preview,
    missing: &[String],
) -> Result<(), CommandError> {
    let (billed_calls, writing_calls) = (preview.billed_calls(), preview.writing_calls());
    if format == Format::Json {
        return output::value(
            format,
            &Output {
                billed_calls,
                writing_calls,
                missing,
                preview,
            },
        );
    }
    let header = ["step", "operations", "will", "paid", "writes", "what"];
    let yes = |is_so: bool| if is_so { "yes" } else { "" };
    let rows: Vec<Vec<String>> = preview
        .steps
        .iter()
        .map(|planned| {
            [
                planned.step.to_string().as_str(),
                &planned.operations.join(" "),
                word(planned.forecast),
                yes(planned.billed && planned.forecast != StepForecast::Not),
                yes(planned.writes && planned.forecast != StepForecast::Not),
                &planned.what,
            ]
            .map(str::to_owned)
            .to_vec()
        })
        .collect();
    output::records(format, &header.map(str::to_owned), &rows)?;
    if format == Format::Table {
        output::text(&format!(
            "\nnothing was sent; the run sends at most {} and {}\n",
            counted(billed_calls, "paid query", "paid queries"),
            counted(writing_calls, "write", "writes")
        ))?;
        // The dry run ends with the first of them as its error.
        for missing in missing.iter().skip(1) {
            stderr::note(&format!("note: {missing}"));
        }
    }
    Ok(())
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn word(forecast: StepForecast) -> &'static str {
    match forecast {
        StepForecast::Will => "will be done",
        StepForecast::May => "may be done",
        StepForecast::Done => "is done",
        StepForecast::Not => "skipped",
        StepForecast::Unknown => "unknown",
        _ => "",
    }
}
