//! Environment variables and `.env`: good values, bad values, and secrets that must not show.

use secrecy::ExposeSecret;

use odzreshop_bot::config::{AdminChat, Config, DatabaseUrl, LogFormat, Problem, Problems};

use super::{KEY, SECRET, TOKEN, names, read, with_required};

fn good(vars: &[(&str, &str)], files: &[(&str, &str)]) -> Config {
    read(&with_required(vars), files).unwrap_or_else(|problems| panic!("{vars:?}: {problems}"))
}

fn bad(vars: &[(&str, &str)], files: &[(&str, &str)]) -> Problems {
    match read(&with_required(vars), files) {
        Ok(_) => panic!("{vars:?} was accepted"),
        Err(problems) => problems,
    }
}

fn only(problems: Problems) -> Problem {
    assert_eq!(problems.0.len(), 1, "{problems}");
    problems.0[0].clone()
}

#[test]
fn every_value_is_read() {
    let config = good(
        &[
            ("TELOXIDE_API_URL", "http://telegram-bot-api:8081/"),
            ("ODZRESHOP_API_URL", "http://127.0.0.1:9/api/v1/"),
            ("DATABASE_URL", "sqlite:///var/lib/shop.db"),
            ("ADMIN_IDS", "2, 1 ,2,"),
            ("ADMIN_CHAT_ID", "-1001234567890:45"),
            ("LOG_FORMAT", "json"),
            ("OPS_LISTEN", "0.0.0.0:9090"),
            ("RUST_LOG", "warn,odzreshop_bot::worker=debug"),
        ],
        &[],
    );
    assert_eq!(config.telegram.api_url.as_str(), "http://telegram-bot-api:8081/");
    assert_eq!(config.provider.url.as_str(), "http://127.0.0.1:9/api/v1");
    assert_eq!(config.database.to_string(), "sqlite:///var/lib/shop.db");
    assert_eq!(config.admins, [2, 1]);
    assert_eq!(config.admin_chat, Some(AdminChat { chat_id: -1_001_234_567_890, topic: Some(45) }));
    assert_eq!(config.ops_listen, Some("0.0.0.0:9090".parse().unwrap()));
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.log_filter, "warn,odzreshop_bot::worker=debug");
    assert_eq!(config.telegram.token.expose_secret(), TOKEN);
    assert_eq!(config.provider.api_key.expose_secret(), KEY);
    assert!(config.warnings().is_empty());
}

#[test]
fn no_admin_is_a_warning() {
    let warnings = good(&[], &[]).warnings();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("ADMIN_IDS") && warnings[0].contains("nobody can order"), "{warnings:?}");
}

