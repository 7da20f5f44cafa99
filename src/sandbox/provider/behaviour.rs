//! What a simulated provider can be made to do: every way in which a real one can fail.

use std::fmt;
use std::time::Duration;

/// How the provider treats one order that passed all its checks (key, address, fields, SKU, balance).
/// If a variant is only about the answer, an accepted order ends as the default behaviour says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Accepted; `success` with a serial number once `after` has passed (at once when zero).
    Deliver {
        /// Time from taking the order to its end, by the provider's clock.
        after: Duration,
    },
    /// Accepted; `failed` with this message once `after` has passed, and the money goes back.
    Fail {
        /// Time from taking the order to its end, by the provider's clock.
        after: Duration,
        /// The reason that `/status` gives.
        message: String,
    },
    /// Accepted; stays `pending` until it is ended by hand.
    Stuck,
    /// Accepted, but the connection is reset without an answer.
    AnswerLost,
    /// The connection is reset before the order is accepted.
    RequestLost,
    /// Accepted at once; the answer follows after this much real time.
    Slow(Duration),
    /// Accepted, but this is answered instead of the documented body.
    TakenThen {
        /// HTTP status of the answer.
        status: u16,
        /// Its body; `text/html` when it begins with `<`, else `application/json`.
        body: String,
    },
    /// Not accepted; this is answered.
    Answer {
        /// HTTP status of the answer.
        status: u16,
        /// Its body; `text/html` when it begins with `<`, else `application/json`.
        body: String,
        /// Headers besides the content type.
        headers: Vec<(String, String)>,
    },
}

/// A fault of one call, whatever its endpoint. All but `Delay` and `TruncatedJson` leave the call without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A refusal in the documented shape.
    Status {
        /// HTTP status.
        code: u16,
        /// The `message` field.
        message: String,
        /// `Retry-After` header, seconds.
        retry_after: Option<u64>,
    },
    /// A proxy's HTML page with this HTTP status.
    Html(u16),
    /// 200 with a body that is not JSON.
    BadJson,
    /// The call takes effect, but its answer breaks off in the middle of the body.
    TruncatedJson,
    /// The connection is reset without an answer.
    Reset,
    /// The call is held back for this much real time, then treated as usual. A client that
    /// hangs up meanwhile takes its call away.
    Delay(Duration),
    /// 307 to this address.
    Redirect(String),
}

/// The four calls of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `POST /profile`
    Profile,
    /// `POST /services`
    Services,
    /// `POST /order`
    Order,
    /// `POST /status`
    Status,
}

impl Endpoint {
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "profile" => Some(Self::Profile),
            "services" => Some(Self::Services),
            "order" => Some(Self::Order),
            "status" => Some(Self::Status),
            _ => None,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Profile => "/profile",
            Self::Services => "/services",
            Self::Order => "/order",
            Self::Status => "/status",
        })
    }
}
