"""What happened at the end of a placement, in words."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.protection.care.placements import vocabulary as codes

# Of ends that a second person checks (`vocabulary.CHECKED_ENDS`).
_TITLES: Final = {
    codes.PlacementEnd.TAKEN: _("Taken away by an authority or another person on %(day)s"),
    codes.PlacementEnd.ADULT: _("Lives alone since %(day)s; the age is not certain"),
    codes.PlacementEnd.DIED: _("Death of the child reported (%(day)s), to be confirmed"),
    codes.PlacementEnd.OTHER: _("Placement ended on %(day)s for another reason, to be checked"),
}


def departure_title(reason: str, departure: str) -> str:
    """What happened, for the page of a child and for Act now."""
    if reason in codes.CHECKED_ENDS:
        return str(_TITLES[codes.PlacementEnd(reason)])
    is_outside = departure == codes.Departure.OUTSIDE
    if reason == codes.PlacementEnd.FAMILY:
        return (
            gettext("Returned to the family on %(day)s without an approved return")
            if is_outside
            else gettext("Returned to the family on %(day)s, to be confirmed")
        )
    return (
        gettext("Taken to another country on %(day)s without an authorised transfer")
        if is_outside
        else gettext("Transferred to another country on %(day)s, to be confirmed")
    )