#[test]
fn a_bad_value_is_one_problem_with_a_remedy() {
    for (name, value, remedy) in [
        ("TELOXIDE_TOKEN", "abc", "BotFather"),
        ("TELOXIDE_TOKEN", "123:short", "BotFather"),
        ("TELOXIDE_TOKEN", ":AAAAAAAAAA", "BotFather"),
        ("TELOXIDE_TOKEN", "123:AAAA AAAA AAAA", "BotFather"),
        ("ODZRESHOP_API_KEY", "two words", "without spaces"),
        ("TELOXIDE_API_URL", "api.telegram.org", "a URL such as"),
        ("TELOXIDE_API_URL", "ftp://api.telegram.org", "https://"),
        ("TELOXIDE_API_URL", "http://api.telegram.org", "contains a secret"),
        ("TELOXIDE_API_URL", "http://8.8.8.8", "contains a secret"),
        ("TELOXIDE_API_URL", "https://api.telegram.org/bot123456:AAAAAAAAAAAA", "without /bot"),
        ("ODZRESHOP_API_URL", "http://noetopup.com/api/v1", "contains a secret"),
        ("ODZRESHOP_API_URL", "http://10.0.0.1/api/v1", "contains a secret"),
        ("ODZRESHOP_API_URL", "http://provider:80/api/v1", "contains a secret"),
        ("ODZRESHOP_API_URL", "http://127.0.0.1.example.com/api/v1", "contains a secret"),
        ("ODZRESHOP_API_URL", "https://noetopup.com/api/v1?a=b", "without ? and #"),
        ("ODZRESHOP_API_URL", "https://noetopup.com/api/v1#a", "without ? and #"),
        ("ODZRESHOP_API_URL", "https://me:pw@noetopup.com/api/v1", "without a user name"),
        ("ODZRESHOP_API_URL", "https://", "a URL such as"),
        ("DATABASE_URL", "postgres://localhost/shop", "USER:PASSWORD"),
        ("DATABASE_URL", "postgresql://me@localhost", "DATABASE"),
        ("DATABASE_URL", "postgres://me:pass#word@db/shop", "%23"),
        ("DATABASE_URL", "postgres:///shop", "HOST"),
        ("DATABASE_URL", "shop.db", "sqlite://FILE"),
        ("DATABASE_URL", "sqlite://", "plain file name"),
        ("DATABASE_URL", "sqlite://:memory:", "survive a restart"),
        ("DATABASE_URL", "sqlite://shop.db?mode=ro", "no other parameters"),
        ("DATABASE_URL", "sqlite://shop.db?mode=rwc&cache=shared", "no other parameters"),
        ("DATABASE_URL", "sqlite:shop.db?mode=rwc&cache=shared", "no other parameters"),
        ("DATABASE_URL", "sqlite:///var/lib/shop.db?mode=rwc&foreign_keys=on", "no other parameters"),
        ("DATABASE_URL", "sqlite::memory:", "survive a restart"),
        ("DATABASE_URL", "sqlite:", "plain file name"),
        ("DATABASE_URL", "sqlite://~/shop.db", "whole path"),
        ("DATABASE_URL", "sqlite://$HOME/shop.db", "whole path"),
        ("DATABASE_URL", "file:shop.db", "sqlite://FILE"),
        ("DATABASE_URL", "/var/lib/shop.db", "sqlite://FILE"),
        ("DATABASE_URL", "jdbc:postgresql://db/shop", "postgres://"),
        ("DATABASE_URL", "postgresql+asyncpg://me:pw@db/shop", "postgres://"),
        ("DATABASE_URL", "mysql://me:pw@db/shop", "postgres://"),
        ("DATABASE_URL", "sqlite://shop.db?", "no other parameters"),
        ("DATABASE_URL", "sqlite://?mode=rwc", "plain file name"),
        ("DATABASE_URL", "sqlite://:memory:?mode=rwc", "survive a restart"),
        ("DATABASE_URL", "sqlite://a%20b.db", "plain file name"),
        ("ADMIN_IDS", "@budi", "numeric"),
        ("ADMIN_IDS", "1,-2", "numeric"),
        ("ADMIN_IDS", "0", "numeric"),
        ("ADMIN_IDS", "99999999999999999999", "numeric"),
        ("ADMIN_CHAT_ID", "1001234567890", "minus sign"),
        ("ADMIN_CHAT_ID", "-100:", "minus sign"),
        ("ADMIN_CHAT_ID", "-100:x", "minus sign"),
        ("ADMIN_CHAT_ID", "-100:99999999999", "minus sign"),
        ("ADMIN_CHAT_ID", "--100", "minus sign"),
        ("LOG_FORMAT", "xml", "pretty or json"),
        ("RUST_LOG", "info,odzreshop_bot=loud", "a filter"),
        ("WEBHOOK_LISTEN", "127.0.0.1:8080", "WEBHOOK_URL too"),
        ("WEBHOOK_SECRET", SECRET, "WEBHOOK_URL too"),
        ("WEBHOOK_SECRET_FILE", "secret.txt", "WEBHOOK_URL too"),
        ("OPS_LISTEN", "9000", "and a port"),
        ("OPS_LISTEN", "localhost:9000", "and a port"),
        ("SHOP_FILE", "nowhere.toml", "init"),
        ("LOG_FORMAT", "js\u{fffd}n", "UTF-8"),
    ] {
        let problem = only(bad(&[(name, value)], &[]));
        assert_eq!(problem.name, name, "{value}");
        assert!(problem.remedy.contains(remedy), "{name}={value}: {}", problem.remedy);
    }
}

