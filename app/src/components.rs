//! Parts of screens that know nothing of the domain's rules.

pub mod account_form;
pub mod case_map;
pub mod icon;
pub mod logo;
