"""Form data for the screens of these tests, and a referral to start from."""

from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.services.models import Referral
from tests.factories import helps
from tests.reading import day
from tests.roles import acting

OFFER = {
    # the country of a service that is not in the directory; others have no such field
    "country": "NPL",
    "kind": "vocational", "urgency": "soon", "child_answer": "yes", "need": "A place to learn sewing",
    "child_words": "I want to sew", "shared": ["code", "need"], "withheld": "What happened",
    "withheld_from": "The sewing teacher", "needs_access": ["step_free"], "papers": "not_known",
    **day("offered_on"),
}  # fmt: skip


FOLLOW = {"state": "accepted", "child_answer": "yes", **day("answered_on")}


def address(name: str, child: Child, *ids: object) -> str:
    return reverse(f"support:{name}", args=[child.file_id, *ids])


def offered(child: Child, worker: Staff, **fields: object) -> Referral:
    with acting(worker):
        return helps.referral(child, worker, **fields)
