//! Replaces members of an object by texts while it is serialised.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

/// A value that serialises with texts in place of some members of its outermost object.
#[derive(Debug)]
pub(crate) struct ReplacedMembers<'v, T> {
    pub(crate) value: &'v T,
    /// The texts, by the names of the members.
    pub(crate) members: Vec<(&'static str, String)>,
}

impl<T: Serialize> Serialize for ReplacedMembers<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Outermost {
            serializer,
            members: &self.members,
        })
    }
}

type Members<'m> = &'m [(&'static str, String)];

fn replacement<'m>(members: Members<'m>, name: &str) -> Option<&'m str> {
    let mut members = members.iter();
    let found = members.find(|(member, _)| *member == name);
    found.map(|(_, text)| text.as_str())
}

/// Passes everything on, except objects.
struct Outermost<'m, S> {
    serializer: S,
    members: Members<'m>,
}

/// The object being serialised.
struct Object<'m, S> {
    to: S,
    members: Members<'m>,
    /// The text that replaces the next value of a map.
    next: Option<&'m str>,
}

macro_rules! pass_on {
    ($($method:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $($argument: $type),*) -> Result<$result, S::Error> {
            self.serializer.$method($($argument),*)
        })*
    };
}

impl<'m, S: Serializer> Serializer for Outermost<'m, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = S::SerializeSeq;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = Object<'m, S::SerializeMap>;
    type SerializeStruct = Object<'m, S::SerializeStruct>;
    type SerializeStructVariant = S::SerializeStructVariant;

    pass_on! {
        serialize_bool(value: bool) -> S::Ok;
        serialize_i8(value: i8) -> S::Ok;
        serialize_i16(value: i16) -> S::Ok;
        serialize_i32(value: i32) -> S::Ok;
        serialize_i64(value: i64) -> S::Ok;
        serialize_i128(value: i128) -> S::Ok;
        serialize_u8(value: u8) -> S::Ok;
        serialize_u16(value: u16) -> S::Ok;
        serialize_u32(value: u32) -> S::Ok;
        serialize_u64(value: u64) -> S::Ok;
        serialize_u128(value: u128) -> S::Ok;
        serialize_f32(value: f32) -> S::Ok;
        serialize_f64(value: f64) -> S::Ok;
        serialize_char(value: char) -> S::Ok;
        serialize_str(value: &str) -> S::Ok;
        serialize_bytes(value: &[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(name: &'static str) -> S::Ok;
        serialize_unit_variant(name: &'static str, at: u32, variant: &'static str) -> S::Ok;
        serialize_seq(length: Option<usize>) -> S::SerializeSeq;
        serialize_tuple(length: usize) -> S::SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> S::SerializeTupleStruct;
        serialize_tuple_variant(
            name: &'static str, at: u32, variant: &'static str, length: usize
        ) -> S::SerializeTupleVariant;
        serialize_struct_variant(
            name: &'static str, at: u32, variant: &'static str, length: usize
        ) -> S::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let serializer = self.serializer;
        serializer.serialize_newtype_variant(name, at, variant, value)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Ok(Object {
            to: self.serializer.serialize_map(length)?,
            members: self.members,
            next: None,
        })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        Ok(Object {
            to: self.serializer.serialize_struct(name, length)?,
            members: self.members,
            next: None,
        })
    }
}

impl<S: SerializeStruct> SerializeStruct for Object<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        match replacement(self.members, name) {
            Some(text) => self.to.serialize_field(name, text),
            None => self.to.serialize_field(name, value),
        }
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), S::Error> {
        self.to.skip_field(name)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}

impl<S: SerializeMap> SerializeMap for Object<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        let name = serde_json::to_value(key).ok();
        let name = name.as_ref().and_then(|name| name.as_str());
        self.next = name.and_then(|name| replacement(self.members, name));
        self.to.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        match self.next.take() {
            Some(text) => self.to.serialize_value(text),
            None => self.to.serialize_value(value),
        }
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::ReplacedMembers;

    #[derive(Serialize)]
    struct Outer {
        id: u128,
        picture: Option<&'static str>,
        inner: Inner,
    }

    #[derive(Serialize)]
    struct Inner {
        picture: &'static str,
    }

    fn replaced<T: Serialize>(value: &T) -> String {
        let members = vec![("picture", "seen".to_owned())];
        serde_json::to_string(&ReplacedMembers { value, members }).unwrap()
    }

    #[test]
    fn only_members_of_the_outermost_object_are_replaced() {
        let outer = Outer {
            id: 99_999_999_999_999_999_999,
            picture: Some("a"),
            inner: Inner { picture: "a" },
        };
        let wanted = r#"{"id":99999999999999999999,"picture":"seen","inner":{"picture":"a"}}"#;
        assert_eq!(replaced(&outer), wanted);
        assert_eq!(replaced(&Some(outer)), wanted);
        let map = BTreeMap::from([("other", "a"), ("picture", "a")]);
        assert_eq!(replaced(&map), r#"{"other":"a","picture":"seen"}"#);
        assert_eq!(replaced(&["picture"]), r#"["picture"]"#);
        assert_eq!(replaced(&"picture"), r#""picture""#);
    }
}
