"""The names of facilities of our own country, which no text for the other country contains."""

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility


def names_here(reader: Staff) -> list[str]:
    """The names of facilities in the reader's country; each shelter of the directory is one of them.

    Also those without a licence and those that closed: children lived there.
    """
    facilities = Facility.objects.filter(country=reader.office.country)
    return sorted(set(facilities.values_list("name", flat=True)))
