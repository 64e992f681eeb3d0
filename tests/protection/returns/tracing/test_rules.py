"""When a family is asked, in which words; what a finding, contact and return need."""

import datetime as dt
import uuid

import pytest

from saathi.protection.casework.cases.due_rules import OfficeDays
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.tracing import (
    enquiry_rules,
    family_rules,
    rules,
)
from saathi.protection.returns.tracing.vocabulary import (
    ClaimSign,
    SignsAssessed,
    TracingState,
    TracingWish,
)

DAY = dt.date(2026, 3, 10)
ONE, OTHER = uuid.uuid4(), uuid.uuid4()


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def wish(code: str, **more: object) -> rules.ChildWish:
    return rules.ChildWish(TracingWish(code), DAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("view", "facts", "wrong"),
    [
        (None, [], []),
        (None, ["age", "home"], []),
        (None, ["name"], ["child_view"]),
        (wish("wants"), ["name", "photo"], []),
        (wish("too_young"), ["name"], []),
        (wish("no"), [], ["child_view"]),
        (wish("not_now"), [], ["child_view"]),
        (wish("later", wait_until=later(1)), [], ["child_view"]),
        (wish("later", wait_until=DAY), ["name"], []),
        (wish("chose_not"), ["age"], []),
        (wish("chose_not"), ["whereabouts"], ["child_view"]),
        (wish("not_asked"), ["age"], []),
        (wish("not_asked"), ["name"], ["child_view"]),
        (wish("not_asked", why_not_asked="danger"), ["name"], []),
    ],
)
def test_enquiry_follows_the_child(
    view: rules.ChildWish | None, facts: list[str], wrong: list[str]
) -> None:
    assert [r.code for r in rules.reasons_against_enquiry(view, facts, on=DAY)] == wrong


@pytest.mark.parametrize(
    ("elsewhere", "facts", "wrong"),
    [
        (wish("wants"), ["age"], []),
        (wish("wants"), ["name"], ["child_view"]),
        (wish("no"), [], ["child_view"]),
        (wish("later", wait_until=later(1)), ["age"], ["child_view"]),
        (wish("chose_not"), ["age"], []),
    ],
)
def test_answer_about_another_request_only_refuses(
    elsewhere: rules.ChildWish, facts: list[str], wrong: list[str]
) -> None:
    reasons = rules.reasons_against_enquiry(None, facts, on=DAY, elsewhere=elsewhere)
    assert [r.code for r in reasons] == wrong


@pytest.mark.parametrize(
    ("gate", "is_outgoing", "wrong"),
    [
        ("open", True, []),
        ("stateless", True, []),
        ("open", False, ["cross_border"]),
        ("not_screened", True, ["way"]),
        ("unfinished", True, ["way"]),
        ("closed", False, ["way", "cross_border"]),
    ],
)
def test_enquiry_abroad_follows_the_screening(
    gate: str, *, is_outgoing: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_abroad(ContactGate(gate), is_outgoing=is_outgoing)
    assert [r.code for r in reasons] == wrong


def target(**more: object) -> enquiry_rules.EnquiryTarget:
    usual = {"way": "phone", "asked": "family", "country": "NPL", "home_country": "NPL"}
    return enquiry_rules.EnquiryTarget(**usual | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "to_whom", "refused"),
    [
        ("organisation", "Consulate of India, Birgunj, Mr Sharma", True),
        ("organisation", "Indian Embassy", True),
        ("authority", "भारतीय राजदूतावास", True),
        ("other", "سفارت خانہ", True),
        ("other", "Deputy High Commission", True),
        ("consulate", "Consulate of India, Birgunj", False),  # the gate asks about the screening
        ("organisation", "Counselling centre, Birgunj", False),
        ("organisation", "Human Rights Commission", False),
    ],
)
def test_a_consulate_is_not_asked_as_another_body(asked: str, to_whom: str, refused: bool) -> None:
    reasons = enquiry_rules.reasons_against_consulate(target(asked=asked), to_whom)
    assert [reason.code for reason in reasons] == (["asked"] if refused else [])


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"asked": ""}, ["asked"]),
        ({"asked": "not_known", "country": ""}, ["asked", "country"]),
        ({"way": "radio", "facts": ["whereabouts"]}, ["facts"]),
        ({"asked": "neighbours", "facts": ["whereabouts"]}, ["facts"]),
        ({"facts": ["photo"]}, ["facts"]),
        ({"facts": ["name"]}, ["why_name"]),
        ({"facts": ["name"], "has_name_reason": True}, []),
        ({"facts": ["photo"], "way": "photo"}, []),
        ({"facts": ["whereabouts", "age"]}, []),
    ],
)
def test_enquiry_tells_no_more_than_is_safe_there(
    more: dict[str, object], wrong: list[str]
) -> None:
    assert [r.code for r in enquiry_rules.reasons_against_target(target(**more))] == wrong


