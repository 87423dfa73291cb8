//! The words of the pages, in the languages that the search box speaks; English for others. Numbers stand where no noun has to
//! bend to them.

/// The words of one language. `{}` stands for what is put in.
#[derive(Debug)]
pub(crate) struct Words {
    /// The language, without region.
    language: &'static str,
    /// What parts the thousands of a number.
    group: char,
    /// Link to the first page.
    pub(crate) home: &'static str,
    /// Link to the list of all records.
    pub(crate) all: &'static str,
    /// Link to the topics, and their heading.
    pub(crate) topics: &'static str,
    /// Heading of the list of all records.
    pub(crate) all_entries: &'static str,
    /// Link from some topics to all.
    pub(crate) all_topics: &'static str,
    /// Records, where they have no dates.
    pub(crate) entries: &'static str,
    /// Records, where they have dates.
    pub(crate) newest: &'static str,
    /// Records like one.
    pub(crate) similar: &'static str,
    /// Name of the links from page to page.
    pub(crate) pages: &'static str,
    /// Where in a list: number, and of how many.
    pub(crate) page_of: &'static str,
    /// Link to the page before.
    pub(crate) newer: &'static str,
    /// Link to the page behind.
    pub(crate) older: &'static str,
    /// Link to the record itself.
    pub(crate) open: &'static str,
    /// The same, with the host.
    pub(crate) open_at: &'static str,
    /// Behind the first authors of many.
    pub(crate) others: &'static str,
    /// Name of the site's own links.
    pub(crate) site: &'static str,
    /// Name of the box.
    pub(crate) search_here: &'static str,
    /// What is in the empty box of the first page.
    pub(crate) search_fields: &'static str,
    /// What is in the empty box of other pages.
    pub(crate) search: &'static str,
    /// Where the search does not run; a link to all records follows.
    pub(crate) noscript: &'static str,
    /// The same in a page of one file.
    pub(crate) noscript_single: &'static str,
    /// Link to the feed.
    pub(crate) feed: &'static str,
    /// Foot, with the name of this program.
    pub(crate) searched: &'static str,
    /// The same in a page of one file.
    pub(crate) searched_inside: &'static str,
    /// How many records a list leaves out.
    pub(crate) more: &'static str,
}

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

/// The language of a tag, without script and region.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether a language is written from right to left.
pub(crate) fn right_to_left(tag: &str) -> bool {
    RIGHT_TO_LEFT.contains(&primary(tag).as_str())
}

impl Words {
    /// The words of a language, given as a tag such as `pt-BR`.
    pub(crate) fn of(tag: &str) -> &'static Words {
        let language = primary(tag);
        ALL.iter().find(|words| words.language == language).unwrap_or(&ENGLISH)
    }

    /// A number with its thousands parted.
    pub(crate) fn number(&self, number: usize) -> String {
        crate::commands::grouped(number as u64).replace(',', self.group.encode_utf8(&mut [0; 4]))
    }
}

/// Puts texts where the `{}` of a pattern are.
pub(crate) fn put(pattern: &str, texts: &[&str]) -> String {
    let mut parts = pattern.split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (part, text) in parts.zip(texts) {
        out.push_str(text);
        out.push_str(part);
    }
    out
}

const ALL: &[Words] = &[GERMAN, SPANISH, FRENCH, PORTUGUESE, RUSSIAN, CHINESE, JAPANESE, KOREAN, ARABIC, HEBREW];

static ENGLISH: Words = Words {
    language: "en",
    group: ',',
    home: "Home",
    all: "All",
    topics: "Topics",
    all_entries: "All entries",
    all_topics: "All topics",
    entries: "Entries",
    newest: "Newest",
    similar: "Similar",
    pages: "Pages",
    page_of: "Page {} of {}",
    newer: "Newer",
    older: "Older",
    open: "Open",
    open_at: "Open at {}",
    others: "et al.",
    site: "Site",
    search_here: "Search this collection",
    search_fields: "Search titles, text and keywords",
    search: "Search",
    noscript: "Searching takes JavaScript and a web server; this list takes neither:",
    noscript_single: "Searching takes JavaScript and WebAssembly; without, there is the list below.",
    feed: "Feed of new entries",
    searched: "Searched by {}",
    searched_inside: "Searched by {}, inside this file",
    more: "And {} more that the search finds.",
};

