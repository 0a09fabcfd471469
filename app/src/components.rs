//! Parts of screens that know nothing of the domain's rules.

pub mod account_form;
pub mod avatar;
pub mod case_bar;
pub mod case_map;
pub mod case_notices;
pub mod case_thumbnail;
pub mod contested;
pub mod dialog;
pub mod elsewhere;
pub mod following;
pub mod icon;
pub mod identity_dialog;
pub mod language_choice;
pub mod logo;
pub mod network_pill;
pub mod plan_words;
pub mod questions;
pub mod reserved_dialog;
pub mod review_dialog;
pub mod save_pill;
pub mod shared_field;
pub mod shared_text;
pub mod slow;
pub mod text_mirror;
pub mod user_menu;
pub mod word_counter;