#[test]
fn a_gateway_needs_a_project_and_a_key() {
    let (project, key) = (("PAKASIR_PROJECT", "toko-budi"), ("PAKASIR_API_KEY", "canary-gateway"));
    assert!(good(&[], &[]).pakasir.is_none());
    assert!(good(&[("PAKASIR_PROJECT", " "), ("PAKASIR_API_KEY", "")], &[]).pakasir.is_none(), "an empty one counts as absent");
    let pakasir = good(&[project, key], &[]).pakasir.unwrap();
    assert_eq!(
        (pakasir.project.as_str(), pakasir.api_key.expose_secret(), pakasir.url.as_str()),
        (project.1, key.1, "https://app.pakasir.com/api")
    );
    let file = ("PAKASIR_API_KEY_FILE", "key.txt");
    let here = ("PAKASIR_API_URL", "http://127.0.0.1:9/api");
    let pakasir = good(&[project, file, here], &[("key.txt", "canary-gateway\n")]).pakasir.unwrap();
    assert_eq!((pakasir.api_key.expose_secret(), pakasir.url.as_str()), (key.1, here.1));
    for (vars, wrong) in [
        (vec![project], "PAKASIR_API_KEY"),
        (vec![key], "PAKASIR_PROJECT"),
        (vec![file], "PAKASIR_PROJECT"),
        (vec![project, here], "PAKASIR_API_KEY"),
        (vec![("PAKASIR_PROJECT", "toko budi"), key], "PAKASIR_PROJECT"),
        (vec![project, ("PAKASIR_API_KEY", "two words")], "PAKASIR_API_KEY"),
        (vec![project, key, ("PAKASIR_API_URL", "http://app.pakasir.com/api")], "PAKASIR_API_URL"),
    ] {
        let problem = only(bad(&vars, &[("key.txt", key.1)]));
        assert_eq!(problem.name, wrong, "{vars:?}");
        assert!(!problem.to_string().contains("canary"), "{problem}");
    }
}

#[test]
fn midtrans_needs_a_key() {
    let key = ("MIDTRANS_SERVER_KEY", "SB-Mid-server-canary");
    assert!(good(&[], &[]).midtrans.is_none());
    assert!(good(&[("MIDTRANS_SERVER_KEY", " "), ("MIDTRANS_API_URL", "")], &[]).midtrans.is_none(), "an empty one counts as absent");
    let midtrans = good(&[key], &[]).midtrans.unwrap();
    assert_eq!((midtrans.server_key.expose_secret(), midtrans.url.as_str()), (key.1, "https://api.midtrans.com/v2"));
    let (file, sandbox) = (("MIDTRANS_SERVER_KEY_FILE", "key.txt"), ("MIDTRANS_API_URL", "https://api.sandbox.midtrans.com/v2"));
    let midtrans = good(&[file, sandbox], &[("key.txt", "SB-Mid-server-canary\n")]).midtrans.unwrap();
    assert_eq!((midtrans.server_key.expose_secret(), midtrans.url.as_str()), (key.1, sandbox.1));
    let posts = good(&[key, ("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", SECRET)], &[]);
    assert!(posts.warnings().iter().all(|warning| !warning.contains("PAYMENTS_URL")), "Midtrans posts there");
    for (vars, wrong) in [
        (vec![sandbox], "MIDTRANS_SERVER_KEY"),
        (vec![("MIDTRANS_SERVER_KEY", "two words-canary")], "MIDTRANS_SERVER_KEY"),
        (vec![key, ("MIDTRANS_API_URL", "http://api.midtrans.com/v2")], "MIDTRANS_API_URL"),
    ] {
        let problem = only(bad(&vars, &[]));
        assert!(problem.name == wrong && !problem.to_string().contains("canary"), "{problem:?}");
    }
}

#[test]
fn gateways_post_where_the_bot_listens() {
    let (url, secret) = (("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", SECRET));
    let listen = ("WEBHOOK_LISTEN", "127.0.0.1:99");
    assert!(good(&[], &[]).payments.is_none());
    let payments = good(&[url, secret, listen], &[]).payments.unwrap();
    assert_eq!((payments.listen.to_string().as_str(), payments.secret.expose_secret()), (listen.1, SECRET));
    assert_eq!(good(&[url, secret], &[]).payments.unwrap().listen.to_string(), "127.0.0.1:8080");
    assert!(good(&[url, secret], &[]).warnings().iter().any(|warning| warning.contains("PAKASIR_PROJECT")), "nobody posts there");
    for (vars, wrong) in [
        (vec![url], "PAYMENTS_SECRET"),
        (vec![secret], "PAYMENTS_URL"),
        (vec![url, ("PAYMENTS_SECRET", "canary-but-short")], "PAYMENTS_SECRET"),
        (vec![("PAYMENTS_URL", "http://shop.example"), secret], "PAYMENTS_URL"),
        (vec![url, secret, ("WEBHOOK_LISTEN", "shop.example:80")], "WEBHOOK_LISTEN"),
    ] {
        let problem = only(bad(&vars, &[]));
        assert_eq!(problem.name, wrong, "{vars:?}");
        assert!(!problem.to_string().contains("canary"), "{problem}");
    }
}

