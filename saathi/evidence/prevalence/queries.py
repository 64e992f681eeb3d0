"""Reads of estimates of prevalence: approved ones for whoever sees numbers, others for who makes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.evidence.approval.pages import TAGS, DecisionRow, decision_pairs, format_moment
from saathi.evidence.approval.rules import reasons_not_to_decide
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

_MAKES = {Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE}


def list_estimates(staff: Staff, asked: str = "") -> QuerySet[PrevalenceEstimate]:
    """The estimates this person may see, the newest first; those of these words, where asked for."""
    seen = Q(state=EstimateState.APPROVED)
    if _MAKES & set(staff.permissions):
        seen |= Q(agency=staff.agency_id)
    words = Q(title__icontains=asked) | Q(who__icontains=asked) if asked else Q()
    found = PrevalenceEstimate.objects.filter(seen, words).select_related("agency")
    return found.order_by("-made_at", "pk")


def get_estimate(staff: Staff, estimate_id: UUID) -> PrevalenceEstimate:
    """An estimate this person may see; 404 for others."""
    found = list_estimates(staff).filter(pk=estimate_id).first()
    if found is None:
        raise Http404
    return found


def estimate_row(prevalence_estimate: PrevalenceEstimate) -> DecisionRow:
    """An estimate in words."""
    return DecisionRow(
        title=prevalence_estimate.title,
        about=" · ".join(
            (
                country_name(prevalence_estimate.country),
                _years(prevalence_estimate),
                prevalence_estimate.agency.name,
            )
        ),
        state=str(EstimateState(prevalence_estimate.state).label),
        tag=TAGS[prevalence_estimate.state],
        url=reverse("prevalence:show_estimate", args=[prevalence_estimate.pk]),
    )


def _years(one: PrevalenceEstimate) -> str:
    first, last = one.first_year, one.last_year
    return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class EstimatePage:
    """An estimate with everything that has to be read with it."""

    title: str
    state: str
    tag: str
    sentence: str
    details: Sequence[LabelledValue]
    lists: Sequence[LabelledValue]
    assumptions: Sequence[LabelledValue]
    decision: Sequence[LabelledValue]
    reasons_against: Sequence[str]
    steps: Sequence[AvailableAction]


def build_estimate_page(prevalence_estimate: PrevalenceEstimate, staff: Staff) -> EstimatePage:
    """Everything on the page of an estimate. A query for the names of staff, one more for its makers.

    Numbers are the same for whoever sees them. What speaks against the lists is worked out from the
    exact counts, for the makers alone: where something does, nobody approves it for others.
    """
    lists, shown = len(prevalence_estimate.lists), prevalence_estimate.visible_overlaps
    against_lists = (
        rules.reasons_against_lists(lists, prevalence_estimate.overlaps)
        if _makes(prevalence_estimate, staff)
        else ()
    )
    against = [
        *against_lists,
        *rules.reasons_against_assumptions(lists, prevalence_estimate.assumptions),
    ]
    return EstimatePage(
        title=prevalence_estimate.title,
        state=str(EstimateState(prevalence_estimate.state).label),
        tag=TAGS[prevalence_estimate.state],
        sentence=_sentence(shown.found) if shown.found and not against_lists else "",
        details=_told(prevalence_estimate, shown),
        lists=_lists(prevalence_estimate, shown),
        assumptions=_assumptions(prevalence_estimate),
        decision=_decided(prevalence_estimate),
        reasons_against=[_(reason.text) for reason in against],
        steps=list(available_steps(prevalence_estimate, staff)),
    )


def _makes(one: PrevalenceEstimate, staff: Staff) -> bool:
    """Whether this person is among those who make estimates of that agency."""
    return one.agency_id == staff.agency_id and bool(_MAKES & set(staff.permissions))


def _sentence(found: PrintedEstimate) -> str:
    return _(
        "About %(estimate)d persons, those nobody saw included; between %(low)d and %(high)d."
    ) % {
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
    }


def _persons(shown: int | None) -> str:
    if shown is None:
        return _("fewer than %(few)d") % {"few": rules.MIN_SHOWN}
    return ngettext("about %(number)d person", "about %(number)d persons", shown) % {
        "number": shown
    }


def _told(one: PrevalenceEstimate, shown: VisibleOverlaps) -> list[LabelledValue]:
    pairs = [
        LabelledValue(_("Who is counted"), one.who),
        LabelledValue(_("Where and when"), f"{country_name(one.country)}, {_years(one)}"),
        LabelledValue(_("Made by"), one.agency.name),
        LabelledValue(_("Recognised across lists"), one.matched),
        LabelledValue(_("Seen in one list at least"), _persons(shown.seen)),
    ]
    if shown.found is not None:
        pairs.append(LabelledValue(_("Method"), _method(one, shown.found)))
        pairs.append(LabelledValue(_("Interval"), _interval(shown.found)))
    if one.doubts:
        pairs.append(LabelledValue(_("What speaks against it"), one.doubts))
    return pairs


def _method(one: PrevalenceEstimate, found: PrintedEstimate) -> str:
    if len(one.lists) == estimating.TWO:
        return _("Two lists that do not depend on each other (Chapman)")
    if not found.pairs:
        return _("Log-linear model of the overlaps; no list depends on another")
    pairs = join_words(f"{LETTERS[a]}–{LETTERS[b]}" for a, b in found.pairs)
    return _("Log-linear model of the overlaps; these lists depend on each other: %(pairs)s") % {
        "pairs": pairs
    }


def _interval(found: PrintedEstimate) -> str:
    if found.models == 1:
        return _("95 % by the model alone; that an assumption may not hold is not in it")
    return _(
        "95 %% by the model alone, of %(close)d of %(models)d models that fit about as well; "
        "that an assumption may not hold is not in it"
    ) % {"close": found.close, "models": found.models}


def _lists(one: PrevalenceEstimate, shown: VisibleOverlaps) -> list[LabelledValue]:
    """Each list with its size, and each two with what they share; few are never shown."""
    sizes = [
        LabelledValue(_("List %(letter)s") % {"letter": letter}, name, note=_persons(size))
        for letter, name, size in zip(LETTERS, one.lists, shown.sizes, strict=False)
    ]
    both = zip(rules.list_pairs(len(one.lists)), shown.both, strict=True)
    return sizes + [
        LabelledValue(f"{LETTERS[first]}–{LETTERS[second]}", _persons(number))
        for (first, second), number in both
    ]


def _assumptions(one: PrevalenceEstimate) -> list[LabelledValue]:
    told = {
        code: AssumptionValidity(holds)
        for code, holds in one.assumptions.items()
        if holds in AssumptionValidity.values
    }
    return [
        LabelledValue(
            str(assumption.label),
            str(told.get(assumption.value, AssumptionValidity.NOT_KNOWN).label),
        )
        for assumption in EstimateAssumption
    ]


def _decided(one: PrevalenceEstimate) -> list[LabelledValue]:
    names = names_of([one.made_by, one.decided_by])
    made = LabelledValue(
        _("Written down by"), names.get(one.made_by, ""), note=format_moment(one.made_at)
    )
    return [made, *decision_pairs(one, names)]


def available_steps(
    prevalence_estimate: PrevalenceEstimate, staff: Staff
) -> Iterator[AvailableAction]:
    """What this person can do with an estimate of her agency now."""
    if prevalence_estimate.agency_id != staff.agency_id:
        return
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(actions.estimate_facts(prevalence_estimate), staff.id):
            yield AvailableAction(
                _("Approve it"), _act(prevalence_estimate, "approve"), is_main=True
            )
        if not reasons_not_to_decide(
            prevalence_estimate.state, prevalence_estimate.made_by, staff.id
        ):
            yield AvailableAction(_("Refuse it"), _act(prevalence_estimate, "refuse"))
    may_withdraw = prevalence_estimate.state in {EstimateState.ASKED, EstimateState.APPROVED}
    if Permission.PREPARE_RELEASE in staff.permissions and may_withdraw:
        yield AvailableAction(_("Withdraw it"), _act(prevalence_estimate, "withdraw"))


def _act(one: PrevalenceEstimate, action: str) -> str:
    return reverse("prevalence:act", args=[one.pk, action])
