"""From literal facts, by the product's own SQL, to the page that a person reads."""

import pytest
from django.urls import reverse

from saathi.evidence.indicators import catalogue, snapshot_building
from saathi.evidence.indicators.numbers import ExactNumber
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.protection.identification.trafficking.exploitation_codes import is_exploitation
from saathi.protection.identification.trafficking.vocabulary import ExploitationPurpose
from tests.evidence.indicators.counting import by_duckdb
from tests.evidence.indicators.facts_rows import facts
from tests.factories import agencies
from tests.roles import role
from tests.screens import Table, read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

# Twelve girls from Dhanusha were brought to Delhi for domestic work, eight boys from Kathmandu
# were brought to Rupandehi for begging and never left Nepal.
GIRLS, BOYS = range(1, 13), range(13, 21)
CHILD = "child | gender\n" + "\n".join(
    [f"{one} | girl" for one in GIRLS] + [f"{one} | boy" for one in BOYS]
)
CASE = "child | opened\n" + "\n".join(f"{one} | 2025-03" for one in (*GIRLS, *BOYS))
EPISODE = "child | acts | purposes | recruited_country | recruited_district | began\n" + "\n".join(
    [f"{entry} | receipt | domestic_servitude | NPL | NP-DHA | 2024-01" for entry in GIRLS]
    + [f"{item} | transfer | begging | NPL | NP-KTM | 2024-01" for item in BOYS]
)
LEG = "child | to_country | to_district | for_exploitation\n" + "\n".join(
    [f"{girl} | IND | IN-DEL | yes" for girl in GIRLS]
    + [f"{boy} | NPL | NP-RUP | yes" for boy in BOYS]
)


def shown(indicator: str, by: str = "", country: str = "", **other_facts: str) -> tuple[str, Table]:
    definition = catalogue.find_indicator(indicator)
    assert definition is not None
    rows = facts(**{"child": CHILD, "case": CASE, "episode": EPISODE, "leg": LEG} | other_facts)
    counted = by_duckdb(rows, [definition])[indicator]
    with role("analyst"):
        snapshot_building.replace_indicator_cells(
            [ExactNumber(indicator, *key, *value) for key, value in counted.items()],
            "of these facts",
        )
    address = reverse("evidence:show_indicator", args=[indicator])
    client = signed_in(agencies.staff("rapporteur"))
    words, (table,) = read(client.get(f"{address}?by={by}&country={country}"))
    return words, table


@pytest.mark.requirement("FLW-001")
def test_each_country_has_the_roles_that_it_had_for_children() -> None:
    _words, nepal = shown("country_roles", "role", "NPL")
    assert nepal.cell("Origin", "2024") == "20"
    assert nepal.cell("Internal", "2024") == "10"
    assert nepal.cell("Destination", "2024") == "10"
    _words, india = shown("country_roles", "role", "IND")
    assert india.cell("Destination", "2024") == "10"
    assert "Origin" not in india.rows


@pytest.mark.requirement("FLW-008")
def test_a_district_where_many_are_recruited_is_marked_and_few_are_not_shown() -> None:
    """Fifteen ways begin in Dhanusha, ten in Kathmandu, two in Rupandehi."""
    places = ["NP-DHA"] * 15 + ["NP-KTM"] * 10 + ["NP-RUP"] * 2
    rows = {
        "child": "child | gender",
        "case": "child | opened",
        "episode": EPISODE.partition("\n")[0],
        "leg": LEG.partition("\n")[0],
    }
    for entry, district in enumerate(places, start=1):
        rows["child"] += f"\n{entry} | girl"
        rows["case"] += f"\n{entry} | 2025-03"
        rows["episode"] += f"\n{entry} | receipt | domestic_servitude | NPL | {district} | 2024-01"
        rows["leg"] += f"\n{entry} | IND | IN-DEL | yes"
    words, table = shown("origin_by_district", "origin_district", **rows)
    assert table.cell("Dhanusha", "2024") == "15"
    assert table.cell("Kathmandu", "2024") == "10"
    assert table.cell("Total", "2024") == "25"
    assert "Rupandehi" not in table.rows
    assert "1 further category has none, one or two in every year." in words
    assert "Where are children recruited, and where is prevention needed?" in words


