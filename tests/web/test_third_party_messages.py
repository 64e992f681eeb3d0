"""Library texts are in our catalogues exactly as in the libraries."""

from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.forms import CharField, DecimalField, EmailField, MultiValueField, UUIDField
from django.utils import translation

from saathi.web.third_party_messages import TEXTS

SOURCES = [
    *(Path(django.__file__).parent / folder for folder in ("contrib/auth", "core", "forms")),
    *(Path(allauth.__file__).parent / folder for folder in ("account", "mfa")),
]


def ours() -> Iterator[str]:
    """The texts of the module, singular before plural."""
    catalogue = Path("saathi/locale/ur/LC_MESSAGES/django.po")
    for entry in polib.pofile(str(catalogue)):
        if any(place == "web/third_party_messages.py" for place, _line in entry.occurrences):
            yield entry.msgid


def test_third_party_messages_exist_in_installed_libraries() -> None:
    written = "".join(
        path.read_text(encoding="utf-8") for folder in SOURCES for path in folder.rglob("*.py")
    )
    plain = "".join(written.replace('"', "").split())
    texts = list(ours())
    assert len(texts) == len(TEXTS)
    assert [text for text in texts if "".join(text.replace('"', "").split()) not in plain] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (CharField(max_length=3), "four"),
        (CharField(min_length=3), "a"),
        (CharField(), "a\x00"),
        (EmailField(), "nobody"),
        (UUIDField(), "none"),
        (DecimalField(max_digits=2), "1.234"),
        (DecimalField(decimal_places=1), "1.234"),
        (MultiValueField([CharField(), CharField()], require_all_fields=True), ["a"]),
    ],
)
def test_a_mistake_is_shown_in_the_language_of_the_page(field: CharField, value: object) -> None:
    with translation.override("ur"):
        with pytest.raises(ValidationError) as refused:
            field.clean(value)
        assert [message for message in refused.value.messages if message.isascii()] == []


def test_password_rules_are_translated() -> None:
    with translation.override("ur"):
        rules = password_validators_help_texts()
    assert len(rules) == 5
    assert [rule for rule in rules if rule.isascii() or "password" in rule] == []
