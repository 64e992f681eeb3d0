"""New passwords: none known from a breach, and none made of this system's words."""

import hashlib
import random
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import password_rules
from saathi.config import doctor

# Long enough for our rule, often used, and not among the 20,000 that Django knows.
BREACHED = "1q2w3e4r5t6y7u8i"
FRESH = "kettle orbit lemon sparrow"


def codes(password: str, user: Any = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {str(error.code) for error in refused.error_list}
    return set()


def sha1(word: str) -> str:
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


def test_the_shipped_list_has_far_more_than_3000_passwords_of_our_length() -> None:
    passwords = password_rules.BreachedPasswordValidator().passwords
    assert len(passwords) > 40_000
    assert min(map(len, passwords)) == 12


@pytest.mark.parametrize("password", [BREACHED, BREACHED.upper(), f" {BREACHED}"])
def test_a_breached_password_is_refused(password: str) -> None:
    assert "password_breached" in codes(password)
    assert codes(FRESH) == set()


def test_every_password_of_a_sorted_file_is_found_and_no_other(tmp_path: Path) -> None:
    words = [f"password number {number}" for number in range(500)]
    chance = random.Random(1)
    lines = sorted(
        f"{sha1(word)}:{chance.randrange(1, 10 ** chance.randrange(1, 8))}" for word in words
    )
    for newline in ("\n", "\r\n"):
        file = tmp_path / "pwned.txt"
        file.write_bytes((newline.join(lines) + newline).encode())
        assert all(password_rules.is_in_breached_set(file, word) for word in words)
        assert not any(password_rules.is_in_breached_set(file, f"other {word}") for word in words)
    file.write_bytes("\n".join(lines).encode())
    assert all(password_rules.is_in_breached_set(file, word) for word in words)
    file.write_bytes(b"")
    assert not password_rules.is_in_breached_set(file, words[0])


def test_a_folder_of_files_by_prefix_is_asked(tmp_path: Path, settings: Any) -> None:
    digest = sha1(FRESH)
    (tmp_path / f"{digest[:5]}.txt").write_text(f"{'0' * 35}:1\r\n{digest[5:]}:27\r\n")
    settings.SAATHI_BREACHED_PASSWORDS = tmp_path
    assert codes(FRESH) == {"password_breached"}


def test_a_set_that_cannot_be_read_lets_no_password_pass_and_doctor_says_so(
    tmp_path: Path, settings: Any
) -> None:
    settings.SAATHI_BREACHED_PASSWORDS = tmp_path / "missing.txt"
    assert codes(FRESH) == {"set_unreadable"}
    [(problem, remedy)] = doctor.LOOKS["breached passwords"]()
    assert "FileNotFoundError" in problem
    assert "SAATHI_BREACHED_PASSWORDS" in remedy
    settings.SAATHI_BREACHED_PASSWORDS = tmp_path / "no hashes.txt"
    (tmp_path / "no hashes.txt").write_text("hunter2\npassword\n")
    assert codes(FRESH) == {"set_unreadable"}
    settings.SAATHI_BREACHED_PASSWORDS = None
    assert list(doctor.LOOKS["breached passwords"]()) == []


@pytest.mark.parametrize("word", password_rules.CONTEXT_WORDS)
def test_a_password_of_a_word_of_this_system_and_little_else_is_refused(word: str) -> None:
    assert "password_of_context" in codes((word + "-2026!x")[:40])


def test_words_of_this_system_may_stand_among_others() -> None:
    assert codes("saathi kettle orbit") == set()
    assert "password_of_context" in codes("Nepal-Kathmandu-2026")
    assert "password_of_context" not in codes("839201736455")


def test_the_name_and_address_of_the_person_are_refused() -> None:
    person = Staff(name="Gita Karki Thapa", email="gita.karki@example.org")
    assert codes("gita.karki@example", person)
