//! A tie as one of its parties sees it.

use trama_shared::case::{Exchange, Flow, Party, Tie};

/// The flow as `party` sees it: `Forward` is "gives", `Backward` is "receives".
#[must_use]
pub fn flow_from(tie: &Tie, party: &Party) -> Flow {
    if tie.from == *party {
        tie.flow
    } else {
        turned(tie.flow)
    }
}

/// The flow seen from the other end.
#[must_use]
pub const fn turned(flow: Flow) -> Flow {
    match flow {
        Flow::Forward => Flow::Backward,
        Flow::Backward => Flow::Forward,
        Flow::Both | Flow::Unknown => flow,
    }
}

/// An exchange seen from the other end.
#[must_use]
pub const fn turned_exchange(exchange: Exchange) -> Exchange {
    Exchange {
        gives: exchange.receives,
        receives: exchange.gives,
    }
}

/// The party at the other end.
#[must_use]
pub fn other_end<'a>(tie: &'a Tie, party: &Party) -> &'a Party {
    if tie.from == *party {
        &tie.to
    } else {
        &tie.from
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::plan;

    #[test]
    fn what_one_gives_the_other_receives() {
        let actor = Party::Actor("a".parse().unwrap());
        let edit = plan::connect("t".parse().unwrap(), Party::Person, actor.clone());
        let trama_shared::edit::Edit::AddTie { mut tie, .. } = edit else {
            panic!("a tie");
        };
        tie.flow = Flow::Forward;
        assert_eq!(flow_from(&tie, &Party::Person), Flow::Forward);
        assert_eq!(flow_from(&tie, &actor), Flow::Backward);
        assert_eq!(*other_end(&tie, &actor), Party::Person);
    }
}
