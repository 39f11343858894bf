//! What registers print for capital, status and dates is read as far as it has a core.

use registry_model::{Capital, Currency, OperatingStatus, RegistryDate};

const SPELLINGS: &str = include_str!("../data/register_spellings.tsv");

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    SPELLINGS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

fn meaning(kind: &str, text: &str) -> Vec<String> {
    match kind {
        "capital" => {
            let capital = Capital::new(text);
            assert_eq!(capital.as_str(), text);
            let amount = capital.ten_thousands();
            let currency = capital.currency().and_then(Currency::code);
            vec![
                amount.map_or("unread".to_owned(), |amount| amount.to_string()),
                currency.unwrap_or("-").to_owned(),
            ]
        }
        "status" => {
            let status = OperatingStatus::new(text);
            assert_eq!(status.as_str(), text);
            vec![format!("{:?}", status.registration_state())]
        }
        _ => {
            let date = RegistryDate::new(text);
            assert_eq!(date.as_str(), text);
            vec![match date.day() {
                Some(day) => day.to_string(),
                None if date.is_open_ended() => "open".to_owned(),
                None => "unread".to_owned(),
            }]
        }
    }
}

#[test]
fn every_public_spelling_means_what_it_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows() {
        count += 1;
        let found = meaning(row[0], row[1]);
        if found != row[2..] {
            wrong.push(format!("{row:?} is read as {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 150, "{count}");
}
