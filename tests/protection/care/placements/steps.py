"""Steps of placements through the actions, for the tests of what follows them."""

import datetime as dt
from typing import Any

from django.db import transaction

from saathi.agencies import writing
from saathi.people.models import Child
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import ending, placing, reviews
from saathi.protection.care.placements.models import (
    FamilyAssessment,
    Placement,
    PlacementReview,
)
from saathi.protection.casework.cases.models import Due
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities, rights
from tests.roles import acting, role

TEXTS = (
    "place", "reasons", "options_words", "child_words", "view_note", "siblings_words",
    "exception_why", "end_note",
)  # fmt: skip
EXAMINED = {
    "parents_option": "unsafe", "kin_option": "no_person", "foster_option": "no_person",
    "options_words": "Two aunts were asked",
}  # fmt: skip


def today(around: ChildFileCast, days: int = 0) -> dt.date:
    return around.worker.office.today() + dt.timedelta(days=days)


def home(around: ChildFileCast, **told: Any) -> Facility:
    """A licensed home for 10 girls and 5 children of any sex, kept by another agency."""
    country = around.worker.office.country
    return facilities.registered(
        agencies.staff("supervisor"), country=country, **{"mixed_places": 5} | told
    )


def unlicensed(around: ChildFileCast, **told: Any) -> Facility:
    country = around.worker.office.country
    return facilities.facility(
        agencies.staff("supervisor"), country=country, **{"mixed_places": 5} | told
    )


def agree(around: ChildFileCast) -> None:
    """The child's consent to a placement."""
    with acting(around.worker):
        rights.consent(around.case.child, around.worker, scopes=("shelter",))


def family(around: ChildFileCast, **more: Any) -> FamilyAssessment:
    """A safe foster family."""
    texts = {"caregiver": "Maya Tamang", "assessor": "R. Das", "reasons": ""}
    texts |= {name: more.pop(name) for name in list(more) if name in texts}
    values = {
        "care": "foster", "assessed_on": today(around, -5), "violence": "none", "result": "safe",
        "country": around.worker.office.country, "asked_by": "ours",
    } | more  # fmt: skip
    new = FamilyAssessment(file_id=around.file_id, child=around.case.child, **values)
    for name, text in texts.items():
        setattr(new, name, text)
    with acting(around.worker):
        return reviews.record_family_assessment(assessment=new, actor=around.worker)


def unsaved(around: ChildFileCast, **more: Any) -> Placement:
    texts = {"reasons": "No safe relative tonight"}
    texts |= {name: more.pop(name) for name in list(more) if name in TEXTS}
    values = {
        "kind": "residential", "basis": "ours", "started_on": today(around), "view": "accepts",
        "siblings": "no_siblings", "country": around.worker.office.country,
    } | more  # fmt: skip
    new = Placement(file_id=around.file_id, child=around.case.child, **values)
    for name, text in texts.items():
        setattr(new, name, text)
    return new


def place(around: ChildFileCast, facility: Facility | None = None, **more: Any) -> Placement:
    """A placement by our agency; in a facility with the family options examined."""
    usual = EXAMINED if facility is not None else {"kind": "foster"}
    with acting(around.worker):
        new = unsaved(around, **{"facility": facility} | usual | more)
        return placing.place_child(placement=new, actor=around.worker)


def record(around: ChildFileCast, **more: Any) -> Placement:
    """A placement by an order of a court."""
    with acting(around.worker):
        new = unsaved(around, **{"basis": "order"} | more)
        return placing.record_placement(placement=new, actor=around.worker)


def ask(around: ChildFileCast, facility: Facility, **more: Any) -> Placement:
    """A request for an exception of 7 days."""
    usual = {"exception_why": "No other place tonight", "exception_until": today(around, 7)}
    return place(around, facility, **usual | more)


def approve(around: ChildFileCast, placement: Placement) -> Placement:
    with acting(around.supervisor):
        stored = Placement.objects.select_related("child", "facility", "assessment").get(
            pk=placement.pk
        )
        return placing.approve_exception(
            placement=stored, version=stored.version, actor=around.supervisor
        )


def end(around: ChildFileCast, placement: Placement, reason: str = "left") -> Placement:
    if reason == "adult":
        grow_up(around)
    with acting(around.worker):
        placement.end_note = "Not in the house since the morning"
        return ending.end_placement(
            placement=placement,
            end=codes.PlacementEnd(reason),
            ended_on=today(around),
            version=placement.version,
            actor=around.worker,
            departed_by="family" if reason in {"family", "country"} else "",
        )


def due_review(around: ChildFileCast, occasion: str = "planned") -> PlacementReview:
    with acting(around.worker):
        return PlacementReview.objects.select_related("placement").get(
            file_id=around.file_id, state="due", occasion=occasion
        )


def duties(around: ChildFileCast, duty: str) -> list[dt.date]:
    """The days of the open duties of this kind."""
    with acting(around.worker):
        found = Due.objects.filter(file_id=around.file_id, duty=duty, done_on=None)
        return list(found.order_by("due_on").values_list("due_on", flat=True))


def grow_up(around: ChildFileCast) -> None:
    """Stores years of birth with which the child is an adult for certain."""
    year = today(around).year
    with role("maintenance"):
        Child.objects.filter(pk=around.case.child_id).update(
            birth_year_low=year - 20, birth_year_high=year - 19
        )
    with acting(around.worker):
        around.case.child.refresh_from_db()


def set_gender(around: ChildFileCast, gender: str) -> None:
    """Records the gender of the child."""
    with acting(around.worker), transaction.atomic():
        child = Child.objects.get(pk=around.case.child_id)
        writing.change(child, actor=around.worker, gender=gender)
        around.case.child.refresh_from_db()
