"""Indicators about casework: services, plans, participation, decisions, limits and safeguards."""

from tests.evidence.indicators.literal import REGISTERED, IndicatorExample

SPECS = [
    IndicatorExample(
        "assessed_in_a_week",
        {"2025": "1/2", "2025 sex girl": "1/1", "2025 national not_national": "0/1"},
        REGISTERED | {"assessment": """
            child | days_after_opening
            1     | 7
            1     | 40
            2     | 8
        """},
    ),
    IndicatorExample(
        "planned_in_a_month",
        {"2025": "1/2"},
        REGISTERED | {"plan": """
            child | days_after_opening
            1     | 30
            2     | 31
        """},
    ),
    IndicatorExample(
        "met_alone",
        {"2025": "1/1"},
        REGISTERED | {"visit": """
            child | outcome
            1     | met_with_others
            1     | met_alone
            2     | not_met
        """},
    ),
    IndicatorExample(
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
    IndicatorExample(  # a task that is not done yet is not in time
        "duties_in_time",
        {"2025": "1/3", "2025 duty visit": "1/2"},
        REGISTERED | {"due": """
            child | duty  | due     | is_done | is_in_time
            1     | visit | 2025-05 | yes     | yes
            1     | visit | 2025-06 | yes     | no
            2     | plan  | 2025-06 | no      | -
        """},
    ),
    IndicatorExample(
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
    IndicatorExample(
        "cases_opened",
        {"2025": "2", "2024": None},
        {"child": "child\n1", "case": """
            child | opened  | closing_reason
            1     | 2025-01 | recovery
            1     | 2025-03 | -
            1     | 2024-03 | opened_in_error
        """},
    ),
    IndicatorExample(
        "cases_closed",
        {"2025": "1/2", "2025 reason recovery": "0/1"},
        REGISTERED | {"closing": """
            child | reason       | asked   | is_closed
            1     | recovery     | 2025-05 | yes
            2     | lost_contact | 2025-05 | yes
            2     | recovery     | 2025-04 | no
        """},
    ),
    IndicatorExample(
        "evaluated_by_the_child",
        {"2025": "1/2"},
        {"child": "child\n1\n2\n3", "closing": """
            child | evaluation | asked
            1     | given      | 2025-05
            2     | lost       | 2025-05
            3     | died       | 2025-05
        """},
    ),
    IndicatorExample(
        "took_part_in_the_plan",
        {"2025": "1/2", "2025 contribution too_young": "0/1"},
        {"child": "child\n1\n2\n3", "plan": """
            child | contribution | made
            1     | given        | 2025-05
            2     | too_young    | 2025-05
            3     | -            | 2025-05
        """},
    ),
    IndicatorExample(
        "goals_decided_with_the_child",
        {"2025": "2/3"},
        {"child": "child\n1", "goal": """
            child | decided_by      | made
            1     | child           | 2025-05
            1     | child_with_team | 2025-05
            1     | team_without    | 2025-05
        """},
    ),
    IndicatorExample(
        "goals_reached",
        {"2025": "1/2", "2024": "0/1"},
        {"child": "child\n1", "goal": """
            child | state   | made
            1     | reached | 2025-05
            1     | open    | 2025-05
            1     | changed | 2024-05
        """},
    ),
    IndicatorExample(
        "limits_explained",
        {"2025": "1/2"},
        REGISTERED | {"explanation": """
            child | understood
            1     | partly
            1     | yes
            2     | partly
        """},
    ),
    IndicatorExample(
        "rights_explained",
        {"2025": "1/2"},
        REGISTERED | {"information": """
            child | about           | understood
            1     | rights services | yes
            2     | services        | yes
            2     | rights          | partly
        """},
    ),
    IndicatorExample(
        "children_who_spoke",
        {"2025": "1/2"},
        REGISTERED | {"statement": """
            child | state
            1     | said
            2     | chose_not_to_say
        """},
    ),
    IndicatorExample(
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
    IndicatorExample(
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
    IndicatorExample(
        "consents_taken_back",
        {"2025": "1/2"},
        {"child": "child\n1", "consent": """
            child | basis   | is_withdrawn | given
            1     | consent | yes          | 2025-05
            1     | assent  | no           | 2025-05
            1     | duty    | no           | 2025-05
        """},
    ),
    IndicatorExample(
        "services_offered",
        {"2025": "1/2", "2025 kind legal": "0/1"},
        REGISTERED | {"referral": """
            child | kind   | days_to_help | offered
            1     | health | 3            | 2025-05
            2     | legal  | -            | 2025-05
        """},
    ),
    IndicatorExample(
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
    IndicatorExample(
        "referrals_answered_in_time",
        {"2025": "1/3"},
        REGISTERED | {"referral": """
            child | is_answered_in_time | offered
            1     | yes                 | 2025-05
            2     | no                  | 2025-05
            2     | -                   | 2025-05
        """},
    ),
    IndicatorExample(
        "referrals_declined_by_services",
        {"2025": "1/2", "2025 why_declined papers": "1/1"},
        REGISTERED | {"referral": """
            child | state    | why_declined | offered
            1     | accepted | -            | 2025-05
            2     | declined | papers       | 2025-05
        """},
    ),
    IndicatorExample(  # a child without consent to statistics is left out, even of the children who spoke
        "services_found_good",
        {"2025": "2/3", "2025 found bad": "0/1", "2025 found good": "2/2", "2025 kind health": "1/2",
         "2025 sex girl": "2/2", "2026": None},
        REGISTERED | {"opinion": """
            child | kind   | found | said    | is_counted
            1     | health | good  | 2025-05 | yes
            1     | legal  | good  | 2025-06 | yes
            2     | health | bad   | 2025-05 | yes
            2     | health | bad   | 2026-05 | no
        """},
    ),
    IndicatorExample(
        "support_sessions_held",
        {"2025": "2/3", "2025 kind play": "0/1"},
        REGISTERED | {"support_session": """
            child | kind        | presence | held
            1     | counselling | came     | 2025-05
            1     | counselling | part     | 2025-05
            2     | play        | away     | 2025-05
        """},
    ),
    IndicatorExample(
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
]  # fmt: skip
