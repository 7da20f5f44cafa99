//! Two replicas at random on one database, two processes of it where it takes several: each reads, decides and commits by itself, often on what the other has changed meanwhile. The provider
//! behind them is a simulated one that knows the truth: whether a call arrived.

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

/// What one replica has in its hands.
#[derive(Clone, Debug, Default)]
struct Replica {
    /// The order as it last read it; perhaps of yesterday.
    read: Option<Order>,
    /// The answer to its call, not written down yet.
    answer: Option<OrderEvent>,
}

/// What can be done next. Which of these is possible depends on what was done before.
#[derive(Clone, Debug)]
enum Act {
    Read(usize),
    /// One replica decides on what it read and commits.
    Commit(usize, OrderEvent),
    /// Both decide on the same and commit at the same time.
    Race(OrderEvent, OrderEvent),
    /// A replica that has just committed the intent makes its call. The provider gets it, or surely not.
    Post(usize, bool),
    /// Everything stops and starts again; what was in somebody's hands is lost.
    Restart,
}

struct World {
    base: Base,
    /// The other process, where the database takes two.
    other: Option<Base>,
    replicas: [Replica; 2],
    /// Whose call may be made: the intent is on disk, the call not made yet.
    to_post: Option<usize>,
    /// Calls that really arrived at the provider.
    arrived: usize,
    /// What the order looked like after the last commit that succeeded, and everything that came of it.
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

    /// Everything that could happen now.
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

    /// What a worker or an admin may think of doing with an order that looks like this, without an answer in hand.
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
            // Admins look before they speak.
            OrderState::Uncertain if self.arrived > 0 => vec![OrderEvent::FoundPlaced { admin: 5, invoice: INVOICE.to_owned() }],
            OrderState::Uncertain => vec![OrderEvent::FoundNotPlaced { admin: 5 }],
            OrderState::Pending => {
                let seen = [StatusWord::Pending, StatusWord::Success, StatusWord::Failed, StatusWord::Unknown("x".to_owned())]
                    .map(|status| OrderEvent::Seen(status_report(status)));
                seen.into_iter().chain([OrderEvent::PollFailed, OrderEvent::Polling { until: NOW.plus_ms(9) }]).collect()
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

    /// The call. Whatever comes back may also get lost, or come late.
    fn post(&mut self, who: usize, arrives: bool) {
        self.to_post = None;
        self.arrived += usize::from(arrives);
        assert!(self.arrived <= 1, "the provider has the order twice: {:#?}", self.record.history);
        let receipt = |status| {
            let invoice = INVOICE.to_owned();
            Receipt { invoice, cost: Some(Rupiah(1)), balance_before: None, balance_after: None, status_report: status_report(status) }
        };
        let answers = match arrives {
            true => [OrderEvent::Placed(receipt(StatusWord::Pending)), OrderEvent::Unclear { detail: "silence".to_owned() }],
            false => [
                OrderEvent::NotSent { detail: "no route".to_owned() },
                OrderEvent::Refused { refusal: Refusal::BadRequest, detail: String::new() },
            ],
        };
        // Which of them follows from what has been so far, so that both occur.
        self.replicas[who].answer = Some(answers[self.record.history.len() / 2 % 2].clone());
    }

    /// A replica decides on what it read. Only what is decided on the newest version counts.
    async fn commit(&mut self, who: usize, event: OrderEvent) {
        let read = self.replicas[who].read.take().expect("something to decide on");
        let Ok(moved) = apply(read.clone(), event.clone(), moment()) else { return };
        let fresh = read.version == self.order.version;
        match self.base(who).store.commit(writes(&moved)).await {
            Ok(()) => {
                assert!(fresh, "decided on version {}, committed after {}", read.version, self.order.version);
                self.won(who, &event, moved);
            }
            Err(CommitError::Conflict(what)) => assert!(!fresh && what == "the order", "{what} stands in the way of {event:?}"),
            Err(error) => panic!("{error}"),
        }
    }

    /// Both at once, on the same version: exactly one wins, whoever.
    async fn race(&mut self, one: OrderEvent, other: OrderEvent) {
        let decide = |event: &OrderEvent| apply(self.order.clone(), event.clone(), moment()).expect("thought of for this state");
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
            // The intent was given up: whoever wrote it looks at the deadline before calling.
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

    /// What is on disk is what was committed, and it fits what really happened at the provider.
    async fn check(&self) {
        let stored = self.base.order("a").await.expect("orders don't vanish");
        assert_eq!(stored, self.order);
        assert_eq!(self.base.store.list_history(&stored.id).await.unwrap()[1..], self.record.history);
        assert_eq!(self.base.store.count_waiting_messages().await.unwrap() as usize, self.messages, "each notice is on its way, once");
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

fn moment() -> ApplyArgs {
    let polling = Polling { first_seconds: 3, tell_customer_after_minutes: 15, tell_admins_after_minutes: 60 };
    ApplyArgs { now: NOW.plus_seconds(1), jitter: Jitter(0), polling }
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
fn two_processes_on_postgresql_do_not_either() {
    if postgres::is_there() {
        rivals(Database::Postgres, 32);
    }
}
