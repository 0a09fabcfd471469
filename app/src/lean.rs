//! Closures behind one type. Every closure of a view, a text or a memo is a type of its own, and the framework is
//! compiled once for each: these keep that to once for each kind of value, which makes the app a good deal smaller.

use leptos::prelude::*;

/// A text of the locales that follows the language.
pub type Said = Box<dyn Fn() -> &'static str + Send + Sync>;

/// A text that is put together, and follows what it is made of.
pub type Told = Box<dyn Fn() -> String + Send + Sync>;

/// Shows a text of the locales.
#[must_use]
pub fn say(words: impl Fn() -> &'static str + Send + Sync + 'static) -> Said {
    Box::new(words)
}

/// Shows a text that is put together.
#[must_use]
pub fn tell(words: impl Fn() -> String + Send + Sync + 'static) -> Told {
    Box::new(words)
}

/// Whether something is so: for classes and attributes.
#[must_use]
pub fn when(so: impl Fn() -> bool + Send + Sync + 'static) -> Box<dyn Fn() -> bool + Send + Sync> {
    Box::new(so)
}

/// A part of a view that changes as a whole.
#[must_use]
pub fn part(
    view: impl Fn() -> AnyView + Send + Sync + 'static,
) -> Box<dyn Fn() -> AnyView + Send + Sync> {
    Box::new(view)
}

type MemoValue<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// A memo; its value is told on only when it changed.
#[must_use]
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let value: MemoValue<T> = Box::new(value);
    Memo::new(value)
}
