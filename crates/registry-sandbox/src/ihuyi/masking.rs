//! Masks names as the documents' samples do (`masked-samples`).

use ihuyi_api::products::{CompanyInfo, Copyright};

/// Masks a personal name: the family name stays.
fn person(name: &str) -> String {
    let first: String = name.chars().take(1).collect();
    if first.is_empty() {
        return first;
    }
    first + "**"
}

/// The beginning of a text and this many asterisks; nothing for an empty text.
fn beginning(text: &str, kept: usize, masked: usize) -> String {
    if text.is_empty() {
        return String::new();
    }
    let kept: String = text.chars().take(kept).collect();
    kept + &"*".repeat(masked)
}

/// Three asterisks and the end of a text; nothing for an empty text.
fn end(text: &str, kept: usize) -> String {
    if text.is_empty() {
        return String::new();
    }
    let length = text.chars().count();
    let kept: String = text.chars().skip(length.saturating_sub(kept)).collect();
    format!("***{kept}")
}

/// Masks the persons in a record, as entinfov2's sample does.
pub(super) fn persons(info: &mut CompanyInfo) {
    if let Some(basic) = &mut info.basic
        && let Some(name) = &mut basic.representative
    {
        *name = person(name.expose()).into();
    }
    for officer in &mut info.officers {
        if let Some(name) = &mut officer.name {
            *name = person(name.expose()).into();
        }
    }
}

/// Masks companies, works and their numbers, as entcopy's sample does.
pub(super) fn copyright(one: &mut Copyright) {
    if let Some(company) = &mut one.company {
        *company = beginning(company, 3, 12);
    }
    if let Some(name) = &mut one.name {
        *name = end(name, 2);
    }
    if let Some(number) = &mut one.work_number {
        *number = beginning(number, 4, 7);
    }
    if let Some(owner) = &mut one.owner {
        *owner = beginning(owner.expose(), 3, 11).into();
    }
    if let Some(author) = &mut one.author {
        *author = person(author.expose()).into();
    }
    if let Ok(related) = one.related.items() {
        let masked = related.iter().cloned().map(|mut entity| {
            entity.name = entity
                .name
                .map(|name| beginning(name.expose(), 2, 6).into());
            entity.item = entity.item.map(|item| beginning(&item, 4, 3));
            entity
        });
        one.related = crate::sample::embedded(masked.collect());
    }
}
