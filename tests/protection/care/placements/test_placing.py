"""Children are placed: by our agency with all that is needed, by an exception, or by others."""

from typing import Any

import pytest

from saathi.agencies import access
from saathi.agencies.models import Notice
from saathi.audit.models import AuditEntry
from saathi.protection.care.placements.actions import placing
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import facilities
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def page(around: ChildFileCast) -> str:
    return read(signed_in(around.worker).get(around.url + "placements/"))[0]


def send(around: ChildFileCast, path: str, person: Any = None, **typed: object) -> str:
    """The page after a form below the file was filled in and sent."""
    client = signed_in(person or around.worker)
    shown = client.get(around.url + path)
    assert shown.status_code == 200, path
    sent = filled.form(shown.content.decode(), **typed)
    return words(client.post(around.url + path, sent, follow=True).content)


def day(around: ChildFileCast, name: str, days: int = 0) -> dict[str, object]:
    on = steps.today(around, days)
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


FORM: dict[str, Any] = {
    "kind": "residential", "reasons": "No safe relative", "view": "accepts",
    "siblings": "no_siblings", **steps.EXAMINED,
}  # fmt: skip


@pytest.mark.requirement("REI-005")
def test_child_is_placed_in_a_licensed_home_on_screen(around: ChildFileCast) -> None:
    facility = steps.home(around, name="House of hope")
    steps.agree(around)
    for person in (around.stranger, around.outsider):
        answer = signed_in(person).get(around.url + "placements/new/")
        assert answer.status_code == 404
    unexamined = FORM | {"facility": facility.pk, "foster_option": "not_examined"}
    text = send(around, "placements/new/", **unexamined)
    assert "Examine care by the parents, kinship care and foster care" in text
    with acting(around.worker):
        assert not Placement.objects.exists()
    text = send(around, "placements/new/", **FORM | {"facility": facility.pk})
    assert "Residential care · House of hope" in text
    assert "0 moves" in text
    with acting(around.worker):
        placement = Placement.objects.get()
    assert (placement.state, placement.basis, placement.unmet) == ("current", "ours", [])
    assert b"No safe relative" not in bytes(placement.sealed)
    assert steps.duties(around, "placement_review") == [steps.today(around, 30)]
    with role("auditor"):
        assert AuditEntry.objects.filter(objects_seen__contains=[placement.pk]).exists()


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("stopped", ["unregistered", "failed", "admissions", "closure"])
def test_no_placement_in_a_stopped_or_unlicensed_facility_without_exception(
    around: ChildFileCast, stopped: str
) -> None:
    steps.agree(around)
    facility = steps.unlicensed(around) if stopped == "unregistered" else steps.home(around)
    if stopped != "unregistered":
        facilities.stop(facility, stopped)
    text = send(around, "placements/new/", **FORM | {"facility": facility.pk})
    assert "There is a problem" in text
    assert "A supervisor decides" in text
    with pytest.raises(PlacementRefused, match=f"{stopped}.*exception_why"):
        steps.place(around, facility)
    with acting(around.worker):
        assert not Placement.objects.exists()


@pytest.mark.requirement("FAC-012")
def test_placement_with_a_wrong_date_lists_all_reasons_at_once(around: ChildFileCast) -> None:
    steps.agree(around)
    steps.record(around, facility=steps.home(around), started_on=steps.today(around, -3))
    stopped = steps.unlicensed(around)
    facilities.stop(stopped, "failed")
    for days in (-9, 9):
        with pytest.raises(PlacementRefused) as refused:
            steps.place(around, stopped, started_on=steps.today(around, days), move_reason="closer")
        codes = {reason.code for reason in refused.value.reasons}
        assert codes >= {"started_on", "unregistered", "failed", "exception_why"}


