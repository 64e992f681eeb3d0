"""Reads prevalence estimates: approved ones for readers of statistics, all for their authors."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.evidence.approval import pages
from saathi.evidence.approval.pages import DecisionPage, DecisionRow, PairsPanel
from saathi.evidence.prevalence import actions, estimating, rules
from saathi.evidence.prevalence.forms import LETTERS
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.evidence.prevalence.rules import PrintedEstimate, VisibleOverlaps
from saathi.evidence.prevalence.vocabulary import (
    AssumptionValidity,
    EstimateAssumption,
    EstimateState,
)
from saathi.infra.countries import country_name
from saathi.infra.join_words import join_words
from saathi.web.components import LabelledValue

STEP_PAGE = "prevalence:confirm_estimate_step"
_MAKES = {Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE}


def list_estimates(staff: Staff, search_text: str = "") -> QuerySet[PrevalenceEstimate]:
    """The estimates that the reader may see, newest first; filtered by search words if given."""
    visible = Q(state=EstimateState.APPROVED)
    if _MAKES & set(staff.permissions):
        visible |= Q(agency=staff.agency_id)
    words = Q(title__icontains=search_text) | Q(who__icontains=search_text) if search_text else Q()
    estimates = PrevalenceEstimate.objects.filter(visible, words).select_related("agency")
    return estimates.order_by("-made_at", "pk")


def get_estimate(staff: Staff, estimate_id: UUID) -> PrevalenceEstimate:
    """An estimate that the reader may see; otherwise 404."""
    return get_object_or_404(list_estimates(staff), pk=estimate_id)


def estimate_row(prevalence_estimate: PrevalenceEstimate) -> DecisionRow:
    """An estimate's list row."""
    country, agency = country_name(prevalence_estimate.country), prevalence_estimate.agency
    return DecisionRow(
        title=prevalence_estimate.title,
        about=" · ".join((country, _years(prevalence_estimate), agency.name)),
        state=EstimateState(prevalence_estimate.state).label,
        tag=pages.TAGS[prevalence_estimate.state],
        url=reverse("prevalence:show_estimate", args=[prevalence_estimate.pk]),
    )


def _years(estimate: PrevalenceEstimate) -> str:
    first, last = estimate.first_year, estimate.last_year
    return str(first) if first == last else f"{first}–{last}"


def build_estimate_page(prevalence_estimate: PrevalenceEstimate, staff: Staff) -> DecisionPage:
    """The data of an estimate's page. One query for the names of staff, one more for its authors.

    The numbers are the same for all readers. Reasons against the lists are computed from the exact
    counts, for the authors alone: where there are any, the estimate is not approved for others.
    """
    lists, shown = len(prevalence_estimate.lists), prevalence_estimate.visible_overlaps
    against_lists = (
        rules.reasons_against_lists(lists, prevalence_estimate.overlaps)
        if _is_author(prevalence_estimate, staff)
        else ()
    )
    against = [
        *against_lists,
        *rules.reasons_against_assumptions(lists, prevalence_estimate.assumptions),
    ]
    return DecisionPage(
        title=prevalence_estimate.title,
        warning=_("An estimate, not a count"),
        state=EstimateState(prevalence_estimate.state).label,
        tag=pages.TAGS[prevalence_estimate.state],
        sentence=_sentence(shown.found) if shown.found and not against_lists else "",
        reasons_against=pages.reason_texts(against),
        steps=list(available_steps(prevalence_estimate, staff)),
        panels=[
            PairsPanel(_("Details of the estimate"), _estimate_details(prevalence_estimate, shown)),
            PairsPanel(
                _("Assumptions"),
                _assumptions(prevalence_estimate),
                note=_(
                    "If some persons were less likely to be on a list than others, the true number is"
                    " higher than the estimate."
                ),
            ),
            PairsPanel(_("Lists"), _list_details(prevalence_estimate, shown)),
            PairsPanel(_("History"), _decision_details(prevalence_estimate)),
        ],
    )


def _is_author(estimate: PrevalenceEstimate, staff: Staff) -> bool:
    """Whether the reader is one of those who make estimates in that agency."""
    return estimate.agency_id == staff.agency_id and bool(_MAKES & set(staff.permissions))


