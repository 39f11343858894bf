//! `GET /AllInterFace/GetAuthenPicUrl`, without a number: the certification picture.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Background, Idcode, NameMark};

/// `GET /AllInterFace/GetAuthenPicUrl`, which has no number in the document: returns the address
/// of a certification picture on a chosen background.
///
/// Section 11 of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetAuthenPicUrl {
    /// The background (`bgimage`), 0 to 9.
    #[serde(rename = "bgimage")]
    pub background: Background,
    /// Whether the picture contains the name of the system (`isMarkName`).
    #[serde(rename = "isMarkName")]
    pub name_mark: NameMark,
}

impl GetAuthenPicUrl {
    /// The picture on this background, with or without the name of the system.
    #[must_use]
    pub fn new(background: Background, name_mark: NameMark) -> Self {
        Self {
            background,
            name_mark,
        }
    }
}

/// What GetAuthenPicUrl returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenPicture {
    /// Address of the picture (`AuthenPicUrl`). The sample writes the key with a leading blank
    /// (OQ29).
    #[serde(rename = "AuthenPicUrl")]
    pub url: String,
}

impl Endpoint for GetAuthenPicUrl {
    type Vendor = Idcode;
    type Output = AuthenPicture;
    const SPEC: Spec = Spec {
        name: "GetAuthenPicUrl",
        path: "/AllInterFace/GetAuthenPicUrl",
        summary: "Return the address of a certification picture.",
        params: &[
            Param::int("bgimage").required().values(Background::VALUES),
            Param::int("isMarkName").required().values(NameMark::VALUES),
        ],
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        self.background.check_listed("bgimage")?;
        self.name_mark.check_listed("isMarkName")
    }
}

samples!(
    GetAuthenPicUrl,
    Self::new(Background::Purple, NameMark::With),
    Self::new(Background::LightBlue, NameMark::Without)
);
