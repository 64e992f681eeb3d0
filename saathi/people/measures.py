"""What stands beside every choice of a measure: the age, the experiences, the capacities of this child.

Only what the reader of the page reads anyway (RTS-010). Not a score and not a suggestion.
"""

from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import records
from saathi.agencies.access import FileRights
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import Contact, Danger, RelationKind
from saathi.people.identity.models import Functioning, Movement
from saathi.people.identity.rules import FUNCTIONS
from saathi.people.identity.vocabulary import Difficulty, Disability, Function, MovementKind
from saathi.people.models import Child
from saathi.people.queries import age_fact
from saathi.people.rows import Part
from saathi.people.vocabulary import Communicates, YesNo
from saathi.web.parts import Pair

_MOST = 20
_FREELY = (Contact.WANTED, Contact.ACCOMPANIED)


def beside_a_measure(rights: FileRights, child: Child) -> Part:
    """Age, experiences, capacities and challenges, as far as each is read. Five queries at most."""
    age = age_fact(child, rights.staff)
    pairs = [Pair(_("Age"), age.strong, note=age.text), _speech(child)]
    functioning = rights.records(Functioning).order_by("-asked_on", "-recorded_at").first()
    movements = list(rights.records(Movement).order_by("-year", "-recorded_at")[:_MOST])
    people = list(rights.records(Relation).filter(ended_on=None).order_by("kind")[:_MOST])
    opened = records.words_of_each(one for one in (functioning, *people) if one)
    if functioning:
        pairs.append(_functioning(functioning, opened))
    if movements:
        moves = listed([str(MovementKind(one.kind).label) for one in movements])
        pairs.append(Pair(_("Been through"), moves))
    pairs += _people(people, opened)
    return Part(
        _("To weigh for this child"),
        lead=_("As it is on record. What is missing is to be asked, not guessed."),
        pairs=pairs,
    )


def _speech(child: Child) -> Pair:
    """How she understands: the language first, then the ways, then whether somebody interprets."""
    preferred = child.preferred_language or next(iter(child.languages), "")
    ways = [languages.name_of(preferred)] if preferred else []
    ways += [str(Communicates(way).label) for way in child.communicates]
    needs = _("needs an interpreter") if child.needs_interpreter == YesNo.YES else ""
    return Pair(_("Understands and is understood by"), listed(ways), note=needs)


def _functioning(one: Functioning, opened: dict[UUID, dict[str, Any]]) -> Pair:
    answers = {name: getattr(one, name) for name in FUNCTIONS}
    hard = [
        f"{Function(name).label}: {str(Difficulty(answer).label).lower()}"
        for name, answer in answers.items()
        if answer in {Difficulty.A_LOT, Difficulty.CANNOT}
    ]
    state = Disability(one.disability)
    text = listed(hard) or ("" if state == Disability.NOT_KNOWN else str(state.label))
    term = _("Can do, on %(day)s") % {"day": date_format(one.asked_on, "j F Y")}
    return Pair(term, text, note=str(opened.get(one.pk, {}).get("helps", "")))


def _people(people: list[Relation], opened: dict[UUID, dict[str, Any]]) -> list[Pair]:
    """With whom the child wants contact, with whom not, and who must not come near."""
    wanted, refused, feared = [], [], []
    for one in people:
        name = opened.get(one.pk, {}).get("name") or str(RelationKind(one.kind).label)
        if one.contact in _FREELY:
            wanted.append(name)
        if one.contact == Contact.NOT_WANTED:
            refused.append(name)
        if one.danger in {Danger.FEARED, Danger.KEEP_AWAY}:
            feared.append(name)
    said = (
        (_("Wants contact with"), wanted),
        (_("Wants no contact with"), refused),
        (_("May be a danger"), feared),
    )
    return [Pair(term, listed(names)) for term, names in said if names]
