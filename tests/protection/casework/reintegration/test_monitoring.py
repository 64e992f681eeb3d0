"""The follow-up after a return: planned contacts, what a contact fulfils, what was missed."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.audit.models import AuditEntry
from saathi.protection.casework.cases.models import Visit
from saathi.protection.casework.reintegration.actions import monitoring as actions
from saathi.protection.casework.reintegration.jobs import escalate_missed_contacts
from saathi.protection.casework.reintegration.models import MonitoringContact, Reintegration
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
AGREED = "As agreed with the child and her mother last week"


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def begin_on_screen(around: ChildFileCast, **typed: object) -> str:
    client = signed_in(around.worker)
    path = f"{around.url}reintegration/begin/"
    page = client.get(path)
    day = steps.today(around)
    values = {
        "returned_on_0": day.day, "returned_on_1": day.month, "returned_on_2": day.year,
        "lives_with": "family", "cover_agreement": "agreed", "cover": "From the school",
    }  # fmt: skip
    answer = client.post(path, filled.form(page.content.decode(), **values | typed))
    return str(answer.get("Location", read(answer)[0]))


def send_contact(around: ChildFileCast, **typed: object) -> str:
    client = signed_in(around.worker)
    path = f"{around.url}reintegration/contact/"
    with at_most(16):
        page = client.get(path)
    with at_most(45):
        answer = client.post(path, filled.form(page.content.decode(), **typed))
    return str(answer.get("Location", read(answer)[0]))


def test_only_the_team_opens_the_follow_up(around: ChildFileCast) -> None:
    steps.begin(around)
    for page in ("reintegration/", "reintegration/begin/", "reintegration/contact/"):
        for person in (around.stranger, around.outsider):
            assert signed_in(person).get(around.url + page).status_code == 404
            assert signed_in(person).post(around.url + page, key()).status_code in {404, 405}
        assert signed_in(around.worker).get(around.url + page).status_code == 200


@pytest.mark.requirement("REI-003")
def test_beginning_plans_the_contacts_of_the_procedure(around: ChildFileCast) -> None:
    assert begin_on_screen(around) == f"{around.url}reintegration/"
    planned, start = steps.planned(around), steps.today(around)
    assert len(planned) == 12
    assert [(day - start).days for day in planned[:2]] == [3, 14]
    assert steps.duties(around, "return_contact") == [planned[0]]
    with acting(around.worker):
        stored = Reintegration.objects.get()
        assert stored.next_on == planned[0]
        assert b"school" not in bytes(stored.sealed)
        assert vault.open(stored)["cover"] == "From the school"
    with role("auditor"):
        assert AuditEntry.objects.filter(kind="wrote", objects_seen__contains=[stored.pk]).exists()
    assert "already in progress" in begin_on_screen(around)


def test_cover_that_was_agreed_is_entered(around: ChildFileCast) -> None:
    assert "Enter the explanation that was agreed" in begin_on_screen(around, cover="")


@pytest.mark.requirement("REI-003")
def test_a_call_in_which_the_child_is_fine_takes_five_answers(around: ChildFileCast) -> None:
    steps.begin(around, days_ago=3)
    page = signed_in(around.worker).get(f"{around.url}reintegration/contact/").content.decode()
    shown = page[page.index("<form") :].split('<details class="more"')[0]
    names = {"made_by", "way", "result", "finding", "contact_on_0"}
    assert all(f'name="{name}"' in shown for name in names)
    for folded in ("next_on_0", "child_words", "not_held_because", "school"):
        assert f'name="{folded}"' not in shown
    location = send_contact(around, made_by="worker", way="call", result="alone", finding="fine")
    assert location == f"{around.url}reintegration/"
    with acting(around.worker):
        held = MonitoringContact.objects.get(state="held")
        visit = Visit.objects.get()
    assert held.visit_id == visit.pk
    assert (visit.kind, visit.outcome, visit.child_safe) == ("telephone", "met_alone", "")
    assert len(steps.planned(around)) == 11
    text = read(signed_in(around.worker).get(f"{around.url}reintegration/"))[0]
    assert "Telephone call" in text
    assert "did not take place" not in text


@pytest.mark.requirement("REI-003")
def test_a_visit_that_the_child_replaced_by_a_call_is_not_missed(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=14)
    steps.contact(around, reintegration, on=-11, next_in=-1)
    steps.contact(around, reintegration, replaced="child")
    with acting(around.worker):
        states = set(
            MonitoringContact.objects.exclude(state="planned").values_list("state", flat=True)
        )
    assert states == {"held"}


def test_a_contact_today_does_not_hide_earlier_ones_that_were_missed(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=70)
    steps.contact(around, reintegration)
    with acting(around.worker):
        missed = MonitoringContact.objects.filter(state="missed")
        assert missed.count() == 3
        first = missed.order_by("planned_on").first()
    assert first is not None
    page = read(signed_in(around.worker).get(f"{around.url}reintegration/"))[0]
    assert page.count("Missed, no reason recorded") == 3
    path = f"{around.url}reintegration/contacts/{first.pk}/reason/"
    assert signed_in(around.stranger).get(path).status_code == 404
    client = signed_in(around.worker)
    sent = filled.form(client.get(path).content.decode(), not_held_because="worker_prevented")
    assert client.post(path, sent).status_code == 302
    with acting(around.worker):
        first.refresh_from_db()
    assert (first.state, first.not_held_because) == ("missed", "worker_prevented")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"result": "not_reached"}, "Choose why the child was not reached"),
        ({"finding": None}, "Choose how the child is"),
        ({"made_by": None}, "Contact made by"),
        ({"finding": "concern"}, "Enter the risks and what is needed"),
        ({"way": "home", "replaced": "child"}, "A visit replaces no visit"),
        ({"next_on_2": "2099"}, "The schedule asks for an earlier contact"),
        ({"next_on_0": "", "next_on_1": "", "next_on_2": ""}, "Enter the date of the next contact"),
    ],
)
def test_incomplete_contact_says_what_is_missing(
    around: ChildFileCast, typed: dict[str, object], says: str
) -> None:
    steps.begin(around, days_ago=3)
    usual = {"made_by": "worker", "way": "call", "result": "alone", "finding": "fine"}
    assert says in send_contact(around, **usual | typed)
    with acting(around.worker):
        assert not Visit.objects.exists()


def test_an_unsafe_child_is_in_danger_at_once(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=3)
    steps.contact(around, reintegration, way="home", finding="unsafe", risks="The uncle is back")
    with acting(around.worker):
        assert Visit.objects.get().child_safe == "no"
    with acting(around.supervisor):
        assert Notice.objects.filter(staff=around.supervisor, kind="child_unsafe").exists()


def test_a_message_is_no_meeting_with_the_child(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=3)
    steps.contact(around, reintegration, way="message")
    with acting(around.worker):
        assert not Visit.objects.exists()
        assert MonitoringContact.objects.get(state="held").way == "message"


def test_a_visit_of_the_mentor_is_recorded_as_such_and_is_none_of_the_worker(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=3)
    steps.contact(around, reintegration, way="home", made_by="mentor")
    with acting(around.worker):
        assert not Visit.objects.exists()
        assert MonitoringContact.objects.get(state="held").made_by == "mentor"
    page = read(signed_in(around.worker).get(f"{around.url}reintegration/"))[0]
    assert "Contact made by The mentor" in " ".join(page.split())


@pytest.mark.parametrize("made_by", ["worker", "mentor", "other"])
def test_danger_that_others_report_is_danger(around: ChildFileCast, made_by: str) -> None:
    reintegration = steps.begin(around, days_ago=3)
    steps.contact(
        around, reintegration, way="home", finding="unsafe", risks="The uncle", made_by=made_by
    )
    with acting(around.worker):
        assert Visit.objects.get().child_safe == "no"


def test_who_made_a_contact_is_required(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=3)
    with pytest.raises(actions.ReintegrationRefused) as refused:
        steps.contact(around, reintegration, made_by="")
    assert [reason.code for reason in refused.value.reasons] == ["made_by"]


@pytest.mark.requirement("REI-003")
def test_missed_contacts_reach_the_supervisor_after_seven_days_once(around: ChildFileCast) -> None:
    steps.begin(around, days_ago=10)
    with role("worker"):
        assert escalate_missed_contacts() == 0
    with role("maintenance"):
        MonitoringContact.objects.filter(planned_on=steps.today(around, -7)).update(
            planned_on=steps.today(around, -8)
        )
    with role("worker"):
        assert escalate_missed_contacts() == 1
        assert escalate_missed_contacts() == 0
    with acting(around.supervisor):
        notices = Notice.objects.filter(staff=around.supervisor, kind="return_missed")
        assert [notice.record for notice in notices] == [around.file_id]


def end(around: ChildFileCast, reason: str, note: str = AGREED, *, by: Staff | None = None) -> str:
    with acting(around.worker):
        found = Reintegration.objects.get()
    client = signed_in(by or around.supervisor)
    path = f"{around.url}reintegration/{found.pk}/end/"
    sent = filled.form(client.get(path).content.decode(), end_reason=reason, end_note=note)
    answer = client.post(path, sent)
    return str(answer.get("Location", read(answer)[0]))


@pytest.mark.requirement("REI-003")
def test_contact_is_lost_only_after_recorded_attempts(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=40)
    assert "Contact was not attempted on enough days" in end(around, "lost")
    for on in (-4, -2):
        steps.contact(
            around, reintegration, on=on, next_in=5, result="not_reached", finding="",
            not_held_because="no_answer",
        )  # fmt: skip
    steps.contact(
        around, reintegration, next_in=5, result="not_reached", finding="",
        not_held_because="worker_prevented",
    )  # fmt: skip
    assert "Contact was not attempted on enough days" in end(around, "lost")
    steps.contact(
        around, reintegration, next_in=6, result="not_reached", finding="",
        not_held_because="moved",
    )  # fmt: skip
    assert end(around, "lost") == f"{around.url}reintegration/"
    assert steps.duties(around, "return_contact") == []
    assert steps.planned(around) == []


def test_a_follow_up_is_completed_only_after_twelve_months(around: ChildFileCast) -> None:
    steps.begin(around, days_ago=300)
    assert "less than 12 months ago" in end(around, "completed")
    assert "Enter an explanation" in end(around, "child_asked", note="")
    assert end(around, "child_asked") == f"{around.url}reintegration/"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ("end_reason = 'completed'", "less than 12 months"),
        ("end_reason = 'lost'", "no attempt"),
    ],
)
def test_end_of_a_follow_up_is_refused_by_the_database(
    around: ChildFileCast, values: str, fault: str
) -> None:
    steps.begin(around, days_ago=30)
    with (
        role("warden"),
        pytest.raises(DatabaseError, match=fault),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE reintegration_reintegration SET state = 'ended', ended_on = current_date, "
            f"next_on = NULL, {values}"
        )


def test_injected_statement_changes_no_contact(around: ChildFileCast) -> None:
    steps.begin(around, days_ago=30)
    slip_in(
        around.worker,
        "UPDATE reintegration_monitoringcontact SET planned_on = '2099-01-01'",
        "proof",
    )


def test_handover_to_the_family_makes_a_contact_due_within_72_hours(around: ChildFileCast) -> None:
    from saathi.protection.returns.tracing.actions import reunifications
    from saathi.protection.returns.tracing.models import Reunification

    returned = steps.with_texts(
        Reunification(
            file_id=around.file_id, child=around.case.child, handed_over_on=steps.today(around, -1)
        ),
        carer="The grandmother",
    )
    with acting(around.worker):
        reunifications.record_handover_by_others(
            reunification=returned, case=around.case, actor=around.worker
        )
    assert steps.duties(around, "return_contact") == [steps.today(around, 2)]
    page = read(signed_in(around.worker).get(f"{around.url}reintegration/"))[0]
    assert "No follow-up has begun" in page
    form = signed_in(around.worker).get(f"{around.url}reintegration/begin/").content.decode()
    day = steps.today(around, -1)
    assert filled.form(form)["returned_on_0"] == [str(day.day)]


def test_the_board_shows_whose_contact_is_late(around: ChildFileCast) -> None:
    steps.begin(around, days_ago=30)
    client = signed_in(around.worker)
    with at_most(14):
        page = client.get("/reintegration/")
    text, tables = read(page)
    assert around.case.child.code in text
    assert cast.NAME not in text
    [table] = tables
    assert table.cell(around.case.child.code, "Days late") == "27"
    assert table.cell(around.case.child.code, "Mentor") == "no mentor"
    for query, is_shown in (
        ("late=yes", True), ("late=no", False), ("mentor=yes", False), ("lives_with=care", False),
        ("state=active", True),
    ):  # fmt: skip
        shown = around.case.child.code in read(client.get(f"/reintegration/?{query}"))[0]
        assert shown == is_shown, query
    assert around.case.child.code not in read(signed_in(around.outsider).get("/reintegration/"))[0]


def test_actions_refuse_staff_without_the_right(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    new = MonitoringContact(
        file_id=around.file_id, reintegration=reintegration, contact_on=dt.date(2026, 3, 9)
    )
    with acting(around.stranger), pytest.raises(access.NotAllowed):
        actions.record_contact(new=actions.ReturnContactInput(new, None), actor=around.stranger)


@pytest.mark.requirement("REI-007")
def test_visit_takes_one_page_with_six_controls(around: ChildFileCast) -> None:
    """The whole visit is one form; outside its folded parts it has five questions and one button.

    The next contact is folded, since the schedule fills it in; who made the contact took its place.
    """
    steps.begin(around, days_ago=3)
    client = signed_in(around.worker)
    page = client.get(f"{around.url}reintegration/contact/").content.decode()
    form = page[page.index('<form method="post"', page.index("<main")) :]
    form = form[: form.index("</form>")]
    unfolded = re.sub(r"<details.*?</details>", "", form, flags=re.DOTALL)
    named = set(
        re.findall(
            r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* name="([^"]+)"', unfolded
        )
    )
    questions = {re.sub(r"_[012]$", "", name) for name in named}
    assert questions == {"made_by", "way", "result", "finding", "contact_on"}
    assert len(re.findall(r'<button[^>]*type="submit"|<button(?![^>]*type=)', unfolded)) == 1
    assert 'name="made_by"' in unfolded
    assert not re.search(r'name="made_by"[^>]* checked', unfolded)  # nothing is chosen
    sent = filled.form(page, made_by="mentor", way="home", result="alone", finding="fine")
    assert client.post(f"{around.url}reintegration/contact/", sent).status_code == 302


@pytest.mark.requirement("REI-003")
def test_supervisors_see_late_contacts_with_the_worker_and_whether_they_were_notified(
    around: ChildFileCast,
) -> None:
    steps.begin(around, days_ago=10)
    code = around.case.child.code
    client = signed_in(around.supervisor)
    [table] = read(client.get("/reintegration/"))[1]
    assert table.cell(code, "Assigned to") == around.worker.name
    assert table.cell(code, "Supervisors notified") == "no"
    assert "1 returned child with a late contact" in read(client.get("/"))[0]
    assert "escalated" not in read(client.get("/"))[0]
    assert "with a late contact" not in read(signed_in(around.outsider).get("/"))[0]
    with role("maintenance"):
        MonitoringContact.objects.filter(planned_on=steps.today(around, -7)).update(
            planned_on=steps.today(around, -8)
        )
    with role("worker"):
        assert escalate_missed_contacts() == 1
    [table] = read(client.get("/reintegration/?escalated=yes"))[1]
    assert table.cell(code, "Supervisors notified") == "yes"
    assert code not in read(client.get("/reintegration/?escalated=no"))[0]
    assert "1 escalated" in read(client.get("/"))[0]
    assert "Supervisors notified" in read(client.get(f"{around.url}reintegration/"))[0]
