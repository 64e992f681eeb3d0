"""The end of a placement by a return or transfer that no one approved: recorded, and looked at."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.protection.care.placements import departure_rules
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import Departure, EndState, PlacementEnd
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.tracing.models import Reunification
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_placing import day, send
from tests.protection.returns.tracing import steps as tracing
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NOTE = "An uncle came in the morning and took the child home"
SEEN = "I saw the child at the aunt's house on Monday"
DONE = "Spoke with the child alone; the village worker visits tomorrow"


@pytest.mark.parametrize(
    ("end", "approved", "writes", "departure"),
    [
        ("left", [], Section(0), Departure.NONE),
        ("taken", [], Section.LEGAL, Departure.TO_CHECK),
        ("other", ["family"], Section.LEGAL, Departure.TO_CHECK),
        ("died", [], Section.LEGAL, Departure.TO_CHECK),
        ("died", ["died"], Section(0), Departure.NONE),
        ("adult", [], Section.LEGAL, Departure.TO_CHECK),
        ("adult", ["adult"], Section(0), Departure.NONE),
        ("family", ["family"], Section.LEGAL, Departure.NONE),
        ("family", ["family"], Section.VISITS, Departure.REPORTED),
        ("family", ["country"], Section.LEGAL, Departure.OUTSIDE),
        ("country", ["country"], Section.TRANSFER, Departure.NONE),
        ("country", ["country"], Section.LEGAL, Departure.REPORTED),
        ("country", ["family"], Section.TRANSFER, Departure.OUTSIDE),
    ],
)
def test_which_departures_need_a_second_person(
    end: str, approved: list[str], writes: Section, departure: Departure
) -> None:
    found = departure_rules.departure_of(PlacementEnd(end), approved=approved, writes=writes)
    assert found == departure


def home(around: ChildFileCast) -> Placement:
    return steps.record(around, facility=steps.home(around))


def is_alarmed(around: ChildFileCast) -> list[bool]:
    """Whether worker and supervisor see the departure in Act now."""
    code = around.case.child.code
    lines = [
        f"{code}: {what} on" for what in ("Returned to the family", "Taken to another country")
    ]
    pages = [
        words(signed_in(person).get("/").content) for person in (around.worker, around.supervisor)
    ]
    return [any(line in page for line in lines) for page in pages]


def end(around: ChildFileCast, placement: Placement, person: Any = None, **more: object) -> str:
    sent = {"end_reason": "family", "departed_by": "family", "end_note": NOTE} | more
    path = f"placements/{placement.pk}/end/"
    return send(around, path, person, **sent, **day(around, "ended_on"))


def violations(around: ChildFileCast) -> list[str]:
    with acting(around.supervisor):
        found = BrokenSafeguard.objects.filter(file_id=around.case.file_id)
        return list(found.values_list("safeguard", flat=True))


def stored(around: ChildFileCast, placement: Placement) -> Placement:
    with acting(around.worker):
        result = Placement.objects.get(pk=placement.pk)
        records.open_texts(result)
    return result


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize(
    ("reason", "said", "safeguard"),
    [
        ("family", "No return to the family is approved", "returned"),
        ("country", "No transfer to another country is authorised", "deported"),
    ],
)
def test_a_departure_without_approval_is_recorded_and_stays_in_act_now(
    around: ChildFileCast, reason: str, said: str, safeguard: str
) -> None:
    placement = home(around)
    form = signed_in(around.worker).get(f"{around.url}placements/{placement.pk}/end/").content
    assert said in words(form)
    refused = end(around, placement, end_reason=reason, departed_by="")
    assert "Choose who decided" in refused
    refused = end(around, placement, end_reason=reason, end_note="gone")
    assert "Enter what happened, where the child is" in refused
    assert is_alarmed(around) == [False] * 2
    shown = end(around, placement, end_reason=reason)
    assert "stays in Act now until a second person" in shown
    assert NOTE in shown
    assert violations(around) == [safeguard]
    assert is_alarmed(around) == [True] * 2
    waits = words(signed_in(around.supervisor).get(reverse("desk:list_approvals")).content)
    assert "How a placement ended, to be checked" in waits
    board = reverse("placements:list_all_placements") + "?needs=departed"
    assert "How the placement ended: not confirmed" in words(
        signed_in(around.supervisor).get(board).content
    )


@pytest.mark.requirement("FAC-012")
def test_a_supervisor_records_what_was_done(around: ChildFileCast) -> None:
    placement = home(around)
    end(around, placement)
    path = f"{around.url}placements/{placement.pk}/end/departure/"
    alone = confirm(around, path, around.worker)
    assert "A second person, such as another supervisor, looks at it" in alone
    helper = confirm(around, path, around.house_mother)
    assert "A supervisor confirms how this placement ended" in helper
    assert is_alarmed(around) == [True] * 2
    assert "what comes next, in at least" in confirm(around, path, around.supervisor, end_done="ok")
    shown = confirm(around, path, around.supervisor)
    assert DONE in shown
    assert is_alarmed(around) == [False] * 2
    found = stored(around, placement)
    assert (found.end_state, found.end_confirmed_by) == ("confirmed", around.supervisor.pk)
    assert violations(around) == ["returned"]  # once


def confirm(around: ChildFileCast, path: str, person: Staff, **more: str) -> str:
    client = signed_in(person)
    sent = {"end_known": "seen", "end_known_words": SEEN, "end_done": DONE} | more
    form = client.get(path).content.decode()
    return words(client.post(path, filled.form(form, **sent), follow=True).content)


@pytest.mark.requirement("FAC-012")
def test_a_later_placement_does_not_answer_a_departure(around: ChildFileCast) -> None:
    end(around, home(around))
    steps.record(around, facility=steps.home(around))
    assert is_alarmed(around) == [True] * 2


def test_an_approved_return_ends_the_placement(around: ChildFileCast) -> None:
    tracing.approve_return(around)
    placement = home(around)
    form = words(
        signed_in(around.worker).get(f"{around.url}placements/{placement.pk}/end/").content
    )
    assert "No return to the family is approved" not in form
    assert "No transfer to another country is authorised" in form
    end(around, placement, departed_by="", end_note="")
    found = stored(around, placement)
    assert (found.state, found.departure, found.end_state) == ("ended", "", "")
    assert violations(around) == []
    assert is_alarmed(around) == [False] * 2


def test_an_earlier_handover_does_not_approve_the_end_of_a_later_stay(
    around: ChildFileCast,
) -> None:
    tracing.approve_return(around)
    with role("maintenance"):
        Reunification.objects.update(state="carried_out", handed_over_on=steps.today(around, -30))
    placement = home(around)
    end(around, placement)
    assert stored(around, placement).departure == "outside"


@pytest.mark.requirement("FAC-012")
def test_a_house_parent_alone_does_not_end_an_approved_return(around: ChildFileCast) -> None:
    tracing.approve_return(around)
    placement = home(around)
    end(around, placement, around.house_mother, departed_by="", end_note="")
    found = stored(around, placement)
    assert (found.departure, found.end_state) == ("reported", EndState.DEPARTED)
    assert is_alarmed(around) == [True] * 2
    confirm(around, f"{around.url}placements/{placement.pk}/end/departure/", around.worker)
    assert is_alarmed(around) == [False] * 2


@pytest.mark.parametrize(
    ("departure", "state", "writes", "may"),
    [
        ("reported", "departed", Section.LEGAL, True),
        ("reported", "departed", Section.VISITS, False),
        ("reported", "waiting", Section.LEGAL, False),  # the exception had expired as well
        ("outside", "departed", Section.LEGAL, False),
    ],
)
def test_which_worker_confirms_a_departure(
    departure: str, state: str, writes: Section, may: bool
) -> None:
    found = departure_rules.may_confirm(
        departure, "family", state, may_approve=False, writes=writes
    )
    assert found == may
    assert departure_rules.may_confirm(departure, "family", state, may_approve=True, writes=writes)


@pytest.mark.requirement("FAC-012")
def test_the_violation_of_a_house_parents_report_is_recorded_by_who_confirms(
    around: ChildFileCast,
) -> None:
    placement = home(around)
    end(around, placement, around.house_mother)
    assert violations(around) == []
    assert is_alarmed(around) == [True] * 2
    path = f"{around.url}placements/{placement.pk}/end/departure/"
    assert "A supervisor confirms how this placement ended" in confirm(around, path, around.worker)
    confirm(around, path, around.supervisor)
    assert violations(around) == ["returned"]
    assert is_alarmed(around) == [False] * 2


@pytest.mark.requirement("FAC-012")
def test_database_keeps_departures_for_a_second_person(around: ChildFileCast) -> None:
    placement = home(around)
    today, me = steps.today(around), around.worker.pk
    ended = {"state": "ended", "end_reason": "family", "ended_on": today, "next_review_on": None}
    ended |= {"end_authors": [me]}
    fault = "no return or transfer is approved"
    _refused(around.worker, placement, fault, **ended)
    _refused(around.worker, placement, fault, **ended, departure="outside", end_state="departed")
    departed = {"departure": "outside", "departed_by": "family"}
    _refused(around.worker, placement, "a second person confirms", **ended, **departed)
    steps.end(around, stored(around, placement), "family")
    kept = "it stays as it was recorded"
    _refused(around.worker, placement, kept, departure="", departed_by="")
    _refused(around.worker, placement, kept, end_state="")
    done = {"end_state": "confirmed", "end_known": "seen", "end_confirmed_on": today}
    alone = "a second person confirms this end"
    _refused(around.worker, placement, alone, **done, end_confirmed_by=me)
    helper = around.house_mother
    _refused(helper, placement, alone, **done, end_confirmed_by=helper.pk)


def test_database_accepts_no_departure_in_place_of_another_end(around: ChildFileCast) -> None:
    placement = steps.end(around, home(around), "other")
    _refused(around.worker, placement, "it stays as it was recorded", end_reason="family")


def _refused(actor: Staff, placement: Placement, fault: str, **columns: Any) -> None:
    """The database refuses this change of a web request, with a proof, past the rules of the action."""
    with acting(actor):
        found = Placement.objects.get(pk=placement.pk)
        with pytest.raises(DatabaseError, match=fault), transaction.atomic():
            writing.change(found, actor=actor, **columns)
