"""The claim letter to a legal aid body or authority: the case ID, and nothing beyond what a claim needs."""

from django.utils.translation import gettext as _

from saathi.agencies.models import Office
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.justice.compensation.models import LegalMeasure
from saathi.protection.justice.compensation.vocabulary import MONEY_KINDS
from saathi.protection.justice.proceedings.letters import CourtLetter
from saathi.web.components import LabelledValue


def claim_letter(measure: LegalMeasure, *, code: str, office: Office) -> CourtLetter:
    """The letter that claims a measure. Its texts must have been opened."""
    pairs = [
        LabelledValue(_("To"), measure.responsible, missing=_("not recorded")),
        LabelledValue(_("Our reference"), code),
        LabelledValue(_("Measure"), str(measure.get_kind_display())),
        LabelledValue(_("Law or scheme"), measure.law),
        LabelledValue(_("Date"), format_day(office.today())),
    ]
    if measure.claim_by is not None:
        pairs.insert(4, LabelledValue(_("Last day to claim"), format_day(measure.claim_by)))
    return CourtLetter(
        title=_("Claim for a child"),
        pairs=pairs,
        sentences=[_("We ask you to receive and decide this claim of a child:")],
        requests=[*(_money_requests() if measure.kind in MONEY_KINDS else []), *_requests()],
        closing=[
            _("This letter does not name the child. Do not add the name to it."),
            _("We can give the identity and the evidence in a closed session or to the lawyer."),
        ],
        signature=_("Signed for %(office)s") % {"office": office.name},
    )


def _money_requests() -> list[str]:
    return [
        _("To decide on an interim payment first, for care and treatment now"),
        _("To pay into a deposit in the child’s name that is locked until 18"),
        _("To release money before that only for the child, after hearing the child"),
        _("To pay no one else for the child, and to keep the accused and people near them from it"),
    ]


def _requests() -> list[str]:
    return [
        _("To hear the child’s views in private, if the child wants to be heard"),
        _("To confirm the receipt of this claim with its number, and to give reasons in writing"),
    ]