@pytest.mark.requirement("FLW-005")
def test_ways_inside_a_country_are_counted_by_district_as_ways_across_borders_are() -> None:
    _words, inside = shown("flows_inside_a_country", "destination_district")
    assert inside.cell("Rupandehi", "2024") == "10"
    _words, across = shown("flows_across_borders", "destination")
    assert across.cell("India", "2024") == "10"
    _words, share = shown("trafficked_inside_a_country")
    assert share.cell("Total", "2025") == "50 % about 10 of 20"


@pytest.mark.requirement("DAT-010")
def test_boys_other_purposes_and_trafficking_inside_a_country_are_counted() -> None:
    _words, purposes = shown("trafficked_by_identification", "purposes")
    assert purposes.cell("Exploitation in begging", "2025") == "10"
    assert purposes.cell("Domestic servitude", "2025") == "10"
    assert "The same record may be counted in several rows." in purposes.caption
    _words, sexes = shown("trafficked_by_identification", "sex")
    assert sexes.cell("Boy", "2025") == "10"
    _words, ways = shown("trafficked_by_identification", "journey")
    assert ways.cell("Within one country", "2025") == "10"


@pytest.mark.requirement("DAT-013")
def test_every_indicator_says_that_it_is_a_count_and_no_estimate() -> None:
    words, _table = shown("country_roles")
    assert "registered, not an estimate" in words


@pytest.mark.requirement(
    "DEF-006", "DEF-007", "DEF-008", "DEF-009", "DEF-010", "DEF-011", "DEF-012"
)
def test_each_purpose_of_exploitation_has_its_own_row_and_count() -> None:
    """Ten children for each purpose. Illegal adoption alone is under CRC art. 35, not Palermo."""
    rows = {"child": "child | gender", "case": "child | opened", "leg": LEG.partition("\n")[0]}
    rows["episode"] = "child | acts | purposes | recruited_country | began"
    for entry, purpose in enumerate(p for p in ExploitationPurpose for _ in range(10)):
        rows["child"] += f"\n{entry} | girl"
        rows["case"] += f"\n{entry} | 2025-03"
        purposes = f"{purpose} forced_labour" if not is_exploitation(purpose) else purpose
        rows["episode"] += f"\n{entry} | receipt | {purposes} | NPL | 2024-01"
    _words, table = shown("trafficked_by_identification", "purposes", **rows)
    for purpose in ExploitationPurpose:
        also = 10 if purpose == ExploitationPurpose.FORCED_LABOUR else 0
        assert table.cell(str(purpose.label), "2025") == str(10 + also), purpose


@pytest.mark.requirement("SRV-007", "SRV-012")
def test_psychosocial_sessions_of_a_nation_are_shown_by_who_gave_them() -> None:
    """Twenty children came to a counsellor, half of twenty to a trained young person."""
    sessions = "child | kind | provider | presence | held"
    for item in (*GIRLS, *BOYS):
        came = "came" if item % 2 else "away"
        sessions += f"\n{item} | counselling | counsellor | came | 2025-05"
        sessions += f"\n{item} | peer | trained_peer | {came} | 2025-05"
    _words, table = shown("support_sessions_held", "provider", support_session=sessions)
    assert table.cell("Counsellor", "2025") == "100 % about 20 of 20"
    assert table.cell("Trained young person", "2025") == "50 % about 10 of 20"


