"""Courts of the register, published by a second person or not."""

import itertools
import uuid

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import add_entry
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.policy.courts.models import SpecialCourt
from saathi.policy.courts.tables import COURTS
from tests.roles import acting, role

numbers = itertools.count(1)


def court(keeper: Staff, *, is_published: bool = True, **fields: object) -> SpecialCourt:
    """A special court in India."""
    values = {
        "kind": "children", "name": f"Special Court {next(numbers)}", "country": "IND",
        "district": "IN-WB-DJ", "law": "", "facilities": ["video", "child_room"], "contact": "",
        "since": None, "source": "", "review_on": None,
    }  # fmt: skip
    with acting(keeper):
        entry = add_entry(COURTS, values=values | fields, is_proposed=True, actor=keeper)
    if is_published:
        with role("maintenance"):
            SpecialCourt.objects.filter(pk=entry.pk).update(
                state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
            )
        with acting(keeper):
            entry.refresh_from_db()
    return entry
