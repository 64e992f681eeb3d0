"""The names of shelters of our own country, which no text for the other country contains."""

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.vocabulary import ServiceKind


def names_here(reader: Staff) -> list[str]:
    """The names of shelters and facilities in the reader's country, of both registers.

    Also those without a licence and those that closed: children lived there.
    """
    shelters = Service.objects.filter(
        country=reader.office.country, kinds__contains=[ServiceKind.SHELTER.value]
    )
    facilities = Facility.objects.filter(country=reader.office.country)
    named = shelters.values_list("name").union(facilities.values_list("name"))
    return sorted(name for (name,) in named)
