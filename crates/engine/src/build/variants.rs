//! Spelling variants: the American spelling of a British word, and the names of Greek letters.
//!
//! The stem classes unite a word with its other spelling (`stems.rs`), so a page that was made from such an index needs to know nothing
//! of this. The rules change what is known to vary and nothing else: where an ending is open (`-ise`), words that
//! only look alike are named and left alone; where it is not (`-our`, `-re`), the words that have it are named. A spelling that no
//! document has does no harm: it unites nothing.

/// Where in a word a spelling varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// The whole word, but for an ending of [`ENDINGS`].
    Word,
    /// Its beginning.
    Start,
    /// Anywhere in it.
    Any,
}

/// What may follow a whole word.
const ENDINGS: [&str; 4] = ["", "s", "ment", "ments"];

/// British, American, and where.
const SPELLINGS: &[(&str, &str, At)] = &[
    // -our
    ("ardour", "ardor", At::Any),
    ("armour", "armor", At::Any),
    ("behaviour", "behavior", At::Any),
    ("candour", "candor", At::Any),
    ("clamour", "clamor", At::Any),
    ("colour", "color", At::Any),
    ("demeanour", "demeanor", At::Any),
    ("endeavour", "endeavor", At::Any),
    ("favour", "favor", At::Any),
    ("fervour", "fervor", At::Any),
    ("flavour", "flavor", At::Any),
    ("harbour", "harbor", At::Any),
    ("honour", "honor", At::Any),
    ("humour", "humor", At::Any),
    ("labour", "labor", At::Any),
    ("neighbour", "neighbor", At::Any),
    ("odour", "odor", At::Any),
    ("rigour", "rigor", At::Any),
    ("rumour", "rumor", At::Any),
    ("saviour", "savior", At::Any),
    ("savour", "savor", At::Any),
    ("splendour", "splendor", At::Any),
    ("tumour", "tumor", At::Any),
    ("valour", "valor", At::Any),
    ("vapour", "vapor", At::Any),
    ("vigour", "vigor", At::Any),
    // ae and oe, of Greek and Latin
    ("haem", "hem", At::Any),
    ("aemi", "emi", At::Any),
    ("aesthe", "esthe", At::Any),
    ("aetiol", "etiol", At::Any),
    ("amoeb", "ameb", At::Any),
    ("archaeolog", "archeolog", At::Any),
    ("caec", "cec", At::Start),
    ("caesarean", "cesarean", At::Start),
    ("caesium", "cesium", At::Start),
    ("chimaer", "chimer", At::Start),
    ("coeliac", "celiac", At::Start),
    ("faec", "fec", At::Start),
    ("foet", "fet", At::Start),
    ("gynaec", "gynec", At::Any),
    ("homoeo", "homeo", At::Start),
    ("manoeuvre", "maneuver", At::Word),
    ("manoeuvred", "maneuvered", At::Word),
    ("manoeuvring", "maneuvering", At::Word),
    ("manoeuvrab", "maneuverab", At::Start),
    ("mediaeval", "medieval", At::Start),
    ("naev", "nev", At::Start),
    ("oedem", "edem", At::Any),
    ("oesoph", "esoph", At::Any),
    ("oestr", "estr", At::Any),
    ("paed", "ped", At::Any),
    ("palaeo", "paleo", At::Start),
    ("pnoea", "pnea", At::Any),
    ("rrhoe", "rrhe", At::Any),
    // One letter or two
    ("leucocyt", "leukocyt", At::Any),
    ("leucopen", "leukopen", At::Start),
    ("sulph", "sulf", At::Any),
    ("aluminium", "aluminum", At::Start),
    ("artefact", "artifact", At::Start),
    ("sceptic", "skeptic", At::Start),
    ("defenc", "defens", At::Start),
    ("offence", "offense", At::Start),
    ("pretence", "pretense", At::Start),
    ("licence", "license", At::Word),
    ("practise", "practice", At::Word),
    ("practised", "practiced", At::Word),
    ("practising", "practicing", At::Word),
    ("programme", "program", At::Word),
    ("kilogramme", "kilogram", At::Word),
    ("grey", "gray", At::Word),
    ("greyscale", "grayscale", At::Word),
    ("mould", "mold", At::Start),
    ("plough", "plow", At::Start),
    ("moustache", "mustache", At::Word),
    ("jewellery", "jewelry", At::Word),
    ("woollen", "woolen", At::Word),
    ("marvellous", "marvelous", At::Start),
    ("ageing", "aging", At::Word),
    ("judgement", "judgment", At::Start),
    ("acknowledgement", "acknowledgment", At::Word),
    ("enrol", "enroll", At::Word),
    ("fulfil", "fulfill", At::Word),
    ("instalment", "installment", At::Word),
    ("skilful", "skillful", At::Start),
    ("fibreglass", "fiberglass", At::Word),
    ("fibreoptic", "fiberoptic", At::Word),
    ("centreline", "centerline", At::Word),
    ("focussed", "focused", At::Word),
    ("focussing", "focusing", At::Word),
    ("biassed", "biased", At::Word),
    ("benefitted", "benefited", At::Word),
    ("benefitting", "benefiting", At::Word),
    ("targetted", "targeted", At::Word),
    ("targetting", "targeting", At::Word),
];

