//! GetNum of every product: returns the balance.

use ihuyi_api::products::Balance;
use ihuyi_api::{GetNum, Product};

use super::State;
use crate::backend::Serve;
use crate::rejection::Rejection;

impl<P: Product> Serve for GetNum<P> {
    const ON_REFUSAL: &'static str = r#"{"num":0}"#;

    fn serve(self, state: &mut State, _: u64) -> Result<Balance, Rejection> {
        let num = state.accounts.current().balance(P::APP);
        Ok(Balance { num })
    }
}
