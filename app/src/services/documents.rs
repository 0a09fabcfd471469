//! The open documents: Automerge in memory, with what is needed to read and edit them.

use automerge::{Automerge, Patch, PatchLog};
use trama_shared::edit::{Edit, EditError};

/// One open document.
pub struct Document {
    doc: Automerge,
}

impl Document {
    /// Opens a document that is only in memory.
    #[must_use]
    pub const fn in_memory(doc: Automerge) -> Self {
        Self { doc }
    }

    /// The document, to read.
    #[must_use]
    pub const fn doc(&self) -> &Automerge {
        &self.doc
    }

    /// Makes an edit as one change; returns its inverse and what it changed.
    ///
    /// # Errors
    /// See [`EditError`]; nothing was written.
    pub fn edit(&mut self, edit: &Edit) -> Result<(Edit, Vec<Patch>), EditError> {
        let mut tx = self
            .doc
            .transaction_log_patches(PatchLog::active())
            .map_err(|error| EditError::Document(error.to_string()))?;
        match edit.apply(&mut tx) {
            Ok(inverse) => {
                let (_, mut log) = tx.commit();
                let patches = self.doc.make_patches(&mut log);
                Ok((inverse, patches))
            }
            Err(error) => {
                tx.rollback();
                Err(error)
            }
        }
    }
}
