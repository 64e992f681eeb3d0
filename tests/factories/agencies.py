"""Agencies, offices and staff, made as the maintenance role."""

import itertools

from saathi.agencies import credentials
from saathi.agencies.models import Agency, Office, Principal, Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS
from tests.roles import role

numbers = itertools.count(1)


def agency(name: str = "", *, country: str = "NPL", kind: str = "ngo") -> Agency:
    with role("maintenance"):
        return Agency.objects.create(
            name=name or f"Agency {next(numbers)}", country=country, kind=kind
        )


def office(of: Agency | None = None, *, parent: Office | None = None, **fields: object) -> Office:
    of = of or (parent.agency if parent else agency())
    values = {
        "name": f"Office {next(numbers)}",
        "level": "district",
        "country": of.country,
        "district": "NP-DHA",
        "time_zone": "Asia/Kathmandu",
        "weekend": [5],
    }
    with role("maintenance"):
        return Office.objects.create(agency=of, parent=parent, **(values | fields))


def staff(role_kind: str = "case_worker", at: Office | None = None, **fields: object) -> Staff:
    """A member of staff; `password` is a hash and `pin` is typed, both sealed as Saathi would."""
    at = at or office()
    number = next(numbers)
    password, pin = str(fields.pop("password", "")), str(fields.pop("pin", ""))
    with role("maintenance"):
        person = Staff.objects.create(
            agency=at.agency,
            office=at,
            role_kind=role_kind,
            **({"email": f"staff{number}@example.org", "name": f"Staff {number}"} | fields),
        )
        acts_as = [] if role_kind == "administrator" else [person.id]
        if role_kind in OFFICE_LEADER_KINDS:
            acts_as += [office.id for office in subtree(at)]
        for principal in acts_as:
            Principal.objects.create(staff=person, principal=principal)
    if password.startswith("scrypt$"):
        details = credentials.SignInDetails(person.email, password=password)
        credentials.write_details(person.pk, details)
    if pin:
        credentials.write_pin(person.pk, pin)
    return person


def subtree(top: Office) -> list[Office]:
    below = [office for child in top.children.all() for office in subtree(child)]
    return [top, *below]
