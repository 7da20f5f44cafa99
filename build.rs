//! Tells `--version` of a release build which commit it was made from, and of which date.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=ODZRESHOP_COMMIT");
    // A development build would be compiled again after each commit, only for this.
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let build = release.then(|| env::var("ODZRESHOP_COMMIT").ok().or_else(commit)).flatten();
    println!("cargo:rustc-env=ODZRESHOP_BUILD={}", build.map(|build| format!(" ({build})")).unwrap_or_default());
}

/// The commit of the source folder and its date; none outside a git repository.
fn commit() -> Option<String> {
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", name])?;
        if Path::new(&path).exists() {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    git(&["log", "-1", "--format=%h %cs"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
