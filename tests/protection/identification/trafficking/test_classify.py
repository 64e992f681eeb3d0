"""Classification of episodes: one row for each story."""

import dataclasses
import inspect

import pytest

from saathi.protection.identification.trafficking import rules
from saathi.protection.identification.trafficking.exploitation_codes import (
    OTHER_EXPLOITATION,
    PURPOSE_CODES,
    exploitation_categories,
    is_exploitation,
)
from saathi.protection.identification.trafficking.rules import (
    EpisodeFacts,
    LegFacts,
    classify_trafficking,
)
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationCategory,
    ExploitationPurpose,
    TraffickingAct,
    TraffickingMeans,
)
from tests.protection.identification.trafficking.stories import (
    aged,
    brought_to,
    meant_for,
    story,
    through,
)

RECRUITED, MOVED, HANDED_ON, HIDDEN, RECEIVED = (
    TraffickingAct.RECRUITMENT,
    TraffickingAct.TRANSPORTATION,
    TraffickingAct.TRANSFER,
    TraffickingAct.HARBOURING,
    TraffickingAct.RECEIPT,
)
NOT_A_CHILD, CHILD, PRESUMED = "adult", "child", "presumed child"

# story | the facts | Palermo | CRC art. 35 | child or adult
TRAFFICKED_OR_NOT = [
    ("boy of 12 in a brick kiln: nothing promised, no force (story 2)", story([RECEIVED], [ExploitationPurpose.FACTORY], age=aged(12)), True, True, CHILD),
    ("girl recruited in Cox's Bazar for housework in Dhaka (story 3)", story([RECRUITED], [ExploitationPurpose.DOMESTIC_SERVITUDE], age=aged(11), recruited="BGD", legs=[brought_to("BGD")]), True, True, CHILD),
    ("girl deceived, then forced: the means are recorded and decide nothing", story([RECRUITED], [ExploitationPurpose.PROSTITUTION], age=aged(15), means=[TraffickingMeans.DECEPTION, TraffickingMeans.FORCE]), True, True, CHILD),
    ("girl who wanted to go and agreed to everything", story([RECRUITED], [ExploitationPurpose.PROSTITUTION], age=aged(17)), True, True, CHILD),
    ("stopped at the border before any exploitation: the purpose counts", story([MOVED], [ExploitationPurpose.SEXUAL_EXPLOITATION], age=aged(14), recruited="NPL", legs=[meant_for("IND")]), True, True, CHILD),
    ("found at 19, recruited at 16", story([RECRUITED], [ExploitationPurpose.FORCED_LABOUR], age=aged(16)), True, True, CHILD),
    ("recruited at 17, still held at 19", story([], [ExploitationPurpose.BEGGING], legs=[brought_to("IND", acts=frozenset([RECRUITED]), age=aged(17)), through("IND", acts=frozenset([HIDDEN]), age=aged(19))]), True, True, CHILD),
    ("somewhere between 16 and 19, no documents, stateless (story 9)", story([RECRUITED], [ExploitationPurpose.FORCED_MARRIAGE], age=aged(16, 19)), True, True, PRESUMED),
    ("age not known at all", story([HIDDEN], [ExploitationPurpose.BEGGING]), True, True, PRESUMED),
    ("adult when hidden, but nobody knows how old when recruited", story([], [ExploitationPurpose.SERVITUDE], legs=[through("IND", acts=frozenset([RECRUITED])), through("IND", acts=frozenset([HIDDEN]), age=aged(20))]), True, True, PRESUMED),
    ("between 16 and 19, and it was found that she was an adult; no means", story([RECRUITED], [ExploitationPurpose.BEGGING], age=aged(16, 19), presumption_rebutted=True), False, False, NOT_A_CHILD),
    ("no finding turns a child of 15 into an adult", story([RECRUITED], [ExploitationPurpose.BEGGING], age=aged(15), presumption_rebutted=True), True, True, CHILD),
    ("young woman of 19, no means known", story([RECRUITED], [ExploitationPurpose.PROSTITUTION], age=aged(19)), False, False, NOT_A_CHILD),
    ("young woman of 19 who was deceived", story([RECRUITED], [ExploitationPurpose.PROSTITUTION], age=aged(19), means=[TraffickingMeans.DECEPTION]), True, False, NOT_A_CHILD),
    ("boy sold for camel racing", story([HANDED_ON], [ExploitationPurpose.CAMEL_RACING], age=aged(5), sold=True), True, True, CHILD),
    ("girl given to settle a dispute", story([HANDED_ON], [ExploitationPurpose.DISPUTE_SETTLEMENT], age=aged(13)), True, True, CHILD),
    ("baby taken for illegal adoption, no exploitation: art. 35 all the same", story([HANDED_ON], [ExploitationPurpose.ILLEGAL_ADOPTION], age=aged(0)), False, True, CHILD),
    ("child sold, nobody knows what for", story([], [], age=aged(8), sold=True), False, True, CHILD),
    ("young woman of 19 sold, nobody knows what for", story([], [], age=aged(19), sold=True), False, False, NOT_A_CHILD),
    ("child abducted, nobody knows what for", story([], [], age=aged(8), abducted=True), False, True, CHILD),
    ("smuggled without visa, no exploitation (story 5, one sibling)", story([], [], age=aged(14), recruited=None, legs=[through("IND", from_country="BGD")], smuggled=True), False, False, CHILD),
    ("smuggled and exploited on arrival (story 5, the other)", story([MOVED, RECEIVED], [ExploitationPurpose.DOMESTIC_SERVITUDE], age=aged(16), recruited="BGD", legs=[brought_to("IND")], smuggled=True), True, True, CHILD),
    ("entered with a valid visa, exploited all the same", story([MOVED], [ExploitationPurpose.DOMESTIC_SERVITUDE], age=aged(16), recruited="LKA", legs=[brought_to("ARE")]), True, True, CHILD),
    ("never left her district", story([RECEIVED], [ExploitationPurpose.DOMESTIC_SERVITUDE], age=aged(10), recruited="NPL", legs=[brought_to("NPL")]), True, True, CHILD),
    ("an act, the purpose not known yet", story([MOVED], age=aged(12)), False, False, CHILD),
    ("exploitation, no act known yet", story([], [ExploitationPurpose.BEGGING], age=aged(12)), False, False, CHILD),
    ("nothing known yet", EpisodeFacts(), False, False, PRESUMED),
]  # fmt: skip


