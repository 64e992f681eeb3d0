"""Letters to a court and to a legal aid body: the case ID, and nothing beyond what the request needs.

No letter names the child, says what happened, or tells what the child decided.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies.models import Office
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import Hearing, Proceeding
from saathi.web.components import LabelledValue


class CourtRequest(TextChoices):
    """What a letter asks of a court for a hearing."""

    IN_CAMERA = "in_camera", gettext_lazy("To exclude the public while the child is present")
    VIDEO = "video", gettext_lazy("To hear the child by video link from another place")
    SUPPORT = "support", gettext_lazy("To admit a support person chosen by the child")
    NO_CONTACT = "no_contact", gettext_lazy("To spare the child any meeting with the accused")
    INTERMEDIARY = (
        "intermediary",
        gettext_lazy("To put questions through the judge or an intermediary"),
    )
    BREAKS = "breaks", gettext_lazy("To allow breaks whenever the child needs them")
    INTERPRETER = "interpreter", gettext_lazy("To provide an interpreter")
    FAST_TRACK = "fast_track", gettext_lazy("To hear the child soon and on one day")


# Requests that say that the court is to hear the child: they need the child's agreement or a summons.
HEARS_CHILD: Final = frozenset(
    {CourtRequest.VIDEO, CourtRequest.INTERMEDIARY, CourtRequest.FAST_TRACK}
)


@dataclass(frozen=True)
class CourtLetter:
    """A letter, ready to show."""

    title: str
    pairs: Sequence[LabelledValue]
    sentences: Sequence[str]
    requests: Sequence[str]
    closing: Sequence[str]
    signature: str


def usual_requests(hearing: Hearing) -> list[str]:
    """What a letter asks unless its author chooses otherwise."""
    asked = [CourtRequest.IN_CAMERA, CourtRequest.SUPPORT, CourtRequest.NO_CONTACT]
    is_heard = hearing.purpose not in codes.LISTENING_PURPOSES
    if is_heard and hearing.child_expected == codes.ChildPart.VIDEO:
        asked.append(CourtRequest.VIDEO)
    return [request.value for request in asked]


def known_requests(chosen: Collection[str]) -> list[CourtRequest]:
    """The chosen requests in the order of the letter; unknown codes are left out."""
    return [request for request in CourtRequest if request.value in chosen]


def court_letter(
    hearing: Hearing, proceeding: Proceeding, chosen: Collection[str], *, code: str, office: Office
) -> CourtLetter:
    """The letter to the court of a hearing. Texts of both records must have been opened."""
    return CourtLetter(
        title=_("Request to the court"),
        pairs=[
            LabelledValue(_("To"), proceeding.court),
            LabelledValue(_("Case number of the court"), proceeding.number),
            LabelledValue(_("Our reference"), code),
            LabelledValue(_("Hearing on"), format_day(hearing.listed_on)),
            LabelledValue(_("Date"), format_day(office.today())),
        ],
        sentences=[_("A child is to take part in this hearing. We ask the court:")],
        requests=[str(request.label) for request in known_requests(chosen)],
        closing=[
            _("This letter does not name the child. Do not add the name to it."),
            _("We can give reasons in a closed session."),
        ],
        signature=_("Signed for %(office)s") % {"office": office.name},
    )


def legal_aid_letter(proceeding: Proceeding, *, code: str, office: Office) -> CourtLetter:
    """The letter that asks a legal aid body for a lawyer."""
    return CourtLetter(
        title=_("Request for legal aid"),
        pairs=[
            LabelledValue(_("Our reference"), code),
            LabelledValue(_("Kind of proceeding"), str(proceeding.get_kind_display())),
            LabelledValue(_("Kind of court"), str(proceeding.get_court_kind_display())),
            LabelledValue(_("Date"), format_day(office.today())),
        ],
        sentences=[_("We ask for a lawyer for a child in these proceedings:")],
        requests=[
            _("With training in work with children"),
            _("Without cost for the child and the family"),
            _("Without any tie to the accused or their family"),
        ],
        closing=[
            _("The child meets the lawyer before anyone decides, and may ask for another one."),
            _("This letter does not name the child. Do not add the name to it."),
        ],
        signature=_("Signed for %(office)s") % {"office": office.name},
    )
