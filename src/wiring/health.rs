//! `health`: asks the running bot whether it makes progress.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// The bot answers from memory; a container's health check waits 30 seconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/readyz` at `address`, says the answer in one line, and returns whether the bot is ready.
pub async fn ask(address: SocketAddr, say: impl Fn(String)) -> bool {
    let address = SocketAddr::new(this_machine(address.ip()), address.port());
    let (ready, line) = match readyz(address).await {
        Ok((true, body)) => (true, body),
        Ok((false, body)) => (false, format!("not ready: {body}")),
        Err(error) => (false, format!("no answer at {address}: {error}")),
    };
    say(line);
    ready
}

async fn readyz(address: SocketAddr) -> reqwest::Result<(bool, String)> {
    // A proxy from the environment has no business between two processes of one machine.
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    let answer = client.get(format!("http://{address}/readyz")).send().await?;
    let ready = answer.status().is_success();
    Ok((ready, answer.text().await?.trim_end().replace('\n', "; ")))
}

/// The address to call for a listener on all addresses.
fn this_machine(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}
