"""Children's views of help as codes: for the readers of each statement, counted if the child agrees."""

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.evidence.indicators import catalogue, snapshot_building
from saathi.evidence.indicators.numbers import ExactNumber
from saathi.participation import actions
from saathi.participation.actions import StatementIncomplete
from saathi.participation.models import Statement, Themes
from saathi.participation.rules import reasons_against_themes
from saathi.participation.vocabulary import StatementAudience, StatementState, ThemeCountingConsent
from saathi.people.models import Child
from tests import sending
from tests.evidence.indicators.counting import by_duckdb
from tests.evidence.indicators.facts_rows import facts
from tests.factories import agencies, teams
from tests.participation.test_voice import address, child, counsellor, said
from tests.roles import acting, role
from tests.screens import read as read_page
from tests.signing import signed_in

__all__ = ["child", "counsellor"]

db = pytest.mark.django_db
SENT = {
    "counted": "agreed", "helped": ["school"], "hurt": ["police", "told"], "wants": ["relatives"],
    "refuses": ["home"], "risks": ["debt"], "district": "NP-DHA",
}  # fmt: skip


def send(staff: Staff, child: Child, statement: Statement, **typed: object) -> tuple[int, str]:
    path = address("record_statement_themes", child, statement.pk)
    answer = signed_in(staff).post(path, SENT | typed | sending.key())
    return answer.status_code, answer.content.decode()


def fact_rows() -> list[tuple[object, ...]]:
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT is_counted, helped, hurt, wants, risks, district FROM facts_themes")
        return cursor.fetchall()


@pytest.mark.parametrize(
    ("state", "wants", "refuses", "has_themes", "codes"),
    [
        (StatementState.SAID, ["home"], ["stay"], True, []),
        (StatementState.SAID, [], [], False, ["themes_missing"]),
        (StatementState.SAID, ["home"], ["home"], True, ["wants_and_refuses"]),
        (StatementState.DO_NOT_ASK, [], [], True, ["not_said"]),
    ],
)
def test_only_a_made_statement_has_themes_that_do_not_exclude_each_other(
    state: StatementState, wants: list[str], refuses: list[str], has_themes: bool, codes: list[str]
) -> None:
    reasons = reasons_against_themes(state, wants=wants, refuses=refuses, has_themes=has_themes)
    assert [reason.code for reason in reasons] == codes


@db
@pytest.mark.requirement("DAT-008")
def test_who_does_not_read_a_statement_neither_codes_it_nor_reads_its_themes(
    child: Child, worker: Staff, counsellor: Staff
) -> None:
    statement = said(child, counsellor, audience=StatementAudience.WORKER)
    path = address("record_statement_themes", child, statement.pk)
    for reader in (worker, agencies.staff()):
        assert signed_in(reader).get(path).status_code == 404
        assert send(reader, child, statement)[0] == 404
    assert send(counsellor, child, statement)[0] == 302
    # The child's list of readers applies to the codes as to the words, in both locks.
    with acting(worker):
        assert not Themes.objects.exists()
        assert not access.visible(worker, Themes).exists()
    with acting(counsellor):
        assert access.visible(counsellor, Themes).get().hurt == ["police", "told"]


@db
@pytest.mark.requirement("DAT-008")
def test_a_childs_opinions_are_coded_beside_the_words_and_counted_without_them(
    child: Child, worker: Staff
) -> None:
    statement = said(child, worker)
    page = signed_in(worker).get(address("show_statement", child, statement.pk)).content.decode()
    assert "No themes recorded yet" in page
    form = (
        signed_in(worker)
        .get(address("record_statement_themes", child, statement.pk))
        .content.decode()
    )
    assert "The child’s words are not shared from this page" in form
    assert send(worker, child, statement)[0] == 302
    page = signed_in(worker).get(address("show_statement", child, statement.pk)).content.decode()
    for text in ("School and lessons", "Police and investigators", "Live with relatives",
                  "The family owed money or work", "Dhanusha, Nepal", "The child agrees"):  # fmt: skip
        assert text in page, text
    assert fact_rows() == [
        (True, ["school"], ["police", "told"], ["relatives"], ["debt"], "NP-DHA")
    ]
    with role("maintenance"):
        themes = Themes.objects.get()
        assert AuditEntry.objects.filter(objects_seen__contains=[themes.pk]).exists()
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facts_themes LIMIT 0")
        names = {column.name for column in cursor.description}
    assert names.isdisjoint({"sealed", "words", "statement", "recorded_by", "audience"})


