//! The fields of a company that are compared.

use core::fmt;

use serde::{Serialize, Serializer};

macro_rules! fields {
    ($($(#[$meta:meta])* $variant:ident => $name:literal,)+) => {
        /// A field of [`Enterprise`](crate::Enterprise) that is compared.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Field {
            $($(#[$meta])* $variant,)+
        }

        impl Field {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in machine-readable output, which is that of the member of
            /// [`Enterprise`](crate::Enterprise).
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

fields! {
    /// Name.
    Name => "name",
    /// English name.
    NameEn => "name_en",
    /// Former names, as a set.
    FormerNames => "former_names",
    /// Unified social credit code.
    CreditCode => "credit_code",
    /// Organisation code, stated or contained in the credit code.
    OrganizationCode => "organization_code",
    /// Registration number.
    RegistrationNumber => "registration_number",
    /// Main code at IDcode.
    MainCode => "main_code",
    /// Legal representative.
    Representative => "representative",
    /// Officers with their positions, as a set.
    Officers => "officers",
    /// Operating status.
    Status => "status",
    /// Enterprise or sole trader.
    Entity => "entity",
    /// Kind of enterprise in words.
    Kind => "kind",
    /// Kind of organisation at IDcode.
    UnitType => "unit_type",
    /// Industry at IDcode.
    Industry => "industry",
    /// Day of establishment.
    Established => "established",
    /// Day of approval.
    Approved => "approved",
    /// First day of the business term.
    TermFrom => "term_from",
    /// Last day of the business term.
    TermTo => "term_to",
    /// Day of revocation.
    Revoked => "revoked",
    /// Reason of revocation.
    RevocationReason => "revocation_reason",
    /// Day of deregistration.
    Deregistered => "deregistered",
    /// Reason of deregistration.
    DeregistrationReason => "deregistration_reason",
    /// Registered capital with its currency.
    Capital => "capital",
    /// Registration authority.
    Authority => "authority",
    /// Registered address.
    Address => "address",
    /// Registered address in English.
    AddressEn => "address_en",
    /// Address of the office.
    OfficeAddress => "office_address",
    /// Address of the office in English.
    OfficeAddressEn => "office_address_en",
    /// Division of the place of registration: by code, or by the names of province, city and
    /// district.
    Division => "division",
    /// Postal code.
    PostalCode => "postal_code",
    /// Business scope.
    Scope => "scope",
    /// Contact person.
    Contact => "contact",
    /// Contact person in Latin letters.
    ContactEn => "contact_en",
    /// Phone of the contact person.
    ContactPhone => "contact_phone",
    /// Phone of the office.
    OfficePhone => "office_phone",
    /// E-mail address.
    Email => "email",
    /// Technology certificates, as a set.
    Certificates => "certificates",
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.as_str().replace('_', " "))
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
