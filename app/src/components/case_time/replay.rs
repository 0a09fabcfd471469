//! The replay: the second handle goes from moment to moment by itself, and rests at every milestone.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_i18n::t_string;
use trama_shared::history::TieGroup;

use super::{
    state::{Handle, TimeState},
    words,
};

/// How long a replay of the whole track lasts at its usual speed, in ms, and the least and most that a moment is shown.
const WHOLE_MS: f64 = 30_000.0;
const MOMENT_MS: (f64, f64) = (160.0, 1_500.0);

/// How fast it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Speed {
    /// Half as fast.
    Slow,
    /// As usual.
    #[default]
    Usual,
    /// Twice as fast.
    Fast,
    /// Four times as fast.
    Fastest,
}

impl Speed {
    /// The next one, beginning anew after the fastest.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Slow => Self::Usual,
            Self::Usual => Self::Fast,
            Self::Fast => Self::Fastest,
            Self::Fastest => Self::Slow,
        }
    }

    /// As the button says it.
    #[must_use]
    pub fn word(self, i18n: words::Language) -> &'static str {
        match self {
            Self::Slow => t_string!(i18n, time.replay.slow),
            Self::Usual => t_string!(i18n, time.replay.usual),
            Self::Fast => t_string!(i18n, time.replay.fast),
            Self::Fastest => t_string!(i18n, time.replay.fastest),
        }
    }

    const fn factor(self) -> f64 {
        match self {
            Self::Slow => 0.5,
            Self::Usual => 1.0,
            Self::Fast => 2.0,
            Self::Fastest => 4.0,
        }
    }
}

/// How long one of `stops` moments is shown.
fn moment_ms(stops: usize, speed: Speed) -> u64 {
    let each = WHOLE_MS / stops.max(1) as f64;
    (each.clamp(MOMENT_MS.0, MOMENT_MS.1) / speed.factor()) as u64
}

/// Goes back to the first handle when the second one is at the end, so that there is something to replay.
pub fn rewind(time: TimeState) {
    let Some(handles) = time.handles.get_untracked() else {
        return;
    };
    if handles.b >= time.last_stop() {
        time.moving
            .set(Some(handles.moved(Handle::B, 0, time.last_stop())));
    }
}

/// Moves the second handle on while the history is being replayed.
pub fn run(time: TimeState, speed: RwSignal<Speed>) {
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let stop_timer = move || {
        timer.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    };
    on_cleanup(stop_timer);
    Effect::new(move |was_playing: Option<bool>| {
        let playing = time.playing.get();
        // A moment is shown before the next one comes: the clock starts once it has been read.
        let handles = time.handles.get();
        let reading = time.reading.get();
        let speed = speed.get();
        stop_timer();
        if !playing {
            if was_playing == Some(true)
                && let Some(handles) = time.moving.get_untracked()
            {
                time.settle(handles);
            }
            return false;
        }
        let Some(handles) = handles.filter(|_| !reading) else {
            return true;
        };
        let last = time.last_stop();
        let next = move || {
            let to = handles.moved(Handle::B, handles.b + 1, last);
            time.moving.set(Some(to));
            let rests = time.track.with_untracked(|track| {
                track
                    .stops
                    .get(to.b)
                    .is_none_or(trama_shared::history::Stop::is_named)
            });
            if rests {
                time.playing.set(false);
                tell_stop(time, to.b);
            }
        };
        let wait = Duration::from_millis(moment_ms(last, speed));
        timer.set_value(set_timeout_with_handle(next, wait).ok());
        true
    });
}

/// Says where the replay rests, and what has changed by then.
fn tell_stop(time: TimeState, stop: usize) {
    let i18n = time.i18n;
    // The comparison follows once the moment has been read; what is said then is right.
    let say = move || {
        let name = time.track.with_untracked(|track| {
            track
                .stops
                .get(stop)
                .map(|stop| untrack(|| time.stop_words(stop)))
                .unwrap_or_default()
        });
        let counts = time.compared.with_untracked(|compared| {
            let comparison = compared.as_ref().map(|compared| &compared.comparison);
            let counted = TieGroup::ALL.into_iter().filter_map(|group| {
                let count = comparison?.in_group(group).count();
                (count > 0).then(|| format!("{} {count}", words::group(i18n, group)))
            });
            counted.collect::<Vec<_>>().join(", ")
        });
        let counts = if counts.is_empty() {
            t_string!(i18n, time.nothing_short).to_owned()
        } else {
            counts
        };
        time.announcer.say(format!("{name}. {counts}"));
    };
    request_animation_frame(say);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_history_is_not_a_blink_and_a_long_one_not_an_hour() {
        assert_eq!(moment_ms(3, Speed::Usual), 1_500);
        assert_eq!(moment_ms(120, Speed::Usual), 250);
        assert_eq!(moment_ms(120, Speed::Slow), 500);
        assert_eq!(moment_ms(10_000, Speed::Fastest), 40);
    }

    #[test]
    fn every_speed_comes_round() {
        let mut speed = Speed::default();
        for _ in 0..4 {
            speed = speed.next();
        }
        assert_eq!(speed, Speed::default());
    }
}
