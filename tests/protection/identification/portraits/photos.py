"""Photos of a child, added with a consent to a picture."""

import datetime as dt
from collections.abc import Sequence

from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.people.models import Child
from saathi.protection.identification.portraits import actions
from saathi.protection.identification.portraits.models import Portrait
from tests.factories import rights
from tests.protection.casework.documents.papers import photo
from tests.roles import acting

DAY = dt.date(2026, 3, 1)


def consent(child: Child, actor: Staff, **asked: object) -> Consent:
    """The child's consent to a picture."""
    with acting(actor):
        return rights.consent(child, actor, scopes=("picture",), **asked)


def refusal(child: Child, actor: Staff, **asked: object) -> Consent:
    """The child's "no" to a picture, recorded with another legal basis for something else."""
    law = {"basis": "duty", "reason": "The law on reports."}
    return consent(child, actor, **({"answer": "no"} | law | asked))


def add(
    child: Child,
    actor: Staff,
    allowed_by: Consent | None = None,
    purposes: Sequence[str] = ("recognise",),
    data: bytes | None = None,
) -> Portrait:
    """A photo of the child; with a new consent where none is given."""
    allowed_by = allowed_by or consent(child, actor)
    portrait = Portrait(
        file_id=child.file_id,
        child=child,
        consent=allowed_by,
        purposes=list(purposes),
        taken_on=DAY,
    )
    portrait.taken_by = "Rina Thapa"
    with acting(actor):
        return actions.add_portrait(
            portrait=portrait, data=data or photo(), has_read=True, actor=actor
        )
