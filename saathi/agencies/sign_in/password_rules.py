"""Refuses passwords from known data breaches, and those made up of this system's words.

No other machine is contacted. Saathi ships a list of 44,000: those of the million most used
breached passwords that are long enough to be chosen here. An operator can add the full Pwned
Passwords set as a file or a folder (SAATHI_BREACHED_PASSWORDS; docs/operations.md).
"""

import hashlib
import re
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHIPPED_SET = Path(__file__).parent / "built" / "breached-passwords.txt.gz"
PREFIX_LENGTH = 5  # hexadecimal digits: the set as a folder has one file for each first five
HASH_PATTERN = re.compile(r"[0-9A-F]{40}")  # a SHA-1, the form in the published set
MAX_LINE_LENGTH = 80  # greatest bytes of a line in the set: a hash, a colon, a count

# Words that an attacker of this system tries first (docs/operations.md lists them for operators).
CONTEXT_WORDS = (
    "saathi", "childline", "childprotection", "protection", "children", "child", "helpline", "1098",
    "1929", "1121", "password", "passwort", "admin", "administrator", "supervisor", "caseworker",
    "worker", "social", "welfare", "ministry", "government", "india", "nepal", "bangladesh", "bhutan",
    "pakistan", "srilanka", "maldives", "afghanistan", "delhi", "kathmandu", "dhaka",
)  # fmt: skip
MIN_OTHER_CHARACTERS = 8  # letters and signs that must remain when such words are removed


class BreachedSetUnreadable(Exception):
    """The operator's set of breached passwords cannot be read; the text says where and why."""


class BreachedPasswordValidator(CommonPasswordValidator):
    """Refuses passwords in the shipped list or in the operator's set."""

    def __init__(self) -> None:
        super().__init__(SHIPPED_SET)

    def validate(self, password: str, user: Any = None) -> None:
        """Raises `ValidationError` for such a password, or if the operator's set cannot be read."""
        del user
        if password.lower().strip() in self.passwords or _is_in_set(password):
            raise ValidationError(
                _(
                    "This password was exposed when another system was broken into. Choose another "
                    "one."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """The help text shown beforehand."""
        return str(_("Do not use a password that was exposed in another system."))


class ContextWordValidator:
    """Refuses a password that is little more than words of this system and its places."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses a password with too little else."""
        del user
        remainder = whole = password.casefold()
        for word in sorted(CONTEXT_WORDS, key=len, reverse=True):
            remainder = remainder.replace(word, "")
        if remainder != whole and len(remainder) < MIN_OTHER_CHARACTERS:
            raise ValidationError(
                _(
                    "This password consists mostly of words from your work and is easy to guess. Add "
                    "unrelated words."
                ),
                code="password_of_context",
            )

    def get_help_text(self) -> str:
        """The help text shown beforehand."""
        return str(_("Do not use mostly words from your work."))


def _is_in_set(password: str) -> bool:
    path: Path | None = settings.SAATHI_BREACHED_PASSWORDS
    if path is None:
        return False
    try:
        return is_in_breached_set(path, password)
    except BreachedSetUnreadable:
        raise ValidationError(
            _("Passwords cannot be checked at the moment. Tell your administrator."),
            code="set_unreadable",
        ) from None


def is_in_breached_set(path: Path, password: str) -> bool:
    """Whether the set at this path, one sorted file or files by prefix, contains the password."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        if path.is_dir():
            lines = (path / f"{digest[:PREFIX_LENGTH]}.txt").read_bytes().splitlines()
            return any(line.partition(b":")[0].decode() == digest[PREFIX_LENGTH:] for line in lines)
        return _contains_line(path, digest)
    except (OSError, UnicodeDecodeError) as error:
        raise BreachedSetUnreadable(f"{path} cannot be read ({type(error).__name__}).") from error


def _contains_line(path: Path, digest: str) -> bool:
    """Whether a file of sorted lines has a hash: a binary search, some 36 steps in 40 gigabytes."""
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            hash_at_middle = _hash_from(file, middle)
            if hash_at_middle and hash_at_middle < digest:
                low = middle + 1
            else:
                high = middle
        return _hash_from(file, low) == digest


def _hash_from(file: BinaryIO, place: int) -> str:
    """The hash of the first line that begins at or after this position; empty at the end."""
    file.seek(max(0, place - 1))
    if place:
        file.readline(MAX_LINE_LENGTH)  # the end of the previous line, if only its newline
    line_hash = file.readline(MAX_LINE_LENGTH).rstrip().partition(b":")[0].decode()
    if line_hash and not HASH_PATTERN.fullmatch(line_hash):
        raise BreachedSetUnreadable(
            f"{file.name} has a line that does not begin with a SHA-1 in capitals."
        )
    return line_hash


def find_set_problem(path: Path) -> str:
    """Why this set cannot be read, for `saathi doctor`; empty if it can."""
    try:
        is_in_breached_set(path, "any password at all")
    except BreachedSetUnreadable as error:
        return str(error)
    return ""
