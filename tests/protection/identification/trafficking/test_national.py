"""The national reading is shown beside the international one and has no effect (DEF-030)."""

import ast
from pathlib import Path

import pytest
from django.db import connection

from saathi.evidence import register_counts
from saathi.infra.countries import Country
from saathi.protection.identification.trafficking import national_definitions
from saathi.protection.identification.trafficking.national_definitions import (
    NationalDefinitionResult,
)
from saathi.protection.identification.trafficking.rules import (
    EpisodeFacts,
    classify_trafficking,
    find_country_roles,
)
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationPurpose,
    TraffickingAct,
)
from tests.factories import agencies, children, helps
from tests.protection.identification.trafficking.screens import PALERMO, page_after, words
from tests.protection.identification.trafficking.stories import brought_to, meant_for, story
from tests.roles import role
from tests.signing import signed_in

SAATHI = Path(__file__).resolve().parents[4] / "saathi"
HEADING = "National definition in 2008"


def route(recruited: str | None, *legs: object) -> EpisodeFacts:
    return story(
        [TraffickingAct.TRANSFER],
        [ExploitationPurpose.FORCED_LABOUR],
        recruited=recruited,
        legs=legs,
    )  # type: ignore[arg-type]


# the route | the country | reading under its definition of 2008
READINGS = [
    ("inside Pakistan", route("PAK", brought_to("PAK")), "PAK", NationalDefinitionResult.NOT_COVERED),
    ("from Bangladesh to Pakistan", route("BGD", brought_to("PAK")), "PAK", NationalDefinitionResult.NOTHING_EXCLUDES),
    ("inside Pakistan, then abroad", route("PAK", brought_to("PAK"), brought_to("ARE")), "PAK", NationalDefinitionResult.NOTHING_EXCLUDES),
    ("recruited in Pakistan, the rest not known", route("PAK", brought_to(None)), "PAK", NationalDefinitionResult.OPEN),
    ("stopped before the border", route("PAK", meant_for("IRN")), "PAK", NationalDefinitionResult.OPEN),
    ("inside Bangladesh, which defines child trafficking", route("BGD", brought_to("BGD")), "BGD", NationalDefinitionResult.NOTHING_EXCLUDES),
    ("inside Nepal, which defines human trafficking", route("NPL", brought_to("NPL")), "NPL", NationalDefinitionResult.NOTHING_EXCLUDES),
    ("inside Sri Lanka, which defines both", route("LKA", brought_to("LKA")), "LKA", NationalDefinitionResult.NOTHING_EXCLUDES),
    ("inside India, where Goa alone defines it", route("IND", brought_to("IND")), "IND", NationalDefinitionResult.ONE_STATE),
    ("inside Bhutan, which has a law and no definition", route("BTN", brought_to("BTN")), "BTN", NationalDefinitionResult.NOT_DEFINED),
    ("inside Afghanistan", route("AFG", brought_to("AFG")), "AFG", NationalDefinitionResult.NO_LAW),
    ("inside the Maldives", route("MDV", brought_to("MDV")), "MDV", NationalDefinitionResult.NO_LAW),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "country", "reading"), [row[1:] for row in READINGS], ids=[row[0] for row in READINGS]
)
def test_what_the_law_of_2008_says_of_a_route(
    facts: EpisodeFacts, country: str, reading: NationalDefinitionResult
) -> None:
    assert national_definitions.apply_all_definitions(find_country_roles(facts))[country] == reading
    assert classify_trafficking(facts).palermo  # whatever the country's law says


def test_each_of_the_eight_countries_has_its_reading_and_others_have_none() -> None:
    assert all(national_definitions.get_national_definition(country) for country in Country)
    gulf = national_definitions.apply_all_definitions(
        find_country_roles(route("NPL", brought_to("ARE")))
    )
    assert set(gulf) == {"NPL"}  # the law of the Emirates is not known here, and nothing is shown


@pytest.mark.requirement("DEF-030")
def test_the_national_reading_is_shown_on_one_page_and_asked_nowhere_else() -> None:
    """No right, form, help, fact or statistic can depend on a module that nothing else imports."""
    readers = {
        str(path.relative_to(SAATHI))
        for path in SAATHI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and "national_definitions"
        in {alias.name for alias in node.names} | {(node.module or "").split(".")[-1]}
    }
    assert readers == {"protection/identification/trafficking/queries.py"}


@pytest.mark.django_db
@pytest.mark.requirement("DEF-030")
def test_a_law_that_excludes_a_child_is_shown_and_the_child_is_helped_and_counted() -> None:
    worker = agencies.staff()
    child = children.case(worker).child
    helps.service(agencies.staff("supervisor", worker.office), name="Sewing room")
    inside = {"recruited_country": "PAK", "leg1-to_country": "PAK", "leg1-for_exploitation": "yes"}
    page = page_after(worker, child, acts=["transfer"], purposes=["forced_labour"], **inside)
    assert PALERMO in page
    assert f"{HEADING} Pakistan its definition excluded trafficking within the country" in page
    assert (
        "A narrower law does not reduce help or protection, and statistics still include the child"
        in page
    )
    offers = words(signed_in(worker).get(f"/child/{child.file_id}/support/choose/").content)
    assert "Sewing room" in offers
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT child) FROM ({register_counts.CHILDREN_SQL}) AS d",
                       [["forced_labour"], ["labour"]])  # fmt: skip
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_no_national_reading_without_trafficking_in_international_law() -> None:
    worker = agencies.staff()
    page = page_after(worker, children.child(worker), recruited_country="PAK")
    assert HEADING not in page
