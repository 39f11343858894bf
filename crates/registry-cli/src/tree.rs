//! Reads JSON of any form, every digit kept, for a table of its members.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

/// A JSON value in the order it was written, numbers as their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree {
    Null,
    /// Text, a number or a truth value: what fits in one cell.
    Scalar(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Scalar(text) => serializer.serialize_str(text),
            Self::List(elements) => serializer.collect_seq(elements),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, member)| (name, member)))
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
    use crate::grid::Columns;

    fn rows(json: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let tree: Tree = endpoint_core::lenient::decode(json.as_bytes()).unwrap();
        let columns = Columns::of(&tree).unwrap();
        let mut rows = Vec::new();
        let mut take = |row: &[String]| {
            rows.push(row.to_vec());
            Ok(())
        };
        columns.each(&tree, &mut take).unwrap();
        (columns.header().to_vec(), rows)
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
