//! Finds the columns of an operation's parameters.

use endpoint_core::{Need, Spec};

use super::error::InputError;
use super::names::{ANY_IDENTIFIER, IDENTIFIERS, examples, is_ambiguous, parameter, plain};
use super::options::ColumnChoice;

/// The columns of parameters.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Parameters and their columns.
    pub(super) found: Vec<(&'static str, usize)>,
    /// The column of an identifier of any kind.
    pub(super) any_identifier: Option<usize>,
    /// Whether the product takes exactly one of its identifiers.
    pub(super) takes_one: bool,
}

impl Columns {
    pub(super) fn find(
        spec: &'static Spec,
        header: &[String],
        choices: &[ColumnChoice],
    ) -> Result<Self, InputError> {
        let takes_one = spec.params.iter().all(|param| param.need != Need::Required)
            && IDENTIFIERS
                .iter()
                .filter(|name| spec.param(name).is_some())
                .count()
                > 1;
        let mut columns = Self {
            takes_one,
            ..Self::default()
        };
        columns.choose(spec, header, choices)?;
        let has_chosen_identifier = columns.any_identifier.is_some()
            || columns
                .found
                .iter()
                .any(|(name, _)| IDENTIFIERS.contains(name));
        let chosen = columns.found.clone();
        let may_find = |name: &str| {
            let is_chosen = chosen.iter().any(|(one, _)| *one == name);
            let is_left_out = takes_one && has_chosen_identifier && IDENTIFIERS.contains(&name);
            !is_chosen && !is_left_out
        };
        let named = |is_second: bool| {
            let names = header.iter().enumerate();
            names.filter(move |(_, name)| is_ambiguous(name) == is_second)
        };
        for (index, name) in named(false) {
            if let Some(parameter) = parameter(spec, name).filter(|one| may_find(one)) {
                columns.add(parameter, index, header)?;
            }
        }
        for (index, name) in named(true) {
            let has = |wanted: &str| columns.found.iter().any(|(one, _)| *one == wanted);
            let of_company = parameter(spec, name).filter(|one| may_find(one) && !has(one));
            let of_person = spec.param("name").map(|param| param.name);
            let of_person = of_person.filter(|one| may_find(one) && !has(one));
            if let Some(parameter) = of_company.or(of_person) {
                columns.add(parameter, index, header)?;
            }
        }
        columns.take_the_only_one(spec, header);
        columns.check(spec, header)?;
        Ok(columns)
    }

    /// Adds the columns that the caller chose.
    fn choose(
        &mut self,
        spec: &'static Spec,
        header: &[String],
        choices: &[ColumnChoice],
    ) -> Result<(), InputError> {
        for ColumnChoice {
            parameter: name,
            column,
        } in choices
        {
            let index = index_of(header, column)?;
            if let Some(parameter) = parameter(spec, name) {
                if self.found.iter().any(|(one, _)| *one == parameter) {
                    return Err(InputError::Column(format!(
                        "two columns are chosen for {parameter}: choose one"
                    )));
                }
                self.found.push((parameter, index));
            } else if self.takes_one && plain(name) == plain(ANY_IDENTIFIER) {
                self.any_identifier = Some(index);
            } else {
                let known: Vec<&str> = spec.params.iter().map(|param| param.name).collect();
                return Err(InputError::Column(format!(
                    "{} has no parameter {name:?}; it has {}",
                    spec.name,
                    known.join(", ")
                )));
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        parameter: &'static str,
        index: usize,
        header: &[String],
    ) -> Result<(), InputError> {
        if let Some((_, other)) = self.found.iter().find(|(one, _)| *one == parameter) {
            let name = |index: usize| header.get(index).map_or("", String::as_str);
            return Err(InputError::Column(format!(
                "columns {} ({}) and {} ({}) are both named as {parameter}: choose one, for \
                 example {parameter}={}",
                other.saturating_add(1),
                name(*other),
                index.saturating_add(1),
                name(index),
                other.saturating_add(1),
            )));
        }
        self.found.push((parameter, index));
        Ok(())
    }

    /// The only column of a list needs no name.
    fn take_the_only_one(&mut self, spec: &'static Spec, header: &[String]) {
        if header.len() != 1 || !self.found.is_empty() || self.any_identifier.is_some() {
            return;
        }
        if self.takes_one {
            self.any_identifier = Some(0);
            return;
        }
        let mut required = spec
            .params
            .iter()
            .filter(|param| param.need == Need::Required);
        if let (Some(only), None) = (required.next(), required.next()) {
            self.found.push((only.name, 0));
        }
    }

    fn check(&self, spec: &Spec, header: &[String]) -> Result<(), InputError> {
        let has = |name: &str| self.found.iter().any(|(one, _)| *one == name);
        let missing: Vec<&str> = if self.takes_one {
            let has_one = self.any_identifier.is_some() || IDENTIFIERS.iter().any(|one| has(one));
            let all = IDENTIFIERS
                .iter()
                .copied()
                .filter(|one| spec.param(one).is_some());
            all.filter(|_| !has_one).collect()
        } else {
            let required = spec
                .params
                .iter()
                .filter(|param| param.need == Need::Required);
            required
                .map(|param| param.name)
                .filter(|name| !has(name))
                .collect()
        };
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let named: Vec<String> = missing
            .iter()
            .map(|name| format!("{name} ({})", examples(name)))
            .collect();
        Err(InputError::Column(format!(
            "no column for {}; the file has {}. Choose one by name or number, for example {first}=1",
            named.join(if self.takes_one { " or " } else { ", " }),
            listed(header),
        )))
    }
}

/// The column of a name or a number from 1.
fn index_of(header: &[String], column: &str) -> Result<usize, InputError> {
    let mut named = header
        .iter()
        .enumerate()
        .filter(|(_, name)| name.trim() == column);
    match (named.next(), named.next()) {
        (Some((index, _)), None) => return Ok(index),
        (Some(_), Some(_)) => {
            return Err(InputError::Column(format!(
                "several columns are named {column}: choose one by its number"
            )));
        }
        (None, _) => {}
    }
    let number: Option<usize> = column.parse().ok();
    let index = number.and_then(|number| number.checked_sub(1));
    index.filter(|index| *index < header.len()).ok_or_else(|| {
        InputError::Column(format!(
            "no column {column}; the file has {}",
            listed(header)
        ))
    })
}

/// The most columns of a message.
const MOST_LISTED: usize = 20;

fn listed(header: &[String]) -> String {
    let names = header.iter().enumerate().take(MOST_LISTED);
    let names: Vec<String> = names
        .map(|(index, name)| {
            let name: String = name
                .chars()
                .filter(|next| !next.is_control())
                .take(40)
                .collect();
            format!("{} ({name})", index.saturating_add(1))
        })
        .collect();
    let more = match header.len().saturating_sub(MOST_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("column {}{more}", names.join(", "))
}
