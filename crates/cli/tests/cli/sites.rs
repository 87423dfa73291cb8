//! `build` over the folder of a site: which pages, which addresses, what is refused.

use std::fs;

use serde_json::Value;

use crate::harness::Scratch;

/// A page with a header and a menu that every page has.
fn page(title: &str, content: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{title} - Garden</title></head><body><div>Garden handbook</div>\
         <ul><li>Start</li><li>Tools</li></ul><h1>{title}</h1>{content}<p>Copyright 2024 by gardeners</p></body></html>"
    )
}

/// Four pages in two folders.
fn garden() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("public/index.html", page("Welcome", "<p>Everything grows here.</p><a href='tools/'>Tools</a>"));
    scratch.write(
        "public/tools/index.html",
        page("Tools", "<p>Spades.</p><h2 id=rakes>Rakes <a href=#rakes>¶</a></h2><p>Rakes gather leaves.</p>"),
    );
    scratch.write("public/tools/hoes.html", page("Hoes", "<p>A hoe weeds between rows.</p>"));
    scratch.write("public/soil.html", page("Soil", "<p>Compost feeds the soil.</p>"));
    scratch
}

fn urls(scratch: &Scratch, query: &str) -> Vec<String> {
    let answer = scratch.run(&["search", "public/thumbindex", query, "--json"]).ok().json();
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["url"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn one_command_makes_a_folder_of_pages_searchable() {
    let scratch = garden();
    let run = scratch.run(&["build", "public"]).ok();
    assert!(run.out().starts_with("5 sections in 4 pages; "), "{}", run.out());
    assert_eq!(urls(&scratch, "compost"), ["soil.html"]);
    assert_eq!(urls(&scratch, "gather leaves"), ["tools/#rakes"]);
    assert_eq!(urls(&scratch, "welcome"), ["./"]);
    // What every page has is no content.
    assert_eq!(urls(&scratch, "gardeners"), [""; 0]);
    // Doing it again finds the same pages and not its own.
    let again = scratch.run(&["build", "public"]).ok();
    assert!(again.out().starts_with("5 sections in 4 pages; "), "{}", again.out());
}

#[test]
fn pages_are_narrowed_by_what_they_say_of_themselves() {
    let scratch = garden();
    let given = |kind: &str, sown: &str| {
        format!(
            "<p data-thumb-filter=kind>{kind}</p><i data-thumb-sort='sown:{sown}'></i><p>Grows {sown}, as a {kind}.</p>"
        )
    };
    scratch.write("public/plants/bean.html", page("Bean", &given("vine", "2024-05-01")));
    scratch.write("public/plants/pea.html", page("Pea", &given("vine", "2024-03-11")));
    scratch.write("public/plants/beet.html", page("Beet", &given("root", "2024-04-20")));
    scratch.run(&["build", "public"]).ok();
    let urls = |args: &[&str]| -> Vec<String> {
        let answer = scratch.run(&[&["search", "public/thumbindex"], args, &["--json"]].concat()).ok().json();
        answer["hits"].as_array().unwrap().iter().map(|hit| hit["url"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(urls(&["grows", "--filter", "kind=vine", "--sort", "sown"]), ["plants/pea.html", "plants/bean.html"]);
    assert_eq!(
        urls(&["grows", "--filter", "sown=2024-04..", "--sort=-sown"]),
        ["plants/bean.html", "plants/beet.html"]
    );
    // The first folder of a path is a section.
    let mut tools = urls(&["--filter", "section=tools"]);
    tools.sort();
    assert_eq!(tools, ["tools/", "tools/hoes.html"]);
    let counts = scratch.run(&["search", "public/thumbindex", "grows", "--count", "kind"]).ok().out();
    assert!(counts.contains("kind: vine (2) root (1)"), "{counts}");
    // What pages can be filtered by is offered in the box that is put on them.
    scratch.run(&["build", "public", "--inject"]).ok();
    let bean = fs::read_to_string(scratch.path("public/plants/bean.html")).unwrap();
    assert!(bean.contains("base=\"../\" facets=\"kind sown\"></thumb-index>"), "{bean}");
}

#[test]
fn a_page_in_several_versions_and_languages_is_one_result() {
    let scratch = Scratch::new();
    let write = |path: &str, language: &str, canonical: &str, text: &str| {
        let link =
            if canonical.is_empty() { String::new() } else { format!("<link rel=canonical href='{canonical}'>") };
        let page = format!(
            "<html lang={language}><head>{link}<title>{text}</title></head><body><h1>{text}</h1><p>About marmalade: {text}.</p>"
        );
        scratch.write(&format!("public/{path}"), page);
    };
    for version in ["1.0", "2.0", "latest"] {
        // As Read the Docs has it: each calls the page of the newest its real one.
        write(&format!("{version}/start.html"), "en", "https://x.org/latest/start.html", "Getting started");
        write(&format!("{version}/use.html"), "en", "https://x.org/latest/use.html", "Daily use");
        write(&format!("{version}/de/use.html"), "de", "", "Die Benutzung");
        // Others, or what three versions share would be what most pages have.
        for name in ["bread", "butter", "honey", "jam"] {
            let page =
                format!("<html lang=en><title>On {name}</title><h1>On {name}</h1><p>All there is about {name}.</p>");
            scratch.write(&format!("public/{version}/de/{name}.html"), page.replace("lang=en", "lang=de"));
            scratch.write(&format!("public/{version}/{name}.html"), page);
        }
    }
    write("2.0/only.html", "en", "", "Of one version alone");
    let run = scratch.run(&["build", "public"]).ok();
    assert!(run.out().starts_with("34 sections in 34 pages; "), "{}", run.out());
    let found = |args: &[&str]| -> Vec<String> {
        let answer = scratch.run(&[&["search", "public/thumbindex", "marmalade", "--json"], args].concat()).ok().json();
        let hits = answer["hits"].as_array().unwrap();
        let mut urls: Vec<String> = hits.iter().map(|hit| hit["url"].as_str().unwrap().to_owned()).collect();
        urls.sort();
        urls
    };
    assert_eq!(
        found(&["--for-version", "1.0", "--for-language", "en"]),
        ["1.0/start.html", "1.0/use.html", "2.0/only.html"]
    );
    let german = found(&["--for-language", "de", "--for-version", "/docs/2.0/de/use.html"]);
    assert_eq!(german, ["2.0/de/use.html", "2.0/only.html", "2.0/start.html"]);
    // Who is in none has the newest.
    assert!(found(&["--for-language", "en"]).contains(&"latest/use.html".to_owned()));
    let told = scratch
        .run(&["search", "public/thumbindex", "benutzung", "--for-version", "1.0", "--for-language", "de"])
        .ok()
        .out();
    assert!(told.contains("(also: latest de, 2.0 de, 1.0 en"), "{told}");
    // The manifest tells the page to load the module that knows of them.
    let manifest = fs::read_to_string(scratch.path("public/thumbindex/thumbindex.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["editions"], true);
}

#[test]
fn a_themes_own_box_is_taken_over_where_the_page_tells_whose_it_is() {
    let scratch = garden();
    scratch.run(&["build", "public", "--adopt", "auto"]).fails(2, "unknown-generator", "--inject");
    let sphinx = page("Pots", "<p>Clay.</p><script src='_static/documentation_options.js'></script>");
    scratch.write("public/tools/pots.html", sphinx);
    let summary = scratch.run(&["build", "public", "--adopt", "auto", "--json"]).ok().json();
    assert_eq!((&summary["injected"], &summary["adopted"]), (&5.into(), &serde_json::json!({ "sphinx": 1 })));
    let read = |name: &str| fs::read_to_string(scratch.path(name)).unwrap();
    assert!(
        read("public/tools/pots.html")
            .contains("<script type=\"module\" src=\"../thumbindex/adopt.js?sphinx\"></script>")
    );
    assert!(read("public/soil.html").contains("<thumb-index src=\"thumbindex/\" base=\"./\">"));
    // A name is for all pages; what stood there before is replaced.
    let summary = scratch.run(&["build", "public", "--adopt", "mdbook", "--json"]).ok().json();
    assert_eq!(summary["adopted"], serde_json::json!({ "mdbook": 5 }));
    assert!(!read("public/soil.html").contains("<thumb-index"));
}

#[test]
fn the_line_is_put_on_every_page_once() {
    let scratch = garden();
    let summary = scratch.run(&["build", "public", "--inject", "--json"]).ok().json();
    assert_eq!((&summary["pages"], &summary["injected"]), (&4.into(), &4.into()));
    let hoes = fs::read_to_string(scratch.path("public/tools/hoes.html")).unwrap();
    assert!(hoes.contains("<thumb-index src=\"../thumbindex/\" base=\"../\"></thumb-index>"), "{hoes}");
    let summary = scratch.run(&["build", "public", "--inject", "--json"]).ok().json();
    assert_eq!(summary["injected"], 0);
    assert_eq!(fs::read_to_string(scratch.path("public/tools/hoes.html")).unwrap(), hoes);
}

#[test]
fn pages_that_do_not_want_to_be_found_are_not() {
    let scratch = garden();
    scratch.write("public/a.html", "<meta name=robots content='noindex, follow'><h1>Zebra</h1>");
    scratch.write("public/b.html", "<body data-thumb-ignore><h1>Zebra</h1>");
    scratch.write("public/c.html", "<meta http-equiv=refresh content='0; url=soil.html'><h1>Zebra</h1>");
    scratch.write("public/404.html", "<h1>Zebra</h1>");
    scratch.write("public/d/copy.html", "<link rel=canonical href='https://garden.example/soil.html'><h1>Zebra</h1>");
    scratch.write("public/e.html", "<link rel=canonical href='https://garden.example/e.html'><h1>Yak</h1>");
    scratch.write("public/drafts/f.html", "<h1>Zebra</h1>");
    scratch.write("public/g.print.html", "<h1>Zebra</h1>");
    scratch.write("public/.hidden/h.html", "<h1>Zebra</h1>");
    scratch.write("public/.thumbindexignore", "*.print.html\n");
    let run = scratch.run(&["build", "public", "--exclude", "drafts/"]).ok();
    for (path, why) in [
        ("a.html", "noindex"),
        ("b.html", "data-thumb-ignore"),
        ("c.html", "redirection"),
        ("404.html", "not there"),
        ("d/copy.html", "canonical address is that of soil.html"),
    ] {
        assert!(
            run.out().lines().any(|line| line.starts_with(&format!("not found: {path}: ")) && line.contains(why)),
            "{path}"
        );
    }
    assert_eq!(urls(&scratch, "zebra"), [""; 0]);
    assert_eq!(urls(&scratch, "yak"), ["e.html"]);
}

#[test]
fn an_empty_folder_a_missing_folder_and_one_without_pages_are_told_apart() {
    let scratch = garden();
    fs::create_dir(scratch.path("empty")).unwrap();
    scratch.run(&["build", "empty"]).fails(2, "no-pages", "holds no pages");
    scratch.run(&["build", "pubic"]).fails(2, "not-found", "did you mean public?");
    scratch.write("data/more.csv", "title\nA\n");
    scratch.run(&["build", "data"]).fails(2, "input-is-folder", "more.csv");
    scratch.write("secret/a.html", "<meta name=robots content=none,noindex><p>x");
    scratch.run(&["build", "secret"]).fails(2, "no-pages", "a.html: noindex");
}

#[test]
fn two_pages_with_one_address_are_an_error_that_names_both() {
    let scratch = garden();
    scratch.write("public/tools/index.htm", page("Tools again", ""));
    let failure = scratch.run(&["build", "public"]);
    failure.fails(2, "two-pages-one-url", "tools/index.htm and tools/index.html both have the address tools/");
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_never_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let scratch = garden();
    scratch.write("outside/secret.html", page("Secret", "<p>passwords</p>"));
    symlink("../outside/secret.html", scratch.path("public/leak.html")).unwrap();
    symlink("../outside", scratch.path("public/all")).unwrap();
    symlink("soil.html", scratch.path("public/earth.html")).unwrap();
    symlink("..", scratch.path("public/tools/loop")).unwrap();
    symlink("nowhere.html", scratch.path("public/dead.html")).unwrap();
    let run = scratch.run(&["build", "public"]).ok();
    assert!(run.out().starts_with("5 sections in 4 pages; "), "{}", run.out());
    assert!(run.err().contains("leak.html is a link out of the site"), "{}", run.err());
    assert!(run.err().contains("dead.html is a link to nowhere"), "{}", run.err());
    assert_eq!(urls(&scratch, "compost"), ["soil.html"]);
    assert_eq!(urls(&scratch, "passwords"), [""; 0]);
}

#[test]
fn inspect_shows_what_was_taken_of_a_page_and_why() {
    let scratch = garden();
    let run = scratch.run(&["inspect", "public", "--page", "tools/"]).ok();
    for line in ["title    Tools (from the first heading)", "Rakes  tools/#rakes", "[on 4 pages] Garden handbook"] {
        assert!(run.out().contains(line), "{line}: {}", run.out());
    }
    let trace: Value = scratch.run(&["inspect", "public", "--page", "public/soil.html", "--json"]).ok().json();
    assert_eq!(
        (&trace["url"], &trace["language"], &trace["content"]),
        (&"soil.html".into(), &"en".into(), &"<body>".into())
    );
    scratch.run(&["inspect", "public", "--page", "siol.html"]).fails(2, "unknown-page", "did you mean soil.html?");
}

#[test]
fn what_a_hostile_page_holds_is_text_and_leads_nowhere() {
    let scratch = garden();
    let payload = "<img src=x onerror=alert(1)>";
    let escaped = payload.replace('<', "&lt;");
    scratch.write(
        "public/evil.html",
        format!(
            "<title>{escaped}</title><link rel=canonical href='java&#9;script:alert(1)'><meta name=author content='{escaped}'>\
             <h1>{escaped} vicious</h1><h2 id='\"><script>alert(1)</script>'>{escaped} section</h2><p>{escaped} toxin"
        ),
    );
    scratch.write("public/javascript:alert(1).html", page("Scheme", "<p>schemeword"));
    let run = scratch.run(&["build", "public"]).ok();
    assert!(run.err().contains("evil.html:1: warning [url-refused]"), "{}", run.err());
    assert_eq!(urls(&scratch, "schemeword"), ["javascript%3Aalert(1).html"]);
    assert_eq!(urls(&scratch, "toxin"), ["evil.html#%22%3E%3Cscript%3Ealert(1)%3C/script%3E"]);
    let answer = scratch.run(&["search", "public/thumbindex", "vicious", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["title"]["text"], format!("{payload} vicious"));
}

#[test]
fn watching_builds_again_when_a_page_changes() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;
    let scratch = garden();
    let mut child = scratch.command(&["build", "public", "--watch"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.starts_with("waiting for pages to change")));
    assert_eq!(urls(&scratch, "mulch"), [""; 0]);
    scratch.write("public/soil.html", page("Soil", "<p>Mulch keeps it moist.</p>"));
    assert!(lines.any(|line| line.starts_with("waiting for pages to change")));
    assert_eq!(urls(&scratch, "mulch"), ["soil.html"]);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_folder_of_markdown_is_a_site_where_it_has_no_html() {
    let scratch = Scratch::new();
    scratch.write("notes/a.md", "# Ants\n\nThey walk.\n\n## Queens\n\nThey rule.\n");
    scratch.write("notes/b.txt", "Bees\n\nThey fly.\n");
    scratch.run(&["build", "notes", "-o", "public/thumbindex"]).ok();
    assert_eq!(urls(&scratch, "rule"), ["a.md#queens"]);
    assert_eq!(urls(&scratch, "bees"), ["b.txt"]);
    scratch.write("notes/c.html", page("Cats", ""));
    scratch.run(&["build", "notes", "-o", "public/thumbindex"]).ok();
    assert_eq!(urls(&scratch, "bees cats"), ["c.html"]);
}
