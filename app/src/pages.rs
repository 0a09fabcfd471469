//! One file a page. Pages put components and services together and hold no rule of the domain.

pub mod case;
pub mod cases;
pub mod commitments;
pub mod dates;
pub mod guide;
pub mod needs;
pub mod not_found;
pub mod plan;
pub mod protection;
pub mod set_up;
pub mod sign_in;
pub mod signed_in;
pub mod territories;
pub mod territory;
