"""The code of a language named in a heading, such as `label::English` or `label::हिन्दी (hi)`."""

import re
import zlib
from dataclasses import dataclass
from typing import Final

CODE: Final = re.compile(r"[a-z]{1,3}(-[a-z0-9]{1,8})*")
_WITH_CODE: Final = re.compile(r"(.{1,40}?)\s*\(([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*)\)")
_LONGEST_NAME: Final = 60

# Names as authors write them, in English and in the language itself; codes of BCP 47.
_CODES: Final = {
    "english": "en", "urdu": "ur", "اردو": "ur", "hindi": "hi", "हिन्दी": "hi", "हिंदी": "hi",
    "nepali": "ne", "नेपाली": "ne", "bengali": "bn", "bangla": "bn", "বাংলা": "bn", "tamil": "ta",
    "தமிழ்": "ta", "sinhala": "si", "sinhalese": "si", "සිංහල": "si", "dhivehi": "dv",
    "divehi": "dv", "ދިވެހި": "dv", "dzongkha": "dz", "རྫོང་ཁ": "dz", "pashto": "ps", "pushto": "ps",
    "پښتو": "ps", "dari": "prs", "دری": "prs", "persian": "fa", "farsi": "fa", "فارسی": "fa",
    "punjabi": "pa", "ਪੰਜਾਬੀ": "pa", "پنجابی": "pa", "sindhi": "sd", "سنڌي": "sd", "balochi": "bal",
    "saraiki": "skr", "kashmiri": "ks", "gujarati": "gu", "marathi": "mr", "odia": "or",
    "oriya": "or", "assamese": "as", "telugu": "te", "kannada": "kn", "malayalam": "ml",
    "maithili": "mai", "bhojpuri": "bho", "santali": "sat", "rohingya": "rhg", "burmese": "my",
    "myanmar": "my", "uzbek": "uz", "turkmen": "tk", "tajik": "tg", "arabic": "ar",
    "العربية": "ar", "french": "fr", "français": "fr", "spanish": "es", "español": "es",
    "portuguese": "pt", "chinese": "zh", "russian": "ru", "swahili": "sw", "indonesian": "id",
    "malay": "ms", "thai": "th", "vietnamese": "vi", "german": "de", "turkish": "tr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedLanguage:
    """A language of a form; `is_proposed` if the author did not write its code."""

    code: str
    name: str
    is_proposed: bool


def read_language(text: str) -> NamedLanguage:
    """The language that a heading names; an unknown one gets a code of its own that begins with x-."""
    text = text.strip()
    if match := _WITH_CODE.fullmatch(text):
        return NamedLanguage(match[2].lower(), match[1], is_proposed=False)
    name, lower = text[:_LONGEST_NAME], text.lower()
    if known := _CODES.get(lower):
        return NamedLanguage(known, name, is_proposed=True)
    if lower in _CODES.values() or re.fullmatch(r"[a-z]{2,3}-[a-z0-9]{2,8}", lower):
        return NamedLanguage(lower, name, is_proposed=False)
    letters = re.sub(r"[^a-z0-9]", "", lower)[:8]
    return NamedLanguage(
        f"x-{letters or format(zlib.crc32(lower.encode()), 'x')}", name, is_proposed=True
    )
