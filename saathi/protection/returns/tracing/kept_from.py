"""The people who must not learn of a tracing: shown where a claim is recorded or a verification begins."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as mark
from saathi.people.models import Child
from saathi.protection.returns.tracing.models import FamilyClaim, TracingRequest
from saathi.protection.returns.tracing.vocabulary import ClaimSign, YesNoNotKnown
from saathi.web.components import AlertBox, join_facts

KEPT_FROM_ANSWERS: Final = (YesNoNotKnown.YES, YesNoNotKnown.NO)


def kept_from_words(file_id: UUID, reader: Staff) -> list[str]:
    """Who must not learn of the tracing, as the searches of a file say, each once; ended ones count."""
    searches = records.list_opened(reader, TracingRequest, "-opened_on", file_id=file_id)
    words = (search.keep_from.strip() for search in searches)
    return list(dict.fromkeys(each for each in words if each))


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


def reasons_against_kept_from(
    words: Sequence[str], claim: FamilyClaim | None, *, is_kept_from: bool
) -> tuple[Reason, ...]:
    """Why a relationship is not verified: this would tell the person of the tracing, who must not know.

    `is_kept_from`: the answer to the question about the person; a claim has it as a warning sign.
    """
    is_claimant = claim is not None and ClaimSign.KEPT_FROM in claim.signs
    if not words or not (is_kept_from or is_claimant):
        return ()
    text = mark(
        "This person must not learn of the tracing, so the relationship is not verified. Decide with "
        "your supervisor, and refuse a claim of this person. If the person may learn of it after all, "
        "first add to the tracing request why, with the date; then answer “No” in a new claim or "
        "verification."
    )
    return (Reason("kept_from", text),)
