"""Hearings: listed, arranged, adjourned, held; duties and safeguard violations."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.justice.proceedings.actions import hearings, recording
from saathi.protection.justice.proceedings.models import Hearing
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk.cast import NAME
from tests.factories import agencies, courts
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, words
from tests.roles import acting
from tests.sending import key
from tests.signing import signed_in

TABLE = "proceedings_hearing"


@pytest.fixture
def court(court: CourtCast) -> CourtCast:
    """The child agrees to testify: without that no testimony is planned."""
    with acting(court.around.worker):
        made.decision(court.proceeding, court.around.case, court.around.worker)
    return court


@contextmanager
def refused(match: str) -> Iterator[None]:
    """The database refuses a statement of the web role."""
    with pytest.raises((DatabaseError, psycopg.Error), match=match), transaction.atomic():
        yield


def dues(court: CourtCast) -> list[tuple[str, dt.date]]:
    with acting(court.around.worker):
        found = Due.objects.filter(duty__startswith="hearing", done_on=None)
        return sorted(found.values_list("duty", "due_on"))


def send(court: CourtCast, path: str, **typed: object) -> str:
    client = signed_in(court.lawyer)
    page = client.get(path)
    assert page.status_code == 200
    answer = client.post(path, filled.form(page.content.decode(), **typed))
    return words((client.get(answer["Location"]) if answer.status_code == 302 else answer).content)


def test_duties_follow_a_hearing_that_the_legal_representative_lists(court: CourtCast) -> None:
    today = court.lawyer.office.today()
    on = today + dt.timedelta(days=5)
    page = send(
        court,
        court.page("hearings/new/"),
        purpose="child_evidence",
        child_expected="video",
        **day("listed_on", on),
    )
    assert "Testimony by the child Listed" in page
    eve = on - dt.timedelta(days=1)
    assert dues(court) == [("hearing", on), ("hearing_ready", eve)]
    with acting(court.lawyer):
        hearing = Hearing.objects.get()
    page = send(
        court,
        f"{court.url}hearings/{hearing.pk}/arrangements/",
        support_arranged="confirmed",
        support_person="Aunt Maya",
        transport_arranged="confirmed",
        interpreter_arranged="not_needed",
    )
    assert "Aunt Maya" in page
    assert dues(court) == [("hearing", on)]
    later = on + dt.timedelta(days=2)
    send(court, f"{court.url}hearings/{hearing.pk}/", **day("listed_on", later))
    assert dues(court) == [("hearing", later)]
    step = f"{court.url}hearings/{hearing.pk}/cancel/"
    assert signed_in(court.around.outsider).post(step, {"version": 3} | key()).status_code == 404
    signed_in(court.lawyer).post(step, {"version": 3} | key())
    assert dues(court) == []
    signed_in(court.lawyer).post(step, {"version": 4} | key())
    with acting(court.lawyer), pytest.raises(hearings.HearingRefused):
        hearings.cancel_hearing(hearing=Hearing.objects.get(), version=4, actor=court.lawyer)


def test_hearing_without_the_child_needs_no_arrangements(court: CourtCast) -> None:
    on = court.lawyer.office.today() + dt.timedelta(days=5)
    with acting(court.lawyer):
        made.hearing(court.proceeding, court.lawyer, on, child_expected="not_present")
    assert dues(court) == [("hearing", on)]


def test_adjournment_lists_the_next_hearing_in_one_form(court: CourtCast) -> None:
    today = court.lawyer.office.today()
    with acting(court.lawyer):
        hearing = made.hearing(court.proceeding, court.lawyer, today)
    path = f"{court.url}hearings/{hearing.pk}/adjourned/"
    typed = {"adjourned_by": "defence", "cause": "no_lawyer", "waited_minutes": "180"}
    page = send(court, path, **typed, **day("next_on", today))
    assert "Enter a date after the adjourned hearing." in page
    next_on = today + dt.timedelta(days=21)
    page = send(court, path, **typed, **day("next_on", next_on))
    assert "Adjourned" in page
    assert "Lawyer absent" in page
    assert "180" in page
    with acting(court.lawyer):
        states = list(Hearing.objects.order_by("listed_on").values_list("state", "listed_on"))
    assert states == [("adjourned", today), ("listed", next_on)]
    assert ("hearing", next_on) in dues(court)
    assert ("hearing", today) not in dues(court)


VIOLATIONS = [
    ({}, []),
    ({"public": "open", "mode": "open_court", "child_part": "present"}, [Safeguard.OPEN_COURT]),
    ({"faced_accused": "yes"}, [Safeguard.FACED_ACCUSED]),
    (
        {"public": "open", "mode": "screen", "child_part": "present", "faced_accused": "yes"},
        [Safeguard.FACED_ACCUSED, Safeguard.OPEN_COURT],
    ),
    ({"public": "open", "mode": "not_heard", "child_part": "not_present"}, []),
    ({"in_room": ["judge", "press"]}, [Safeguard.OPEN_COURT]),
    ({"in_room": ["accused_side"], "public": "not_known"}, [Safeguard.OPEN_COURT]),
    ({"in_room": ["press"], "public": "partly"}, []),
]


@pytest.mark.requirement("JUS-002")
@pytest.mark.requirement("JUS-010")
@pytest.mark.requirement("PRI-010")
@pytest.mark.parametrize(("held", "violations"), VIOLATIONS)
def test_open_hearing_and_facing_the_accused_raise_an_alert_once(
    court: CourtCast, held: dict[str, object], violations: list[Safeguard]
) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker)
        made.held(hearing, case, worker, **held)
        again = Hearing.objects.get()
        from saathi.agencies import records

        records.open_texts(again)
        made.held(again, case, worker, **held)
        found = BrokenSafeguard.objects.order_by("safeguard")
        assert [broken.safeguard for broken in found] == violations
        assert all(broken.done_by == "court" for broken in found)
        assert Due.objects.filter(duty="alert").count() == len(violations)


@pytest.mark.requirement("JUS-002")
def test_database_refuses_an_open_hearing_without_its_violation(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker)
        made.held(hearing, case, worker)
        for columns, name in (
            ({"public": "'open'"}, "proceedings_open_is_violation"),
            ({"in_room": "ARRAY['press']::varchar[]"}, "proceedings_open_is_violation"),
            ({"faced_accused": "'yes'"}, "proceedings_facing_is_violation"),
            ({"state": "'adjourned'"}, "proceedings_adjourned_why"),
        ):
            with refused(name):
                update_proved(connection.connection, worker, TABLE, columns)


@pytest.mark.requirement("JUS-003")
@pytest.mark.requirement("JUS-009")
@pytest.mark.requirement("JUS-011")
def test_record_of_a_hearing_says_who_was_there_and_how_the_child_was_heard(
    court: CourtCast,
) -> None:
    today = court.lawyer.office.today()
    with acting(court.lawyer):
        hearing = made.hearing(court.proceeding, court.lawyer, today)
    path = f"{court.url}hearings/{hearing.pk}/held/"
    answers = {
        name: value
        for name, value in made.HELD.items()
        if name not in {"times_told", "waited_minutes"}
    }
    page = send(court, path)
    assert "There is a problem" in page
    page = send(court, path, **answers, times_told="2", child_words="The judge was kind.")
    for text in ("In camera: the public was excluded", "By video link", "Judge or panel",
                  "Support person", "Through the judge", "Taken when the child needed them",
                  "Accounts given 2", "The judge was kind.", "Accounts given so far 2"):  # fmt: skip
        assert text in page


@pytest.mark.requirement("JUS-003")
def test_hearing_without_the_child_asks_nothing_about_the_child(court: CourtCast) -> None:
    with acting(court.lawyer):
        hearing = made.hearing(court.proceeding, court.lawyer, court.lawyer.office.today())
    path = f"{court.url}hearings/{hearing.pk}/held/"
    assert "There is a problem" in send(court, path, child_part="present", public="not_known")
    page = send(court, path, child_part="not_present", public="not_known")
    assert "There is a problem" not in page
    with acting(court.lawyer):
        held = Hearing.objects.get(pk=hearing.pk)
    assert (held.state, held.mode, held.faced_accused) == ("held", "", "")
    assert "How the child took part Not present" in page
    assert "How the child was heard" not in page


def test_hearing_of_a_later_day_cannot_be_recorded_as_held(court: CourtCast) -> None:
    on = court.lawyer.office.today() + dt.timedelta(days=1)
    with acting(court.lawyer):
        hearing = made.hearing(court.proceeding, court.lawyer, on)
        with pytest.raises(hearings.HearingRefused):
            made.held(hearing, court.around.case, court.lawyer)


def test_hearing_is_in_the_calendar_of_the_worker(court: CourtCast) -> None:
    today = court.lawyer.office.today()
    with acting(court.lawyer):
        made.hearing(court.proceeding, court.lawyer, today)
    page = words(signed_in(court.around.worker).get(reverse("desk:show_calendar")).content)
    assert "Court hearing" in page


# --- the court calendar ---------------------------------------------------------------------------

CALENDAR = "proceedings:list_hearings"
PRINT = "proceedings:print_hearings"


@pytest.mark.requirement("PRI-010")
def test_court_calendar_shows_case_ids_and_no_names(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    today = worker.office.today()
    with acting(worker):
        made.hearing(court.proceeding, worker, today + dt.timedelta(days=3))
        made.hearing(court.proceeding, worker, today - dt.timedelta(days=3), purpose="bail")
        made.hearing(court.proceeding, worker, today + dt.timedelta(days=90), purpose="judgment")
    for person in (worker, supervisor, court.lawyer):
        page = words(signed_in(person).get(reverse(CALENDAR)).content)
        for text in ("Testimony by the child", court.around.case.child.code, "Listed",
                      "Bail or detention of the accused"):  # fmt: skip
            assert text in page
        assert NAME not in page
        assert "Special Court, Siliguri" in page  # as recorded: the court is not in the register
    for person in (court.around.stranger, court.around.outsider):
        page = words(signed_in(person).get(reverse(CALENDAR)).content)
        assert court.around.case.child.code not in page
    client = signed_in(supervisor)
    for query, shown in (
        ({"period": "week"}, ["Testimony by the child"]),
        ({"period": "late"}, ["Bail or detention of the accused"]),
        ({"period": "all", "purpose": "judgment"}, ["Judgment or sentence"]),
        ({"worker": str(worker.pk), "period": "week"}, ["Testimony by the child"]),
        ({"period": "week", "country": "IND"}, ["Testimony by the child"]),
        ({"period": "week", "court_kind": "ordinary"}, []),
        ({"period": "fortnight", "purpose": "child_evidence"}, ["Testimony by the child"]),
    ):
        page = client.get(reverse(CALENDAR), query)
        table = words(page.content).split("Hearing")[-1]
        found = [text for text in ("Testimony by the child", "Bail or detention of the accused",
                                    "Judgment or sentence")
                 if f"{text} {court.around.case.child.code}" in words(page.content)]  # fmt: skip
        assert found == shown, (query, table)


def test_arrangements_say_what_is_to_be_arranged(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    today = worker.office.today()
    code = case.child.code

    def shown() -> str:
        return words(signed_in(worker).get(reverse(CALENDAR), {"period": "week"}).content)

    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, today + dt.timedelta(days=3))
    assert f"{code} In the room To be arranged" in shown()
    assert "Open" not in shown().split("Case worker")[-1]
    arrange(worker, hearing, support_arranged="confirmed", transport_arranged="confirmed")
    assert "To be arranged: Interpreter" in shown()
    arrange(worker, hearing, support_arranged="confirmed", transport_arranged="confirmed",
            interpreter_arranged="not_needed")  # fmt: skip
    assert f"{code} In the room Confirmed" in shown()
    with acting(worker):
        made.summons(court.proceeding, worker)
        made.decision(court.proceeding, case, worker, "does_not_want", decided_on=today)
    assert f"{code} In the room Child has not agreed" in shown()


def test_unknown_attendance_of_the_child_is_to_be_found_out(court: CourtCast) -> None:
    worker, day = court.around.worker, court.around.worker.office.today()
    with acting(worker):
        for number, part in enumerate(("not_known", "not_present"), 2):
            listed_on = day + dt.timedelta(days=number)
            made.hearing(court.proceeding, worker, listed_on, purpose="bail", child_expected=part)
    page = words(signed_in(worker).get(reverse(CALENDAR), {"period": "week"}).content)
    assert "Not known Attendance of the child not known" in page
    assert "Not present Not needed" in page


def arrange(worker: Staff, hearing: Hearing, **columns: str) -> None:
    from saathi.agencies import records

    with acting(worker):
        stored = Hearing.objects.get(pk=hearing.pk)
        records.open_texts(stored)
        hearings.change_hearing(
            hearing=stored, columns=columns, version=stored.version, actor=worker
        )


@pytest.mark.requirement("PRI-010")
def test_calendar_of_a_court_and_a_district_is_printed_on_one_sheet(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    keeper = agencies.staff("data_officer", worker.office)
    register = courts.court(keeper, district="IN-WB-DJ", country="IND")
    today = worker.office.today()
    with acting(worker):
        here = made.proceeding(court.around.case, worker, special_court=register)
        assert here.district == "IN-WB-DJ"  # that of the court
        made.decision(here, court.around.case, worker)
        for days in range(1, 31):
            made.hearing(here, worker, today + dt.timedelta(days=1 + days % 14))
        made.hearing(court.proceeding, worker, today + dt.timedelta(days=2), purpose="bail")
    query = {"period": "fortnight", "district": "IN-WB-DJ"}
    client = signed_in(supervisor)
    page = client.get(reverse(CALENDAR), query).content.decode()
    assert "period=fortnight" in page.split("court-calendar/print/")[1][:80]
    sheet = words(client.get(reverse(PRINT), query).content)
    assert sheet.count(court.around.case.child.code) == 30
    assert "Bail" not in sheet
    assert NAME not in sheet
    assert "Siliguri" not in sheet
    assert "Next 14 days" in sheet
    by_court = words(
        client.get(reverse(PRINT), {"period": "fortnight", "court": str(register.pk)}).content
    )
    assert by_court.count(court.around.case.child.code) == 30
    for person in (court.around.stranger, court.around.outsider):
        other = words(signed_in(person).get(reverse(PRINT), {"period": "all"}).content)
        assert court.around.case.child.code not in other
    officer = agencies.staff("intake_officer", court.lawyer.office)
    assert signed_in(officer).get(reverse(PRINT)).status_code == 404


def test_calendar_of_a_district_says_what_has_no_district(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    on = worker.office.today() + dt.timedelta(days=2)
    with acting(worker):
        here = made.proceeding(case, worker, district="IN-WB-KOL")
        made.hearing(here, worker, on, purpose="bail", child_expected="not_present")
        for days in (0, 1):
            made.hearing(court.proceeding, worker, on + dt.timedelta(days=days), purpose="judgment")
    client, left_out = signed_in(worker), "2 hearings are left out because their district is not"
    chosen = {"period": "week", "district": "IN-WB-KOL"}
    page = client.get(reverse(CALENDAR), chosen).content.decode()
    assert left_out in words(page.encode())
    assert left_out in words(client.get(reverse(PRINT), chosen).content)
    assert f"Bail or detention of the accused {case.child.code}" in words(page.encode())
    assert f"Judgment or sentence {case.child.code}" not in words(page.encode())
    assert "period=week&amp;district=none" in page
    others = words(client.get(reverse(CALENDAR), chosen | {"district": "none"}).content)
    assert f"Judgment or sentence {case.child.code}" in others
    assert f"Bail or detention of the accused {case.child.code}" not in others
    for query in ({"period": "week"}, chosen | {"purpose": "bail"}, chosen | {"district": "none"}):
        assert "left out" not in words(client.get(reverse(CALENDAR), query).content)


def test_court_of_another_country_or_district_is_refused(court: CourtCast) -> None:
    keeper = agencies.staff("data_officer", court.around.worker.office)
    register = courts.court(keeper, district="IN-WB-DJ", country="IND")
    worker = court.around.worker
    for fields, code in (
        ({"country": "NPL", "special_court": register}, "special_court"),
        ({"country": "NPL", "district": "IN-WB-DJ"}, "district"),
        ({"district": "IN-DEL", "special_court": register}, "district"),
    ):
        with acting(worker), pytest.raises(recording.ProceedingRefused) as refusal:
            made.proceeding(court.around.case, worker, **fields)
        assert [reason.code for reason in refusal.value.reasons] == [code]


def test_court_calendar_is_not_for_those_who_work_on_no_case(court: CourtCast) -> None:
    officer = agencies.staff("intake_officer", court.lawyer.office)
    assert signed_in(officer).get(reverse(CALENDAR)).status_code == 404
