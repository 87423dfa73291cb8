//! Which terms are function words: so common in their language that they say nothing where a query also has content words.
//!
//! What is one in English is one everywhere, for English words stand in texts of all languages. A word of another language is one where it is
//! in that language and not in English as well: German articles are no reason to take "die" from English pages.

use std::collections::{BTreeMap, BTreeSet};

use super::languages::{ENGLISH, Languages, STEMMED};
use crate::analysis::folding::Folding;
use crate::analysis::function_words::ENGLISH as ENGLISH_WORDS;

/// By language the articles, pronouns, prepositions, conjunctions, auxiliary verbs and particles.
const OTHERS: [(&str, &str); 17] = [
    (
        "ca",
        "a al als amb aquest aquesta com d de del dels des el els en entre és era hi ha i l la les li més no o on però per què que s se sense ser seu seva si són sobre també un una uns",
    ),
    (
        "cs",
        "a aby ale ani až bez bude by byl byla bylo být co do ho i já jak jako je jeho její jejich ještě jen již jsem jsou k kde kdo když která které který ke ma mezi může na nad ne nebo není o od po pod pokud pro proto při s se si tak také tato tento to tu u v ve však z za ze že",
    ),
    (
        "da",
        "af alle at blev bliver da de deres dem den denne der det dette dig din dog du efter eller en end er et for fra ham han har havde have hende her hun hvad hvis hvor i ikke ind jeg jo kan kom kun kunne man med meget men mig min mod ned når nogle nu og også om op os over på sådan selv sig sin skal skulle som til ud under var ved vi vil ville være",
    ),
    (
        "de",
        "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anders auch auf aus bei beim bin bis bist da dadurch daher damit dann das dass dasselbe dazu dein deine dem den denen denn der deren des dessen deshalb die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige einigen er es etwas euch euer für gegen hat hatte hätte haben habe hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist jede jedem jeden jeder jedes jedoch kann kein keine keinen können könnte machen man manche mehr mein meine mit muss müssen nach nicht noch nun nur ob obwohl oder ohne sehr sein seine seinem seinen seiner seit selbst sich sie sind so sollte sondern sonst über um und uns unser unter vom von vor wann war waren warum was weg weil welche welchen welcher welches wenn werde werden wer wie wieder will wir wird wo wurde wurden während zu zum zur zwar zwischen",
    ),
    (
        "es",
        "a al algo algunas algunos ante antes como con contra cual cuando de del desde donde durante e el él ella ellas ellos en entre era eran es esa ese eso esta está están estaba este esto estos estas fue fueron ha han había hasta hay la las le les lo los más me mi mientras muy nada ni no nos nosotros o os otra otras otro otros para pero poco por porque puede pueden que qué quien se sea según ser si sí sido sin sobre son su sus también tan tanto te tiene tienen toda todas todo todos tu un una unas uno unos y ya yo",
    ),
    (
        "fi",
        "ei eivät ennen että eli emme en ettei he hän häntä ja jo joka jos jotka jossa jota kanssa kuin kun koska kuinka kyllä me mikä missä mitä minä mukaan mutta myös ne niin niiden niitä nyt olla oli olivat olisi on ovat se sekä sen siinä sitä sinä tai tämä tämän te tuo tässä vaan vain vielä voi voidaan",
    ),
    (
        "fr",
        "à ai alors au aucun aussi autre autres aux avant avec avoir c ça car ce cela ces cet cette ceux chaque ci comme comment d dans de des donc dont du elle elles en encore entre est et étaient était étant être eu fait faire il ils j je jusque l la le les leur leurs lors lorsque lui m ma mais me même mes moi mon n ne ni nos notre nous on ont ou où par parce pas pendant peu peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui s sa sans se sera ses si sinon soit son sont sous sur t ta te tes ton tous tout toute toutes très tu un une vers vos votre vous y",
    ),
    (
        "hu",
        "a ahogy akkor alatt amely amelyek ami az azok azon azt azért be csak de egy egyes ehhez ekkor el első én és ezek ezen ezt ez ezért fel ha hanem hogy hol illetve is itt kell ki kívül le lehet lenne lesz maga már meg mely mert mi mint most nagyon nem nincs ott ő őket pedig sem s szerint sok több úgy van vagy volt át után",
    ),
    (
        "it",
        "a abbiamo ad agli ai al alla alle allo altri altro anche ancora avere c che chi ci come con contro cui da dagli dai dal dalla dalle dei del della delle dello degli di dopo dove e è ed era erano essere fa fra gli ha hanno i il in io l la le lei li lo loro lui ma mentre mi mio molto ne nei nel nella nelle negli no noi non nostro o ogni per perché più poi prima può qual quale quali quando quanto quella quelle quelli quello questa queste questi questo qui se sé sei senza si sia sono sotto su sua sue sui sul sulla suo suoi tra tu tutti tutto un una uno voi",
    ),
    (
        "nb",
        "alle at av bare ble blir da de deg dem den denne der dere deres det dette din du eller en enn er et ett etter for fra ha hadde han har hans hun hva hvis hvor hvordan i ikke ja jeg kan kom kun kunne man med meg men mer min mot må ned noe noen nå når og også om opp oss over på seg selv si sin skal skulle som så til under ut var ved vi vil ville være å",
    ),
    (
        "nl",
        "aan al alle alles als altijd ander bij daar dan dat de der deze die dit doch doen door dus een eens en er ge geen haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we wel werd wezen wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou",
    ),
    (
        "pl",
        "a aby ale albo ani bardzo bez bo by być był była było były co czy dla do gdy gdzie go i ich ile im innych ja jak jako je jednak jego jej jest jestem jeszcze jeśli już każdy kiedy która które którego której który których którzy lub ma mają mi może można mu na nad nie niż no o od oraz po pod ponieważ przed przez przy s są się ta tak takie także tam te tego tej ten to tu tylko tym u w we więc z za ze że żeby",
    ),
    (
        "pt",
        "à ainda ao aos aquela aquele aquilo as às até com como da das de dela dele deles depois do dos e é ela elas ele eles em entre era essa esse esses esta está este estes eu foi foram há isso isto já lhe mais mas me mesmo meu minha muito na não nas nem no nos nossa nós num numa o os ou para pela pelas pelo pelos pode podem por porque qual quando que quem são se sem ser seu seus só sobre sua suas também tem têm um uma umas uns você vocês",
    ),
    (
        "ro",
        "a acea această acest aceste al ale am ar are asupra au ca care ce cel cele cum cu da dacă dar de deci decât din dintre doar după ea ei el ele este eu fără fi fie fiecare fost iar în înainte la le lor lui mai ne ni noi nu o or ori pe pentru poate prin sa să sau se și si sunt te tot toate un una unei unui unor va vor",
    ),
    (
        "ru",
        "а без более бы был была были было быть в вам вас весь во вот все всего вы где да даже для до его ее если есть еще же за здесь и из или им их к как какой ко когда кто ли либо мне может мы на надо наш не него нее нет ни них но ну о об однако он она они оно от перед по под после потому при с со так также такой там те тем то того тоже той только том ты у уже чего чей чем что чтобы эта эти это этого этой этом этот я",
    ),
    (
        "sv",
        "alla allt att av bara blev bli blir de dem den denna deras dess dessa det detta dig din där då efter ej eller en er ett från för ha hade han har hon hur här i icke ingen inom inte jag kan kunde man med mellan men mig min mot mycket ni nu när någon något några och om oss på samma sedan sig sin ska skall skulle som så till under upp ut utan vad var vara varje vem vi vid vilka vilken än är åt över",
    ),
    (
        "tr",
        "acaba ama ancak aslında az bana bazı belki ben bir birçok biri birkaç biz bize bu buna bunu bunun çok çünkü da daha de defa değil diye eğer en gibi hem hep her hiç için ile ise ki kim mı mi mu mü nasıl ne neden nerede o olan olarak oldu olduğu olur onlar onu onun sanki sonra şey şu tüm ve veya ya yani",
    ),
];

