//! Both vendors on loopback: strict, stateful, in process or as a server.
//!
//! [`Sandbox`] is a function from request to response with a memory: what IDcode's 301 registers,
//! 306, 307 and 308 find and 304 and 305 change; every query that ihuyi answers costs one of the
//! account's balance. It is made from the same declarations that clients use, so it knows every
//! name, path and code of theirs. With the feature `server`, `Server` puts it behind a port on
//! loopback.
//!
//! It is not a recording: answers are made from the state. It is not a proxy: it never opens a
//! connection. And it is not the vendors: what they do where their documents are silent is
//! guessed here, see below. To call it, or them, use `enterprise-registry`; for the signatures
//! alone, `sign-core`.
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
//! | wrong | IDcode | ihuyi |
//! |---|---|---|
//! | credentials, signature, time missing or wrong | -2 where the operation's table lists it, else 0, with `未授权！` | 401 no account, 402 no password, 405 unknown account or wrong key, 40502 wrong dynamic password |
//! | time too far from the sandbox's clock | the same | 40501 |
//! | parameter unknown, missing, empty, repeated or wrong | -1 where listed, else 0 with `参数错误！` and what is wrong | the code for that parameter (404, 409, 4091, 411, 4111) where listed, else 1 with what is wrong |
//! | another method than the document's | as a wrong parameter | GET and POST are both right; others as a wrong parameter |
//! | no balance | | 4051 |
//! | a product that does not exist, or is not activated for the account | | 403 |
//! | an account that is frozen, without contract | | 4050, 40505 |
//! | an address that the account does not allow, or that is not on file | | 400, 4052 |
//!
//! Names of parameters are compared exactly. [`Call::reason`] says why a call was refused, also
//! where the vendor's words do not.
//!
//! # Liberal in form
//!
//! As real clients send: parameters in any order with `hash` anywhere, in the query or in the
//! body; percent-encoding in either case, `+` for a blank, stray percent signs as they stand; a
//! content type on a GET, another charset than UTF-8 named for what is UTF-8; multipart texts
//! without content type, boundaries of dashes, full paths as file names, pictures as
//! `application/octet-stream`. Optional parameters that are sent empty count as not sent (OQ09).
//! Which dialect of IDcode's signature is expected is part of the configuration.
//!
//! # Differences and choices
//!
//! What the documents leave open, and what was chosen. `OQ…` are the numbers of the open
//! questions about IDcode.
//!
//! - **Time window.** Neither vendor documents one. Here a signature is good for ten minutes,
//!   either way, so that programs with a wrong clock or with stored signatures are found out; see
//!   [`Config::with_time_window`].
//! - **Names and methods.** IDcode's servers seem to ignore the case of parameter names (OQ35)
//!   and to take GET for POST (OQ04). Here only the document's spelling and method pass, so that
//!   what passes here passes there.
//! - **Credentials in IDcode's signature** are required in every call (OQ10, OQ12).
//! - **Charging.** The documents do not say which outcomes cost. Here code 2 costs one query,
//!   also where ent3f says "mismatch"; "found nothing" (408) costs none unless
//!   [`Config::with_charge_for_not_found`] says so; nothing else costs.
//! - **Order of refusals** of ihuyi: credentials, addresses (400, then 4052), frozen, product,
//!   contract, parameters, balance, then whatever code [`Account::with_refusal`] asks for.
//!   Addresses are compared one by one; there are no ranges. GetNum needs no contract.
//! - **Wrong parameters where no table has a code.** ihuyi's code 1 (`提交失败`) is used, also on
//!   GetNum, whose table lacks it.
//! - **Identifiers** of entinfov2, entmark and entcopy. The texts want one of four, the examples
//!   send two or three. One is required, more are accepted; where no company has all of them,
//!   nothing is found. entcopy takes `reg_no` too.
//! - **Pages.** Every page is a query and charged as one, also one behind the last row, which is
//!   empty. A `page_size` that is no number from 1 to 20 (entmark) or 50 (entcopy) is 407, a
//!   `page_index` below 1 a wrong parameter. 406 and 407 of entmark have the words of its table
//!   of GetNum: that of Submit speaks of mobile numbers there.
//! - **Filters.** `begin_date` and `end_date` count themselves and may stand alone;
//!   `int_category` is one class from 1 to 45; `copyright_name` and `owner` are found anywhere in
//!   the text, all others have to be equal; `copyright_type` is `P` or `S`.
//! - **Nothing found** is 408 in entmark, also for a company without a mark that fits, and an
//!   empty list with code 2 in entcopy, whose table has no code for it: so it is charged there.
//!   4201 comes where [`Account::with_refusal`] asks for it.
//! - **Samples.** The companies of [`sample`] have up to 47 trademarks and 107 copyrights, in the
//!   order of their numbers. The company of the documents' samples has the rows printed there
//!   with the totals printed there, which fit nothing: 25 with one trademark, 1 with three
//!   copyrights. Names are in full unless [`Config::with_masked_names`] says otherwise.
//! - **XML.** entcopy answers in JSON unless [`Config::with_copyrights_in_xml`] says otherwise;
//!   nothing in a request chooses. Its refusals have no serial number, as in its sample.
//! - **Unverified products** (ent3fv2, entfuz, entpat) are served with the feature `unverified`, as
//!   far as pages of the vendor show them. ent3fv2 takes officers for the person too; `entityStatus`
//!   of entfuz is 1 in business, 2 revoked, 3 deregistered; rows of entpat have one member that is
//!   no vendor's, and its filters change nothing.
//! - **entcopy.GetNum** is served as that of the other products, though no document has it.
//! - **ent3f** looks the company up by its code: 408 where there is none, "mismatch" where name
//!   or representative differ. A company's name is malformed (4091) when it has no letter, a
//!   control character, or not 2 to 200 characters; a credit code (4111) when it is not 18 digits and
//!   capital letters. Check characters of identifiers are not looked at, because no document sets
//!   their format: such an identifier belongs to no company.
//! - **Serial numbers** have 17 digits: the second, and a count. Refusals carry `"0"`.
//! - **Unknown main codes** get code 0 wherever one is asked for, `单位不存在！`: no table has a code.
//! - **307** finds nothing with code 0 and no rows, as clients have seen, fuzzily too.
//!   `searchType` 0 is assumed (OQ40).
//! - **104 and 203** take 0 for the first level; an unknown parent is a wrong parameter.
//! - **102** follows OQ39: without level the areas directly below; with it, those of that level in
//!   the whole subtree. An unknown area is a wrong parameter.
//! - **Areas** are real: see [`registry_model::divisions`]. Their ids are their codes.
//! - **Industries** (103, 104) are the sections and divisions of GB/T 4754-2017. A division has its
//!   number as id (65), a section 101 (A) to 120 (T). 305 takes the ids of both levels.
//! - **Uses and categories** (201 to 204) are made up around the ids that clients know: uses 10, 32,
//!   60, 73 and 90; categories 10127, 10133, 10166, 10167 and 10222. `Type_ID` is 1 for persons, 2
//!   for events, 3 for things; `IndustryCategoryIsDel` is 0 (OQ45). 204 lists the categories of use
//!   10.
//! - **Kinds of organisation** (105) are made up but for 1003, which clients use.
//! - **Ids** of units, registrations and uploads have 20 digits.
//! - **Main codes** are `i.86.<district>.<number>`, numbered from 1 in each district; 301 returns
//!   them with a slash behind, queries without, as clients have seen. One sample unit,
//!   `i.86.110108.52`, is there from the beginning.
//! - **Status.** A new unit is -100; 305 makes that 0 and puts it under review, where it stays:
//!   nobody reviews here. 304 verifies a unit at once; 304 and 305 come in any order (OQ48).
//! - **Pictures** (304) are judged by their first bytes, not by their names (OQ17).
//! - **Logins.** Names and passwords are compared exactly, the digest of 310 too. 309 gives the last
//!   six characters of the user name (OQ15). A wrong login is -6 in 310 and 0 in 601, with the same
//!   words. The user of the sample unit is `sample-user`, its password `sample-password`. No number
//!   in the answer of 601 is null: what is not known is 0, a unit is no service provider (-4).
//! - **Unit codes** (309, 310) hold the main code alone. Unset, they are drawn as 310 has it: in
//!   colour (a dark blue), 400 pixels, with the logo (OQ25); 309 without a logo draws none, 310 then
//!   says -4 (OQ26). A logo that is no base64 or no picture is -3, a malformed address -4 in 309 and
//!   -5 in 310. A call that is refused changes nothing. Their refusals carry empty texts, those of
//!   301 null.
//! - **402** registers all rows or none. Category, use and `CategoryCode` have to belong together;
//!   a member that is null counts as not sent (OQ41). Without `ModelNumberCode` the next free number
//!   is taken; it is of letters, digits, `-` and `_`, because it ends up in addresses unencoded; one
//!   that the unit has already gets code 0, `型号编码已存在！`. Any unit may apply, reviewed
//!   or not. Codes are `<main code>/<use>.<category>.<model>`, without a slash behind, as in queries.
//! - **403, 404 and 502** that find nothing have an empty list and code 1. 403 without search values
//!   and 404 without `SearchType` list everything (OQ40). Order numbers and serial numbers are made up.
//! - **Registrations and uploads** that the unit does not have get code 0, `品类注册不存在！` and
//!   `上传记录不存在！`.
//! - **Uploads** (501). A file is UTF-8 with one code a line (OQ19). Codes that were uploaded before
//!   are accepted and counted: `CodeNum` is what was sent, serial numbers run on in a registration.
//!   An upload is converted when 501 answers, `TransFlag` is 1; there is nothing behind the names of
//!   its files. `CreateCode` is in milliseconds since 1970, as text (OQ44); `IoidCategory_ID` is the
//!   registration. `generateType` is checked and does nothing: the sandbox makes no short codes.
//!   Over a socket a file may have 1 GiB, ten million codes of a hundred characters: beyond 16 MiB
//!   it lies in a temporary file until it has been read, once, while other calls are answered. Of
//!   each code eight bytes of its hash are kept. In process, and for everything else, the body is
//!   held and may have 16 MiB. What is more gets HTTP 413.
//!   A request whose body does not arrive whole is not carried out and gets 400; one with more than
//!   1,000 parameters, or a part whose head is longer than 128 KiB, is refused as a wrong form.
//! - Over a socket, clients that are idle or slow are ended after
//!   [a time](Config::with_client_timeout), 408 where a body was too slow. The requests below
//!   `/_sandbox/` get 403 where `Host` or `Origin` are not of this machine.
//! - **Addresses behind codes.** Those of 309, 310 and 402 are in force at once. One that 602 submits
//!   waits for its review until 606 has put its scheme, host and port on the white list, which it
//!   does at once; until then scans lead to the old one. 602 without `RegID` or `goToUrl` succeeds
//!   and changes nothing (OQ37); `SampleUrl` is checked and not kept.
//! - **Scans** of a registered item lead somewhere only once its code was uploaded.
//! - **GetAuthenPicUrl** returns an address that no host can have (`.invalid`).
//! - **Code pictures** (603 to 605) are PNG: QR codes that can be scanned, level M, with a logo
//!   level H, with their quiet zone and their frame inside the size asked for, up to 3,000 pixels.
//!   Data Matrix of 605 is drawn too, without a logo. There is no free encoder for LongBei, Han Xin
//!   and Grid Matrix; those pictures say in their pixels that they are no code. 603 returns base64,
//!   or an address with [`Config::with_picture_addresses`] (OQ27), of IDcodes only, and says 0,
//!   `生成失败！`, where it cannot draw. 604 has the key of the sample (OQ28). Centimetres of 605 are
//!   drawn at 300 dots per inch, in any colour that is asked for, scanned or not; frames are lines,
//!   and the purpose (`categoryID`) changes nothing.
//! - **Logos** of PNG are drawn. jpg, bmp and gif are taken, known by their first bytes, and a neutral
//!   mark is drawn in their place: three decoders more would be a poor bargain for a picture that is
//!   looked at in tests. The mark is drawn in 605 for a unit that has no logo, too (OQ23). What is
//!   none of these, or a broken PNG, is -3.
//! - **Pages** (401, 405, 607) are HTML forms without scripts where the request is right, and the
//!   vendor's JSON where not (OQ32). A form can be sent once and for ten minutes; only callback
//!   addresses of signed requests are followed. 401 and 405 ask for no login: the signature speaks
//!   for the unit. They end with HTTP 302 at the callback address with `CategoryIDcode` (OQ33). 607 shows the unit's data under the
//!   document's names and a link to the callback address as it was given, since nothing says how
//!   they get there (OQ34).
//! - **SMS** (OQ46). 302 and 303 make codes of the same kind. 301 checks `smsVerifyCode` only under [`Config::with_sms`]. Codes last ten
//!   minutes, a choice, and count once.
//! - **Empty instead of null.** Texts that are not known are empty, numbers are always numbers,
//!   for clients that read strictly.
//! - **Spellings.** Keys are those of the document's tables, in their case, unless
//!   [`Config::with_observed_spellings`] asks for those of a public client.
//! - **RegProductIDcodeInfo**, which only public clients show, is served with the feature
//!   `unverified`: as 402 with one category, a model code that is taken is -4, and the code in the
//!   answer has a slash behind. Its messages are made up.
//! - **Replays** are accepted, as they seem to be by IDcode. IDcode has one account here, ihuyi as
//!   many as are configured; there is no limit on the rate of calls.
//! - **Paths** that no operation has get HTTP 404.
//!
//! # The sandbox's own interface
//!
//! | request | answer |
//! |---|---|
//! | `GET /_sandbox/sms?phone=…` | the last code that 302 returned for it or 303 sent there |
//! | `GET /_sandbox/scan?code=…` | where a scan of this code leads: `{"code":…,"leads_to":…}`, or 404 |
//! | `GET /_sandbox/uploads` | the uploads of 501: `[{"upload":…,"registration":…,"codes":…,"repeated":…}]` |
//! | `POST /_sandbox/pages/login`, `POST /_sandbox/pages/application` | the forms of the pages 607, 401 and 405 |
//! | `GET /_sandbox/accounts` | the accounts of ihuyi, without their keys |
//! | `POST /_sandbox/accounts` | changes the account named by `account`, else the first: `balance`, `activated`, `refusal` (of `product`, else of all), `frozen`, `contract`, `allowed_addresses`, `registered_address`; returns it |
//! | `GET /Photo/<name>.png` | a picture that 603 answered as an address |
//! | `GET /_sandbox/calls` | [`Sandbox::calls`] |
//! | `POST /_sandbox/reset` | [`Sandbox::reset`] |
//!
//! # What it logs
//!
//! Vendor, operation, code and reason, at the level "debug"; no value of any parameter.

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
