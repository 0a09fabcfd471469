//! The reserved part of the network: laid over the map for those who may read it, kept from everybody else.

use leptos::prelude::*;
use trama_shared::{
    case::{Reserved, Zone},
    document,
    edit::Edit,
    ids::{ActorId, TieId},
};

use super::{CaseStore, EditRefused, Entity, Field};
use crate::services::api::Right;

impl CaseStore {
    /// What is reserved of the network, as far as the user may read it; the notes are not here.
    #[must_use]
    pub fn reserved(self) -> ArcRwSignal<Reserved> {
        self.inner().entities.reserved.clone()
    }

    /// Whether an actor is reserved; tracked.
    #[must_use]
    pub fn is_reserved_actor(self, id: &ActorId) -> bool {
        self.reserved()
            .with(|reserved| reserved.actors.contains_key(id))
    }

    /// Whether a tie is reserved; tracked.
    #[must_use]
    pub fn is_reserved_tie(self, id: &TieId) -> bool {
        self.reserved()
            .with(|reserved| reserved.ties.contains_key(id))
    }

    /// Whether the user may put actors and ties into the reserved zone; tracked.
    #[must_use]
    pub fn can_reserve(self) -> bool {
        self.rights().with(|rights| {
            rights.case == Some(Right::Write) && rights.reserved == Some(Right::Write)
        })
    }

    /// Whether something of the network is kept from the user; tracked. What it is nobody tells this device.
    #[must_use]
    pub fn is_withheld(self) -> bool {
        self.rights().with(|rights| rights.reserved.is_none())
            && self.inner().entities.withheld.get()
    }

    /// Moves an actor with its ties into the reserved zone, as one step.
    ///
    /// # Errors
    /// As for [`Self::edit`].
    pub fn reserve_actor(self, id: &ActorId) -> Result<(), EditRefused> {
        let parts = self
            .snapshot()
            .and_then(|case| Edit::reserve_actor(&case, id));
        self.move_over(parts)
    }

    /// Moves a tie into the reserved zone, as one step.
    ///
    /// # Errors
    /// As for [`Self::edit`].
    pub fn reserve_tie(self, id: &TieId) -> Result<(), EditRefused> {
        let parts = self
            .snapshot()
            .and_then(|case| Edit::reserve_tie(&case, id));
        self.move_over(parts)
    }

    /// Moves an actor out of the reserved zone, as one step.
    ///
    /// # Errors
    /// As for [`Self::edit`].
    pub fn share_actor(self, id: &ActorId) -> Result<(), EditRefused> {
        let reserved = self.reserved().get_untracked();
        self.move_over(Edit::share_actor(&reserved, id))
    }

    /// Moves a tie out of the reserved zone, as one step.
    ///
    /// # Errors
    /// As for [`Self::edit`].
    pub fn share_tie(self, id: &TieId) -> Result<(), EditRefused> {
        let reserved = self.reserved().get_untracked();
        self.move_over(Edit::share_tie(&reserved, id))
    }

    fn move_over(self, parts: Option<[Edit; 2]>) -> Result<(), EditRefused> {
        self.make_all(parts.ok_or(EditRefused::NotOpen)?.into())
    }

    /// Says in the shared zone whether something is withheld, where the user's own edit has just changed that. Nobody
    /// undoes it: it follows what is reserved.
    pub(super) fn keep_withheld(self) {
        let withheld = self.inner().entities.withheld.get_untracked();
        let withholds = self.reserved().with_untracked(Reserved::withholds);
        if withheld != withholds && self.writable(Zone::Case).is_ok() {
            // A refusal is told; the flag is written with the next reserved edit.
            let _ = self.make(&Edit::SetWithheld(withholds), false);
        }
    }

    /// Reads the reserved part of the network again.
    pub(super) fn show_reserved(self) {
        let Some((reserved, _)) = self.read(Zone::Reserved, document::read_reserved) else {
            return;
        };
        self.read(Zone::Reserved, |doc| {
            self.inner().entities.review_reserve(doc);
        });
        self.lay_over(reserved);
    }

    /// The user may read the reserved zone no more.
    pub(super) fn hide_reserved(self) {
        self.inner().entities.forget_reserve();
        self.lay_over(Reserved::default());
    }

    fn lay_over(self, reserved: Reserved) {
        let inner = self.inner();
        if inner.entities.take_reserved(reserved) {
            self.read(Zone::Case, |doc| {
                if !doc.is_empty() {
                    inner.entities.load_case(doc);
                }
            });
        }
    }

    /// What of a selection others may hear of: presence travels with the shared zone.
    pub(super) fn is_told(self, entity: &Entity) -> bool {
        self.reserved().with_untracked(|reserved| match entity {
            Entity::Person => true,
            Entity::Actor(id) => !reserved.actors.contains_key(id),
            Entity::Tie(id) => !reserved.ties.contains_key(id),
        })
    }

    /// Whether others may hear that the user is in a field: not in one of what is reserved.
    pub(super) fn tells_field(self, field: &str) -> bool {
        self.reserved().with_untracked(|reserved| {
            let actors = reserved.actors.keys().map(ActorId::as_str);
            let ties = reserved.ties.keys().map(TieId::as_str);
            !Field::is_reserved(field) && !actors.chain(ties).any(|id| field.contains(id))
        })
    }
}
