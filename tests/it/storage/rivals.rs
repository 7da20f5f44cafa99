//! Two replicas act at random on one database (with PostgreSQL in two processes): each reads, decides and commits on its own, often with data
//! that the other has changed in the meantime. The simulated provider behind them knows whether a call arrived.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::Notification;
use odzreshop_bot::domain::order::{
    ApplyArgs, Order, OrderEvent, OrderState, Receipt, Refusal, StatusReport, StatusWord, Transition, apply,
};
use odzreshop_bot::domain::reconciliation::DECISION_MARGIN_MS;
use odzreshop_bot::domain::retry::Jitter;
use odzreshop_bot::domain::shop::Polling;
use odzreshop_bot::storage::{CommitError, OrderWrite, OutboxWrite, Write};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::Index;
use tokio::runtime::Runtime;

use super::{Base, Database, NOW, Place, add, notification, order};
use crate::chance;
use crate::model::law::Record;
use crate::postgres;

const INVOICE: &str = "INV-1";

/// The state of one replica.
#[derive(Clone, Debug, Default)]
struct Replica {
    /// The order as it last read it, possibly outdated.
    read: Option<Order>,
    /// The answer to its call, not yet committed.
    answer: Option<OrderEvent>,
}

/// A step. Which steps are possible depends on the earlier ones.
#[derive(Clone, Debug)]
enum Act {
    Read(usize),
    /// One replica decides with what it read, and commits.
    Commit(usize, OrderEvent),
    /// Both decide with the same version and commit at the same time.
    Race(OrderEvent, OrderEvent),
    /// A replica that has committed the intent makes its call. The call arrives at the provider or surely does not.
    Post(usize, bool),
    /// Both replicas restart; what they had in memory is lost.
    Restart,
}

struct World {
    base: Base,
    /// The second process, with PostgreSQL.
    other: Option<Base>,
    replicas: [Replica; 2],
    /// The replica whose intent is on disk and whose call is not made yet.
    to_post: Option<usize>,
    /// Calls that really arrived at the provider.
    arrived: usize,
    /// The order after the last successful commit, with everything that followed from it.
    order: Order,
    record: Record,
    messages: usize,
}

impl World {
    async fn new(database: Database) -> Self {
        let base = database.open().await;
        let order = Order { attempts: 0, polls: 0, sent_at: None, ..order("a") };
        base.commit([add(order.clone())]).await;
        let (replicas, record) = (Default::default(), Record::default());
        Self { other: other(&base).await, base, replicas, to_post: None, arrived: 0, order, record, messages: 0 }
    }

    fn base(&self, who: usize) -> &Base {
        self.other.as_ref().filter(|_| who == 1).unwrap_or(&self.base)
    }

    /// All steps that are possible now.
    fn possible(&self) -> Vec<Act> {
        let mut acts = vec![Act::Read(0), Act::Read(1), Act::Restart];
        for (who, replica) in self.replicas.iter().enumerate() {
            if let Some(order) = &replica.read {
                acts.extend(self.thoughts(order).into_iter().map(|event| Act::Commit(who, event)));
            }
            if replica.read.is_some() {
                acts.extend(replica.answer.clone().map(|answer| Act::Commit(who, answer)));
            }
        }
        if let Some(who) = self.to_post {
            acts.extend([true, true, false].map(|arrives| Act::Post(who, arrives)));
        }
        let thoughts = self.thoughts(&self.order);
        acts.extend(thoughts.iter().flat_map(|one| thoughts.iter().map(|other| Act::Race(one.clone(), other.clone()))));
        acts
    }

