"""The demo's facilities, minimum standards, inspections and regulated premises. All is invented."""

import datetime as dt
import io
from functools import cache
from typing import Any, Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import actions as register_actions
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.queries import list_waiting_entries
from saathi.protection.care.facilities import actions as facilities
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.rules import LicenceInput
from saathi.protection.care.facilities.vocabulary import LicenceStatus
from saathi.protection.care.inspections import actions as inspections
from saathi.protection.care.inspections import photo_actions
from saathi.protection.care.inspections.actions import FacilityNoticeInput, SeenInspection
from saathi.protection.care.inspections.vocabulary import (
    ConflictStatement,
    FacilityNoticeKind,
    FindingResult,
    InspectionKind,
)
from saathi.protection.care.premises import actions as premises
from saathi.protection.care.standards import actions as standards
from saathi.simulation.demo_work import demo_staff


class DemoFacility(NamedTuple):
    """A facility of the demo: its places for girls, boys and both, and its licence."""

    name: str
    kind: str
    girls: int | None
    boys: int | None
    mixed: int | None
    licence: LicenceStatus


class DemoPremises(NamedTuple):
    """Regulated premises of the demo, and what the last check found."""

    name: str
    kind: str
    duties: list[str]
    check: str
    breach: str = ""


FACILITIES: Final = (
    DemoFacility(
        "Home by the river (invented)", "childrens_home", 16, None, None, LicenceStatus.REGISTERED
    ),
    DemoFacility(
        "Sunrise transit home (invented)", "transit", None, None, 12, LicenceStatus.TEMPORARY
    ),
    DemoFacility(
        "House of the hill (invented)", "religious", None, 20, None, LicenceStatus.APPLIED
    ),
)
PREMISES: Final = (
    DemoPremises("Hotel Everest View (invented)", "hotel", ["identity", "guests"], "complied"),
    DemoPremises("Bus park of Janakpur (invented)", "transport", ["missing"], "not_checked"),
    DemoPremises(
        "Brick kiln (invented)", "workplace", ["no_labour"], "breach", "Children at work."
    ),
)


def add_care() -> None:
    """Adds facilities with licences, standards, premises, and inspections by two inspectors."""
    keeper, second = demo_staff.demo_person("supervisor"), demo_staff.demo_person("data_officer")
    with demo_staff.acting_as(keeper):
        added = [_add_facility(keeper, facility) for facility in FACILITIES]
        changed = standards.add_model_set(actor=keeper)
        standards.propose_standards(changed=changed, actor=keeper)
        for place in PREMISES:
            _add_premises(keeper, place)
    for table in (facilities.FACILITIES, standards.STANDARDS, premises.PREMISES):
        _publish(table, second)
    _confirm_licences(added, second)
    river, sunrise, hill = added
    oversight = demo_staff.demo_person("oversight")
    with demo_staff.acting_as(oversight):
        _plan_and_notify(oversight, sunrise, hill)
        _inspect(oversight, river, InspectionKind.UNANNOUNCED)
    with demo_staff.acting_as(keeper):  # where children say that they are locked in
        _inspect(keeper, hill, InspectionKind.COMPLAINT)


def _add_facility(keeper: Staff, invented: DemoFacility) -> Facility:
    values: dict[str, Any] = {
        "name": invented.name, "kind": invented.kind, "operator": "Society for children (invented)",
        "operator_kind": "civil", "run_by": None, "country": keeper.office.country,
        "district": keeper.office.district, "about": "", "day_ratio": 8, "night_ratio": 12,
        "services": [], "languages": ["ne", "mai"], "accessible": [],
        "source": "Invented for the demo", "review_on": None,
    }  # fmt: skip
    for group, places in (
        ("girls", invented.girls),
        ("boys", invented.boys),
        ("mixed", invented.mixed),
    ):
        values |= {
            f"{group}_places": places,
            f"{group}_age_low": 6 if places else None,
            f"{group}_age_high": 17 if places else None,
        }
    facility = facilities.add_facility(values=values, is_proposed=True, actor=keeper)
    begun = keeper.office.today() - dt.timedelta(days=200)
    ends = None if invented.licence == LicenceStatus.APPLIED else begun + dt.timedelta(days=730)
    record = LicenceInput(
        invented.licence, begun, ends, authority="District office (invented)", number="12/082"
    )
    facilities.record_licence(facility=facility, record=record, actor=keeper)
    return facility