@db
@pytest.mark.requirement("DAT-008")
@pytest.mark.parametrize("answer", ["refused", "not_asked"])
def test_themes_are_counted_only_with_the_childs_permission_which_can_be_withdrawn(
    child: Child, worker: Staff, answer: str
) -> None:
    statement = said(child, worker)
    assert send(worker, child, statement, counted=answer)[0] == 302
    assert fact_rows() == [(False, None, None, None, None, None)]
    with acting(worker):
        version = Themes.objects.get().version
    agreed = {"version": version}
    person = worker
    if answer == "refused":  # a wrong entry, which another person corrects
        person = agencies.staff("case_worker", worker.office)
        teams.join(child.file_id, person, TeamRole.CASE_WORKER)
        agreed |= {"why_wrong": "The child agreed; the answer was entered on the wrong line"}
    assert send(person, child, statement, **agreed)[0] == 302
    assert fact_rows()[0][0] is True
    assert send(worker, child, statement, version=version + 1, counted=answer)[0] == 302
    assert fact_rows() == [(False, None, None, None, None, None)]


@db
def test_theme_form_errors_appear_at_their_fields_and_nothing_is_saved(
    child: Child, worker: Staff
) -> None:
    statement = said(child, worker)
    empty = dict.fromkeys(("helped", "hurt", "wants", "refuses", "risks"), ())
    for typed, message in (
        ({"counted": ""}, "This field is required"),
        ({**empty, "district": ""}, "Choose at least one theme"),
        ({"refuses": ["relatives"]}, "is under what the child wants and does not want"),
        ({"risks": []}, "Choose the risk at this place"),
        ({"helped": ["nonsense"]}, "nonsense is not one of the available choices"),
    ):
        status, page = send(worker, child, statement, **typed)
        assert (status, message in page) == (200, True), message
    with role("maintenance"):
        assert not Themes.objects.exists()


@db
def test_statement_chosen_not_to_be_made_has_no_themes(child: Child, worker: Staff) -> None:
    silent = said(child, worker, state=StatementState.CHOSE_NOT_TO_SAY)
    assert (
        signed_in(worker).get(address("record_statement_themes", child, silent.pk)).status_code
        == 404
    )
    page = signed_in(worker).get(address("show_statement", child, silent.pk)).content.decode()
    assert "Add themes" not in page
    with acting(worker), pytest.raises(StatementIncomplete):
        actions.record_themes(
            statement=silent,
            columns={"counted": ThemeCountingConsent.AGREED, "helped": ["school"]},
            earlier=None,
            version=0,
            actor=worker,
        )


@db
def test_a_house_mother_who_heard_it_codes_it(child: Child, worker: Staff) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert send(mother, child, said(child, mother))[0] == 302


@db
@pytest.mark.requirement("DAT-008")
def test_the_page_of_numbers_shows_what_children_think_and_no_word_of_theirs() -> None:
    """Forty children of Dhanusha: all say that the police did harm, twenty that school helped."""
    told = facts(
        child="child | gender\n" + "\n".join(f"{number} | girl" for number in range(1, 41)),
        case="child | opened\n" + "\n".join(f"{number} | 2025-03" for number in range(1, 41)),
        themes="child | hurt | helped | risks | district\n"
        + "\n".join(
            f"{number} | police | {'school' if number <= 20 else '-'} | debt | NP-DHA"
            for number in range(1, 41)
        ),
    )
    indicators = [
        indicator for indicator in catalogue.all_indicators() if indicator.frame == "voices"
    ]
    assert {indicator.name for indicator in indicators} == {
        "views_of_help",
        "views_of_ways_on",
        "local_risks_told",
    }
    with role("analyst"):
        numbers = [
            ExactNumber(name, *key, *value)
            for name, found in by_duckdb(told, indicators).items()
            for key, value in found.items()
        ]
        snapshot_building.replace_indicator_cells(numbers, "of these facts")
    client = signed_in(agencies.staff("rapporteur"))

    def table(name: str, by: str) -> dict[str, str]:
        words, (found,) = read_page(client.get(f"/numbers/indicators/{name}/?by={by}"))
        assert "Covers only children who agreed to statistical use" in words
        return {row: found.cell(row, "2025") for row in found.rows}

    assert table("views_of_help", "hurt")["Police and investigators"] == "40"
    school = table("views_of_help", "of_school")
    assert school["Good or helpful"] == "20"
    assert school["Did not mention it"] == "20"
    assert table("local_risks_told", "risk_district")["Dhanusha"] == "40"
    assert table("local_risks_told", "risks")["The family owed money or work"] == "40"
