"""Texts of screens, errors, mails and papers are plain professional English (CONTRIBUTING.md).

The catalogue of translations has every text, which `make check` verifies.
"""

import re
from functools import cache
from pathlib import Path

import polib
import pytest

CATALOGUE = Path(__file__).resolve().parents[2] / "saathi/locale/ur/LC_MESSAGES/django.po"

# Words and patterns of an earlier private idiom, and what is written in their place.
FORBIDDEN = {
    r"\b(somebody|nobody|anybody)\b": "someone, no one, anyone; better, the person: a colleague, a worker",
    r"\bwhoever\b|\bwhomever\b|\bwhosoever\b": "name the person",
    r"\b(she or he|he or she|her or him|him or her)\b": "they, or the child, the worker",
    r"\b(she|hers|herself|himself)\b": "they, the child, the worker",
    r"\bon which day\b": "Date of …",
    r"\bwhat became of\b": "Outcome",
    r"\b(is|are|was|were) on record\b": "is recorded",
    r"\brests? on\b": "is based on; Legal basis",
    r"\b(take|takes|taken|took|taking)( (it|them|this|that))? back\b": "withdraw, undo",
    r"\b(take|takes|taken|took)( (it|them))? down\b": "unpublish",
    r"\b(give|gives|given|gave)( (it|them))? (up|out)\b": "end, issue, share",
    r"\bread in\b": "import",
    r"\b(lately|lest|anew|thereof|thereby|hereby|therein|whilst|forthwith)\b": "recently, so that not, again",
    r"\bfor ever\b(?!y)": "permanently",
    r"\bstands? (for|on|in|at|still|there|here|open)\b": "is, represents",
    r"\b(clue|clues) (of|to) whom\b": "information about",
    r"\bmend(s|ed|ing)?\b": "correct, repair",
    r"\b(The )?number(s)? of victims?\b|\bvictim (count|number)s?\b": "number of children",
    r"\bprostitut|\bimmoral|\bfallen\b|\billegitimate\b": "sexual exploitation",
    r"\bcarers?\b(?<!oster carer)(?<!oster carers)": "caregiver",
    r"\bbeneficiar(y|ies)\b": "child, family",
    r"\bfrom memory\b": "Unverified, with the source",
    r"\b(?!SHA)[A-Z]{3}-\d{3}\b": "no requirement id on a screen",
    r"\b(Yes, )?(keep|put) it away\b": "Delete, Archive",
    r"!": "no exclamation marks",
    r"^back$": "name the page that the link leads to",
    r"\bmark as read and\b": "Open notice",
    r"\breports? of a concern\b": "child protection report",
    r"\bwaiting: ": "waiting for 3 days",
    r"\blevel %|\blevel \d": "escalated once, escalated 2 times",
    r"\bplease\b(?! respond by)": "say what to do; letters to other agencies may ask",
    r"\b(kindly|simply|just)\b": "leave it out",
    r"^(none recorded|not recorded yet|nothing recorded yet)$": "not recorded",
    r"(?<!case )\bplan steps?\b|\bsteps? of the case plan\b": "case plan step",
    r"\blast contact\b|\brisk without contact\b|^no contact for ": "Last met, not met",
    r"^follow up .*response": "Referral response, Response from abroad",
    r"\bover the (case )?limit\b|\bmore (new )?cases than the limit\b": "at the limit, exceeding the case limit",
}

# What an action is not called, and its one name.
ACTIONS = {
    r"^(Keep|Keep it|Store it|Submit)$": "Save",
    r"^(Drop|Throw away|Put away|Remove it|Erase it)$": "Delete",
    r"^(Leave|Go back|Abort|Never mind|Do nothing)$": "Cancel",
    r"^(Alter|Amend|Modify)$": "Edit",
    r"^(Look|Look at it|Display)$": "Open",
    r"^(Earlier|Later)$": "Previous, Next",
    r"^(Log ?in|Log ?on|Enter)$": "Sign in",
    r"^(Log ?out|Log ?off|Leave now)$": "Sign out",
    r"^(Agree|Accept it|Say yes|Allow)$": "Approve",
    r"^(Refuse|Say no|Deny|Decline)$": "Reject, Return for revision",
    r"^(Bring in|Read in|Upload file)$": "Import",
    r"^(Hand over|Give on)$": "Reassign, Transfer case",
    r"^(Look for|Find)( .*)?$": "Search",
}