/// Ordinals of the function words among sorted terms; `languages` says for each which ones it is in.
pub(super) fn function_words(terms: &[String], languages: &[Languages], folding: &Folding) -> Vec<u32> {
    let place = |word: &str| terms.binary_search_by(|term| term.as_str().cmp(word)).ok();
    let mut found: BTreeSet<usize> = ENGLISH_WORDS.iter().filter_map(|word| place(word)).collect();
    let known: BTreeMap<&str, Languages> = (0..).zip(STEMMED).map(|(at, (tag, _))| (tag, 1 << at)).collect();
    let no = known.get("no").copied().unwrap_or(0);
    for (tag, words) in OTHERS {
        let own = known.get(tag).copied().unwrap_or(0) | if tag == "nb" { no } else { 0 };
        for word in words.split(' ') {
            let mut folded = String::new();
            word.chars().for_each(|letter| folding.push(letter, &mut folded));
            found.extend(place(&folded).filter(|&at| languages[at] & own != 0 && languages[at] & ENGLISH == 0));
        }
    }
    found.into_iter().map(|at| at as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bit(tag: &str) -> Languages {
        1 << STEMMED.iter().position(|entry| entry.0 == tag).unwrap()
    }

    #[test]
    fn a_word_is_a_function_word_of_the_language_it_is_in() {
        let terms = ["der", "die", "garten", "the", "und"].map(str::to_owned);
        let of = |languages: [Languages; 5]| function_words(&terms, &languages, &Folding::default());
        assert_eq!(of([bit("de"); 5]), [0, 1, 3, 4]);
        assert_eq!(of([ENGLISH; 5]), [3]);
        assert_eq!(of([bit("de"), bit("de") | ENGLISH, bit("de"), ENGLISH, bit("de") | bit("nl")]), [0, 3, 4]);
        assert_eq!(of([bit("fr"); 5]), [3]);
    }

    #[test]
    fn every_list_is_of_a_language_that_is_stemmed() {
        for (tag, words) in OTHERS {
            assert!(STEMMED.iter().any(|entry| entry.0 == tag), "{tag}");
            assert!(words.split(' ').count() > 30 && words.split(' ').all(|word| !word.is_empty()), "{tag}");
        }
    }
}