@pytest.mark.requirement("FAC-012")
def test_exception_is_approved_by_a_second_person_and_expires(around: ChildFileCast) -> None:
    steps.agree(around)
    facility = steps.unlicensed(around)
    typed = FORM | {"facility": facility.pk, "exception_why": "Night, no other place"}
    late = send(around, "placements/new/", **typed, **day(around, "exception_until", 8))
    assert "at most 7 days" in late
    text = send(around, "placements/new/", **typed, **day(around, "exception_until", 7))
    assert "The child is not placed yet" in text
    with acting(around.supervisor):
        placement = Placement.objects.get()
        assert Notice.objects.filter(staff=around.supervisor, kind="placement_asked").exists()
    assert placement.state == "proposed"

    approve = f"{around.url}placements/{placement.pk}/approve/"
    for person in (around.worker, around.house_mother, around.stranger, around.outsider):
        sent = {"version": placement.version} | key()
        assert signed_in(person).post(approve, sent).status_code == 404
    leader = signed_in(around.supervisor)
    leader.post(approve, {"version": placement.version} | key())
    with acting(around.worker):
        placement.refresh_from_db()
        assert Notice.objects.filter(staff=around.worker, kind="placement_decided").exists()
    assert (placement.state, placement.exception_state) == ("current", "approved")
    assert placement.unmet == ["unregistered"]
    assert steps.duties(around, "exception_ends") == [steps.today(around, 7)]
    assert "no valid licence" in page(around)

    with role("maintenance"):
        Placement.objects.update(
            started_on=steps.today(around, -10), exception_until=steps.today(around, -3)
        )
    assert "The exception expired on" in page(around)
    for person in (around.worker, around.supervisor):
        assert "1 exception for a placement has expired" in words(
            signed_in(person).get("/").content
        )


@pytest.mark.requirement("FAC-012")
def test_an_exception_is_not_renewed_by_our_users(around: ChildFileCast) -> None:
    steps.agree(around)
    facility, other = steps.unlicensed(around), steps.home(around)
    steps.approve(around, steps.ask(around, facility))
    steps.place(around, other, move_reason="planned_end")
    with pytest.raises(PlacementRefused, match="exception_why"):
        steps.ask(around, facility, move_reason="other")
    again = steps.record(around, facility=facility, move_reason="order")
    assert (again.state, again.unmet) == ("current", ["unregistered"])


def test_whoever_changed_a_request_does_not_approve(around: ChildFileCast) -> None:
    steps.agree(around)
    placement = steps.ask(around, steps.unlicensed(around))
    path = f"placements/{placement.pk}/"
    send(around, f"{path}return/", around.supervisor, question="Which relatives?")
    assert "Which relatives?" in page(around)
    send(around, f"{path}request/", around.supervisor, exception_why="Fire in the home")
    with acting(around.supervisor):
        placement = Placement.objects.get()
    assert (placement.state, placement.editors) == ("proposed", [around.supervisor.pk])
    with pytest.raises(PlacementRefused, match="own"):
        steps.approve(around, placement)
    sent = {"version": placement.version} | key()
    signed_in(around.worker).post(f"{around.url}{path}withdraw/", sent)
    with acting(around.worker):
        assert Placement.objects.get().state == "withdrawn"


@pytest.mark.requirement("FAC-012")
def test_what_an_authority_decided_is_recorded_as_it_happened(around: ChildFileCast) -> None:
    facility = steps.home(around)
    facilities.stop(facility)
    typed = {
        "basis": "order", "kind": "residential", "facility": facility.pk, "view": "not_asked",
        "siblings": "not_known",
    }  # fmt: skip
    text = send(around, "placements/others/", **typed)
    assert "The facility failed its last inspection." in text
    assert "Inform the authority" in text
    with acting(around.supervisor):
        placement = Placement.objects.get()
        assert Notice.objects.filter(staff=around.supervisor, kind="placement_unmet").exists()
    assert (placement.state, placement.unmet) == ("current", ["failed"])
    assert steps.duties(around, "placement_review") == [steps.today(around, 7)]


def test_family_is_assessed_before_the_child_is_placed(around: ChildFileCast) -> None:
    steps.agree(around)
    with pytest.raises(PlacementRefused, match="no_assessment"):
        steps.place(around, place="With the aunt")
    unsafe = steps.family(around, violence="present", result="unsafe", reasons="He drinks")
    with pytest.raises(PlacementRefused, match="unsafe_family"):
        steps.place(around, assessment=unsafe, exception_why="Urgent")
    old = steps.family(around, assessed_on=steps.today(around, -366))
    with pytest.raises(PlacementRefused, match="old_assessment"):
        steps.place(around, assessment=old)
    with pytest.raises(PlacementRefused, match="violence"):
        steps.family(around, violence="not_screened")
    text = send(
        around, "placements/families/new/", care="kinship", caregiver="Aunt Sita", violence="none",
        result="with_support", support=["school"], assessor="R. Das", country="NPL",
        asked_by="ours", **day(around, "assessed_on"),
    )  # fmt: skip
    assert "Kinship care · Aunt Sita" in text
    safe = steps.family(around)
    assert steps.place(around, assessment=safe).state == "current"
    assert "Foster care · Maya Tamang" in page(around)
    with pytest.raises(PlacementRefused, match="facility"):
        steps.place(around, steps.home(around), kind="foster", move_reason="needs")


