//! The registered units, by main code, name and user.

use std::collections::HashMap;

use idcode_api::{Audit, Authentication, Locality, Unit, UnitStatus};
use registry_model::{DecimalId, DivisionCode, IdCode, RegistryDate};

use super::accounts::Account;
use super::divisions::id_of;
use super::lag::Lag;
use crate::sample;

/// The first id: ids have 20 digits, as clients have seen.
const FIRST_ID: u128 = 10_030_000_000_000_000_001;

/// The beginning of every main code: the root and the country.
const ROOT: &str = "i.86";

/// A registered unit.
#[derive(Debug, Clone)]
pub(crate) struct RegisteredUnit {
    /// The row of 306. Every text is present, empty where nothing is known: strict clients fail on
    /// null.
    pub(crate) unit: Unit,
    pub(super) authentication: Authentication,
    pub(super) audit: Audit,
    pub(crate) account: Account,
    /// When it was registered, by the sandbox's clock.
    at_ms: u64,
    /// Its earlier versions, each with the time of the change.
    earlier: Vec<(u64, VisibleUnit)>,
}

/// The part of a unit that free reads show.
#[derive(Debug, Clone)]
pub(super) struct VisibleUnit {
    pub(super) unit: Unit,
    pub(super) authentication: Authentication,
    pub(super) audit: Audit,
}

/// How many changes of one unit are kept for delayed reads.
const EARLIER: usize = 100;

impl RegisteredUnit {
    /// Stores the current version before a change.
    pub(super) fn record_change(&mut self, lag: Lag, now_ms: u64) {
        self.earlier.retain(|(at_ms, _)| !lag.shows(*at_ms, now_ms));
        self.earlier.truncate(EARLIER);
        let shown = self.current();
        self.earlier.push((now_ms, shown));
    }

    /// The version that delayed reads show.
    pub(super) fn visible(&self, lag: Lag, now_ms: u64) -> VisibleUnit {
        let unseen = |(at_ms, _): &&(u64, VisibleUnit)| !lag.shows(*at_ms, now_ms);
        let earlier = self.earlier.iter().find(unseen);
        earlier.map_or_else(|| self.current(), |(_, shown)| shown.clone())
    }

    fn current(&self) -> VisibleUnit {
        VisibleUnit {
            unit: self.unit.clone(),
            authentication: self.authentication,
            audit: self.audit,
        }
    }

    /// Whether delayed lists show it.
    pub(super) fn is_listed(&self, lag: Lag, now_ms: u64) -> bool {
        lag.shows(self.at_ms, now_ms)
    }
}

/// The data of a registration.
pub(super) struct NewUnit {
    pub(super) login_name: String,
    pub(super) account: Account,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) unit_type_id: DecimalId,
    pub(super) locality: Locality,
    pub(super) contact: Option<String>,
    pub(super) contact_phone: String,
    pub(super) email: Option<String>,
    pub(super) at_ms: u64,
}

#[derive(Debug)]
pub(crate) struct Units {
    records: Vec<RegisteredUnit>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    by_login: HashMap<String, usize>,
    last_numbers: HashMap<DivisionCode, u64>,
}

impl Units {
    /// The units of a new sandbox: one sample unit.
    pub(super) fn with_sample() -> Self {
        let mut units = Self {
            records: Vec::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            by_login: HashMap::new(),
            last_numbers: HashMap::new(),
        };
        let division = sample::unit::division();
        // Numbers are consecutive, so the sample takes the next one.
        units
            .last_numbers
            .insert(division, sample::unit::NUMBER.saturating_sub(1));
        let sample = units.register(NewUnit {
            login_name: sample::unit::LOGIN_NAME.to_owned(),
            account: Account::new(sample::unit::PASSWORD.into()),
            name: sample::unit::NAME.to_owned(),
            name_en: None,
            unit_type_id: DecimalId::new(1003),
            locality: Locality::from_division(division),
            contact: Some(sample::PERSON.to_owned()),
            contact_phone: sample::PHONE.to_owned(),
            email: None,
            at_ms: 0,
        });
        sample.unit.status = Some(UnitStatus::Regular);
        sample.unit.address = Some(sample::unit::ADDRESS.to_owned());
        sample.authentication = Authentication::Verified;
        sample.audit = Audit::Approved;
        units.last_numbers.clear();
        units
    }

