"""Case conferences as shown on the page and in print."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_day, format_field, labelled_values
from saathi.infra.join_words import join_words
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.conferences.vocabulary import DecisionState
from saathi.web.components import LabelledValue, join_facts


def conference_title(conference: Conference) -> str:
    """The date and the purpose."""
    return join_facts((format_day(conference.held_on), conference.purpose))


def names_in(
    conferences: Sequence[Conference], decisions: Sequence[ConferenceDecision]
) -> dict[UUID, str]:
    """The names of the colleagues who took part, recorded, or are responsible. One query."""
    ids = {person for conference in conferences for person in conference.attended}
    ids |= {conference.recorded_by for conference in conferences}
    ids |= {decision.to_id for decision in decisions if decision.to_id}
    return names_of(ids)


def conference_pairs(conference: Conference, names: Mapping[UUID, str]) -> list[LabelledValue]:
    """All that was recorded, without empty values, except the child's participation."""
    where = [str(format_field(conference, "setting")) if conference.setting else ""]
    took_part = join_words(names.get(person, "") for person in conference.attended)
    how = [str(format_field(conference, "child_part")) if conference.child_part else ""]
    pairs = [
        LabelledValue(_("Place"), join_facts(part for part in [*where, conference.place] if part)),
        LabelledValue(_("Colleagues"), took_part),
        *labelled_values(conference, "others"),
        LabelledValue(
            _("The child"),
            join_facts(part for part in [*how, conference.child_how] if part),
            missing=_("not recorded"),
        ),
        *labelled_values(conference, "child_said discussed"),
        LabelledValue(_("Next conference"), format_day(conference.next_on)),
        LabelledValue(_("Recorded by"), names.get(conference.recorded_by, "")),
    ]
    return [pair for pair in pairs if pair.text or pair.missing]


def decision_pairs(decision: ConferenceDecision, names: Mapping[UUID, str]) -> list[LabelledValue]:
    """Who carries it out by when; the result."""
    name = names.get(decision.to_id, "") if decision.to_id else ""
    ended = decision.state != DecisionState.OPEN
    pairs = [
        LabelledValue(
            _("Responsible"), join_facts(part for part in (name, decision.other) if part)
        ),
        LabelledValue(_("Due date"), format_day(decision.until)),
        LabelledValue(_("Ended"), format_day(decision.ended_on) if ended else ""),
        LabelledValue(_("Remarks"), decision.answer),
    ]
    return [pair for pair in pairs if pair.text]
