"""The words that screens show keep to the glossary: no label that follows a child."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.db.models import TextChoices
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
VOCABULARIES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "saathi").rglob("vocabulary.py")
)


def avoided_terms() -> list[str]:
    """The first column of the glossary's table of words that we do not say."""
    section = GLOSSARY.read_text(encoding="utf-8").split("## Words we do not say")[1]
    rows = re.findall(r"^\| ([^|]+?) \|", section.split("\n## ")[0], re.MULTILINE)
    terms = [term for row in rows[1:] for term in row.split(", ")]
    assert len(terms) > 20
    return terms


def labels_of(module: str) -> list[str]:
    found = importlib.import_module(module)
    with translation.override("en"):
        return [
            str(label)
            for value in vars(found).values()
            if isinstance(value, type) and issubclass(value, TextChoices) and value.choices
            for label in value.labels
        ]


def words_in(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z]+', text.lower()))} "


@pytest.mark.requirement("PRI-005")
@pytest.mark.parametrize("module", VOCABULARIES)
def test_no_label_uses_a_word_that_we_do_not_say(module: str) -> None:
    for term in avoided_terms():
        for label in labels_of(module):
            assert words_in(term) not in words_in(label), label


@pytest.mark.requirement("PRI-005")
def test_no_page_uses_a_word_that_we_do_not_say() -> None:
    for path in sorted((ROOT / "saathi").rglob("templates/**/*.html")):
        text = words_in(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")))
        assert not [term for term in avoided_terms() if words_in(term) in text], path


def test_the_reader_of_the_glossary_finds_a_word() -> None:
    assert "Recruitment" in labels_of("saathi.protection.identification.trafficking.vocabulary")
    assert "child prostitute" in avoided_terms()
    assert words_in("child prostitute") in words_in("A Child-Prostitute.")


def _forms_of(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from _forms_of(form)


def test_no_label_says_twice_that_it_may_stay_empty() -> None:
    """An optional field is followed by "if known", so its label must not contain another "if"."""
    importlib.import_module("saathi.config.urls")  # each form is loaded with its views
    with translation.override("en"):
        stammering = {
            f"{form.__name__}: {field.label}"
            for form in _forms_of(forms.BaseForm)
            for field in getattr(form, "base_fields", {}).values()
            if form.__module__.startswith("saathi.")
            and not (field.required or isinstance(field, forms.BooleanField))
            and field.label_suffix is None
            and re.search(r"\bif\b|as far as", str(field.label or ""))
        }
    assert stammering == set()