const GERMAN: Words = Words {
    language: "de",
    group: '.',
    home: "Start",
    all: "Alle",
    topics: "Themen",
    all_entries: "Alle Einträge",
    all_topics: "Alle Themen",
    entries: "Einträge",
    newest: "Neueste",
    similar: "Ähnliche",
    pages: "Seiten",
    page_of: "Seite {} von {}",
    newer: "Neuere",
    older: "Ältere",
    open: "Öffnen",
    open_at: "Öffnen bei {}",
    others: "u. a.",
    site: "Website",
    search_here: "Diese Sammlung durchsuchen",
    search_fields: "Titel, Texte und Schlagwörter durchsuchen",
    search: "Suche",
    noscript: "Die Suche braucht JavaScript und einen Webserver; diese Liste braucht beides nicht:",
    noscript_single: "Die Suche braucht JavaScript und WebAssembly; ohne sie gibt es die Liste darunter.",
    feed: "Feed der neuen Einträge",
    searched: "Durchsucht von {}",
    searched_inside: "Durchsucht von {}, in dieser Datei",
    more: "Und {} weitere, die die Suche findet.",
};

const SPANISH: Words = Words {
    language: "es",
    group: '.',
    home: "Inicio",
    all: "Todo",
    topics: "Temas",
    all_entries: "Todas las entradas",
    all_topics: "Todos los temas",
    entries: "Entradas",
    newest: "Novedades",
    similar: "Similares",
    pages: "Páginas",
    page_of: "Página {} de {}",
    newer: "Más recientes",
    older: "Más antiguas",
    open: "Abrir",
    open_at: "Abrir en {}",
    others: "et al.",
    site: "Sitio",
    search_here: "Buscar en esta colección",
    search_fields: "Buscar títulos, textos y palabras clave",
    search: "Buscar",
    noscript: "La búsqueda necesita JavaScript y un servidor web; esta lista no:",
    noscript_single: "La búsqueda necesita JavaScript y WebAssembly; sin ellos está la lista de abajo.",
    feed: "Canal de entradas nuevas",
    searched: "Búsqueda de {}",
    searched_inside: "Búsqueda de {}, dentro de este archivo",
    more: "Y {} más que la búsqueda encuentra.",
};

const FRENCH: Words = Words {
    language: "fr",
    group: '\u{202f}',
    home: "Accueil",
    all: "Tout",
    topics: "Thèmes",
    all_entries: "Toutes les entrées",
    all_topics: "Tous les thèmes",
    entries: "Entrées",
    newest: "Nouveautés",
    similar: "Similaires",
    pages: "Pages",
    page_of: "Page {} sur {}",
    newer: "Plus récentes",
    older: "Plus anciennes",
    open: "Ouvrir",
    open_at: "Ouvrir sur {}",
    others: "et al.",
    site: "Site",
    search_here: "Rechercher dans cette collection",
    search_fields: "Rechercher titres, textes et mots-clés",
    search: "Rechercher",
    noscript: "La recherche demande JavaScript et un serveur web ; cette liste n’en a pas besoin :",
    noscript_single: "La recherche demande JavaScript et WebAssembly ; sans eux, il y a la liste ci-dessous.",
    feed: "Flux des nouvelles entrées",
    searched: "Recherche par {}",
    searched_inside: "Recherche par {}, dans ce fichier",
    more: "Et {} autres que la recherche trouve.",
};

const PORTUGUESE: Words = Words {
    language: "pt",
    group: '.',
    home: "Início",
    all: "Tudo",
    topics: "Temas",
    all_entries: "Todas as entradas",
    all_topics: "Todos os temas",
    entries: "Entradas",
    newest: "Novidades",
    similar: "Semelhantes",
    pages: "Páginas",
    page_of: "Página {} de {}",
    newer: "Mais recentes",
    older: "Mais antigas",
    open: "Abrir",
    open_at: "Abrir em {}",
    others: "et al.",
    site: "Site",
    search_here: "Pesquisar nesta coleção",
    search_fields: "Pesquisar títulos, textos e palavras-chave",
    search: "Pesquisar",
    noscript: "A pesquisa precisa de JavaScript e de um servidor web; esta lista não:",
    noscript_single: "A pesquisa precisa de JavaScript e WebAssembly; sem eles, há a lista abaixo.",
    feed: "Feed das entradas novas",
    searched: "Pesquisa por {}",
    searched_inside: "Pesquisa por {}, dentro deste arquivo",
    more: "E mais {} que a pesquisa encontra.",
};

