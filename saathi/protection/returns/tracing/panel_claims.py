"""The claims for a child beside the options of a determination of best interests."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.record_kit.rows import format_day, format_field
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.decisions.best_interests.models import Determination, SolutionOption
from saathi.protection.decisions.best_interests.vocabulary import (
    DeterminationOccasion,
    RealToday,
    Solution,
)
from saathi.protection.returns.tracing.models import FamilyClaim, RelationshipVerification
from saathi.protection.returns.tracing.queries import is_verified
from saathi.protection.returns.tracing.vocabulary import SignsAssessed

_OF_FAMILY: Final = (Solution.FAMILY, Solution.RELATIVES)
_POSSIBLE: Final = (RealToday.YES, RealToday.IF)


def claims_part(request: StaffRequest, determination: Determination) -> kit.Panel | None:
    """The claims with what speaks against them; None if nobody claims the child or it is not asked."""
    options = access.visible(request.staff, SolutionOption).filter(
        determination=determination, option__in=_OF_FAMILY, real_today__in=_POSSIBLE
    )
    is_about_claims = determination.occasion == DeterminationOccasion.CLAIMS
    has_family_option = options.exists()
    if not is_about_claims and not has_family_option:
        return None
    claims = list(
        access.visible(request.staff, FamilyClaim)
        .filter(file_id=determination.file_id)
        .order_by("-claimed_on", "pk")
    )
    verifications = list(
        access.visible(request.staff, RelationshipVerification).filter(
            file_id=determination.file_id
        )
    )
    verified = {each.claim_id for each in verifications if is_verified(each)}
    if not claims and not is_about_claims:
        return None
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        FamilyClaim.section,
        file_id=determination.file_id,
        objects=[claim.pk for claim in claims],
    )
    is_unsafe = has_family_option and not any(is_verified(each) for each in verifications)
    return kit.Panel(
        _("Claims for the child"),
        _warning(claims) if is_unsafe else "",
        actions=[kit.link(_("Family tracing"), "tracing:show_tracing", determination.file_id)],
        rows=[_claim_row(claim, verified) for claim in claims],
        empty=_("No claim that you may read is recorded."),
    )


def _warning(claims: Sequence[FamilyClaim]) -> str:
    """That the family is an option today although no one's relationship is verified."""
    if any(claim.assessed == SignsAssessed.SEEN for claim in claims):
        return _(
            "Warning: the family or relatives are an option today, but no relationship is verified and "
            "there are warning signs. Verify the relationship before the panel decides."
        )
    return _(
        "Warning: the family or relatives are an option today, but no relationship is verified. "
        "Verify it before the panel decides."
    )


def _claim_row(claim: FamilyClaim, verified: Collection[UUID | None]) -> kit.PanelRow:
    has_signs = claim.assessed == SignsAssessed.SEEN
    is_known = claim.pk in verified
    return kit.PanelRow(
        format_field(claim, "relation"),
        state=_("Relationship verified") if is_known else _("Relationship not verified"),
        needs_attention=has_signs or not is_known,
        pairs=[
            kit.LabelledValue(_("Date"), format_day(claim.claimed_on)),
            kit.LabelledValue(_("Status"), format_field(claim, "state")),
            kit.LabelledValue(
                _("Warning signs"), format_field(claim, "signs" if has_signs else "assessed")
            ),
        ],
    )