# Names of treaties and of legal definitions, which are quoted as they are.
LEGAL_TERMS = {
    "SAARC, trafficking for prostitution",
    "Prostitution or soliciting (exploitation of the child by others)",
    "Sexual exploitation of the child in prostitution",
}


@cache
def list_texts() -> list[str]:
    """The texts of the product, singular and plural, without legal terms."""
    entries = [e for e in polib.pofile(str(CATALOGUE)) if not e.obsolete]
    texts = [text for e in entries for text in (e.msgid, e.msgid_plural) if text]
    return [text for text in texts if text not in LEGAL_TERMS]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_text_has_a_forbidden_word(pattern: str) -> None:
    found = [text for text in list_texts() if re.search(pattern, text, re.IGNORECASE)]
    assert found == [], f"Write instead: {FORBIDDEN[pattern]}"


@pytest.mark.parametrize("pattern", ACTIONS)
def test_each_action_has_one_name(pattern: str) -> None:
    found = [text for text in list_texts() if re.search(pattern, text)]
    assert found == [], f"Its name is: {ACTIONS[pattern]}"


def test_apostrophes_and_quotation_marks_are_curly() -> None:
    assert [text for text in list_texts() if re.search(r"\w'|'\w", text)] == []


# Texts whose meaning differs with their place, so that Urdu needs two words.
OF_TWO_MEANINGS = {
    "active", "different", "due", "from", "missing", "new", "number", "tasks", "to",
}  # fmt: skip


def test_a_text_has_one_wording_in_urdu_whatever_its_capitals_and_full_stop() -> None:
    wordings: dict[str, set[str]] = {}
    for entry in polib.pofile(str(CATALOGUE)):
        if not (entry.obsolete or entry.msgid_plural or entry.msgctxt):
            text = re.sub(r"[.:…]+$", "", entry.msgid).lower().strip()
            wordings.setdefault(text, set()).add(re.sub(r"[۔.:…]+$", "", entry.msgstr).strip())
    assert {text for text, of in wordings.items() if len(of) > 1} == OF_TWO_MEANINGS


# Terms of the field, and the second word that Urdu texts with them do not use. To notify is اطلاع دینا too.
SECOND_WORDS = {
    r"\breferrals?\b": "حوالگ",
    r"^(?!.*\bnotif).*\breports\b(?! that)": "اطلاع",
    r"\b(save|new|open the|close|record a|of the) report\b": "اطلاع",
    r"\bplans?\b": "پلان",
    r"\b(first|overdue|next) visits?\b|^visits\b(?! the)": "ملاقات(?! نہیں)",
    r"\bcase IDs?\b": "کوڈ|آئی ڈی",
    r"\bsupervisors?\b": "سپروائزر",
}


@pytest.mark.parametrize("term", SECOND_WORDS)
def test_a_term_has_one_word_in_urdu(term: str) -> None:
    entries = [e for e in polib.pofile(str(CATALOGUE)) if not e.obsolete]
    texts = {
        text: " ".join([e.msgstr, *e.msgstr_plural.values()])
        for e in entries
        if re.search(term, text := f"{e.msgid} {e.msgid_plural}".strip(), re.IGNORECASE)
    }
    assert texts
    assert [text for text, urdu in texts.items() if re.search(SECOND_WORDS[term], urdu)] == []


def test_the_patterns_find_what_they_are_for() -> None:
    """Else a broken pattern would accept everything."""
    old = (
        "Somebody was told", "Say whoever it was", "Ask her or him", "What she said", "On which day",
        "What became of it", "is on record", "On what it rests on", "Take it back", "taken down", "given up",
        "read in", "not seen lately", "kept for ever", "It stands for a name", "mended",
        "Back", "Mark as read and open", "Reports of a concern", "waiting: today", "Level 1",
        "number of victims", "prostitution", "carer", "beneficiary", "from memory", "DEF-004",
        "None recorded", "Plan step", "Step of the case plan", "Last contact", "High risk without contact",
        "Follow up referral response", "over the limit", "Reason for more new cases than the limit",
    )  # fmt: skip
    assert [
        text for text in old if not any(re.search(p, text, re.IGNORECASE) for p in FORBIDDEN)
    ] == []
    for good in ("Foster parent", "Case plan steps", "Last met", "Contact details not recorded"):
        assert not any(re.search(p, good, re.IGNORECASE) for p in FORBIDDEN), good
