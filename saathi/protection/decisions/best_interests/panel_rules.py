"""Who a panel member is, and when the votes of a panel decide. Pure functions.

A name typed in another way or script is no other person (`panel_names`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests import panel_names
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
UNNAMED: Final = Reason(
    "panel_unnamed",
    _("Each member who votes has an account or is entered with full name and agency."),
)
NO_VOTE_OF_THEIRS: Final = Reason(
    "panel_function",
    _(
        "The child’s case worker, the authors of the report, the staff of the child’s home and the "
        "person who records the decision do not vote."
    ),
)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a decision depends on, of one panel member."""

    function: str
    conflict: str
    vote: str
    has_no_vote: bool = False  # case worker, author of the report, staff of the home, who decides
    person: str = ""  # a key of the person, see `keys_of`
    is_named: bool = True
    undertaking: str = Undertaking.SIGNED

    @property
    def votes(self) -> bool:
        """Whether the member votes, for, against or abstaining."""
        return has_voted(self.vote)


def has_voted(vote: str) -> bool:
    """Whether this is a vote: for, against or abstained."""
    return vote in _VOTES


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """A panel member as entered: an account with its name, or a typed name."""

    account: str
    name: str

    def is_same(self, other: "TypedPerson") -> bool:
        """Whether both may be one person; two accounts never are."""
        if self.account and other.account:
            return self.account == other.account
        return panel_names.is_same_name(self.name, other.name)


def keys_of(people: Sequence[TypedPerson]) -> list[str]:
    """One key for each person, the same for each time that they are named; empty without a name."""
    keys: list[str] = []
    for place, person in enumerate(people):
        if not person.account and not panel_names.parts_of_name(person.name):
            keys.append("")
            continue
        earlier = (
            key for key, other in zip(keys, people, strict=False) if key and person.is_same(other)
        )
        keys.append(next(earlier, f"{place}"))
    return keys


def reasons_against_persons(persons: Sequence[str]) -> tuple[Reason, ...]:
    """Why the panel is not valid: a person is listed more than once."""
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
    if any(member.has_no_vote or member.function in NO_VOTE for member in voting):
        reasons.append(NO_VOTE_OF_THEIRS)
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
