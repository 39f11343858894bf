//! Finds the columns of a value and passes its rows on, as often as needed and without holding
//! them.

use std::collections::HashMap;
use std::io;

use serde::Serialize;

use crate::cells::{self, Cell};

/// The columns of a value. A list has a row for each element and a column for each member; any
/// other value has a row for each member. Nested members are named by their path.
pub(crate) struct Columns {
    is_list: bool,
    header: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    /// Walks through the value once to collect the names of its columns.
    pub(crate) fn from_value(value: &impl Serialize) -> io::Result<Self> {
        let mut is_list = false;
        let mut header: Vec<String> = Vec::new();
        let mut places = HashMap::new();
        let mut next = 0;
        cells::for_each(value, &mut |cell| {
            match cell {
                Cell::List => is_list = true,
                Cell::End => next = 0,
                Cell::Text(..) if !is_list => {}
                Cell::Text(name, _) if header.get(next).is_some_and(|known| known == name) => {
                    next += 1;
                }
                Cell::Text(name, _) => {
                    let place = places.get(name).copied().unwrap_or_else(|| {
                        header.push(name.to_owned());
                        places.insert(name.to_owned(), header.len() - 1);
                        header.len() - 1
                    });
                    next = place + 1;
                }
            }
            Ok(())
        })?;
        if !is_list {
            header = vec!["field".to_owned(), "value".to_owned()];
        }
        Ok(Self {
            is_list,
            header,
            places,
        })
    }

    /// The names of the columns.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// Passes all rows of a value to `show`, in their order. The value must have no other columns
    /// than these.
    pub(crate) fn for_each_row(
        &self,
        value: &impl Serialize,
        show: &mut dyn FnMut(&[String]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut row = vec![String::new(); self.header.len()];
        let mut next = 0;
        cells::for_each(value, &mut |cell| {
            match cell {
                Cell::List => {}
                Cell::Text(name, text) if !self.is_list => {
                    for (cell, text) in row.iter_mut().zip([name, text]) {
                        text.clone_into(cell);
                    }
                    show(&row)?;
                }
                Cell::Text(name, text) => {
                    let is_next = self.header.get(next).is_some_and(|known| known == name);
                    let place = if is_next {
                        Some(next)
                    } else {
                        self.places.get(name).copied()
                    };
                    if let Some(place) = place
                        && let Some(cell) = row.get_mut(place)
                    {
                        text.clone_into(cell);
                        next = place + 1;
                    }
                }
                Cell::End => {
                    show(&row)?;
                    row.iter_mut().for_each(String::clear);
                    next = 0;
                }
            }
            Ok(())
        })
    }
}
