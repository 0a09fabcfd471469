//! Slows down who guesses passwords, in bounded memory.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{limits, storage::NameIndex};

/// Remembers failed sign-ins by name and address, and by address alone.
#[derive(Default)]
pub struct Throttle {
    failures: Mutex<Failures>,
}

#[derive(Default)]
struct Failures {
    by_name: HashMap<(NameIndex, IpAddr), Failed>,
    by_address: HashMap<IpAddr, Failed>,
}

#[derive(Clone, Copy)]
struct Failed {
    count: u32,
    last: Instant,
    until: Instant,
}

impl Throttle {
    /// May this name be tried from this address now?
    ///
    /// # Errors
    /// How long to wait, if not.
    pub fn check(&self, name: NameIndex, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let address = network(address);
        let failures = self.lock();
        let until = [
            failures.by_name.get(&(name, address)),
            failures.by_address.get(&address),
        ]
        .into_iter()
        .flatten()
        .map(|failed| failed.until)
        .max();
        match until {
            Some(until) if until > now => Err(until - now),
            _ => Ok(()),
        }
    }

    /// A sign-in failed. Counted before the password is compared, so that many attempts at once gain nothing.
    pub fn failed(&self, name: NameIndex, address: IpAddr, now: Instant) {
        let address = network(address);
        let mut failures = self.lock();
        count(
            &mut failures.by_name,
            (name, address),
            limits::SIGN_IN_FREE,
            now,
        );
        count(
            &mut failures.by_address,
            address,
            limits::SIGN_IN_FREE_ADDRESS,
            now,
        );
    }

    /// A sign-in succeeded: its own attempt no longer counts, nor do the earlier ones of this name from here.
    pub fn succeeded(&self, name: NameIndex, address: IpAddr) {
        let address = network(address);
        let mut failures = self.lock();
        failures.by_name.remove(&(name, address));
        if let Some(failed) = failures.by_address.get_mut(&address) {
            failed.count = failed.count.saturating_sub(1);
            failed.until = failed.last;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn count<K: Copy + Eq + Hash>(map: &mut HashMap<K, Failed>, key: K, free: u32, now: Instant) {
    if !map.contains_key(&key) && map.len() >= limits::SIGN_IN_REMEMBERED {
        map.retain(|_, failed| now < failed.last + limits::SIGN_IN_WAIT_MAX);
        let oldest = map.iter().min_by_key(|(_, f)| f.last).map(|(k, _)| *k);
        if map.len() >= limits::SIGN_IN_REMEMBERED
            && let Some(oldest) = oldest
        {
            map.remove(&oldest);
        }
    }
    let failed = map.entry(key).or_insert(Failed {
        count: 0,
        last: now,
        until: now,
    });
    // Old failures are forgiven: a person mistypes now and then.
    if now >= failed.last + limits::SIGN_IN_WAIT_MAX {
        failed.count = 0;
    }
    failed.count = failed.count.saturating_add(1);
    failed.last = now;
    let over = failed.count.saturating_sub(free);
    failed.until = if over == 0 {
        now
    } else {
        let wait = Duration::from_secs(1 << over.min(16));
        now + wait.min(limits::SIGN_IN_WAIT_MAX)
    };
}

/// One household or office has a whole /64 of IPv6 addresses to choose from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut parts = v6.segments();
            parts[4..].fill(0);
            IpAddr::from(parts)
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::BROADCAST);
    const ANA: NameIndex = [1; 32];

    #[test]
    fn a_guesser_waits_longer_and_longer_and_nobody_else_does() {
        let throttle = Throttle::default();
        let now = Instant::now();
        for _ in 0..limits::SIGN_IN_FREE {
            assert_eq!(throttle.check(ANA, HERE, now), Ok(()));
            throttle.failed(ANA, HERE, now);
        }
        assert_eq!(throttle.check(ANA, HERE, now), Ok(()));
        throttle.failed(ANA, HERE, now);
        let first = throttle.check(ANA, HERE, now).unwrap_err();
        throttle.failed(ANA, HERE, now);
        assert!(throttle.check(ANA, HERE, now).unwrap_err() > first);
        assert_eq!(throttle.check([2; 32], HERE, now), Ok(()));
        assert_eq!(throttle.check(ANA, THERE, now), Ok(()));
        let later = now + limits::SIGN_IN_WAIT_MAX;
        assert_eq!(throttle.check(ANA, HERE, later), Ok(()));
    }

    #[test]
    fn success_forgives() {
        let throttle = Throttle::default();
        let now = Instant::now();
        for _ in 0..=limits::SIGN_IN_FREE {
            throttle.failed(ANA, HERE, now);
        }
        assert!(throttle.check(ANA, HERE, now).is_err());
        throttle.succeeded(ANA, HERE);
        assert_eq!(throttle.check(ANA, HERE, now), Ok(()));
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::default();
        let now = Instant::now();
        for number in 0..u32::try_from(limits::SIGN_IN_REMEMBERED).unwrap() + 500 {
            throttle.failed(ANA, IpAddr::from(number.to_be_bytes()), now);
        }
        let failures = throttle.lock();
        assert!(failures.by_name.len() <= limits::SIGN_IN_REMEMBERED);
        assert!(failures.by_address.len() <= limits::SIGN_IN_REMEMBERED);
    }
}
