//! `verify`: every fault has a name.

use std::fs;

use crate::harness::Scratch;

/// A fault in the folder `site` and what is said about it.
fn check(damage: impl Fn(&Scratch), code: &str) {
    let scratch = Scratch::built();
    damage(&scratch);
    let run = scratch.run(&["verify", "site"]);
    assert_eq!(run.status(), Some(1), "{}{}", run.out(), run.err());
    assert!(run.out().contains(&format!("[{code}]")), "no {code} in {}", run.out());
    let object = scratch.run(&["verify", "site", "--json"]).json();
    assert_eq!(object["whole"], false);
    assert_eq!(object["faults"][0]["code"], code);
}

fn edit(path: &std::path::Path, change: impl Fn(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_whole_folder() {
    let scratch = Scratch::built();
    let run = scratch.run(&["verify", "site"]).ok();
    assert!(run.out().starts_with("site: whole (") && run.out().contains("3 documents"), "{}", run.out());
    let object = scratch.run(&["verify", "site", "--json"]).ok().json();
    assert_eq!((&object["whole"], &object["repaired"]), (&true.into(), &false.into()));
    scratch.run(&["verify", scratch.index("site").to_str().unwrap()]).ok();
}

#[test]
fn damaged_files() {
    check(|scratch| edit(&scratch.index("site"), |bytes| bytes[40] ^= 1), "hash");
    check(|scratch| edit(&scratch.index("site"), |bytes| bytes.truncate(bytes.len() - 1)), "length");
    check(|scratch| edit(&scratch.index("site"), |bytes| bytes.push(0)), "length");
    check(|scratch| fs::remove_file(scratch.index("site")).unwrap(), "missing");
}

#[test]
fn damaged_manifests() {
    let manifest = |scratch: &Scratch| scratch.path("site/thumbindex.json");
    check(|scratch| fs::remove_file(manifest(scratch)).unwrap(), "unreadable");
    check(|scratch| edit(&manifest(scratch), |bytes| bytes.clear()), "bad-manifest");
    check(|scratch| edit(&manifest(scratch), |bytes| bytes.push(b' ')), "changed");
    check(
        |scratch| {
            let text = fs::read_to_string(manifest(scratch)).unwrap();
            fs::write(manifest(scratch), text.replacen("\"format\": 1", "\"format\": 2", 1)).unwrap();
        },
        "manifest-version",
    );
}

#[test]
fn no_single_bit_of_the_manifest_can_change_unseen() {
    let scratch = Scratch::built();
    let path = scratch.path("site/thumbindex.json");
    let good = fs::read(&path).unwrap();
    // The version of the generator is free text, checked nowhere else.
    let version = String::from_utf8_lossy(&good).find(env!("CARGO_PKG_VERSION")).unwrap();
    let free = version..version + env!("CARGO_PKG_VERSION").len();
    for at in (0..good.len()).filter(|at| !free.contains(at)) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&path, bad).unwrap();
        let run = scratch.run(&["verify", "site"]);
        assert_eq!(run.status(), Some(1), "byte {at}: {}{}", run.out(), run.err());
    }
}

#[test]
fn an_index_of_another_build() {
    // Right hash, right name, but the manifest tells another build.
    check(
        |scratch| {
            let path = scratch.path("site/thumbindex.json");
            let text = fs::read_to_string(&path).unwrap();
            let at = text.find("\"build\": \"").unwrap() + 10;
            fs::write(&path, format!("{}0123456789abcdef{}", &text[..at], &text[at + 16..])).unwrap();
        },
        "wrong-build",
    );
}

#[test]
fn foreign_files_are_noted_but_no_fault() {
    let scratch = Scratch::built();
    scratch.write("site/CNAME", "example.org");
    let run = scratch.run(&["verify", "site"]).ok();
    assert!(run.out().contains("note: CNAME"), "{}", run.out());
}

#[test]
fn files_that_are_no_index() {
    let scratch = Scratch::built();
    scratch.write("page.tix", "<!doctype html>");
    let run = scratch.run(&["verify", "page.tix"]);
    assert_eq!(run.status(), Some(1));
    assert!(run.out().contains("[not-an-index]"), "{}", run.out());
    scratch.run(&["verify", "gone"]).fails(2, "not-found", "gone");
}
