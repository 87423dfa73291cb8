//! Answers queries, one a line on standard input, with one line of JSON each:
//! `cargo run --example answers -- INDEX.tix < queries.txt`.

use std::io::{self, BufRead as _, Write as _};

use thumbindex::{SearchOptions, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let index = std::env::args_os().nth(1).ok_or("usage: answers INDEX.tix < queries.txt")?;
    let mut session = Session::open(std::fs::read(index)?)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for query in io::stdin().lock().lines() {
        let answer = session.search(&query?, &SearchOptions::default());
        serde_json::to_writer(&mut out, &answer)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
