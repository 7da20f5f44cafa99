//! Messages between customers and the shop: their notifications and pages.

use odzreshop_bot::app::{AdminMessageOutcome, PastMessage};
use odzreshop_bot::dialogue::screen::Hint;
use odzreshop_bot::domain::message::{
    Conversation, ConversationKey, ConversationMessage, MessageContent, ShownConversation, Writer, WritingLimit,
};
use odzreshop_bot::domain::notification::MessageNotification;
use odzreshop_bot::domain::order::{OrderId, OrderState};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::message::{self, Remark};
use odzreshop_bot::telegram::view::ShopFacts;

use super::pages::{Sample, sample};
use super::{NOW, Taste};

fn key(about_order: bool) -> ConversationKey {
    let order = about_order.then(|| OrderId("0199f0a0-0000-7000-8000-000000000001".to_owned()));
    ConversationKey { user: 4_242, order }
}

/// What a customer may write at most, if they have much to say.
fn content(taste: &Taste, photo: Option<&str>) -> MessageContent {
    let mut content = MessageContent { text: String::new(), photo: photo.map(str::to_owned) };
    let mut room = content.max_units();
    content.text = format!("{0}\n\n{0}", taste.words)
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    content
}

fn written(taste: &Taste, by: Writer) -> ConversationMessage {
    ConversationMessage { id: "m1".to_owned(), of: key(true), by, content: content(taste, None), at: NOW, number: 1 }
}

/// A message in each state: with a photo or without, waiting, answered, closed by either side.
pub fn conversations(taste: &Taste) -> Vec<ShownConversation> {
    let waiting = Conversation::new(key(true), "c".to_owned()).after(Writer::Customer, NOW);
    let mut conversations = Vec::new();
    for photo in [None, Some("AgACfile")] {
        let message = ConversationMessage { content: content(taste, photo), ..written(taste, Writer::Customer) };
        let shown = |conversation: &Conversation| ShownConversation {
            state: conversation.clone(),
            message: Some(message.clone()),
            answer: None,
            closed_by: None,
            in_topic: true,
        };
        let answer = Some((taste.person.clone(), written(taste, Writer::Admin(2_001))));
        conversations.push(shown(&waiting));
        conversations.push(ShownConversation { answer, ..shown(&waiting) });
        conversations
            .push(ShownConversation { closed_by: Some(taste.person.clone()), ..shown(&waiting.close(Writer::Admin(2_001), NOW).unwrap()) });
        conversations.push(shown(&waiting.close(Writer::Customer, NOW).unwrap()));
    }
    conversations
}

pub fn notifications() -> Vec<MessageNotification> {
    let message = || "m1".to_owned();
    [true, false]
        .into_iter()
        .flat_map(|about_order| {
            let of = || key(about_order);
            [
                MessageNotification::MessageFromShop { of: of(), message: message() },
                MessageNotification::MessageFromCustomer { of: of(), message: message() },
                MessageNotification::ConversationClosedByShop { of: of() },
                MessageNotification::ConversationClosedByCustomer { of: of() },
            ]
        })
        .collect()
}

pub(super) fn of_messages(taste: &Taste, words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let (person, order) = (taste.person(), taste.order(OrderState::Pending, None));
    let lines: Vec<PastMessage> = [Writer::Customer, Writer::Admin(2_001)].map(|by| (taste.person.clone(), written(taste, by))).into();
    let answered =
        AdminMessageOutcome::AnsweredBefore { by: taste.person.clone(), answer: Box::new(written(taste, Writer::Admin(2_001))), seen: 2 };
    let outcomes = [AdminMessageOutcome::Sent(Box::new(person.clone())), answered, AdminMessageOutcome::Unreachable];
    let mut samples = vec![
        sample("message_to", message::message_to(&person, &lines, None, words)),
        sample("message_to", message::message_to(&person, &[], Some(Remark::InvalidText(3_000)), words)),
        sample("message_sent", message::message_sent(&person, None, words)),
        sample("topic_closed", message::topic_closed(key(true), words)),
        sample("question_waits", message::question_waits(words)),
        sample("not_passed", message::not_passed(Remark::OtherKind, words)),
        sample("question_to_shop", message::question_to_shop(Some(&order), false, None, words)),
        sample("question_to_shop", message::question_to_shop(None, true, Some(Remark::Hint(Hint::StaleButton)), words)),
        sample("message_passed", message::message_passed(key(true).order, words)),
        sample("nobody_reads", message::nobody_reads(words, shop)),
        sample("conversation_closed", message::conversation_closed(key(true).order, words)),
    ];
    for outcome in outcomes {
        samples.push(sample("admin_message_outcome", message::admin_message_outcome(outcome, key(true), content(taste, None), words)));
    }
    for limit in [WritingLimit::TooFast, WritingLimit::Unanswered, WritingLimit::Waiting] {
        samples.push(sample("not_passed", message::not_passed(Remark::Limited(limit), words)));
    }
    samples
}
