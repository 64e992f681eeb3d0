"""Who a panel member is, and when the votes of a panel decide. Pure functions.

A name typed in another way is no other person: “Rishi Bhusal (district board)” is Rishi Bhusal, and
“Maya Rai, doctor” is Dr Maya Rai.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.vocabulary import (
    ConflictAnswer,
    PanelFunction,
    PanelVote,
    Undertaking,
)

MIN_PANEL: Final = 3
MIN_FIELDS: Final = 2  # of members who vote; “another function” is none
_VOTES: Final = frozenset({PanelVote.FOR, PanelVote.AGAINST, PanelVote.ABSTAINED})
NO_VOTE: Final = frozenset({PanelFunction.CASE_WORKER, PanelFunction.HEAD_OF_HOME})
# What is no part of a name: titles, and words that are written where no name is known.
# fmt: off
_TITLES: Final = frozenset((
    "adv", "advocate", "begum", "bibi", "doctor", "dr", "haji", "hon", "judge", "justice", "kumari",
    "miss", "mr", "mrs", "ms", "prof", "professor", "shree", "shri", "shrimati", "smt", "sri", "sushri",
))
_NO_NAMES: Final = frozenset((
    "anonymous", "expert", "member", "name", "nn", "none", "panel", "person", "test", "unknown",
    "unnamed",
))
# fmt: on
_ENDS_OF_NAME: Final = frozenset(",;:/|([{–—،؛")
UNNAMED: Final = Reason(
    "panel_unnamed",
    _("Each member who votes has an account or is entered with full name and agency."),
)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a decision depends on, of one panel member."""

    function: str
    conflict: str
    vote: str
    is_case_worker: bool = False
    person: str = ""  # a key of the person, see `keys_of`
    is_named: bool = True
    undertaking: str = Undertaking.SIGNED

    @property
    def votes(self) -> bool:
        """Whether the member votes, for, against or abstaining."""
        return self.vote in _VOTES


def name_words(name: str) -> frozenset[str]:
    """The words of a typed name, without titles, initials and the agency; empty if it names no one.

    The agency follows the name after a comma, a dash or in brackets.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().strip().replace(" - ", "–")
    for place, sign in enumerate(plain):
        if sign in _ENDS_OF_NAME and place:
            plain = plain[:place]
            break
    # Marks of Devanagari and Bengali are part of a word, other signs are not.
    letters = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in plain)
    words = frozenset(word for word in letters.split() if len(word) > 1)
    return words - _TITLES - _NO_NAMES


def is_same_name(one: str, other: str) -> bool:
    """Whether two typed names may be one person: the words of one are among those of the other."""
    mine, theirs = name_words(one), name_words(other)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """A panel member as entered: an account with its name, or a typed name."""

    account: str
    name: str

    def is_same(self, other: "TypedPerson") -> bool:
        """Whether both may be one person; two accounts never are."""
        if self.account and other.account:
            return self.account == other.account
        return is_same_name(self.name, other.name)


def keys_of(people: Sequence[TypedPerson]) -> list[str]:
    """One key for each person, the same for each time that they are named; empty without a name."""
    keys: list[str] = []
    for place, person in enumerate(people):
        if not person.account and not name_words(person.name):
            keys.append("")
            continue
        earlier = (
            key for key, other in zip(keys, people, strict=False) if key and person.is_same(other)
        )
        keys.append(next(earlier, f"{place}"))
    return keys


def reasons_against_persons(persons: Sequence[str]) -> tuple[Reason, ...]:
    """Why these members are no panel: each person sits on it once."""
    known = [person for person in persons if person]
    if len(set(known)) == len(known):
        return ()
    return (Reason("panel_twice", _("Each person can be on the panel only once.")),)


def reasons_against_member_change(
    before: str, after: str, *, is_same_person: bool = True
) -> tuple[Reason, ...]:
    """Why a panel member cannot become this: a declared conflict stays with the person."""
    if before != ConflictAnswer.DECLARED:
        return ()
    if after != ConflictAnswer.DECLARED or not is_same_person:
        text = _("A conflict of interest that was declared stays. Name another member.")
        return (Reason("conflict", text),)
    return ()


def reasons_of_panel(panel: Sequence[MemberFacts]) -> list[Reason]:
    """Why these votes decide nothing."""
    reasons = []
    voting = [member for member in panel if member.votes]
    if len(voting) < MIN_PANEL:
        reasons.append(Reason("panel", _("At least three panel members vote.")))
    if not all(member.is_named for member in voting):
        reasons.append(UNNAMED)
    reasons.extend(reasons_against_persons([member.person for member in voting]))
    if any(member.is_case_worker or member.function in NO_VOTE for member in voting):
        text = _("The child’s case worker and the head of the child’s home do not vote.")
        reasons.append(Reason("panel_function", text))
    declared = {each.person for each in panel if each.conflict == ConflictAnswer.DECLARED}
    if any(
        member.conflict != ConflictAnswer.NONE or member.person in declared - {""}
        for member in voting
    ):
        text = _("A member who has a conflict of interest, or did not declare one, does not vote.")
        reasons.append(Reason("panel_conflict", text))
    fields = {member.function for member in voting} - {PanelFunction.OTHER}
    if len(voting) >= MIN_PANEL and len(fields) < MIN_FIELDS:
        text = _(
            "The members who vote are of at least two different fields, such as health and law."
        )
        reasons.append(Reason("panel_fields", text))
    if any(member.undertaking != Undertaking.SIGNED for member in voting):
        text = _("A member who has not signed the confidentiality undertaking does not vote.")
        reasons.append(Reason("panel_undertaking", text))
    votes = [member.vote for member in voting]
    if voting and votes.count(PanelVote.FOR) <= votes.count(PanelVote.AGAINST):
        reasons.append(
            Reason("panel_vote", _("The panel did not vote for this decision by majority."))
        )
    return reasons
