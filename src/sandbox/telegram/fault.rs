//! Faults on demand: what Telegram, a proxy or the network between may do to a request.

use std::time::Duration;

/// Matches every method, `getUpdates` too.
pub const ANY: &str = "*";

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Refused with these words; nothing is done.
    Status {
        /// `error_code` and HTTP status.
        code: u16,
        /// The whole description.
        description: String,
        /// `parameters.retry_after`, seconds.
        retry_after: Option<u32>,
    },
    /// The group has become a supergroup with this id; nothing is done.
    Moved(i64),
    /// The connection is closed and nothing is done.
    DropBefore,
    /// The request is carried out, then the connection is closed without an answer.
    DropAfter,
    /// Carried out after this time.
    Delay(Duration),
    /// The error page of a proxy, status 502; nothing is done.
    Html502,
    /// Carried out and answered with status 200 and half a JSON document.
    BadJson,
}

impl Fault {
    /// 429 as Telegram answers it.
    pub fn too_many_requests(seconds: u32) -> Self {
        Self::Status { code: 429, description: format!("Too Many Requests: retry after {seconds}"), retry_after: Some(seconds) }
    }

    /// 500 as Telegram answers it.
    pub fn internal() -> Self {
        Self::Status { code: 500, description: "Internal Server Error".into(), retry_after: None }
    }
}

/// The faults that wait for their requests.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    method: String,
    chat: Option<i64>,
    fault: Fault,
    times: u32,
}

impl Faults {
    /// The next `times` requests of `method` (or [`ANY`]), of one chat or of all, meet this fault.
    pub fn add(&mut self, method: &str, chat: Option<i64>, fault: Fault, times: u32) {
        self.waiting.push(Waiting { method: method.into(), chat, fault, times });
    }

    /// Forgets all faults.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Whether there are any.
    pub fn are_waiting(&self) -> bool {
        self.waiting.iter().any(|waiting| waiting.times > 0)
    }

    /// Takes the first fault that waits for this request.
    pub fn take(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        self.waiting.retain(|waiting| waiting.times > 0);
        let fits = |w: &&mut Waiting| (w.method == ANY || w.method.eq_ignore_ascii_case(method)) && (w.chat.is_none() || w.chat == chat);
        let waiting = self.waiting.iter_mut().find(fits)?;
        waiting.times -= 1;
        Some(waiting.fault.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_meets_its_own_requests_and_ends() {
        let mut faults = Faults::default();
        faults.add("sendMessage", Some(5), Fault::too_many_requests(3), 2);
        faults.add(ANY, None, Fault::DropAfter, 1);
        assert_eq!(faults.take("sendMessage", Some(5)), Some(Fault::too_many_requests(3)));
        assert_eq!(faults.take("sendMessage", Some(6)), Some(Fault::DropAfter));
        assert_eq!(faults.take("sendMessage", Some(6)), None);
        assert_eq!(faults.take("sendmessage", Some(5)), Some(Fault::too_many_requests(3)));
        assert_eq!(faults.take("sendMessage", Some(5)), None);
    }
}
