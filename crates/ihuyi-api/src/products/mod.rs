//! The products, one file each, named as the vendor names them.

mod balance;
mod ent3f;
mod entinfov2;

pub use self::balance::Balance;
pub use self::ent3f::{Ent3fGetNum, Ent3fSubmit, MatchResult, MatchStatus, Matched};
pub use self::entinfov2::{
    BasicInfo, CompanyInfo, CompanyRecord, CompanyResult, Entinfov2GetNum, Entinfov2Submit,
    EntityType, Officer, TechCertificate,
};
