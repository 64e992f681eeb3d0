"""What happened at a departure, in words."""

from django.utils.translation import gettext

from saathi.protection.care.placements import vocabulary as codes


def departure_title(reason: str, departure: str) -> str:
    """What happened, for the page of a child and for Act now."""
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
