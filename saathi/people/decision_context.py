"""The panel shown beside every choice of a measure: age, experiences and capacities of the child.

It shows only what the reader may read elsewhere (RTS-010); it is neither a score nor a suggestion.
"""

from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import records
from saathi.agencies.access import FileRights
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import ContactWish, DangerToChild, RelationKind
from saathi.people.identity.models import Functioning, Movement
from saathi.people.identity.rules import FUNCTIONS
from saathi.people.identity.vocabulary import (
    Difficulty,
    Disability,
    FunctioningDomain,
    MovementKind,
)
from saathi.people.models import Child
from saathi.people.panels import Panel
from saathi.people.queries import age_fact
from saathi.people.vocabulary import CommunicationMode, YesNo
from saathi.web.components import LabelledValue

_MAX_PEOPLE = 20
_WANTED_CONTACT = (ContactWish.WANTED, ContactWish.ACCOMPANIED)


def decision_context_panel(rights: FileRights, child: Child) -> Panel:
    """The panel of age, experiences, capacities and challenges, as far as the reader may read each.

    At most five queries.
    """
    age = age_fact(child, rights.staff)
    pairs = [LabelledValue(_("Age"), age.strong, note=age.text), _communication_pair(child)]
    functioning = rights.records(Functioning).order_by("-asked_on", "-recorded_at").first()
    movements = list(rights.records(Movement).order_by("-year", "-recorded_at")[:_MAX_PEOPLE])
    people = list(rights.records(Relation).filter(ended_on=None).order_by("kind")[:_MAX_PEOPLE])
    opened = records.open_texts_of_each(record for record in (functioning, *people) if record)
    if functioning:
        pairs.append(_functioning_pair(functioning, opened))
    if movements:
        moves = join_words([str(MovementKind(movement.kind).label) for movement in movements])
        pairs.append(LabelledValue(_("Movements"), moves))
    pairs += _contact_pairs(people, opened)
    return Panel(
        _("Factors to consider"),
        lead=_("Taken from the record. Ask about missing information; do not guess."),
        pairs=pairs,
    )


def _communication_pair(child: Child) -> LabelledValue:
    """How the child communicates: language, other modes, and whether an interpreter is needed."""
    preferred = child.preferred_language or next(iter(child.languages), "")
    modes = [languages.language_name(preferred)] if preferred else []
    modes += [str(CommunicationMode(code).label) for code in child.communicates]
    needs = _("needs an interpreter") if child.needs_interpreter == YesNo.YES else ""
    return LabelledValue(_("Means of communication"), join_words(modes), note=needs)


def _functioning_pair(
    functioning: Functioning, opened: dict[UUID, dict[str, Any]]
) -> LabelledValue:
    answers = {name: getattr(functioning, name) for name in FUNCTIONS}
    hard = [
        f"{FunctioningDomain(name).label}: {str(Difficulty(answer).label).lower()}"
        for name, answer in answers.items()
        if answer in {Difficulty.A_LOT, Difficulty.CANNOT}
    ]
    state = Disability(functioning.disability)
    text = join_words(hard) or ("" if state == Disability.NOT_KNOWN else str(state.label))
    term = _("Functioning on %(day)s") % {"day": date_format(functioning.asked_on, "j F Y")}
    return LabelledValue(term, text, note=str(opened.get(functioning.pk, {}).get("helps", "")))


def _contact_pairs(
    people: list[Relation], opened: dict[UUID, dict[str, Any]]
) -> list[LabelledValue]:
    """The people that the child wants contact with or not, and those who must not come near."""
    wanted_contacts, refused, feared = [], [], []
    for person in people:
        name = opened.get(person.pk, {}).get("name") or str(RelationKind(person.kind).label)
        if person.contact in _WANTED_CONTACT:
            wanted_contacts.append(name)
        if person.contact == ContactWish.NOT_WANTED:
            refused.append(name)
        if person.danger in {DangerToChild.FEARED, DangerToChild.KEEP_AWAY}:
            feared.append(name)
    labelled = (
        (_("Wants contact with"), wanted_contacts),
        (_("Wants no contact with"), refused),
        (_("Possible danger from"), feared),
    )
    return [LabelledValue(term, join_words(names)) for term, names in labelled if names]
