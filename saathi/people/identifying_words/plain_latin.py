"""Converts words to plain Latin letters, so that one word is equal in two scripts."""

import re
from functools import lru_cache

from saathi.engines.matching import names


@lru_cache(maxsize=4096)
def to_plain_latin(word: str) -> str:
    """A word in Latin letters with short vowels, so that a name is equal in two scripts."""
    latin = "".join(names.split_name(word)) or word
    return re.sub(r"(.)\1+", r"\1", latin)