#[test]
fn a_webhook_needs_an_address_and_a_secret() {
    let url = ("WEBHOOK_URL", "https://shop.example/telegram");
    let webhook = good(&[url, ("WEBHOOK_SECRET", SECRET)], &[]).webhook.unwrap();
    assert_eq!((webhook.url.as_str(), webhook.listen.to_string().as_str()), (url.1, "127.0.0.1:8080"));
    assert_eq!(webhook.secret.expose_secret(), SECRET);
    let file = ("WEBHOOK_SECRET_FILE", "secret.txt");
    let webhook = good(&[url, file, ("WEBHOOK_LISTEN", "[::1]:99")], &[("secret.txt", SECRET)]).webhook.unwrap();
    assert_eq!((webhook.secret.expose_secret(), webhook.listen.to_string().as_str()), (SECRET, "[::1]:99"));
    assert!(good(&[("WEBHOOK_URL", "http://127.0.0.1:8080/telegram"), ("WEBHOOK_SECRET", SECRET)], &[]).webhook.is_some());

    let (short, long) = ("a".repeat(31), "a".repeat(257));
    for (vars, wrong) in [
        (vec![url], "WEBHOOK_SECRET"),
        (vec![url, ("WEBHOOK_SECRET", short.as_str())], "WEBHOOK_SECRET"),
        (vec![url, ("WEBHOOK_SECRET", long.as_str())], "WEBHOOK_SECRET"),
        (vec![url, ("WEBHOOK_SECRET", "canary canary canary canary canary")], "WEBHOOK_SECRET"),
        (vec![url, ("WEBHOOK_SECRET", SECRET), ("WEBHOOK_LISTEN", "shop.example:80")], "WEBHOOK_LISTEN"),
        (vec![("WEBHOOK_URL", "http://shop.example/telegram"), ("WEBHOOK_SECRET", SECRET)], "WEBHOOK_URL"),
        (vec![("WEBHOOK_URL", "http://10.0.0.1/telegram"), ("WEBHOOK_SECRET", SECRET)], "WEBHOOK_URL"),
        (vec![("WEBHOOK_URL", "https://shop.example/bot123456:AAAAAAAAAAAA"), ("WEBHOOK_SECRET", SECRET)], "WEBHOOK_URL"),
    ] {
        assert_eq!(only(bad(&vars, &[])).name, wrong, "{vars:?}");
    }
    let all = bad(&[("WEBHOOK_URL", "nowhere"), ("WEBHOOK_LISTEN", "x"), ("WEBHOOK_SECRET", "y")], &[]);
    assert_eq!(names(&all), ["WEBHOOK_LISTEN", "WEBHOOK_URL", "WEBHOOK_SECRET"]);
}

#[test]
fn an_empty_value_is_a_missing_one() {
    assert_eq!(names(&bad(&[("TELOXIDE_TOKEN", ""), ("ODZRESHOP_API_KEY", "  ")], &[])), ["TELOXIDE_TOKEN", "ODZRESHOP_API_KEY"]);
    assert_eq!(good(&[("LOG_FORMAT", ""), ("WEBHOOK_URL", ""), ("SHOP_FILE", "")], &[]).log_format, LogFormat::Pretty);
}

#[test]
fn all_problems_are_in_one_report() {
    let vars =
        [("TELOXIDE_TOKEN", "nonsense-canary"), ("ADMIN_IDS", "x"), ("OPS_LISTEN", "y"), ("DATABASE_URL", "z"), ("SHOP_FILE", "s.toml")];
    let files = [(".env", "LOG_FORMAT=xml\n"), ("s.toml", "[shop]\nlocale = \"xx\"\n")];
    let problems = read(&vars, &files).unwrap_err();
    assert_eq!(
        names(&problems),
        [
            "TELOXIDE_TOKEN",
            "ODZRESHOP_API_KEY",
            "DATABASE_URL",
            "ADMIN_IDS",
            "LOG_FORMAT",
            "OPS_LISTEN",
            "s.toml: category",
            "s.toml: shop.locale",
        ]
    );
    let report = problems.to_string();
    assert!(
        report
            .starts_with("The configuration has 8 problems:\n\nTELOXIDE_TOKEN\n  found:    a hidden value of 15 characters\n  expected: "),
        "{report}"
    );
    assert!(report.contains("s.toml: shop.locale (line 2)\n  found:    \"xx\"\n"), "{report}");
    assert!(!report.contains("canary"), "{report}");
}

