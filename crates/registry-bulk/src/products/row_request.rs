//! One request of a row, checked before the ledger is asked for a permit.

use core::fmt;

use endpoint_core::pages::Paged;
use endpoint_core::{Endpoint, Invalid, Validated};
use http_transport::{CallOptions, Client};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::{Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit};

use super::{BulkProduct, Fields, RowResponse};

/// A checked request of one part of a row.
pub struct RowRequest(Typed);

enum Typed {
    Ent3f(Validated<Ent3fSubmit>),
    Entinfov2(Validated<Entinfov2Submit>),
    Entmark(Validated<EntmarkSubmit>),
    Entcopy(Validated<EntcopySubmit>),
}

impl BulkProduct {
    /// The request of a part of a row, counted from 0, with these fields.
    ///
    /// # Errors
    ///
    /// A field is missing or invalid; the error names the vendor's parameter.
    pub fn request(self, fields: &Fields, part: u32) -> Result<RowRequest, Invalid> {
        Ok(RowRequest(match self {
            Self::Ent3f => Typed::Ent3f(whole(fields)?),
            Self::Entinfov2 => Typed::Entinfov2(whole(fields)?),
            Self::Entmark => Typed::Entmark(page(fields, part)?),
            Self::Entcopy => Typed::Entcopy(page(fields, part)?),
        }))
    }
}

impl RowRequest {
    /// Makes the call. The client retries only what certainly was not sent.
    pub async fn send(self, client: &Client<Ihuyi>) -> RowResponse {
        match self.0 {
            Typed::Ent3f(request) => call(client, request, |_| false).await,
            Typed::Entinfov2(request) => call(client, request, |_| false).await,
            Typed::Entmark(request) => call_page(client, request).await,
            Typed::Entcopy(request) => call_page(client, request).await,
        }
    }
}

impl fmt::Debug for RowRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Typed::Ent3f(request) => request.fmt(f),
            Typed::Entinfov2(request) => request.fmt(f),
            Typed::Entmark(request) => request.fmt(f),
            Typed::Entcopy(request) => request.fmt(f),
        }
    }
}

fn whole<E: Endpoint>(fields: &Fields) -> Result<Validated<E>, Invalid> {
    Validated::new(fields.params().into_typed()?)
}

/// Pages are counted from 1.
fn page<E: Paged>(fields: &Fields, part: u32) -> Result<Validated<E>, Invalid> {
    let request: E = fields.params().into_typed()?;
    let rows = request.page_size();
    Validated::new(request.at(part.saturating_add(1), rows))
}

async fn call<E: Endpoint<Vendor = Ihuyi>>(
    client: &Client<Ihuyi>,
    request: Validated<E>,
    has_more: impl FnOnce(E::Output) -> bool,
) -> RowResponse {
    match client
        .call_with_body(request, &CallOptions::default())
        .await
    {
        Ok((output, body)) => RowResponse::found(body, has_more(output)),
        Err(error) => RowResponse::failed(error),
    }
}

/// A page that is not full is the last.
async fn call_page<E: Paged<Vendor = Ihuyi>>(
    client: &Client<Ihuyi>,
    request: Validated<E>,
) -> RowResponse {
    let rows = request.as_request().page_size();
    let is_full = |output| u32::try_from(E::rows(output).len()).is_ok_and(|count| count >= rows);
    call(client, request, is_full).await
}
