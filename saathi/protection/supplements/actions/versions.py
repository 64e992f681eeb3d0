"""An agency's forms: uploaded, classified, asked for, published by a second person.

The database functions decide again.
"""

from collections.abc import Mapping

from django.db import models, transaction

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.protection.supplements import queries
from saathi.protection.supplements.models import FormDraft, FormVersion
from saathi.protection.supplements.vocabulary import SECTION_LABELS
from saathi.protection.supplements.xlsform.definition import XlsformDefinition


class FormDraftChanged(Exception):
    """Somebody else classified, replaced or asked for this draft in the meantime."""


@transaction.atomic
def save_uploaded_draft(*, form: XlsformDefinition, actor: Staff) -> FormDraft:
    """The draft of a form that was read without a mistake; it takes the place of an earlier draft.

    What the last version said of a question of the same name and kind is proposed again.
    """
    access.require(actor, Permission.MANAGE_OFFICES)

    last = queries.latest_published_version(actor.agency_id, form.code)
    known = {}
    if last is not None:
        before = queries.form_definition(last).questions_by_name
        for one in form.questions:
            if one.name in before and before[one.name].kind == one.kind:
                known[one.name] = before[one.name].data_class
    told = {one.name: one.data_class or known.get(one.name, "") for one in form.questions}

    FormDraft.objects.filter(agency=actor.agency_id, code=form.code).delete()
    draft = FormDraft(
        agency_id=actor.agency_id,
        code=form.code,
        section=last.section if last else 0,
        body=form.with_classes(told).to_json(),
        recorded_by=actor.id,
    )
    draft.save(force_insert=True)

    _log_version(actor, draft, "form_uploaded")
    return draft


@transaction.atomic
def classify_draft(
    *,
    draft: FormDraft,
    section: Section,
    classes: Mapping[str, str],
    version_seen: int,
    actor: Staff,
) -> FormDraft:
    """The draft with its questions classified and its part of the file said."""
    access.require(actor, Permission.MANAGE_OFFICES)
    if section not in SECTION_LABELS:
        raise ChangeNotPossible

    body = queries.form_definition(draft).with_classes(classes).to_json()
    changed = FormDraft.objects.filter(
        agency=actor.agency_id, pk=draft.pk, version=version_seen
    ).update(section=int(section), body=body, version=models.F("version") + 1)
    if not changed:
        raise FormDraftChanged
    draft.refresh_from_db()

    _log_version(actor, draft, "form_classified")
    return draft


@transaction.atomic
def discard_form_draft(*, draft: FormDraft, actor: Staff) -> None:
    """Takes a draft away; no version was made of it."""
    access.require(actor, Permission.MANAGE_OFFICES)

    _log_version(actor, draft, "form_discarded")
    FormDraft.objects.filter(agency=actor.agency_id, pk=draft.pk).delete()


@transaction.atomic
def request_publication(*, draft: FormDraft, actor: Staff) -> FormVersion:
    """The version that waits for a second person. NotPossible while a question is unclassified."""
    access.require(actor, Permission.MANAGE_OFFICES)

    made_id = definer_functions.make_change("form_ask", [draft.pk, draft.version], by=actor.id)
    made = FormVersion.objects.get(pk=made_id)

    _log_version(actor, made, "form_asked")
    return made


@transaction.atomic
def request_form_end(*, code: str, actor: Staff) -> FormVersion:
    """The version that ends a form, once a second person agrees; what was answered stays."""
    access.require(actor, Permission.MANAGE_OFFICES)

    made_id = definer_functions.make_change("form_ask_end", [code], by=actor.id)
    made = FormVersion.objects.get(pk=made_id)

    _log_version(actor, made, "form_end_asked")
    return made


@transaction.atomic
def decide_form_version(*, version: FormVersion, agree: bool, actor: Staff) -> FormVersion:
    """The version as a second person decided it, who did not ask for it herself."""
    access.require(actor, Permission.CONFIRM_STAFF)
    if not may_decide_form_version(actor, version):
        raise access.NotAllowed

    if not definer_functions.make_change("form_decide", [version.pk, agree], by=actor.id):
        raise ChangeNotPossible
    version.refresh_from_db()

    _log_version(actor, version, "form_ended" if version.is_end else "form_decided")
    return version


def may_decide_form_version(staff: Staff, version: FormVersion) -> bool:
    """Whether this person may be the second for a version of her agency."""
    return (
        access.has_permission(staff, Permission.CONFIRM_STAFF)
        and version.agency_id == staff.agency_id
        and version.asked_by != staff.id
    )


def _log_version(actor: Staff, draft_or_version: FormDraft | FormVersion, what: str) -> None:
    detail: dict[str, object] = {"action": what, "version": draft_or_version.version}
    if isinstance(draft_or_version, FormVersion):
        detail |= {"outcome": str(draft_or_version.outcome)}
    audit.record(
        audit.AuditKind.RULES_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[draft_or_version.pk],
        detail=detail,
    )
