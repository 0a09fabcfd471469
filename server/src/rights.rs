//! Who may do what with a document, and the roles by which a whole case is granted at once.

use std::str::FromStr;

use serde::Serialize;
use trama_shared::case::Zone;

/// What a user may do with one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Nothing: for this user the document does not exist.
    #[default]
    None,
    /// See it and its live changes.
    Read,
    /// Change it too.
    Write,
}

impl Right {
    /// The number under which the right is stored.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Read => 1,
            Self::Write => 2,
        }
    }

    /// The right with that number; an unknown number grants nothing.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::Read,
            2 => Self::Write,
            _ => Self::None,
        }
    }
}

/// The rights that a person has on the documents of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Role {
    case: Right,
    reserved: Right,
    identity: Right,
}

impl Role {
    /// Leads the case: writes in every zone.
    pub const MANAGER: Self = Self {
        case: Right::Write,
        reserved: Right::Write,
        identity: Right::Write,
    };
    /// Works on what the table shares.
    pub const EDITOR: Self = Self {
        case: Right::Write,
        reserved: Right::None,
        identity: Right::None,
    };
    /// Looks at what the table shares.
    pub const READER: Self = Self {
        case: Right::Read,
        reserved: Right::None,
        identity: Right::None,
    };
    /// No part in the case.
    pub const NONE: Self = Self {
        case: Right::None,
        reserved: Right::None,
        identity: Right::None,
    };

    /// What the role may do in a zone.
    #[must_use]
    pub const fn right(self, zone: Zone) -> Right {
        match zone {
            Zone::Case => self.case,
            Zone::Reserved => self.reserved,
            Zone::Identity => self.identity,
        }
    }
}

/// Why a text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no role: give manager, editor, reader or none, or rights by zone such as \
     `case=write,reserved=read,identity=none`"
)]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        let unknown = || RoleError(text.to_owned());
        match text {
            "manager" => return Ok(Self::MANAGER),
            "editor" => return Ok(Self::EDITOR),
            "reader" => return Ok(Self::READER),
            "none" => return Ok(Self::NONE),
            _ => {}
        }
        let mut role = Self::NONE;
        for part in text.split(',') {
            let (zone, right) = part.trim().split_once('=').ok_or_else(unknown)?;
            let right = match right {
                "none" => Right::None,
                "read" => Right::Read,
                "write" => Right::Write,
                _ => return Err(unknown()),
            };
            match zone {
                "case" => role.case = right,
                "reserved" => role.reserved = right,
                "identity" => role.identity = right,
                _ => return Err(unknown()),
            }
        }
        Ok(role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_by_name_and_by_zone() {
        assert_eq!("manager".parse(), Ok(Role::MANAGER));
        assert_eq!("case=write".parse(), Ok(Role::EDITOR));
        assert_eq!("case=read,identity=none".parse(), Ok(Role::READER));
        assert!("owner".parse::<Role>().is_err());
        assert!("case=all".parse::<Role>().is_err());
    }

    #[test]
    fn an_unknown_code_grants_nothing() {
        for right in [Right::None, Right::Read, Right::Write] {
            assert_eq!(Right::from_code(right.code()), right);
        }
        assert_eq!(Right::from_code(9), Right::None);
    }
}
