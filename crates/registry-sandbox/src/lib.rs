//! Both vendors on loopback: strict, stateful, in process or as a server.
//!
//! [`Sandbox`] is a function from request to response with a state: 306, 307 and 308 of IDcode find
//! the units that 301 registers, and 304 and 305 change them; every query that ihuyi answers costs
//! one of the account's balance. It is built from the declarations that clients use, so it has
//! every name, path and code of theirs. With the feature `server`, `Server` puts it behind a port
//! on loopback.
//!
//! It is not a recording: responses come from the state. It is not a proxy: it never opens a
//! connection. It is not the vendors: where their documents are silent it makes a choice, listed
//! below. To call it, or the vendors, use `enterprise-registry`; for the signatures alone,
//! `sign-core`.
//!
//! ```
//! use registry_sandbox::{Config, Incoming, Sandbox};
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! # runtime.block_on(async {
//! let sandbox = Sandbox::new(Config::default());
//! let unsigned = Incoming {
//!     method: "GET".to_owned(),
//!     target: "/AllInterFace/GetUnitType".to_owned(),
//!     content_type: None,
//!     body: bytes::Bytes::new(),
//! };
//! let response = sandbox.respond(unsigned).await;
//! assert_eq!(response.status, 200);
//! assert_eq!(response.body, r#"{"ResultCode":0,"ResultMsg":"未授权！"}"#);
//! assert_eq!(
//!     sandbox.calls()[0].reason.as_deref(),
//!     Some("parameter `access_token` is missing or empty"),
//! );
//! # });
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Strict in meaning
//!
//! Each of these gets the vendor's own refusal, with HTTP status 200:
//!
//! | error | IDcode | ihuyi |
//! |---|---|---|
//! | missing or wrong credentials, signature or time | -2 where the operation's table lists it, else 0, with `未授权！` | 401 no account, 402 no password, 405 unknown account or wrong key, 40502 wrong dynamic password |
//! | time too far from the sandbox's clock | the same | 40501 |
//! | parameter unknown, missing, empty, repeated or wrong | -1 where listed, else 0 with `参数错误！` and the error | the code for that parameter (404, 409, 4091, 411, 4111) where listed, else 1 with the error |
//! | another method than the document's | as an invalid parameter | GET and POST are both valid; others as an invalid parameter |
//! | no balance | | 4051 |
//! | a product that does not exist, or is not activated for the account | | 403 |
//! | an account that is frozen, without contract | | 4050, 40505 |
//! | an address that the account does not allow, or that is not on file | | 400, 4052 |
//!
//! Names of parameters are compared exactly. [`Call::reason`] says why a call was refused, even
//! where the vendor's message does not.
//!
//! # Liberal in form
//!
//! The sandbox accepts what real clients send: parameters in any order with `hash` anywhere, in the
//! query or in the body; percent-encoding in either case, `+` for a blank, and stray percent signs
//! literally; a content type on a GET, another charset than UTF-8 for a body in UTF-8; multipart
//! texts without content type, boundaries of dashes, full paths as file names, pictures as
//! `application/octet-stream`. Empty optional parameters count as absent (OQ09). The configuration
//! selects the dialect of IDcode's signature.
//!
//! # Differences and choices
//!
//! The documents leave these points open, and the sandbox chooses. `OQ…` are the numbers of the
//! open questions about IDcode.
//!
//! - **Time window.** Neither vendor documents one. Here a signature is valid for ten minutes
//!   before and after its time, to expose programs with a wrong clock or with stored signatures;
//!   see [`Config::with_time_window`].
//! - **Names and methods.** IDcode's servers seem to ignore the case of parameter names (OQ35) and
//!   to accept GET for POST (OQ04). Here only the document's spelling and method pass, so that
//!   everything that passes here passes there.
//! - **Credentials in IDcode's signature** are required in every call (OQ10, OQ12).
//! - **Charging.** The documents do not say which outcomes cost. Here code 2 costs one query, also
//!   where ent3f says "mismatch"; "found nothing" (408) costs none unless
//!   [`Config::with_charge_for_not_found`] says so; nothing else costs.
//! - **Order of refusals** of ihuyi: credentials, addresses (400, then 4052), frozen, product,
//!   contract, parameters, balance, then the code of [`Account::with_refusal`]. Addresses are
//!   compared one by one; there are no ranges. GetNum needs no contract.
//! - **Invalid parameters without a code.** ihuyi's code 1 (`提交失败`) is used, also on GetNum, whose
//!   table lacks it.
//! - **Identifiers** of entinfov2, entmark and entcopy. The texts want one of four, the examples
//!   send two or three. One is required, more are accepted; if no company has all of them, nothing
//!   is found. entcopy accepts `reg_no` too.
//! - **Pages.** Every page is a query and charged as one, also a page after the last row, which is
//!   empty. A `page_size` other than a number from 1 to 20 (entmark) or 50 (entcopy) is 407, a
//!   `page_index` below 1 an invalid parameter. 406 and 407 of entmark have the messages of its
//!   table of GetNum: that of Submit speaks of mobile numbers there.
//! - **Filters.** `begin_date` and `end_date` are inclusive, and either may be absent;
//!   `int_category` is one class from 1 to 45; `copyright_name` and `owner` match any part of the
//!   text, all others the whole; `copyright_type` is `P` or `S`.
//! - **Nothing found** is 408 in entmark, also for a company without a matching trademark. In
//!   entcopy, whose table has no code for it, it is an empty list with code 2, and charged. Only
//!   [`Account::with_refusal`] causes 4201.
//! - **Samples.** The companies of [`sample`] have up to 47 trademarks and 107 copyrights, in the
//!   order of their numbers. The company of the documents' samples has the printed rows with the
//!   printed totals, which do not match: 25 with one trademark, 1 with three copyrights. Names are
//!   complete unless [`Config::with_masked_names`] is set.
//! - **XML.** entcopy answers in JSON unless [`Config::with_copyrights_in_xml`] is set; no request
//!   selects the format. Its refusals have no serial number, as in its sample.
//! - **Unverified products** (ent3fv2, entfuz, entpat) need the feature `unverified`, and follow
//!   the vendor's pages as far as these show them. ent3fv2 accepts officers as the person too;
//!   `entityStatus` of entfuz is 1 in business, 2 revoked, 3 deregistered; rows of entpat have one
//!   made-up member, and its filters change nothing.
//! - **entcopy.GetNum** works like that of the other products, though no document has it.
//! - **ent3f** finds the company by its code: 408 for an unknown one, "mismatch" where name or
//!   representative differ. A company's name is malformed (4091) if it has no letter, has a control
//!   character, or has not 2 to 200 characters; a credit code (4111) if it is not 18 digits and
//!   capital letters. Check characters of identifiers are ignored, because no document sets their
//!   format: such an identifier belongs to no company.
//! - **Serial numbers** have 17 digits: the second, and a counter. Refusals have `"0"`.
//! - **Unknown main codes** get code 0 in every operation, `单位不存在！`: no table has a code.
//! - **307** finds nothing with code 0 and no rows, as clients have seen, also in fuzzy searches.
//!   The default of `searchType` is 0 (OQ40).
//! - **104 and 203** accept 0 for the first level; an unknown parent is an invalid parameter.
//! - **102** follows OQ39: without level it lists the areas directly below; with a level, those of
//!   that level in the whole hierarchy below. An unknown area is an invalid parameter.
//! - **Areas** are real: see [`registry_model::divisions`]. Their ids are their codes.
//! - **Industries** (103, 104) are the sections and divisions of GB/T 4754-2017. The id of a
//!   division is its number (65), that of a section 101 (A) to 120 (T). 305 accepts the ids of both
//!   levels.
//! - **Uses and categories** (201 to 204) are made up around the ids that clients know: uses 10,
//!   32, 60, 73 and 90; categories 10127, 10133, 10166, 10167 and 10222. `Type_ID` is 1 for
//!   persons, 2 for events, 3 for things; `IndustryCategoryIsDel` is 0 (OQ45). 204 lists the
//!   categories of use 10.
//! - **Organisation kinds** (105) are made up except for 1003, which clients use.
//! - **Ids** of units, registrations and uploads have 20 digits.
//! - **Main codes** are `i.86.<district>.<number>`, numbered from 1 in each district; 301 returns
//!   them with a slash at the end, queries without, as clients have seen. One sample unit,
//!   `i.86.110108.52`, exists from the beginning.
//! - **Status.** A new unit is -100; 305 makes that 0 and submits it for review, where it stays:
//!   the sandbox never reviews. 304 verifies a unit at once; 304 and 305 come in any order (OQ48).
//! - **Pictures** (304) are recognised by their first bytes, not by their names (OQ17).
//! - **Logins.** Names and passwords are compared exactly, the digest of 310 too. 309 assigns the
//!   last six characters of the user name (OQ15). A wrong login is -6 in 310 and 0 in 601, with the
//!   same message. The user of the sample unit is `sample-user`, the password `sample-password`. No
//!   number in the response of 601 is null: an unknown one is 0, and a unit is not a service
//!   provider (-4).
//! - **Unit codes** (309, 310) contain only the main code. Their default style is that of 310: in
//!   colour (a dark blue), 400 pixels, with the logo (OQ25); 309 without a logo draws none, 310
//!   then says -4 (OQ26). A logo that is not base64 or not a picture is -3, a malformed address -4
//!   in 309 and -5 in 310. A refused call changes nothing. Their refusals have empty texts, those
//!   of 301 null.
//! - **402** registers all rows or none. Category, use and `CategoryCode` must belong together; a
//!   null member counts as absent (OQ41). Without `ModelNumberCode` the next free number is used;
//!   it has letters, digits, `-` and `_`, because it goes into addresses unencoded; a code that the
//!   unit already has gets code 0, `型号编码已存在！`. Any unit may apply, reviewed or not. Codes are
//!   `<main code>/<use>.<category>.<model>`, without a slash at the end, as in queries.
//! - **403, 404 and 502** that find nothing return an empty list and code 1. 403 without search
//!   values and 404 without `SearchType` list everything (OQ40). Order numbers and serial numbers
//!   are made up.
//! - **Registrations and uploads** that the unit does not have get code 0, `品类注册不存在！` and
//!   `上传记录不存在！`.
//! - **Uploads** (501). A file is UTF-8 with one code on each line (OQ19). Codes that were uploaded
//!   before are accepted and counted: `CodeNum` is the number of sent codes, and serial numbers
//!   continue within a registration. An upload is converted when 501 responds, `TransFlag` is 1;
//!   the names of its files lead nowhere. `CreateCode` is in milliseconds since 1970, as text
//!   (OQ44); `IoidCategory_ID` is the registration. `generateType` is checked and does nothing: the
//!   sandbox makes no short codes. Over a socket a file may have 1 GiB, ten million codes of a
//!   hundred characters: beyond 16 MiB it goes to a temporary file until it has been read, once,
//!   while other calls are answered. Of each code eight bytes of its hash are kept. In process, and
//!   for everything else, the body stays in memory and may have 16 MiB. A larger body gets HTTP
//!   413. A request whose body does not arrive whole is not carried out and gets 400; one with more
//!   than 1,000 parameters, or a part whose head is longer than 128 KiB, is refused for its form.
//! - **Slow clients.** Over a socket, idle and slow clients are disconnected after
//!   [a time](Config::with_client_timeout), with 408 if a body was too slow.
//! - **Foreign pages.** Over a socket, requests below `/_sandbox/` get 403 if `Host` or `Origin` is
//!   not this machine.
//! - **Addresses behind codes.** Those of 309, 310 and 402 are in force at once. An address from
//!   602 waits for its review until 606 has put its scheme, host and port on the white list, which
//!   it does at once; until then scans lead to the old address. 602 without `RegID` or `goToUrl`
//!   succeeds and changes nothing (OQ37); `SampleUrl` is checked and not kept.
//! - **Scans** of a registered item lead somewhere only after its code was uploaded.
//! - **GetAuthenPicUrl** returns an address with a host that cannot exist (`.invalid`).
//! - **Code pictures** (603 to 605) are PNG: scannable QR codes, level M, with a logo level H, with
//!   their quiet zone and their frame inside the requested size, up to 3,000 pixels. Data Matrix of
//!   605 is drawn too, without a logo. There is no free encoder for LongBei, Han Xin and Grid
//!   Matrix; those pictures say in their pixels that they are not codes. 603 returns base64, or an
//!   address with [`Config::with_picture_addresses`] (OQ27), of IDcodes only, and says 0, `生成失败！`,
//!   if it cannot draw. 604 has the key of the sample (OQ28). Centimetres of 605 are drawn at 300
//!   dots per inch, in any requested colour, scannable or not; frames are lines, and the purpose
//!   (`categoryID`) changes nothing.
//! - **Logos** in PNG are drawn. jpg, bmp and gif are recognised by their first bytes and accepted,
//!   and a neutral mark is drawn in their place: three more decoders are not worth their cost for
//!   tests. 605 draws the mark for a unit without a logo, too (OQ23). Any other file, or a broken
//!   PNG, is -3.
//! - **Browser pages** (401, 405, 607) are HTML forms without scripts if the request is valid, and
//!   the vendor's JSON if not (OQ32). A form can be sent once and for ten minutes; only callback
//!   addresses of signed requests are followed. 401 and 405 ask for no login: the signature
//!   identifies the unit. They end with HTTP 302 at the callback address with `CategoryIDcode`
//!   (OQ33). 607 shows the unit's data under the document's names and a link to the callback
//!   address as given, since the document does not say how the data get there (OQ34).
//! - **SMS** (OQ46). 302 and 303 make codes of the same kind. 301 checks `smsVerifyCode` only under
//!   [`Config::with_sms`]. Codes are valid for ten minutes, a choice, and once.
//! - **Empty instead of null.** Unknown texts are empty, numbers are always numbers, for strict
//!   clients.
//! - **Spellings.** Keys are those of the document's tables, in their case, unless
//!   [`Config::with_observed_spellings`] selects those of a public client.
//! - **RegProductIDcodeInfo**, which only public clients show, needs the feature `unverified`: it
//!   works like 402 with one category, a model code in use is -4, and the code in the response ends
//!   with a slash. Its messages are made up.
//! - **Replays** are accepted, as IDcode seems to do. IDcode has one account here, ihuyi as many as
//!   are configured; the rate of calls is not limited.
//! - **Unknown paths** get HTTP 404.
//!
//! # The admin interface
//!
//! | request | response |
//! |---|---|
//! | `GET /_sandbox/sms?phone=…` | the last code that 302 returned or 303 sent for this phone |
//! | `GET /_sandbox/scan?code=…` | where a scan of this code leads: `{"code":…,"leads_to":…}`, or 404 |
//! | `GET /_sandbox/uploads` | the uploads of 501: `[{"upload":…,"registration":…,"codes":…,"repeated":…}]` |
//! | `POST /_sandbox/pages/login`, `POST /_sandbox/pages/application` | the forms of the browser pages 607, 401 and 405 |
//! | `GET /_sandbox/accounts` | the accounts of ihuyi, without their keys |
//! | `POST /_sandbox/accounts` | changes the account named by `account`, else the first: `balance`, `activated`, `refusal` (of `product`, else of all), `frozen`, `contract`, `allowed_addresses`, `registered_address`; returns it |
//! | `GET /Photo/<name>.png` | a picture whose address 603 returned |
//! | `GET /_sandbox/calls` | [`Sandbox::calls`] |
//! | `POST /_sandbox/reset` | [`Sandbox::reset`] |
//!
//! # Logs
//!
//! Vendor, operation, code and reason of each call, at the level "debug"; no value of any
//! parameter.

mod account;
mod admin;
mod backend;
mod call;
mod code_pictures;
mod config;
mod content;
mod idcode;
mod ihuyi;
mod incoming;
mod multipart;
mod rejection;
mod request_error;
mod response;
pub mod sample;
mod sandbox;
#[cfg(feature = "server")]
pub mod server;
mod state;
mod xml;

pub use crate::account::Account;
pub use crate::call::Call;
pub use crate::config::Config;
pub use crate::incoming::Incoming;
pub use crate::response::SandboxResponse;
pub use crate::sandbox::Sandbox;
#[cfg(feature = "server")]
pub use crate::server::Server;
