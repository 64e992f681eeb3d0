"""Translations of the texts of entries: read, saved, and confirmed by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from saathi.agencies import access, row_proofs
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import log_entry_write, require_maintainer
from saathi.agencies.register_kit.declaration import Register, RegisterTables
from saathi.agencies.register_kit.locks import entry_link
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryTranslation
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra import clock
from saathi.web.components import LabelledValue


class NoTranslations(Exception):
    """The register does not translate its entries."""


class OwnTranslation(Exception):
    """The person who wrote a translation cannot confirm it."""


@dataclass(frozen=True)
class ShownTranslation:
    """A translation as shown on the page of its entry."""

    code: str
    language: str
    pairs: Sequence[LabelledValue]
    mark: str  # empty if it is confirmed and up to date
    title: str  # the first text in this language, such as the name; empty if not translated


def translation_of(
    table: RegisterTables[Any], entry: RegisterEntry, language: str
) -> RegisterEntryTranslation | None:
    """The translation of an entry into a language; None if there is none."""
    translation: RegisterEntryTranslation | None = (
        _of_entry(table, entry).filter(language=language).first()
    )
    return translation


def list_translations(register: Register[Any, Any], entry: RegisterEntry) -> list[ShownTranslation]:
    """The translations of an entry, each with the labels of the form."""
    if register.table.translations is None:
        return []
    labels, names = register.form_class.base_fields, dict(register.languages)
    return [
        ShownTranslation(
            code=translation.language,
            language=str(names.get(translation.language, translation.language)),
            pairs=[
                LabelledValue(labels[name].label or name, translation.texts[name])
                for name in register.table.translated_fields
                # Only beside an original, as on the page on which a second person confirms it.
                if translation.texts.get(name) and getattr(entry, name)
            ],
            mark=translation_mark(register.table, entry, translation),
            title=str(translation.texts.get(register.table.translated_fields[0], "")),
        )
        for translation in _of_entry(register.table, entry).order_by("language")
    ]


def original_texts(table: RegisterTables[Any], entry: RegisterEntry) -> dict[str, str]:
    """The texts of an entry that can be translated, by field; without empty ones."""
    texts = {name: str(getattr(entry, name)) for name in table.translated_fields}
    return {name: text for name, text in texts.items() if text}


def is_outdated(
    table: RegisterTables[Any], entry: RegisterEntry, translation: RegisterEntryTranslation
) -> bool:
    """Whether a text changed after the translation was written or confirmed."""
    return bool(translation.originals != original_texts(table, entry))


def translation_mark(
    table: RegisterTables[Any], entry: RegisterEntry, translation: RegisterEntryTranslation
) -> str:
    """Why a reader must take care with a translation, in words; empty if there is no reason."""
    if is_outdated(table, entry, translation):
        return _("The original text changed after this translation")
    return "" if translation.checked_by else _("Translation not confirmed")


def _of_entry(table: RegisterTables[Any], entry: RegisterEntry) -> Any:
    if table.translations is None:
        raise NoTranslations
    of_entry = {entry_link(table.translations): entry}
    return table.translations._default_manager.filter(**of_entry)


@dataclass(frozen=True)
class SeenTranslation:
    """The translation of an entry into a language, with the version that the person saw; 0: none."""

    entry: RegisterEntry
    language: str
    version: int


@transaction.atomic
def save_translation(
    table: RegisterTables[Any],
    seen: SeenTranslation,
    *,
    texts: Mapping[str, str],
    actor: Staff,
) -> None:
    """Saves the texts in a language, not yet confirmed; `ChangedMeanwhile` if too late.

    Nothing is written if the texts are unchanged: saving without a change is not translating.
    """
    require_maintainer(table, seen.entry, actor)
    translation = translation_of(table, seen.entry, seen.language)
    if translation is None:
        _add_translation(table, seen, _written(table, seen, texts, actor))
    elif translation.texts == texts and translation.version == seen.version:
        return
    else:
        _change(table, seen, translation, _written(table, seen, texts, actor), actor)
    log_entry_write(table, seen.entry, "translated", actor)


def _written(
    table: RegisterTables[Any], seen: SeenTranslation, texts: Mapping[str, str], actor: Staff
) -> dict[str, Any]:
    """The columns of a translation that the actor has just written and no one has confirmed yet."""
    return {
        "texts": dict(texts),
        "originals": original_texts(table, seen.entry),
        "translated_by": actor.id,
        "translated_at": clock.now(),
        "checked_by": None,
        "checked_at": None,
    }


def _add_translation(
    table: RegisterTables[Any], seen: SeenTranslation, written: Mapping[str, Any]
) -> None:
    assert table.translations is not None
    of_entry = {entry_link(table.translations): seen.entry}
    translation = table.translations(language=seen.language, **of_entry, **written)
    try:
        with transaction.atomic():
            translation.save(force_insert=True)
    except IntegrityError as error:
        raise ChangedMeanwhile(translation) from error


@transaction.atomic
def confirm_translation(table: RegisterTables[Any], seen: SeenTranslation, *, actor: Staff) -> None:
    """Confirms that a translation is correct for the entry as it is now, as the second person.

    If the original changed, its writer can also declare it correct; a second person then confirms
    it. Otherwise the writer gets `OwnTranslation`.
    """
    require_maintainer(table, seen.entry, actor)
    translation = translation_of(table, seen.entry, seen.language)
    if translation is None:
        raise access.NotAllowed
    if translation.translated_by != actor.id:
        originals = original_texts(table, seen.entry)
        values = {"checked_by": actor.id, "checked_at": clock.now(), "originals": originals}
    elif is_outdated(table, seen.entry, translation):
        values = _written(table, seen, translation.texts, actor)
    else:
        raise OwnTranslation
    _change(table, seen, translation, values, actor)
    log_entry_write(table, seen.entry, "translation_confirmed", actor)


def _change(
    table: RegisterTables[Any],
    seen: SeenTranslation,
    translation: RegisterEntryTranslation,
    values: Mapping[str, Any],
    actor: Staff,
) -> None:
    """Changes the translation that the person saw, with the proof of who wrote and confirmed it."""
    row_proofs.prove_rows([(translation, values)], by=actor.id)
    current = _of_entry(table, seen.entry).filter(pk=translation.pk, version=seen.version)
    if not current.update(**values, version=F("version") + 1):
        raise ChangedMeanwhile(translation)
