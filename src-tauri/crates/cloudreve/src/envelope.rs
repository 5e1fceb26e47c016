//! The JSON envelope that every answer of Cloudreve comes in (wire notes, "Shape of every answer").
//!
//! Tells apart what is not an envelope, an envelope with unexpected data, a refusal, and success. Deliberately not here:
//! what a code means, which differs between operations.

use std::str;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::exchange::Reply;
use crate::leniency::whole;
use crate::{Fault, Refusal};

/// The code of success.
pub(crate) const SUCCESS: i64 = 0;

const LONGEST_MESSAGE: usize = 1_000;
const LONGEST_CORRELATION_ID: usize = 100;

/// An answer of Cloudreve, its data not yet read.
pub(crate) struct Envelope<'a> {
    pub(crate) code: i64,
    pub(crate) data: Data<'a>,
    reply: &'a Reply,
    message: Option<&'a RawValue>,
    correlation_id: Option<&'a RawValue>,
}

/// The `data` of an envelope; absent and null are the same.
pub(crate) struct Data<'a>(Option<&'a RawValue>);

/// What an operation reads from the data of a success.
pub(crate) trait FromData: Sized {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault>;
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    msg: Option<&'a RawValue>,
    #[serde(borrow)]
    correlation_id: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    pub(crate) fn of(reply: &'a Reply) -> Result<Envelope<'a>, Fault> {
        let fields = fields(&reply.body).ok_or_else(|| reply.not_an_envelope())?;
        let code = match fields.code.map(|code| whole(&value(code))) {
            Some(Some(code)) => code,
            Some(None) if fields.msg.is_some() => return Err(Fault::WrongShape("code".to_owned())),
            _ => return Err(reply.not_an_envelope()),
        };
        // Cloudreve answers HTTP 200 also for refusals, so success under another status is somebody else's.
        if code == SUCCESS && !reply.status.is_success() {
            return Err(reply.not_an_envelope());
        }
        Ok(Envelope {
            code,
            data: Data(fields.data),
            reply,
            message: fields.msg,
            correlation_id: fields.correlation_id,
        })
    }

    pub(crate) fn refusal(&self) -> Refusal {
        let message = self.message.and_then(text).unwrap_or_default();
        let correlation_id = self
            .correlation_id
            .and_then(text)
            .filter(|id| !id.is_empty() && id.len() <= LONGEST_CORRELATION_ID);
        Refusal {
            code: self.code,
            message: message.chars().take(LONGEST_MESSAGE).collect(),
            correlation_id,
            date: self.reply.date,
        }
    }
}

impl Data<'_> {
    /// The data as `T`; a fault names the first field that does not fit.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let raw = self.0.ok_or_else(|| Fault::WrongShape("data".to_owned()))?;
        let mut json = serde_json::Deserializer::from_str(raw.get());
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            // The path alone: the error's own text can quote the value.
            match error.path().to_string().as_str() {
                "." => Fault::WrongShape("data".to_owned()),
                path => Fault::WrongShape(format!("data.{path}")),
            }
        })
    }

    /// The data as `T`, or `None` when there is none.
    pub(crate) fn read_if_any<T: DeserializeOwned>(&self) -> Result<Option<T>, Fault> {
        self.0.map(|_| self.read()).transpose()
    }
}

/// The value of a field that must be there; `path` names the object that it belongs to.
pub(crate) fn required<T>(field: Option<T>, path: &str, name: &str) -> Result<T, Fault> {
    field.ok_or_else(|| Fault::WrongShape(format!("{path}.{name}")))
}

fn fields(body: &[u8]) -> Option<Fields<'_>> {
    // RFC 8259, section 8.1 lets a reader ignore a byte order mark, which some proxies add.
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    serde_json::from_str(str::from_utf8(body).ok()?).ok()
}

fn value(raw: &RawValue) -> Value {
    serde_json::from_str(raw.get()).unwrap_or(Value::Null)
}

fn text(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}