const RUSSIAN: Words = Words {
    language: "ru",
    group: '\u{a0}',
    home: "Главная",
    all: "Все",
    topics: "Темы",
    all_entries: "Все записи",
    all_topics: "Все темы",
    entries: "Записи",
    newest: "Новые",
    similar: "Похожие",
    pages: "Страницы",
    page_of: "Страница {} из {}",
    newer: "Новее",
    older: "Старше",
    open: "Открыть",
    open_at: "Открыть на {}",
    others: "и др.",
    site: "Сайт",
    search_here: "Поиск в этой коллекции",
    search_fields: "Поиск по названиям, текстам и ключевым словам",
    search: "Поиск",
    noscript: "Для поиска нужны JavaScript и веб-сервер; этому списку они не нужны:",
    noscript_single: "Для поиска нужны JavaScript и WebAssembly; без них есть список ниже.",
    feed: "Лента новых записей",
    searched: "Поиск: {}",
    searched_inside: "Поиск: {}, внутри этого файла",
    more: "И ещё {}, которые найдёт поиск.",
};

const CHINESE: Words = Words {
    language: "zh",
    group: ',',
    home: "首页",
    all: "全部",
    topics: "主题",
    all_entries: "全部条目",
    all_topics: "全部主题",
    entries: "条目",
    newest: "最新",
    similar: "相似",
    pages: "页码",
    page_of: "第 {} 页，共 {} 页",
    newer: "较新",
    older: "较旧",
    open: "打开",
    open_at: "在 {} 打开",
    others: "等",
    site: "网站",
    search_here: "搜索本合集",
    search_fields: "搜索标题、正文和关键词",
    search: "搜索",
    noscript: "搜索需要 JavaScript 和网络服务器；此列表不需要：",
    noscript_single: "搜索需要 JavaScript 和 WebAssembly；没有它们时，可使用下面的列表。",
    feed: "新条目订阅",
    searched: "搜索由 {} 提供",
    searched_inside: "搜索由本文件内的 {} 提供",
    more: "另有 {} 条可通过搜索找到。",
};

const JAPANESE: Words = Words {
    language: "ja",
    group: ',',
    home: "ホーム",
    all: "すべて",
    topics: "トピック",
    all_entries: "すべての項目",
    all_topics: "すべてのトピック",
    entries: "項目",
    newest: "新着",
    similar: "類似",
    pages: "ページ",
    page_of: "{} / {} ページ",
    newer: "新しい",
    older: "古い",
    open: "開く",
    open_at: "{} で開く",
    others: "ほか",
    site: "サイト",
    search_here: "このコレクションを検索",
    search_fields: "タイトル、本文、キーワードを検索",
    search: "検索",
    noscript: "検索には JavaScript とウェブサーバーが必要です。この一覧には不要です：",
    noscript_single: "検索には JavaScript と WebAssembly が必要です。ない場合は下の一覧をご覧ください。",
    feed: "新着フィード",
    searched: "検索：{}",
    searched_inside: "検索：{}（このファイル内）",
    more: "ほか {} 件は検索で見つかります。",
};

const KOREAN: Words = Words {
    language: "ko",
    group: ',',
    home: "홈",
    all: "전체",
    topics: "주제",
    all_entries: "모든 항목",
    all_topics: "모든 주제",
    entries: "항목",
    newest: "최신",
    similar: "비슷한 항목",
    pages: "페이지",
    page_of: "{} / {} 페이지",
    newer: "더 새로운",
    older: "더 오래된",
    open: "열기",
    open_at: "{}에서 열기",
    others: "외",
    site: "사이트",
    search_here: "이 모음에서 검색",
    search_fields: "제목, 본문, 키워드 검색",
    search: "검색",
    noscript: "검색에는 JavaScript와 웹 서버가 필요합니다. 이 목록에는 필요 없습니다:",
    noscript_single: "검색에는 JavaScript와 WebAssembly가 필요합니다. 없으면 아래 목록이 있습니다.",
    feed: "새 항목 피드",
    searched: "검색: {}",
    searched_inside: "검색: {} (이 파일 안)",
    more: "검색으로 찾을 수 있는 항목이 {}개 더 있습니다.",
};

