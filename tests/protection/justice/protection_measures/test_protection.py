"""Threats and protection measures in a child's file: recorded, acted on, in force, reviewed, ended."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import access
from saathi.protection.casework.cases.models import Due
from saathi.protection.justice.protection_measures.actions.measures import ProtectionRefused
from saathi.protection.justice.protection_measures.actions.threats import ThreatRefused
from saathi.protection.justice.protection_measures.models import (
    ProtectionMeasure,
    ProtectionReview,
    Threat,
)
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk.cast import NAME, entries
from tests.factories import people
from tests.factories import witnesses as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, whole, words
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

MEASURES = "protection_measures_protectionmeasure"
THREATS = "protection_measures_threat"


@contextmanager
def refused(match: str) -> Iterator[None]:
    """The database refuses a statement of the web role."""
    with pytest.raises((DatabaseError, psycopg.Error), match=match), transaction.atomic():
        yield


def send(person: object, path: str, **typed: object) -> str:
    """The words of the page after a form."""
    client = signed_in(person)  # type: ignore[arg-type]
    page = client.get(path)
    assert page.status_code == 200, path
    answer = client.post(path, filled.form(page.content.decode(), **typed))
    return words((client.get(answer["Location"]) if answer.status_code == 302 else answer).content)


def url(court: CourtCast, name: str = "") -> str:
    return f"{court.around.url}protection/{name}"


def reviews_due(court: CourtCast) -> list[dt.date]:
    with acting(court.around.worker):
        found = Due.objects.filter(duty="protect_review", done_on=None)
        return sorted(found.values_list("due_on", flat=True))


@pytest.mark.requirement("JUS-001")
@pytest.mark.requirement("JUS-013")
def test_threat_is_acted_on_and_protection_requested_in_force_reviewed_and_ended(
    court: CourtCast,
) -> None:
    lawyer, today = court.lawyer, court.lawyer.office.today()
    page = send(
        lawyer, url(court, "threats/new/"), urgency="immediate", targets=["child"], ways=["phone"],
        police="no", what="A caller said: do not speak.", child_words="I am afraid.",
        **day("happened_on", today),
    )  # fmt: skip
    assert "Act now: an immediate threat without action" in page
    assert "I am afraid." in page
    with acting(lawyer):
        threat = Threat.objects.get()
    page = send(lawyer, url(court, f"threats/{threat.pk}/action/"), police="yes",
                response="Supervisor and police informed.", **day("answered_on", today))  # fmt: skip
    assert "Active, action taken" in page
    assert "A threat is active, and no protection measure is in force" in page
    page = send(lawyer, url(court, "measures/new/"), kind="no_contact", authority_kind="court",
                proceeding=str(court.proceeding.pk), child_view="wants",
                **day("requested_on", today))  # fmt: skip
    assert "Requested" in page
    with acting(lawyer):
        measure = ProtectionMeasure.objects.get()
    answer = url(court, f"measures/{measure.pk}/answer/")
    assert "Enter the reasons of the refusal." in send(
        lawyer, answer, answer="refused", **day("decided_on", today)
    )
    send(lawyer, answer, answer="granted", **day("decided_on", today))
    review_on = today + dt.timedelta(days=30)
    page = send(lawyer, url(court, f"measures/{measure.pk}/start/"), call="Lawyer, 0000 417",
                **day("in_force_from", today), **day("review_on", review_on))  # fmt: skip
    assert "The child can call Lawyer, 0000 417" in page
    assert "A threat is active, and no protection" not in page
    assert reviews_due(court) == [review_on]
    later = today + dt.timedelta(days=60)
    page = send(lawyer, url(court, f"measures/{measure.pk}/reviews/new/"), threat="lower",
                effect="yes", child_view="wants", decision="continue", note="It works.",
                **day("reviewed_on", today), **day("next_on", later))  # fmt: skip
    assert "threat lower, works: yes" in page
    assert reviews_due(court) == [later]
    end = url(court, f"measures/{measure.pk}/end/")
    page = send(lawyer, end, end_reason="threat_over", **day("ended_on", today))
    assert "A threat is still active." in page
    page = send(lawyer, end, end_reason="authority", **day("ended_on", today))
    assert "Protection ended, and a threat is still active" in page
    assert reviews_due(court) == []
    # A second person checks, and only then the threat is closed.
    close = {"end_reason": "given_up", "end_note": made.WHY_OVER, **day("ended_on", today)}
    page = send(lawyer, url(court, f"threats/{threat.pk}/end/"), **close)
    assert "No check confirms that the child is safe." in page
    worker = court.around.worker
    send(worker, url(court, f"threats/{threat.pk}/checks/new/"), safe_now="yes",
         sources=["seen", "child"], checker="Case worker", seen="The child is at school again.",
         **day("checked_on", today), **day("next_on", today + dt.timedelta(days=5)))  # fmt: skip
    page = send(worker, url(court, f"threats/{threat.pk}/end/"), **close)
    assert "Another person than the one who recorded the latest check" in page
    page = send(lawyer, url(court, f"threats/{threat.pk}/end/"), **close)
    assert "Protection ended, and a threat is still active" not in page


@pytest.mark.requirement("JUS-013")
def test_immediate_threat_is_in_act_now_and_in_the_file_until_a_check_says_safe(
    court: CourtCast,
) -> None:
    worker = court.around.worker
    with acting(worker):
        threat = made.threat(court.around.case, worker, "immediate", happened_on=made.DAY)
    code = court.around.case.child.code
    for person in (worker, court.around.supervisor):
        page = words(signed_in(person).get("/").content)
        assert f"{code}: threat of 1 May 2026 without action" in page
    for path in (court.around.url, court.url):
        file = signed_in(worker).get(path).content.decode()
        assert "Threat of 1 May 2026 without action" in file
    for person in (court.around.stranger, court.around.outsider, court.around.house_mother):
        page = words(signed_in(person).get("/").content)
        assert "without action" not in page
    send(worker, url(court, f"threats/{threat.pk}/action/"), response="The police came and spoke with the caller.",
         police="yes", **day("answered_on", worker.office.today()))  # fmt: skip
    page = signed_in(worker).get(court.around.url).content.decode()
    assert "without action" not in page
    assert "No check confirms that the child is safe from the threat of 1 May 2026" in page
    with acting(court.around.supervisor):
        made.check(threat, court.around.supervisor)
    assert "No check confirms" not in signed_in(worker).get(court.around.url).content.decode()


@pytest.mark.requirement("JUS-001")
def test_protection_that_ended_with_a_threat_alive_is_in_act_now(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        made.threat(court.around.case, worker)
        measure = made.requested(court.around.case, worker)
        made.ended(made.in_force(measure, worker), worker)
    page = words(signed_in(worker).get("/").content)
    assert "protection ended, threat of 1 May 2026 still active" in page
    with acting(worker):
        again = made.requested(court.around.case, worker)
        made.in_force(again, worker)
    page = words(signed_in(worker).get("/").content)
    assert "still active" not in page


@pytest.mark.requirement("JUS-001")
def test_strangers_and_house_parents_find_no_threat_and_no_protection(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        threat = made.threat(court.around.case, worker)
        measure = made.requested(court.around.case, worker)
        made.in_force(measure, worker)
        made.review(measure, worker)
    paths = [url(court), url(court, "threats/new/"), url(court, f"threats/{threat.pk}/"),
             url(court, f"measures/{measure.pk}/"), url(court, "calls/")]  # fmt: skip
    for person in (court.around.stranger, court.around.outsider, court.around.house_mother):
        assert {signed_in(person).get(path).status_code for path in paths} == {404}
        listed = words(signed_in(person).get(reverse("protection:list_protection")).content)
        assert court.around.case.child.code not in listed
        with acting(person):
            for model in (Threat, ProtectionMeasure, ProtectionReview):
                assert not model.objects.exists()
                assert not access.visible(person, model).exists()


@pytest.mark.requirement("JUS-013")
def test_accused_staff_never_read_a_threat_that_names_them(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        alleged = people.alleged(case.child, worker, accused_staff=court.lawyer.pk)
        threat = made.threat(case, worker, alleged=alleged)
    assert "A call at night." not in words(signed_in(court.lawyer).get(url(court)).content)
    with acting(court.lawyer):
        assert not Threat.objects.exists()
    # A correction of the link does not show it to that person.
    send(worker, url(court, f"threats/{threat.pk}/"), alleged="")
    with acting(court.lawyer):
        assert not Threat.objects.exists()
    with acting(worker):
        assert Threat.objects.get().alleged_id is None


@pytest.mark.requirement("JUS-001")
def test_no_record_says_where_a_protected_child_is(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        with pytest.raises(ProtectionRefused) as caught:
            made.requested(case, worker, texts={"note": "Now at 28.2096, 83.9856"})
        assert [reason.code for reason in caught.value.reasons] == ["note"]
        with pytest.raises(ThreatRefused):
            made.threat(case, worker, what="He waits at 28.2096, 83.9856.")
        measure = made.requested(case, worker)
        made.in_force(measure, worker)
    sheet = whole(signed_in(worker).get(url(court, "calls/")).content)
    assert "Lawyer, 0000 417" in sheet
    for hidden in (NAME, "District police", "escort", "trafficking"):
        assert hidden not in sheet
    printed = entries(kind="printed", objects_seen__contains=[measure.pk])
    assert [entry.by for entry in printed] == [worker.pk]
    for model in (Threat, ProtectionMeasure, ProtectionReview):
        texts = {name for name in vars(model) if name in model.texts_never_exported}
        assert texts == set(model.texts_never_exported)


@pytest.mark.requirement("JUS-001")
def test_database_refuses_an_end_of_threat_that_is_not_and_protection_without_review(
    court: CourtCast,
) -> None:
    worker = court.around.worker
    with acting(worker):
        threat = made.threat(court.around.case, worker)
        made.in_force(made.requested(court.around.case, worker), worker)
        over = {"state": "'ended'", "ended_on": "'2026-06-01'::date", "end_reason": "'threat_over'"}
        with refused("a threat is active"):
            update_proved(connection.connection, worker, MEASURES, over)
        for table, columns, name in (
            (MEASURES, {"review_on": "NULL::date"}, "protection_in_force_reviewed"),
            (MEASURES, {"state": "'ended'"}, "protection_ended_why"),
            (MEASURES, {"state": "'granted'"}, "protection_answered_when"),
            (THREATS, {"state": "'answered'"}, "protection_threat_states"),
            (THREATS, {"state": "'ended'"}, "protection_measures_threat: no reason"),
        ):
            with refused(name):
                update_proved(connection.connection, worker, table, columns)
        made.ended_threat(threat, worker, court.around.supervisor)
        update_proved(connection.connection, worker, MEASURES, over)


def test_threat_that_ended_can_be_active_again(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        threat = made.threat(court.around.case, worker)
        threat = made.ended_threat(threat, worker, court.around.supervisor)
    step = url(court, f"threats/{threat.pk}/again/")
    assert signed_in(court.around.outsider).post(step, {"version": 3} | key()).status_code == 404
    signed_in(worker).post(step, {"version": 3} | key())
    with acting(worker):
        again = Threat.objects.get()
        assert (again.state, again.end_reason, again.safe_since) == ("open", "", None)
        assert again.check_on == worker.office.today() + dt.timedelta(days=3)
    page = signed_in(worker).post(step, {"version": 4} | key(), follow=True)
    assert "This threat is still active." in words(page.content)


def test_review_without_threat_ends_protection(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.in_force(made.requested(court.around.case, worker), worker)
        made.review(measure, worker, threat="none", decision="end")
        ended = ProtectionMeasure.objects.get()
        assert (ended.state, ended.end_reason) == ("ended", "threat_over")
        with pytest.raises(ProtectionRefused):
            made.review(ended, worker)


def test_list_of_protection_finds_reviews_and_answers_that_wait(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        made.requested(court.around.case, worker, kind="programme")
        made.in_force(made.requested(court.around.case, worker), worker)
    client, code = signed_in(worker), court.around.case.child.code
    address = reverse("protection:list_protection")
    for query, found in (({}, 2), ({"selection": "waiting"}, 1), ({"selection": "late"}, 0),
                         ({"selection": "all", "kind": "escort"}, 1)):  # fmt: skip
        assert words(client.get(address, query).content).count(code) == found


def test_facts_have_codes_and_days_and_no_text(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        made.threat(court.around.case, worker)
        made.in_force(made.requested(court.around.case, worker), worker)
    for view, expected in (
        ("facts_threat", {"urgency": "soon", "is_requested": True, "is_granted": True}),
        ("facts_protection", {"kind": "escort", "is_granted": True, "is_in_force": True}),
    ):
        with role("analyst"), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {view}")
            names = [column.name for column in cursor.description]
            (row,) = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        assert {name: row[name] for name in expected} == expected
        assert not {"what", "call", "authority", "sealed", "happened_on", "alleged"} & set(names)


def test_a_measure_against_the_child_is_saved_with_words_and_reason(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    against = {"kind": "relocation", "child_view": "does_not_want"}
    with acting(worker):
        with pytest.raises(ProtectionRefused) as found:
            made.requested(case, worker, **against)
        assert [each.code for each in found.value.reasons] == ["child_words", "why_despite"]
        assert not ProtectionMeasure.objects.exists()
        texts = {"child_words": "My friends are here.", "why_despite": "He waits at the gate."}
        made.requested(case, worker, texts=texts, **against)
    shown = words(signed_in(worker).get(url(court)).content)
    assert "He waits at the gate." in shown
    with acting(worker):
        measure = ProtectionMeasure.objects.get()
    for view in ("wants", "conditions", "not_asked"):
        page = send(worker, url(court, f"measures/{measure.pk}/"), child_view=view)
        assert "The child does not want this measure, and this is kept." in page
        with acting(worker), refused("what the child said against it is kept"):
            update_proved(connection.connection, worker, MEASURES, {"child_view": f"'{view}'"})
    with acting(worker):
        made.requested(case, worker)  # another answer is a new request
        views = ProtectionMeasure.objects.order_by("recorded_at").values_list(
            "child_view", flat=True
        )
        assert list(views) == ["does_not_want", "wants"]
