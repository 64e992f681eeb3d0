"""Support to the family: committees that agreed and see no file, livelihood and its effect, aftercare."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Grant, Staff
from saathi.audit.models import AuditEntry
from saathi.people.models import Child
from saathi.people.names import names_in_payload
from saathi.protection.care.care_committees.actions import (
    MeetingRefused,
    record_meeting,
    withdraw_meeting,
)
from saathi.protection.care.care_committees.rules import MeetingInput
from saathi.protection.casework.reintegration import family_vocabulary as codes
from saathi.protection.casework.reintegration import jobs
from saathi.protection.casework.reintegration.actions import family as actions
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import (
    AftercarePlan,
    CommitteeSupport,
    FinalEvaluation,
    LivelihoodEffect,
)
from saathi.vault import store as vault
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, care_committees
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

ON = dt.date(2026, 3, 2)
AREAS = list(codes.AftercareArea.values)


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def keeper(around: ChildFileCast) -> Staff:
    return agencies.staff("data_officer", around.worker.office)


def page(around: ChildFileCast, path: str = "family-support/") -> str:
    return read(signed_in(around.worker).get(around.url + path))[0]


def add_dues() -> int:
    with role("worker"):
        return jobs.add_family_dues()


def may_be(around: ChildFileCast, age: int) -> None:
    year = steps.today(around).year
    with role("maintenance"):
        Child.objects.filter(pk=around.case.child_id).update(
            birth_year_low=year - age, birth_year_high=year - age + 1
        )


@pytest.mark.django_db
@pytest.mark.requirement("REI-002")
@pytest.mark.requirement("REI-007")
def test_committee_supports_the_family_and_gets_no_right_to_the_file(
    around: ChildFileCast, keeper: Staff
) -> None:
    country = around.worker.office.country
    path = f"{around.url}family-support/committee/"
    assert signed_in(around.worker).get(path).status_code == 404  # there is no return
    steps.begin(around)
    pledged = care_committees.committee(keeper, country=country, name="Committee of the ward")
    other = care_committees.committee(keeper, country=country, pledge="not_all")
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
        assert signed_in(person).get(f"{around.url}family-support/").status_code == 404
    client = signed_in(around.worker)
    form = client.get(path).content.decode()
    typed = {"kinds": ["school"], "told": "Help with school costs"}
    sent = filled.form(
        form, committee=str(other.pk), family_agreed="refused", child_agreed="agreed", **typed
    )
    text = read(client.post(path, sent | day_of(around, "began_on")))[0]
    assert "Ask the family first" in text
    assert "promised confidentiality. Choose another one" in text
    with role("maintenance"):
        before = Grant.objects.count()
    sent = filled.form(
        form, committee=str(pledged.pk), family_agreed="agreed", child_agreed="agreed", **typed
    )
    assert client.post(path, sent | day_of(around, "began_on")).status_code == 302
    with acting(around.worker):
        stored = CommitteeSupport.objects.get()
    assert b"school" not in bytes(stored.sealed)
    with role("maintenance"):
        assert Grant.objects.count() == before
    assert "Committee of the ward" in page(around)
    with role("auditor"):
        assert AuditEntry.objects.filter(objects_seen__contains=[stored.pk]).exists()
    shown = read(signed_in(keeper).get(f"/care-committees/{pledged.pk}/"))[0]
    assert around.case.child.code not in shown


@pytest.mark.django_db
@pytest.mark.requirement("REI-006")
def test_text_of_a_meeting_names_no_child_whom_the_committee_supports(
    around: ChildFileCast, keeper: Staff
) -> None:
    country = around.worker.office.country
    committee = care_committees.committee(keeper, country=country)
    steps.ask(around, steps.begin(around), committee)
    name = child_name(around)
    usual = MeetingInput(steps.today(around), ["school"], None, ["school"], "")
    with acting(around.supervisor):
        for decided in (f"Fees for {name}", f"Fees for {name.split()[0]}"):
            entry = replace(usual, decided=decided)
            with pytest.raises(MeetingRefused) as refused:
                record_meeting(committee=committee, entry=entry, actor=around.supervisor)
            (reason,) = refused.value.reasons
            assert reason.text.startswith("Remove the name")
        meeting = record_meeting(
            committee=committee,
            entry=replace(usual, decided="The school waives its fees."),
            actor=around.supervisor,
        )
        for why in (f"It was about {name}", f"About {around.case.child.code}"):
            with pytest.raises(MeetingRefused, match="why"):
                withdraw_meeting(meeting=meeting, why=why, actor=around.supervisor)


def child_name(around: ChildFileCast) -> str:
    with acting(around.worker):
        return names_in_payload(vault.open(around.case.child))[0].text


def day_of(around: ChildFileCast, name: str, days: int = 0) -> dict[str, str]:
    day = steps.today(around, days)
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


@pytest.mark.django_db
@pytest.mark.requirement("REI-002")
@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ("family_agreed = 'refused'", "the family did not agree"),
        ("child_agreed = 'not_asked'", "the child did not agree"),
        ("child_agreed = 'too_young'", "old enough to be asked"),
    ],
)
def test_database_refuses_a_committee_without_agreement(
    around: ChildFileCast, keeper: Staff, changed: str, fault: str
) -> None:
    committee = care_committees.committee(keeper)
    support = steps.ask(
        around, steps.begin(around), committee, family_agreed="not_asked", by_others=True
    )
    with (
        role("warden"),
        pytest.raises(DatabaseError, match=fault),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE reintegration_committeesupport SET state = 'active', family_agreed = 'agreed', "
            f"{changed} WHERE id = %s".replace("family_agreed = 'agreed', family", "family"),
            [support.pk],
        )


@pytest.mark.django_db
def test_support_by_others_is_a_fact_and_ends_with_its_effect(
    around: ChildFileCast, keeper: Staff
) -> None:
    committee = care_committees.committee(keeper, pledge="not_known")
    reintegration = steps.begin(around)
    with pytest.raises(ReintegrationRefused):
        steps.ask(around, reintegration, committee)
    support = steps.ask(around, reintegration, committee, by_others=True, child_agreed="refused")
    assert "Arranged by others" in page(around)
    path = f"{around.url}family-support/committee/{support.pk}/end/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(around.worker)
    form = client.get(path).content.decode()
    sent = filled.form(form, end_reason="leak", effect="worse") | day_of(around, "ended_on")
    assert "Enter what became worse" in read(client.post(path, sent))[0]
    sent = filled.form(form, end_reason="leak", effect="worse", end_note="Neighbours know")
    assert client.post(path, sent | day_of(around, "ended_on")).status_code == 302
    text = page(around)
    assert "It made things worse" in text
    assert "Neighbours know" in text


@pytest.mark.django_db
@pytest.mark.requirement("REI-012")
def test_effect_of_livelihood_is_recorded_also_for_the_worse(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    may_be(around, 12)
    steps.livelihood(around, days_ago=95)
    assert "The effect of livelihood support is to be reviewed" in page(around)
    assert add_dues() == 1
    assert add_dues() == 0
    assert len(steps.duties(around, "livelihood")) == 1
    path = f"{around.url}family-support/effect/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(around.worker)
    form = client.get(path).content.decode()
    assert "checked" not in form.split("made_worse")[1][:400]
    with acting(around.worker):
        [given] = actions.family_queries.given_livelihoods(around.file_id, around.worker)
    said = {
        "livelihood": str(given.pk), "income": "steadier", "debt": "more", "school": "less",
        "child_work": "same", "safety": "less", "made_worse": "yes",
    }  # fmt: skip
    assert "Enter what became worse" in read(client.post(path, filled.form(form, **said)))[0]
    sent = filled.form(form, **said, harm="The uncle takes the money", child_words="I am afraid")
    assert client.post(path, sent).status_code == 302
    text = page(around)
    assert "The uncle takes the money" in text
    assert "I am afraid" in text
    assert "is to be reviewed" not in text
    assert steps.duties(around, "livelihood") == []
    with acting(around.worker):
        stored = LivelihoodEffect.objects.get()
    assert b"uncle" not in bytes(stored.sealed or b"")
    assert stored.reintegration_id == reintegration.pk


@pytest.mark.django_db
@pytest.mark.requirement("REI-012")
def test_effect_is_only_of_support_that_was_given(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    asked = steps.livelihood(around, state="asked", given_on=None, given=[])
    with pytest.raises(ReintegrationRefused):
        steps.effect(around, reintegration, asked)
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="not given before"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO reintegration_livelihoodeffect (id, file_id, recorded_at, recorded_by, "
            "version, reintegration_id, livelihood_id, reviewed_on, income, debt, school, child_work,"
            " safety, made_worse) VALUES (gen_random_uuid(), %s, now(), %s, 1, %s, %s, current_date, "
            "'steadier', 'less', 'better', 'less', 'safer', 'no')",
            [around.file_id, around.worker.pk, reintegration.pk, asked.pk],
        )


@pytest.mark.django_db
def test_aftercare_plan_is_due_from_sixteen(around: ChildFileCast) -> None:
    steps.begin(around)
    may_be(around, 14)
    assert add_dues() == 0
    may_be(around, 16)
    assert "no aftercare plan" in page(around)
    assert add_dues() == 1
    assert steps.duties(around, "aftercare") == [steps.today(around, 30)]
    path = f"{around.url}aftercare/new/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(around.worker)
    form = client.get(path).content.decode()
    said = {"youth_agrees": "agrees", "contact_person": "Kamala, until 21"} | day_of(
        around, "next_on", 90
    )
    text = read(client.post(path, filled.form(form, **said, settled=["housing"])))[0]
    assert "Choose each area" in text
    assert "Enter what the young person wants" in text
    sent = filled.form(
        form, **said, settled=AREAS[:-1], lacking=AREAS[-1:], wishes="My own room", steps="Meet her"
    )
    assert client.post(path, sent).status_code == 302
    text = page(around)
    assert "My own room" in text
    assert "no aftercare plan" not in text
    assert steps.duties(around, "aftercare") == [steps.today(around, 90)]
    assert add_dues() == 0
    with acting(around.worker):
        stored = AftercarePlan.objects.get()
    assert b"room" not in bytes(stored.sealed)


@pytest.mark.django_db
@pytest.mark.requirement("REI-005")
def test_residential_care_needs_a_reason_in_action_and_database(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=400)
    with pytest.raises(ReintegrationRefused):
        steps.evaluate(around, reintegration, care_outcome="residential")
    steps.evaluate(
        around, reintegration, care_outcome="residential", family_assessment="not_safe",
        care_reason="The stepfather was violent; no relative was found",
    )  # fmt: skip
    assert "The stepfather was violent" in page(around, "final-evaluation/")
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="care_reason"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reintegration_finalevaluation SET has_care_reason = false")
    with role("maintenance"):
        assert FinalEvaluation.objects.get().care_outcome == "residential"


@pytest.mark.django_db
def test_aftercare_plan_counts_at_the_final_evaluation(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=400)
    may_be(around, 17)
    with acting(around.worker):
        reintegration.child.refresh_from_db()
    with pytest.raises(ReintegrationRefused):
        steps.evaluate(around, reintegration, aftercare="")
    steps.plan_aftercare(around)
    assert steps.evaluate(around, reintegration, aftercare="").care_outcome == "family"


@pytest.mark.django_db
@pytest.mark.requirement("REI-009")
def test_courses_after_the_return_are_shown_and_not_typed_again(around: ChildFileCast) -> None:
    steps.begin(around)
    text = page(around)
    assert "Education and life skills" in text
    assert "Courses are recorded with services and support" in text


@pytest.mark.django_db
def test_family_actions_need_the_right_to_the_file(around: ChildFileCast, keeper: Staff) -> None:
    support = steps.ask(around, steps.begin(around), care_committees.committee(keeper))
    for person in (around.stranger, around.outsider):
        with acting(person), pytest.raises(access.NotAllowed):
            actions.end_committee_support(
                support=support, columns={"ended_on": ON}, version=1, actor=person
            )