const ARABIC: Words = Words {
    language: "ar",
    group: ',',
    home: "الرئيسية",
    all: "الكل",
    topics: "المواضيع",
    all_entries: "كل المدخلات",
    all_topics: "كل المواضيع",
    entries: "المدخلات",
    newest: "الأحدث",
    similar: "مشابهة",
    pages: "الصفحات",
    page_of: "الصفحة {} من {}",
    newer: "أحدث",
    older: "أقدم",
    open: "فتح",
    open_at: "فتح في {}",
    others: "وآخرون",
    site: "الموقع",
    search_here: "البحث في هذه المجموعة",
    search_fields: "ابحث في العناوين والنصوص والكلمات المفتاحية",
    search: "بحث",
    noscript: "يحتاج البحث إلى JavaScript وخادم ويب، ولا تحتاج هذه القائمة إليهما:",
    noscript_single: "يحتاج البحث إلى JavaScript وWebAssembly، ومن دونهما القائمة أدناه.",
    feed: "خلاصة المدخلات الجديدة",
    searched: "البحث بواسطة {}",
    searched_inside: "البحث بواسطة {} داخل هذا الملف",
    more: "و{} أخرى يجدها البحث.",
};

const HEBREW: Words = Words {
    language: "he",
    group: ',',
    home: "בית",
    all: "הכול",
    topics: "נושאים",
    all_entries: "כל הרשומות",
    all_topics: "כל הנושאים",
    entries: "רשומות",
    newest: "החדשות ביותר",
    similar: "דומות",
    pages: "דפים",
    page_of: "דף {} מתוך {}",
    newer: "חדשות יותר",
    older: "ישנות יותר",
    open: "פתיחה",
    open_at: "פתיחה באתר {}",
    others: "ואחרים",
    site: "אתר",
    search_here: "חיפוש באוסף הזה",
    search_fields: "חיפוש בכותרות, בטקסט ובמילות מפתח",
    search: "חיפוש",
    noscript: "החיפוש דורש JavaScript ושרת אינטרנט; הרשימה הזאת אינה דורשת אותם:",
    noscript_single: "החיפוש דורש JavaScript ו־WebAssembly; בלעדיהם יש הרשימה שלמטה.",
    feed: "עדכון רשומות חדשות",
    searched: "החיפוש: {}",
    searched_inside: "החיפוש: {}, בתוך הקובץ הזה",
    more: "ועוד {} שהחיפוש מוצא.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_words_and_room_for_what_is_put_in() {
        for words in ALL.iter().chain([&ENGLISH]) {
            let language = words.language;
            for (pattern, places) in [
                (words.page_of, 2),
                (words.open_at, 1),
                (words.searched, 1),
                (words.searched_inside, 1),
                (words.more, 1),
            ] {
                assert_eq!(pattern.matches("{}").count(), places, "{language}: {pattern}");
            }
            for plain in
                [words.home, words.all, words.topics, words.search_fields, words.noscript, words.noscript_single]
            {
                assert!(!plain.is_empty() && !plain.contains(['{', '<', '"', '&']), "{language}: {plain}");
            }
        }
        assert_eq!(ALL.len(), 10, "and English");
    }

    #[test]
    fn a_tag_is_read_by_its_language() {
        assert_eq!(Words::of("pt-BR").home, "Início");
        assert_eq!(Words::of("ZH-Hant").search, "搜索");
        assert_eq!(Words::of("tlh").home, "Home");
        assert!(right_to_left("he-IL") && right_to_left("fa") && !right_to_left("de"));
    }

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        assert_eq!(Words::of("de").number(12_345), "12.345");
        assert_eq!(Words::of("fr").number(12_345), "12\u{202f}345");
        assert_eq!(Words::of("en").number(999), "999");
    }

    #[test]
    fn what_is_put_in_is_no_pattern() {
        assert_eq!(put("{} of {}", &["{}", "7"]), "{} of 7");
    }
}