    /// Registers a unit under the next free main code of its district, with the status "data to be
    /// completed".
    pub(super) fn register(&mut self, new_unit: NewUnit) -> &mut RegisteredUnit {
        let NewUnit {
            login_name,
            account,
            name,
            name_en,
            unit_type_id,
            locality,
            contact,
            contact_phone,
            email,
            at_ms,
        } = new_unit;
        let district = locality.district();
        let (main_code, number) = self.next_number(district);
        self.last_numbers.insert(district, number);
        let at = self.records.len();
        let id = FIRST_ID.saturating_add(u128::try_from(at).unwrap_or(u128::MAX));
        self.by_code.insert(main_code.clone(), at);
        self.by_name.insert(name.clone(), at);
        self.by_login.insert(login_name, at);
        let or_empty = |text: Option<String>| Some(text.unwrap_or_default());
        self.records.push(RegisteredUnit {
            unit: Unit {
                id: Some(DecimalId::new(id)),
                province_id: Some(id_of(locality.province())),
                city_id: Some(id_of(locality.city())),
                area_id: Some(id_of(locality.district())),
                trade_id: Some(DecimalId::new(0)),
                status: Some(UnitStatus::Incomplete),
                name: Some(name),
                name_en: or_empty(name_en),
                address: or_empty(None),
                address_en: or_empty(None),
                main_code: Some(main_code),
                unit_type_id: Some(unit_type_id),
                contact: or_empty(contact),
                contact_phone: Some(contact_phone),
                office_phone: or_empty(None),
                email: or_empty(email),
                last_reviewed: Some(RegistryDate::new("")),
            },
            authentication: Authentication::NotVerified,
            audit: Audit::NotReviewed,
            account,
            at_ms,
            earlier: Vec::new(),
        });
        self.records
            .last_mut()
            .expect("the line above pushed a record")
    }

    /// The main code of the next unit in this district.
    pub(super) fn next_main_code(&self, division: DivisionCode) -> String {
        let (main_code, _) = self.next_number(division);
        main_code
    }

    fn next_number(&self, division: DivisionCode) -> (String, u64) {
        let mut number = self.last_numbers.get(&division).copied().unwrap_or(0);
        loop {
            number = number.saturating_add(1);
            let main_code = format!("{ROOT}.{division}.{number}");
            if !self.by_code.contains_key(&main_code) {
                return (main_code, number);
            }
        }
    }

    /// The unit of a main code, with or without a slash at the end. Codes of categories and items
    /// find nothing.
    pub(crate) fn find(&self, main_code: &IdCode) -> Option<&RegisteredUnit> {
        self.records.get(*self.by_code.get(main_code.as_str())?)
    }

    /// Like [`Units::find`], mutably.
    pub(super) fn find_mut(&mut self, main_code: &IdCode) -> Option<&mut RegisteredUnit> {
        self.records.get_mut(*self.by_code.get(main_code.as_str())?)
    }

    /// The unit with exactly this name.
    pub(super) fn named(&self, name: &str) -> Option<&RegisteredUnit> {
        self.records.get(*self.by_name.get(name)?)
    }

    /// The unit of this user.
    pub(super) fn of_user(&self, login_name: &str) -> Option<&RegisteredUnit> {
        self.records.get(*self.by_login.get(login_name)?)
    }

    /// Like [`Units::of_user`], mutably.
    pub(super) fn of_user_mut(&mut self, login_name: &str) -> Option<&mut RegisteredUnit> {
        self.records.get_mut(*self.by_login.get(login_name)?)
    }

    /// The unit of this user, if the password is right.
    pub(crate) fn login(&self, login_name: &str, password: &str) -> Option<&RegisteredUnit> {
        self.of_user(login_name.trim())
            .filter(|registered| registered.account.has_password(password))
    }

    /// The units with this text in their name, oldest first.
    pub(super) fn like<'a>(&'a self, part: &'a str) -> impl Iterator<Item = &'a RegisteredUnit> {
        self.records.iter().filter(move |record| {
            record
                .unit
                .name
                .as_deref()
                .is_some_and(|name| name.contains(part))
        })
    }
}
