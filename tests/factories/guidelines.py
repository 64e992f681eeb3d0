"""Guidelines of the library, published by a second person or not."""

import itertools
import uuid

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.policy.guidelines import actions
from saathi.policy.guidelines.models import Guideline
from tests.roles import acting, role

numbers = itertools.count(1)


def guideline(keeper: Staff, *, is_published: bool = True, **told: object) -> Guideline:
    """A protocol of care for every country, which staff acknowledge."""
    values = {
        "title": f"Protocol {next(numbers)}", "edition": "1", "kind": "protocol", "subject": "care",
        "country": "", "language": "en", "issuer": "Ministry (invented)", "issued_on": None,
        "summary": "", "text": "Greet the child.", "link": "", "must_read": True, "read_by": None,
        "replaces": None, "review_on": None,
    }  # fmt: skip
    with acting(keeper):
        entry = actions.add_guideline(values=values | told, is_proposed=True, actor=keeper)
    if is_published:
        with role("maintenance"):
            Guideline.objects.filter(pk=entry.pk).update(
                state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
            )
        with acting(keeper):
            entry.refresh_from_db()
    return entry
