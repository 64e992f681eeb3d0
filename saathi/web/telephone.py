"""A link that dials a number, if a text is one telephone number and nothing else."""

import re

from saathi.infra.digits import to_ascii_digits

_ONE_NUMBER = re.compile(r"\+?[\d\s()/.-]{3,24}")


def telephone_url(text: str) -> str:
    """The URL that dials this number; empty if the text contains words or several numbers."""
    number = to_ascii_digits(text).strip()
    digits = re.sub(r"\D", "", number)
    if not _ONE_NUMBER.fullmatch(number) or not 3 <= len(digits) <= 15:
        return ""
    return f"tel:{'+' if number.startswith('+') else ''}{digits}"
