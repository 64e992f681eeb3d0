"""The identity page: what it shows to which readers, and how each part is changed."""

import datetime as dt

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate, is_presumption_ended
from saathi.people.identity import rules
from saathi.people.identity.models import IdentityDocument
from saathi.people.identity.vocabulary import Disability
from saathi.people.models import AgeStatement, Child
from saathi.people.rules import reasons_against_ending_presumption
from saathi.people.vocabulary import AgeBasis, MinorStatus
from saathi.vault.models import OldSealedValue
from tests import counting
from tests.factories import agencies, children, people
from tests.people.who_pages import OF_TEAM, WHO, member
from tests.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

db = pytest.mark.django_db

# --- rules ----------------------------------------------------------------------------------------

NONE, SOME, A_LOT, CANNOT = "none", "some", "a_lot", "cannot"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([NONE] * 6, Disability.NO),
        ([SOME] * 6, Disability.NO),  # the cut-off is at "a lot"
        ([A_LOT, *[NONE] * 5], Disability.YES),
        ([*[NONE] * 5, CANNOT], Disability.YES),
        ([CANNOT, *[""] * 5], Disability.YES),  # one answer is enough for help
        ([NONE] * 5, Disability.NOT_KNOWN),  # one was not asked
        ([*[NONE] * 5, ""], Disability.NOT_KNOWN),
        ([*[NONE] * 5, "chose_not"], Disability.NOT_KNOWN),  # "chose not to say" does not mean no
        ([], Disability.NOT_KNOWN),
    ],
)
def test_disability_status_from_functioning_answers(answers: list[str], state: Disability) -> None:
    assert rules.disability_status(answers) == state


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
    assert {
        reason.code for reason in reasons_against_ending_presumption(basis, years, note)
    } == codes


def test_a_later_declaration_brings_the_presumption_back() -> None:
    ended = AgeEvidence(AgeBasis.DECLARED, years=AgeRange(19, 21), ends_presumption=True)
    appeal = AgeEvidence(AgeBasis.DECLARED, years=AgeRange(16, 18))
    stated = AgeEvidence(AgeBasis.STATED, years=AgeRange(16, 16))
    assert is_presumption_ended([ended, stated])
    assert not is_presumption_ended([ended, appeal])
    assert not is_presumption_ended([stated])


# --- who may not ----------------------------------------------------------------------------------


