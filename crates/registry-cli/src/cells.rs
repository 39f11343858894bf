//! Flattens a value of any type into the cells of a table, one at a time. Only the path of the
//! current cell is held.

use std::fmt::Write as _;
use std::io;

use serde::ser::{self, Error as _, Serialize, Serializer};

/// Receives the cells.
type Sink<'a> = &'a mut dyn FnMut(Cell<'_>) -> io::Result<()>;

/// A part of a flattened value.
pub(crate) enum Cell<'a> {
    /// The value is a list. Its elements follow, each as cells and an [`End`](Self::End).
    List,
    /// The path of a member, and its text.
    Text(&'a str, &'a str),
    /// The end of an element.
    End,
}

/// Passes the cells of a value to `sink`. Each element of a list has one cell for each member; any
/// other value has one cell for each of its own members. Nested members are named by their path.
pub(crate) fn for_each(value: &impl Serialize, sink: Sink<'_>) -> io::Result<()> {
    let mut serializer = CellSerializer {
        path: String::new(),
        is_outermost: true,
        sink,
    };
    value
        .serialize(&mut serializer)
        .map_err(|Error(error)| error)
}

struct CellSerializer<'a> {
    path: String,
    is_outermost: bool,
    sink: Sink<'a>,
}

impl CellSerializer<'_> {
    fn cell(&mut self, text: &str) -> Result<(), Error> {
        let name = if self.path.is_empty() {
            "value"
        } else {
            &self.path
        };
        (self.sink)(Cell::Text(name, text)).map_err(Error)
    }

    /// Serialises a nested value.
    fn nested<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
        segment: impl FnOnce(&mut String),
    ) -> Result<(), Error> {
        let length = self.path.len();
        segment(&mut self.path);
        let done = value.serialize(&mut *self);
        self.path.truncate(length);
        done
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.nested(value, |path| {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        })
    }

    fn members(&mut self) -> Result<Members<'_, Self>, Error> {
        self.is_outermost = false;
        Ok(Members {
            serializer: self,
            name: String::new(),
        })
    }
}

/// The error of the sink, or of a value that no table can hold.
#[derive(Debug)]
pub(crate) struct Error(io::Error);

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: core::fmt::Display>(message: T) -> Self {
        Self(io::Error::other(message.to_string()))
    }
}

/// The members of an object.
struct Members<'f, F> {
    serializer: &'f mut F,
    name: String,
}

/// The elements of a list.
struct Elements<'f, F> {
    serializer: &'f mut F,
    /// Whether each element is a row of the table.
    are_rows: bool,
    index: usize,
}

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            self.cell(&value.to_string())
        })*
    };
}

impl<'f, 'a> Serializer for &'f mut CellSerializer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Elements<'f, CellSerializer<'a>>;
    type SerializeTuple = Elements<'f, CellSerializer<'a>>;
    type SerializeTupleStruct = Elements<'f, CellSerializer<'a>>;
    type SerializeTupleVariant = ser::Impossible<(), Error>;
    type SerializeMap = Members<'f, CellSerializer<'a>>;
    type SerializeStruct = Members<'f, CellSerializer<'a>>;
    type SerializeStructVariant = ser::Impossible<(), Error>;

    scalars! {
        serialize_bool: bool, serialize_char: char,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_u128: u128, serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.cell(text)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::custom("a table cannot hold bytes"))
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.cell("")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.cell("")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.cell("")
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.cell(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.is_outermost = false;
        self.member(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        let are_rows = core::mem::take(&mut self.is_outermost);
        if are_rows {
            (self.sink)(Cell::List).map_err(Error)?;
        }
        Ok(Elements {
            serializer: self,
            are_rows,
            index: 0,
        })
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error::custom("a table cannot hold a tuple variant"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        self.members()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        self.members()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error::custom("a table cannot hold a struct variant"))
    }
}

impl Elements<'_, CellSerializer<'_>> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if self.are_rows {
            value.serialize(&mut *self.serializer)?;
            return (self.serializer.sink)(Cell::End).map_err(Error);
        }
        let index = self.index;
        self.index += 1;
        self.serializer.nested(value, |path| {
            let _infallible = write!(path, "[{index}]");
        })
    }

    /// An empty list within a row is an empty cell.
    fn finish(self) -> Result<(), Error> {
        if self.are_rows || self.index > 0 {
            return Ok(());
        }
        self.serializer.cell("")
    }
}

/// Lists and tuples of all kinds serialise their elements alike.
macro_rules! elements {
    ($($kind:ident::$method:ident),*) => {
        $(impl ser::$kind for Elements<'_, CellSerializer<'_>> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

elements! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field
}

impl ser::SerializeStruct for Members<'_, CellSerializer<'_>> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.serializer.member(name, value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl ser::SerializeMap for Members<'_, CellSerializer<'_>> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let key = serde_json::to_value(key).map_err(Error::custom)?;
        self.name = match key {
            serde_json::Value::String(name) => name,
            other => other.to_string(),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let name = core::mem::take(&mut self.name);
        self.serializer.member(&name, value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}
