"""The screen on which an entry is translated, and a translation confirmed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.register_kit import queries, translations
from saathi.agencies.register_kit.declaration import Register
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryTranslation
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import isolate_direction
from saathi.web.components import TabLink

CONFIRM = "confirm"  # the button that confirms the translation without changes
ORIGINAL_CHANGED = _lazy("The original text changed after you opened this page. Check it again.")


class EntryTranslationForm(RecordForm):
    """The translated texts of an entry, each beside its original."""

    shows_stored_texts = False

    # A digest of the originals shown on the page; empty in forms opened by an earlier version.
    seen_originals = forms.CharField(required=False, widget=forms.HiddenInput)

    def add_texts(
        self, register: Register[Any, Any], entry: RegisterEntry, translated: Mapping[str, str]
    ) -> None:
        """Adds a field for each text that the entry has; the original is its help text.

        `translated` are the originals of the existing translation: if one has changed, it is shown
        as well.
        """
        self.originals_now = _digest(translations.original_texts(register.table, entry))
        self.initial["seen_originals"] = self.originals_now
        for name in register.table.translated_fields:
            if not (original := getattr(entry, name)):
                continue
            own_field = register.form_class.base_fields[name]
            self.fields[name] = forms.CharField(
                required=False,
                max_length=getattr(own_field, "max_length", None),
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
                label=own_field.label,
                help_text=_original_help(original, translated.get(name, original)),
            )

    def clean_seen_originals(self) -> str:
        """The digest of the originals seen; adds an error if one has changed."""
        seen: str = self.cleaned_data["seen_originals"]
        if seen and seen != self.originals_now:
            # The page is shown again with the new original, which then counts as seen.
            data = cast("QueryDict", self.data).copy()
            data[self.add_prefix("seen_originals")] = self.originals_now
            self.data = data
            self.add_error(None, str(ORIGINAL_CHANGED))
        return seen

    def texts(self, register: Register[Any, Any]) -> dict[str, str]:
        """The translated texts, by field of the entry."""
        names = register.table.translated_fields
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def _digest(originals: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(originals, sort_keys=True).encode()).hexdigest()[:32]


def _original_help(original: str, translated: str) -> str:
    """The original for its field, and the text it had when it was translated if that differs."""
    if original == translated:
        return original
    return _("%(original)s (when translated: %(translated)s)") % {
        "original": isolate_direction(original),
        "translated": isolate_direction(translated or "–"),
    }


def translate_entry(
    request: StaffRequest, register: Register[Any, Any], entry_id: UUID
) -> HttpResponse:
    """The page of the entry's texts in the language of the address, to translate or confirm."""
    entry = queries.get_own_entry(register.table, entry_id, request.staff)
    codes = [code for code, _label in register.languages]
    language = request.GET.get("language", codes[0])
    if language not in codes:
        raise Http404
    existing = translations.translation_of(register.table, entry, language)
    form = EntryTranslationForm(posted_data(request), initial=_initial(register, existing))
    form.add_texts(register, entry, existing.originals if existing else {})
    here = f"{register.addresses.of_entry('translate', entry.pk)}?language={language}"

    def save(sent: EntryTranslationForm) -> str:
        seen = translations.SeenTranslation(entry, language, sent.seen_version)
        if CONFIRM in request.POST:
            return here if _was_confirmed(request, register, seen, sent) else ""
        texts = sent.texts(register)
        translations.save_translation(register.table, seen, texts=texts, actor=request.staff)
        return here

    is_outdated = existing is not None and translations.is_outdated(register.table, entry, existing)
    is_own = existing is not None and existing.translated_by == request.staff.id
    may_confirm = existing is not None and existing.checked_by is None and not is_own
    context = {
        "form": form,
        "title": register.title_of(entry),
        "back": register.addresses.of_entry("show", entry.pk),
        "label": _("Languages"),
        "tabs": [
            TabLink(label, f"?language={code}", code == language)
            for code, label in register.languages
        ],
        "may_confirm": may_confirm,
        "is_outdated": is_outdated,
        "mark": translations.translation_mark(register.table, entry, existing) if existing else "",
    }
    return submit_form(request, form, save, newest_url=here) or render(
        request, "register_kit/translate_entry.html", context
    )


def _initial(
    register: Register[Any, Any], existing: RegisterEntryTranslation | None
) -> dict[str, Any]:
    """The translated texts that the entry has, without any others that the row may contain."""
    if existing is None:
        return {}
    names = register.table.translated_fields
    texts = {name: existing.texts[name] for name in names if name in existing.texts}
    return texts | {"version": existing.version}


def _was_confirmed(
    request: StaffRequest,
    register: Register[Any, Any],
    seen: translations.SeenTranslation,
    sent: EntryTranslationForm,
) -> bool:
    """Whether the translation was confirmed; else the form says why not."""
    try:
        translations.confirm_translation(register.table, seen, actor=request.staff)
    except translations.OwnTranslation:
        sent.add_error(None, _("A second person must confirm this translation: you wrote it."))
    return not sent.errors
