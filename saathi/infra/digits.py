"""Digits of every script as ASCII, so that a date may be typed as it is written at home.

Not for number words, nor for signs that mean ten or a hundred.
"""

import unicodedata


def to_ascii_digits(text: str) -> str:
    """The text with each decimal digit (Devanagari, Bengali, Arabic-Indic, Tamil, Tibetan and
    every other script of Unicode) as its ASCII digit; all else unchanged.
    """
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
