"""Reads of all registers. They are open data: no right to a file is needed."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Greatest, JSONObject
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit import rules
from saathi.agencies.register_kit.actions import author_column, facts_of_entry
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.vocabulary import EntryListState, EntryState
from saathi.infra.join_words import join_words
from saathi.infra.query_columns import count_column
from saathi.web.components import LabelledValue

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
    """The agency's own entry of this key, or None; an import changes it and adds no second."""
    own_entries = table.model._default_manager.filter(agency=staff.agency_id, withdrawn_on=None)
    return own_entries.filter(**dict(zip(table.key_fields, key, strict=True))).first()


def may_maintain(table: RegisterTables[RegisterEntry], entry: RegisterEntry, staff: Staff) -> bool:
    """Whether the person may change the entry."""
    is_own = entry.agency_id == staff.agency_id
    return is_own and access.has_permission(staff, table.permission)


def possible_moves(entry: RegisterEntry, staff: Staff) -> list[EntryMove]:
    """The moves that a maintainer of the entry can make now."""
    facts = facts_of_entry(entry)
    return [
        move for move in EntryMove if not rules.reasons_against_move(move, facts, actor_id=staff.id)
    ]


def awaits_second_person() -> Q:
    """The condition: an entry waits for a second person, as submitted or as a later correction."""
    return Q(state=EntryState.PROPOSED) | is_corrected()


def is_corrected() -> Q:
    """The condition for published entries with an unconfirmed change; its first part is indexed."""
    after_publication = Q(state=EntryState.PUBLISHED, changed_at__gt=F("published_at"))
    return after_publication & Q(changed_at__gt=Greatest(F("published_at"), F("confirmed_at")))


def is_review_due(today: dt.date) -> Q:
    """The condition for entries whose day of review has come."""
    return Q(review_on__lte=today)


def list_state_condition(state: str, reader: Staff, is_due: Q) -> Q:
    """The condition for entries of an `EntryListState`; `is_due`: to check."""
    published, ours = Q(state=EntryState.PUBLISHED), Q(agency=reader.agency_id)
    conditions: dict[str, Q] = {
        EntryListState.CURRENT: published,
        EntryListState.WAITING: ours & awaits_second_person(),
        EntryListState.CHANGED: ours & is_corrected(),
        EntryListState.DRAFT: ours & Q(state=EntryState.DRAFT),
        EntryListState.REVIEW: ours & published & is_due,
        EntryListState.WITHDRAWN: Q(state=EntryState.ARCHIVED),
    }
    return conditions[state]


def list_waiting_entries[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff
) -> list[EntryT]:
    """The entries of the agency that this person can publish or confirm, oldest first."""
    related = ["agency", *(f.name for f in table.model.content_fields() if f.is_relation)]
    waiting = _waiting(table, staff).select_related(*related)
    return list(waiting.order_by("changed_at", "pk")[:MAX_WAITING_SHOWN])


def count_waiting_entries(table: RegisterTables[Any], staff: Staff) -> int:
    """The number of entries that this person can publish or confirm, counted up to a thousand."""
    return _waiting(table, staff)[:MAX_COUNT].count()


def _waiting[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff
) -> QuerySet[EntryT]:
    entries = table.model._default_manager.filter(agency=staff.agency_id)
    return entries.filter(awaits_second_person()).exclude(is_excluded_second_person(table, staff))


def is_excluded_second_person(table: RegisterTables[Any], staff: Staff) -> Q:
    """The condition for entries this person may not second (`rules.excluded_second_persons`)."""
    is_unseen = Q(published_at=None) | Q(
        changed_at__gt=Greatest(F("published_at"), F("confirmed_at"))
    )
    is_author = Func(
        Value(staff.pk, UUIDField()),
        author_column(table.model),
        template="%(expressions)s)",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )
    is_last = Q(changed_by=staff.id) | Q(is_author)
    return (is_unseen & is_last) | (~is_unseen & Q(proposed_by=staff.id))


def waiting_text(entry: RegisterEntry) -> str:
    """Who has to decide on a submitted or corrected entry, in words; empty if none is due."""
    facts = facts_of_entry(entry)
    is_corrected = entry.state == EntryState.PUBLISHED and facts.has_unseen_content
    persons = rules.excluded_second_persons(facts)
    if not persons or not (is_corrected or entry.state == EntryState.PROPOSED):
        return ""
    text = _("Someone other than %(name)s must publish this entry.")
    if is_corrected:
        text = _("Someone other than %(name)s must confirm the changes.")
    names = names_of(persons)
    return text % {"name": join_words(sorted(names.get(person, "") for person in persons))}


def waiting_since(entry: RegisterEntry, office: Office) -> LabelledValue:
    """Whether an entry waits as a new one or as a correction, who worked on it last, and when."""
    is_correction = entry.state == EntryState.PUBLISHED
    label = _("Changed since publication") if is_correction else _("Submitted")
    person = entry.changed_by if is_correction else entry.proposed_by
    moment = entry.changed_at if is_correction else entry.proposed_at or entry.changed_at
    day = date_format(office.local(moment), "j F Y, H:i")
    return LabelledValue(label, day, note=names_of([person]).get(person, "") if person else "")


def maintainer_tasks_column(
    table: RegisterTables[Any], staff: Staff, needs_review: Q
) -> JSONObject:
    """How many entries a maintainer has `to_publish` and `to_review`, each up to a thousand."""
    published = table.model._default_manager.filter(
        agency=staff.agency_id, state=EntryState.PUBLISHED
    )
    return JSONObject(
        to_publish=count_column(_waiting(table, staff), MAX_COUNT),
        to_review=count_column(published.filter(needs_review), MAX_COUNT),
    )


def list_own_entries[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], staff: Staff
) -> list[EntryT]:
    """The entries of the agency that are not archived, sorted by key."""
    own_entries = table.model._default_manager.filter(agency=staff.agency_id, withdrawn_on=None)
    return list(own_entries.order_by(*table.key_fields, "pk"))


def state_pairs(entry: RegisterEntry, office: Office) -> list[LabelledValue]:
    """The state of an entry, who added, edited, submitted and published it, and when it is reviewed."""
    steps = (
        (_("Added"), entry.recorded_by, entry.recorded_at),
        (_("Last edited"), entry.changed_by, entry.changed_at),
        (_("Submitted"), entry.proposed_by, entry.proposed_at),
        (_("Published"), entry.published_by, entry.published_at),
        (_("Changes confirmed"), entry.confirmed_by, entry.confirmed_at),
    )
    names = names_of(person for _label, person, _moment in steps if person is not None)
    pairs = [LabelledValue(_("Status"), str(EntryState(entry.state).label))]
    for label, person, moment in steps:
        if moment is not None and not (label == steps[1][0] and moment == entry.recorded_at):
            day = date_format(office.local(moment), "j F Y, H:i")
            note = names.get(person, "") if person is not None else ""
            pairs.append(LabelledValue(label, day, note=note))
    if entry.why_returned and entry.state == EntryState.DRAFT:
        pairs.append(LabelledValue(_("Returned for revision"), entry.why_returned))
    if entry.review_on is not None:
        pairs.append(LabelledValue(_("Review due"), date_format(entry.review_on, "j F Y")))
    return pairs
