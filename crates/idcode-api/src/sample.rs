//! Declares sample requests for tests, and the values that they share.

/// Declares the sample requests of an operation, with [`values`] in scope.
macro_rules! samples {
    ($($requests:tt)+) => {
        endpoint_core::sample_requests! { use crate::sample::values; $($requests)+ }
    };
}

#[cfg(feature = "samples")]
pub(crate) mod values {
    //! Values that several samples share.
    #![expect(
        clippy::unwrap_used,
        reason = "samples are valid, as every test proves"
    )]

    use core::fmt::Debug;
    use core::str::FromStr;

    pub(crate) use endpoint_core::File;
    use registry_model::IdCode;

    pub(crate) use crate::operations::*;
    pub(crate) use crate::*;

    /// An id above the range of a signed number of 64 bits.
    pub(crate) const REGISTRATION: u64 = 10_030_000_000_000_001_923;

    /// The code of an item.
    pub(crate) const CODE: &str = "i.86.110108.52/91.12000000.1/xxxx";

    pub(crate) fn parsed<T: FromStr<Err: Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    /// The unit of the document's form example.
    pub(crate) fn unit() -> IdCode {
        parsed("i.86.120103.1021")
    }

    pub(crate) fn locality(division: &str) -> Locality {
        Locality::from_division(parsed(division))
    }

    pub(crate) fn codes(codes: &[&str]) -> ItemCodes {
        ItemCodes::new(codes.iter().copied()).unwrap()
    }

    pub(crate) fn login(name: &str, password: &str) -> Login {
        Login {
            name: name.to_owned(),
            password: password.into(),
        }
    }

    pub(crate) fn registration() -> RegCompanyInfo {
        RegCompanyInfo::new(
            login("sample-user", "p&w=1 %+密"),
            "样例二维码科技有限公司",
            1003_u64,
            locality("120103"),
            "13800000000",
        )
    }

    /// The ten bytes of the base64 text in the vectors.
    pub(crate) fn logo() -> Logo {
        Logo::new(&b"\x89PNG\r\n\x1a\n>\xff"[..])
    }

    pub(crate) fn licence() -> File {
        File::new(
            "licence.jpg",
            &b"\xff\xd8\xff\xe0 not quite a picture \r\n\xff\xd9"[..],
        )
    }
}
