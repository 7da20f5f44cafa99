//! The gateways side by side: each operation has an arm for each.

use crate::domain::bill::Slip;
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::payment::{Ask, GatewayError, Hint, Look, midtrans, pakasir};

/// What is looked for at a gateway to find out whether it answers: no bill has this reference.
const NO_BILL: &str = "odzreshop-check";

/// A gateway.
#[derive(Debug)]
pub enum Gateway {
    Pakasir(pakasir::Client),
    Midtrans(midtrans::Client),
}

impl Gateway {
    /// Its name in the ledger.
    pub fn method(&self) -> PaymentMethod {
        match self {
            Self::Pakasir(_) => PaymentMethod::Pakasir,
            Self::Midtrans(_) => PaymentMethod::Midtrans,
        }
    }

    /// Asks for a code. When the answer is lost, nobody has seen the code: ask again under another reference.
    ///
    /// # Errors
    /// When there is no code.
    pub async fn open(&self, ask: Ask<'_>) -> Result<Slip, GatewayError> {
        match self {
            Self::Pakasir(client) => client.open(ask).await,
            Self::Midtrans(client) => client.open(ask).await,
        }
    }

    /// Asks what became of a bill: `asked` is what the gateway was asked for, `payable` what the customer was. `urgent`: somebody waits for it.
    ///
    /// # Errors
    /// When there is no usable answer.
    pub async fn look(&self, reference: &str, asked: Rupiah, payable: i64, urgent: bool) -> Result<Look, GatewayError> {
        match self {
            Self::Pakasir(client) => client.look(reference, asked, payable, urgent).await,
            Self::Midtrans(client) => client.look(reference, urgent).await,
        }
    }

    /// Asks about nothing, to find out whether it answers us.
    ///
    /// # Errors
    /// When it does not.
    pub async fn probe(&self) -> Result<(), GatewayError> {
        self.look(NO_BILL, Rupiah(10_000), 10_000, false).await.map(drop)
    }

    /// Has the gateway end a code that is over here, as far as it does that.
    ///
    /// # Errors
    /// When it did not say that it has.
    pub async fn close(&self, reference: &str, asked: Rupiah) -> Result<(), GatewayError> {
        match self {
            Self::Pakasir(client) => client.close(reference, asked).await,
            Self::Midtrans(client) => client.close(reference).await,
        }
    }
}

/// What a webhook's body is about; `None` when it is no body of this gateway. Pure, and of no consequence but a look.
pub fn hear(method: PaymentMethod, body: &[u8]) -> Option<Hint> {
    match method {
        PaymentMethod::Pakasir => pakasir::hear(body),
        PaymentMethod::Midtrans => midtrans::hear(body),
        PaymentMethod::Qris | PaymentMethod::Bank | PaymentMethod::Stars => None,
    }
}