@db
@pytest.mark.parametrize("screen", OF_TEAM)
def test_neither_a_stranger_nor_a_house_mother_changes_it(
    child: Child, worker: Staff, screen: str
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    for reader in (agencies.staff(), mother):
        client = signed_in(reader)
        assert client.get(address(screen, child)).status_code == 404
        assert client.post(address(screen, child), {"version": 1}).status_code == 404


@db
@pytest.mark.requirement("PRI-006")
def test_a_house_mother_reads_what_daily_care_needs_and_nothing_sensitive(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    with acting(worker):
        people.grounds(child, worker)
        people.movement(child, worker)
        people.paper(child, worker)
    shown_to_mother, shown_to_worker = (
        read(mother, address(WHO, child)),
        read(worker, address(WHO, child)),
    )
    for text in ("Communication with the child", "Language, religion, customs", "Passport"):
        assert text in shown_to_mother
    for closed in ("Discrimination", "Caste", "Movements", "She crossed at night",
                   "Functioning and support needs", "Edit", "Add a name"):  # fmt: skip
        assert closed not in shown_to_mother
        assert closed in shown_to_worker
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
    with counting.at_most(15):
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

    page = read(worker, address("identity:print_identity", child))
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
    post(worker, address("people:add_age_evidence", child), sent)
    page = read(worker, address(WHO, child))
    for text in ("15 to 17 years on 2 Mar 2026 (Assessed by a professional)",
                  "14 to 15 years", "Stated by the child or family",  # is kept beside it
                  "Multidisciplinary assessment", "Medium", "Team of the clinic"):  # fmt: skip
        assert text in page, page
    with acting(worker):
        statement = AgeStatement.objects.get(basis="assessed")
        assert (statement.method, statement.confidence, statement.low, statement.high) == (
            "whole",
            "medium",
            15,
            17,
        )


@db
def test_an_age_counted_by_the_year_that_runs_is_kept_as_completed_years(
    worker: Staff,
) -> None:
    child = children.case(worker, ages=()).child
    sent = {"age_low": "१४", "basis": "stated", "running": "on", **day("as_of")}
    post(worker, address("people:add_age_evidence", child), sent)
    page = read(worker, address(WHO, child))
    assert "13 years on 2 Mar 2026" in page
    assert "current year of age, not completed years" in page
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        assert (now.birth_year_low, now.birth_year_high) == (2012, 2013)


@db
@pytest.mark.requirement("IDN-012")
def test_a_birth_dated_by_an_event_keeps_the_words_and_their_interpretation(
    worker: Staff,
) -> None:
    child = children.case(worker, ages=()).child
    path = address("people:add_age_evidence", child)
    sent = {"event": "बाढीभन्दा अघि", "basis": "stated"}
    assert "Enter the earliest and latest possible year of birth" in refused(worker, path, sent)
    crossed = sent | {"born_from_2": "2011", "born_to_2": "2009"}
    assert "The earliest date must not be after the latest date" in refused(worker, path, crossed)
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
    """Recruited at 14, identified at 17: both ages are kept separately, on the page and in statistics."""
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
    assert "Age at the start of the incident 14 years" in page
    assert "Age when identified 17 years" in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.identified_age_low, k.identified_age_high, e.age_low, e.age_high FROM facts_child k "
            "JOIN facts_episode e USING (child) WHERE k.child = %s",
            [child.file_id],
        )
        assert cursor.fetchall() == [(17, 17, 14, 14)]


@db
def test_the_age_when_identified_is_counted_from_the_recorded_day(
    child: Child, worker: Staff
) -> None:
    sent = {"gender": "girl", "version": child.version, **day("identified_on", dt.date(2024, 3, 2))}
    page = post(worker, address("people:edit_child_details", child), sent)
    assert "At identification 12 to 13 years" in page
    assert "Identified on 2 March 2024" in page
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        assert (now.identified_age_low, now.identified_age_high, now.identified_as) == (
            12,
            13,
            MinorStatus.CHILD,
        )
        assert b"2024-03-02" not in bytes(now.sealed)


@db
def test_presumed_under_18_is_shown_apart_and_ends_only_by_an_authority(worker: Staff) -> None:
    stated = AgeEvidence(
        AgeBasis.STATED, years=AgeRange(16, 19), as_of=PartialDate.on(worker.office.today())
    )
    child = children.case(worker, ages=[stated]).child
    path = address("people:add_age_evidence", child)
    with acting(worker):
        assert access.get(worker, Child, child.pk).identified_as == MinorStatus.PRESUMED
    assert "Age status Presumed under 18" in read(worker, address(WHO, child))
    finding = {"age_low": "19", "basis": "assessed", "ends_presumption": "on", "age_note": "X-ray"}
    assert "Only a declaration by an authority ends the presumption of being under 18" in refused(
        worker, path, finding
    )
    reaches = finding | {"basis": "declared", "age_low": "17", "age_high": "20"}
    assert "includes ages under 18" in refused(worker, path, reaches)
    post(worker, path, finding | {"basis": "declared", "age_note": "Board, school register"})
    page = read(worker, address(WHO, child))
    assert "Age status 18 or over determined by an authority" in page
    assert "16 to 19 years" in page  # the other evidence is kept
    assert "presumed" not in read(worker, f"/child/{child.file_id}/").lower()


# --- nationality, stay, documents -----------------------------------------------------------------


@db
@pytest.mark.requirement("RTS-004", "MIG-001")
def test_nationality_stay_and_papers_may_all_be_open_and_stand_apart_from_trafficking(
    worker: Staff,
) -> None:
    child = children.case(worker, names=[], ages=()).child
    path = address("people:edit_nationality_and_status", child)
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
    for text in ("Disputed", "Myanmar", "Bangladesh", "without permission so far",
                  "Never had documents", "The camp list names her"):  # fmt: skip
        assert text in page, page
    # Residence status does not affect the trafficking status, nor the other way round.
    assert "Trafficked" not in read(worker, address("trafficking:show_account_of_events", child))
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
    page = post(worker, address("identity:add_identity_document", child), sent)
    assert "Passport withheld from the child" in page
    assert "The agent in Raxaul" in page
    with acting(worker):
        paper = IdentityDocument.objects.get()
        assert b"0771188" not in bytes(paper.sealed)
    back = sent | {"state": "with_child", "version": paper.version}
    page = post(worker, address("identity:change_identity_document", child, paper.pk), back)
    assert "withheld from the child" not in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=paper.pk).exists()
    stale = signed_in(worker).post(
        address("identity:change_identity_document", child, paper.pk), back
    )
    assert stale.status_code == 409
