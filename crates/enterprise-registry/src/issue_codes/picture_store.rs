//! Where the pictures of codes are stored.

use std::io;

use idcode_api::Picture;

/// A store of pictures. A stored picture is not fetched again.
pub trait PictureStore: Send {
    /// Whether the picture of this complete code, with its item, is stored.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    fn contains(&mut self, code: &str) -> io::Result<bool>;

    /// Stores a picture, as a whole or not at all.
    ///
    /// # Errors
    ///
    /// The picture cannot be stored.
    fn store(&mut self, code: &str, picture: &Picture) -> io::Result<()>;
}
