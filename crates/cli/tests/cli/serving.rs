//! `serve`: a folder over HTTP on this machine.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::harness::Scratch;

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(scratch: &Scratch, folder: &str) -> Server {
        let mut child = scratch.command(&["serve", folder, "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.trim_end_matches('/').to_string();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Server { child, address }
    }

    /// Sends bytes and reads until the server closes.
    fn raw(&self, request: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let at = reply.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(reply[..at].to_vec()).unwrap(), reply[at + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn files_come_with_their_types() {
    let scratch = Scratch::new();
    for (name, bytes) in [
        ("index.html", "<p>"),
        ("a.js", "1"),
        ("b.wasm", "\0asm"),
        ("c.tix", "x"),
        ("d.json", "{}"),
        ("sub/index.html", "sub"),
    ] {
        scratch.write(&format!("www/{name}"), bytes);
    }
    let server = Server::start(&scratch, "www");
    for (path, mime, body) in [
        ("/", "text/html; charset=utf-8", "<p>"),
        ("/a.js?v=1", "text/javascript; charset=utf-8", "1"),
        ("/b.wasm", "application/wasm", "\0asm"),
        ("/c.tix", "application/octet-stream", "x"),
        ("/d.json", "application/json", "{}"),
        ("/sub/", "text/html; charset=utf-8", "sub"),
    ] {
        let (head, got) = server.get(path);
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{path}: {head}");
        assert!(head.contains(&format!("Content-Type: {mime}\r\n")), "{path}: {head}");
        assert!(head.contains("Cache-Control: no-cache") && head.contains("X-Content-Type-Options: nosniff"), "{head}");
        assert_eq!(got, body.as_bytes(), "{path}");
    }
    let (head, _) = server.get("/sub");
    assert!(head.starts_with("HTTP/1.1 301") && head.contains("Location: /sub/"), "{head}");
    let (head, _) = server.get("//sub");
    assert!(head.contains("Location: /sub/"), "{head}");
    let (head, body) =
        server.raw(&format!("HEAD /a.js HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address));
    assert!(head.contains("Content-Length: 1") && body.is_empty(), "{head}");
}

#[test]
fn one_connection_answers_many_requests() {
    let scratch = Scratch::new();
    scratch.write("www/a.txt", "A");
    let server = Server::start(&scratch, "www");
    let one = format!("GET /a.txt HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let last = format!("GET /a.txt HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
    let (_, rest) = server.raw(&format!("{one}{one}{last}"));
    let text = String::from_utf8(rest).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2, "{text}");
}

#[test]
fn nothing_outside_the_folder_is_served() {
    let scratch = Scratch::new();
    scratch.write("secret.txt", "secret");
    scratch.write("www/index.html", "<p>");
    scratch.write("www/.hidden", "secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink(scratch.path("secret.txt"), scratch.path("www/link.txt")).unwrap();
    let server = Server::start(&scratch, "www");
    let absolute = scratch.path("secret.txt").display().to_string();
    let paths = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/a/../../secret.txt",
        "/..\\secret.txt",
        "/.hidden",
        "/link.txt",
        "/%00",
        "/%",
        "/none",
        &absolute,
    ];
    for path in paths {
        let (head, body) = server.get(path);
        assert!(head.starts_with("HTTP/1.1 404"), "{path}: {head}");
        assert!(!String::from_utf8_lossy(&body).contains("secret"), "{path}");
    }
}

#[test]
fn foreign_hosts_methods_and_nonsense_are_refused() {
    let scratch = Scratch::new();
    scratch.write("www/index.html", "<p>");
    let server = Server::start(&scratch, "www");
    let host = format!("Host: {}\r\n", server.address);
    let long = format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "y".repeat(20_000));
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_string(), "421"),
        ("GET / HTTP/1.1\r\n\r\n".to_string(), "421"),
        (format!("POST / HTTP/1.1\r\n{host}\r\n"), "405"),
        (format!("GET / HTTP/1.1\r\n{host}Content-Length: 5\r\n\r\nhello"), "413"),
        ("nonsense\r\n\r\n".to_string(), "400"),
        (long, "431"),
    ] {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let _ = stream.write_all(request.as_bytes());
        let mut reply = [0; 12];
        stream.read_exact(&mut reply).unwrap();
        assert_eq!(&reply[9..], status.as_bytes(), "{request:.60}");
    }
    // It still answers.
    assert!(server.get("/").0.starts_with("HTTP/1.1 200"));
}

#[test]
fn a_built_folder_is_served_byte_by_byte() {
    let scratch = Scratch::built();
    let server = Server::start(&scratch, "site");
    let index = scratch.index("site");
    let (_, body) = server.get(&format!("/{}", index.file_name().unwrap().to_str().unwrap()));
    assert_eq!(body, fs::read(index).unwrap());
}

#[test]
fn wrong_calls() {
    let scratch = Scratch::built();
    let server = Server::start(&scratch, "site");
    let port = server.address.rsplit_once(':').unwrap().1;
    scratch.run(&["serve", "site", "--port", port]).fails(2, "port", "--port 0");
    scratch.run(&["serve", "papers.jsonl"]).fails(2, "not-a-folder", "papers.jsonl");
    scratch.run(&["serve", "siet"]).fails(2, "not-found", "did you mean site?");
}