    /// The events that a worker or an admin may apply to an order in this state, without an answer of the provider.
    fn thoughts(&self, order: &Order) -> Vec<OrderEvent> {
        match order.state {
            OrderState::Queued => {
                vec![
                    OrderEvent::Send { deadline: NOW.plus_ms(-DECISION_MARGIN_MS) },
                    OrderEvent::Postponed,
                    OrderEvent::Expired,
                    OrderEvent::Unavailable,
                ]
            }
            OrderState::Sending => vec![OrderEvent::Orphaned],
            // Admins check at the provider before they decide.
            OrderState::Uncertain if self.arrived > 0 => vec![OrderEvent::FoundPlaced { admin: 5, invoice: INVOICE.to_owned() }],
            OrderState::Uncertain => vec![OrderEvent::FoundNotPlaced { admin: 5 }],
            OrderState::Pending => {
                let seen = [StatusWord::Pending, StatusWord::Success, StatusWord::Failed, StatusWord::Unknown("x".to_owned())]
                    .map(|status| OrderEvent::Seen(status_report(status)));
                seen.into_iter().chain([OrderEvent::PollFailed]).collect()
            }
            OrderState::Success => vec![OrderEvent::Seen(status_report(StatusWord::Failed)), OrderEvent::PollFailed],
            OrderState::Failed | OrderState::Cancelled => vec![],
        }
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::Read(who) => self.replicas[who].read = self.base(who).order("a").await,
            Act::Post(who, arrives) => self.post(who, arrives),
            Act::Commit(who, event) => self.commit(who, event).await,
            Act::Race(one, other) => self.race(one, other).await,
            Act::Restart => unreachable!("needs the world whole"),
        }
    }

    /// Makes the call. The answer may be lost or late.
    fn post(&mut self, who: usize, arrives: bool) {
        self.to_post = None;
        self.arrived += usize::from(arrives);
        assert!(self.arrived <= 1, "the provider has the order twice: {:#?}", self.record.history);
        let receipt = |status| {
            let invoice = INVOICE.to_owned();
            Receipt {
                invoice,
                cost: Some(Rupiah(1)),
                odd_cost: None,
                balance_before: None,
                balance_after: None,
                status_report: status_report(status),
            }
        };
        let answers = match arrives {
            true => [OrderEvent::Placed(receipt(StatusWord::Pending)), OrderEvent::Unclear { detail: "silence".to_owned() }],
            false => [
                OrderEvent::NotSent { detail: "no route".to_owned() },
                OrderEvent::Refused { refusal: Refusal::BadRequest, detail: String::new() },
            ],
        };
        // Chosen by the earlier steps, so that both cases occur.
        self.replicas[who].answer = Some(answers[self.record.history.len() / 2 % 2].clone());
    }

    /// A replica decides with what it read. Only a decision about the newest version may be committed.
    async fn commit(&mut self, who: usize, event: OrderEvent) {
        let read = self.replicas[who].read.take().expect("something to decide on");
        let Ok(moved) = apply(read.clone(), event.clone(), args()) else { return };
        let fresh = read.version == self.order.version;
        match self.base(who).store.commit(writes(&moved)).await {
            Ok(()) => {
                assert!(fresh, "decided on version {}, committed after {}", read.version, self.order.version);
                self.won(who, &event, moved);
            }
            Err(CommitError::Conflict(what)) => assert!(!fresh && what == "the order", "{what} prevents {event:?}"),
            Err(error) => panic!("{error}"),
        }
    }

    /// Both commit at once, from the same version: exactly one wins.
    async fn race(&mut self, one: OrderEvent, other: OrderEvent) {
        let decide = |event: &OrderEvent| apply(self.order.clone(), event.clone(), args()).expect("thought of for this state");
        let (first, second) = (decide(&one), decide(&other));
        let (a, b) = tokio::join!(self.base(0).store.commit(writes(&first)), self.base(1).store.commit(writes(&second)));
        match (a, b) {
            (Ok(()), Err(CommitError::Conflict("the order"))) => self.won(0, &one, first),
            (Err(CommitError::Conflict("the order")), Ok(())) => self.won(1, &other, second),
            both => panic!("{one:?} against {other:?}: {both:?}"),
        }
    }

    fn won(&mut self, who: usize, event: &OrderEvent, moved: Transition) {
        self.record.add(&self.order, event, &moved);
        self.messages += moved.customer.len() + moved.admins.len();
        self.to_post = match event {
            OrderEvent::Send { .. } => Some(who),
            _ if moved.order.state == OrderState::Sending => self.to_post,
            // The deadline has passed: the replica that committed the intent checks it before the call.
            _ => None,
        };
        let replica = &mut self.replicas[who];
        if replica.answer.as_ref() == Some(event) {
            replica.answer = None;
        }
        replica.read = Some(moved.order.clone());
        self.order = moved.order;
    }

    async fn restart(self) -> Self {
        if let Some(other) = self.other {
            other.close().await;
        }
        let base = self.base.reopen().await;
        Self { other: other(&base).await, base, replicas: Default::default(), to_post: None, ..self }
    }

    /// The database contains what was committed, and it matches what really happened at the provider.
    async fn check(&self) {
        let stored = self.base.order("a").await.expect("orders don't vanish");
        assert_eq!(stored, self.order);
        assert_eq!(self.base.store.list_history(&stored.id).await.unwrap()[1..], self.record.history);
        assert_eq!(
            self.base.store.count_waiting_messages().await.unwrap() as usize,
            self.messages,
            "each notification is in the outbox, once"
        );
        match stored.state {
            OrderState::Pending | OrderState::Success => assert_eq!(self.arrived, 1, "{stored:?}"),
            OrderState::Queued | OrderState::Cancelled => assert_eq!(self.arrived, 0, "{stored:?}"),
            OrderState::Failed => {
                assert!(self.arrived == 0 || stored.invoice.is_some(), "called failed, and the provider has it: {stored:?}")
            }
            OrderState::Sending | OrderState::Uncertain => {}
        }
    }
}

fn status_report(status: StatusWord) -> StatusReport {
    StatusReport { status, word: "word".to_owned(), sn: None, message: None }
}

fn args() -> ApplyArgs {
    let polling = Polling { first_seconds: 3, tell_customer_after_minutes: 15, tell_admins_after_minutes: 60 };
    ApplyArgs { now: NOW.plus_seconds(1), jitter: Jitter(0), polling, estimate: None }
}

fn writes(moved: &Transition) -> Vec<Write> {
    let message = |told: &Notification| Write::Outbox(OutboxWrite::Enqueue(notification(7, told.clone())));
    let messages = moved.customer.iter().chain(&moved.admins).map(message);
    std::iter::once(Write::Order(OrderWrite::Move { order: moved.order.clone(), history: moved.history.clone() })).chain(messages).collect()
}

async fn other(base: &Base) -> Option<Base> {
    match base.place {
        Place::Postgres(_) => Some(base.replica().await),
        Place::Sqlite(_) => None,
    }
}

fn rivals(database: Database, share: u32) {
    let runtime = Runtime::new().unwrap();
    chance::check(share, &vec(any::<Index>(), 1..50), |choices| {
        runtime.block_on(async {
            let mut world = World::new(database).await;
            for choice in choices {
                let act = choice.get(&world.possible()).clone();
                match act {
                    Act::Restart => world = world.restart().await,
                    act => world.act(act).await,
                }
                world.check().await;
            }
        });
    });
}

#[test]
fn two_processes_never_buy_twice_and_never_contradict_the_provider() {
    rivals(Database::Sqlite, 8);
}

#[test]
fn two_processes_on_postgresql_never_buy_twice() {
    if postgres::is_there() {
        rivals(Database::Postgres, 32);
    }
}
