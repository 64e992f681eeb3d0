"""Remedies, threats, protection, privacy and penalties: facts, and the numbers counted by hand."""

from tests.evidence.indicators.literal import IndicatorExample

_AWARDS = {"child": "child\n1\n2", "measure": """
    child | country | kind         | state         | as_of   | is_awarded | awarded | payer    | is_paid | days_to_payment | controller | is_safeguarded | is_at_risk
    1     | IND     | compensation | received      | 2025-05 | yes        | 2025-02 | state    | yes     | 30              | court      | yes            | no
    1     | IND     | civil        | part_paid     | 2025-06 | yes        | 2025-02 | employer | yes     | 31              | relative   | yes            | yes
    2     | IND     | compensation | awarded       | 2025-06 | yes        | 2025-03 | state    | no      | -               | -          | no             | no
    2     | IND     | compensation | refused       | 2025-06 | no         | -       | -        | no      | -               | -          | no             | no
    2     | IND     | stay         | awarded       | 2025-06 | yes        | 2025-03 | -        | no      | -               | -          | no             | no
    2     | NPL     | compensation | not_available | 2025-06 | no         | -       | -        | no      | -               | -          | no             | no
"""}  # fmt: skip
_THREATS = {"child": "child\n1\n2", "threat": """
    child | urgency   | state    | days_to_action | known   | is_requested | is_granted
    1     | immediate | answered | 0              | 2025-02 | yes          | yes
    1     | soon      | ended    | 2              | 2025-03 | yes          | yes
    2     | watch     | open     | -              | 2025-03 | no           | no
"""}  # fmt: skip

SPECS = [
    IndicatorExample(  # an award that is not paid at all is in the denominator; a stay is no money
        "awards_paid_in_month", {"2025": "1/3", "2025 payer state": "1/2"}, _AWARDS
    ),
    IndicatorExample("remedies_granted", {"2025": "4/5", "2025 kind stay": "1/1"}, _AWARDS),
    IndicatorExample("money_safeguarded", {"2025": "1/2", "2025 controller court": "1/1"}, _AWARDS),
    IndicatorExample("threats_answered", {"2025": "1/3", "2025 urgency soon": "0/1"}, _THREATS),
    IndicatorExample("threatened_and_protected", {"2025": "2/3"}, _THREATS),
    IndicatorExample(
        "protection_granted",
        {"2025": "1/2", "2025 authority_kind police": "0/1"},
        {"child": "child\n1", "protection": """
            child | kind       | authority_kind | state    | is_granted | requested
            1     | no_contact | court          | in_force | yes        | 2025-02
            1     | escort     | police         | refused  | no         | 2025-02
        """},
    ),
    IndicatorExample(  # the penalty that the law allows, not the sentence: an acquittal has none
        "charges_acquitted",
        {"2025": "2/3", "2025 maximum_penalty death": "1/1", "2025 maximum_penalty to_ten": "0/1"},
        {"child": "child\n1", "charge": """
            child | country | court_kind | offence     | outcome   | severity  | maximum_penalty | charged | decided
            1     | IND     | ordinary   | trafficking | acquitted | none      | death           | 2025-01 | 2025-09
            1     | IND     | ordinary   | trafficking | dropped   | none      | life            | 2025-01 | 2025-09
            1     | IND     | ordinary   | trafficking | convicted | under_ten | to_ten          | 2025-01 | 2025-09
            1     | IND     | ordinary   | trafficking | died      | none      | to_ten          | 2025-01 | 2025-09
        """},
    ),
    IndicatorExample(  # a claim for wages is no criminal complaint
        "children_with_complaint",
        {"2025": "1/2"},
        {
            "child": "child\n1\n2\n3",
            "case": """
                child | country | opened
                1     | IND     | 2025-02
                2     | IND     | 2025-03
                3     | IND     | 2025-03
            """,
            "episode": """
                child | number | acts        | purposes
                1     | 1      | recruitment | begging
                2     | 1      | recruitment | begging
            """,
            "proceeding": """
                child | country | kind     | court_kind | opened
                1     | IND     | criminal | ordinary   | 2025-04
                1     | IND     | criminal | ordinary   | 2025-05
                2     | IND     | labour   | ordinary   | 2025-05
                3     | IND     | criminal | ordinary   | 2025-05
            """,
        },
    ),
    IndicatorExample(
        "privacy_restored",
        {"2025": "1/3", "2025 safeguard named": "1/2"},
        {"child": "child\n1", "safeguard": """
            child | safeguard  | alert      | happened
            1     | named      | mended     | 2025-02
            1     | named      | not_mended | 2025-02
            1     | open_court | told       | 2025-02
            1     | charged    | mended     | 2025-02
        """},
    ),
    IndicatorExample(
        "supported_hearings",
        {"2025": "1/2", "2025 court_kind ordinary": "0/1"},
        {"child": "child\n1", "hearing": """
            child | country | court_kind     | state | listed  | child_part  | support
            1     | IND     | child_friendly | held  | 2025-02 | video       | chosen
            1     | IND     | ordinary       | held  | 2025-02 | present     | absent
            1     | IND     | ordinary       | held  | 2025-02 | not_present | chosen
        """},
    ),
]  # fmt: skip
