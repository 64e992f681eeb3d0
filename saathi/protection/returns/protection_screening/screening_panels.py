"""The panels of screenings: what each found, and the details of the child that contradict "no sign"."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import labelled_values
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.protection.returns.protection_screening import (
    contact_gate,
    detail_rules,
    pages,
    queries,
)
from saathi.protection.returns.protection_screening.models import (
    PROMPTS,
    NoSignExplanation,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import (
    ContradictingDetail,
    ProtectionAnswer,
    ProtectionScreeningResult,
)


def screenings_panel(
    request: StaffRequest,
    screens: kit.RecordScreens,
    file_id: UUID,
    screenings: Sequence[ProtectionScreening],
    names: Mapping[UUID, str],
) -> kit.Panel:
    """The screenings that the reader may read."""
    lead = gettext_lazy(
        "The latest screening by a trained person counts. A screening is not changed."
    )
    return kit.Panel(
        gettext_lazy("Screenings for international protection"),
        lead=lead,
        actions=screens.links(request, file_id, "add_screening", gettext_lazy("Add a screening")),
        rows=[_screening_row(request, screens, screening, names) for screening in screenings],
        empty=gettext_lazy("No screening that you may read."),
    )


def _screening_row(
    request: StaffRequest,
    screens: kit.RecordScreens,
    screening: ProtectionScreening,
    names: Mapping[UUID, str],
) -> kit.PanelRow:
    return kit.record_row(
        screening,
        pages.screening_pairs(screening, names),
        title=kit.format_day(screening.screened_on),
        state="result",
        is_urgent=screening.result == ProtectionScreeningResult.SIGN,
        needs_attention=screening.result != ProtectionScreeningResult.NO_SIGN,
        words=screening.child_words,
        actions=screens.links(request, screening, "name_readers", gettext_lazy("Change readers")),
    )


def explanation_panels(
    request: StaffRequest,
    screens: kit.RecordScreens,
    file_id: UUID,
    screenings: Sequence[ProtectionScreening],
    explanations: Sequence[NoSignExplanation],
) -> list[kit.Panel]:
    """What contradicts the latest screening, and the explanations; empty without either."""
    latest = screenings[0] if screenings else None
    is_clear = latest is not None and latest.result == ProtectionScreeningResult.NO_SIGN
    details = contact_gate.details_against(latest.pk) if latest and is_clear else []
    if not details and not explanations:
        return []
    rows = [
        *(kit.PanelRow(text, needs_attention=True) for text in detail_rules.texts_of(details)),
        *(_answered_rows(screenings) if ContradictingDetail.EARLIER in details else []),
        *_removed_rows(request, file_id, details),
    ]
    lead = gettext_lazy(
        "These details contradict the result “No sign”. Explain them, or screen again. The screening "
        "counts as finished once a second person confirmed the explanation."
    )
    add = screens.links(request, file_id, "explain_no_sign", gettext_lazy("Add an explanation"))
    return [
        kit.Panel(
            gettext_lazy("Details that contradict the screening"),
            lead=lead if details else "",
            actions=add if details else [],
            rows=[*rows, *(_explanation_row(request, screens, each) for each in explanations)],
        )
    ]


def _answered_rows(screenings: Sequence[ProtectionScreening]) -> list[kit.PanelRow]:
    """The day and the prompts of each answer "yes" that the reader may read."""
    answered = (
        (each, [name for name in PROMPTS if getattr(each, name) == ProtectionAnswer.YES])
        for each in screenings
    )
    return [
        kit.PanelRow(
            gettext("“Yes” on %(day)s: %(prompts)s")
            % {
                "day": kit.format_day(each.screened_on),
                "prompts": join_words(pair.term for pair in labelled_values(each, prompts)),
            },
            needs_attention=True,
        )
        for each, prompts in answered
        if prompts
    ]


def _removed_rows(
    request: StaffRequest, file_id: UUID, details: Sequence[ContradictingDetail]
) -> list[kit.PanelRow]:
    """Who removed which of these details from the child's record, and when."""
    found = [
        each for each in queries.removed_details(request.staff, file_id) if each.detail in details
    ]
    names = names_of({each.recorded_by for each in found})
    text = gettext("Changed in the record on %(day)s by %(name)s: %(detail)s")
    return [
        kit.PanelRow(
            text
            % {
                "day": kit.format_day(each.removed_on),
                "name": names.get(each.recorded_by, ""),
                "detail": each.get_detail_display(),
            },
            needs_attention=True,
        )
        for each in found
    ]


def _explanation_row(
    request: StaffRequest, screens: kit.RecordScreens, explanation: NoSignExplanation
) -> kit.PanelRow:
    is_own = explanation.recorded_by == request.staff.pk
    label = gettext_lazy("Confirm the explanation")
    confirm = screens.steps(request, explanation, "confirm_no_sign", label)
    return kit.record_row(
        explanation,
        "details confirmed_on",
        title=gettext("Explanation"),
        words=explanation.reason,
        needs_attention=explanation.confirmed_by is None,
        steps=[] if is_own or explanation.confirmed_by else confirm,
    )
