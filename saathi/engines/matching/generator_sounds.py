"""Names as sounds, and how each script writes them: the tables of the generator, used only by it.

Written from general knowledge of these scripts, for testing; to be corrected by native readers. A
sound is one sign: long vowels are capitals (A I U), S is sh, C is ch, N the nasal of a vowel.
"""

# ruff: noqa: SIM905 - lists of names are easier to read and correct as running text

import random
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class SyntheticCountry:
    """A country's share of the records, its clerks' scripts, and the religions of its names."""

    share: int
    scripts: tuple[str, ...]
    religions: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SyntheticNames:
    """Given and family names, the commonest first, and second words of given names."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    family: tuple[str, ...]
    second_girls: tuple[str, ...]
    second_boys: tuple[str, ...]


COUNTRIES: Final = {
    "bd": SyntheticCountry(25, ("bengali", "bengali", "latin"), (("muslim", 88), ("hindu", 12))),
    "in": SyntheticCountry(35, ("devanagari", "bengali", "latin", "latin"),
                  (("hindu", 72), ("muslim", 24), ("christian", 4))),
    "np": SyntheticCountry(15, ("devanagari", "devanagari", "latin"), (("hindu", 85), ("muslim", 15))),
    "pk": SyntheticCountry(25, ("arabic", "arabic", "latin"), (("muslim", 97), ("christian", 3))),
}  # fmt: skip

NAMES: Final = {
    "muslim": SyntheticNames(
        tuple("fAtimA AySA zEnab maryam khadIjA rukhsAnA nAsrIn Salmin Sabnam rAbeyA hasinA sumayA jannat "
              "tahmina rehAnA nUrjahAn mumtAz yAsmin rozinA farzAnA SAhidA parvIn hAlimA amInA sakInA "
              "rahimA karimA lailA mahmudA najmA ruksAr tabassum sUrayA nargis gulnAz bilkis zohrA".split()),
        tuple("muhammad ahmad rahIm karIm hasan husEn alI umar yUsuf ibrAhIm ismAIl abdullAh jamAl kamAl "
              "SAhid rafIk tArik salIm nadIm imrAn bilAl hAmid fArUk javEd naIm rASid arif mASUd habIb "
              "Saukat iliyAs mustafA zakir anwar sAjid vasIm akram faruk mijAn rubel sohEl".split()),
        tuple("khAn ahmad husEn alI rahmAn islAm SEkh mollA sarkAr caudhurI malik kurESi mirzA ansAri "
              "miyA talukdAr hAvlAdAr pathAn siddIki majumdAr bhuiyA sardAr gAzI lodI".split()),
        ("begam", "khAtun", "bibI", "akhtar", "bAno"), ("uddIn", "alI", "ahmad", "miyA", "husEn"),
    ),
    "hindu": SyntheticNames(
        tuple("sItA gItA lakSmI sarasvatI pArvatI sunItA anitA kavitA rekhA mInA pUjA prIti nehA asmitA "
              "sabinA kamalA bimalA nirmalA SAnti mAyA rAdhA kAlpanA priyankA sangitA rItA mamtA "
              "kiran jyoti rubI puSpA durgA gangA jamunA tulasI samjhanA binitA SarmilA mithU".split()),
        tuple("rAm krSna SyAm hari rAjes sures ramES dinES ganES bijay sanjay ajay vikAs prakAS santoS "
              "mohan sohan gopAl nArAyan arjun kumAr sunIl anil bAbul subhAS dIpak bikram sAgar "
              "rAju manoj pavan nitin sUraj karan rohit bisnu mahES lakSman tapan utpal".split()),
        tuple("SarmA kumAr sinh dAs yAdav gupta mandal rAy pAl ghoS tamAng gurung thApA lAmA magar "
              "biSvakarmA pariyAr adhikArI sAhA debnAth paswAn cauhAn mahto rAI khatri nepAlI".split()),
        ("devI", "kumArI", "rAnI", "mAyA"), ("kumAr", "bahAdur", "prasAd", "lAl"),
    ),
    "christian": SyntheticNames(
        tuple("mariyA anitA rozI sarA nirmalA SilpA rut estar".split()),
        tuple("yohan devid pItar paul tomas samuel imAnuel pArvez".split()),
        tuple("masIh gomes rojArio kujur tirkI bArlA dsuzA gil".split()),
        ("mari",), ("masIh",),
    ),
}  # fmt: skip

PLACE_PARTS: Final = tuple(
    "rAm kASi lAl sUraj nava jay gopAl pIr dIn SAh sona mIr beni tAl kamal cAnd hari bel jAl kot mani gaur "
    "fateh sultAn islAm karIm nUr bAg amar dev".split()
)
PLACE_ENDS: Final = ("pur", "ganj", "nagar", "ghAt", "gAv", "bAri", "tolA", "khAli", "AbAd", "kot")

# Consonants longest first, then how Bengali, Devanagari and the Arabic script write them.
CONSONANTS: Final = {
    "kh": "খखخ", "gh": "ঘघغ", "jh": "ঝझج", "th": "থथت", "dh": "ধधد", "ph": "ফफپ", "bh": "ভभب",
    "k": "কकک", "g": "গगگ", "C": "চचچ", "c": "চचچ", "j": "জजج", "t": "তतت", "d": "দदد", "n": "নनن",
    "p": "পपپ", "f": "ফफف", "b": "বबب", "m": "মमم", "y": "য়यی", "r": "রरر", "l": "লलل",
    "v": "ভवو", "w": "ওवو", "S": "শशش", "s": "সसس", "h": "হहہ", "z": "জजز",
}  # fmt: skip
# Vowels: at the start of a word, then after a consonant, in Bengali and Devanagari; then Arabic.
VOWELS: Final = {
    "a": ("অ", "", "अ", "", "ا", ""), "A": ("আ", "া", "आ", "ा", "آ", "ا"),
    "i": ("ই", "ি", "इ", "ि", "ا", ""), "I": ("ঈ", "ী", "ई", "ी", "ای", "ی"),
    "u": ("উ", "ু", "उ", "ु", "ا", ""), "U": ("ঊ", "ূ", "ऊ", "ू", "او", "و"),
    "e": ("এ", "ে", "ए", "े", "ای", "ی"), "E": ("এ", "ে", "ऐ", "ै", "ای", "ی"),
    "o": ("ও", "ো", "ओ", "ो", "او", "و"),
}  # fmt: skip
LATIN: Final = {
    "A": (("a", 8), ("aa", 1)), "I": (("i", 5), ("ee", 5)), "U": (("u", 5), ("oo", 4)),
    "E": (("e", 3), ("ai", 5), ("ei", 1)), "S": (("sh", 8), ("s", 2)), "c": (("ch", 9), ("c", 1)),
    "v": (("v", 6), ("b", 2), ("w", 2)), "z": (("z", 7), ("j", 3)), "k": (("k", 8), ("q", 1)),
    "f": (("f", 8), ("ph", 2)), "y": (("y", 8), ("i", 1)), "u": (("u", 8), ("o", 2)),
    "e": (("e", 8), ("a", 1), ("i", 1)), "w": (("w", 8), ("v", 2)), "a": (("a", 12), ("o", 1), ("u", 1)),
}  # fmt: skip
SCRIPTS: Final = {"bengali": 0, "devanagari": 1, "arabic": 2}


def write_in_script(draw: random.Random, name: str, script: str) -> str:
    """A name, given as sounds, in a script; in Latin letters with random spelling variants."""
    if script == "latin":
        return " ".join(_latin(draw, word).capitalize() for word in name.split())
    return " ".join(_native(draw, word, SCRIPTS[script]) for word in name.split())


def _latin(draw: random.Random, word: str) -> str:
    letters = []
    for sound in word:
        ways = LATIN.get(sound, ((sound, 1),))
        letters.append(draw.choices([way for way, _ in ways], [share for _, share in ways])[0])
    return "".join(letters)


def _native(draw: random.Random, word: str, script: int) -> str:
    written, at, after_consonant = "", 0, False
    virama = ("\u09cd", "\u094d", "")[script]
    while at < len(word):
        two = word[at : at + 2]
        sound = two if two in CONSONANTS else word[at]
        at += len(sound)
        if sound in VOWELS:
            sound = _other_length(draw, sound)
            written += VOWELS[sound][2 * script + after_consonant]
            after_consonant = False
            continue
        joins = after_consonant and at < len(word)
        written += (virama if joins else "") + _consonant(sound, script)
        after_consonant = True
    return written


def _consonant(sound: str, script: int) -> str:
    signs = CONSONANTS[sound]
    if len(signs) > 3:  # the Bengali sign is a letter with a dot below
        signs_of = (signs[:-2], signs[-2], signs[-1])
        return signs_of[script]
    return signs[script]


def _other_length(draw: random.Random, sound: str) -> str:
    """The sound, at times with the other vowel length: a clerk's error."""
    others = {"i": "I", "I": "i", "u": "U", "U": "u"}
    return others[sound] if sound in others and draw.random() < 0.1 else sound
