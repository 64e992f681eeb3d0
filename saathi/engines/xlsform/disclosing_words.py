"""Words of a question whose answers name, reach or group a child; it is never statistical.

In English, Nepali, Hindi, Urdu and Bengali. The database asks the same: it gets the patterns from here
(`supplements/functions/forms.sql`). A text is folded first: disguised words are read too.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from saathi.engines.xlsform.visible_text import INVISIBLE

# --- How a text is folded -------------------------------------------------------------------------

# Between texts: a digit is no letter and is never left out, so that no word goes from one text to the next.
SEPARATOR: Final = "\n7\n"
REFERENCE: Final = r"\$\{[^}\n]{1,80}\}"
INVISIBLE_OR_TAG: Final = f"<[^<>]*>|[{INVISIBLE}]"
# Accents, vowel signs of Arabic and the tatweel, the dot below a letter of Devanagari or Bengali; not the
# vowel signs of these two, which are letters.
MARKS: Final = (
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\u093c\u09bc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
NEW_WORD: Final = "([a-z])([A-Z])"  # as in childName

# Each letter of the first text is read as the letter of the second in the same place.
_READ_AS: Final = (
    ("авеёкмнпорстухіјѕһԁԛԝьАВЕКМНОРСТУХІЈЅԀԚԜ", "abeekmhnopctyxijshdqwbABEKMHOPCTYXIJSDQW"),
    ("αεηικνορτυχγωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aenikvoptuxywABEZHIKMNOPTYX"),
    ("ıɑɡɩøđłħØĐŁĦᴀʙᴄᴅᴇʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜʏ", "iagiodlhODLHabcdehijklmnoprstuy"),
    ("\u064a\u0649\u0643\u0647\u06be\u06c3\u0629\u06d5", "\u06cc\u06cc\u06a9" + "\u06c1" * 5),
    ("\u09f0", "\u09b0"),  # the Assamese form of a Bengali letter
)
WRITTEN: Final = "".join(written for written, _ in _READ_AS)
READ_AS: Final = "".join(read_as for _, read_as in _READ_AS)

# The letters and signs of each script, but neither its digits nor its stops.
_LATIN: Final = "a-z"
_DEVANAGARI: Final = "\u0900-\u0963\u0970-\u097f"
_ARABIC: Final = "\u0620-\u065f\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
_BANGLA: Final = "\u0980-\u09e3"
NO_LETTERS: Final = f"[^{_LATIN}0-9{_DEVANAGARI}{_ARABIC}{_BANGLA}]+"

_FOLDS: Final = tuple(map(re.compile, (REFERENCE, INVISIBLE_OR_TAG, MARKS, NEW_WORD, NO_LETTERS)))
_LETTERS: Final = str.maketrans(WRITTEN, READ_AS)


def fold(text: str) -> str:
    """The text in letters that are written in one way only, twice: with and without invisible signs and tags.

    Answers that a text shows, such as ${child_name}, are no words of it. Both readings are needed: a tag can
    stand inside a word or between two, and `<name>` is read on the page.
    """
    references, left_out, marks, new_word, no_letters = _FOLDS
    text = unicodedata.normalize("NFKD", references.sub(" ", text))
    text = text + SEPARATOR + left_out.sub("", text)
    text = marks.sub("", text).translate(_LETTERS)
    return no_letters.sub(" ", new_word.sub(r"\1 \2", text).lower())


# --- The words ------------------------------------------------------------------------------------

_ENGLISH: Final = (
    "name", "full name", "first name", "last name", "middle name", "nickname", "surname", "user name",
    "forename", "given name", "family name", "child name", "childs name", "maiden name",
    "phone", "telephone", "cellphone", "smartphone", "mobile", "whatsapp", "phone no", "phone number",
    "mobile no", "mobile number", "contact no", "contact number", "cell no", "ph no", "mob no", "tel no",
    "fname", "lname", "sirname", "fathername", "fathersname", "mothername", "mothersname",
    "caste", "subcaste", "ethnic", "ethnicity", "ethnicities", "tribe", "tribal", "clan",
    "religion", "religious",
)  # fmt: skip
_ROMANISED: Final = (
    "naam", "naamon", "upnaam", "naamharu",
    "jati", "jaati", "jaat", "jatiya", "janajati", "janjati", "zaat", "biradari", "baradari",
    "dharma", "dharm", "dharmo", "mazhab", "majhab",
)  # fmt: skip
_LATIN_ADDRESSES: Final = ("address", "thegana", "thekana", "thikana")
_PLURALS_OF_ENGLISH: Final = ("s", "es")
_NEPALI_AND_HINDI: Final = (
    "नाम", "उपनाम", "थर", "नामथर",
    "फोन", "टेलिफोन", "टेलीफोन", "मोबाइल", "मोबाईल", "दूरभाष",
    "जात", "जाति", "जातीय", "जातीयता", "जनजाति",
    "धर्म", "धार्मिक", "मजहब",
)  # fmt: skip
_DEVANAGARI_ADDRESSES: Final = ("ठेगाना", "पता", "पते", "पतों")
_ENDINGS_OF_NEPALI_AND_HINDI: Final = (
    "को", "का", "की", "के", "कै", "ले", "लाई", "मा", "में", "हरू", "हरु", "बाट", "सँग", "संग", "देखि", "द्वारा", "सम्म",
    "नै", "पनि", "ों", "ें", "याँ", "यां", "यों",
)  # fmt: skip
_URDU: Final = (
    "نام", "اسم",
    "فون", "ٹیلیفون", "موبائل",
    "ذات", "برادری", "نسل", "نسلی", "قومیت", "قبیلہ", "قبیلے",
    "مذہب", "مذہبی", "مذاہب",
)  # fmt: skip
_ARABIC_ADDRESSES: Final = ("پتہ", "پتا", "پتے", "پتوں", "ایڈریس")
_PLURALS_OF_URDU: Final = ("وں", "یں", "اں")
_BENGALI: Final = (
    "নাম", "পদবি",
    "ফোন", "টেলিফোন", "মোবাইল",
    "জাত", "জাতি", "জাতিগত", "জাতিসত্তা", "নৃগোষ্ঠী", "বর্ণ",
    "ধর্ম", "ধর্মীয়",
)  # fmt: skip
_BANGLA_ADDRESSES: Final = ("ঠিকানা",)
_ENDINGS_OF_BENGALI: Final = (
    "র", "ের", "ে", "কে", "তে", "টি", "টা", "গুলো", "গুলি", "সমূহ", "রা", "দের", "ও", "ই",
)  # fmt: skip
# An address, and before these words "to know" or "to be found".
_NO_ADDRESS_BEFORE: Final = {
    "पता": (
        _DEVANAGARI,
        ("है", "हैं", "नहीं", "न", "चला", "चली", "चले", "था", "थी", "हो", "लगा", "लगी", "कर", "छैन"),
    ),
    "پتہ": (_ARABIC, ("ہے", "ہیں", "نہیں", "چلا", "چلی", "تھا", "ہو", "لگا", "لگی", "کر")),
}
_NO_ADDRESS_BEFORE["پتا"] = _NO_ADDRESS_BEFORE["پتہ"]
_SCRIPTS: Final = (
    (_LATIN, (*_ENGLISH, *_ROMANISED), _LATIN_ADDRESSES, _PLURALS_OF_ENGLISH),
    (_DEVANAGARI, _NEPALI_AND_HINDI, _DEVANAGARI_ADDRESSES, _ENDINGS_OF_NEPALI_AND_HINDI),
    (_ARABIC, _URDU, _ARABIC_ADDRESSES, _PLURALS_OF_URDU),
    (_BANGLA, _BENGALI, _BANGLA_ADDRESSES, _ENDINGS_OF_BENGALI),
)


def _folded_word(word: str) -> str:
    return fold(word).partition(" 7 ")[0].replace(" ", "")


def _word_pattern(word: str) -> str:
    """A word whose letters may stand apart, as in N.a.m.e, and what may not follow it."""
    letters, following = _NO_ADDRESS_BEFORE.get(word, ("", ()))
    others = "|".join(map(_folded_word, following))
    condition = f"(?! (?:{others})(?:[^{letters}]|$))" if others else ""
    return " ?".join(_folded_word(word)) + condition


def _words_of_script(letters: str, words: Sequence[str], endings: Sequence[str]) -> str:
    ending = "|".join(map(_folded_word, endings))
    word = "|".join(map(_word_pattern, words))
    return f"(?<![{letters}])(?:{word})(?:{ending}){{0,3}}(?![{letters}])"


# Python and PostgreSQL read them alike.
DISCLOSING_WORDS: Final = "|".join(
    _words_of_script(letters, [*words, *addresses], endings)
    for letters, words, addresses, endings in _SCRIPTS
)
DISCLOSING_CHOICES: Final = "|".join(
    _words_of_script(letters, words, endings) for letters, words, _addresses, endings in _SCRIPTS
)
_OF_QUESTIONS: Final = re.compile(DISCLOSING_WORDS)
_OF_CHOICES: Final = re.compile(DISCLOSING_CHOICES)


def discloses(texts: Iterable[str], choices: Iterable[str] = ()) -> bool:
    """Whether a question or its choices say that the answer identifies, reaches or groups a child.

    In texts: a word for a name, phone, address, caste, ethnicity or religion. In choices the same but an
    address: many ordinary lists of places have the word.
    """
    return any(map(_question_discloses, texts)) or any(map(_choice_discloses, choices))


# Many questions of a form have the texts of the same groups and lists.
@lru_cache(maxsize=8192)
def _question_discloses(text: str) -> bool:
    return _OF_QUESTIONS.search(fold(text)) is not None


@lru_cache(maxsize=8192)
def _choice_discloses(text: str) -> bool:
    return _OF_CHOICES.search(fold(text)) is not None
