//! Lists the fields of a request by asking its deserialiser.

use endpoint_core::Endpoint;
use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The names of the fields on the wire, in the order of the declaration. `None` for a request that
/// reads its fields name by name: its samples are compared with the declaration.
pub(super) fn names<E: Endpoint>() -> Option<&'static [&'static str]> {
    let mut fields = None;
    assert!(E::deserialize(Fields(&mut fields)).is_err());
    fields
}

/// Notes the fields that a type asks for, and stops: no value is needed.
struct Fields<'f>(&'f mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("a request is a struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Some(fields);
        Err(Error::custom("only the names were needed"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}
