//! Three processes on one PostgreSQL, behind a webhook and a load balancer. They are killed at random times and paused for longer than any
//! lease, and the database itself is killed and restarted.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use odzreshop_bot::wiring::webhook;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::dice::Dice;
use super::load::{Habits, Load};
use super::money::Auditor;
use super::{Report, faults, ledger, number, seed, shop, wait_until_idle};
use crate::postgres::Server;
use crate::shop::Shop;
use crate::shop::process::{Process, free_address};
use crate::webhook::SECRET;

/// How long a process is paused: longer than the leader lease, the claim of a chat, and a connection's timeout.
const SLEEP: Duration = Duration::from_secs(60);
/// The balancer's timeout for a process that does not answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// Trouble begins after so many orders.
const FIRST_ORDERS: i64 = 10;
/// How long after the last fault everything must have ended: the deadline of an interrupted order is 35 s.
const SETTLED: Duration = Duration::from_secs(120);

/// The processes. Dropping this kills those that still run.
struct Replicas {
    commands: Vec<Command>,
    running: Vec<Process>,
    log: std::fs::File,
}

impl Replicas {
    fn start(shop: &Shop, addresses: &[SocketAddr]) -> Self {
        let command = |address: &SocketAddr| {
            let mut command = shop.command(&[]);
            command.env("RUST_LOG", "error").env("WEBHOOK_LISTEN", address.to_string());
            command
        };
        let (mut commands, log) = (addresses.iter().map(command).collect::<Vec<_>>(), shop.log_file());
        let running = commands.iter_mut().map(|command| Process::start(command, log.try_clone().unwrap())).collect();
        Self { commands, running, log }
    }

    /// Kills a process without warning, and restarts it.
    fn kill(&mut self, n: usize) {
        self.running[n].kill();
        self.revive(n);
    }

    /// Restarts a process if it has ended, for example because it could not reach its database.
    fn revive(&mut self, n: usize) {
        if self.running[n].ended().is_some() {
            self.running[n] = Process::start(&mut self.commands[n], self.log.try_clone().unwrap());
        }
    }
}

/// A load balancer: forwards each connection to the next address that answers.
async fn balance(listener: TcpListener, addresses: Arc<[SocketAddr]>) {
    for turn in 0.. {
        let (mut from, _) = listener.accept().await.unwrap();
        let addresses = addresses.clone();
        tokio::spawn(async move {
            for n in 0..addresses.len() {
                let Ok(mut to) = TcpStream::connect(addresses[(turn + n) % addresses.len()]).await else { continue };
                // Telegram posts again what fails here.
                let _ = timeout(PATIENCE, tokio::io::copy_bidirectional(&mut from, &mut to)).await;
                return;
            }
        });
    }
}

/// Runs the rounds; returns how often a process and how often the database was killed.
async fn trouble(seed: u64, rounds: u64, server: &Server, replicas: &mut Replicas) -> (usize, usize) {
    let mut dice = Dice::new(seed, "replicas");
    let (mut kills, mut cuts) = (0, 0);
    for _ in 0..rounds {
        // One process is paused (in a third of all cases the leader) while the others are killed and the database is cut off.
        let sleeper = usize::try_from(dice.below(3)).unwrap();
        replicas.running[sleeper].signal("STOP");
        let asleep = Instant::now();
        while asleep.elapsed() < SLEEP {
            sleep(Duration::from_millis(dice.between(1_000, 10_000))).await;
            if dice.chance(1_500) {
                server.kill();
                sleep(Duration::from_millis(dice.between(100, 3_000))).await;
                server.start_again();
                cuts += 1;
                continue;
            }
            let n = usize::try_from(dice.below(3)).unwrap();
            if n == sleeper {
                continue;
            }
            replicas.kill(n);
            kills += 1;
        }
        replicas.running[sleeper].signal("CONT");
        // Long enough for what it does after the pause.
        sleep(Duration::from_secs(3)).await;
        for n in 0..replicas.running.len() {
            replicas.revive(n);
        }
    }
    if cuts == 0 {
        server.kill();
        sleep(Duration::from_secs(1)).await;
        server.start_again();
        cuts += 1;
    }
    (kills, cuts)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_replicas_keep_the_promises() {
    let Some(server) = Server::start(true) else { return };
    let (seed, rounds) = (seed(), number("HARNESS_ROUNDS", 1));
    println!("seed {seed}");
    let (mut shop, till) = shop().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for (name, value) in [
        ("DATABASE_URL", server.database().await),
        ("WEBHOOK_URL", format!("http://{}/telegram", listener.local_addr().unwrap())),
        ("WEBHOOK_SECRET", SECRET.to_owned()),
    ] {
        shop.more_vars.insert(name.to_owned(), value);
    }
    till.post_to(&listener.local_addr().unwrap().to_string());
    let addresses: Arc<[SocketAddr]> = [free_address().await, free_address().await, free_address().await].into();
    let balancer = tokio::spawn(balance(listener, addresses.clone()));
    assert!(webhook::set(&shop.config(), |_| {}).await.unwrap());
    let mut replicas = Replicas::start(&shop, &addresses);
    let ends = faults::fair(seed, &shop.provider);
    shop.provider.watch(Arc::new(move |endpoint| {
        ends(endpoint);
        true
    }));

    till.begin_faults(seed, |_| true);

    let began = Instant::now();
    let auditor = Auditor::start(&shop);
    let load = Load::start(
        &shop,
        &till,
        seed,
        Habits { customers: 24, patience: Duration::from_secs(8), think_ms: 200, prepaid: 8_000, reprices: true },
    );
    // First customers need money, and the way to that is longer than the way of an order.
    while ledger::progress(&shop).await.is_none_or(|progress| progress.orders < FIRST_ORDERS) && began.elapsed() < SETTLED {
        sleep(Duration::from_millis(500)).await;
    }
    let (kills, cuts) = trouble(seed, rounds, &server, &mut replicas).await;
    let took = began.elapsed();
    let wishes = load.stop().await;
    wait_until_idle(&shop, &till, SETTLED).await;
    let quiet = began.elapsed() - took;
    for replica in replicas.running {
        replica.terminate().await;
    }
    balancer.abort();
    let replay = format!("HARNESS_SEED={seed} HARNESS_ROUNDS={rounds} cargo test --test it harness::replicas -- --nocapture");
    let done = format!(
        "{kills} kills, {rounds} sleeps, {cuts} cuts of the database in {} ms, quiet after {} ms",
        took.as_millis(),
        quiet.as_millis()
    );
    let mut report = Report::of(&shop, &till, wishes, &done, &replay).await;
    report.add(auditor.stop().await);
    report.assert_clean();
    // A shop that sells nothing keeps all its promises.
    assert!(shop.provider.orders().len() >= 10, "{}", report.summary);
}
