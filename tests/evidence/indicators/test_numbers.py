"""Each indicator as a table: literal facts in, a number out, by DuckDB and by plain Python alike.

A number is written `part/whole` for a share and `whole` for a count.
"""

from dataclasses import dataclass, field

import pytest

from saathi.evidence.indicators import catalogue
from tests.evidence.indicators.counting import ENGINES
from tests.evidence.indicators.facts_rows import facts

GIRL_AND_BOY = """
    child | gender | birth_year_low | birth_year_high | nationality_state | nationalities
    1     | girl   | 2012           | 2012            | known             | NPL
    2     | boy    | 2009           | 2009            | known             | IND
"""
THEIR_CASES = """
    child | opened
    1     | 2025-03
    2     | 2025-04
"""
# Four children: taken for labour, for two forms, with a purpose and no act, an adult without means.
EPISODES = """
    child | acts        | purposes              | recruited_country | recruited_district | began   | age_low | age_high | exploitation_occurred
    1     | recruitment | factory               | NPL               | NP-DHA             | 2024-02 | 12      | 12       | yes
    2     | receipt     | begging prostitution  | NPL               | NP-KTM             | 2023-05 | 14      | 15       | no
    3     | -           | factory               | NPL               | -                  | 2024-01 | 13      | 13       | yes
    4     | transfer    | factory               | NPL               | -                  | 2024-01 | 19      | 20       | yes
"""
FOUR = """
    child | gender
    1     | girl
    2     | boy
    3     | girl
    4     | girl
"""
FOUR_CASES = """
    child | opened
    1     | 2025-03
    2     | 2025-03
    3     | 2025-03
    4     | 2025-03
"""
# To India for exploitation by way of nowhere else; and inside Nepal.
LEGS = """
    child | number | to_country | to_district | for_exploitation
    1     | 1      | IND        | IN-DEL      | yes
    2     | 1      | NPL        | NP-PAR      | yes
"""
TRAFFICKED = {"child": FOUR, "case": FOUR_CASES, "episode": EPISODES, "leg": LEGS}
REGISTERED = {"child": GIRL_AND_BOY, "case": THEIR_CASES}


@dataclass
class Spec:
    """Facts, and the numbers of an indicator that follow; a key is year, dimension, category."""

    indicator: str
    expected: dict[str, str]
    facts: dict[str, str] = field(default_factory=dict)