def _sentence(printed: PrintedEstimate) -> str:
    return _(
        "About %(estimate)d persons, including those on no list; between %(low)d and %(high)d."
    ) % {
        "estimate": printed.estimate,
        "low": printed.low,
        "high": printed.high,
    }


def _persons(shown: int | None) -> str:
    if shown is None:
        return _("fewer than %(few)d") % {"few": rules.MIN_SHOWN}
    return ngettext("about %(number)d person", "about %(number)d persons", shown) % {
        "number": shown
    }


def _estimate_details(estimate: PrevalenceEstimate, shown: VisibleOverlaps) -> list[LabelledValue]:
    pairs = [
        LabelledValue(_("Population"), estimate.who),
        LabelledValue(
            _("Place and period"), f"{country_name(estimate.country)}, {_years(estimate)}"
        ),
        LabelledValue(_("Prepared by"), estimate.agency.name),
        LabelledValue(_("Matching across lists"), estimate.matched),
        LabelledValue(_("On at least one list"), _persons(shown.seen)),
    ]
    if shown.found is not None:
        pairs.append(LabelledValue(_("Method"), _method(estimate, shown.found)))
        pairs.append(LabelledValue(_("Interval"), _interval(shown.found)))
    if estimate.doubts:
        pairs.append(LabelledValue(_("Limitations"), estimate.doubts))
    return pairs


def _method(estimate: PrevalenceEstimate, printed: PrintedEstimate) -> str:
    if len(estimate.lists) == estimating.TWO:
        return _("Two independent lists (Chapman)")
    if not printed.pairs:
        return _("Log-linear model of the overlaps; lists are independent")
    pairs = join_words(f"{LETTERS[first]}–{LETTERS[second]}" for first, second in printed.pairs)
    return _("Log-linear model of the overlaps; dependent lists: %(pairs)s") % {"pairs": pairs}


def _interval(printed: PrintedEstimate) -> str:
    if printed.models == 1:
        return _(
            "95 % according to the model only; uncertainty about the assumptions is not included"
        )
    return _(
        "95 %% according to the model only, from %(close)d of %(models)d models with a "
        "similar fit; uncertainty about the assumptions is not included"
    ) % {"close": printed.close, "models": printed.models}


def _list_details(estimate: PrevalenceEstimate, shown: VisibleOverlaps) -> list[LabelledValue]:
    """Each list with its size, and each pair with its overlap; small numbers are never shown."""
    sizes = [
        LabelledValue(_("List %(letter)s") % {"letter": letter}, name, note=_persons(size))
        for letter, name, size in zip(LETTERS, estimate.lists, shown.sizes, strict=False)
    ]
    overlaps = zip(rules.list_pairs(len(estimate.lists)), shown.both, strict=False)
    return sizes + [
        LabelledValue(f"{LETTERS[first]}–{LETTERS[second]}", _persons(number))
        for (first, second), number in overlaps
    ]


def _assumptions(estimate: PrevalenceEstimate) -> list[LabelledValue]:
    validity_texts = {
        code: AssumptionValidity(holds)
        for code, holds in estimate.assumptions.items()
        if holds in AssumptionValidity.values
    }
    return [
        LabelledValue(
            str(assumption.label),
            str(validity_texts.get(assumption.value, AssumptionValidity.NOT_KNOWN).label),
        )
        for assumption in EstimateAssumption
    ]


def _decision_details(estimate: PrevalenceEstimate) -> list[LabelledValue]:
    names = names_of([estimate.made_by, estimate.decided_by])
    return [pages.author_pair(estimate, names), *pages.decision_pairs(estimate, names)]


def available_steps(
    prevalence_estimate: PrevalenceEstimate, staff: Staff
) -> Iterator[AvailableAction]:
    """The steps that are available to the reader for an estimate of their agency."""
    if prevalence_estimate.agency_id != staff.agency_id:
        return
    if Permission.APPROVE_RELEASE in staff.permissions:
        against = rules.reasons_not_to_approve(
            actions.estimate_facts(prevalence_estimate), staff.id
        )
        yield from pages.deciding_steps(prevalence_estimate, staff, STEP_PAGE, against)
    may_withdraw = prevalence_estimate.state in {EstimateState.ASKED, EstimateState.APPROVED}
    if Permission.PREPARE_RELEASE in staff.permissions and may_withdraw:
        yield pages.step_link(prevalence_estimate, STEP_PAGE, "withdraw", _("Withdraw"))
