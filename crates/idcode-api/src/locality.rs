//! Derives the province, city and district of a registration from one division.

use endpoint_core::Invalid;
use registry_model::DivisionCode;

/// Provinces without a city level: the province replaces the city.
const WITHOUT_CITIES: [&str; 7] = ["11", "12", "31", "50", "71", "81", "82"];

/// Provinces and cities without a district level: they replace the district.
const WITHOUT_DISTRICTS: [&str; 5] = ["71", "81", "82", "4419", "4420"];

/// Province, city and district of a unit, as 301 and 309 require them.
///
/// If an area has no city or no district level, the value above is repeated (note under 101):
///
/// ```
/// use idcode_api::Locality;
///
/// // Chaoyang in Beijing: no city level.
/// let beijing = Locality::from_division("110105".parse()?);
/// assert_eq!(beijing.to_string(), "110000/110000/110105");
/// // Dongguan in Guangdong: no district level.
/// let dongguan = Locality::from_division("441900".parse()?);
/// assert_eq!(dongguan.to_string(), "440000/441900/441900");
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Locality {
    province: DivisionCode,
    city: DivisionCode,
    district: DivisionCode,
}

impl Locality {
    /// The locality of a district, of a city without districts, or of a province without both.
    #[must_use]
    pub fn from_division(lowest: DivisionCode) -> Self {
        let province = lowest.province();
        let city = match lowest.city() {
            Some(city) if !is_one_of(province, &WITHOUT_CITIES) => city,
            _ => province,
        };
        Self {
            province,
            city,
            district: lowest,
        }
    }

    /// Checks three values against each other.
    ///
    /// # Errors
    ///
    /// City or district are not in the province, or a value contradicts the note under 101; the
    /// error names the expected value.
    pub fn new(
        province: DivisionCode,
        city: DivisionCode,
        district: DivisionCode,
    ) -> Result<Self, Invalid> {
        let expected = Self::from_division(district);
        let without_districts = is_one_of(district, &WITHOUT_DISTRICTS);
        if without_districts && district != expected.city {
            return Err(Invalid::value(
                "area_ID",
                format!("has no districts: repeat {}", expected.city),
            ));
        }
        if !without_districts && district == expected.province {
            let what = if district == DivisionCode::NATION {
                "stands for the whole country: name a district or city"
            } else if district.is_in_known_region() {
                "is a province: name a district or city in it"
            } else {
                "begins with no province of GB/T 2260"
            };
            return Err(Invalid::value("area_ID", format!("{district} {what}")));
        }
        if province != expected.province {
            return Err(Invalid::value(
                "province_ID",
                format!("{district} is in {}, not in {province}", expected.province),
            ));
        }
        if city != expected.city {
            return Err(Invalid::value(
                "city_ID",
                format!("{district} requires {} here, not {city}", expected.city),
            ));
        }
        Ok(Self {
            province,
            city,
            district,
        })
    }

    /// The province.
    #[must_use]
    pub fn province(&self) -> DivisionCode {
        self.province
    }

    /// The city, or the value that replaces it.
    #[must_use]
    pub fn city(&self) -> DivisionCode {
        self.city
    }

    /// The district, or the value that replaces it.
    #[must_use]
    pub fn district(&self) -> DivisionCode {
        self.district
    }
}

impl core::fmt::Display for Locality {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}/{}/{}", self.province, self.city, self.district)
    }
}

fn is_one_of(area: DivisionCode, prefixes: &[&str]) -> bool {
    prefixes
        .iter()
        .any(|prefix| area.as_str().starts_with(prefix))
}
