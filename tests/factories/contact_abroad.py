"""What goes before a transfer: a consent, the permission to contact the country, and its answer."""

import datetime as dt
from typing import Any, Protocol

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.protection_screening.models import ProtectionScreening
from tests.factories import agencies, protection, rights
from tests.roles import acting, role

# To the authority that would receive the child, with what a request shares in these tests.
PERMITTED = {
    "body": "protection",
    "facts": ["age", "gender", "languages", "names", "home", "nationality", "clues"],
}


class WorksWithChild(Protocol):
    """The child and the worker, such as a `TransferCast`."""

    case: Case
    worker: Staff

    @property
    def child(self) -> Child: ...

    def today(self, days: int = 0) -> dt.date: ...


def verified(around: WorksWithChild, country: str = "IND", answer: str = "confirmed") -> None:
    """The country answered on the child's nationality."""
    permission = permitted(around, country, consent(around))
    assert permission is not None
    with acting(around.worker):
        contact = protection.our_contact(permission, around.worker)
        found = protection.verification(around.case, around.worker, contact)
    with role("maintenance"):
        type(found).objects.filter(pk=found.pk).update(
            answer=answer,
            answered_on=around.today(),
            country=country,
            solutions_on=around.today(30),
        )


def permitted(around: WorksWithChild, country: str, given: Any, **asks: Any) -> Any:
    """A supervisor permits contact with a country; not before the screening, which others ask for."""
    with role("maintenance"):
        screenings = ProtectionScreening.objects.filter(file=around.case.file_id)
        if set(screenings.values_list("result", flat=True)) != {"no_sign"}:
            return None
    with acting(around.worker):
        wanted = protection.asked(
            around.case, around.worker, country=country, consent=given, **(PERMITTED | asks)
        )
    leader = agencies.staff("supervisor", around.worker.office)
    with acting(leader):
        return protection.permit(wanted, leader)


def consent(around: WorksWithChild) -> Any:
    """A consent to contact with the country of origin."""
    with acting(around.worker):
        return rights.consent(around.child, around.worker, scopes=("origin",))
