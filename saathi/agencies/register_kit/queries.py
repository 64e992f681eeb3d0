"""Reads of all registers. They are open data: no right to a file is needed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit import rules
from saathi.agencies.register_kit.actions import entry_content, standing_of
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.locks import entry_link
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.web.components import LabelledValue, Text

MAX_CHANGES_SHOWN = 20
MAX_WAITING_SHOWN = 50
MAX_COUNT = 1000


def get_entry[EntryT: RegisterEntry](table: RegisterTables[EntryT], entry_id: UUID) -> EntryT:
    """One entry that the reader may see; 404 if there is none."""
    entries = table.model._default_manager.select_related("agency")
    entry = entries.filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    return entry


def get_own_entry[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], entry_id: UUID, staff: Staff
) -> EntryT:
    """One entry of the staff member's own agency; `NotAllowed` for those of other agencies."""
    entry = get_entry(table, entry_id)
    if entry.agency_id != staff.agency_id:
        raise access.NotAllowed
    return entry


def find_own_entry[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff, key: Sequence[str]
) -> EntryT | None:
    """The agency's own entry of this key, which an import changes instead of adding a second one."""
    own_entries = table.model._default_manager.filter(agency=staff.agency_id, withdrawn_on=None)
    return own_entries.filter(**dict(zip(table.key_fields, key, strict=True))).first()


def may_keep(table: RegisterTables[RegisterEntry], entry: RegisterEntry, staff: Staff) -> bool:
    """Whether the person may change the entry."""
    is_own = entry.agency_id == staff.agency_id
    return is_own and access.has_permission(staff, table.permission)


def possible_moves(entry: RegisterEntry, staff: Staff) -> list[EntryMove]:
    """The moves that a keeper of the entry can make now."""
    standing = standing_of(entry)
    return [
        move
        for move in EntryMove
        if not rules.reasons_against_move(move, standing, actor_id=staff.id)
    ]


def awaits_second_person() -> Q:
    """The entries that wait for a second person: submitted, or corrected after their publication."""
    corrected = Q(changed_at__gt=Greatest(F("published_at"), F("confirmed_at")))
    return Q(state=EntryState.PROPOSED) | (Q(state=EntryState.PUBLISHED) & corrected)


def list_waiting_entries[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff
) -> list[EntryT]:
    """The submitted entries of the agency that this person can publish, oldest first."""
    related = ["agency", *(f.name for f in table.model.content_fields() if f.is_relation)]
    waiting = _waiting(table, staff).select_related(*related)
    return list(waiting.order_by("proposed_at", "pk")[:MAX_WAITING_SHOWN])


def count_waiting_entries(table: RegisterTables[Any], staff: Staff) -> int:
    """The number of submitted entries that this person can publish; it stops at a thousand."""
    return _waiting(table, staff)[:MAX_COUNT].count()


def _waiting[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff
) -> QuerySet[EntryT]:
    entries = table.model._default_manager.filter(agency=staff.agency_id, state=EntryState.PROPOSED)
    return entries.exclude(Q(proposed_by=staff.id) | Q(changed_by=staff.id))


@dataclass(frozen=True)
class KeeperTasks:
    """How many entries of the agency wait for this keeper: to publish, and to check again."""

    to_publish: int
    to_review: int


def count_keeper_tasks(table: RegisterTables[Any], staff: Staff, needs_review: Q) -> KeeperTasks:
    """The counts for a keeper's day; each stops at a thousand. One query."""
    if not access.has_permission(staff, table.permission):
        return KeeperTasks(0, 0)
    published = table.model._default_manager.filter(
        agency=staff.agency_id, state=EntryState.PUBLISHED
    )
    to_publish = _waiting(table, staff).values("state")[:MAX_COUNT]
    to_review = published.filter(needs_review).values("state")[:MAX_COUNT]
    states = Counter(row["state"] for row in to_publish.union(to_review, all=True))
    return KeeperTasks(states[EntryState.PROPOSED], states[EntryState.PUBLISHED])


def list_own_entries[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff
) -> list[EntryT]:
    """The entries of the agency that are not archived, by their key."""
    own_entries = table.model._default_manager.filter(agency=staff.agency_id, withdrawn_on=None)
    return list(own_entries.order_by(*table.key_fields, "pk"))


def standing_pairs(entry: RegisterEntry, office: Office) -> list[LabelledValue]:
    """The state of an entry, who submitted and published it, and when it is reviewed."""
    names = names_of(
        person
        for person in (entry.proposed_by, entry.published_by, entry.confirmed_by)
        if person is not None
    )
    pairs = [LabelledValue(_("Status"), str(EntryState(entry.state).label))]
    for label, person, moment in (
        (_("Submitted"), entry.proposed_by, entry.proposed_at),
        (_("Published"), entry.published_by, entry.published_at),
        (_("Changes confirmed"), entry.confirmed_by, entry.confirmed_at),
    ):
        if moment is not None:
            day = date_format(office.local(moment), "j F Y")
            note = names.get(person, "") if person is not None else ""
            pairs.append(LabelledValue(label, day, note=note))
    if entry.why_returned and entry.state == EntryState.DRAFT:
        pairs.append(LabelledValue(_("Returned for revision"), entry.why_returned))
    if entry.review_on is not None:
        pairs.append(LabelledValue(_("Review by"), date_format(entry.review_on, "j F Y")))
    return pairs


@dataclass(frozen=True)
class EntryChange:
    """One change of an entry, with the content before and after."""

    when: str
    by: str
    lines: Sequence[tuple[str, str, str]]  # what, before, after


def list_entry_changes(
    table: RegisterTables[RegisterEntry],
    entry: RegisterEntry,
    labels: Mapping[str, Text],
    office: Office,
) -> list[EntryChange]:
    """The last twenty changes of an entry, latest first; columns without a label are not shown.

    Who does not keep the entry sees the changes from one published content to the next.
    """
    of_entry = table.versions._default_manager.filter(**{entry_link(table.versions): entry})
    versions = list(of_entry.order_by("-version")[:MAX_CHANGES_SHOWN])
    names = names_of(version.changed_by for version in versions)
    shown = dict(labels) | {
        "state": _("Status"),
        "why_returned": _("Returned for revision"),
        "review_on": _("Review by"),
        "withdrawn_on": _("Withdrawn"),
        "why_withdrawn": _("Reason for withdrawal"),
    }
    after, number_after = entry_content(entry), entry.version
    changes = []
    for version in versions:
        body = {str(key): str(value) for key, value in version.body.items()}
        is_next, number_after = version.version + 1 == number_after, version.version
        if not is_next:
            after = body
            continue
        when = date_format(office.local(version.changed_at), "j F Y")
        lines = list(_changed_lines(body, after, shown))
        changes.append(EntryChange(when, names.get(version.changed_by, ""), lines))
        after = body
    return changes


def _changed_lines(
    before: Mapping[str, str], after: Mapping[str, str], shown: Mapping[str, Text]
) -> Iterator[tuple[str, str, str]]:
    for name, value in before.items():
        new = after.get(name, value)
        if name in shown and value != new:
            states = dict(EntryState.choices) if name == "state" else {}
            yield str(shown[name]), str(states.get(value, value)), str(states.get(new, new))
