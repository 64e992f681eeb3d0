"""Who the members of a panel are, who has no vote, and who is named in a refusal."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.vocabulary import TeamRole
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.models import Seat
from saathi.protection.decisions.best_interests import panel_rules
from saathi.protection.decisions.best_interests.models import Determination, PanelMember
from saathi.protection.decisions.best_interests.panel_rules import TypedPerson


class PersonWithoutVote(NamedTuple):
    """A colleague who does not vote on this child, and why."""

    person: TypedPerson
    role: str


def person_of(member: PanelMember) -> TypedPerson:
    """Who an opened panel member is: the account with its name, or the typed name."""
    if member.staff is not None:
        return TypedPerson(str(member.staff_id), member.staff.name)
    return TypedPerson("", member.name)


def persons_of(panel: Sequence[PanelMember]) -> list[str]:
    """One key for each person on an opened panel, however often and however they are named."""
    return panel_rules.keys_of([person_of(each) for each in panel])


def list_without_vote(
    determination: Determination, reader: Staff, *, decider: Staff | None
) -> list[PersonWithoutVote]:
    """The colleagues who do not vote: case worker, authors, staff of the home, who decides."""
    seats = access.rights(reader, determination.file_id).records(Seat)
    home = seats.filter(role=TeamRole.RESIDENTIAL_WORKER, ended_on=None)
    roles: list[tuple[str, list[UUID | None]]] = [
        (_("the child’s case worker"), [determination.case.worker_id]),
        (_("an author of the report"), [*authors_of(determination), determination.reported_by]),
        (_("a member of staff of the child’s home"), [seat.staff_id for seat in home]),
        (_("the person who records the decision"), [decider.pk if decider else None]),
    ]
    names = names_of(staff_id for _role, ids in roles for staff_id in ids)
    return [
        PersonWithoutVote(TypedPerson(str(staff_id), names.get(staff_id, "")), role)
        for role, ids in roles
        for staff_id in ids
        if staff_id is not None
    ]


def member_facts(
    panel: Sequence[PanelMember], others: Sequence[PersonWithoutVote]
) -> list[panel_rules.MemberFacts]:
    """What the rules ask about each opened member."""
    return [
        panel_rules.MemberFacts(
            each.function,
            each.conflict,
            each.vote,
            has_no_vote=any(person_of(each).is_same(other.person) for other in others),
            person=person,
            is_named=bool(person),
            undertaking=each.undertaking,
        )
        for each, person in zip(panel, persons_of(panel), strict=True)
    ]


def name_persons(
    reasons: Sequence[Reason],
    panel: Sequence[PanelMember],
    others: Sequence[PersonWithoutVote],
) -> list[Reason]:
    """The reasons, with the names of the members whom those about persons mean."""
    named: list[Reason] = []
    for reason in reasons:
        about = []
        if reason.code == "panel_twice":
            about = _named_twice(panel)
        if reason is panel_rules.NO_VOTE_OF_THEIRS:
            about = [reason.text, *_named_without_vote(panel, others)]
        named.extend(Reason(reason.code, text) for text in about or [reason.text])
    return named


def _named_twice(panel: Sequence[PanelMember]) -> list[str]:
    text = _(
        "“%(one)s” and “%(other)s” may be one person, who can be on the panel only once. Enter the "
        "full name of both, or name another member."
    )
    people = [person_of(each) for each in panel]
    return [
        text % {"one": one.name, "other": other.name}
        for one, other in combinations(people, 2)
        if one.name and one.is_same(other)
    ]


def _named_without_vote(
    panel: Sequence[PanelMember], others: Sequence[PersonWithoutVote]
) -> list[str]:
    text = _(
        "“%(member)s” may be %(name)s, %(role)s. If this is another person, enter the full name; "
        "otherwise record no vote."
    )
    found = (
        (person_of(member), other)
        for member in panel
        if panel_rules.has_voted(member.vote)
        for other in others
    )
    return [
        text % {"member": person.name, "name": other.person.name, "role": other.role}
        for person, other in found
        if person.is_same(other.person)
    ]
