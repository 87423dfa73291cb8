//! The folder that `build` writes and that any static host serves.
//!
//! [`manifest`] says what is in it, [`contents`] puts the files together, [`slot`] is the place where
//! it goes (with lock and ownership), [`writer`] replaces one folder by the next so that a kill at any
//! moment leaves the old or the new one, and [`check`] compares a folder with its manifest.
//!
//! While a folder is written, three names beside it are ours: `.NAME.thumbindex-lock`,
//! `.NAME.thumbindex-tmp-PID` (the folder being written, or the old one right after the exchange) and
//! `.NAME.thumbindex-old-PID` (the old one, where the system cannot exchange two folders at once).

pub(crate) mod check;
pub(crate) mod contents;
pub(crate) mod disk;
pub(crate) mod manifest;
pub(crate) mod shape;
pub(crate) mod slot;
pub(crate) mod writer;