/// What stands before the -re that is -er in American.
const RE: [&str; 9] = ["cent", "met", "lit", "fib", "theat", "calib", "tit", "goit", "meag"];

/// Words in -ise that nobody writes with z. Those in -vise, -wise, -prise, -aise, -oise, -uise are seen by their letters.
const ALWAYS_S: [&str; 21] = [
    "advert", "cer", "chast", "chem", "circumc", "comprom", "conc", "dem", "den", "exc", "exerc", "exorc", "expert",
    "franch", "inc", "merchand", "parad", "prec", "prem", "prom", "val",
];

/// The American spelling of a folded word; None where there is none of its own. `known` says whether a word is in the lexicon.
pub(crate) fn american(word: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    let mut out = word.to_owned();
    if word == "haem" {
        return Some("heme".to_owned());
    }
    for &(british, american, at) in SPELLINGS {
        let varies = match at {
            At::Any => out.contains(british),
            At::Start => out.starts_with(british),
            At::Word => out.strip_prefix(british).is_some_and(|ending| ENDINGS.contains(&ending)),
        };
        if varies {
            out = out.replacen(british, american, 1);
        }
    }
    for rule in [re, logue, yse, ise] {
        if let Some(changed) = rule(&out) {
            out = changed;
        }
    }
    if let Some(changed) = doubled(&out, known) {
        out = changed;
    }
    (out != word).then_some(out)
}

/// centre, centres, centred, centring: center, centers, centered, centering.
fn re(word: &str) -> Option<String> {
    for (british, american) in [("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering")] {
        if let Some(stem) = word.strip_suffix(british)
            && RE.iter().any(|known| stem.ends_with(known))
            // Only these two are verbs too.
            && (stem.ends_with("cent") || stem.ends_with("fib") || !matches!(british, "red" | "ring"))
        {
            return Some(format!("{stem}{american}"));
        }
    }
    None
}

/// catalogue, catalogues, catalogued, cataloguing: catalog, ...
fn logue(word: &str) -> Option<String> {
    for (british, american) in [("logue", "log"), ("logues", "logs"), ("logued", "loged"), ("loguing", "loging")] {
        if let Some(stem) = word.strip_suffix(british).filter(|stem| stem.len() >= 2) {
            return Some(format!("{stem}{american}"));
        }
    }
    None
}

/// analyse, analysed, analysing, analyser: analyze, ...
fn yse(word: &str) -> Option<String> {
    for ending in ["e", "es", "ed", "ing", "er", "ers", "able"] {
        if let Some(stem) = word.strip_suffix(ending).and_then(|rest| rest.strip_suffix("lys"))
            && stem.len() >= 2
        {
            return Some(format!("{stem}lyz{ending}"));
        }
    }
    None
}

/// normalise, normalised, normalising, normaliser, normalisation: normalize, ...
fn ise(word: &str) -> Option<String> {
    for ending in ["e", "es", "ed", "ing", "er", "ers", "able", "ation", "ations", "ational"] {
        let Some(stem) = word.strip_suffix(ending).and_then(|rest| rest.strip_suffix("is")) else { continue };
        let own = ["v", "w", "a", "o", "u", "pr", "sunr", "surm"].iter().any(|letters| stem.ends_with(letters));
        if stem.len() >= 3 && !own && !ALWAYS_S.contains(&stem) && stem.bytes().any(is_vowel) {
            return Some(format!("{stem}iz{ending}"));
        }
    }
    None
}

