"""Screens of visits and assessments, and the duties after each step."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Configuration, Holiday, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.casework.cases.actions import visiting
from saathi.protection.casework.cases.models import Assessment, Case, Due, Visit
from saathi.protection.casework.cases.vocabulary import Duty, VisitKind, VisitOutcome
from saathi.vault import store as vault
from tests import counting, filled
from tests.broken_log import full_audit_log
from tests.factories import agencies, children, teams
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SCREENS = ["list_visits", "record_visit", "list_assessments", "record_assessment"]


def address(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.file_id])


def on(day: dt.date, name: str, **fields: object) -> dict[str, object]:
    date = {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}
    return {"form_key": idempotency.new_form_key()} | date | fields


def visit_on(day: dt.date, **fields: object) -> dict[str, object]:
    return on(day, "happened_on", **({"kind": "home", "outcome": "met_alone"} | fields))


def dues(case: Case) -> dict[str, dt.date]:
    return dict(Due.objects.filter(case=case, done_on=None).values_list("duty", "due_on"))


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_stranger_cannot_open_visits_or_assessments(case: Case, screen: str) -> None:
    client = signed_in(agencies.staff())
    assert client.get(address(screen, case)).status_code == 404
    assert client.post(address(screen, case), visit_on(dt.date(2026, 3, 3))).status_code in {
        404,
        405,
    }


def test_residential_care_worker_cannot_read_assessment(case: Case, worker: Staff) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    client = signed_in(mother)
    assert client.get(address("list_visits", case)).status_code == 200
    assert client.get(address("list_assessments", case)).status_code == 404
    assert client.get(address("record_assessment", case)).status_code == 404


def test_only_who_reads_the_risk_sees_on_visits_whether_the_child_is_safe(
    case: Case, worker: Staff
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    client = signed_in(worker)
    for day, typed in (
        (3, {"child_safe": "no", "note": "Cries at night."}),
        (4, {"outcome": "not_met", "not_met_because": "prevented", "note": "The door was shut."}),
        (5, {"outcome": "not_met", "not_met_because": "child_away"}),
    ):
        sent = visit_on(dt.date(2026, 3, day), **typed)
        assert client.post(address("record_visit", case), sent).status_code == 302
    of_worker = client.get(address("list_visits", case)).content.decode()
    of_mother = signed_in(mother).get(address("list_visits", case)).content.decode()
    for secret in ("Is the child safe now?", "Others prevented contact"):
        assert secret in of_worker
        assert secret not in of_mother
    for text in ("Cries at night.", "The door was shut.", "The child was elsewhere"):
        assert text in of_worker
        assert text in of_mother


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_a_page_asks_few_queries(case: Case, worker: Staff, screen: str) -> None:
    client = signed_in(worker)
    for day in (3, 4, 5):
        client.post(address("record_visit", case), visit_on(dt.date(2026, 3, day), note="well"))
    with counting.at_most(15):
        assert client.get(address(screen, case)).status_code == 200


def test_counsellor_without_case_write_right_records_visit(case: Case, worker: Staff) -> None:
    person = agencies.staff("counsellor", worker.office)
    teams.join(case.file_id, person, TeamRole.COUNSELLOR)
    sent = visit_on(dt.date(2026, 3, 4))
    assert signed_in(person).post(address("record_visit", case), sent).status_code == 302
    with acting(person):
        assert Visit.objects.filter(case=case, recorded_by=person.pk).exists()


# --- what happens ---------------------------------------------------------------------------------


def test_a_visit_holds_when_it_happened_and_its_note_is_sealed(case: Case, worker: Staff) -> None:
    sent = visit_on(dt.date(2026, 3, 4), happened_time="१४:३०", note="She is well", worry="Uncle")
    sent |= {"happened_on_0": "৪", "happened_on_1": "৩", "happened_on_2": "২০২৬"}
    assert signed_in(worker).post(address("record_visit", case), sent).status_code == 302
    with acting(worker):
        visit = Visit.objects.get(case=case)
        assert visit.happened_at.isoformat() == "2026-03-04T08:45:00+00:00"  # 14:30 in Kathmandu
        assert visit.recorded_at > visit.happened_at
        assert vault.open(visit) == {"note": "She is well", "worry": "Uncle"}
    with role("auditor"):
        wrote = AuditEntry.objects.filter(kind="wrote", objects_seen__contains=[visit.pk])
        assert wrote.count() == 1
    page = signed_in(worker).get(address("list_visits", case)).content.decode()
    assert "She is well" in page
    assert "14:30" in page


@pytest.mark.requirement("AUT-005")
def test_a_visit_in_a_closed_case_is_kept_and_marked(case: Case, worker: Staff) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_on=dt.date(2026, 3, 10), closing_reason="recovery"
        )
    client = signed_in(worker)
    assert "This case is closed" in client.get(address("record_visit", case)).content.decode()
    sent = visit_on(dt.date(2026, 4, 1))
    assert client.post(address("record_visit", case), sent).status_code == 302
    assert "after the case was closed" in client.get(address("list_visits", case)).content.decode()


@pytest.mark.requirement("RTS-003", "AUT-003")
def test_no_step_asks_for_a_status_a_nationality_or_a_document(worker: Staff) -> None:
    stateless = children.case(worker, ages=(), nationality_state="stateless", home_district="")
    client = signed_in(worker)
    day = dt.date(2026, 3, 4)
    answers = [
        client.post(address("record_visit", stateless), visit_on(day)),
        client.post(
            address("record_assessment", stateless),
            on(day, "assessed_on", danger="Seen today", risk="low"),
        ),
    ]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_visit_sent_twice_is_saved_once(case: Case, worker: Staff) -> None:
    client, sent = signed_in(worker), visit_on(dt.date(2026, 3, 4))
    first, again = (client.post(address("record_visit", case), sent) for _ in range(2))
    assert first.url == again.url
    with acting(worker):
        assert Visit.objects.filter(case=case).count() == 1


def test_a_visit_that_is_sent_is_small_and_so_is_its_answer(case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    sent = visit_on(dt.date(2026, 3, 4), note="न" * 300)
    answer = client.post(address("record_visit", case), sent, headers={"X-Saathi-Send": "1"})
    # Each part of a multipart form costs its value and about 110 bytes of frame.
    request_bytes = sum(len(str(value).encode()) + 110 for value in sent.values())
    assert answer.status_code in {204, 302}
    assert request_bytes + len(answer.content) < 5 * 1024


def test_refused_visit_form_keeps_typed_text(case: Case, worker: Staff) -> None:
    sent = visit_on(dt.date(2026, 3, 4), outcome="", note="She is well")
    page = signed_in(worker).post(address("record_visit", case), sent)
    assert page.status_code == 200
    assert "She is well" in page.content.decode()


def test_nothing_is_kept_when_the_log_cannot_be_written(case: Case, worker: Staff) -> None:
    new = visiting.VisitInput(clock.now(), VisitKind.HOME, VisitOutcome.MET_ALONE)
    with acting(worker), full_audit_log():
        visiting.record_visit(case=case, new=new, actor=worker)
    with acting(worker):
        assert not Visit.objects.filter(case=case).exists()


@pytest.mark.requirement("CAS-005")
def test_needs_and_wishes_are_assessed_across_all_facets(case: Case, worker: Staff) -> None:
    facets = ("medical", "psychological", "protection", "literacy", "vocational", "family")
    fields = {f"state_{facet}": "need" for facet in facets}
    fields |= {f"text_{facet}": f"Something about {facet}" for facet in facets}
    sent = on(
        dt.date(2026, 3, 4),
        "assessed_on",
        danger="Seen today",
        risk="low",
        wishes="I want to sing",
        **fields,
    )
    client = signed_in(worker)
    page = client.get(client.post(address("record_assessment", case), sent).url).content.decode()
    assert "I want to sing" in page
    for facet in facets:
        assert f"Something about {facet}" in page
    with acting(worker):
        assert Assessment.objects.get(case=case).facets == dict.fromkeys(facets, "need")


def test_an_assessment_keeps_strengths_and_wishes_and_asks_for_neither(
    case: Case, worker: Staff
) -> None:
    sent = on(
        dt.date(2026, 3, 4),
        "assessed_on",
        danger="Seen today",
        risk="medium",
        wishes="I want to learn sewing",
        state_family="do_not_ask",
        state_vocational="strength",
        text_vocational="Sews well",
    )
    client = signed_in(worker)
    answer = client.post(address("record_assessment", case), sent)
    page = client.get(answer.url).content.decode()
    for words in ("I want to learn sewing", "Strength", "Sews well", "Do not ask the child"):
        assert words in page
    with acting(worker):
        assessment = Assessment.objects.get(case=case)
        assert assessment.facets == {"family": "do_not_ask", "vocational": "strength"}
        case.refresh_from_db()
        assert (case.risk, case.stage) == ("medium", "planning")


# --- what is due ----------------------------------------------------------------------------------


@pytest.mark.requirement("CAS-009")
def test_dues_follow_what_happened_step_by_step(case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    with acting(worker):  # opened on Monday 2 March; a risk not assessed counts as high
        assert dues(case) == {
            Duty.ASSESSMENT: dt.date(2026, 3, 3),
            Duty.VISIT: dt.date(2026, 3, 9),
        }
    day = dt.date(2026, 3, 3)
    client.post(
        address("record_assessment", case), on(day, "assessed_on", danger="Seen today", risk="low")
    )
    with acting(worker):
        assert dues(case) == {
            Duty.ASSESSMENT: dt.date(2026, 3, 17),  # no required domain was assessed
            Duty.PLAN: dt.date(2026, 3, 17),
            Duty.VISIT: dt.date(2026, 4, 2),
        }
    client.post(address("record_visit", case), visit_on(dt.date(2026, 3, 5)))
    with acting(worker):
        # 30 days later is Saturday 4 April, when the office is closed: the day before.
        assert dues(case)[Duty.VISIT] == dt.date(2026, 4, 3)
        done = Due.objects.get(case=case, duty=Duty.VISIT, done_on__isnull=False)
        assert done.done_on == dt.date(2026, 3, 5)


def test_a_visit_agreed_sooner_is_due_sooner_and_an_attempt_is_no_visit(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    agreed = {"next_visit_on_0": 6, "next_visit_on_1": 3, "next_visit_on_2": 2026}
    sent = visit_on(dt.date(2026, 3, 4), outcome="not_met", not_met_because="child_away") | agreed
    client.post(address("record_visit", case), sent)
    with acting(worker):
        # The next attempt at high risk, sooner than the day that was agreed.
        assert dues(case)[Duty.VISIT] == dt.date(2026, 3, 5)
        assert not Due.objects.filter(case=case, done_on__isnull=False).exists()


def test_the_configured_procedure_and_the_office_calendar_set_the_days(worker: Staff) -> None:
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure",
            country="NPL",
            name="cases",
            version=1,
            body={"visit_days_high": 3, "assessment_hours_high": "soon"},
            valid_from=dt.date(2026, 1, 1),
        )
        Holiday.objects.create(office=worker.office, on=dt.date(2026, 3, 5), name="Holi")
    case = children.case(worker)
    with acting(worker):
        assert dues(case)[Duty.VISIT] == dt.date(2026, 3, 4)  # the 5th is a holiday
        assert dues(case)[Duty.ASSESSMENT] == dt.date(2026, 3, 3)  # a mistake removes no target


@pytest.mark.parametrize(
    ("role_kind", "seat", "moves"),
    [
        ("counsellor", TeamRole.COUNSELLOR, True),
        # Cannot read assessments, so duties calculated from them would seem not to exist.
        ("house_mother", TeamRole.RESIDENTIAL_WORKER, False),
    ],
)
def test_visit_of_other_roles_updates_duties_if_they_read_all(
    case: Case, worker: Staff, role_kind: str, seat: TeamRole, moves: bool
) -> None:
    person = agencies.staff(role_kind, worker.office)
    teams.join(case.file_id, person, seat)
    with acting(worker):
        before = dues(case)
    day = worker.office.today() - dt.timedelta(days=1)
    answer = signed_in(person).post(address("record_visit", case), visit_on(day))
    assert answer.status_code == 302
    with acting(worker):
        assert Visit.objects.filter(case=case, recorded_by=person.id).count() == 1
        assert (dues(case) != before) is moves


def test_visit_can_be_kept_as_a_draft_or_cancelled(case: Case, worker: Staff) -> None:
    client, path = signed_in(worker), address("record_visit", case)
    page = client.get(path).content.decode()
    assert "Cancel</a>" in page
    sent = filled.form(page, note="Half a sentence", later="keep")
    assert client.post(path, sent).status_code == 302
    assert "Half a sentence" in client.get(path).content.decode()
