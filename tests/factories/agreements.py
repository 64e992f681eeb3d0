"""Agreements and focal points, published by a second person or not."""

import itertools
import uuid

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import actions as register_actions
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.policy.agreements import actions
from saathi.policy.agreements.actions import FOCAL_POINTS
from saathi.policy.agreements.models import Agreement, FocalPoint
from tests.roles import acting, role

numbers = itertools.count(1)
AGREEMENT = {
    "kind": "memorandum", "countries": ["NPL", "IND"], "parties": "Two ministries", "about": "",
    "stage": "in_force", "scope": "trafficked", "safeguards": ["best_interests"], "signed_on": None,
    "in_force_from": None, "ends_on": None, "date_note": "2015", "protocol": "",
    "steps": "Home study; 30", "annexes": "", "source": "", "link": "",
    "verification": "unverified", "review_on": None,
}  # fmt: skip


def agreement(keeper: Staff, *, is_published: bool = True, **fields: object) -> Agreement:
    values = {"title": f"Agreement {next(numbers)}"} | AGREEMENT | fields
    with acting(keeper):
        entry = actions.add_agreement(values=values, is_proposed=True, actor=keeper)
    return _published(entry, keeper) if is_published else entry


def focal_point(
    keeper: Staff, country: str = "IND", *, is_published: bool = True, **fields: object
) -> FocalPoint:
    """The national focal point of a country, unless another is named."""
    values = {
        "country": country, "function": "national", "office": f"Desk {next(numbers)}",
        "deputy": "", "languages": ["en"], "since": None, "source": "",
    }  # fmt: skip
    with acting(keeper):
        entry = register_actions.add_entry(
            FOCAL_POINTS, values=values | fields, is_proposed=True, actor=keeper
        )
    return _published(entry, keeper) if is_published else entry


def _published[EntryT: RegisterEntry](entry: EntryT, keeper: Staff) -> EntryT:
    with role("maintenance"):
        type(entry)._default_manager.filter(pk=entry.pk).update(
            state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
        )
    with acting(keeper):
        entry.refresh_from_db()
    return entry
