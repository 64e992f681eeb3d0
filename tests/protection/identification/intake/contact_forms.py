"""Form data for the screens of these tests, and the staff who submit it."""

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.identification.intake.contacts import actions
from saathi.protection.identification.intake.models import Contact
from tests.factories import agencies, bundles
from tests.roles import acting
from tests.sending import key

LIST, NEW, PAPER = "/reports/contacts/", "/reports/contacts/new/", "/reports/paper/"


TOLD = "A man from the city promises the girls of the hamlet work in a hotel."


def contact(actor: Staff, **fields: object) -> Contact:
    usual: dict[str, object] = {
        "happened_at": clock.now(),
        "channel": "helpline",
        "kind": "concern",
        "texts": {"what": TOLD},
    }
    with acting(actor):
        return actions.record_contact(new=actions.ContactInput(**(usual | fields)), actor=actor)


def form(**fields: object) -> dict[str, object]:
    return {"kind": "silent", "channel": "helpline"} | key() | fields


def report_form(**fields: object) -> dict[str, object]:
    usual = {
        "what": TOLD,
        "channel": "helpline",
        "reporter_kind": "community",
        "urgency": "today",
        "child_gender": "not_said",
        "version": 1,
    }
    return usual | key() | fields


def paper(**fields: object) -> dict[str, object]:
    usual = report_form(kind="concern", channel="outreach", district="NP-DHA")
    day = {"received_on_0": "2", "received_on_1": "3", "received_on_2": "2026"}
    return usual | day | fields


def asked(name: str) -> dict[str, object]:
    facts = {"name": name, "age_low": "12", "gender": "girl", "district": "NP-DHA"}
    return {"purpose": "new_report"} | facts | key()


def member(officer: Staff) -> Staff:
    """A member of a para-legal committee, who may only record reports."""
    bundles.version(
        officer.agency, "committee_member", kind="intake_officer", permissions=["record_report"]
    )
    return bundles.give(agencies.staff("intake_officer", officer.office), "committee_member")
