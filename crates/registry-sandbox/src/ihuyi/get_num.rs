//! How many queries of a product are left, of every product alike.

use ihuyi_api::products::Balance;
use ihuyi_api::{GetNum, Product};

use super::Bureau;
use crate::denial::Denial;
use crate::office::Serve;

impl<P: Product> Serve for GetNum<P> {
    const ON_REFUSAL: &'static str = r#"{"num":0}"#;

    fn serve(self, bureau: &mut Bureau, _: u64) -> Result<Balance, Denial> {
        let num = bureau.accounts.at_the_desk().balance(P::APP);
        Ok(Balance { num })
    }
}
