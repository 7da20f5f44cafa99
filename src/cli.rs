//! The command line and its exit codes.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::config::{self, Config, DatabaseUrl, Problems, Sources};
#[cfg(debug_assertions)]
use crate::failpoint;
use crate::i18n;
use crate::telemetry;
#[cfg(feature = "demo")]
use crate::wiring::demo;
use crate::wiring::{self, Clock, check, export, first_steps, health, probe, restore, say, verify, webhook};

/// The exit code when the command failed.
const FAILED: u8 = 1;
/// The exit code when the command line or the configuration is wrong; nothing was started.
const BAD_USAGE: u8 = 2;

/// The version, with the commit and its date where the build knows them.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("ODZRESHOP_BUILD"));

/// A Telegram bot that sells game top-ups.
#[derive(Debug, Parser)]
#[command(version = VERSION, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Run the bot (the default). Long polling, unless WEBHOOK_URL is set; starts, and keeps running, while Telegram or the provider is down.
    Run {
        /// Stop also when standard input is closed. The demo, which holds the other end, stops the bot in this way.
        #[arg(long, hide = true)]
        while_stdin: bool,
    },
    /// Try it: a simulated Telegram and a simulated provider on this machine, the real bot between them, and a web page with the chats.
    #[cfg(feature = "demo")]
    Demo {
        /// The page's port [default: any free one]
        #[arg(long)]
        port: Option<u16>,
        /// Seconds until the simulated provider delivers an order
        #[arg(long, value_name = "SECONDS", default_value_t = 5)]
        provider_delay: u64,
    },
    /// Test the configuration, Telegram, the provider and the database, and print what works, what does not, and how to fix it.
    Check,
    /// Buy one cheap item and send the same order a second time, to find out whether the provider recognises a repeated ref_id
    /// (shop.toml: provider.ref_id_dedupes). Costs one or two items. Explains what it does and asks before it buys.
    Probe {
        /// The item to buy [default: the cheapest one in the shop's categories]
        #[arg(long)]
        sku: Option<String>,
        /// The target, exactly as the provider gets it [default: ask for it]
        #[arg(long)]
        target: Option<String>,
        /// Don't ask for confirmation
        #[arg(long, requires = "target")]
        yes: bool,
    },
    /// Ask the running bot at OPS_LISTEN whether it makes progress, for containers and monitors: one line, and exit code 1 if it does not.
    Health,
    /// Write a commented shop.toml and .env into the current folder; never overwrites a file. At a terminal it also asks for the token, the
    /// key and the admin, tries each at once, and offers to start the bot.
    Init,
    /// Copy the database into a new file and verify the copy; the bot may be running. Or verify a copy. With PostgreSQL it needs pg_dump,
    /// pg_restore and a user who may create a database, in which the copy is tried.
    #[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
    Backup {
        /// The new file; an existing file is never overwritten
        file: Option<PathBuf>,
        #[command(subcommand)]
        act: Option<BackupAct>,
    },
    /// Put a backup in the place of the database; the one from before is kept under another name. Then the bot does not run until `restore --release`.
    #[command(arg_required_else_help = true)]
    Restore {
        /// The backup
        #[arg(required_unless_present = "release", conflicts_with = "release")]
        file: Option<PathBuf>,
        /// You have compared the orders with the provider's history: let the bot run
        #[arg(long)]
        release: bool,
    },
    /// Write orders, transfers or the audit log into a CSV or XLSX file; the bot may be running.
    Export(export::Options),
    /// Check the signed text of a receipt: what it says if it is genuine, exit code 1 if not.
    #[command(arg_required_else_help = true)]
    Verify(verify::Options),
    /// Work with the ledger of customers' money.
    Ledger {
        #[command(subcommand)]
        act: LedgerAct,
    },
    /// Print a script that completes the commands in a shell.
    Completions { shell: Shell },
    /// Print the manual page.
    #[command(hide = true)]
    Man,
    /// Set, delete or show the webhook at Telegram. The bot itself never changes it.
    Webhook {
        #[command(subcommand)]
        act: Act,
    },
}

