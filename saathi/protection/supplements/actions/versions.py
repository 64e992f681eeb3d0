"""An agency's forms: uploaded, classified, asked for, published by a second person.

The database functions decide again.
"""

from collections.abc import Mapping

from django.db import models, transaction

from saathi import audit
from saathi.agencies import access, warden
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.warden import NotPossible
from saathi.protection.supplements import queries
from saathi.protection.supplements.models import FormDraft, FormVersion
from saathi.protection.supplements.vocabulary import SECTIONS
from saathi.protection.supplements.xlsform.definition import Form


class DraftChanged(Exception):
    """Somebody else classified, replaced or asked for this draft in the meantime."""


@transaction.atomic
def upload(*, form: Form, by: Staff) -> FormDraft:
    """The draft of a form that was read without a mistake; it takes the place of an earlier draft.

    What the last version said of a question of the same name and kind is proposed again.
    """
    access.require(by, Permission.MANAGE_OFFICES)

    last = queries.newest(by.agency_id, form.code)
    known = {}
    if last is not None:
        before = queries.form_of(last).by_name
        for one in form.questions:
            if one.name in before and before[one.name].kind == one.kind:
                known[one.name] = before[one.name].data_class
    told = {one.name: one.data_class or known.get(one.name, "") for one in form.questions}

    FormDraft.objects.filter(agency=by.agency_id, code=form.code).delete()
    draft = FormDraft(
        agency_id=by.agency_id,
        code=form.code,
        section=last.section if last else 0,
        body=form.classified(told).plain(),
        recorded_by=by.id,
    )
    draft.save(force_insert=True)

    _note(by, draft, "form_uploaded")
    return draft


@transaction.atomic
def classify(
    *, draft: FormDraft, section: Section, classes: Mapping[str, str], seen: int, by: Staff
) -> FormDraft:
    """The draft with its questions classified and its part of the file said."""
    access.require(by, Permission.MANAGE_OFFICES)
    if section not in SECTIONS:
        raise NotPossible

    body = queries.form_of(draft).classified(classes).plain()
    changed = FormDraft.objects.filter(agency=by.agency_id, pk=draft.pk, version=seen).update(
        section=int(section), body=body, version=models.F("version") + 1
    )
    if not changed:
        raise DraftChanged
    draft.refresh_from_db()

    _note(by, draft, "form_classified")
    return draft


@transaction.atomic
def discard(*, draft: FormDraft, by: Staff) -> None:
    """Takes a draft away; no version was made of it."""
    access.require(by, Permission.MANAGE_OFFICES)

    _note(by, draft, "form_discarded")
    FormDraft.objects.filter(agency=by.agency_id, pk=draft.pk).delete()


@transaction.atomic
def ask(*, draft: FormDraft, by: Staff) -> FormVersion:
    """The version that waits for a second person. NotPossible while a question is unclassified."""
    access.require(by, Permission.MANAGE_OFFICES)

    made_id = warden.change("form_ask", [draft.pk, draft.version], by=by.id)
    made = FormVersion.objects.get(pk=made_id)

    _note(by, made, "form_asked")
    return made


@transaction.atomic
def ask_end(*, code: str, by: Staff) -> FormVersion:
    """The version that ends a form, once a second person agrees; what was answered stays."""
    access.require(by, Permission.MANAGE_OFFICES)

    made_id = warden.change("form_ask_end", [code], by=by.id)
    made = FormVersion.objects.get(pk=made_id)

    _note(by, made, "form_end_asked")
    return made


@transaction.atomic
def decide(*, version: FormVersion, agree: bool, by: Staff) -> FormVersion:
    """The version as a second person decided it, who did not ask for it herself."""
    access.require(by, Permission.CONFIRM_STAFF)
    if not may_decide(by, version):
        raise access.NotAllowed

    if not warden.change("form_decide", [version.pk, agree], by=by.id):
        raise NotPossible
    version.refresh_from_db()

    _note(by, version, "form_ended" if version.is_end else "form_decided")
    return version


def may_decide(staff: Staff, version: FormVersion) -> bool:
    """Whether this person may be the second for a version of her agency."""
    return (
        access.may(staff, Permission.CONFIRM_STAFF)
        and version.agency_id == staff.agency_id
        and version.asked_by != staff.id
    )


def _note(by: Staff, kept: FormDraft | FormVersion, what: str) -> None:
    detail: dict[str, object] = {"action": what, "version": kept.version}
    if isinstance(kept, FormVersion):
        detail |= {"outcome": str(kept.outcome)}
    audit.record(
        audit.Kind.RULES_CHANGED, by=by.id, agency=by.agency_id, objects=[kept.pk], detail=detail
    )