@pytest.mark.requirement("DEF-004")
@pytest.mark.parametrize(("facts", "palermo", "crc35", "who"), [row[1:] for row in TRAFFICKED_OR_NOT], ids=[row[0] for row in TRAFFICKED_OR_NOT])  # fmt: skip
def test_classification_of_stories(
    facts: EpisodeFacts, palermo: bool, crc35: bool, who: str
) -> None:
    reading = classify_trafficking(facts)
    assert (reading.palermo, reading.crc35) == (palermo, crc35)
    assert reading.sale is (facts.sold and who != NOT_A_CHILD)
    assert reading.child is (who != NOT_A_CHILD)
    assert reading.presumed_child is (who == PRESUMED)


@pytest.mark.requirement("DEF-001")
def test_act_means_and_purpose_are_three_separate_elements() -> None:
    fields = {field.name for field in dataclasses.fields(EpisodeFacts)}
    assert {"acts", "means", "purposes"} <= fields
    assert not set(TraffickingAct.values) & set(TraffickingMeans.values)
    assert not set(ExploitationPurpose.values) & (
        set(TraffickingAct.values) | set(TraffickingMeans.values)
    )


@pytest.mark.requirement("DEF-002")
def test_the_acts_are_exactly_the_five_of_article_3a() -> None:
    assert TraffickingAct.values == [
        "recruitment",
        "transportation",
        "transfer",
        "harbouring",
        "receipt",
    ]


