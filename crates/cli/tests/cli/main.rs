//! The command from outside: arguments, files, output and exit status on tiny corpora.
//!
//! One file per theme; `harness` has the steps that they share.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod harness;

mod building;
mod determinism;
mod evaluating;
mod hostile_sites;
mod interrupted;
mod places;
mod publishing;
mod real_sites;
mod searching;
mod serving;
mod shapes;
mod sites;
mod verifying;
