//! GetAuthenPicUrl, without a number: returns an address that leads nowhere.

use idcode_api::operations::{AuthenPicture, GetAuthenPicUrl};

use super::State;
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetAuthenPicUrl {
    /// The host cannot exist, so that no server is asked for the picture.
    fn serve(self, _: &mut State, _: u64) -> Result<AuthenPicture, Rejection> {
        let (background, mark) = (self.background.code(), self.name_mark.code());
        Ok(AuthenPicture {
            url: format!("http://pictures.sandbox.invalid/authen/{background}-{mark}.png"),
        })
    }
}
