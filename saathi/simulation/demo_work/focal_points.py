"""The demo's agreements and focal points: those that sources name, and invented offices."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import actions as register_actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.queries import list_waiting_entries
from saathi.agencies.register_kit.tables import read_register_table
from saathi.policy.agreements import actions, register
from saathi.policy.agreements.actions import AGREEMENTS, FOCAL_POINTS, ContactTestInput
from saathi.policy.agreements.models import FocalPoint, FocalPointContact
from saathi.policy.agreements.named_agreements import named_agreements_table
from saathi.policy.agreements.simulation import NATIONAL_OFFICES
from saathi.policy.agreements.vocabulary import (
    AgreementKind,
    AgreementScope,
    AgreementStage,
    AgreementVerification,
    ContactWay,
    FocalPointFunction,
    OfficeContactState,
)
from saathi.simulation.demo_work import demo_staff
from saathi.simulation.demo_work.offices import PROTOCOL_NAME

INVENTED = "Invented for the demo"
STEPS = "Inquiry at home; 30\nDecision of both sides; 14\nJourney with an escort; 21"
# Country, function, office, days since the last test, days since it cannot be reached.
OFFICES = (
    ("IND", FocalPointFunction.NATIONAL, NATIONAL_OFFICES["IND"], 12, None),
    ("BGD", FocalPointFunction.NATIONAL, NATIONAL_OFFICES["BGD"], 9, 24),
    ("NPL", FocalPointFunction.NATIONAL, NATIONAL_OFFICES["NPL"], 95, None),
    ("PAK", FocalPointFunction.NATIONAL, NATIONAL_OFFICES["PAK"], 60, None),
    ("LKA", FocalPointFunction.NATIONAL, "Cross-border desk, Colombo (invented)", None, None),
    ("IND", FocalPointFunction.TRACING, "Tracing desk, Patna (invented)", 40, None),
)


def add_agreements_and_focal_points() -> None:
    """Adds agreements and focal points, which a second person publishes; one still waits."""
    keeper, second = demo_staff.demo_person("supervisor"), demo_staff.demo_person("data_officer")
    with demo_staff.acting_as(keeper):
        named = read_register_table(
            named_agreements_table(), register.REGISTER, actor=keeper
        ).to_imports()
        register_actions.import_entries(AGREEMENTS, rows=named, actor=keeper)
        _add_protocol_agreement(keeper)
        points = [_add_office(keeper, *office[:3]) for office in OFFICES]
    _publish(AGREEMENTS, second)
    _publish(FOCAL_POINTS, second)
    with demo_staff.acting_as(second):
        for point in points:
            _publish_contact(point, second)
    with demo_staff.acting_as(keeper):
        for point, (*_names, tested, lost) in zip(points, OFFICES, strict=True):
            _test(keeper, point, tested, lost)
        _add_office(keeper, "PAK", FocalPointFunction.TRACING, "Tracing desk, Karachi (invented)")


def _publish(table: RegisterTables[Any], second: Staff) -> None:
    with demo_staff.acting_as(second):
        seen = {entry.pk: entry.version for entry in list_waiting_entries(table, second)}
        register_actions.publish_entries(table, seen_versions=seen, actor=second)


def _add_protocol_agreement(keeper: Staff) -> None:
    today = keeper.office.today()
    values = {
        "title": "Protocol for requests about children between Madhesh and Bihar (invented)",
        "kind": AgreementKind.INFORMATION,
        "countries": ["NPL", "IND"],
        "parties": "Two child protection offices (invented)",
        "about": "",
        "stage": AgreementStage.IN_FORCE,
        "scope": AgreementScope.ALL_CHILDREN,
        "safeguards": ["best_interests", "views", "privacy", "no_return"],
        "signed_on": today - dt.timedelta(days=3 * 365),
        "in_force_from": None,
        "ends_on": None,
        "date_note": "",
        "protocol": PROTOCOL_NAME,
        "steps": STEPS,
        "annexes": "Request form\nAnswer form",
        "source": INVENTED,
        "link": "",
        "verification": AgreementVerification.VERIFIED,
        "review_on": today + dt.timedelta(days=10),
    }
    actions.add_agreement(values=values, is_proposed=True, actor=keeper)


def _add_office(keeper: Staff, country: str, function: str, office: str) -> FocalPoint:
    """The focal point with its telephone and e-mail; national ones are there from the start."""
    point = FocalPoint.objects.filter(country=country, office=office).first()
    if point is None:
        point = _propose_office(keeper, country, function, office)
    contact = actions.OfficeContact("01-5550100", "desk@focal.saathi.example", "9:00 to 17:00")
    actions.record_contact(entry=point, contact=contact, actor=keeper)
    return point


def _propose_office(keeper: Staff, country: str, function: str, office: str) -> FocalPoint:
    values = {
        "country": country,
        "function": function,
        "office": office,
        "deputy": "Duty officer",
        "languages": ["en"],
        "since": None,
        "source": INVENTED,
    }
    return register_actions.add_entry(FOCAL_POINTS, values=values, is_proposed=True, actor=keeper)


def _publish_contact(point: FocalPoint, second: Staff) -> None:
    contact = FocalPointContact.objects.filter(focal_point=point).latest("recorded_at")
    if contact.state == OfficeContactState.PROPOSED:
        actions.publish_contact(entry=point, contact=contact, seen=contact.pk, actor=second)


def _test(keeper: Staff, point: FocalPoint, tested: int | None, lost: int | None) -> None:
    """Records the tests of a focal point: one day, or since when it does not answer and again."""
    today = keeper.office.today()
    for days_ago in filter(None, (lost, tested)):
        point.refresh_from_db()
        test = ContactTestInput(
            today - dt.timedelta(days=days_ago), ContactWay.TELEPHONE, is_reached=lost is None
        )
        seen = SeenEntry(point, point.version)
        actions.record_contact_test(seen=seen, test=test, actor=keeper)
