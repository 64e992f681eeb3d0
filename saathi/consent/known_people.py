"""People from a child's file, offered as choices for a text field that names participants."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext

from saathi.agencies import access_log, records
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.consent import queries
from saathi.consent.models import Guardian
from saathi.consent.vocabulary import GuardianYesNo
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import ContactWish, DangerToChild, LifeStatus
from saathi.people.models import Child
from saathi.web.dynamic_choices import set_choices

_DANGEROUS = frozenset({DangerToChild.FEARED, DangerToChild.KEEP_AWAY})


class KnownPeopleField(forms.MultipleChoiceField):
    """A choice of people from the file, none preselected; names are added after typed ones."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)


def offer_known_people(
    form: RecordForm, name: str, child: Child, staff: Staff, *, only_safe: bool = False
) -> None:
    """Offers family, other contacts and legal guardians; removes the field if there are none.

    `only_safe` leaves out people who may be a danger, or that the child wants no contact with. The
    form's values are ids; access to the names shown is logged.
    """
    offered = _list_known_people(child, staff, only_safe=only_safe)
    if not offered:
        del form.fields[name]
        return
    set_choices(form, name, list(offered.items()))
    form.shows_stored_texts = True  # names of people


def add_known_people(form: RecordForm, name: str, into: str, joined_by: str) -> None:
    """Adds the chosen people to the text of another field of a cleaned form, if not named there."""
    field = form.fields.get(name)
    chosen = form.cleaned_data.get(name)
    if not isinstance(field, KnownPeopleField) or not chosen or into not in form.cleaned_data:
        return
    labels = {key: str(label) for key, label in cast("list[tuple[str, str]]", field.choices)}
    text = form.cleaned_data[into].strip()
    added = [labels[key] for key in chosen if labels[key] not in text]
    whole = joined_by.join([*([text] if text else []), *added])
    try:
        form.cleaned_data[into] = form.fields[into].clean(whole)
    except forms.ValidationError as error:
        form.add_error(into, error)


def _list_known_people(child: Child, staff: Staff, *, only_safe: bool) -> dict[str, str]:
    """The people by id, each with name and relation; the deceased are left out."""
    relations = [
        relation
        for relation in records.list_opened(staff, Relation, "kind", "pk", child=child)
        if relation.name and relation.life != LifeStatus.DIED and relation.ended_on is None
        if not only_safe or _is_safe(relation)
    ]
    shown = {str(entry.pk): f"{entry.name}, {entry.get_kind_display()}" for entry in relations}
    known = {relation.name for relation in relations}
    guardians = [
        guardian
        for guardian in queries.guardians_of(staff, child)
        if _acts_on(guardian, staff.office.today()) and guardian.name not in known
        if not only_safe or guardian.may_be_involved != GuardianYesNo.YES
    ]
    shown |= {str(item.pk): f"{item.name}, {gettext('legal guardian')}" for item in guardians}
    _log(staff, child, Section.IDENTITY, relations)
    _log(staff, child, Section.LEGAL, guardians)
    return shown


def _is_safe(relation: Relation) -> bool:
    return relation.danger not in _DANGEROUS and relation.contact != ContactWish.NOT_WANTED


def _acts_on(guardian: Guardian, day: dt.date) -> bool:
    return guardian.starts_on <= day and (guardian.ends_on is None or day <= guardian.ends_on)


def _log(staff: Staff, child: Child, section: Section, rows: Sequence[Scoped]) -> None:
    if rows:
        access_log.log_file_list(staff, section, child.file_id, [row.pk for row in rows])
