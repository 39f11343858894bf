//! Finds a division by the names of province, city and district.

use super::{Division, children};
use crate::company_name::normalised;

/// The lowest current division that these names mean. Empty names are levels that are not given.
///
/// A name means the division of that name, or else the only one whose name begins so (`上海`,
/// `内蒙古`, `延边`); of a municipality, whose own name may take the place of the city, and of
/// what lies directly in a province, the city may be left out. `None` where a name means nothing
/// or more than one, so that nothing is guessed.
///
/// ```
/// use registry_model::divisions::by_names;
///
/// let code = |province, city, district| {
///     by_names(province, city, district).map(|division| division.code().to_string())
/// };
/// assert_eq!(code("上海", "上海市", "金山区").as_deref(), Some("310116"));
/// assert_eq!(code("广东", "广州市", "天河区").as_deref(), Some("440106"));
/// assert_eq!(code("广东省", "东莞市", "").as_deref(), Some("441900"));
/// assert_eq!(code("湖北省", "", "仙桃市").as_deref(), Some("429004"));
/// assert_eq!(code("河北", "", "长安区"), None);
/// assert_eq!(code("", "", "朝阳区"), None);
/// ```
#[must_use]
pub fn by_names(province: &str, city: &str, district: &str) -> Option<Division> {
    let [province_name, city_name, district_name] = [province, city, district].map(normalised);
    let province = one_of(children(None).collect(), &province_name)?;
    let below: Vec<Division> = children(Some(province.code())).collect();
    let at = if city_name.is_empty() || means(province, &city_name) {
        province
    } else {
        // What lies directly in a province may be named as a city.
        let direct = below
            .iter()
            .filter(|one| one.is_bracket())
            .flat_map(|bracket| children(Some(bracket.code())));
        let candidates = below.iter().copied().chain(direct).collect();
        one_of(candidates, &city_name)?
    };
    if district_name.is_empty() || means(at, &district_name) {
        return Some(at);
    }
    let mut candidates: Vec<Division> = children(Some(at.code())).collect();
    if at == province {
        let direct = below
            .iter()
            .filter(|one| one.is_bracket())
            .flat_map(|bracket| children(Some(bracket.code())));
        candidates.extend(direct);
    }
    one_of(candidates, &district_name)
}

/// The division of this name, or else the only one whose name begins so.
fn one_of(candidates: Vec<Division>, name: &str) -> Option<Division> {
    if let Some(found) = candidates.iter().find(|one| one.name() == name) {
        return Some(*found);
    }
    let mut beginning = candidates.into_iter().filter(|one| means(*one, name));
    match (beginning.next(), beginning.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether a name is this division's, or its beginning of two characters and more.
fn means(division: Division, name: &str) -> bool {
    let is_long_enough = name.chars().nth(1).is_some();
    division.name() == name || (is_long_enough && division.name().starts_with(name))
}