def _add_premises(keeper: Staff, invented: DemoPremises) -> None:
    is_checked = invented.check != "not_checked"
    values = {
        "name": invented.name, "kind": invented.kind, "operator": "Owner (invented)",
        "country": keeper.office.country,
        "district": keeper.office.district, "duties": invented.duties, "law": "Act on children (invented)",
        "check_result": invented.check, "breach": invented.breach, "review_on": None,
        "checked_on": keeper.office.today() - dt.timedelta(days=30) if is_checked else None,
        "checked_by": "Labour office (invented)" if is_checked else "",
        "action": "The labour office was informed." if invented.breach else "",
    }  # fmt: skip
    premises.add_premises(values=values, is_proposed=True, actor=keeper)


def _publish(table: RegisterTables[Any], second: Staff) -> None:
    with demo_staff.acting_as(second):
        seen = {entry.pk: entry.version for entry in list_waiting_entries(table, second)}
        register_actions.publish_entries(table, seen_versions=seen, actor=second)


def _confirm_licences(added: list[Facility], second: Staff) -> None:
    with demo_staff.acting_as(second):
        for facility in added:
            for licence in facility.licences.filter(state="proposed"):
                facilities.confirm_licence(licence=licence, actor=second)


@cache
def _draw_room() -> bytes:
    """A JPEG of a room with beds, with a text that it is invented."""
    room = Image.new("RGB", (1200, 800), (236, 230, 216))
    pen = ImageDraw.Draw(room)
    pen.rectangle((0, 520, 1200, 800), fill=(186, 160, 126))
    pen.rectangle((480, 120, 720, 340), fill=(178, 212, 230), outline=(90, 70, 50), width=12)
    for left in (80, 820):
        pen.rounded_rectangle((left, 430, left + 300, 640), 20, fill=(64, 110, 150))
        pen.rounded_rectangle((left, 400, left + 90, 470), 16, fill=(250, 250, 246))
    font = ImageFont.load_default(36)
    pen.text((400, 720), "INVENTED - NO REAL PLACE", fill=(150, 40, 40), font=font)
    out = io.BytesIO()
    room.save(out, "JPEG", quality=80)
    return out.getvalue()


def _plan_and_notify(inspector: Staff, planned: Facility, advised: Facility) -> None:
    """An inspection that is planned, and a notice."""
    today = inspector.office.today()
    inspections.plan_inspection(
        facility=planned,
        kind=InspectionKind.ANNOUNCED,
        planned_on=today + dt.timedelta(days=9),
        actor=inspector,
    )
    advice = FacilityNoticeInput(
        FacilityNoticeKind.ADVICE, "Apply for a licence.", today + dt.timedelta(days=30)
    )
    inspections.issue_notice(facility=advised, data=advice, inspection=None, actor=inspector)


def _inspect(inspector: Staff, facility: Facility, kind: InspectionKind) -> None:
    """An inspection that has begun, with photos."""
    today = inspector.office.today()
    planned = inspections.plan_inspection(
        facility=facility, kind=kind, planned_on=today, actor=inspector
    )
    begun = inspections.begin_inspection(
        seen=SeenInspection(planned, planned.version),
        held_on=today,
        team="Two inspectors and a nurse (invented)",
        conflict=ConflictStatement.NONE,
        actor=inspector,
    )
    for number, finding in enumerate(begun.findings.order_by("place")[:5]):
        if number < 2:
            photo_actions.add_photo(finding=finding, data=_draw_room(), actor=inspector)
        inspections.assess_criterion(
            finding=finding,
            version=finding.version,
            result=FindingResult.MET,
            evidence="Seen on the day.",
            actor=inspector,
        )
