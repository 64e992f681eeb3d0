"""The names of shelters of our own country, which no text for the other country contains."""

from saathi.agencies.models import Staff
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.vocabulary import ServiceKind


def names_here(reader: Staff) -> list[str]:
    """The names of the shelters in the directory of services that are in the reader's country."""
    found = Service.objects.filter(
        country=reader.office.country, kinds__contains=[ServiceKind.SHELTER.value]
    )
    return list(found.order_by("name").values_list("name", flat=True).distinct())
