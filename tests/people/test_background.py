"""A child's earlier life and risk factors: voluntary, counted by code, without blame."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.evidence.indicators import catalogue, snapshot_building
from saathi.evidence.indicators.numbers import ExactNumber
from saathi.evidence.releases.cube_counting import releasable_dimensions
from saathi.people.identity.models import Background
from saathi.people.identity.rules import factor_answers
from saathi.people.identity.vocabulary import FactorAnswer, RiskFactor
from saathi.people.models import Child
from saathi.vault.models import OldSealedValue
from tests.evidence.indicators.counting import by_duckdb
from tests.evidence.indicators.facts_rows import facts
from tests.factories import agencies
from tests.people.who_pages import WHO, member
from tests.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.screens import read as read_page
from tests.signing import signed_in

db = pytest.mark.django_db

EDIT = "identity:edit_background"
SENT = {
    "answered_by": "child", "lived_with": "relatives", "schooling": "stopped",
    "lived_from": "day_labour", "factor_debt": "yes", "factor_hunger": "yes",
    "factor_parent_away": "no", "factor_violence_home": "chose_not",
    "factor_unregistered": "not_known", "account": "The landlord came each month",
    "strengths": "Her aunt", **day("stated_on"),
}  # fmt: skip


def test_factor_answers_leave_out_what_was_not_asked() -> None:
    background = Background(
        present=["debt"], absent=["hunger"], not_known=["earned"], withheld=["marriage"]
    )
    assert factor_answers(background) == {
        RiskFactor.DEBT: FactorAnswer.YES,
        RiskFactor.HUNGER: FactorAnswer.NO,
        RiskFactor.EARNED: FactorAnswer.NOT_KNOWN,
        RiskFactor.MARRIAGE: FactorAnswer.CHOSE_NOT,
    }


@db
@pytest.mark.requirement("DAT-003")
def test_background_and_factors_are_voluntary_and_read_by_the_section_alone(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    for reader in (mother, agencies.staff(), agencies.staff("analyst")):
        assert signed_in(reader).get(address(EDIT, child)).status_code in {403, 404}
    assert "Not asked yet" in read(worker, address(WHO, child))
    assert "Background: home, school and livelihood" not in read(mother, address(WHO, child))
    page = post(worker, address(EDIT, child), SENT)
    for text in ("With relatives", "Had dropped out of school before", "Daily wage labour",
                  "Risk factors present Not enough to eat or to live on, The family owed money or work",
                  "Risk factors not present A parent was away", "Chose not to say Violence or abuse at home",
                  "The child does not know Birth not registered", "The landlord came each month",
                  "The child is not to blame for them"):  # fmt: skip
        assert text in page
    assert (
        "Married, betrothed or pressured to marry" not in page
    )  # "not asked" is not shown as a no
    with acting(worker):
        background = Background.objects.get()
    assert b"landlord" not in bytes(background.sealed)
    # Later additions: the earlier version is kept.
    form = signed_in(worker).get(address(EDIT, child)).content.decode()
    assert "The landlord came each month" in form
    sent = SENT | {"factor_marriage": "yes", "version": background.version}
    assert "Married, betrothed or pressured to marry" in post(worker, address(EDIT, child), sent)
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=background.pk).count() == 1
    with acting(mother):
        assert Background.objects.count() == 0  # row security gives the same result


@db
def test_empty_background_form_saves_no_record(child: Child, worker: Staff) -> None:
    sent = {"answered_by": "child", **day("stated_on")}
    assert "Answer at least one question" in refused(worker, address(EDIT, child), sent)
    page = refused(worker, address(EDIT, child), sent | {"factor_debt": "perhaps"})
    assert "Answer at least one question" not in page
    with acting(worker):
        assert Background.objects.count() == 0
    # "Chose not to say" is an answer.
    post(worker, address(EDIT, child), sent | {"factor_debt": "chose_not"})


@db
def test_who_has_no_right_to_the_file_records_no_background(child: Child) -> None:
    from saathi.people.identity import actions
    from saathi.people.identity.vocabulary import AnsweredBy

    stranger = agencies.staff()
    data = actions.BackgroundInput(
        stated_on=child.recorded_at.date(),
        answered_by=AnsweredBy.CHILD,
        lived_with=None,
        schooling=None,
        lived_from=None,
        answers={RiskFactor.DEBT: FactorAnswer.YES},
        texts={},
    )
    with acting(stranger), pytest.raises(access.NotAllowed):
        actions.record_background(child=child, data=data, earlier=None, version=0, actor=stranger)


@db
def test_the_database_refuses_two_answers_to_one_factor(child: Child, worker: Staff) -> None:
    post(worker, address(EDIT, child), SENT)
    with (
        role("maintenance"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="one_answer"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE identity_background SET absent = present")


@db
@pytest.mark.requirement("DAT-003")
def test_factors_reach_the_numbers_by_code_and_never_in_words(child: Child, worker: Staff) -> None:
    post(worker, address(EDIT, child), SENT)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT lived_with, present, absent, not_known, withheld FROM facts_background"
        )
        assert cursor.fetchall() == [
            ("relatives", ["hunger", "debt"], ["parent_away"], ["unregistered"], ["violence_home"])
        ]
        cursor.execute("SELECT * FROM facts_background LIMIT 0")
        assert {column.name for column in cursor.description} == {
            "child", "answered_by", "lived_with", "schooling", "lived_from", "present", "absent",
            "not_known", "withheld", "stated", "record", "recorded", "changed_ago",
        }  # fmt: skip


@db
@pytest.mark.requirement("DAT-003")
def test_statistics_distinguish_no_from_not_answered_and_not_asked() -> None:
    """Eighty children: twenty each owed money, did not, chose not to say, and were not asked."""
    of = {"yes": range(1, 21), "no": range(21, 41), "withheld": range(41, 61), "": range(61, 81)}
    rows = [
        f"{child_number} | {'debt' if told == 'yes' else '-'} | {'debt' if told == 'no' else '-'} | "
        f"{'debt' if told == 'withheld' else '-'} | hunger"
        for told, those in of.items()
        for child_number in those
    ]
    told = facts(
        child="child | gender\n" + "\n".join(f"{number} | girl" for number in range(1, 81)),
        case="child | opened\n" + "\n".join(f"{number} | 2025-03" for number in range(1, 81)),
        background="child | present | absent | withheld | not_known\n" + "\n".join(rows),
        episode="child | acts | purposes\n"
        + "\n".join(f"{number} | receipt | begging" for number in range(1, 21)),
    )
    indicator = catalogue.find_indicator("trafficked_by_background")
    assert indicator is not None
    counted = by_duckdb(told, [indicator])[indicator.name]
    with role("analyst"):
        snapshot_building.replace_indicator_cells(
            [ExactNumber(indicator.name, *key, *value) for key, value in counted.items()],
            "of these",
        )
    client = signed_in(agencies.staff("rapporteur"))
    words, (table,) = read_page(client.get("/numbers/indicators/trafficked_by_background/?by=debt"))
    assert table.cell("Yes", "2025") == "100 % about 20 of 20"
    assert table.cell("No", "2025") == "0 % about 0 of 20"
    assert table.cell("Chose not to say", "2025").endswith("of 20")
    assert table.cell("Not asked, or not known to the child", "2025").endswith("of 20")
    assert "A risk factor is not a cause of trafficking" in words


@pytest.mark.requirement("DAT-003")
def test_each_factor_can_be_released_and_grave_ones_are_guarded() -> None:
    """Each factor is a dimension of its own in a release; no grave factor alone may fill a row."""
    indicator = catalogue.find_indicator("trafficked_by_background")
    assert indicator is not None
    dimensions = {dimension.name: dimension for dimension in releasable_dimensions(indicator)}
    assert {factor.value for factor in RiskFactor} <= set(dimensions)
    assert "factors" not in dimensions
    assert dimensions["violence_home"].sensitive
    assert set(dimensions["debt"].labels) == {"yes", "no", "chose_not", "not_known"}
