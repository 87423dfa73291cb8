//! A small server for files on this machine: GET and HEAD, one folder, 127.0.0.1 only.
//!
//! It exists to try a folder in a browser, so it is careful before it is fast: no path leaves the
//! folder (not through `..`, encoded or not, nor through a symbolic link), hidden files are not
//! served, requests under a foreign host name are refused (a page elsewhere could otherwise read the
//! files by pointing its name at this machine), and nothing is cached.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Bytes of request line and headers at most.
const HEAD_LIMIT: u64 = 16 << 10;
/// Connections at a time; more wait in the system's queue.
const CONNECTIONS: usize = 64;
/// How long a silent client keeps a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers requests until the process ends.
pub(crate) fn run(listener: &TcpListener, root: PathBuf) -> io::Result<()> {
    let root = Arc::new(root);
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        // A connection that failed before it began concerns nobody else.
        let Ok(stream) = stream else { continue };
        if open.fetch_add(1, Ordering::AcqRel) >= CONNECTIONS {
            open.fetch_sub(1, Ordering::AcqRel);
            continue;
        }
        let (root, open) = (Arc::clone(&root), Arc::clone(&open));
        thread::spawn(move || {
            let _ = serve(stream, &root);
            open.fetch_sub(1, Ordering::AcqRel);
        });
    }
    Ok(())
}

/// One connection, one request after the other.
fn serve(stream: TcpStream, root: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut to = stream.try_clone()?;
    let mut from = BufReader::new(stream);
    loop {
        let mut head = String::new();
        let mut limited = (&mut from).take(HEAD_LIMIT);
        loop {
            let before = head.len();
            match limited.read_line(&mut head) {
                Ok(0) if before == 0 => return Ok(()),
                Ok(0) => return send(&mut to, &Reply::error("431 Request Header Fields Too Large"), false),
                Ok(_) if matches!(&head[before..], "\r\n" | "\n") => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    return send(&mut to, &Reply::error("400 Bad Request"), false);
                }
                Err(error) => return Err(error),
            }
        }
        let request = Request::parse(&head);
        let head_only = request.as_ref().is_some_and(|request| request.method == "HEAD");
        let reply = request.as_ref().map_or_else(|| Reply::error("400 Bad Request"), |request| answer(request, root));
        send(&mut to, &reply, head_only)?;
        if reply.closes || request.is_none_or(|request| request.closes) {
            return Ok(());
        }
    }
}

/// What matters of a request.
#[derive(Debug, PartialEq, Eq)]
struct Request<'a> {
    method: &'a str,
    target: &'a str,
    host: &'a str,
    closes: bool,
    has_body: bool,
}

impl<'a> Request<'a> {
    fn parse(head: &'a str) -> Option<Request<'a>> {
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if words.next().is_some() || !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return None;
        }
        let mut request = Request { method, target, host: "", closes: version == "HTTP/1.0", has_body: false };
        for line in lines.take_while(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':')?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "host" => request.host = value,
                "connection" => request.closes |= value.eq_ignore_ascii_case("close"),
                "content-length" => request.has_body |= value != "0",
                "transfer-encoding" => request.has_body = true,
                _ => {}
            }
        }
        Some(request)
    }
}

/// A status with a body that is text or a file.
#[derive(Debug)]
struct Reply {
    status: &'static str,
    mime: &'static str,
    extra: String,
    text: &'static str,
    file: Option<(File, u64)>,
    closes: bool,
}

impl Reply {
    fn error(status: &'static str) -> Reply {
        let mime = "text/plain; charset=utf-8";
        Reply { status, mime, extra: String::new(), text: status, file: None, closes: true }
    }

    fn not_found() -> Reply {
        Reply { closes: false, ..Reply::error("404 Not Found") }
    }
}

