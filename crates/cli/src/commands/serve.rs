//! `thumbindex serve`: a folder in a browser on this machine.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

use super::{Output, site};
use crate::failure::{Failure, near_file, printable};
use crate::server;

/// Arguments of `thumbindex serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder to serve.
    folder: PathBuf,
    /// Build the index of the site in this folder, and again whenever its pages change.
    #[arg(long)]
    watch: bool,
    /// The port on 127.0.0.1; 0 for any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Runs the command; it ends only with the process.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let root = args.folder.canonicalize().map_err(|error| {
        let mut failure = Failure::io("serve", &args.folder, &error);
        if let Some(near) = near_file(&args.folder).filter(|_| error.kind() == io::ErrorKind::NotFound) {
            failure.fix = format!("did you mean {near}?");
        }
        failure
    })?;
    if !root.is_dir() {
        let cause = format!("{} is not a folder", args.folder.display());
        return Err(Failure::new("not-a-folder", cause, "name the folder that holds the pages"));
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(|error| {
        let cause = format!("cannot listen on 127.0.0.1:{}: {error}", args.port);
        Failure::new("port", cause, "name another port, or --port 0 for any free one")
    })?;
    let address = listener.local_addr().map_err(|error| Failure::new("port", error.to_string(), ""))?;
    out.line(format!("serving {} at http://{address}/", printable(&args.folder.display().to_string())))?;
    out.line("stop with Ctrl-C")?;
    if args.watch {
        let folder = args.folder.clone();
        // Standard output is this thread's.
        std::thread::spawn(move || {
            let mut errors = io::stderr();
            if let Err(failure) = site::watch(&folder, &mut Output { to: &mut errors, styled: false }) {
                eprint!("{}", failure.to_text());
            }
        });
    }
    out.to.flush().map_err(|error| Failure::output(&error))?;
    server::run(&listener, root).map_err(|error| Failure::new("port", error.to_string(), ""))?;
    Ok(0)
}