def test_consent_comes_first_except_for_one_night(around: ChildFileCast) -> None:
    facility = steps.home(around)
    with pytest.raises(PlacementRefused, match="no_consent"):
        steps.place(around, facility)
    tonight = steps.place(
        around, facility, kind="emergency", planned_end=steps.today(around, 3),
        kin_option="not_examined",
    )  # fmt: skip
    assert tonight.state == "current"
    assert steps.duties(around, "placement_review") == [steps.today(around, 14)]


@pytest.mark.requirement("REI-005")
def test_move_ends_the_former_placement_for_a_reason(around: ChildFileCast) -> None:
    steps.agree(around)
    first = steps.place(around, steps.home(around))
    safe = steps.family(around)
    with pytest.raises(PlacementRefused, match="move_reason"):
        steps.place(around, assessment=safe)
    steps.place(around, assessment=safe, move_reason="to_family")
    with acting(around.worker):
        first.refresh_from_db()
    assert (first.state, first.end_reason) == ("ended", "moved")
    assert "1 move" in page(around)
    assert len(steps.duties(around, "placement_review")) == 1


def test_full_facility_is_refused_also_at_the_same_moment(around: ChildFileCast) -> None:
    facility = steps.home(around, girls_places=1, mixed_places=None)
    steps.set_gender(around, "girl")
    steps.agree(around)
    steps.place(around, facility)
    other = cast.around()
    steps.set_gender(other, "girl")
    steps.agree(other)
    with pytest.raises(PlacementRefused, match="over_capacity"):
        steps.place(other, facility)


def test_siblings_apart_and_an_unheard_child_need_reasons(around: ChildFileCast) -> None:
    steps.agree(around)
    facility = steps.home(around)
    for wrong, field in (
        ({"siblings": "apart"}, "siblings_apart"),
        ({"view": "not_asked"}, "view_note"),
        ({"view": "objects"}, "view_note"),
        ({"kin_option": ""}, "kin_option"),
        ({"options_words": ""}, "options_words"),
        ({"started_on": steps.today(around, 1)}, "started_on"),
        ({"kind": "transit"}, "planned_end"),
    ):
        with pytest.raises(PlacementRefused, match=field):
            steps.place(around, facility, **wrong)
    steps.place(around, facility, siblings="apart", siblings_apart="no_place")
    shown = words(signed_in(around.worker).get("/placements/?needs=apart").content)
    assert "1 placement" in shown


def test_earlier_placement_is_recorded_with_its_end(around: ChildFileCast) -> None:
    past = steps.record(
        around, kind="foster", place="Family in the village",
        started_on=steps.today(around, -90), ended_on=steps.today(around, -30), end_reason="moved",
    )  # fmt: skip
    assert past.state == "ended"
    assert steps.duties(around, "placement_review") == []
    with pytest.raises(PlacementRefused, match="ended_on"):
        steps.record(around, kind="foster", place="Family", end_reason="moved")


def test_placing_needs_the_right_to_the_file(around: ChildFileCast) -> None:
    facility = steps.home(around)
    for person in (around.stranger, around.outsider):
        with acting(person), pytest.raises(access.NotAllowed):
            placing.record_placement(
                placement=steps.unsaved(around, basis="order", facility=facility), actor=person
            )


def test_who_may_not_read_consents_leaves_the_placement_to_the_case_worker(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    into_facility = FORM | {"facility": steps.home(around).pk}
    text = send(around, "placements/new/", around.house_mother, **into_facility)
    assert "Residential care workers do not record a placement in a facility" in text
    sent = FORM | {"kind": "kinship", "place": "The aunt in Pokhara", "country": "NPL"}
    text = send(around, "placements/new/", around.house_mother, **sent)
    assert "The case worker has to record this placement: you cannot see whether consent" in text
    assert "There is no consent or other legal basis" not in text
