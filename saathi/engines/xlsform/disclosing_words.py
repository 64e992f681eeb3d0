"""Words of a question whose answers name, reach or group a child; it is never statistical.

In English, Nepali, Hindi, Urdu and Bengali. The database asks the same: it gets the pattern, and the letters
that are written in two ways, from here (`supplements/functions/forms.sql`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

# Written in two ways: each letter of the first text is read as that of the second in the same place, and the
# signs after those (a dot below a letter of Devanagari or Bengali) are left out.
WRITTEN: Final = "\u064a\u0643\u0647\u093c\u09bc"
READ_AS: Final = "\u06cc\u06a9\u06c1"

# The letters and signs of each script, but neither its digits nor its stops.
_LATIN: Final = "a-z"
_DEVANAGARI: Final = "\u0900-\u0963\u0970-\u097f"
_ARABIC: Final = "\u0620-\u065f\u066e-\u06d3"
_BANGLA: Final = "\u0980-\u09e3"

_ENGLISH: Final = (
    "names?", "(?:full|first|last|middle|nick|sur|user)names?",
    "phones?", "telephones?", "mobiles?", "(?:phone|mobile)(?:no|number)s?",
    "address(?:es)?",
    "castes?", "subcastes?", "ethnic", "ethnicity", "ethnicities",
    "religions?", "religious",
)  # fmt: skip
# "पता" is an address, and before these words "to know" or "to be found"; "پتہ" too.
_NOT_KNOWN_HINDI: Final = f"(?! (?:है|हैं|नहीं|न|चला|चली|चले|था|थी|हो|लगा|लगी|कर)(?:[^{_DEVANAGARI}]|$))"
_NEPALI_AND_HINDI: Final = (
    "नाम", "उपनाम", "थर",
    "फोन", "टेलिफोन", "टेलीफोन", "मोबाइल", "मोबाईल", "दूरभाष",
    "ठेगाना", f"पता{_NOT_KNOWN_HINDI}", "पते",
    "जात", "जाति", "जातीय", "जातीयता", "जनजाति",
    "धर्म", "धार्मिक", "मजहब",
)  # fmt: skip
_CASES_OF_NEPALI: Final = ("को", "का", "की", "ले", "लाई", "मा", "हरू", "हरु")
_NOT_KNOWN_URDU: Final = f"(?! (?:ہے|ہیں|نہیں|چلا|چلی|تھا|ہو|لگا|لگی|کر)(?:[^{_ARABIC}]|$))"
_URDU: Final = (
    "نام", "ناموں",
    "فون", "ٹیلیفون", "موبائل",
    f"پت[ہا]{_NOT_KNOWN_URDU}", "پتے", "ایڈریس",
    "ذات", "برادری", "نسل", "نسلی", "قومیت",
    "مذہب", "مذہبی",
)  # fmt: skip
_BENGALI: Final = (
    "নাম", "পদবি",
    "ফোন", "টেলিফোন", "মোবাইল",
    "ঠিকানা",
    "জাত", "জাতি", "জাতিগত", "জাতিসত্তা", "নৃগোষ্ঠী", "বর্ণ",
    "ধর্ম", "ধর্মীয়",
)  # fmt: skip
_CASES_OF_BENGALI: Final = ("র", "ের", "টি", "টা")
_SCRIPTS: Final = (
    (_LATIN, _ENGLISH, ()),
    (_DEVANAGARI, _NEPALI_AND_HINDI, _CASES_OF_NEPALI),
    (_ARABIC, _URDU, ()),
    (_BANGLA, _BENGALI, _CASES_OF_BENGALI),
)
_REFERENCE: Final = re.compile(r"\$\{[^}]*\}")
_NEW_WORD: Final = re.compile("([a-z])([A-Z])")  # as in childName


def _read(text: str) -> str:
    """The text with each letter written in one way only."""
    omitted = dict.fromkeys(map(ord, WRITTEN[len(READ_AS) :]))
    table = dict(zip(map(ord, WRITTEN), READ_AS, strict=False)) | omitted
    return unicodedata.normalize("NFKC", text).translate(table)


def _words_of_script(letters: str, words: Sequence[str], endings: Sequence[str]) -> str:
    ending = f"(?:{'|'.join(endings)})?" if endings else ""
    return f"(?<![{letters}])(?:{'|'.join(words)}){ending}(?![{letters}])"


# Python and PostgreSQL read it alike.
DISCLOSING_WORDS: Final = "|".join(
    _words_of_script(letters, [_read(word) for word in words], endings)
    for letters, words, endings in _SCRIPTS
)
_PATTERN: Final = re.compile(DISCLOSING_WORDS)


def discloses(texts: Iterable[str]) -> bool:
    """Whether one of the texts says that an answer is a name, phone, address, caste, ethnicity or religion.

    Answers that a text shows, such as ${child_name}, are no words of it.
    """
    return any(
        _PATTERN.search(_NEW_WORD.sub(r"\1 \2", _read(_REFERENCE.sub("", text))).lower())
        for text in texts
    )
