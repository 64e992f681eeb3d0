"""Communication, functioning, grounds, culture, movements, and the decision context panel."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people import actions
from saathi.people.decision_context import decision_context_panel
from saathi.people.identity.models import Culture, DiscriminationGrounds, Functioning, Movement
from saathi.people.models import Child
from saathi.people.vocabulary import DocumentAvailability, ResidenceStatus
from saathi.protection.casework.cases.queries import current_case
from saathi.vault.models import OldSealedValue
from tests.factories import agencies, people, plans, rights
from tests.people.who_pages import WHO, member
from tests.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

db = pytest.mark.django_db

# --- speech, functioning --------------------------------------------------------------------------


@db
def test_communication_with_the_child_is_at_the_head_of_the_file(
    child: Child, worker: Staff
) -> None:
    sent = {"languages": ["hi"], "preferred": "mai", "needs_interpreter": "yes",
            "ways": ["signs", "pictures"], "note": "Her aunt interprets",
            "version": child.version}  # fmt: skip
    page = post(worker, address("people:edit_communication", child), sent)
    for text in (
        "Preferred language Maithili",
        "Sign language",
        "Pictures or drawing",
        "Her aunt interprets",
    ):
        assert text in page
    overview = signed_in(worker).get(f"/child/{child.file_id}/").content.decode()
    head = " ".join(re.sub(r"<[^>]+>", " ", overview.partition("<main")[0]).split())
    assert "speaks Maithili and Hindi" in head
    assert "needs an interpreter" in head


@db
def test_functioning_is_asked_freely_and_statistics_read_only_what_it_comes_to(
    child: Child, worker: Staff
) -> None:
    path = address("identity:record_functioning", child)
    post(worker, path, {"answered_by": "child", "seeing": "chose_not", **day("asked_on")})
    sent = {"answered_by": "carer", "hearing": "cannot", "helps": "Sits in front",
            **day("asked_on", dt.date(2026, 3, 3))}  # fmt: skip
    page = post(worker, path, sent)
    for text in ("Cannot do it at all", "chose not to say", "not asked", "Sits in front",
                  "Lives with a disability"):  # fmt: skip
        assert text in page
    with acting(worker):
        assert Functioning.objects.count() == 2
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT disability FROM facts_functioning ORDER BY asked, disability")
        assert sorted(row[0] for row in cursor.fetchall()) == ["not_known", "yes"]
        cursor.execute("SELECT * FROM facts_functioning LIMIT 0")
        assert {column.name for column in cursor.description} == {
            "child", "disability", "answered_by", "asked", "record", "recorded", "changed_ago",
        }  # fmt: skip


# --- grounds of discrimination --------------------------------------------------------------------


@db
@pytest.mark.requirement("RTS-005")
def test_grounds_of_discrimination_are_several_voluntary_sealed_and_read_by_chosen_readers(
    child: Child, worker: Staff
) -> None:
    counsellor = member(child, worker, "counsellor", TeamRole.COUNSELLOR)
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    assert "No statements by the child are shared with you" in read(worker, address(WHO, child))
    path = address("identity:record_discrimination_grounds", child)
    sent = {"grounds": ["caste", "gender", "ability", "orientation", "ethnic", "age"],
            "words_said": "They do not let me sit with them", "readers": "worker",
            **day("stated_on")}  # fmt: skip
    page = post(worker, path, sent)
    for text in ("Caste or descent", "Sexual orientation", "Ethnic origin", "Disability", "Age",
                  "They do not let me sit with them"):  # fmt: skip
        assert text in page
    for reader in (counsellor, mother):
        assert "They do not let me sit" not in read(reader, address(WHO, child))
    with acting(worker):
        grounds = DiscriminationGrounds.objects.get()
    client = signed_in(counsellor)
    assert (
        client.get(address("identity:change_discrimination_grounds", child, grounds.pk)).status_code
        == 404
    )
    with acting(counsellor):
        assert DiscriminationGrounds.objects.count() == 0  # row security gives the same result
    post(worker, address("identity:change_discrimination_grounds", child, grounds.pk),
         sent | {"readers": "team", "version": grounds.version})  # fmt: skip
    assert "They do not let me sit" in read(counsellor, address(WHO, child))
    assert "They do not let me sit" not in read(mother, address(WHO, child))
    with role("maintenance"), connection.cursor() as cursor:
        # No code of a ground is stored in clear, and no view of facts has one.
        cursor.execute("SELECT row_to_json(g)::text FROM identity_grounds g")
        assert "caste" not in cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_views WHERE definition LIKE '%identity_grounds%'")
        assert cursor.fetchone()[0] == 0


# --- culture --------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("RTS-007")
def test_language_religion_and_customs_are_read_by_those_who_live_with_the_child(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    path = address("identity:edit_culture", child)
    assert "Ask the child what is important to them" in read(mother, address(WHO, child))
    sent = {"mother_tongue": "mai", "has_speakers": "yes", "religion": "Hindu",
            "practice": "No meat on Tuesdays", "plan": "A Maithili reader each week",
            "who": "The teacher Asha", "wishes": "I want to sing at Chhath",
            **day("review_on", dt.date(2027, 1, 1))}  # fmt: skip
    post(worker, path, sent)
    page = read(mother, address(WHO, child))
    for text in ("Maithili", "A Maithili reader each week", "The teacher Asha",
                  "No meat on Tuesdays", "I want to sing at Chhath", "1 January 2027"):  # fmt: skip
        assert text in page
    with acting(worker):
        culture = Culture.objects.get()
        assert culture.has_plan
        assert b"Hindu" not in bytes(culture.sealed)
    assert 'value="Hindu"' in signed_in(worker).get(path).content.decode()
    post(worker, path, sent | {"plan": "", "version": culture.version})
    assert "no plan yet" in read(worker, address(WHO, child))
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=culture.pk).count() == 1


@pytest.mark.requirement("RTS-006")
def test_no_rule_search_or_list_of_children_reads_religion_customs_or_grounds() -> None:
    """Differences are "not a cause for separation": only their own page ever opens these records."""
    root = Path(__file__).resolve().parents[2] / "saathi"
    own_folders = {root / "people" / "identity", root / "locale"}
    readers = [
        path.relative_to(root)
        for path in root.rglob("*.py")
        if not own_folders.intersection(path.parents) and "migrations" not in path.parts
        for text in [path.read_text(encoding="utf-8")]
        if "identity_culture" in text
        or "identity_grounds" in text
        or ("people.identity" in text and ("Culture" in text or "Grounds" in text))
    ]
    assert readers == []
    # The check of the test itself: these records are read where they belong.
    assert "Culture" in (root / "people/identity/queries.py").read_text(encoding="utf-8")


# --- movements ------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("MIG-006", "MIG-007", "MIG-008")
def test_a_movement_is_a_context_of_risk_with_what_bans_did_and_rights_at_stake(
    child: Child, worker: Staff
) -> None:
    path = address("identity:add_movement", child)
    sent = {"kind": "work", "with_whom": "agent", "year": "२०२५", "from_country": "NPL",
            "to_country": "ARE", "effects": ["hidden_way", "false_papers"],
            "rights": ["detained", "no_school"], "account": "She went by Delhi"}  # fmt: skip
    assert "a year with four digits" in refused(worker, path, sent | {"year": "2999"})
    page = post(worker, path, sent)
    for text in ("Left to find work", "With an agent", "2025", "Nepal → United Arab Emirates",
                  "Used an unofficial route because the official route was closed", "Detained because of migration status", "No school",
                  "She went by Delhi", "Do not record the movement as misconduct"):  # fmt: skip
        assert text in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, effects, rights FROM facts_movement")
        assert cursor.fetchall() == [
            ("work", ["hidden_way", "false_papers"], ["detained", "no_school"])
        ]
    with acting(worker):
        movement = Movement.objects.get()
    page = post(
        worker,
        address("identity:change_movement", child, movement.pk),
        sent | {"effects": [], "version": movement.version},
    )
    assert "Used an unofficial route because the official route was closed" not in page


@db
@pytest.mark.requirement("MIG-002")
def test_facts_of_migration_and_of_trafficking_are_joined_by_a_child_without_a_name(
    child: Child, worker: Staff
) -> None:
    from saathi.protection.identification.trafficking import actions as trafficking

    with acting(worker):
        people.movement(child, worker)
        episode = trafficking.EpisodeInput(acts=["recruitment"], purposes=["forced_labour"])
        trafficking.record_episode(
            child=child, data=episode, texts=trafficking.EpisodeTexts(), legs=[], actor=worker
        )
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.kind, k.residence_status, e.acts FROM facts_movement m "
            "JOIN facts_child k USING (child) JOIN facts_episode e USING (child)"
        )
        assert len(cursor.fetchall()) == 1


@db
def test_origin_cannot_be_changed_without_the_right(child: Child) -> None:
    stranger = agencies.staff()
    origin = actions.NationalityAndStatusInput(
        "known", ["NPL"], ResidenceStatus.OWN_COUNTRY, DocumentAvailability.HAS
    )
    with acting(stranger), pytest.raises(access.NotAllowed):
        actions.change_nationality_and_status(child=child, data=origin, version=1, actor=stranger)


# --- beside every measure -------------------------------------------------------------------------


@db
@pytest.mark.requirement("RTS-010")
def test_age_experiences_capacities_and_challenges_stand_where_a_measure_is_chosen(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        people.movement(child, worker)
        people.person(child, worker, "Ram Lal", danger="keep_away", contact="not_wanted")
        rights.consent(child, worker)
        plan = plans.plan(current_case(worker, child), worker)
    post(worker, address("identity:record_functioning", child),
         {"answered_by": "child", "walking": "a_lot", "helps": "A ramp", **day("asked_on")})  # fmt: skip
    post(worker, address("people:edit_communication", child), {
        "languages": ["mai"], "preferred": "mai", "needs_interpreter": "yes", "ways": ["pictures"],
        "version": child.version})  # fmt: skip
    for path in (
        address("consent:record_decision", child),
        address("care_plans:add_goal", child, plan.pk),
        address("care_plans:edit_plan", child, plan.pk),
    ):
        page = read(worker, path)
        for text in ("Factors to consider", "14–16 years", "Maithili, Pictures or drawing",
                      "needs an interpreter", "Walking: a lot of difficulty", "A ramp",
                      "Left to find work", "Wants no contact with Ram Lal",
                      "Possible danger from Ram Lal", "Understood, and able to explain it in their own words"):  # fmt: skip
            assert text in page, (path, text, page)


@db
def test_decision_context_shows_only_sections_of_the_reader(child: Child, worker: Staff) -> None:
    with acting(worker):
        people.movement(child, worker)
        people.person(child, worker, "Ram Lal", contact="wanted")
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    with acting(mother):
        part = decision_context_panel(access.rights(mother, child.file_id), child)
    terms = [str(pair.term) for pair in part.pairs]
    assert "Wants contact with" in terms
    assert "Movements" not in terms
