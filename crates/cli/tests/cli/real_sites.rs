//! Documentation packages of Debian: sites that nobody made for this. Where a package is not installed, and not below the folder that
//! `THUMBINDEX_SITES` names (as `PACKAGE/usr/share/doc/...`), its test says so and ends. Their pages change with updates, so what is
//! asserted holds for any version.

use std::path::PathBuf;

use crate::harness::Scratch;

struct Real {
    scratch: Scratch,
    pages: u64,
    sections: u64,
}

impl Real {
    /// The site of a package, built; None where it is not to be had.
    fn of(package: &str, folder: &str) -> Option<Real> {
        let unpacked = std::env::var_os("THUMBINDEX_SITES").map(|sites| PathBuf::from(sites).join(package));
        let roots = [Some(PathBuf::from("/")), unpacked].into_iter().flatten();
        let Some(site) = roots.map(|root| root.join("usr/share/doc").join(folder)).find(|site| site.is_dir()) else {
            eprintln!("{package} is not here: skipped");
            return None;
        };
        let scratch = Scratch::new();
        let summary = scratch.run(&["build", site.to_str().unwrap(), "-o", "index", "--json"]).ok().json();
        scratch.run(&["verify", "index"]).ok();
        Some(Real {
            pages: summary["pages"].as_u64().unwrap(),
            sections: summary["documents"].as_u64().unwrap(),
            scratch,
        })
    }

    /// The address of the first hit, and its title.
    fn first(&self, query: &str) -> (String, String) {
        let answer = self.scratch.run(&["search", "index", "--json", "--", query]).ok().json();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        (text(&answer["hits"][0]["url"]), text(&answer["hits"][0]["title"]["text"]))
    }

    #[track_caller]
    fn finds(&self, query: &str, page: &str) {
        let (url, title) = self.first(query);
        assert_eq!(url.split('#').next(), Some(page), "{query}: {title}");
    }
}

#[test]
fn git() {
    let Some(site) = Real::of("git-doc", "git-doc") else { return };
    assert!(site.pages > 150 && site.sections > 5 * site.pages, "{} {}", site.pages, site.sections);
    for (query, page) in [
        ("git-add", "git-add.html"),
        ("git rebase", "git-rebase.html"),
        ("git-cherypick", "git-cherry-pick.html"),
        ("--ignore-unmerged", "git-restore.html"),
        ("git chery-pick", "git-cherry-pick.html"),
    ] {
        site.finds(query, page);
    }
    assert_eq!(site.first("git-add").1, "git-add(1)");
}

#[test]
fn postgresql() {
    let Some(site) = Real::of("postgresql-doc-15", "postgresql-doc-15/html") else { return };
    assert!(site.pages > 1_000 && site.sections > 3 * site.pages, "{} {}", site.pages, site.sections);
    for (query, page) in [
        ("create table", "sql-createtable.html"),
        ("CREATE INDX", "sql-createindex.html"),
        ("shared_buffers", "runtime-config-resource.html"),
        ("pg_stat_activity", "monitoring-stats.html"),
        ("row security policies", "ddl-rowsecurity.html"),
    ] {
        site.finds(query, page);
    }
}

#[test]
fn django() {
    let Some(site) = Real::of("python-django-doc", "python-django-doc/html") else { return };
    assert!(site.pages > 500, "{}", site.pages);
    // Every page's first heading is the site's name.
    assert!(!site.first("documentation").1.contains("Django 3.2"), "{:?}", site.first("documentation"));
    for (query, page) in [
        ("HttpResponseNotAllowed", "ref/request-response.html"),
        ("select_related", "ref/models/querysets.html"),
        ("Writing your first Django app, part 3", "intro/tutorial03.html"),
        ("ModelAdmin.list_display", "ref/contrib/admin/index.html"),
    ] {
        site.finds(query, page);
    }
}

#[test]
fn apache_in_many_languages_behind_links() {
    let Some(site) = Real::of("apache2-doc", "apache2-doc/manual") else { return };
    assert!((300..3_000).contains(&site.pages), "{}", site.pages);
    assert!(site.first("mod_rewrite").0.contains("rewrite"), "{:?}", site.first("mod_rewrite"));
}
