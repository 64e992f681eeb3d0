"""Records why a country of origin was removed."""

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.models import (
    CorrectionReason,
    OriginCorrection,
)


class CorrectionReasonRefused(Refused):
    """A reason for a removed country that cannot be recorded; `reasons` give the codes."""


@transaction.atomic
def explain_correction(*, reason: CorrectionReason, actor: Staff) -> CorrectionReason:
    """Records a reason; a later one is added to it. `CorrectionReasonRefused` without a text."""
    access.require(actor, Permission.WORK_ON_CASE, reason)
    of_file = access.visible(actor, OriginCorrection).filter(file_id=reason.file_id)
    if not of_file.filter(pk=reason.correction_id).exists():
        raise access.NotAllowed
    if not reason.reason.strip():
        raise CorrectionReasonRefused([Reason("reason", _("Enter the reason."))])
    return writing.add(reason, actor=actor)