@pytest.mark.requirement("MIS-007")
@pytest.mark.parametrize(
    ("dimension", "girls", "boys"),
    [
        ("outcome", "Trafficked", "Migrated"),
        ("sex", "Girl", "Boy"),
        ("age", "12 to 14 years", "6 to 11 years"),
        ("nationality", "Nepal", "Bangladesh"),
        ("district", "Dhanusha", "Kathmandu"),
    ],
)
def test_missing_children_are_shown_by_who_they_are_where_and_what_it_turned_out_to_be(
    dimension: str, girls: str, boys: str
) -> None:
    missing = "reported | gender | age_low | age_high | nationality | country | district | outcome"
    missing += "\n2025-05 | girl | 13 | 13 | NPL | NPL | NP-DHA | trafficked" * 15
    missing += "\n2025-05 | boy | 9 | 9 | BGD | NPL | NP-KTM | migrated" * 10
    _words, table = shown("missing_reported", dimension, missing=missing)
    assert (table.cell(girls, "2025"), table.cell(boys, "2025")) == ("15", "10")


@pytest.mark.requirement("DAT-001")
def test_reports_of_trafficking_abuse_migration_and_disappearance_are_counted_apart() -> None:
    report = "channel | concerns | received"
    counts = {Concern.TRAFFICKING: 25, Concern.SEXUAL_ABUSE: 20,
              Concern.ON_THE_MOVE: 15, Concern.MISSING: 10}  # fmt: skip
    for concern, number in counts.items():
        report += f"\nphone | {concern} | 2025-05" * number
    _words, table = shown("reports_received", "concerns", report=report)
    for concern, number in counts.items():
        assert table.cell(str(concern.label), "2025") == str(number)


@pytest.mark.requirement("JUS-016")
def test_acquittals_and_unreported_crimes_are_compared_by_the_penalty_that_threatens() -> None:
    """Of 20 charges with the death penalty 15 end without a conviction, of 20 with up to 10 years 5."""
    charge = (
        "child | country | court_kind | offence | outcome | maximum_penalty | charged | decided"
    )
    line = "\n{} | IND | ordinary | trafficking | {} | {} | 2025-01 | 2025-09"
    for number in range(20):
        child = number + 1
        charge += line.format(child, "acquitted" if number < 15 else "convicted", "death")
        charge += line.format(child, "dropped" if number < 5 else "convicted", "to_ten")
    _words, table = shown("charges_acquitted", "maximum_penalty", charge=charge)
    assert table.cell("Death penalty", "2025") == "75 % about 15 of 20"
    assert table.cell("Imprisonment of more than 3 and up to 10 years", "2025").startswith("25 %")
    # Ten of the twenty trafficked children have no complaint on record.
    proceeding = "child | country | kind | court_kind | opened"
    for child in range(1, 11):
        proceeding += f"\n{child} | IND | criminal | ordinary | 2025-04"
    words, table = shown("children_with_complaint", "", proceeding=proceeding)
    assert table.cell("Total", "2025") == "50 % about 10 of 20"
    assert "Harsh penalties can keep people from reporting" in words


@pytest.mark.requirement("JUS-017")
def test_practice_is_compared_with_rulings_on_privacy() -> None:
    """Of 20 hearings with a child 15 are in camera; of 20 violations of privacy 10 are remedied."""
    hearing = "child | country | court_kind | state | listed | child_part | public"
    safeguard = "child | safeguard | alert | happened"
    for child in (*GIRLS, *BOYS):
        access = "in_camera" if child <= 10 else "partly" if child <= 15 else "open"
        hearing += f"\n{child} | IND | ordinary | held | 2025-02 | present | {access}"
        safeguard += f"\n{child} | named | {'mended' if child <= 10 else 'not_mended'} | 2025-02"
    # A hearing without the child is not in the denominator.
    hearing += "\n1 | IND | ordinary | held | 2025-02 | not_present | open"
    _words, table = shown("hearings_in_camera", "court_kind", hearing=hearing)
    assert table.cell("Ordinary court", "2025") == "75 % about 15 of 20"
    words, table = shown("privacy_restored", "safeguard", safeguard=safeguard)
    assert table.cell("Name or picture disclosed", "2025") == "50 % about 10 of 20"
    assert "Are rulings on the privacy of children followed" in words