@pytest.mark.requirement("DEF-002")
@pytest.mark.parametrize("act", TraffickingAct)
def test_one_act_is_sufficient_for_trafficking(act: TraffickingAct) -> None:
    assert classify_trafficking(story([act], [ExploitationPurpose.BEGGING], age=aged(10))).palermo


@pytest.mark.requirement("DEF-003")
def test_the_means_are_those_of_article_3a() -> None:
    assert TraffickingMeans.values == [
        "threat",
        "force",
        "coercion",
        "abduction",
        "fraud",
        "deception",
        "abuse_of_power",
        "abuse_of_vulnerability",
        "payment",
    ]


@pytest.mark.requirement("DEF-003")
@pytest.mark.parametrize("means", TraffickingMeans)
def test_any_one_means_suffices_for_an_adult(means: TraffickingMeans) -> None:
    facts = story([RECRUITED], [ExploitationPurpose.BEGGING], age=aged(25), means=[means])
    assert classify_trafficking(facts).palermo


@pytest.mark.requirement("DEF-005")
@pytest.mark.parametrize("means", TraffickingMeans)
def test_means_stay_on_record_for_a_child_and_change_nothing(means: TraffickingMeans) -> None:
    without = story([RECRUITED], [ExploitationPurpose.BEGGING], age=aged(12))
    recorded = dataclasses.replace(without, means=frozenset([means]))
    assert recorded.means == {means}
    assert classify_trafficking(recorded) == classify_trafficking(without)


@pytest.mark.requirement("DEF-004")
def test_empty_means_are_never_named_as_missing_for_a_child() -> None:
    child = classify_trafficking(story([RECRUITED], [ExploitationPurpose.BEGGING], age=aged(12)))
    adult = classify_trafficking(story([RECRUITED], [ExploitationPurpose.BEGGING], age=aged(25)))
    assert [reason.code for reason in child.missing] == []
    assert [reason.code for reason in adult.missing] == ["means"]


# stated facts | the route | smuggled | irregular | trafficked
MOVEMENT = [
    ("exploited at home: no border, trafficked", story([RECEIVED], [ExploitationPurpose.BEGGING], age=aged(9), recruited="IND", legs=[brought_to("IND")]), False, False, True),
    ("smuggled over a border, not exploited", story([], [], age=aged(15), recruited="AFG", legs=[through("PAK")], smuggled=True), True, False, False),
    ("crossed without permission, on her own", story([], [], age=aged(17), recruited="NPL", legs=[through("IND")], crossed_without_permission=True), False, True, False),
    ("all three at once", story([MOVED], [ExploitationPurpose.BEGGING], age=aged(15), recruited="AFG", legs=[brought_to("IRN")], smuggled=True, crossed_without_permission=True), True, True, True),
    ("said to be smuggled, but all places lie in one country", story([], [], age=aged(15), recruited="IND", legs=[through("IND")], smuggled=True), False, False, False),
    ("said to be smuggled, route not known", story([], [], age=aged(15), smuggled=True), True, False, False),
]  # fmt: skip


@pytest.mark.requirement("DEF-013")
@pytest.mark.requirement("DEF-014")
@pytest.mark.requirement("DEF-015")
@pytest.mark.requirement("DEF-016")
@pytest.mark.parametrize(("facts", "smuggled", "irregular", "palermo"), [row[1:] for row in MOVEMENT], ids=[row[0] for row in MOVEMENT])  # fmt: skip
def test_trafficking_smuggling_and_migration_stand_apart(
    facts: EpisodeFacts, smuggled: bool, irregular: bool, palermo: bool
) -> None:
    reading = classify_trafficking(facts)
    assert (reading.smuggled, reading.irregular_migration) == (smuggled, irregular)
    assert reading.palermo is palermo


