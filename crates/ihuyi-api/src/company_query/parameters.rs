//! Reads and writes the parameters of a query: those of the filter, and those of all queries.

use core::fmt;
use core::marker::PhantomData;

use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};

use serde::{Deserialize, Serialize, Serializer};

use super::{CompanyProduct, CompanyQuery};
use crate::subject::Identifiers;

/// The parameters in the order of the product's document, in which they are sent.
#[derive(Serialize)]
struct Ordered<'q, F> {
    #[serde(rename = "ent_name", skip_serializing_if = "Option::is_none")]
    name: Option<&'q str>,
    #[serde(rename = "ent_code", skip_serializing_if = "Option::is_none")]
    credit_code: Option<UnifiedSocialCreditCode>,
    /// Set if the document has it before the organisation code.
    #[serde(rename = "reg_no", skip_serializing_if = "Option::is_none")]
    early_registration_number: Option<RegistrationNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_code: Option<OrganizationCode>,
    #[serde(rename = "reg_no", skip_serializing_if = "Option::is_none")]
    registration_number: Option<RegistrationNumber>,
    #[serde(flatten)]
    filter: &'q F,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_size: Option<u32>,
}

impl<F: CompanyProduct> Serialize for CompanyQuery<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names = F::PARAMS.iter().map(|param| param.name);
        let first = names.find(|name| matches!(*name, "reg_no" | "organization_code"));
        let is_early = first == Some("reg_no");
        let number = self.identifiers.registration_number;
        let ordered = Ordered {
            name: self.identifiers.name.as_deref(),
            credit_code: self.identifiers.credit_code,
            early_registration_number: number.filter(|_| is_early),
            organization_code: self.identifiers.organization_code,
            registration_number: number.filter(|_| !is_early),
            filter: &self.filter,
            page_index: self.page_index,
            page_size: self.page_size,
        };
        ordered.serialize(serializer)
    }
}

impl<'de, F: CompanyProduct> Deserialize<'de> for CompanyQuery<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Parameters(PhantomData))
    }
}

struct Parameters<F>(PhantomData<F>);

impl<'de, F: CompanyProduct> Visitor<'de> for Parameters<F> {
    type Value = CompanyQuery<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the parameters of a query")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CompanyQuery<F>, A::Error> {
        let mut shared = Shared::default();
        let filter = MapAccessDeserializer::new(FilterOnly {
            map,
            shared: &mut shared,
        });
        let filter = F::deserialize(filter)?;
        Ok(CompanyQuery {
            identifiers: shared.identifiers,
            filter,
            page_index: shared.page_index,
            page_size: shared.page_size,
            several: false,
            name_as_written: false,
        })
    }
}

/// The parameters of all queries.
#[derive(Default)]
struct Shared {
    identifiers: Identifiers,
    page_index: Option<u32>,
    page_size: Option<u32>,
}

impl Shared {
    /// Reads the value of this name, and returns whether it is one of these parameters.
    fn take<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        let Identifiers {
            name: company,
            credit_code,
            organization_code,
            registration_number,
        } = &mut self.identifiers;
        match name {
            "ent_name" => once("ent_name", company, map)?,
            "ent_code" => once("ent_code", credit_code, map)?,
            "organization_code" => once("organization_code", organization_code, map)?,
            "reg_no" => once("reg_no", registration_number, map)?,
            "page_index" => once("page_index", &mut self.page_index, map)?,
            "page_size" => once("page_size", &mut self.page_size, map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    name: &'static str,
    place: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    if place.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *place = map.next_value()?;
    Ok(())
}

/// Passes the parameters of the filter on and keeps the others. `#[serde(flatten)]` would read from
/// a copy that turns numbers into texts and loses identifiers as written.
struct FilterOnly<'s, A> {
    map: A,
    shared: &'s mut Shared,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FilterOnly<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.map.next_key::<String>()? {
            if !self.shared.take(&name, &mut self.map)? {
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
