//! Runs PostgreSQL's own programs on the shop's database. What they need to connect is in their environment: a command line, and a password on
//! it, can be read by every user of the machine.

use std::io;
use std::process::{Command, Stdio};

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use url::{Url, form_urlencoded};

use crate::storage::{BackupError, OpenError};

use super::{connect_once, name};

/// Programs wait this long for a connection, in seconds.
const CONNECT_SECONDS: &str = "5";

/// The parameters of `DATABASE_URL` that sqlx has no other way to ask for: under which names it reads them, and libpq's variable.
const PARAMETERS: [(&str, &[&str]); 5] = [
    ("PGPASSWORD", &["password"]),
    ("PGSSLMODE", &["sslmode", "ssl-mode"]),
    ("PGSSLROOTCERT", &["sslrootcert", "ssl-root-cert", "ssl-ca"]),
    ("PGSSLCERT", &["sslcert", "ssl-cert"]),
    ("PGSSLKEY", &["sslkey", "ssl-key"]),
];

/// The shop's database, and how to reach it.
pub(in crate::storage) struct Target {
    pub(super) options: PgConnectOptions,
    url: Url,
    /// The server and the database, without the password.
    pub(super) server: String,
    pub(super) database: String,
}

impl Target {
    /// Reads `DATABASE_URL`.
    ///
    /// # Errors
    /// When it is no valid address.
    pub(in crate::storage) fn read(url: &SecretString) -> Result<Self, OpenError> {
        let options: PgConnectOptions = url.expose_secret().parse().map_err(|_| OpenError::Address)?;
        let url = url.expose_secret().parse().map_err(|_| OpenError::Address)?;
        let options = options.application_name("odzreshop-bot");
        let database = options.get_database().unwrap_or_else(|| options.get_username()).to_owned();
        Ok(Self { server: name(&options), url, options, database })
    }

    /// A connection to a database of this server, with the settings of a migration.
    pub(super) async fn connect(&self, database: &str) -> Result<PgConnection, OpenError> {
        connect_once(&self.options.clone().database(database), &self.server).await
    }

    /// Runs a program on a database of this server until it ends.
    pub(super) async fn run(
        &self,
        program: &'static str,
        database: &str,
        arguments: &[&str],
        input: Stdio,
        output: Stdio,
    ) -> Result<(), BackupError> {
        let mut command = self.command(program, database, arguments);
        command.stdin(input).stdout(output).stderr(Stdio::piped());
        let ended = tokio::task::spawn_blocking(move || command.output()).await.map_err(io::Error::other).flatten();
        let ended = ended.map_err(|source| BackupError::NoProgram { program, source })?;
        if ended.status.success() { Ok(()) } else { Err(BackupError::Program(said(program, &String::from_utf8_lossy(&ended.stderr)))) }
    }

    fn command(&self, program: &str, database: &str, arguments: &[&str]) -> Command {
        let host = self.options.get_socket().map_or_else(
            // libpq takes an IPv6 address without brackets.
            || self.options.get_host().trim_matches(['[', ']']).to_owned(),
            |folder| folder.display().to_string(),
        );
        let mut command = Command::new(program);
        // The first would count before the host, the second before everything.
        command.args(arguments).env_remove("PGHOSTADDR").env_remove("PGSERVICE");
        command.env("PGHOST", host).env("PGPORT", self.options.get_port().to_string()).env("PGUSER", self.options.get_username());
        command.env("PGDATABASE", database).env("PGCONNECT_TIMEOUT", CONNECT_SECONDS);
        command.envs(self.options.get_options().map(|options| ("PGOPTIONS", options)));
        command.envs(self.url.password().map(|password| ("PGPASSWORD", decoded(password))));
        for (variable, names) in PARAMETERS {
            let given = self.url.query_pairs().filter(|(name, _)| names.contains(&&**name)).last();
            command.envs(given.map(|(_, value)| (variable, value.into_owned())));
        }
        command
    }
}

/// A percent-encoded text as it is meant. The parser of a query decodes it, when nothing in it can mean something else there.
fn decoded(text: &str) -> String {
    let query = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(query.as_bytes()).next().map(|(_, meant)| meant.into_owned()).unwrap_or_default()
}

/// What a program says is wrong. Other lines repeat a statement or a row of the database.
fn said(program: &str, stderr: &str) -> String {
    let own: Vec<&str> = stderr.lines().filter(|line| line.starts_with(program)).collect();
    if own.is_empty() { format!("{program}: {}", stderr.trim()) } else { own.join("; ") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Target, said};

    #[test]
    fn a_program_gets_the_address_in_its_environment_and_nothing_on_its_command_line() {
        for (url, expected) in [
            (
                "postgres://me:p%40s%2Bs+%26=%25@db.example:6543/shop?sslmode=verify-full&ssl-ca=/ca.pem&options=-c%20search_path%3Dmine",
                "PGDATABASE=scratch PGHOST=db.example PGOPTIONS=-c search_path=mine PGPASSWORD=p@s+s+&=% PGPORT=6543 PGSSLMODE=verify-full \
                 PGSSLROOTCERT=/ca.pem PGUSER=me",
            ),
            ("postgres://[::1]:5433/shop?user=me&password=a%26b", "PGDATABASE=scratch PGHOST=::1 PGPASSWORD=a&b PGPORT=5433 PGUSER=me"),
            ("postgres:///shop?host=/run/postgresql&port=5434&user=me", "PGDATABASE=scratch PGHOST=/run/postgresql PGPORT=5434 PGUSER=me"),
        ] {
            let command = Target::read(&url.to_owned().into()).unwrap().command("pg_dump", "scratch", &["--format=custom"]);
            assert_eq!(command.get_args().collect::<Vec<_>>(), ["--format=custom"], "{url}");
            let variables: BTreeMap<_, _> =
                command.get_envs().filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?))).collect();
            let shown = variables.iter().filter(|(name, _)| **name != "PGCONNECT_TIMEOUT").map(|(name, value)| format!("{name}={value}"));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{url}");
        }
    }

    #[test]
    fn only_the_program_s_own_lines_are_repeated() {
        for (stderr, expected) in [
            ("pg_dump: error: a\nDETAIL:  Key (id)=(7)\npg_dump: detail: b\n", "pg_dump: error: a; pg_dump: detail: b"),
            ("Error: no such cluster\n", "pg_dump: Error: no such cluster"),
            ("", "pg_dump: "),
        ] {
            assert_eq!(said("pg_dump", stderr), expected);
        }
    }
}
