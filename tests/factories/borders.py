"""A protocol with India, and questions across the border under it, through the actions."""

import datetime as dt
from typing import Any

from saathi.agencies.country_protocols import ProtocolQuestion, ProtocolShareableFact
from saathi.agencies.models import Configuration, Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.borders import actions, queries
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import ChildViewOnEnquiry, FearOfAuthority
from saathi.protection.returns.protection_screening.models import ProtectionScreening
from tests.factories import protection, rights
from tests.roles import role

LINES = {
    "with": "IND",
    "partner": "Focal point in Patna (invented)",
    "agreed_on": "2026-01-15",
    "may_ask": "who, family, address",
    "may_go": "age, gender, languages, names, clues",
    "answer_days": "20",
}
DAY = dt.date(2026, 3, 2)


def protocol(worker: Staff, *, version: int = 1, **lines: str) -> Configuration:
    """A version of the protocol of the worker's country."""
    with role("maintenance"):
        return Configuration.objects.create(
            kind="protocol",
            country=worker.office.country,
            name="patna",
            version=version,
            body=LINES | lines,
            valid_from=dt.date(2026, 1, 15),
        )


def question(worker: Staff, **fields: Any) -> actions.CrossBorderEnquiryInput:
    """A question about the identity, under the valid protocol."""
    held = queries.active_protocols(worker.office)
    usual = {"country": "IND", "protocol": held[0] if held else None, "asks": [ProtocolQuestion.WHO],
             "asked_on": DAY, "texts": {"question": "She names a river."}}  # fmt: skip
    return actions.CrossBorderEnquiryInput(**(usual | fields))


def going(case: Case, worker: Staff, **fields: Any) -> actions.CrossBorderDisclosureInput:
    """Age and languages, as the child agreed after the screening for international protection."""
    if not ProtectionScreening.objects.filter(file_id=case.file_id).exists():
        protection.screened(case, worker)
    consent = rights.consent(case.child, worker, scopes=("origin",))
    usual = {"facts": [ProtocolShareableFact.AGE, ProtocolShareableFact.LANGUAGES], "fear": FearOfAuthority.NONE, "on": DAY,
             "child_view": ChildViewOnEnquiry.AGREES, "consent": consent.pk,
             "texts": {"best": "She wants to find her aunt."}}  # fmt: skip
    return actions.CrossBorderDisclosureInput(**(usual | fields))


def asked(case: Case, worker: Staff) -> CrossBorderEnquiry:
    """A question to the other country; called while acting as the worker."""
    return actions.send_enquiry(
        case=case, question=question(worker), disclosure=going(case, worker), actor=worker
    )


def received(case: Case, worker: Staff) -> CrossBorderEnquiry:
    """A question from the other country; called while acting as the worker."""
    told = question(worker, texts={"partner": "Focal point in Patna (invented)"})
    return actions.receive_enquiry(case=case, question=told, actor=worker)