SPECS = [
    Spec(
        "reports_received",
        {"2025": "2", "2025 channel police": "1", "2025 concerns neglect": "2",
         "2025 concerns missing": "1", "2025 sex not_known": "1", "2024": "1"},
        {"report": """
            received | channel  | concerns        | gender
            2025-01  | police   | neglect missing | girl
            2025-02  | helpline | neglect         | not_said
            2024-12  | helpline | -               | boy
        """},
    ),
    Spec(
        "reports_by_children",
        {"2025": "2/3"},
        {"report": """
            received | reporter_kind
            2025-01  | child
            2025-01  | another_child
            2025-01  | anonymous
        """},
    ),
    Spec(
        "reports_settled_in_a_week",
        {"2025": "1/3"},
        {"report": """
            received | days_to_outcome
            2025-01  | 7
            2025-01  | 8
            2025-01  | -
        """},
    ),
    Spec(
        "reports_written_late",
        {"2025": "1/2"},
        {"report": """
            received | days_to_record
            2025-01  | 1
            2025-01  | 2
        """},
    ),
    Spec(
        "children_with_a_case",
        {"2025": "2", "2025 age 12_14": "1", "2025 age 15_17": "1", "2025 sex girl": "1",
         "2025 national national": "1", "2025 nationality_region south_asia": "2"},
        REGISTERED,
    ),
    Spec(  # written down a month later, and later than that
        "children_with_a_case",
        {"2025": "2", "2025 is_late true": "1", "2025 is_late false": "1"},
        REGISTERED | {"case": """
            child | opened  | recorded
            1     | 2025-03 | 2025-04
            2     | 2025-03 | 2025-05
        """},
    ),
    Spec(  # once each, in the year of the first case; a double record and one without a case not
        "children_with_a_case",
        {"2024": "1", "2025": None, "2024 sex not_known": "1"},
        {"child": "child\n1\n2\n3", "case": """
            child | opened  | closing_reason
            1     | 2024-11 | -
            1     | 2025-02 | -
            2     | 2025-02 | duplicate
        """},
    ),
    Spec(
        "children_by_nationality",
        {"2025": "2/3", "2025 nationality stateless": "1/1", "2025 papers document": "0/1"},
        {"child": """
            child | nationality_state | nationalities
            1     | known             | NPL
            2     | stateless         | -
            3     | unknown           | -
        """, "case": "child\n1\n2\n3", "age": """
            child | basis      | as_of
            1     | documented | 2025-03
        """},
    ),
    Spec(  # the first that was known counts; who is not known of is left out
        "children_unaccompanied",
        {"2025": "1/2"},
        {"child": "child\n1\n2\n3", "case": "child\n1\n2\n3", "accompaniment": """
            child | state     | as_of
            1     | alone     | 2025-03
            1     | parent    | 2025-05
            2     | parent    | 2025-03
            3     | not_known | 2025-03
        """},
    ),
    Spec(
        "children_with_a_guardian",
        {"2025": "1/2"},
        {"child": "child\n1\n2\n3", "case": "child\n1\n2\n3", "accompaniment": """
            child | state     | as_of
            1     | alone     | 2025-03
            2     | separated | 2025-03
            3     | parent    | 2025-03
        """, "guardian": """
            child | kind
            1     | appointed
            2     | institution
        """},
    ),
    Spec(
        "ages_documented",
        {"2025": "1/2"},
        REGISTERED | {"age": """
            child | basis      | as_of
            1     | documented | 2025-03
            2     | stated     | 2025-03
        """},
    ),
    Spec(
        "records_of_one_child",
        {"2025": "2/3", "2025 state in_error": "1/1", "2025 state counted": "0/1"},
        {"child": "child\n1\n2\n3", "case": """
            child | closing_reason
            1     | duplicate
            2     | opened_in_error
            3     | recovery
        """},
    ),
    Spec(
        "trafficked_by_identification",
        {"2025": "2", "2025 form labour": "1", "2025 form several": "1",
         "2025 purposes begging": "1", "2025 purposes factory": "1", "2025 sex boy": "1",
         "2025 journey internal": "1", "2025 journey cross_border": "1"},
        TRAFFICKED,
    ),
    Spec(
        "trafficked_by_recruitment",
        {"2024": "1", "2023": "1", "2025": None, "2023 age_recruited 12_14": "1"},
        TRAFFICKED,
    ),
    Spec(  # the authority's final word counts, not the later one of those who work with her
        "trafficking_established",
        {"2024": "1", "2025": None, "2024 layer final": "1"},
        REGISTERED | {"status": """
            child | layer        | finding         | decided
            1     | practitioner | not_established | 2025-06
            1     | final        | established     | 2024-06
            2     | final        | established     | 2024-06
            2     | final        | not_established | 2025-01
        """},
    ),
    Spec(
        "trafficking_not_decided",
        {"2025": "1/2"},
        TRAFFICKED | {"status": """
            child | layer        | finding     | decided
            1     | practitioner | established | 2025-06
            2     | preliminary  | presumed    | 2025-06
        """},
    ),
    Spec("exploitation_prevented", {"2025": "1/2"}, TRAFFICKED),
    Spec(
        "trafficked_again",
        {"2025": "1/1"},
        {"child": "child\n1", "case": "child\n1", "episode": """
            child | number | acts        | purposes
            1     | 1      | recruitment | begging
            1     | 2      | recruitment | begging
        """},
    ),
    Spec("forms_beyond_sexual_exploitation", {"2025": "2/2"}, TRAFFICKED),
    Spec(
        "country_roles",
        {"2024": "2", "2024 role origin": "1", "2024 role destination": "1", "2023": "3",
         "2023 role internal": "1", "2023 role origin": "1"},
        TRAFFICKED,
    ),
    Spec(  # on the way, meant and never reached, and a way that is not known
        "country_roles",
        {"2024": "3", "2024 role transit": "1", "2024 role intended": "1", "2024 role origin": "1"},
        {"child": "child\n1", "episode": """
            child | acts        | purposes | recruited_country | began
            1     | recruitment | begging  | NPL               | 2024-01
        """, "leg": """
            child | number | to_country | for_exploitation | is_intended | is_removed
            1     | 1      | IND        | no               | no          | no
            1     | 2      | ARE        | yes              | yes         | no
            1     | 3      | BGD        | yes              | no          | yes
        """},
    ),
    Spec(
        "origin_by_district",
        {"2024 origin_district NP-DHA": "1", "2023 origin_district NP-KTM": "1"},
        TRAFFICKED,
    ),
    Spec(
        "flows_across_borders",
        {"2024": "1", "2024 destination IND": "1", "2024 destination_region south_asia": "1",
         "2023": None},
        TRAFFICKED,
    ),
    Spec(
        "flows_inside_a_country",
        {"2023": "1", "2023 destination_district NP-PAR": "1", "2024": None},
        TRAFFICKED,
    ),
    Spec("trafficked_inside_a_country", {"2025": "1/2", "2025 journey internal": "1/1"}, TRAFFICKED),
    Spec(
        "assessed_in_a_week",
        {"2025": "1/2", "2025 sex girl": "1/1", "2025 national not_national": "0/1"},
        REGISTERED | {"assessment": """
            child | days_after_opening
            1     | 7
            1     | 40
            2     | 8
        """},
    ),
    Spec(
        "planned_in_a_month",
        {"2025": "1/2"},
        REGISTERED | {"plan": """
            child | days_after_opening
            1     | 30
            2     | 31
        """},
    ),
    Spec(
        "met_alone",
        {"2025": "1/1"},
        REGISTERED | {"visit": """
            child | outcome
            1     | met_with_others
            1     | met_alone
            2     | not_met
        """},
    ),
    Spec(
        "visits_made",
        {"2025": "2/3", "2024": "0/1", "2025 kind home": "1/1"},
        REGISTERED | {"visit": """
            child | outcome         | happened | kind
            1     | met_with_others | 2025-05  | home
            1     | met_alone       | 2025-05  | office
            2     | not_met         | 2025-06  | office
            2     | not_met         | 2024-06  | home
        """},
    ),
    Spec(  # what is not done yet is not in time
        "duties_in_time",
        {"2025": "1/3", "2025 duty visit": "1/2"},
        REGISTERED | {"due": """
            child | duty  | due     | is_done | is_in_time
            1     | visit | 2025-05 | yes     | yes
            1     | visit | 2025-06 | yes     | no
            2     | plan  | 2025-06 | no      | -
        """},
    ),
    Spec(
        "psychosocial_help_planned",
        {"2025": "1/2"},
        REGISTERED | {"assessment": """
            child | needs
            1     | psychological medical
            2     | psychological
        """, "goal": """
            child | facet
            1     | psychological
            2     | medical
        """},
    ),
    Spec(
        "cases_opened",
        {"2025": "2", "2024": None},
        {"child": "child\n1", "case": """
            child | opened  | closing_reason
            1     | 2025-01 | recovery
            1     | 2025-03 | -
            1     | 2024-03 | opened_in_error
        """},
    ),
    Spec(
        "cases_closed",
        {"2025": "1/2", "2025 reason recovery": "0/1"},
        REGISTERED | {"closing": """
            child | reason       | asked   | is_closed
            1     | recovery     | 2025-05 | yes
            2     | lost_contact | 2025-05 | yes
            2     | recovery     | 2025-04 | no
        """},
    ),
    Spec(
        "evaluated_by_the_child",
        {"2025": "1/2"},
        {"child": "child\n1\n2\n3", "closing": """
            child | evaluation | asked
            1     | given      | 2025-05
            2     | lost       | 2025-05
            3     | died       | 2025-05
        """},
    ),
    Spec(
        "took_part_in_the_plan",
        {"2025": "1/2", "2025 contribution too_young": "0/1"},
        {"child": "child\n1\n2\n3", "plan": """
            child | contribution | made
            1     | given        | 2025-05
            2     | too_young    | 2025-05
            3     | -            | 2025-05
        """},
    ),
    Spec(
        "goals_decided_with_the_child",
        {"2025": "2/3"},
        {"child": "child\n1", "goal": """
            child | decided_by      | made
            1     | child           | 2025-05
            1     | child_with_team | 2025-05
            1     | team_without    | 2025-05
        """},
    ),
    Spec(
        "goals_reached",
        {"2025": "1/2", "2024": "0/1"},
        {"child": "child\n1", "goal": """
            child | state   | made
            1     | reached | 2025-05
            1     | open    | 2025-05
            1     | changed | 2024-05
        """},
    ),
    Spec(
        "limits_explained",
        {"2025": "1/2"},
        REGISTERED | {"explanation": """
            child | understood
            1     | partly
            1     | yes
            2     | partly
        """},
    ),
    Spec(
        "rights_explained",
        {"2025": "1/2"},
        REGISTERED | {"information": """
            child | about           | understood
            1     | rights services | yes
            2     | services        | yes
            2     | rights          | partly
        """},
    ),
    Spec(
        "children_who_spoke",
        {"2025": "1/2"},
        REGISTERED | {"statement": """
            child | state
            1     | said
            2     | chose_not_to_say
        """},
    ),
    Spec(
        "heard_in_decisions",
        {"2025": "2/4", "2025 heard chose_not": "0/1"},
        {"child": "child\n1", "decision": """
            child | heard       | decided
            1     | in_person   | 2025-05
            1     | represented | 2025-05
            1     | chose_not   | 2025-05
            1     | not_heard   | 2025-05
        """},
    ),
    Spec(
        "views_followed",
        {"2025": "2/3"},
        {"child": "child\n1", "decision": """
            child | weight    | decided
            1     | followed  | 2025-05
            1     | in_part   | 2025-05
            1     | otherwise | 2025-05
            1     | no_view   | 2025-05
        """},
    ),
    Spec(
        "consents_taken_back",
        {"2025": "1/2"},
        {"child": "child\n1", "consent": """
            child | basis   | is_withdrawn | given
            1     | consent | yes          | 2025-05
            1     | assent  | no           | 2025-05
            1     | duty    | no           | 2025-05
        """},
    ),
    Spec(
        "services_offered",
        {"2025": "1/2", "2025 kind legal": "0/1"},
        REGISTERED | {"referral": """
            child | kind   | days_to_help | offered
            1     | health | 3            | 2025-05
            2     | legal  | -            | 2025-05
        """},
    ),
    Spec(
        "help_within_two_weeks",
        {"2025": "1/2", "2025 sex girl": "1/1", "2025 sex boy": "0/1",
         "2025 national national": "1/1", "2025 national not_national": "0/1",
         "2025 papers no": "0/1"},
        REGISTERED | {"referral": """
            child | state          | days_to_help | offered | papers
            1     | attended       | 14           | 2025-05 | yes
            2     | attended       | 15           | 2025-05 | no
            1     | child_declined | -            | 2025-05 | yes
        """},
    ),
    Spec(
        "referrals_answered_in_time",
        {"2025": "1/3"},
        REGISTERED | {"referral": """
            child | is_answered_in_time | offered
            1     | yes                 | 2025-05
            2     | no                  | 2025-05
            2     | -                   | 2025-05
        """},
    ),
    Spec(
        "referrals_declined_by_services",
        {"2025": "1/2", "2025 why_declined papers": "1/1"},
        REGISTERED | {"referral": """
            child | state    | why_declined | offered
            1     | accepted | -            | 2025-05
            2     | declined | papers       | 2025-05
        """},
    ),
    Spec(
        "support_sessions_held",
        {"2025": "2/3", "2025 kind play": "0/1"},
        REGISTERED | {"support_session": """
            child | kind        | presence | held
            1     | counselling | came     | 2025-05
            1     | counselling | part     | 2025-05
            2     | play        | away     | 2025-05
        """},
    ),
    Spec(
        "psychosocial_help_given",
        {"2025": "1/2"},
        REGISTERED | {"assessment": """
            child | needs
            1     | psychological
            2     | psychological
        """, "support_session": """
            child | kind        | presence
            1     | counselling | part
            2     | counselling | away
            2     | play        | came
        """},
    ),
    Spec(
        "orders_made",
        {"2025": "1/2", "2025 kind placement": "0/1"},
        {"child": "child\n1", "order": """
            child | kind      | appeal | made
            1     | placement | none   | 2025-05
            1     | age       | lodged | 2025-05
        """},
    ),
    Spec(
        "limits_kept",
        {"2025": "1/3"},
        {"child": "child\n1", "limit": """
            child | happened | is_met | is_in_time
            1     | 2025-05  | yes    | yes
            1     | 2025-05  | yes    | no
            1     | 2025-05  | no     | -
        """},
    ),
    Spec(
        "safeguards_broken",
        {"2025": "1/2", "2025 safeguard named": "0/1"},
        {"child": "child\n1", "safeguard": """
            child | safeguard | alert   | happened
            1     | detained  | mended  | 2025-05
            1     | named     | to_tell | 2025-05
        """},
    ),
    Spec(
        "children_held_or_charged",
        {"2025": "2"},
        {"child": "child\n1", "safeguard": """
            child | safeguard | happened
            1     | detained  | 2025-05
            1     | charged   | 2025-05
            1     | named     | 2025-05
        """},
    ),
    Spec(
        "findings_made",
        {"2025": "1/2", "2025 finding presumed": "0/1"},
        {"child": "child\n1", "status": """
            child | layer | finding         | decided
            1     | final | presumed        | 2025-05
            1     | final | not_established | 2025-06
        """},
    ),
]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.indicator)
def test_the_facts_give_the_number(spec: Spec, engine: str) -> None:
    indicator = catalogue.named(spec.indicator)
    assert indicator is not None
    found = ENGINES[engine](facts(**spec.facts), [indicator])[spec.indicator]
    shown = {}
    for key in spec.expected:
        year, _, rest = key.partition(" ")
        dimension, _, category = rest.partition(" ")
        among, counted = found.get(("", int(year), dimension, category), (None, None))
        shown[key] = (
            None if among is None else f"{among}" if counted is None else f"{counted}/{among}"
        )
    assert shown == spec.expected


