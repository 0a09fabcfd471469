//! The form of the pages before the sign-in.