#[derive(Clone, Debug, Subcommand)]
enum BackupAct {
    /// Check that a backup is undamaged, belongs to this program and has a ledger that is right
    Verify { file: PathBuf },
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum LedgerAct {
    /// Compare every account with its transfers and orders, also while the bot runs; exit code 1 when one differs
    Check,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Act {
    /// Make Telegram post updates to WEBHOOK_URL, with WEBHOOK_SECRET
    Set,
    /// Return to long polling; waiting updates are kept
    Delete,
    /// Show where Telegram posts updates, how many are waiting, the last failure, and whether all this matches the configuration
    Info,
}

/// Runs the command and returns its exit code.
pub async fn main(cli: Cli) -> ExitCode {
    match cli.command.unwrap_or(Command::Run { while_stdin: false }) {
        Command::Run { while_stdin } => with_config(|config| run(config, while_stdin)).await,
        Command::Check => with_config(check).await,
        Command::Probe { sku, target, yes } => {
            let options = probe::Options { sku, target, yes };
            with_config(async |config| probe::run(&config, options).await).await
        }
        Command::Health => health().await,
        Command::Init => init().await,
        Command::Backup { act: Some(BackupAct::Verify { file }), .. } => ended(verify(&file).await),
        // Without either clap shows the help.
        Command::Backup { file, act: None } => ended(backup(&file.unwrap_or_default()).await),
        Command::Restore { file, .. } => ended(restore(file.as_deref()).await),
        Command::Export(options) => {
            with_config(async |config| export::run(&config, options, &Clock::system(), |line| say(line)).await).await
        }
        Command::Verify(options) => ended(verify_receipt(options).await),
        Command::Ledger { act: LedgerAct::Check } => ended(check_ledger().await),
        Command::Completions { shell } => {
            let mut command = Cli::command();
            clap_complete::generate(shell, &mut command, "odzreshop-bot", &mut io::stdout());
            ExitCode::SUCCESS
        }
        Command::Man => ended(clap_mangen::Man::new(Cli::command()).render(&mut io::stdout()).map(|()| true).map_err(Into::into)),
        Command::Webhook { act } => with_config(|config| webhook(config, act)).await,
        #[cfg(feature = "demo")]
        Command::Demo { port, provider_delay } => {
            let options = demo::Options { port, provider_delay: std::time::Duration::from_secs(provider_delay) };
            demo(options).await
        }
    }
}

async fn with_config<F: Future<Output = anyhow::Result<bool>>>(act: impl FnOnce(Config) -> F) -> ExitCode {
    let locales = i18n::available();
    let codes: Vec<&str> = locales.iter().map(|locale| locale.0.as_str()).collect();
    match Config::read(&Sources::from_system(), &codes) {
        Ok(config) => ended(act(config).await),
        Err(problems) => ended(Err(problems.into())),
    }
}

async fn run(config: Config, while_stdin: bool) -> anyhow::Result<bool> {
    telemetry::init(config.log_format, &config.log_filter, config.redactor())?;
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    #[cfg(debug_assertions)]
    if let Some(failpoint) = config.failpoint {
        failpoint::enable(failpoint);
    }
    let stop = stop_on_signal()?;
    if while_stdin {
        stop_on_closed_stdin(stop.clone());
    }
    wiring::run(config, Clock::system(), stop).await.map(|()| true)
}

async fn check(config: Config) -> anyhow::Result<bool> {
    check::run(&config, |line| say(line)).await
}

async fn backup(file: &Path) -> anyhow::Result<bool> {
    let bytes = restore::backup(&DatabaseUrl::read(&Sources::from_system())?, file).await?;
    say(format_args!("{}: {bytes} bytes, checked", file.display()));
    Ok(true)
}

async fn verify(file: &Path) -> anyhow::Result<bool> {
    restore::verify(&DatabaseUrl::read(&Sources::from_system())?, file, say).await
}

/// Restores this file, or without one releases the database that was restored.
async fn restore(file: Option<&Path>) -> anyhow::Result<bool> {
    let database = DatabaseUrl::read(&Sources::from_system())?;
    match file {
        Some(file) => restore::run(&database, file, &Clock::system(), say).await,
        None => restore::release(&database, &Clock::system(), say).await,
    }
}

async fn health() -> ExitCode {
    match Config::ops_listen(&Sources::from_system()) {
        Ok(address) => ended(Ok(health::ask(address, say).await)),
        Err(problems) => ended(Err(problems.into())),
    }
}

async fn verify_receipt(options: verify::Options) -> anyhow::Result<bool> {
    verify::run(options, || DatabaseUrl::read(&Sources::from_system()), say).await
}

async fn check_ledger() -> anyhow::Result<bool> {
    let differences = wiring::check_ledger(&DatabaseUrl::read(&Sources::from_system())?).await?;
    for difference in &differences {
        say(format_args!("{}: is {}, should be {}", difference.account, difference.stands, difference.should_be));
    }
    if differences.is_empty() {
        say(format_args!("the ledger is right: every account agrees with its transfers and orders"));
    }
    Ok(differences.is_empty())
}

async fn webhook(config: Config, act: Act) -> anyhow::Result<bool> {
    match act {
        Act::Set => webhook::set(&config, |line| say(line)).await,
        Act::Delete => webhook::delete(&config, |line| say(line)).await,
        Act::Info => webhook::show(&config, |line| say(line)).await,
    }
}

#[cfg(feature = "demo")]
async fn demo(options: demo::Options) -> ExitCode {
    let demo = async {
        telemetry::init(config::LogFormat::Pretty, "warn", config::Redactor::default())?;
        let ready = |address| {
            say(format_args!("The demo runs at http://{address}/ — open it in a browser. Ctrl-C ends it."));
        };
        demo::run(options, stop_on_signal()?, ready).await.map(|()| true)
    };
    ended(demo.await)
}

async fn init() -> ExitCode {
    match prepare().await {
        Ok(true) => with_config(|config| run(config, false)).await,
        Ok(false) => ExitCode::SUCCESS,
        Err(error) => ended(Err(error)),
    }
}

/// What an owner has to know before the first customer comes.
const TAKES_NO_MONEY: &str = "The bot takes no money from customers yet: each order is paid from your balance at the provider. Turn on [wallet] in \
                              shop.toml, or say in payment_note how customers pay you.";

/// Writes the files and, at a terminal, asks for what is missing in them; whether the bot is to be started.
async fn prepare() -> anyhow::Result<bool> {
    let folder = Path::new(".");
    for file in config::init(folder)? {
        let done = if file.created { "written" } else { "exists already and was not changed" };
        say(format_args!("{}: {done}", file.path.display()));
    }
    say(TAKES_NO_MONEY);
    if io::stdin().is_terminal() && io::stdout().is_terminal() { first_steps::run(folder).await } else { Ok(false) }
}

fn ended(outcome: anyhow::Result<bool>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(error) if error.is::<Problems>() => {
            let _ = write!(io::stderr(), "{error}");
            ExitCode::from(BAD_USAGE)
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "odzreshop-bot: {}", words(&error));
            ExitCode::from(FAILED)
        }
    }
}

/// The error with its causes. A cause whose text an earlier message already contains is left out.
fn words(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        _ if told.contains(&cause) => told,
        _ => format!("{told}: {cause}"),
    })
}

/// A token that the first ctrl-c or SIGTERM cancels. The second one ends the process at once; this breaks no promise, because the bot
/// survives a kill at any time.
fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let token = stop.clone();
    tokio::spawn(async move {
        for already_stopping in [false, true] {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if already_stopping {
                std::process::exit(FAILED.into());
            }
            tracing::info!("stopping; a second signal stops at once");
            token.cancel();
        }
    });
    Ok(stop)
}

/// Cancels `stop` when standard input ends. In a thread, because a read of standard input can't be cancelled; it ends with the process.
fn stop_on_closed_stdin(stop: CancellationToken) {
    std::thread::spawn(move || {
        // An error counts as the end of the input too.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        stop.cancel();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_shown_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("demo.db: {source}. May this user write to it?")]
        struct Quoting {
            source: std::io::Error,
        }
        let quoting = Quoting { source: std::io::Error::other("permission denied") };
        let error = anyhow::Error::from(quoting).context("opening the database");
        assert_eq!(words(&error), "opening the database: demo.db: permission denied. May this user write to it?");
    }
}