@pytest.mark.parametrize(
    ("asked", "country", "gate", "permitted", "outgoing", "wrong"),
    [
        ("family", "IND", "closed", True, True, ["asked"]),
        ("consulate", "NPL", "not_screened", False, False, ["asked", "asked"]),
        ("consulate", "IND", "open", False, True, ["asked"]),
        ("origin", "IND", "stateless", False, True, ["asked", "asked"]),
        ("family", "IND", "stateless", False, False, ["asked"]),
        ("consulate", "IND", "open", True, False, []),
        ("family", "IND", "stateless", False, True, []),
        ("family", "IND", "open", False, False, []),
        ("authority", "NPL", "closed", False, False, []),
    ],
)
def test_gate_counts_for_whoever_is_asked_abroad(
    *, asked: str, country: str, gate: str, permitted: bool, outgoing: bool, wrong: list[str]
) -> None:
    reasons = enquiry_rules.reasons_against_foreign(
        target(asked=asked, country=country),
        ContactGate(gate),
        is_permitted=permitted,
        is_outgoing=outgoing,
    )
    assert [r.code for r in reasons] == wrong


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("A child in care is looking for relatives of the Mahato family.", False),
        ("The father was a soldier; the family sells vegetables.", False),
        ("The girl was trafficked to a city", True),
        ("a Victim, rescued", True),
        ("forced  labour", True),
        ("एक बच्चा जो बेचा गया", True),
        ("यौनशोषण", True),
        ("संरक्षण में एक बच्चा", False),
        ("ایک بچہ جو اغوا ہوا", True),
        ("ایک بچہ اپنے خاندان کو تلاش کر رہا ہے", False),
        ("পাচারের শিকার", True),
        ("කුඩා දරුවෙක්", False),
        ("", False),
        ("She was forced to work in a house", True),
        ("He was made to beg", True),
        ("a child rescued last week", True),
        ("The girl was beaten there", True),
        ("Ladki bechi gayi thi", True),
        ("ladki bechee gaee", True),
        ("police ne chhudaya", True),
        ("Bachche ko bech diya gaya tha", True),
        ("zabardasti kaam karwaya", True),
        ("chori bechiyeki thii", True),
        ("cheli bechbikhanma pareki", True),
        ("meyeti pachar hoyechilo", True),
        ("Us ka balaatkar hua", True),
        ("uddhaar gariyeko balika", True),
        ("The child has HIV and is looking for an aunt.", True),
        ("A case under section 376", True),
        ("registered u/s 370A", True),
        ("FIR dhara 366A", True),
        ("धारा ३७६ का मामला", True),
        ("धारा 376", True),
        ("She was a child bride", True),
        ("the orchestra group in Bihar", True),
        ("nude pictures", True),
        ("he was raep there", True),
        ("porn", True),
        ("found begging at the station", True),
        ("bacha bazi", True),
        ("कोठे पर रहती थी", True),
        ("বেশ্যা", True),
        ("ریپ", True),
        ("تجاوز", True),
        ("چکلہ نہیں، کوٹھے پر", True),
        ("She stays at Maiti Nepal", True),
        ("माइती नेपाल", True),
        ("visits the ART centre", True),
        ("She was in a kotha", True),
        ("usse dhanda karaya", True),
        ("worked in a dohori", True),
        ("a hotel cabin restaurant", True),
        ("with her dalal", True),
        ("the agent who took her", True),
        # harmless
        ("Hamro ghar ma dui kotha chhan.", False),
        ("Tar sathe kotha bolte chai.", False),
        ("The uncle is an insurance agent and runs a restaurant.", False),
        ("He is in section 3 of the class.", False),
        ("Section 37 of the market road.", False),
        ("An orchestra played at the wedding.", False),
        ("He draws in the art class.", False),
        ("The school has an arts centre.", False),
        ("हाम्रो घरमा दुई कोठा छन्।", False),
        ("दो कमरे और एक कोठा है।", False),
        ("धारा 3 नदी के पास", False),
        ("The child begins school; the bride was an aunt.", False),
        ("Her maiti is in Nepal.", False),
        ("House 376 on the main road.", False),
        ("नदी की धारा तेज थी।", False),
        ("The mother sells vegetables and the father works in a brick kiln.", False),
        ("The boy had to leave school to work with his uncle.", False),
        ("Traffic was slow; the road to the market is closed.", False),
        ("The grandfather was a police officer in Janakpur.", False),
        ("She remembers a bridge, a red temple and a light at night.", False),
        ("Ek bachchi apne parivar ko dhundh rahi hai.", False),
        ("Uski maa sabzi bechti hai aur pita kheti karte hain.", False),
        ("Aama tarkari bechchhin, buba khet ma kaam garnuhunchha.", False),
        ("Ghar ke paas ek talab aur mandir hai.", False),
        ("Baba sobji bikri kore, ma bari te thake.", False),
        ("Ghulam Nabi ki bahan Peshawar mein rehti hai.", False),
        ("Baje ra bajai ko naam Darshan ra Maya ho.", False),
        ("Ek ladka khala ke ghar jana chahta hai.", False),
        ("Pachas saal ka aadmi, chai ki dukaan, churi bechne wala.", False),
    ],
)
def test_cover_text_never_tells_what_happened(text: str, *, refused: bool) -> None:
    assert bool(rules.reasons_against_cover_text(text)) == refused