def test_a_crossing_that_the_route_contradicts_is_asked_about_not_dropped() -> None:
    facts = story([], [], age=aged(15), recruited="IND", legs=[through("IND")], smuggled=True)
    assert "border" in {reason.code for reason in classify_trafficking(facts).missing}
    assert facts.smuggled


@pytest.mark.requirement("DEF-013")
@pytest.mark.parametrize("is_migrant", [True, False])
def test_a_migrant_is_a_migrant_whatever_else_happened(is_migrant: bool) -> None:
    exploited = story([MOVED], [ExploitationPurpose.BEGGING], age=aged(15), migrant=is_migrant)
    not_exploited = story([], [], age=aged(15), migrant=is_migrant)
    assert (
        classify_trafficking(exploited).migrant
        is classify_trafficking(not_exploited).migrant
        is is_migrant
    )
    assert classify_trafficking(exploited).palermo


@pytest.mark.requirement("DEF-031")
def test_sex_is_no_argument_of_any_rule_here() -> None:
    sex_words = {"sex", "gender", "girl", "boy", "female", "male"}
    for record in (EpisodeFacts, LegFacts):
        assert not sex_words & {field.name for field in dataclasses.fields(record)}
    for _name, rule in inspect.getmembers(rules, inspect.isfunction):
        assert not sex_words & set(inspect.signature(rule).parameters)


def test_no_classification_value_means_not_protected() -> None:
    names = " ".join(field.name for field in dataclasses.fields(rules.Classification))
    assert "protect" not in names
    assert "eligible" not in names


@pytest.mark.requirement("DEF-006")
def test_the_list_of_purposes_holds_article_3a_and_stays_open() -> None:
    quoted = {codes.palermo for codes in PURPOSE_CODES.values()}
    assert {
        "exploitation of the prostitution of others",
        "other forms of sexual exploitation",
        "forced labour or services",
        "slavery or practices similar to slavery",
        "servitude",
        "removal of organs",
        OTHER_EXPLOITATION,
    } <= quoted
    assert is_exploitation(ExploitationPurpose.OTHER)
    assert classify_trafficking(
        story([RECRUITED], [ExploitationPurpose.OTHER], age=aged(12))
    ).palermo


# requirement | wording of the report | our label
NAMED_BY_THE_REPORT = [
    ("DEF-007", "begging, criminal activities, armed conflict, forced marriage, debt, disputes", ["begging", "criminal_activities", "armed_conflict", "forced_marriage", "debt_release", "dispute_settlement"]),
    ("DEF-008", "agriculture, factories, domestic servitude, camel racing", ["agriculture", "factory", "domestic_servitude", "camel_racing"]),
    ("DEF-009", "illegal adoption", ["illegal_adoption"]),
    ("DEF-010", "camel racing", ["camel_racing"]),
    ("DEF-011", "forced and arranged marriage", ["forced_marriage", "arranged_marriage"]),
    ("DEF-012", "debt release, dispute settlement, forced military recruitment", ["debt_release", "dispute_settlement", "armed_conflict"]),
]  # fmt: skip


@pytest.mark.parametrize("ours", [row[2] for row in NAMED_BY_THE_REPORT], ids=[f"{row[0]}: {row[1]}" for row in NAMED_BY_THE_REPORT])  # fmt: skip
def test_each_purpose_that_the_report_names_has_a_word(ours: list[str]) -> None:
    assert set(ours) <= set(ExploitationPurpose.values)


def test_every_purpose_says_what_it_is_in_palermo_and_in_statistics() -> None:
    assert set(PURPOSE_CODES) == set(ExploitationPurpose)


def test_a_child_may_count_in_several_forms() -> None:
    assert exploitation_categories(
        [
            ExploitationPurpose.PROSTITUTION,
            ExploitationPurpose.DOMESTIC_SERVITUDE,
            ExploitationPurpose.FACTORY,
        ]
    ) == {
        ExploitationCategory.SEXUAL,
        ExploitationCategory.LABOUR,
    }
