//! Declares how a code picture looks: size, colour, frame, symbology.

use core::fmt;
use core::str::FromStr;

use endpoint_core::{Invalid, open_enum};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

open_enum! {
    /// The size of a unit's code picture in 309 and 310.
    pub enum QrSize {
        /// 400 pixels.
        Px400 = 1 => "400 px",
        /// 600 pixels.
        Px600 = 2 => "600 px",
        /// 800 pixels.
        Px800 = 3 => "800 px",
    }
}

open_enum! {
    /// The colour of a code picture in the requests 309, 310 and 604. In replies the numbers are
    /// reversed, see [`StoredColor`](crate::StoredColor).
    pub enum CodeColor {
        /// In colour.
        Color = 0 => "colour",
        /// Black.
        Black = 1 => "black",
    }
}

open_enum! {
    /// Whether a code picture has a logo in its middle: 309, 310 and 605.
    pub enum LogoUse {
        /// No logo.
        Without = 0 => "without the logo",
        /// With the logo.
        With = 1 => "with the logo",
    }
}

open_enum! {
    /// Whether a code picture of 604 has a frame.
    pub enum Frame {
        /// No frame; any size.
        Without = 0 => "without frame",
        /// A frame; 400, 600 or 800 pixels.
        With = 1 => "with frame",
    }
}

/// The sizes that a framed picture of 604 may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FramedSize {
    /// 400 pixels.
    Px400,
    /// 600 pixels.
    Px600,
    /// 800 pixels.
    Px800,
}

impl FramedSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Px400, Self::Px600, Self::Px800];

    /// The size in pixels.
    #[must_use]
    pub fn pixels(self) -> u32 {
        match self {
            Self::Px400 => 400,
            Self::Px600 => 600,
            Self::Px800 => 800,
        }
    }
}

open_enum! {
    /// The symbology of a picture of 603.
    pub enum PlainSymbology {
        /// QR code.
        Qr = 1 => "QR",
        /// LongBei code (龙贝码).
        LongBei = 2 => "LongBei",
    }
}

open_enum! {
    /// The symbology of a certification picture of 605.
    pub enum Symbology {
        /// QR code.
        Qr = 1 => "QR",
        /// LongBei code (龙贝码).
        LongBei = 2 => "LongBei",
        /// Data Matrix (DM).
        DataMatrix = 3 => "Data Matrix",
        /// Han Xin code (汉信码).
        HanXin = 4 => "Han Xin",
        /// Grid Matrix (GM).
        GridMatrix = 5 => "Grid Matrix",
    }
}

open_enum! {
    /// The frame of a certification picture of 605.
    pub enum Margin {
        /// No frame.
        None = 0 => "no frame",
        /// A round frame; requires a [`Purpose`].
        Round = 10 => "round frame",
        /// A square frame. The document names it without a number; 20 is seen in clients (OQ22).
        Square = 20 => "square frame",
    }
}

open_enum! {
    /// The purpose of a certification code of 605. Its parameter is `categoryID`, although it is
    /// not a category of 202.
    pub enum Purpose {
        /// Tracing of products.
        Tracing = 1 => "product tracing",
        /// Marketing.
        Marketing = 2 => "marketing",
        /// Internal control.
        InternalControl = 3 => "internal control",
        /// Electronic tickets and certificates.
        Tickets = 4 => "electronic tickets and certificates",
    }
}

open_enum! {
    /// The size of a certification picture of 605, in centimetres.
    pub enum CodeSize {
        /// 3 cm.
        Cm3 = 3 => "3 cm",
        /// 5 cm.
        Cm5 = 5 => "5 cm",
        /// 10 cm.
        Cm10 = 10 => "10 cm",
    }
}

open_enum! {
    /// The background of the certification picture.
    pub enum Background {
        /// Light blue.
        LightBlue = 0 => "light blue",
        /// Red.
        Red = 1 => "red",
        /// Yellow.
        Yellow = 2 => "yellow",
        /// Orange.
        Orange = 3 => "orange",
        /// Blue.
        Blue = 4 => "blue",
        /// Green.
        Green = 5 => "green",
        /// Light grey.
        LightGrey = 6 => "light grey",
        /// Dark grey.
        DarkGrey = 7 => "dark grey",
        /// The second dark grey.
        DarkGrey2 = 8 => "dark grey 2",
        /// Purple.
        Purple = 9 => "purple",
    }
}

open_enum! {
    /// Whether the certification picture bears the name of the system as a watermark.
    pub enum NameMark {
        /// No name.
        Without = 0 => "without the name",
        /// The name, cut after 15 characters.
        With = 1 => "with the name",
    }
}

/// The colour of a QR code in 605: red, green, blue.
///
/// On the wire it is six hexadecimal digits without `#`; a `#` is ignored when read (OQ47).
///
/// ```
/// use idcode_api::Rgb;
///
/// let red: Rgb = "#ff0000".parse()?;
/// assert_eq!(red, Rgb::new(255, 0, 0));
/// assert_eq!(red.to_string(), "FF0000");
/// # Ok::<(), idcode_api::NotAColor>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb {
    red: u8,
    green: u8,
    blue: u8,
}

/// The text is not a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be six hexadecimal digits, such as 000000")]
pub struct NotAColor;

impl Rgb {
    /// Black, the colour of a picture if none is given (OQ47).
    pub const BLACK: Self = Self::new(0, 0, 0);

    /// The colour with these components, each from 0 to 255.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Red, green, blue.
    #[must_use]
    pub const fn shares(self) -> [u8; 3] {
        [self.red, self.green, self.blue]
    }

    /// The perceived lightness, from 0 (black) to 255 (white).
    #[must_use]
    pub const fn lightness(self) -> u8 {
        let [red, green, blue] = [self.red as u32, self.green as u32, self.blue as u32];
        let [_, _, _, lightness] = ((299 * red + 587 * green + 114 * blue) / 1000).to_be_bytes();
        lightness
    }
}

impl FromStr for Rgb {
    type Err = NotAColor;

    fn from_str(text: &str) -> Result<Self, NotAColor> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAColor);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| NotAColor)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

impl Serialize for Rgb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rgb {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// Warns of a picture that no reader can scan: the smallest QR code has 21 modules a side. Such a
/// number may be meant as a size of 309 and 310, which are counted from 1 to 3.
pub(crate) fn pixels_doubt(name: &'static str, pixels: u32) -> Option<Invalid> {
    const FEWEST: u32 = 21;

    (pixels < FEWEST).then(|| {
        Invalid::value(
            name,
            format!(
                "counts pixels, and a picture of {pixels} is smaller than any code: 400, 600 and \
                 800 are usual"
            ),
        )
    })
}

/// Checks the width of a picture in pixels.
pub(crate) fn check_pixels(name: &'static str, pixels: u32) -> Result<(), Invalid> {
    if pixels == 0 {
        return Err(Invalid::value(name, "must be at least one pixel"));
    }
    Ok(())
}
