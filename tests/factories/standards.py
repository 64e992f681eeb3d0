"""Sets of minimum standards, published by a second person or not."""

import itertools
import uuid
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.protection.care.standards import actions
from saathi.protection.care.standards.models import StandardSet
from saathi.protection.care.standards.tables import model_criteria
from tests.roles import acting, role

numbers = itertools.count(1)


def model_set(keeper: Staff, *, is_published: bool = True) -> StandardSet:
    """The Saathi model set of the keeper's agency."""
    with acting(keeper):
        entry = actions.add_model_set(actor=keeper)
    return publish(entry, keeper) if is_published else entry


def standard_set(keeper: Staff, *, is_published: bool = True, **fields: Any) -> StandardSet:
    """A set of a country with two criteria of the model set."""
    values: dict[str, Any] = {
        "name": f"National standards {next(numbers)}", "edition": "1",
        "country": keeper.agency.country,
        "standing": "law", "in_force_from": None, "about": "", "source": "Gazette (invented)",
        "review_on": None, "criteria": [item.to_json() for item in model_criteria()[:2]],
    }  # fmt: skip
    with acting(keeper):
        entry = actions.add_standards(values=values | fields, is_proposed=True, actor=keeper)
    return publish(entry, keeper) if is_published else entry


def publish(entry: StandardSet, keeper: Staff) -> StandardSet:
    """The set as a second person published it."""
    with role("maintenance"):
        StandardSet.objects.filter(pk=entry.pk).update(
            state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
        )
    with acting(keeper):
        entry.refresh_from_db()
    return entry
