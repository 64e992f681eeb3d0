"""Digits of every script as ASCII, so that a date may be typed in the local script.

Not for number words, nor for signs that mean ten or a hundred.
"""

import unicodedata


def to_ascii_digits(text: str) -> str:
    """The text with each decimal digit as its ASCII digit; everything else unchanged.

    Devanagari, Bengali, both Arabic-Indic rows, Tamil, Tibetan: every script of Unicode.
    """
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
