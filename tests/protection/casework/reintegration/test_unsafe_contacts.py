"""A child who is not safe at a contact after the return: who acts until when, the next contact, Act now."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.formats import date_format

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.protection.casework.reintegration import rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models import MonitoringContact
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


ENTRY = rules.ContactEntry(
    contact_on=dt.date(2026, 3, 2),
    made_by=codes.ReturnContactMaker.WORKER,
    way=codes.ReturnContactWay.CALL,
    result=codes.ContactResult.ALONE,
    finding=codes.ContactFinding.UNSAFE,
    not_held_because="",
    replaced=codes.ReplacedVisit.NOT_RECORDED,
    next_on=dt.date(2026, 3, 5),
    risks="The uncle is back",
    recorded_on=dt.date(2026, 3, 2),
    who_acts="Rita takes her to the aunt",
    act_until=dt.date(2026, 3, 3),
)


@pytest.mark.requirement("REI-003")
@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"act_until": dt.date(2026, 3, 2)}, []),
        ({"who_acts": " "}, ["who_acts"]),
        ({"who_acts": "."}, ["who_acts"]),
        ({"who_acts": "a 1"}, ["who_acts"]),
        ({"who_acts": "xxxx"}, ["who_acts"]),
        ({"who_acts": "Rita"}, []),
        ({"who_acts": "रीता"}, []),
        ({"act_until": None}, ["act_until"]),
        ({"act_until": dt.date(2026, 3, 1)}, ["act_until"]),
        ({"act_until": dt.date(2026, 3, 4)}, ["act_until"]),
        ({"next_on": None}, ["next_on"]),
        ({"next_on": dt.date(2026, 3, 6)}, ["next_on"]),
        ({"recorded_on": dt.date(2026, 3, 3), "next_on": dt.date(2026, 3, 6)}, []),
        (
            {
                "finding": codes.ContactFinding.FINE, "who_acts": "", "act_until": None,
                "next_on": dt.date(2026, 4, 2),
            },
            [],
        ),
    ],
)  # fmt: skip
def test_who_acts_until_when_while_the_child_is_not_safe(
    changed: dict[str, Any], fields: list[str]
) -> None:
    found = rules.reasons_against_entry(
        dataclasses.replace(ENTRY, **changed), returned_on=dt.date(2026, 1, 1), later=[]
    )
    assert [reason.code for reason in found] == fields


@pytest.mark.requirement("REI-003")
@pytest.mark.parametrize(
    ("result", "words", "fields"),
    [
        ("alone", "I go to school", ["result"]),
        ("with_others", "I go to school", []),
        ("with_others", "ok", []),
        ("with_others", " ", ["child_words"]),
        ("alone", "", ["result", "child_words"]),
        ("not_reached", "", []),
    ],
)
def test_message_is_a_contact_only_with_what_the_child_answered(
    result: str, words: str, fields: list[str]
) -> None:
    entry = dataclasses.replace(
        ENTRY,
        way=codes.ReturnContactWay.MESSAGE,
        result=codes.ContactResult(result),
        finding=codes.ContactFinding.CONCERN,
        not_held_because="child_away",
        child_words=words,
    )
    unsafe = dataclasses.replace(entry, finding=codes.ContactFinding.UNSAFE)
    for each, expected in ((entry, fields), (unsafe, [])):
        found = rules.reasons_against_entry(each, returned_on=dt.date(2026, 1, 1), later=[])
        assert [reason.code for reason in found] == expected


@pytest.mark.parametrize("next_on", [None, dt.date(2026, 3, 30)])
def test_day_of_the_next_contact_has_one_error(next_on: dt.date | None) -> None:
    found = rules.reasons_against_entry(
        dataclasses.replace(ENTRY, next_on=next_on),
        returned_on=dt.date(2026, 1, 1),
        later=[dt.date(2026, 3, 9)],
    )
    assert [reason.code for reason in found] == ["next_on"]
    assert "within 3 days" in found[0].text


def test_day_of_the_schedule_is_no_answer_while_the_child_is_not_safe(
    around: ChildFileCast,
) -> None:
    steps.begin(around, days_ago=70)
    client = signed_in(around.worker)
    path = f"{around.url}reintegration/contact/"
    typed = {
        "made_by": "worker", "way": "call", "result": "alone", "finding": "unsafe",
        "risks": "The uncle is back",
    }  # fmt: skip
    page = client.get(path).content.decode()
    answer = client.post(path, filled.form(page, **typed))
    text = read(answer)[0]
    for says in (
        "Enter who acts now, and what they do",
        "Enter until when this person acts: today or tomorrow",
        "Enter a date for the next contact within 3 days",
    ):
        assert says in text
    assert "Enter the date of the next contact" not in text  # it was filled in: one true error
    again = answer.content.decode()
    assert "The uncle is back" in again
    sent = filled.form(again)
    assert [sent[f"next_on_{part}"] for part in range(3)] == [[""]] * 3
    soon, now = steps.today(around, 2), steps.today(around)
    sent = filled.form(
        again, who_acts="Rita goes there now",
        act_until_0=now.day, act_until_1=now.month, act_until_2=now.year,
        next_on_0=soon.day, next_on_1=soon.month, next_on_2=soon.year,
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    assert steps.planned(around)[0] == soon
    assert "Rita goes there now" in read(client.get(f"{around.url}reintegration/"))[0]


NOT_SAFE = "not safe on"
WAS_DUE = "action was due by"


def day_of(person: Staff) -> str:
    return read(signed_in(person).get("/"))[0]


def contacts_a_day_ago(around: ChildFileCast, days: int = 2) -> None:
    """Puts the contacts that took place, and until when someone acts, some days back."""
    with role("maintenance"):
        for held in MonitoringContact.objects.filter(state="held"):
            earlier = dt.timedelta(days=days)
            MonitoringContact.objects.filter(pk=held.pk).update(
                contact_on=held.contact_on - earlier,
                act_until=held.act_until - earlier,
            )


def test_message_that_the_child_is_not_safe_is_in_act_now_until_a_contact(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.contact(around, reintegration, way="message", finding="unsafe", risks="Beaten")
    for person in (around.stranger, around.outsider):
        assert NOT_SAFE not in day_of(person)
    assert NOT_SAFE in day_of(around.worker)
    assert NOT_SAFE in day_of(around.supervisor)
    steps.contact(around, reintegration, way="home", next_in=2)
    assert NOT_SAFE not in day_of(around.worker)


@pytest.mark.requirement("REI-003")
@pytest.mark.parametrize(
    ("way", "made_by", "says"),
    [
        ("call", "mentor", "The mentor, told by telephone"),
        ("message", "worker", "Our worker, told in a message"),
        ("home", "other", "Another agency, seen at a visit"),
    ],
)
def test_act_now_says_who_told_and_leads_to_the_contact(
    around: ChildFileCast, way: str, made_by: str, says: str
) -> None:
    reintegration = steps.begin(around, days_ago=30)
    told = {"risks": "The uncle beats her", "who_acts": "Rita visits today"}
    steps.contact(around, reintegration, way=way, made_by=made_by, finding="unsafe", **told)
    until = date_format(steps.today(around), "j F Y")
    for person in (around.worker, around.supervisor):
        answer = signed_in(person).get("/")
        text = read(answer)[0]
        assert f"({says}): action until {until}" in text
        assert "The uncle beats her" not in text  # sealed: on the page of the link
        assert f'href="{around.url}reintegration/"' in answer.content.decode()
        page = read(signed_in(person).get(f"{around.url}reintegration/"))[0]
        first = page.index("The child is not safe: what was told, and who acts")
        assert first < page.index("The uncle beats her") < page.index("Planned contacts")
        assert first < page.index("Rita visits today") < page.index("Planned contacts")
    steps.contact(around, reintegration, way="home", next_in=2)
    page = read(signed_in(around.worker).get(f"{around.url}reintegration/"))[0]
    assert "The child is not safe: what was told, and who acts" not in page


@pytest.mark.requirement("REI-003")
def test_visits_say_by_whom_the_child_was_not_safe_and_who_acts(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    told = {"risks": "The uncle beats her", "child_words": "He beats me"}
    steps.contact(around, reintegration, made_by="mentor", finding="unsafe", **told)
    until = date_format(steps.today(around), "j F Y")
    page = read(signed_in(around.supervisor).get(f"{around.url}visits/"))[0]
    says = f"Contact made by: The mentor. Who acts until {until}: Rita goes there now"
    assert says in page
    assert "The uncle beats her" in page
    assert "He beats me" not in page  # the child's own words are another section
    text = day_of(around.worker)
    assert "not safe, told by telephone on" in text  # no one saw the child
    assert "seen not safe" not in text


@pytest.mark.requirement("REI-003")
def test_alarm_of_who_was_kept_from_the_child_is_in_act_now(around: ChildFileCast) -> None:
    """The mentor did not reach the child and says that the child is locked in."""
    steps.begin(around, days_ago=30)
    client, path = signed_in(around.worker), f"{around.url}reintegration/contact/"
    typed = {
        "made_by": "mentor", "way": "call", "result": "not_reached", "finding": "unsafe",
        "not_held_because": "prevented", "risks": "The uncle locked her in",
    }  # fmt: skip
    text = read(client.post(path, filled.form(client.get(path).content.decode(), **typed)))[0]
    assert "Enter who acts now, and what they do" in text
    assert "Enter a date for the next contact within 3 days" in text
    soon, now = steps.today(around, 2), steps.today(around)
    sent = filled.form(
        client.get(path).content.decode(), **typed, who_acts="Rita goes there now",
        act_until_0=now.day, act_until_1=now.month, act_until_2=now.year,
        next_on_0=soon.day, next_on_1=soon.month, next_on_2=soon.year,
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    until = date_format(now, "j F Y")
    for person in (around.worker, around.supervisor):
        assert f"(The mentor, child not reached): action until {until}" in day_of(person)
        page = read(signed_in(person).get(f"{around.url}reintegration/"))[0]
        assert "The uncle locked her in" in page
    with acting(around.worker):
        kept = MonitoringContact.objects.get(finding="unsafe")
        with pytest.raises(DatabaseError, match="stays as it was recorded"), transaction.atomic():
            writing.change(kept, actor=around.worker, state="missed")


def test_action_that_is_late_for_a_child_not_safe_is_in_act_now(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.contact(around, reintegration, way="home", finding="unsafe", risks="Beaten")
    assert WAS_DUE not in day_of(around.worker)
    contacts_a_day_ago(around)
    assert WAS_DUE in day_of(around.worker)
    assert WAS_DUE in day_of(around.supervisor)
    steps.contact(
        around, reintegration, way="home", result="not_reached", finding="",
        not_held_because="child_away", next_in=2,
    )  # fmt: skip
    steps.contact(around, reintegration, way="home", made_by="mentor", next_in=2)
    assert WAS_DUE in day_of(around.worker)
    steps.contact(around, reintegration, way="home", next_in=3)
    assert WAS_DUE not in day_of(around.worker)


def test_database_keeps_that_a_child_was_not_safe(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    unsafe = steps.contact(around, reintegration, finding="unsafe", risks="Beaten")
    fine = steps.contact(around, reintegration, next_in=2)
    for pk, change, says in (
        (unsafe.pk, "finding = 'fine'", "it stays as it was recorded"),
        (fine.pk, "finding = 'unsafe'", "no one acts in time"),
        (fine.pk, "finding = 'unsafe', act_until = current_date + 9", "no one acts in time"),
    ):
        with (
            role("warden"),
            pytest.raises(DatabaseError, match=says),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE reintegration_monitoringcontact SET {change} WHERE id = %s", [pk]
            )
