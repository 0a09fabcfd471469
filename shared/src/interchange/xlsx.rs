//! Workbooks of spreadsheets (.xlsx: ECMA-376, `SpreadsheetML`): tables that people keep come in and go out.
//!
//! The XML is read by a library; what it means of a workbook is read here, in steps, so that a page stays quick to touch
//! while a long list comes in. Only what a table needs is read: texts, numbers, days, merged cells.

mod parts;
mod rows;
mod write;

pub use parts::{Book, BookError};
pub use rows::{BookRow, BookRows};
pub use write::{BookCell, xlsx};

#[cfg(test)]
mod tests;
