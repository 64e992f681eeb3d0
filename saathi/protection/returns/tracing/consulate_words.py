"""Whether a text names an embassy or a consulate. Pure function.

Words outside English are drafts that native readers have not checked.
"""

import re
import unicodedata
from typing import Final

# Beginnings of words.
_LATIN: Final = re.compile(
    r"\b(?:consul|embass|ambassad|attach[eé]|(?:high|deputy high|assistant high)\W+commission"
    r"|raj?dut[aā]?v|dutavas|sifarat|safarat|kon?sul|qonsal|uchchayog"
    # abbreviations, and officers of an embassy
    r"|emb\b|chancer|chancell?ery|h(?:igh)?\W+com(?:m|mn|mission)?\b|hicomm?\b|cons\b(?=\W+(?:gen|sec))"
    r"|(?:first|second|third|1st|2nd|3rd)\W+sec(?:retary|y|t|tt)?\b|charg[eé]\W+d)"
)
_OTHERS: Final = re.compile(
    "दूतावास|राजदूत|महावाणिज्य|वाणिज्य दूत|वाणिज्यदूत|उच्चायोग|कन्सुल|कॉन्सुल"
    "|سفارت|سفیر|قونصل|ہائی کمیشن|ہائی کمشنر|দূতাবাস|রাষ্ট্রদূত|হাইকমিশন|হাই কমিশন|কনস্যু|কনসুল"
)


def names_consulate(text: str) -> bool:
    """Whether the text has a word for an embassy, a consulate, a high commission or their officers."""
    read = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return bool(_LATIN.search(read) or _OTHERS.search(read))
