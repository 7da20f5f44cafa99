//! A PostgreSQL server for the tests: the one of `ODZRESHOP_TEST_POSTGRES=postgres://…`, else our own from the binaries on this machine, else
//! none. Without a server the tests that need it print a notice and pass; with `CI=true` they fail.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// The password, which must not appear in an error.
pub const PASSWORD: &str = "canary-password";

/// Our own server, in its own folder. It ends with this process (see `server.sh`) or when this is dropped.
pub struct Server {
    port: u16,
    control: Mutex<Control>,
}

/// The process `server.sh`, with its standard input for commands and its standard output for answers.
struct Control {
    script: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Drop for Control {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.script.wait();
    }
}

impl Control {
    fn answer(&mut self) -> String {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }
}

impl Server {
    /// Starts a server; prints a notice and returns `None` if this machine has no PostgreSQL binaries. `syncs`: whether commits wait for the disk.
    pub fn start(syncs: bool) -> Option<Self> {
        let Some(bin) = binaries() else {
            skipped();
            return None;
        };
        let folder = tempfile::Builder::new().prefix("odzreshop-postgres-").tempdir().unwrap().keep();
        fs::write(folder.join("password"), PASSWORD).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/postgres/server.sh");
        let mut sh = Command::new("sh");
        sh.arg(script).arg(bin).arg(&folder).arg(port.to_string()).arg(if syncs { "on" } else { "off" });
        // Its own process group: ctrl-c ends the tests, and the end of the tests ends the server.
        sh.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut script = sh.spawn().unwrap();
        let (orders, answers) = (script.stdin.take(), BufReader::new(script.stdout.take().unwrap()));
        let mut control = Control { script, orders, answers };
        let answer = control.answer();
        let log = |name| fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(answer, "ready", "PostgreSQL did not start: {}{}", log("out"), log("log"));
        Some(Self { port, control: Mutex::new(control) })
    }

    /// Kills the server without warning; returns when it has ended.
    pub fn kill(&self) {
        self.order("kill");
    }

    /// Restarts it; returns when it accepts connections.
    pub fn start_again(&self) {
        self.order("start");
    }

    fn order(&self, order: &str) {
        let mut control = self.control.lock().unwrap();
        writeln!(control.orders.as_mut().unwrap(), "{order}").unwrap();
        assert_eq!(control.answer(), order);
    }

    /// The URL of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://shop:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// Creates an empty database and returns its URL.
    pub async fn database(&self) -> String {
        new_database(&self.url("postgres")).await
    }
}

/// Whether there is a server for the tests. Otherwise it prints a notice, and fails with `CI=true`.
pub fn is_there() -> bool {
    given().is_some() || shared().is_some()
}

/// Creates an empty database on the server that all tests share, and returns its URL.
pub async fn database() -> String {
    match (given(), shared()) {
        (Some(given), _) => new_database(&given).await,
        (None, Some(server)) => server.database().await,
        (None, None) => panic!("no PostgreSQL"),
    }
}

fn given() -> Option<String> {
    std::env::var("ODZRESHOP_TEST_POSTGRES").ok()
}

fn shared() -> Option<&'static Server> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    // This server is never killed, so it need not wait for the disk.
    SHARED.get_or_init(|| if given().is_some() { None } else { Server::start(false) }).as_ref()
}

/// Prints that tests are skipped because there is no server. Directly to standard error, because `eprintln!` in a passing test is captured.
#[allow(clippy::explicit_write)]
fn skipped() {
    const WHY: &str = "no PostgreSQL: neither ODZRESHOP_TEST_POSTGRES nor binaries (initdb, pg_ctl) on this machine";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{WHY}");
    writeln!(std::io::stderr(), "\n*** SKIPPED: every test on PostgreSQL; {WHY} ***\n").unwrap();
}

/// Databases on a given server are not deleted: `odzreshop_test_…`.
async fn new_database(server: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let name = format!("odzreshop_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(server).await.unwrap();
    let sql = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(&name);
    url.into()
}

/// The folder of `initdb` and `pg_ctl`: on the path, or Debian's folder of the newest version.
fn binaries() -> Option<PathBuf> {
    let there = |folder: &Path| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file();
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(folder) = std::env::split_paths(&path).find(|folder| there(folder)) {
        return Some(folder);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|version| version.path().join("bin"));
    let number = |folder: &PathBuf| folder.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    versions.filter(|folder| there(folder)).max_by_key(number)
}
