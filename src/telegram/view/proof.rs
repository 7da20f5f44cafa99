//! A proof of payment as admins see it: the photo, who sent it, and what was decided.

use crate::dialogue::{ProofAction, ProofKey};
use crate::domain::bill::{Bill, BillState};
use crate::domain::money::Rupiah;
use crate::domain::person::Person;
use crate::domain::proof::{ProofDecisionKind, ProofReview, RejectReason};
use crate::i18n::Words;
use crate::telegram::view::page::{Button, ButtonKind, Page, Photo};
use crate::telegram::view::{button, html};

/// The card of a proof as it stands.
pub fn card(bill: &Bill, person: &Person, review: &ProofReview, words: &Words) -> Page {
    let mut blocks = vec![words.say("proof-title", &[]), facts(bill, person, review, words)];
    blocks.push(decided(review, words).join("\n"));
    let ended = match bill.state {
        BillState::Expired => Some("proof-bill-expired"),
        BillState::Cancelled => Some("proof-bill-cancelled"),
        _ => None,
    };
    blocks.extend(ended.map(|key| words.say(key, &[])));
    html::photo(blocks, rows(bill, review, words), photo(review))
}

/// What an admin has to know before deciding.
pub fn facts(bill: &Bill, person: &Person, review: &ProofReview, words: &Words) -> String {
    let asked = [("number", (&bill.number).into()), ("amount", Rupiah(bill.payable).into())];
    let (earlier, paid) = review.earlier;
    let mut lines = vec![html::say(words, "proof-bill", &asked), html::say(words, "admin-person-name", &[("name", (&person.name).into())])];
    lines.extend(person.username.as_ref().map(|name| html::say(words, "admin-person-username", &[("username", name.into())])));
    lines.push(html::say(words, "admin-person-id", &[("id", person.id.to_string().into())]));
    lines.extend(review.met_at.map(|at| html::say(words, "proof-met", &[("time", words.time(at).into())])));
    lines.push(html::say(words, "proof-earlier", &[("count", earlier.to_string().into()), ("paid", paid.to_string().into())]));
    lines.extend(review.seen.as_ref().map(|number| html::say(words, "proof-seen", &[("number", number.into())])));
    lines.join("\n")
}

/// The customer's photo.
pub fn photo(review: &ProofReview) -> Photo {
    Photo::Sent { file_id: review.proof.file_id.clone() }
}

/// Why a proof is rejected, for people.
pub fn reason(reason: RejectReason, words: &Words) -> String {
    let key = match reason {
        RejectReason::NoMoney => "reject-no-money",
        RejectReason::OtherAmount => "reject-other-amount",
        RejectReason::Unreadable => "reject-unreadable",
        RejectReason::OtherPayment => "reject-other-payment",
    };
    words.say(key, &[])
}

/// The proof, for a button.
pub fn key(review: &ProofReview) -> ProofKey {
    ProofKey { bill: review.proof.bill.clone(), picture: review.proof.picture.clone() }
}

fn decided(review: &ProofReview, words: &Words) -> Vec<String> {
    let credited = review.payment.as_ref().and_then(|payment| payment.credited);
    let line = |(name, kind): &(String, ProofDecisionKind)| {
        let (key, detail) = match kind {
            ProofDecisionKind::Approved(amount) if credited.is_some() => ("proof-approved", amount.to_string()),
            ProofDecisionKind::Approved(amount) => ("proof-approved-first", amount.to_string()),
            ProofDecisionKind::Rejected(why) => ("proof-rejected", reason(*why, words)),
        };
        html::say(words, key, &[("name", name.into()), ("detail", detail.into())])
    };
    let mut lines: Vec<String> = review.decisions.iter().map(line).collect();
    lines.extend(credited.map(|amount| html::say(words, "proof-credited", &[("amount", amount.into())])));
    lines
}

fn rows(bill: &Bill, review: &ProofReview, words: &Words) -> Vec<Vec<Button>> {
    if review.payment.is_some() || review.rejected {
        return Vec::new();
    }
    let amount = Rupiah(bill.payable);
    let approve = Button {
        label: words.say("button-proof-approve", &[("amount", amount.into())]),
        kind: ButtonKind::Callback(ProofAction::AskApprove { proof: key(review), amount }.into()),
    };
    vec![
        vec![approve],
        vec![
            button::button(words, "button-proof-amount", ProofAction::AskAmount { proof: key(review) }),
            button::button(words, "button-proof-reject", ProofAction::AskReject { proof: key(review) }),
        ],
    ]
}
