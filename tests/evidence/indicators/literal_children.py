"""Indicators about children: reports, identity, trafficking, routes."""

from tests.evidence.indicators.literal import (
    FOUR,
    FOUR_CASES,
    REGISTERED,
    TRAFFICKED,
    IndicatorExample,
)

SPECS = [
    IndicatorExample(
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
    IndicatorExample(
        "reports_by_children",
        {"2025": "2/3"},
        {"report": """
            received | reporter_kind
            2025-01  | child
            2025-01  | another_child
            2025-01  | anonymous
        """},
    ),
    IndicatorExample(
        "reports_settled_in_a_week",
        {"2025": "1/3"},
        {"report": """
            received | days_to_outcome
            2025-01  | 7
            2025-01  | 8
            2025-01  | -
        """},
    ),
    IndicatorExample(
        "reports_written_late",
        {"2025": "1/2"},
        {"report": """
            received | days_to_record
            2025-01  | 1
            2025-01  | 2
        """},
    ),
    IndicatorExample(
        "children_with_a_case",
        {"2025": "2", "2025 age 12_14": "1", "2025 age 15_17": "1", "2025 sex girl": "1",
         "2025 national national": "1", "2025 nationality_region south_asia": "2"},
        REGISTERED,
    ),
    IndicatorExample(  # recorded a month later, and later than that
        "children_with_a_case",
        {"2025": "2", "2025 is_late true": "1", "2025 is_late false": "1"},
        REGISTERED | {"case": """
            child | opened  | recorded
            1     | 2025-03 | 2025-04
            2     | 2025-03 | 2025-05
        """},
    ),
    IndicatorExample(  # once each, in the year of the first case; a duplicate and a child without a case do not count
        "children_with_a_case",
        {"2024": "1", "2025": None, "2024 sex not_known": "1"},
        {"child": "child\n1\n2\n3", "case": """
            child | opened  | closing_reason
            1     | 2024-11 | -
            1     | 2025-02 | -
            2     | 2025-02 | duplicate
        """},
    ),
    IndicatorExample(  # "not asked" is not "no"; a child may have several factors
        "trafficked_by_background",
        {"2025": "2/3", "2025 factors hunger": "2/2", "2025 factors debt": "1/1",
         "2025 hunger yes": "2/2", "2025 debt yes": "1/1", "2025 debt no": "1/1",
         "2025 debt chose_not": "0/1", "2025 violence_home not_known": "2/3",
         "2025 schooling never": "1/1", "2025 schooling not_known": "1/2",
         "2025 lived_with relatives": "1/1", "2025 form sexual_exploitation": None},
        TRAFFICKED | {"background": """
            child | lived_with | schooling | present     | absent | withheld | not_known
            1     | relatives  | never     | hunger debt | -      | -        | violence_home
            2     | -          | -         | hunger      | debt   | -        | -
            3     | not_known  | not_known | -           | -      | debt     | -
        """},
    ),
    IndicatorExample(  # one child named several themes; a child without consent to statistics is left out
        "views_of_help",
        {"2025": "2", "2025 helped school": "1", "2025 hurt police": "2", "2025 of_school both": "1",
         "2025 of_police hurt": "2", "2025 of_money missed": "1", "2025 of_money not_known": "1",
         "2025 sex girl": "1", "2026": None},
        REGISTERED | {"themes": """
            child | helped | hurt   | missed | is_counted | said
            1     | school | police | -      | yes        | 2025-03
            1     | -      | school | money  | yes        | 2026-01
            2     | -      | police | -      | yes        | 2025-04
            2     | school | -      | -      | no         | 2025-05
        """},
    ),
    IndicatorExample(
        "views_of_ways_on",
        {"2025": "1", "2025 wants school": "1", "2025 refuses home": "1"},
        REGISTERED | {"themes": """
            child | wants  | refuses | risks
            1     | school | home    | -
            2     | -      | -       | debt
        """},
    ),
    IndicatorExample(
        "local_risks_told",
        {"2025": "2", "2025 risks debt": "2", "2025 risks hunger": "1",
         "2025 risk_district NP-DHA": "1", "2025 risk_district not_known": "1"},
        REGISTERED | {"themes": """
            child | risks       | district | said
            1     | debt        | NP-KTM   | 2025-03
            1     | hunger      | NP-DHA   | 2025-04
            2     | debt        | -        | 2025-04
        """},
    ),
    IndicatorExample(
        "background_asked",
        {"2025": "1/2", "2025 sex girl": "1/1", "2025 sex boy": "0/1"},
        REGISTERED | {"background": "child | present\n1 | hunger"},
    ),
    IndicatorExample(
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
    IndicatorExample(  # the first known value counts; unknown values are left out
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
    IndicatorExample(
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
    IndicatorExample(
        "ages_documented",
        {"2025": "1/2"},
        REGISTERED | {"age": """
            child | basis      | as_of
            1     | documented | 2025-03
            2     | stated     | 2025-03
        """},
    ),
    IndicatorExample(
        "records_of_one_child",
        {"2025": "2/3", "2025 state in_error": "1/1", "2025 state counted": "0/1"},
        {"child": "child\n1\n2\n3", "case": """
            child | closing_reason
            1     | duplicate
            2     | opened_in_error
            3     | recovery
        """},
    ),
    IndicatorExample(
        "trafficked_by_identification",
        {"2025": "2", "2025 form labour": "1", "2025 form several": "1",
         "2025 purposes begging": "1", "2025 purposes factory": "1", "2025 sex boy": "1",
         "2025 journey internal": "1", "2025 journey cross_border": "1"},
        TRAFFICKED,
    ),
    IndicatorExample(
        "trafficked_by_recruitment",
        {"2024": "1", "2023": "1", "2025": None, "2023 age_recruited 12_14": "1"},
        TRAFFICKED,
    ),
    IndicatorExample(  # the authority's final decision counts, not the later finding of the child's workers
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
    IndicatorExample(  # a withdrawn finding does not count, and another actor's finding becomes valid again
        "trafficking_established",
        {"2024": "1", "2025": "1", "2024 layer practitioner": "1", "2025 layer final": None},
        REGISTERED | {"status": """
            child | layer        | finding     | move      | decided
            1     | final        | established | decided   | 2025-06
            1     | final        | established | withdrawn | 2025-06
            1     | practitioner | established | decided   | 2024-06
            2     | preliminary  | established | withdrawn | 2025-05
            2     | preliminary  | established | decided   | 2025-06
        """},
    ),
    IndicatorExample(
        "trafficking_not_decided",
        {"2025": "1/2"},
        TRAFFICKED | {"status": """
            child | layer        | finding     | decided
            1     | practitioner | established | 2025-06
            2     | preliminary  | presumed    | 2025-06
        """},
    ),
    IndicatorExample("exploitation_prevented", {"2025": "1/2"}, TRAFFICKED),
    IndicatorExample(
        "trafficked_again",
        {"2025": "1/1"},
        {"child": "child\n1", "case": "child\n1", "episode": """
            child | number | acts        | purposes
            1     | 1      | recruitment | begging
            1     | 2      | recruitment | begging
        """},
    ),
    IndicatorExample("forms_beyond_sexual_exploitation", {"2025": "2/2"}, TRAFFICKED),
    IndicatorExample(
        "country_roles",
        {"2024": "2", "2024 role origin": "1", "2024 role destination": "1", "2023": "3",
         "2023 role internal": "1", "2023 role origin": "1"},
        TRAFFICKED,
    ),
    IndicatorExample(  # on the way, intended and never reached, and an unknown route
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
    IndicatorExample(  # no purpose known, a known one, an adult, "no", and a question not answered
        "children_sold",
        {"2025": "2", "2025 sale_purpose not_known": "1", "2025 sale_purpose known": "1",
         "2025 sex girl": "1", "2025 sex boy": "1"},
        {"child": FOUR, "case": FOUR_CASES, "episode": """
            child | number | sold | purposes | age_low | age_high
            1     | 1      | yes  | -        | -       | -
            1     | 2      | no   | begging  | 12      | 12
            2     | 1      | yes  | begging  | 9       | 9
            3     | 1      | yes  | -        | 19      | 20
            4     | 1      | -    | begging  | 9       | 9
        """},
    ),
    IndicatorExample(  # child 1 in transit and on the way; child 2 "no"; child 3 was not answered
        "harmed_on_the_route",
        {"2025": "1/2", "2025 harm_stages transit": "1/1", "2025 harm_stages on_the_way": "1/1",
         "2025 harm_stages not_known": "0/1", "2025 harm_stages destination": None,
         "2025 sex girl": "1/1"},
        {"child": FOUR, "case": FOUR_CASES, "episode": """
            child | acts        | purposes | recruited_country | age_low | age_high
            1     | recruitment | begging  | NPL               | 12      | 12
            2     | recruitment | begging  | NPL               | 12      | 12
            3     | recruitment | begging  | NPL               | 12      | 12
        """, "leg": """
            child | number | to_country | for_exploitation | harm
            1     | 1      | IND        | no               | both
            1     | 2      | PAK        | yes              | not_known
            2     | 1      | IND        | yes              | no
            3     | 1      | IND        | yes              | not_known
        """},
    ),
    IndicatorExample(  # at home; where it is origin and destination; at sea
        "harmed_on_the_route",
        {"2025": "3/3", "2025 harm_stages origin": "1/1", "2025 harm_stages internal": "1/1",
         "2025 harm_stages not_known_where": "1/1"},
        {"child": FOUR, "case": FOUR_CASES, "episode": """
            child | acts        | purposes | recruited_country | age_low | age_high
            1     | recruitment | begging  | NPL               | 12      | 12
            2     | recruitment | begging  | NPL               | 12      | 12
            3     | recruitment | begging  | NPL               | 12      | 12
        """, "leg": """
            child | number | to_country | for_exploitation | harm
            1     | 1      | NPL        | no               | there
            2     | 1      | NPL        | yes              | there
            3     | 1      | XZZ        | no               | there
        """},
    ),
    IndicatorExample(
        "origin_by_district",
        {"2024 origin_district NP-DHA": "1", "2023 origin_district NP-KTM": "1"},
        TRAFFICKED,
    ),
    IndicatorExample(
        "flows_across_borders",
        {"2024": "1", "2024 destination IND": "1", "2024 destination_region south_asia": "1",
         "2023": None},
        TRAFFICKED,
    ),
    IndicatorExample(
        "flows_inside_a_country",
        {"2023": "1", "2023 destination_district NP-PAR": "1",
         "2023 district_pair NP-KTM>NP-PAR": "1", "2024": None},
        TRAFFICKED,
    ),
    IndicatorExample(  # the route inside the country is in the same table as those that leave it
        "ways_of_children",
        {"2024": "1", "2024 leads_to IND": "1", "2023": "1", "2023 leads_to internal": "1"},
        TRAFFICKED,
    ),
    IndicatorExample("trafficked_inside_a_country", {"2025": "1/2", "2025 journey internal": "1/1"}, TRAFFICKED),
]  # fmt: skip
