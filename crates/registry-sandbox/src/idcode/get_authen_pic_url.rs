//! GetAuthenPicUrl, without a number: an address under which there is nothing.

use idcode_api::operations::{AuthenPicture, GetAuthenPicUrl};

use super::State;
use crate::rejection::Rejection;
use crate::backend::Serve;

impl Serve for GetAuthenPicUrl {
    /// The name is one that no host can have, so that nobody is asked for the picture.
    fn serve(self, _: &mut State, _: u64) -> Result<AuthenPicture, Rejection> {
        let (background, mark) = (self.background.code(), self.name_mark.code());
        Ok(AuthenPicture {
            url: format!("http://pictures.sandbox.invalid/authen/{background}-{mark}.png"),
        })
    }
}