#[test]
fn secrets_are_never_shown() {
    let config = good(&[], &[]);
    let shown = format!("{config:?}");
    assert!(!shown.contains("canary"), "{shown}");

    // In a report: an invalid secret, a secret in the wrong variable, in a URL, and in a line that can't be read.
    let cut = format!("{}{KEY}", "1,".repeat(48));
    let pasted = format!("https://api.telegram.org/bot{TOKEN}");
    for (vars, files) in [
        (vec![("TELOXIDE_TOKEN", "canary with spaces")], vec![]),
        (vec![("ADMIN_IDS", TOKEN)], vec![]),
        (vec![("ADMIN_IDS", KEY)], vec![]),
        (vec![("TELOXIDE_TOKEN", ""), ("ADMIN_IDS", TOKEN)], vec![]),
        (vec![("ADMIN_IDS", cut.as_str())], vec![]),
        (vec![("ODZRESHOP_API_KEY", "\"canary\""), ("ADMIN_IDS", "\"canary\"")], vec![]),
        (vec![("SHOP_FILE", TOKEN)], vec![]),
        (vec![("SHOP_FILE", TOKEN)], vec![(TOKEN, "x = 1")]),
        (vec![("TELOXIDE_API_URL", pasted.as_str())], vec![]),
        (vec![("ODZRESHOP_API_URL", "https://me:canary@noetopup.com/")], vec![]),
        (vec![("ODZRESHOP_API_URL", "https://noetopup.com/?key=canary")], vec![]),
        (vec![("ODZRESHOP_API_URL", "me:canary@noetopup.com")], vec![]),
        (vec![("DATABASE_URL", "postgres://me:canary@db?password=canary")], vec![]),
        (vec![("DATABASE_URL", "postgres://me:can#canary@db/shop")], vec![]),
        (vec![("DATABASE_URL_FILE", "url")], vec![("url", "postgres://me:canary@db")]),
        (vec![("WEBHOOK_SECRET", "canary")], vec![]),
        (vec![("WEBHOOK_URL", "https://shop.example/hook"), ("WEBHOOK_SECRET", "canary")], vec![]),
        (vec![("WEBHOOK_URL", "https://shop.example/?secret=canary"), ("WEBHOOK_SECRET", SECRET)], vec![]),
        (vec![], vec![(".env", "TELOXIDE_TOKEN canary\n")]),
        (vec![("ODZRESHOP_API_KEY", ""), ("ODZRESHOP_API_KEY_FILE", "key")], vec![("key", "canary canary")]),
    ] {
        let problems = bad(&vars, &files);
        for text in [problems.to_string(), format!("{problems:?}")] {
            assert!(!text.contains("canary"), "{text}");
        }
    }
}

#[test]
fn every_secret_is_known_to_the_redactor() {
    let database = ("DATABASE_URL", "postgres://me:canary%40a+b=c%2F@db/shop?password=canary%20in%20query");
    let webhook = [("WEBHOOK_URL", "https://shop.example/hook"), ("WEBHOOK_SECRET", SECRET)];
    let redactor = good(&[&[database][..], &webhook].concat(), &[]).redactor();
    let half = TOKEN.split_once(':').unwrap().1;
    for secret in [half, KEY, SECRET, "canary%40a+b=c%2F", "canary@a+b=c/", "canary in query", "canary%20in%20query"] {
        assert_eq!(redactor.text(&format!("no {secret} today")), "no *** today");
    }
    let short = good(&[("ODZRESHOP_API_KEY", "key")], &[]).redactor();
    assert_eq!(short.text("the keyboard"), "the keyboard", "found in innocent words");
}

#[test]
fn a_secret_is_read_from_a_file() {
    for (content, key) in [("k3y", "k3y"), ("k3y\n", "k3y"), ("k3y\r\n", "k3y")] {
        let config = good(&[("ODZRESHOP_API_KEY", ""), ("ODZRESHOP_API_KEY_FILE", "key")], &[("key", content)]);
        assert_eq!(config.provider.api_key.expose_secret(), key);
    }
    let vars = [("ODZRESHOP_API_KEY", ""), ("ODZRESHOP_API_KEY_FILE", "key")];
    for (files, remedy) in [(vec![], "a readable file"), (vec![("key", "")], "the key alone"), (vec![("key", "k3y\n\n")], "the key alone")]
    {
        let problem = only(bad(&vars, &files));
        assert_eq!(problem.name, "ODZRESHOP_API_KEY_FILE");
        assert!(problem.remedy.contains(remedy), "{}", problem.remedy);
    }
    let both = only(bad(&[("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_TOKEN_FILE", "token")], &[("token", TOKEN)]));
    assert!(both.name == "TELOXIDE_TOKEN_FILE" && both.remedy.contains("not both"), "{both}");
}

