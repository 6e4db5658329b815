"""Names as they are said: when two are the same, and which word of one stands for the whole."""

import re
from typing import Final
import unicodedata

LONGEST_NAME: Final = 60
_SHORTEST_WORD: Final = 3
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD: Final = re.compile(r"[^\W_]+")
# The one letter that is two in lower case.
_DOTTED_I: Final = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"
_SMALL_DOTTED_I: Final = _DOTTED_I.lower()

# Articles, pronouns, prepositions and titles of the eight languages, and what the verbs of
# calling are said of besides people: Finnish plays the radio with "soita radio".
_FUNCTION_WORDS: Final = (
    # English
    "a all an and any at away back by call calls for from her him his home in it me miss"
    " mister mr mrs ms my of off on our out over phone some that the them this to up us"
    " with you your"
    # Swedish
    " alla av de dem den det din en er ert ett från fru för han hem hemma henne herr hon"
    " honom i in med mig min mitt nu och oss på samtalet som till upp ut vår vårt"
    # Finnish
    " ja joku kaikki kaikille koti kotiin minua minulle minun minut mun ne rouva se sen"
    " sinun ulos herra"
    # German
    " alle allen an auf aus das dein deine dem den der des die dich dir dort ein eine einen"
    " einer er es frau für hause herr ihn ihr im in mein meine mich mir mit nach sie und uns"
    " unser vom von vor zu zum zur"
    # Dutch
    " al alle allemaal de een haar heer hem het hun ik jou jouw mevrouw meneer met mij mijn"
    " naar ons onze op te ten ter thuis uit van voor"
    # French
    " au aux ce ces chez dans des du en et la le les leur lui ma madame mademoiselle"
    " maison mes moi mon monsieur nos notre nous par pour sa ses son sur ta tes toi ton tous"
    " tout toute toutes un une vers vos votre"
    # Spanish
    " al casa con del doña el en esa ese esta este la las lo los mi mis nos nuestra"
    " nuestro para por señor señora su sus todas todo todos tu tus un una unas unos y"
    # Italian
    " ad al alla alle allo coi col con da dal dalla dei del della delle di ed ai agli gli i"
    " il la le lei lo lui mi mie miei mio nel noi nostra nostro signor signora sua"
    " sul suo ti tua tuo tutti tutto un una uno vi"
    # What is played, switched and ordered
    " alarm alarma alarme allarme film larm larmet lieder musica música musiikki musiikkia"
    " musik music musique muziek radio radion radiota taksi taxi television televisio tv"
)
_NOBODY: Final = frozenset(_FUNCTION_WORDS.split())


def same_name(name: str) -> str:
    """Return a name as it is compared: with neither case nor spacing."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def spoken_name(name: str) -> str:
    """Return a name as a voice assistant writes it: words, without any sentence syntax.

    Two names with the same spoken name cannot be told apart by ear.
    """
    return _words(name).casefold()


def spoken_forms(name: str) -> tuple[str, ...]:
    """Return every spelling a voice assistant may have for a name, `spoken_name` first.

    None for a name without words.
    """
    words = _words(name)
    # A matcher compares letter by letter, in any case: to it "ß" is not "ss", nor "ﬁ" "fi".
    lower = words.lower().replace(_SMALL_DOTTED_I, _DOTTED_I)
    forms = (words.casefold(), lower, lower.replace(_DOTTED_I, "i"))
    return tuple(dict.fromkeys(filter(None, forms)))


def _words(name: str) -> str:
    """Return the words of a name in their case, without any sentence syntax."""
    text = " ".join(unicodedata.normalize("NFC", name).split())
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    kept = (
        character
        if character in "'&" or unicodedata.category(character)[0] in "LNM"
        else " "
        for character in text[:LONGEST_NAME]
    )
    return " ".join("".join(kept).split()).strip("'& ")


def first_name(name: str) -> str | None:
    """Return the first word of a name if it alone stands for somebody: "The" does not."""
    first, *others = _IN_BRACKETS.sub(" ", name).split() or [""]
    # "Anna de Vries": what stands between two names is none.
    behind = [word for word in others if word.casefold() not in _NOBODY]
    if not _is_name(first) or (behind and not _is_capital(behind[0])):
        return None
    return first


def goes_by(name: str, said: str) -> bool:
    """Tell whether words that were said mean a name: some of its words, one behind the other.

    A single word has to be a name of its own.
    """
    words = [word.casefold() for word in _WORD.findall(said)]
    if all(word in _NOBODY for word in words):
        return False
    if len(words) == 1:
        return words[0] in _single_names(name)
    return f" {' '.join(words)} " in f" {' '.join(_WORD.findall(name)).casefold()} "


def _single_names(name: str) -> set[str]:
    first, *others = _WORD.findall(_IN_BRACKETS.sub(" ", name)) or [""]
    names = [*others, first] if first_name(name) else others
    return {word.casefold() for word in names if _is_name(word)}


def _is_name(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    return (
        letters >= _SHORTEST_WORD
        and _is_capital(word)
        and word.casefold() not in _NOBODY
    )


def _is_capital(word: str) -> bool:
    """Tell whether a word begins like a name; not every script has capitals."""
    return word[:1].isalpha() and not word[:1].islower()
