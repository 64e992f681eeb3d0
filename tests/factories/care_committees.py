"""Care committees of the register, published by a second person or not."""

import itertools
import uuid

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.protection.care.care_committees import actions
from saathi.protection.care.care_committees.models import CareCommittee
from tests.roles import acting, role

numbers = itertools.count(1)


def committee(keeper: Staff, *, is_published: bool = True, **told: object) -> CareCommittee:
    """A committee in India with two seats of children, whose members promised confidentiality."""
    values: dict[str, object] = {
        "kind": "care", "name": f"Committee {next(numbers)}", "country": "IND",
        "district": "IN-WB-DJ", "area": "Ward 4", "groups": ["children", "school"], "seats": 9,
        "child_seats": 2, "child_role": "vote", "pledge": "yes", "contact": "", "since": None,
        "source": "", "review_on": None,
    }  # fmt: skip
    with acting(keeper):
        entry = actions.add_committee(values=values | told, is_proposed=True, actor=keeper)
    if is_published:
        with role("maintenance"):
            CareCommittee.objects.filter(pk=entry.pk).update(
                state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
            )
        with acting(keeper):
            entry.refresh_from_db()
    return entry
