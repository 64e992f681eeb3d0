"""Who a child is: what stands on the page, for whom, and how each part is changed."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people import actions
from saathi.people.identity import rules
from saathi.people.identity.models import Culture, Functioning, Grounds, Movement, Paper
from saathi.people.identity.vocabulary import Disability
from saathi.people.measures import beside_a_measure
from saathi.people.models import AgeStatement, Child
from saathi.people.rules import (
    AgeEvidence,
    AgeRange,
    PartialDate,
    presumption_ended,
    reasons_against_ending,
)
from saathi.people.vocabulary import AgeBasis, Minority, Papers, ResidenceStatus
from saathi.protection.cases.queries import current_case
from saathi.vault.models import OldValue
from tests import counting
from tests.factories import agencies, children, people, plans, rights, teams
from tests.people.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

db = pytest.mark.django_db
WHO = "identity:show_child"
OF_TEAM = (
    "identity:add_paper", "identity:record_functioning", "identity:record_grounds",
    "identity:edit_culture", "identity:add_movement", "people:edit_child", "people:add_name",
    "people:edit_origin", "people:edit_speech",
)  # fmt: skip


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.case(worker).child


def member(child: Child, worker: Staff, bundle: str, role_: TeamRole) -> Staff:
    staff = agencies.staff(bundle, worker.office)
    teams.join(child.file_id, staff, role_)
    return staff


# --- rules ----------------------------------------------------------------------------------------

NONE, SOME, A_LOT, CANNOT = "none", "some", "a_lot", "cannot"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([NONE] * 6, Disability.NO),
        ([SOME] * 6, Disability.NO),  # the cut-off lies at "a lot"
        ([A_LOT, *[NONE] * 5], Disability.YES),
        ([*[NONE] * 5, CANNOT], Disability.YES),
        ([CANNOT, *[""] * 5], Disability.YES),  # one answer is enough for help
        ([NONE] * 5, Disability.NOT_KNOWN),  # one was not asked
        ([*[NONE] * 5, ""], Disability.NOT_KNOWN),
        ([*[NONE] * 5, "chose_not"], Disability.NOT_KNOWN),  # choosing not to say is no "no"
        ([], Disability.NOT_KNOWN),
    ],
)
def test_what_answers_about_functioning_come_to(answers: list[str], state: Disability) -> None:
    assert rules.disability(answers) == state


@pytest.mark.parametrize(
    ("basis", "years", "note", "codes"),
    [
        (AgeBasis.DECLARED, AgeRange(18, 20), "Board of Patna: school record", set()),
        (AgeBasis.DECLARED, AgeRange(17, 20), "Board of Patna", {"reaches_below"}),
        (AgeBasis.ASSESSED, AgeRange(19, 20), "X-ray", {"not_declared"}),
        (AgeBasis.DECLARED, AgeRange(19, 20), " ", {"no_grounds"}),
        (AgeBasis.STATED, None, "", {"not_declared", "reaches_below", "no_grounds"}),
    ],
)
def test_who_may_end_the_presumption(
    basis: AgeBasis, years: AgeRange | None, note: str, codes: set[str]
) -> None:
    assert {reason.code for reason in reasons_against_ending(basis, years, note)} == codes


def test_a_later_declaration_brings_the_presumption_back() -> None:
    ended = AgeEvidence(AgeBasis.DECLARED, years=AgeRange(19, 21), ends_presumption=True)
    appeal = AgeEvidence(AgeBasis.DECLARED, years=AgeRange(16, 18))
    stated = AgeEvidence(AgeBasis.STATED, years=AgeRange(16, 16))
    assert presumption_ended([ended, stated])
    assert not presumption_ended([ended, appeal])
    assert not presumption_ended([stated])


# --- who may not ----------------------------------------------------------------------------------


@db
@pytest.mark.parametrize("screen", OF_TEAM)
def test_neither_a_stranger_nor_a_house_mother_changes_it(
    child: Child, worker: Staff, screen: str
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    for who in (agencies.staff(), mother):
        client = signed_in(who)
        assert client.get(address(screen, child)).status_code == 404
        assert client.post(address(screen, child), {"version": 1}).status_code == 404


@db
@pytest.mark.requirement("PRI-007")
def test_the_house_mother_reads_how_to_live_with_her_and_not_what_is_sensitive(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    with acting(worker):
        people.grounds(child, worker)
        people.movement(child, worker)
        people.paper(child, worker)
    hers, all_of_it = read(mother, address(WHO, child)), read(worker, address(WHO, child))
    for shown in ("How to speak with the child", "Language, religion, customs", "Passport"):
        assert shown in hers
    for closed in ("Treated worse", "Caste", "Movements", "She crossed at night",
                   "What the child can do, and what helps", "Change", "Add"):  # fmt: skip
        assert closed not in hers
        assert closed in all_of_it
    assert signed_in(agencies.staff()).get(address(WHO, child)).status_code == 404


@db
def test_the_page_is_read_in_few_queries_and_the_look_is_on_record(
    child: Child, worker: Staff
) -> None:
    from saathi.audit.models import AuditEntry

    with acting(worker):
        for _ in range(3):
            people.grounds(child, worker)
            people.paper(child, worker)
    client = signed_in(worker)
    client.get(address(WHO, child))
    with counting.at_most(20):
        client.get(address(WHO, child))
    with role("maintenance"):
        kinds = AuditEntry.objects.filter(by=worker.id, file_id=child.file_id).values_list(
            "kind", flat=True
        )
        assert {"looked", "listed"} <= set(kinds)


@db
def test_printing_it_is_on_record_and_the_paper_holds_no_links_to_change_it(
    child: Child, worker: Staff
) -> None:
    from saathi.audit.models import AuditEntry

    page = read(worker, address("identity:print_child", child))
    assert "Sunita" in page
    assert "Add a name" not in page
    with role("maintenance"):
        [entry] = AuditEntry.objects.filter(by=worker.id, kind="printed")
    assert entry.file_id == child.file_id


# --- age ------------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("IDN-012")
def test_age_is_kept_as_evidence_with_method_range_day_and_confidence(
    child: Child, worker: Staff
) -> None:
    sent = {"age_low": "15", "age_high": "17", "basis": "assessed", "method": "whole",
            "confidence": "medium", "age_note": "Team of the clinic", **day("as_of")}  # fmt: skip
    post(worker, address("people:add_age", child), sent)
    page = read(worker, address(WHO, child))
    for shown in ("15 to 17 years on 2 Mar 2026 (Assessed by a professional)",
                  "14 to 15 years", "Stated by the child or family",  # stays beside it
                  "Assessed by several professions together", "Medium", "Team of the clinic"):  # fmt: skip
        assert shown in page, page
    with acting(worker):
        one = AgeStatement.objects.get(basis="assessed")
        assert (one.method, one.confidence, one.low, one.high) == ("whole", "medium", 15, 17)


@db
def test_an_age_counted_by_the_year_that_runs_is_kept_as_completed_years(
    worker: Staff,
) -> None:
    child = children.case(worker, ages=()).child
    sent = {"age_low": "१४", "basis": "stated", "running": "on", **day("as_of")}
    post(worker, address("people:add_age", child), sent)
    page = read(worker, address(WHO, child))
    assert "13 years on 2 Mar 2026" in page
    assert "the year that runs" in page
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        assert (now.birth_year_low, now.birth_year_high) == (2012, 2013)


@db
@pytest.mark.requirement("IDN-012")
def test_a_birth_told_by_an_event_keeps_the_words_and_what_somebody_made_of_them(
    worker: Staff,
) -> None:
    child = children.case(worker, ages=()).child
    path = address("people:add_age", child)
    sent = {"event": "बाढीभन्दा अघि", "basis": "stated"}
    assert "between which years" in refused(worker, path, sent)
    crossed = sent | {"born_from_2": "2011", "born_to_2": "2009"}
    assert "The earliest day lies after the latest" in refused(worker, path, crossed)
    post(worker, path, sent | {"born_from_2": "२००९", "born_to_2": "2011", "born_to_1": "6"})
    page = read(worker, address(WHO, child))
    assert "born बाढीभन्दा अघि, 1 January 2009 to 30 June 2011" in page
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        assert (now.birth_year_low, now.birth_year_high) == (2009, 2011)
        assert "बाढी".encode() not in bytes(AgeStatement.objects.get().sealed)


@db
@pytest.mark.requirement("IDN-013")
def test_age_at_recruitment_is_another_than_age_when_identified(worker: Staff) -> None:
    """Recruited at 14, found at 17: both stand apart, on the page and for statistics."""
    stated = AgeEvidence(
        AgeBasis.STATED, years=AgeRange(17, 17), as_of=PartialDate.on(worker.office.today())
    )
    child = children.case(worker, ages=[stated]).child
    sent = {
        "known": "stated", "acts": ["recruitment"], "purposes": ["forced_labour"],
        "age_low": "14", "age_high": "14", "ended": "not_known", "exploitation_occurred": "yes",
        "smuggled": "no", "migrant": "no", "source": "child", "confidence": "not_weighed",
        "leg1-for_exploitation": "not_known", "leg1-transport": "not_known",
        "leg2-for_exploitation": "not_known", "leg2-transport": "not_known",
    }  # fmt: skip
    path = address("trafficking:record_episode", child)
    page = post(worker, path, sent)
    assert "Age when it began 14 years" in page
    assert "Age when identified 17 years" in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.found_age_low, k.found_age_high, e.age_low, e.age_high FROM facts_child k "
            "JOIN facts_episode e USING (child) WHERE k.child = %s",
            [child.file_id],
        )
        assert cursor.fetchall() == [(17, 17, 14, 14)]


@db
def test_the_age_when_identified_is_counted_from_the_day_that_is_told(
    child: Child, worker: Staff
) -> None:
    sent = {"gender": "girl", "version": child.version, **day("found_on", dt.date(2024, 3, 2))}
    page = post(worker, address("people:edit_child", child), sent)
    assert "When identified 12 to 13 years" in page
    assert "Identified on 2 March 2024" in page
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        assert (now.found_age_low, now.found_age_high, now.found_as) == (12, 13, Minority.CHILD)
        assert b"2024-03-02" not in bytes(now.sealed)


@db
def test_presumed_under_18_is_told_apart_and_ends_only_by_an_authority(worker: Staff) -> None:
    stated = AgeEvidence(
        AgeBasis.STATED, years=AgeRange(16, 19), as_of=PartialDate.on(worker.office.today())
    )
    child = children.case(worker, ages=[stated]).child
    path = address("people:add_age", child)
    with acting(worker):
        assert access.get(worker, Child, child.pk).found_as == Minority.PRESUMED
    assert "Counts as Presumed under 18" in read(worker, address(WHO, child))
    finding = {"age_low": "19", "basis": "assessed", "ends_presumption": "on", "age_note": "X-ray"}
    assert "Only a declaration of an authority" in refused(worker, path, finding)
    reaches = finding | {"basis": "declared", "age_low": "17", "age_high": "20"}
    assert "reaches below 18" in refused(worker, path, reaches)
    post(worker, path, finding | {"basis": "declared", "age_note": "Board, school register"})
    page = read(worker, address(WHO, child))
    assert "Counts as 18 or over found by an authority" in page
    assert "16 to 19 years" in page  # the other evidence stays
    assert "presumed" not in read(worker, f"/child/{child.file_id}/").lower()


# --- nationality, stay, documents -----------------------------------------------------------------


@db
@pytest.mark.requirement("RTS-004", "MIG-001")
def test_nationality_stay_and_papers_may_all_be_open_and_stand_apart_from_trafficking(
    worker: Staff,
) -> None:
    child = children.case(worker, names=[], ages=()).child
    path = address("people:edit_origin", child)
    empty = {"nationality_state": "unknown", "residence_status": "not_known",
             "papers": "not_known", "version": child.version}  # fmt: skip
    page = post(worker, path, empty)
    assert "Nationality not known" in page
    with acting(worker):
        version = access.get(worker, Child, child.pk).version
    stateless = {"nationality_state": "disputed", "nationalities": ["MMR", "BGD"],
                 "residence_status": "without", "papers": "never",
                 "about_papers": "The camp list names her", "version": version}  # fmt: skip
    page = post(worker, path, stateless)
    for shown in ("Disputed", "Myanmar", "Bangladesh", "without permission so far",
                  "Never had any", "The camp list names her"):  # fmt: skip
        assert shown in page, page
    # Her status in the country changes nothing in what is found of trafficking, nor the other way.
    assert "Trafficked" not in read(worker, address("trafficking:show_situation", child))
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nationality_kind, residence_status, papers FROM facts_child WHERE child = %s",
            [child.file_id],
        )
        assert cursor.fetchall() == [("disputed", "without", "never")]


@db
def test_a_document_that_others_keep_is_shown_so_and_what_stood_before_is_kept(
    child: Child, worker: Staff
) -> None:
    sent = {"kind": "passport", "state": "withheld", "keeper": "The agent in Raxaul",
            "number": "0771188"}  # fmt: skip
    page = post(worker, address("identity:add_paper", child), sent)
    assert "Passport kept from the child" in page
    assert "The agent in Raxaul" in page
    with acting(worker):
        paper = Paper.objects.get()
        assert b"0771188" not in bytes(paper.sealed)
    back = sent | {"state": "with_child", "version": paper.version}
    page = post(worker, address("identity:change_paper", child, paper.pk), back)
    assert "kept from the child" not in page
    with role("maintenance"):
        assert OldValue.objects.filter(row_id=paper.pk).exists()
    stale = signed_in(worker).post(address("identity:change_paper", child, paper.pk), back)
    assert stale.status_code == 409


# --- speech, functioning --------------------------------------------------------------------------


@db
def test_how_to_speak_with_her_stands_at_the_head_of_the_file(child: Child, worker: Staff) -> None:
    sent = {"languages": ["hi"], "preferred": "mai", "needs_interpreter": "yes",
            "ways": ["signs", "pictures"], "note": "Her aunt interprets",
            "version": child.version}  # fmt: skip
    page = post(worker, address("people:edit_speech", child), sent)
    for shown in (
        "Prefers Maithili",
        "A sign language",
        "Pictures or drawing",
        "Her aunt interprets",
    ):
        assert shown in page
    head = read(worker, f"/child/{child.file_id}/")
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
    for shown in ("Cannot do it at all", "chose not to say", "not asked", "Sits in front",
                  "Lives with a disability"):  # fmt: skip
        assert shown in page
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
def test_grounds_of_discrimination_are_several_voluntary_sealed_and_read_as_she_wants(
    child: Child, worker: Staff
) -> None:
    counsellor = member(child, worker, "counsellor", TeamRole.COUNSELLOR)
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    assert "Nothing is written down that the child lets you read" in read(
        worker, address(WHO, child)
    )
    path = address("identity:record_grounds", child)
    sent = {"grounds": ["caste", "gender", "ability", "orientation", "ethnic", "age"],
            "words_said": "They do not let me sit with them", "readers": "worker",
            **day("told_on")}  # fmt: skip
    page = post(worker, path, sent)
    for shown in ("Caste or descent", "Sexual orientation", "Ethnic origin", "Disability", "Age",
                  "They do not let me sit with them"):  # fmt: skip
        assert shown in page
    for other in (counsellor, mother):
        assert "They do not let me sit" not in read(other, address(WHO, child))
    with acting(worker):
        one = Grounds.objects.get()
    client = signed_in(counsellor)
    assert client.get(address("identity:change_grounds", child, one.pk)).status_code == 404
    with acting(counsellor):
        assert Grounds.objects.count() == 0  # the second lock says the same
    post(worker, address("identity:change_grounds", child, one.pk),
         sent | {"readers": "team", "version": one.version})  # fmt: skip
    assert "They do not let me sit" in read(counsellor, address(WHO, child))
    assert "They do not let me sit" not in read(mother, address(WHO, child))
    with role("maintenance"), connection.cursor() as cursor:
        # No code of a ground stands in clear anywhere, and no view of facts has one.
        cursor.execute("SELECT row_to_json(g)::text FROM identity_grounds g")
        assert "caste" not in cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_views WHERE definition LIKE '%identity_grounds%'")
        assert cursor.fetchone()[0] == 0


# --- culture --------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("RTS-007")
def test_language_religion_and_the_plan_to_keep_them_are_read_by_those_who_live_with_her(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    path = address("identity:edit_culture", child)
    assert "Ask the child what matters" in read(mother, address(WHO, child))
    sent = {"mother_tongue": "mai", "has_speakers": "yes", "religion": "Hindu",
            "practice": "No meat on Tuesdays", "plan": "A Maithili reader each week",
            "who": "The teacher Asha", "wishes": "I want to sing at Chhath",
            **day("review_on", dt.date(2027, 1, 1))}  # fmt: skip
    post(worker, path, sent)
    page = read(mother, address(WHO, child))
    for shown in ("Maithili", "A Maithili reader each week", "The teacher Asha",
                  "No meat on Tuesdays", "I want to sing at Chhath", "1 January 2027"):  # fmt: skip
        assert shown in page
    with acting(worker):
        culture = Culture.objects.get()
        assert culture.has_plan
        assert b"Hindu" not in bytes(culture.sealed)
    assert 'value="Hindu"' in signed_in(worker).get(path).content.decode()
    post(worker, path, sent | {"plan": "", "version": culture.version})
    assert "no plan yet" in read(worker, address(WHO, child))
    with role("maintenance"):
        assert OldValue.objects.filter(row_id=culture.pk).count() == 1


@pytest.mark.requirement("RTS-006")
def test_no_rule_search_or_list_of_children_reads_religion_customs_or_grounds() -> None:
    """Differences are "not a cause for separation": only their own page ever opens these records."""
    root = Path(__file__).resolve().parents[2] / "saathi"
    own = {root / "people" / "identity", root / "simulation", root / "locale"}
    readers = [
        path.relative_to(root)
        for path in root.rglob("*.py")
        if not own.intersection(path.parents) and "migrations" not in path.parts
        for text in [path.read_text(encoding="utf-8")]
        if "identity_culture" in text
        or "identity_grounds" in text
        or ("people.identity" in text and ("Culture" in text or "Grounds" in text))
    ]
    assert readers == []
    # The search would see it: these are read where they belong.
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
    for shown in ("Left to find work", "With an agent", "2025", "Nepal → United Arab Emirates",
                  "Left by a hidden way", "Held because of migration status", "No school",
                  "She went by Delhi", "Moving is no fault"):  # fmt: skip
        assert shown in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, effects, rights FROM facts_movement")
        assert cursor.fetchall() == [
            ("work", ["hidden_way", "false_papers"], ["detained", "no_school"])
        ]
    with acting(worker):
        one = Movement.objects.get()
    page = post(
        worker,
        address("identity:change_movement", child, one.pk),
        sent | {"effects": [], "version": one.version},
    )
    assert "Left by a hidden way" not in page


@db
@pytest.mark.requirement("MIG-002")
def test_facts_of_migration_and_of_trafficking_are_joined_by_a_child_without_a_name(
    child: Child, worker: Staff
) -> None:
    from saathi.protection.trafficking import actions as happened

    with acting(worker):
        people.movement(child, worker)
        told = happened.EpisodeTold(acts=["recruitment"], purposes=["forced_labour"])
        happened.record_episode(
            child=child, told=told, account=happened.Account(), legs=[], by=worker
        )
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.kind, k.residence_status, e.acts FROM facts_movement m "
            "JOIN facts_child k USING (child) JOIN facts_episode e USING (child)"
        )
        assert len(cursor.fetchall()) == 1


@db
def test_who_has_no_right_to_the_facts_changes_no_record(child: Child) -> None:
    stranger = agencies.staff()
    told = actions.Origin("known", ["NPL"], ResidenceStatus.OWN_COUNTRY, Papers.HAS)
    with acting(stranger), pytest.raises(access.NotAllowed):
        actions.change_origin(child=child, to=told, version=1, by=stranger)


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
    post(worker, address("people:edit_speech", child), {
        "languages": ["mai"], "preferred": "mai", "needs_interpreter": "yes", "ways": ["pictures"],
        "version": child.version})  # fmt: skip
    for path in (
        address("consent:record_decision", child),
        address("care_plans:add_goal", child, plan.pk),
        address("care_plans:edit_plan", child, plan.pk),
    ):
        page = read(worker, path)
        for shown in ("To weigh for this child", "14–16 years", "Maithili, Pictures or drawing",
                      "needs an interpreter", "Walking: a lot of difficulty", "A ramp",
                      "Left to find work", "Wants no contact with Ram Lal",
                      "May be a danger Ram Lal", "Understood, and could say it in own words"):  # fmt: skip
            assert shown in page, (path, shown, page)


@db
def test_what_is_weighed_is_only_what_its_reader_reads(child: Child, worker: Staff) -> None:
    with acting(worker):
        people.movement(child, worker)
        people.person(child, worker, "Ram Lal", contact="wanted")
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    with acting(mother):
        part = beside_a_measure(access.rights(mother, child.file_id), child)
    terms = [str(pair.term) for pair in part.pairs]
    assert "Wants contact with" in terms
    assert "Been through" not in terms