#[test]
fn the_environment_wins_over_dotenv() {
    let dotenv = "\u{feff}# comment\nexport ADMIN_IDS=1 # me\n\nLOG_FORMAT='json'\nRUST_LOG=\"warn\"\n";
    let config = good(&[("ADMIN_IDS", "2"), ("LOG_FORMAT", "")], &[(".env", dotenv)]);
    assert_eq!((config.admins, config.log_format, config.log_filter.as_str()), (vec![2], LogFormat::Json, "warn"));
}

#[test]
fn of_two_values_in_dotenv_none_is_guessed() {
    let twice =
        "ADMIN_IDS=1\nLOG_FORMAT=\nLOG_FORMAT=json\nRUST_LOG=warn\nRUST_LOG=warn\nTELOXIDE_API_URL=http://127.0.0.1:1\nADMIN_IDS=2\n";
    let problem = only(bad(&[], &[(".env", twice)]));
    assert_eq!((problem.name.as_str(), problem.line), (".env: ADMIN_IDS", Some(7)));
    assert!(problem.remedy.contains("remove the other"), "{problem}");
}

#[test]
fn a_secret_s_file_may_begin_with_a_byte_order_mark() {
    let config = good(&[("ODZRESHOP_API_KEY", ""), ("ODZRESHOP_API_KEY_FILE", "key")], &[("key", "\u{feff}k3y\r\n")]);
    assert_eq!(config.provider.api_key.expose_secret(), "k3y");
}

#[test]
fn a_malformed_line_of_dotenv_is_a_problem_and_the_rest_is_read() {
    let problems = bad(&[], &[(".env", "RUST_LOG=warn\nADMIN IDS=1\nLOG_FORMAT=xml\nSHOP_FILE='canary\n")]);
    let found: Vec<_> = problems.0.iter().map(|problem| (problem.name.as_str(), problem.line)).collect();
    assert_eq!(found, [(".env", Some(2)), (".env: SHOP_FILE", Some(4)), ("LOG_FORMAT", None)]);
    assert!(problems.0[1].remedy.contains("quote") && !problems.to_string().contains("canary"), "{problems}");
}

#[test]
fn dotenv_takes_the_hints_of_its_own_problems() {
    let password = "postgres://me:pa$word@db/shop";
    let dotenv = format!("ADMIN_IDS=2001, 99\nDATABASE_URL=\"{password}\"\nODZRESHOP_API_KEY=k$e#y\n");
    let config = good(&[("ODZRESHOP_API_KEY", "")], &[(".env", &dotenv)]);
    assert_eq!((config.admins, config.provider.api_key.expose_secret()), (vec![2001, 99], "k$e#y"));
    assert!(matches!(&config.database, DatabaseUrl::Postgres { url, .. } if url.expose_secret() == password));
}

#[test]
fn a_database_is_written_as_sqlx_writes_it() {
    for (url, read) in [
        ("sqlite://shop.db?mode=rwc", "sqlite://shop.db"),
        ("sqlite:shop.db", "sqlite://shop.db"),
        ("sqlite:data/shop.db?mode=rwc", "sqlite://data/shop.db"),
        ("sqlite:///var/lib/shop.db?mode=rwc", "sqlite:///var/lib/shop.db"),
        ("sqlite:/var/lib/shop.db", "sqlite:///var/lib/shop.db"),
    ] {
        assert_eq!(good(&[("DATABASE_URL", url)], &[]).database.to_string(), read, "{url}");
    }
}

#[test]
fn the_shops_file_is_chosen_in_this_order() {
    let shop = |name: &str| format!("[shop]\nname = \"{name}\"\n{}", super::shop_file::ONE_GAME);
    let (chosen, usual) = (shop("Chosen"), shop("Usual"));
    let files = [("mine.toml", chosen.as_str()), ("shop.toml", usual.as_str())];
    assert_eq!(good(&[("SHOP_FILE", "mine.toml")], &files).shop.name, "Chosen");
    assert_eq!(good(&[], &files).shop.name, "Usual");
    assert_eq!(good(&[], &[]).shop.name, "Odzreshop");
}
