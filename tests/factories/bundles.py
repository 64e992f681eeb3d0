"""An agency's own bundles of permissions, in force or not, made as the maintenance role."""

import datetime as dt
import uuid

from saathi.agencies.models import Agency, BundleVersion, Staff
from saathi.agencies.permissions import SHIPPED_ROLES, needs_second_person
from saathi.infra import clock
from tests.roles import role


def version(
    of: Agency,
    code: str = "probation_officer",
    *,
    kind: str = "case_worker",
    permissions: object = None,
    number: int = 1,
    days: int = 0,
    outcome: str = "agreed",
    **fields: object,
) -> BundleVersion:
    """A version that begins so many days from today at an office in Kathmandu."""
    held = sorted(SHIPPED_ROLES[kind] if permissions is None else permissions)
    values = {
        "name": code.replace("_", " ").capitalize(),
        "needs_second": needs_second_person(kind, frozenset(held)),
        "valid_from": clock.today_in("Asia/Kathmandu") + dt.timedelta(days=days),
        "asked_by": uuid.uuid4(),
        "decided_by": None if outcome == "waits" else uuid.uuid4(),
        "decided_at": None if outcome == "waits" else clock.now(),
    }
    with role("maintenance"):
        return BundleVersion.objects.create(
            agency=of, code=code, kind=kind, permissions=held, version=number, outcome=outcome,
            **(values | fields),
        )  # fmt: skip


def give(person: Staff, code: str) -> Staff:
    """The person with this bundle, read again."""
    with role("maintenance"):
        Staff.objects.filter(pk=person.pk).update(post=code)
    return Staff.objects.get(pk=person.pk)