@pytest.mark.parametrize(
    ("view", "has_words", "wrong"),
    [
        (wish("wants"), True, []),
        (wish("chose_not"), False, []),
        (wish("later"), True, ["wait_until"]),
        (wish("later", wait_until=DAY), True, ["wait_until"]),
        (wish("later", wait_until=later(1)), True, []),
        (wish("wants", wait_until=later(9)), True, ["wait_until"]),
        (wish("not_asked"), False, []),
        (wish("not_asked", why_not_asked="danger"), True, ["child_words"]),
        (wish("no", why_not_asked="danger"), True, ["why_not_asked"]),
    ],
)
def test_each_answer_of_the_child_is_complete(
    view: rules.ChildWish, has_words: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_view(view, has_words=has_words)
    assert [r.code for r in reasons] == wrong


@pytest.mark.parametrize(
    ("result_on", "next_on", "has_result", "wrong"),
    [
        (None, None, False, []),
        (DAY, None, True, []),
        (None, None, True, ["result_on"]),
        (DAY, None, False, ["result"]),
        (later(-1), later(-1), True, ["result_on", "next_on"]),
    ],
)
def test_result_of_an_enquiry(
    result_on: dt.date | None, next_on: dt.date | None, has_result: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_result(DAY, result_on, next_on, has_result=has_result)
    assert [r.code for r in reasons] == wrong


def test_end_of_tracing_has_a_reason() -> None:
    def codes(before: str, after: str, why: str) -> list[str]:
        states = TracingState(before), TracingState(after)
        return [r.code for r in rules.reasons_not_to_end(*states, why)]

    assert codes("open", "found", "") == []
    assert codes("open", "stopped", " ") == ["why_ended"]
    assert codes("found", "stopped", "The child does not want it any more") == []
    assert codes("stopped", "open", "") == ["state"]


def test_days_of_tracing() -> None:
    nepal = OfficeDays(frozenset({5}), frozenset({dt.date(2026, 3, 11)}))
    assert rules.first_step_day(DAY, nepal) == dt.date(2026, 3, 17)
    assert rules.first_step_day(DAY, OfficeDays(frozenset(range(7)))) == later(21)
    assert rules.review_day(DAY) == later(30)
    assert rules.solution_day(DAY) == later(91)
    assert rules.days_waiting(DAY, None, later(12)) == 12
    assert rules.days_waiting(DAY, later(3), later(12)) == 3


def test_claim_names_its_signs() -> None:
    def codes(assessed: str, *signs: ClaimSign) -> list[str]:
        reasons = family_rules.reasons_against_claim(SignsAssessed(assessed), signs)
        return [r.code for r in reasons]

    assert codes("none") == codes("not_assessed") == []
    assert codes("seen") == ["signs"]
    assert codes("seen", ClaimSign.MONEY) == []
    assert codes("none", ClaimSign.MONEY) == ["assessed"]