/// labelled, labelling, labeller: labeled, ... where "label" is a word of two syllables or more.
fn doubled(word: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    for ending in ["ed", "ing", "ings", "er", "ers", "or", "ors", "able"] {
        let Some(base) = word.strip_suffix(ending).and_then(|rest| rest.strip_suffix('l')) else { continue };
        let mut letters = base.bytes().rev();
        let ends = letters.next() == Some(b'l') && letters.next().is_some_and(is_vowel);
        let vowels = base.bytes().filter(|&byte| is_vowel(byte)).count();
        if ends && vowels >= 2 && known(base) {
            return Some(format!("{base}{ending}"));
        }
    }
    None
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The abbreviation that a word without vowels is the plural of: CNNs, LLMs. Stemmers take no `s` from such words.
pub(crate) fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s').filter(|rest| rest.len() >= 3 && !rest.ends_with('s') && !rest.bytes().any(is_vowel))
}

/// The name of a Greek letter that stands alone.
pub(crate) fn greek(word: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 24] = [
        ("α", "alpha"),
        ("β", "beta"),
        ("γ", "gamma"),
        ("δ", "delta"),
        ("ε", "epsilon"),
        ("ζ", "zeta"),
        ("η", "eta"),
        ("θ", "theta"),
        ("ι", "iota"),
        ("κ", "kappa"),
        ("λ", "lambda"),
        ("μ", "mu"),
        ("ν", "nu"),
        ("ξ", "xi"),
        ("ο", "omicron"),
        ("π", "pi"),
        ("ρ", "rho"),
        ("σ", "sigma"),
        ("τ", "tau"),
        ("υ", "upsilon"),
        ("φ", "phi"),
        ("χ", "chi"),
        ("ψ", "psi"),
        ("ω", "omega"),
    ];
    NAMES.iter().find(|entry| entry.0 == word).map(|entry| entry.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The American spelling, or the word itself.
    fn spelled(word: &str) -> String {
        let known = |word: &str| ["label", "model", "fuel", "fil", "travel"].contains(&word);
        american(word, &known).unwrap_or_else(|| word.to_owned())
    }

    #[test]
    fn british_words_have_their_american_spelling() {
        for pair in "colour color, discolouration discoloration, behavioural behavioral, tumours tumors, \
            normalise normalize, normalisation normalization, optimisers optimizers, realised realized, \
            analyse analyze, analysed analyzed, hydrolysing hydrolyzing, centre center, centred centered, \
            multicentre multicenter, nanometres nanometers, fibre fiber, catalogue catalog, homologues homologs, \
            labelled labeled, modelling modeling, fuelled fueled, traveller traveler, oestrogen estrogen, \
            haemoglobin hemoglobin, ischaemia ischemia, leukaemia leukemia, anaemic anemic, paediatric pediatric, \
            orthopaedics orthopedics, anaesthetised anesthetized, oesophageal esophageal, oedema edema, foetus fetus, \
            diarrhoea diarrhea, defence defense, licence license, aluminium aluminum, sulphate sulfate, \
            programme program, programmes programs, artefacts artifacts, ageing aging, manoeuvres maneuvers, \
            focussed focused, grey gray, haem heme"
            .split(", ")
        {
            let (british, american) = pair.split_once(' ').unwrap_or_default();
            assert_eq!(spelled(british), american);
        }
    }

    #[test]
    fn words_that_only_look_british_are_left_alone() {
        for word in
            "our four hour pour tour contour source resource course court troupe prise surprise enterprise exercise \
            expertise precise concise premise promise compromise paradise raise noise wise otherwise pairwise advise \
            revise improvise supervise rise sunrise miser basis crisis analysis dialysis hypothesis genre acre timbre \
            tyre cadre hatred string vogue rogue dialog filled called controlled fulling archaea anaerobic leucine \
            greyhound programmer programming cheque does poem aerosol israel chaetognath"
                .split_whitespace()
        {
            assert_eq!(spelled(word), word);
        }
    }

    #[test]
    fn abbreviations_without_vowels_have_a_plural() {
        assert_eq!(singular("cnns"), Some("cnn"));
        assert_eq!([singular("gas"), singular("lms"), singular("gans"), singular("css")], [None; 4]);
    }
}
