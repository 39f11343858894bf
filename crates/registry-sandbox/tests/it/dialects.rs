//! Every dialect: a sandbox that expects it understands a client that speaks it.

use idcode_api::operations::{GetCompanyBaseInfo, GetCompanyInfo, Matching};
use idcode_api::{
    Coverage, Dialect, FormPlacement, JsonCredentials, MultipartPlacement, Order, Unset,
};
use registry_sandbox::{Config, sample};

use crate::client::Client;
use crate::samples::{code, completion, registration, verification};

fn all() -> Vec<Dialect> {
    let mut all = Vec::new();
    for signature in sign_core::idcode::Dialect::ALL {
        for form in [
            FormPlacement::Body,
            FormPlacement::Query,
            FormPlacement::CredentialsInQuery,
        ] {
            for coverage in [Coverage::AllTexts, Coverage::QueryOnly] {
                for multipart in [MultipartPlacement::Parts, MultipartPlacement::Query] {
                    for order in [Order::Sorted, Order::Declared] {
                        for unset in [Unset::LeaveOut, Unset::SendEmpty] {
                            all.push(Dialect {
                                signature,
                                form,
                                coverage,
                                multipart,
                                order,
                                unset,
                                ..Dialect::default()
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

#[tokio::test]
async fn a_unit_is_registered_completed_verified_and_found_in_every_dialect() {
    let dialects = all();
    assert_eq!(dialects.len(), 384);
    for dialect in dialects {
        let client = Client::of(Config::default().with_dialect(dialect));
        // A blank, a plus and a percent sign are written differently by each encoding.
        let name = "甲 公司 + 100%&=";
        client
            .call(&registration(name, "one"))
            .await
            .unwrap_or_else(|refusal| {
                panic!("301: {refusal} {} in {dialect:?}", client.last_reason())
            });
        let unit = client
            .call(&GetCompanyBaseInfo::new(code("i.86.110108.1")))
            .await
            .unwrap();
        assert_eq!(unit.name.as_deref(), Some(name), "{dialect:?}");
        client.call(&completion("i.86.110108.1")).await.unwrap();
        client
            .call(&verification("i.86.110108.1"))
            .await
            .unwrap_or_else(|refusal| panic!("304: {refusal} in {dialect:?}"));
        let found = client
            .call(&GetCompanyInfo::new(name, Matching::Exact))
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
    }
}

#[tokio::test]
async fn a_client_that_speaks_another_dialect_is_refused() {
    let client = Client::new();
    let dialect = Dialect {
        signature: sign_core::idcode::Dialect {
            hashed: sign_core::idcode::Hashed::Encoded,
            ..sign_core::idcode::Dialect::default()
        },
        ..Dialect::default()
    };
    let keys = client.sandbox.idcode_keys().with_dialect(dialect);
    let request = GetCompanyInfo::new(sample::unit::NAME, Matching::Exact);
    let incoming = client.signed_with(&keys, &request, client.now_ms());
    let refusal = client.send::<GetCompanyInfo>(incoming).await.unwrap_err();
    assert_eq!((refusal.code, refusal.message.as_str()), (0, "未授权！"));
}