@pytest.mark.requirement("SRV-014")
@pytest.mark.parametrize("engine", ENGINES)
def test_waiting_is_told_apart_for_girls_and_boys_nationals_and_others(engine: str) -> None:
    """Each with its own whole, so that who waits longer shows: in offers, answers, needs, plans."""
    told = {"help_within_two_weeks", "referrals_answered_in_time", "assessed_in_a_week", "planned_in_a_month",
            "duties_in_time", "met_alone"}  # fmt: skip
    for name in told:
        indicator = catalogue.named(name)
        assert indicator is not None
        assert {"sex", "national"} <= {one.name for one in indicator.by}
    indicator = catalogue.named("assessed_in_a_week")
    assert indicator is not None
    waits = facts(**REGISTERED, assessment="child | days_after_opening\n1 | 3\n2 | 30")
    found = ENGINES[engine](waits, [indicator])[indicator.name]
    assert found["", 2025, "sex", "girl"] == (1, 1)
    assert found["", 2025, "sex", "boy"] == (1, 0)
    assert found["", 2025, "national", "national"] == (1, 1)
    assert found["", 2025, "national", "not_national"] == (1, 0)


def test_every_indicator_has_its_table() -> None:
    assert {spec.indicator for spec in SPECS} == {one.name for one in catalogue.indicators()}
    assert len(catalogue.indicators()) >= 25
