//! How a fault is written in JSON on the control port.

use std::time::Duration;

use serde::Deserialize;

use super::Unable;
use crate::faults::{Fault, On, What};

#[derive(Deserialize)]
pub(super) struct FaultRequest {
    what: String,
    path: Option<String>,
    method: Option<String>,
    times: Option<u32>,
    milliseconds: Option<u64>,
    to: Option<String>,
    text: Option<String>,
    status: Option<u16>,
    code: Option<i64>,
    msg: Option<String>,
}

pub(super) fn parse(request: FaultRequest) -> Result<Fault, Unable> {
    let missing = Unable::BadFault;
    let what = match request.what.as_str() {
        "delay" => {
            let time = request
                .milliseconds
                .ok_or(missing("delay wants milliseconds"))?;
            What::Delay(Duration::from_millis(time))
        }
        "hold" => What::Hold,
        "drop_after_handling" => What::DropAfterHandling,
        "drop_before_handling" => What::DropBeforeHandling,
        "cut_short" => What::CutShort,
        "sick_database" => What::SickDatabase,
        "wrong_types" => What::WrongTypes,
        "truncated" => What::Truncated,
        "doubled" => What::Doubled,
        "byte_order_mark" => What::ByteOrderMark,
        "numbers_as_text" => What::NumbersAsText,
        "nulls" => What::Nulls,
        "times" => What::Times(request.text.ok_or(missing("times wants text"))?),
        "slow_drip" => What::SlowDrip,
        "bad_gateway" => What::BadGateway,
        "captive_portal" => What::CaptivePortal,
        "redirect" => What::Redirect(request.to.ok_or(missing("redirect wants to"))?),
        "redirect_to_itself" => What::RedirectToItself,
        "too_large" => What::TooLarge,
        "two_gigabytes" => What::TwoGigabytes,
        "endless" => What::Endless,
        "plain_json" => What::PlainJson,
        "status" => What::Status(request.status.ok_or(missing("status wants status"))?),
        "answer" => What::Answer {
            code: request.code.ok_or(missing("answer wants code"))?,
            msg: request.msg.unwrap_or_default(),
        },
        _ => return Err(Unable::BadFault("no such fault")),
    };
    let on = match (request.method, request.path) {
        (Some(method), path) => On::Call {
            method,
            path: path.unwrap_or_else(|| "*".to_owned()),
        },
        (None, Some(path)) => On::Path(path),
        (None, None) => On::Any,
    };
    Ok(Fault {
        on,
        what,
        times: request.times,
    })
}
