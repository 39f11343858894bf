//! Stores pictures in a folder.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use idcode_api::Picture;

use super::picture_store::PictureStore;

/// The endings of picture files.
const ENDINGS: [&str; 5] = ["png", "jpg", "gif", "bmp", "bin"];

/// A folder with one file a code: `i.86.110108.52_10.46100000.1_A-001.png`. A slash becomes `_`;
/// a character other than letters (Chinese included), digits, `.` and `-` becomes its bytes as
/// `%XX`. A name too long for file systems is cut off, and ends with a hash of the whole name.
#[derive(Debug, Clone)]
pub struct PictureFolder {
    path: PathBuf,
}

impl PictureFolder {
    /// The folder at `path`. It is created with the first picture.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, code: &str, ending: &str) -> PathBuf {
        self.path.join(format!("{}.{ending}", name_of(code)))
    }
}

/// A file name that every file system takes and no other code has.
fn name_of(code: &str) -> String {
    let mut name = String::with_capacity(code.len());
    for next in code.chars() {
        match next {
            '/' => name.push('_'),
            '.' | '-' => name.push(next),
            next if next.is_alphanumeric() => name.push(next),
            next => {
                let mut bytes = [0; 4];
                for byte in next.encode_utf8(&mut bytes).bytes() {
                    name += &format!("%{byte:02X}");
                }
            }
        }
    }
    if name.len() > LONGEST {
        let hash = fnv(name.as_bytes());
        let mut ends = (0..=LONGEST - 17).rev();
        let end = ends.find(|at| name.is_char_boundary(*at));
        name.truncate(end.unwrap_or_default());
        name += &format!("~{hash:016x}");
    }
    name
}

/// The most bytes of a name without its ending: file systems take 255.
const LONGEST: usize = 255 - 4;

/// FNV-1a, the same in every version of this crate.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl PictureStore for PictureFolder {
    fn contains(&mut self, code: &str) -> io::Result<bool> {
        for ending in ENDINGS {
            if self.file(code, ending).try_exists()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn store(&mut self, code: &str, picture: &Picture) -> io::Result<()> {
        fs::create_dir_all(&self.path)?;
        let beside = self.file(code, "new");
        let mut file = File::create(&beside)?;
        file.write_all(picture.bytes())?;
        drop(file);
        fs::rename(&beside, self.file(code, picture.kind().extension()))
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_name_that_is_too_long_is_cut_off_and_still_unique() {
        let code = |last: char| format!("i.86.110108.52/10.46100000.1/{}{last}", "样".repeat(90));
        let (one, other) = (name_of(&code('一')), name_of(&code('二')));
        assert!(one.len() <= 251 && other.len() <= 251, "{one}");
        assert_ne!(one, other);
        let short = "i.86.110108.52/10.46100000.1/A-001";
        assert_eq!(name_of(short), "i.86.110108.52_10.46100000.1_A-001");
    }
}