fn answer(request: &Request, root: &Path) -> Reply {
    if !is_local(request.host) {
        return Reply::error("421 Misdirected Request");
    }
    if !matches!(request.method, "GET" | "HEAD") {
        return Reply { extra: "Allow: GET, HEAD\r\n".into(), ..Reply::error("405 Method Not Allowed") };
    }
    // The body would be read as the next request.
    if request.has_body {
        return Reply::error("413 Content Too Large");
    }
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    let Some(relative) = relative(path) else { return Reply::not_found() };
    // Resolves links; what then lies outside the root is as good as absent.
    let Ok(mut found) = fs::canonicalize(root.join(relative)) else { return Reply::not_found() };
    if found.starts_with(root) && found.is_dir() {
        if !path.ends_with('/') {
            // From the slash on, relative links in the page mean this folder. The leading slashes are made
            // one, since `//name/` would be another host.
            let extra = format!("Location: /{}/\r\n", path.trim_start_matches('/'));
            return Reply { extra, closes: false, ..Reply::error("301 Moved Permanently") };
        }
        let Ok(page) = fs::canonicalize(found.join("index.html")) else { return Reply::not_found() };
        found = page;
    }
    if !found.starts_with(root) || !found.is_file() {
        return Reply::not_found();
    }
    match File::open(&found).and_then(|file| Ok((file.metadata()?.len(), file))) {
        Ok((bytes, file)) => {
            let mime = mime(&found);
            Reply { status: "200 OK", mime, extra: String::new(), text: "", file: Some((file, bytes)), closes: false }
        }
        Err(_) => Reply::not_found(),
    }
}

fn send(to: &mut TcpStream, reply: &Reply, head_only: bool) -> io::Result<()> {
    let bytes = reply.file.as_ref().map_or(reply.text.len() as u64, |(_, bytes)| *bytes);
    let connection = if reply.closes { "close" } else { "keep-alive" };
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {bytes}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: {connection}\r\n{}\r\n",
        reply.status, reply.mime, reply.extra,
    );
    to.write_all(head.as_bytes())?;
    if head_only {
        return Ok(());
    }
    match &reply.file {
        None => to.write_all(reply.text.as_bytes()),
        Some((file, bytes)) => {
            // A file that shrinks meanwhile must not leave the client waiting on an open connection.
            if io::copy(&mut file.take(*bytes), to)? == *bytes {
                Ok(())
            } else {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        }
    }
}

/// Whether a Host header names this machine.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
}

/// The file that a request path means, relative to the root; `None` when it could lead elsewhere.
fn relative(path: &str) -> Option<PathBuf> {
    let decoded = decode(path)?;
    if decoded.contains(['\0', '\\']) {
        return None;
    }
    let relative = PathBuf::from(decoded.trim_start_matches('/'));
    let visible = |component: Component| match component {
        Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
        _ => false,
    };
    relative.components().all(visible).then_some(relative)
}

/// Undoes percent encoding once; `None` when it is broken or not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let (high, low) = (char::from(*tail.first()?).to_digit(16)?, char::from(*tail.get(1)?).to_digit(16)?);
            bytes.push((high * 16 + low) as u8);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

fn mime(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for bad in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/..%2fx",
            "/a\\..\\x",
            "/%5c..",
            "/.git/config",
            "/a%00",
            "/%",
            "/%zz",
            "/%ff",
        ] {
            assert_eq!(relative(bad), None, "{bad}");
        }
        assert_eq!(relative("/"), Some(PathBuf::new()));
        assert_eq!(relative("//etc/passwd"), Some(PathBuf::from("etc/passwd")));
        assert_eq!(relative("/a%20b/c.js"), Some(PathBuf::from("a b/c.js")));
        assert_eq!(relative("/%252e%252e/x"), Some(PathBuf::from("%2e%2e/x")));
    }

    #[test]
    fn hosts_are_this_machine() {
        for good in ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "LOCALHOST"] {
            assert!(is_local(good), "{good}");
        }
        for bad in ["", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil:80"] {
            assert!(!is_local(bad), "{bad}");
        }
    }

    #[test]
    fn requests_are_read_strictly() {
        let request = Request::parse("GET /a?b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        assert_eq!((request.method, request.target, request.host, request.closes), ("GET", "/a?b", "localhost", true));
        for bad in
            ["", "GET", "GET /a", "GET http://x/ HTTP/1.1\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "GET / HTTP/2\r\n\r\n"]
        {
            assert_eq!(Request::parse(bad), None, "{bad:?}");
        }
    }
}
