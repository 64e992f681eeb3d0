"""Translations of the texts of entries: read, saved, and confirmed by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from saathi.agencies import access, row_proofs
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import log_entry_write, require_keeper
from saathi.agencies.register_kit.declaration import Register, RegisterTables
from saathi.agencies.register_kit.locks import entry_link
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryTranslation
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra import clock
from saathi.web.components import LabelledValue


class NoTranslations(Exception):
    """The register does not translate its entries."""


class OwnTranslation(Exception):
    """Whoever wrote a translation does not confirm it."""


@dataclass(frozen=True)
class ShownTranslation:
    """A translation as the page of its entry shows it."""

    code: str
    language: str
    pairs: Sequence[LabelledValue]
    mark: str  # empty if it is confirmed and fits the entry


def translation_of(
    table: RegisterTables[Any], entry: RegisterEntry, language: str
) -> RegisterEntryTranslation | None:
    """The translation of an entry into a language, if there is one."""
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
            mark=translation_mark(entry, translation),
        )
        for translation in _of_entry(register.table, entry).order_by("language")
    ]


def translation_mark(entry: RegisterEntry, translation: RegisterEntryTranslation) -> str:
    """Why a reader must take care with a translation, in words; empty if there is no reason."""
    if entry.changed_at > translation.translated_at:
        return _("The entry was changed after this translation")
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
    """Saves the texts in a language, not yet confirmed; `ChangedMeanwhile` if another was faster."""
    require_keeper(table, seen.entry, actor)
    written = {"texts": dict(texts), "translated_by": actor.id, "translated_at": clock.now()}
    translation = translation_of(table, seen.entry, seen.language)
    if translation is None:
        _add_translation(table, seen, written)
    else:
        _change(table, seen, translation, written | {"checked_by": None, "checked_at": None}, actor)
    log_entry_write(table, seen.entry, "translated", actor)


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
    """Confirms a translation as the second person; `OwnTranslation` for its writer."""
    require_keeper(table, seen.entry, actor)
    translation = translation_of(table, seen.entry, seen.language)
    if translation is None:
        raise access.NotAllowed
    if translation.translated_by == actor.id:
        raise OwnTranslation
    checked = {"checked_by": actor.id, "checked_at": clock.now()}
    _change(table, seen, translation, checked, actor)
    log_entry_write(table, seen.entry, "translation_confirmed", actor)


def _change(
    table: RegisterTables[Any],
    seen: SeenTranslation,
    translation: RegisterEntryTranslation,
    values: Mapping[str, Any],
    actor: Staff,
) -> None:
    """Changes the translation that the person saw, with the proof of who wrote and who confirmed."""
    row_proofs.prove_rows([(translation, values)], by=actor.id)
    current = _of_entry(table, seen.entry).filter(pk=translation.pk, version=seen.version)
    if not current.update(**values, version=F("version") + 1):
        raise ChangedMeanwhile(translation)
