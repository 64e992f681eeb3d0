"""Searches for a child, and the enquiries that come of them."""

import re
import uuid

from django.test import Client

from saathi.protection.identification.intake.jobs import dispatch_enquiry
from saathi.protection.identification.intake.models import EnquiryMatch
from tests.roles import role
from tests.sending import key

ANSWER = "If other workers know this child, they have been notified of your enquiry."


def facts(**fields: object) -> dict[str, object]:
    values = {
        "purpose": "new_report",
        "name": "Sunita",
        "age_low": "14",
        "age_high": "15",
        "gender": "girl",
        "district": "NP-DHA",
    }
    return values | key() | fields


def ask(client: Client, **fields: object) -> str:
    """Searches; returns the address of the result."""
    sent = client.post("/find/", facts(**fields))
    assert sent.status_code == 302, sent.content.decode()
    return str(sent.url)


def enquiry_of(address: str) -> uuid.UUID:
    return uuid.UUID(address.strip("/").split("/")[-1])


def pass_on(address: str) -> int:
    with role("matcher"):
        return dispatch_enquiry(enquiry_of(address), using="default")


def matches() -> list[EnquiryMatch]:
    with role("maintenance"):
        return list(EnquiryMatch.objects.all())


def shorn(page: bytes) -> str:
    """A page without the keys and ids that differ each time."""
    text = re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', "", page.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)
