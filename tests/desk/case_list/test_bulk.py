"""Several cases at once: what is said before, what is done, and what is refused with its reason."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import Configuration, Grant, Hidden, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.case_list import declaration
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.notes.models import Note
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk.case_list.bulk_pages import CHANGE, LATER, assign, bare, closed, confirmed, send
from tests.factories import agencies, children, teams
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- who may not ----------------------------------------------------------------------------------


def test_case_is_not_assigned_to_a_worker_it_is_hidden_from(
    case: Case, leader: Staff, colleague: Staff
) -> None:
    other = children.case(case.worker)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=colleague.pk, hidden_by=leader.pk)
    shown = confirmed(leader, "assign", [case, other], **assign(colleague))
    assert f"You cannot assign this case to {colleague.name}." in shown
    with role("maintenance"):
        workers = dict(Case.objects.values_list("pk", "worker"))
        assert not Grant.objects.filter(file=case.file_id, principal=colleague.pk).exists()
    assert (workers[case.pk], workers[other.pk]) == (case.worker_id, colleague.pk)


@pytest.mark.parametrize("by", ["person", "agency"])
def test_neither_a_right_nor_the_case_goes_to_staff_it_is_hidden_from(
    case: Case, leader: Staff, by: str
) -> None:
    """Also by a statement with a proof."""
    stranger = agencies.staff("case_worker")
    principal = stranger.pk if by == "person" else stranger.agency_id
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=principal, hidden_by=leader.pk)
    give = "SELECT access_give(%s, %s, 'share', 128, 0, now() + interval '1 day')"
    take = "UPDATE cases_case SET worker_id = %s WHERE file_id = %s"
    for statement, values, refusal in (
        (give, [case.file_id, stranger.pk], "not yours to give to this person"),
        (take, [stranger.pk, case.file_id], "not a worker for this case"),
    ):
        with (
            acting(leader),
            role("warden"),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match=refusal),
            transaction.atomic(),
        ):
            cursor.execute(statement, values)


def test_only_those_who_assign_assign(case: Case, leader: Staff, colleague: Staff) -> None:
    for do in ("assign", "transfer", "cover"):
        answer = signed_in(case.worker).post(CHANGE, {"do": do, "pick": str(case.pk)})
        assert answer.status_code == 404
    mother = agencies.staff("administrator", leader.office)
    assert signed_in(mother).post(CHANGE, {"do": "flag", "pick": str(case.pk)}).status_code == 404
    assert signed_in(leader).get(CHANGE).status_code == 405
    assert signed_in(leader).post(CHANGE, {"do": "erase", "pick": str(case.pk)}).status_code == 404


def test_cases_of_others_are_neither_shown_nor_changed(case: Case, colleague: Staff) -> None:
    stranger = agencies.staff("supervisor")
    receiver = agencies.staff("case_worker", stranger.office, name="Only Here")
    page = send(stranger, "assign", [case], "check", **assign(receiver))
    assert case.child.code not in page
    assert "Sunita" not in page
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == case.worker_id


def test_page_says_that_the_reader_may_not_write(case: Case, colleague: Staff) -> None:
    head = agencies.staff("supervisor", case.worker.office)
    with role("maintenance"):
        Grant.objects.filter(file_id=case.file_id, principal=head.office_id).update(writes=0)
    page = words(send(head, "assign", [case], "check", **assign(colleague)).encode())
    assert "Cannot be changed: You cannot change this case." in page


# --- before, and done -----------------------------------------------------------------------------


def test_cases_are_assigned_and_those_that_cannot_be_are_explained(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    first, second = children.case(worker, "Asha"), children.case(worker, "Bina")
    over, has = closed(children.case(worker, "Gita")), children.case(colleague, "Mina")
    cases = [first, second, over, has]
    page = bare(send(leader, "assign", cases, "check", **assign(colleague)))
    place = f"{leader.office.name}, Dhanusha"
    assert f"From {worker.name} ({place}) to Rishi Thapa ({place}, 1 open case)" in page
    assert "another office" not in page
    assert "The case is closed" in page
    assert "Already assigned to Rishi Thapa" in page
    assert "2 cases cannot be changed" in page
    with role("maintenance"):
        assert Case.objects.filter(worker=colleague).count() == 1
    page = confirmed(leader, "assign", cases, **assign(colleague))
    assert "2 cases were changed" in page
    assert "2 cases were not changed" in page
    with role("maintenance"):
        assert set(Case.objects.filter(worker=colleague)) == {first, second, has}
        assert not Due.objects.filter(case=first, done_on=None).exclude(worker=colleague).exists()
        assert Seat.objects.filter(case=first, staff=colleague, ended_on=None).exists()
        assert Handover.objects.filter(case=first, to_worker=colleague, why="too_many").exists()
        told = set(Handover.objects.filter(case=first).values_list("child_view", "child_informed"))
    assert told == {("not_asked", "not_yet")}


def test_colleague_chosen_among_several_of_one_name_stays_chosen(
    case: Case, leader: Staff, colleague: Staff
) -> None:
    namesake = agencies.staff("case_worker", leader.office, name=colleague.name)
    typed = assign(namesake, staff_search=namesake.name, staff_chosen=str(namesake.pk))
    assert "1 case was changed" in confirmed(leader, "assign", [case], **typed)
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == namesake.pk


@pytest.mark.parametrize(("do", "last"), [("assign", {"why": "too_many"}), ("cover", {})])
def test_worker_of_another_office_is_cautioned_about_before_cases_change_hands(
    case: Case, leader: Staff, do: str, last: dict[str, object]
) -> None:
    far = agencies.office(parent=leader.office, name="Branch", district="NP-KTM")
    other = agencies.staff("case_worker", far, name="Bhuwan Baral")
    typed = last or day("until_on", leader.office.today() + dt.timedelta(days=5))
    page = send(leader, do, [case], "check", staff_search=other.name, **typed)
    assert "Bhuwan Baral (Branch, Kathmandu, 0 open cases" in bare(page)
    expected = f"Check: the case belongs to another office ({leader.office.name}, Dhanusha)."
    assert expected in bare(page)
    assert 'class="tag attend"' in page
    assert 'value="confirm"' in page, "a caution does not prevent the change"


def test_text_typed_after_many_colleagues_were_found_finds_the_colleague(
    case: Case, leader: Staff
) -> None:
    for name in ("Tilak Rai", "Tilak Subedi"):
        agencies.staff("case_worker", leader.office, name=name)
    sent = filled.form(
        send(leader, "assign", [case]),
        to=CHANGE,
        step="check",
        why="too_many",
        staff_search="tilak",
    )
    client = signed_in(leader)
    page = client.post(CHANGE, sent).content.decode()
    assert "Several colleagues match" in page
    sent = filled.form(page, to=CHANGE, step="check", staff_search="Tilak Subedi")
    sent = filled.form(client.post(CHANGE, sent).content.decode(), to=CHANGE, step="confirm")
    assert "1 case was changed" in words(client.post(CHANGE, sent).content)
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker.name == "Tilak Subedi"


def test_transfer_with_days_that_no_request_may_have_is_refused_at_the_field(
    case: Case, leader: Staff
) -> None:
    other = agencies.office(leader.agency, name="Birgunj")
    past = leader.office.today() - dt.timedelta(days=1)
    typed = {
        "to_office": str(other.pk), "why": "moved",
        **day("answer_by", past), **day("former_until", past),
    }  # fmt: skip
    page = words(send(leader, "transfer", [case], "check", **typed).encode())
    assert "Choose a day within the next 60 days." in page
    assert "Choose a day within the next 90 days." in page
    assert "Transfer request to Birgunj" not in page


def test_limit_of_cases_counts_those_just_assigned(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    cases = [children.case(worker, name) for name in ("Asha", "Bina", "Gita")]
    with role("maintenance"):
        Configuration.objects.create(
            country=worker.office.country, kind="procedure", name="", version=1,
            valid_from=dt.date(2020, 1, 1), body={"cases_per_worker": 2}, recorded_by=leader.pk,
        )  # fmt: skip
    page = words(send(leader, "assign", cases, "check", **assign(colleague)).encode())
    assert "1 case cannot be changed" in page
    assert "would have more than 2 open cases" in page
    assert "2 cases were changed" in confirmed(leader, "assign", cases, **assign(colleague))
    beyond = assign(colleague, over_limit_because="language")
    with role("maintenance"):
        left = [Case.objects.get(worker=worker)]
    assert "1 case was changed" in confirmed(leader, "assign", left, **beyond)
    with acting(leader):
        handover = Handover.objects.get(case=left[0])
        assert vault.open(handover)["beyond"] == "The worker speaks the child’s language"


def test_cases_are_offered_to_another_office_of_the_agency(case: Case, leader: Staff) -> None:
    other = agencies.office(leader.agency, name="Birgunj")
    typed = {
        "to_office": str(other.pk), "why": "moved",
        **day("answer_by", leader.office.today() + dt.timedelta(days=9)),
        **day("former_until", leader.office.today() + dt.timedelta(days=9)),
    }  # fmt: skip
    assert "Transfer request to Birgunj" in words(
        send(leader, "transfer", [case], "check", **typed).encode()
    )
    assert "1 case was changed" in confirmed(leader, "transfer", [case], **typed)
    page = words(send(leader, "transfer", [case], "check", **typed).encode())
    assert "already been requested" in page
    with role("maintenance"):
        assert Handover.objects.get().to_office_id == other.pk
        assert Case.objects.get(pk=case.pk).office_id == leader.office_id


def test_transfer_offers_the_offices_of_the_agency_by_name(case: Case, leader: Staff) -> None:
    agencies.office(leader.agency, name="Birgunj")
    agencies.office(name="Of another agency")
    page = send(leader, "transfer", [case])
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", page.split('name="to_office"')[1])
    names = {"Birgunj", leader.office.name}
    assert names <= set(offered)
    assert not {name for name in offered if "object" in name or "Of another" in name}


def test_flag_is_set_on_each_case(worker: Staff) -> None:
    cases = [children.case(worker, name) for name in ("Asha", "Bina")]
    typed = {"text": "Court closed this week", **day("until", LATER)}
    assert "2 cases were changed" in confirmed(worker, "flag", cases, **typed)
    with role("maintenance"):
        assert {note.case_id for note in Note.objects.filter(kind="flag")} == {c.pk for c in cases}


def test_what_was_not_shown_is_not_done(case: Case, leader: Staff, colleague: Staff) -> None:
    other = agencies.staff("case_worker", leader.office, name="Somebody Else")
    page = send(leader, "assign", [case], "check", **assign(colleague))
    mark = re.search(r'name="checked" value="(\w{64})"', page)
    assert mark is not None
    page = send(leader, "assign", [case], "confirm", checked=mark[1], **assign(other))
    assert "to Somebody Else" in words(page.encode())
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == case.worker_id


def test_case_that_changed_after_it_was_shown_is_shown_again(
    case: Case, leader: Staff, colleague: Staff
) -> None:
    page = send(leader, "assign", [case], "check", **assign(colleague))
    mark = re.search(r'name="checked" value="(\w{64})"', page)
    assert mark is not None
    third = agencies.staff("case_worker", leader.office, name="Somebody Else")
    assert "1 case was changed" in confirmed(leader, "assign", [case], **assign(third))
    page = send(leader, "assign", [case], "confirm", checked=mark[1], **assign(colleague))
    assert "changed since the last step. Nothing has been done yet" in words(page.encode())
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == third.pk
    again = re.search(r'name="checked" value="(\w{64})"', page)
    assert again is not None
    send(leader, "assign", [case], "confirm", checked=again[1], **assign(colleague))
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == colleague.pk


def test_number_of_cases_is_limited_and_none_is_said(
    case: Case, leader: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = signed_in(leader).post(CHANGE, {"do": "assign"})
    assert (answer.status_code, "No case selected" in words(answer.content)) == (400, True)
    monkeypatch.setattr("saathi.desk.case_list.bulk_views.MAX_SELECTED", 1)
    picked = {"do": "assign", "pick": [str(case.pk), str(leader.pk)]}
    answer = signed_in(leader).post(CHANGE, picked)
    assert "Select at most 1 cases" in words(answer.content)
    assert declaration.MAX_SELECTED == 100


def test_page_of_a_hundred_cases_asks_few_queries(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    cases = [children.case(worker, f"Name {number}") for number in range(8)]
    client = signed_in(leader)
    sent = {"do": "assign", "pick": [str(case.pk) for case in cases], "step": "check"}
    with at_most(20):
        assert client.post(CHANGE, sent | assign(colleague)).status_code == 200


def test_counsellor_flags_and_assigns_nothing(case: Case) -> None:
    counsellor = agencies.staff("counsellor", case.worker.office)
    teams.join(case.file_id, counsellor, TeamRole.COUNSELLOR)
    page = signed_in(counsellor).get("/cases/").content.decode()
    assert 'value="flag"' in page
    assert 'value="assign"' not in page
    with acting(counsellor):
        assert Case.objects.count() == 1


def test_first_assignment_needs_no_reason(worker: Staff, leader: Staff, colleague: Staff) -> None:
    first, moved = children.case(worker, "Asha"), children.case(worker, "Bina")
    with role("maintenance"):
        Case.objects.filter(pk=first.pk).update(awaits_assignment=True)
    typed = assign(colleague, why="")
    page = words(send(leader, "assign", [first, moved], "check", **typed).encode())
    assert "First case worker: Rishi Thapa" in page
    assert "Choose a reason for the change of case worker." in page
    assert "Check again" not in page
    page = confirmed(leader, "assign", [first, moved], **typed)
    assert "1 case was changed" in page
    with role("maintenance"):
        assigned = Case.objects.get(pk=first.pk)
        assert (assigned.worker_id, assigned.awaits_assignment) == (colleague.pk, False)
        assert Case.objects.get(pk=moved.pk).worker_id == worker.pk
        assert not Handover.objects.filter(case=first).exists()


def test_new_case_is_never_handed_over_whatever_else_is_selected(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    """No one worked on it, so no child had a worker to lose; also above the limit of cases."""
    children.case(colleague, "Mina")
    first, moved = children.case(worker, "Asha"), children.case(worker, "Bina")
    with role("maintenance"):
        Case.objects.filter(pk=first.pk).update(awaits_assignment=True)
        Configuration.objects.create(
            country=worker.office.country, kind="procedure", name="", version=1,
            valid_from=dt.date(2020, 1, 1), body={"cases_per_worker": 1}, recorded_by=leader.pk,
        )  # fmt: skip
    typed = assign(colleague)
    page = words(send(leader, "assign", [first, moved], "check", **typed).encode())
    assert "2 cases cannot be changed" in page
    assert page.count("Reason for exceeding the case limit") == 1
    typed |= {"over_limit_because": "language"}
    assert "2 cases were changed" in confirmed(leader, "assign", [first, moved], **typed)
    with role("maintenance"):
        assert Case.objects.get(pk=first.pk).over_limit_because == "language"
        assert set(Handover.objects.values_list("case", flat=True)) == {moved.pk}
