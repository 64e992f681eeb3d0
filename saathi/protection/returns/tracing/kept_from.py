"""The people who must not learn of a tracing: shown where a claim is recorded or a verification begins."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as mark
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.around.vocabulary import AllegationState, DangerToChild
from saathi.people.models import Child
from saathi.protection.returns.tracing.kept_names import is_kept_from
from saathi.protection.returns.tracing.models import FamilyClaim, TracingRequest
from saathi.protection.returns.tracing.vocabulary import ClaimSign, YesNoNotKnown
from saathi.vault import store as vault
from saathi.web.components import AlertBox, join_facts

KEPT_FROM_ANSWERS: Final = (YesNoNotKnown.YES, YesNoNotKnown.NO)


def kept_from_words(file_id: UUID, reader: Staff) -> list[str]:
    """Who must not learn of the tracing, as the searches of a file say, each once; ended ones count."""
    searches = records.list_opened(reader, TracingRequest, "-opened_on", file_id=file_id)
    words = (search.keep_from.strip() for search in searches)
    return list(dict.fromkeys(each for each in words if each))


def words_of_file(file_id: UUID, reader: Staff) -> str:
    """Who must not be informed, as the safe-contact instructions of the file say; empty without any."""
    child = access.visible(reader, Child).filter(file_id=file_id).first()
    return str(vault.open(child).get("contact_unsafe", "")).strip() if child else ""


def words_of_search_and_file(file_id: UUID, reader: Staff) -> list[str]:
    """The same as `kept_from_words`, and last what the file says, if it says more."""
    words = [*kept_from_words(file_id, reader), words_of_file(file_id, reader)]
    return list(dict.fromkeys(each for each in words if each))


def enquiry_alerts(
    request: StaffRequest, child: Child, _record: object
) -> dict[str, Sequence[AlertBox]]:
    """The context of a form about whom to ask: an alert with the people who must not learn of it."""
    words = words_of_search_and_file(child.file_id, request.staff)
    if not words:
        return {"alerts": []}
    title = _("Who must not learn of the tracing")
    return {"alerts": [AlertBox(title, join_facts(words), kind="danger")]}


def kept_from_alerts(
    request: StaffRequest, child: Child, _record: object
) -> dict[str, Sequence[AlertBox]]:
    """The context of a form: an alert with these people; none if no search names any."""
    words = kept_from_words(child.file_id, request.staff)
    if not words:
        return {"alerts": []}
    title = _("Check that the person is not one of those who must not learn of the tracing")
    return {"alerts": [AlertBox(title, join_facts(words), kind="attend")]}


def kept_from_field() -> forms.ChoiceField:
    """The question whether the person is one of them; it has no default."""
    return forms.ChoiceField(
        label=_("Is this person one of those who must not learn of the tracing?"),
        help_text=_("If you are not sure, choose “Yes” and ask your supervisor."),
        choices=[(code.value, code.label) for code in KEPT_FROM_ANSWERS],
        widget=forms.RadioSelect,
    )


def asked_kept_from_field() -> forms.ChoiceField:
    """The question whether the person asked is one of them, or close to one; it has no default."""
    return forms.ChoiceField(
        label=_("Is the person asked one of those who must not learn of it, or close to one?"),
        help_text=_("If you are not sure, choose “Yes” and ask your supervisor."),
        choices=[(code.value, code.label) for code in KEPT_FROM_ANSWERS],
        widget=forms.RadioSelect,
    )


def reasons_against_kept_from(
    words: Sequence[str], claim: FamilyClaim | None, *, name: str, is_said: bool
) -> tuple[Reason, ...]:
    """Why a relationship is not verified: this would tell the person of the tracing, who must not know.

    `is_said`: the answer to the question about the person; a claim has it as a warning sign. The `name`
    of the person, in any script, says it as well.
    """
    is_claimant = claim is not None and ClaimSign.KEPT_FROM in claim.signs
    names = [name, records.open_texts(claim).get("name", "") if claim is not None else ""]
    is_named = any(is_kept_from(each, words) for each in names)
    if not words or not (is_said or is_claimant or is_named):
        return ()
    text = mark(
        "This person must not learn of the tracing, so the relationship is not verified. Decide with "
        "your supervisor, and refuse a claim of this person. If the person may learn of it after all, "
        "first add to the tracing request the name and why, in a new line with the date; then answer "
        "“No” in a new claim or verification."
    )
    return (Reason("kept_from", text),)


def reasons_against_asking(
    to_whom: str, file_id: UUID, actor: Staff, *, is_said: bool = False
) -> tuple[Reason, ...]:
    """Why this person is not asked about the child: one of those who must not learn of the tracing.

    Also a person whom the child or others fear, who is to be kept away, or an alleged perpetrator, as
    far as the actor may read of them. `is_said`: the answer that the person is one of the first, or close
    to one.
    """
    if is_said:
        text = mark(
            "This person must not learn of the tracing, or is close to someone who must not. Ask someone "
            "else, and decide with your supervisor."
        )
        return (Reason("kept_from", text),)
    words = words_of_search_and_file(file_id, actor)[::-1]
    if not is_kept_from(to_whom, words, _feared_names(file_id, actor)):
        return ()
    text = mark(
        "This may be a person who must not learn of the tracing, whom the child fears, or an alleged "
        "perpetrator. Do not ask this person. If it is someone else, or the person may learn of it after "
        "all, first add to “Who must not learn of the tracing” the name and why, in a new line with the "
        "date."
    )
    return (Reason("to_whom", text),)


def _feared_names(file_id: UUID, reader: Staff) -> list[str]:
    feared = (DangerToChild.FEARED, DangerToChild.KEEP_AWAY)
    relations = access.visible(reader, Relation).filter(file_id=file_id, danger__in=feared)
    alleged = access.visible(reader, AllegedPerpetrator).filter(
        file_id=file_id, allegation_state=AllegationState.ALLEGED
    )
    opened = vault.open_many([*relations, *alleged])
    return [name for texts in opened.values() if (name := texts.get("name", ""))]
