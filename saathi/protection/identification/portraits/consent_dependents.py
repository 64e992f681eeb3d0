"""Photos that a withdrawn consent erases: rows by the database, the bytes on commit."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.consent.dependents import ConsentDependent, register_dependent_finder
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.vocabulary import PortraitState
from saathi.vault import attachments


@register_dependent_finder
def find_dependent_portraits(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The photos that this consent allows, or that its withdrawal has just erased, in words."""
    result = access.visible(actor, Portrait).filter(consent=consent_id)
    portraits = result.exclude(state=PortraitState.ERASED).order_by("taken_on", "pk")
    return [
        ConsentDependent(_describe(portrait), partial(_delete, portrait, actor))
        for portrait in portraits
    ]


def _describe(portrait: Portrait) -> str:
    text = gettext("Photo of the child taken on %(day)s: it is erased")
    return text % {"day": format_day(portrait.taken_on)}


def _delete(portrait: Portrait, actor: Staff, _on: dt.date) -> None:
    transaction.on_commit(partial(attachments.open_storage().delete, portrait.picture))
    access_log.log_change(
        audit.AuditKind.FILE_REMOVED,
        portrait,
        actor=actor,
        reason="withdrawn",
        model=portrait._meta.label_lower,
        count=1,
    )
