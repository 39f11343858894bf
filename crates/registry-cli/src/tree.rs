//! What does an answer of any type look like as rows of a table, every digit kept?

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value in the order it was written, numbers as their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree {
    Null,
    /// Text, a number or a truth value: what fits in one cell.
    Scalar(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Tree {
    /// Header and rows: a list has a row for each element, under the names of its members; an
    /// object has a row for each member. What is nested is named by its path.
    pub(crate) fn into_rows(self) -> (Vec<String>, Vec<Vec<String>>) {
        match self {
            Self::List(elements) => {
                let rows: Vec<_> = elements.into_iter().map(|tree| tree.cells("")).collect();
                let mut header: Vec<String> = Vec::new();
                for (name, _) in rows.iter().flatten() {
                    if !header.contains(name) {
                        header.push(name.clone());
                    }
                }
                let rows = rows
                    .into_iter()
                    .map(|mut row| {
                        let mut cell = |name: &String| {
                            let at = row.iter().position(|(given, _)| given == name)?;
                            Some(row.swap_remove(at).1)
                        };
                        header
                            .iter()
                            .map(|name| cell(name).unwrap_or_default())
                            .collect()
                    })
                    .collect();
                (header, rows)
            }
            other => {
                let header = vec!["field".to_owned(), "value".to_owned()];
                let rows = other.cells("").into_iter();
                (
                    header,
                    rows.map(|(name, value)| vec![name, value]).collect(),
                )
            }
        }
    }

    fn cells(self, path: &str) -> Vec<(String, String)> {
        let mut cells = Vec::new();
        self.collect(path.to_owned(), &mut cells);
        cells
    }

    fn collect(self, path: String, cells: &mut Vec<(String, String)>) {
        let named = |path: String| {
            if path.is_empty() {
                "value".to_owned()
            } else {
                path
            }
        };
        match self {
            Self::Null => cells.push((named(path), String::new())),
            Self::Scalar(text) => cells.push((named(path), text)),
            Self::List(elements) if elements.is_empty() => {
                cells.push((named(path), String::new()));
            }
            Self::List(elements) => {
                for (index, element) in elements.into_iter().enumerate() {
                    element.collect(format!("{path}[{index}]"), cells);
                }
            }
            Self::Object(members) => {
                for (name, member) in members {
                    let path = if path.is_empty() {
                        name
                    } else {
                        format!("{path}.{name}")
                    };
                    member.collect(path, cells);
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Scalar(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Tree::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    fn rows(json: &str) -> (Vec<String>, Vec<Vec<String>>) {
        endpoint_core::lenient::decode::<Tree>(json.as_bytes())
            .unwrap()
            .into_rows()
    }

    #[test]
    fn a_list_has_the_columns_of_all_its_elements_in_their_order() {
        let (header, rows) = rows(r#"[{"a":1,"b":{"c":null}},{"a":2,"d":"x"}]"#);
        assert_eq!(header, ["a", "b.c", "d"]);
        assert_eq!(rows, [["1", "", ""], ["2", "", "x"]]);
    }

    #[test]
    fn an_object_has_a_row_for_each_member_however_deep() {
        let (header, rows) = rows(r#"{"a":{"b":[{"c":true},{"c":"2"}]},"d":[]}"#);
        assert_eq!(header, ["field", "value"]);
        assert_eq!(rows, [["a.b[0].c", "true"], ["a.b[1].c", "2"], ["d", ""]]);
    }

    #[test]
    fn ids_of_twenty_digits_keep_every_digit() {
        let (_, rows) = rows(r#"{"id":99999999999999999999,"small":-7}"#);
        assert_eq!(rows, [["id", "99999999999999999999"], ["small", "-7"]]);
    }
}
