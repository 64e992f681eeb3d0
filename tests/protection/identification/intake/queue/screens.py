"""Pages of the queue and of the duty roster."""

from saathi.agencies.models import Office, Staff
from tests.signing import signed_in


def text_of(person: Staff, address: str = "/reports/") -> str:
    return signed_in(person).get(address).content.decode()


def roster(office: Office) -> str:
    return f"/reports/duty/{office.pk}/"
