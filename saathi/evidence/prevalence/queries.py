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
from saathi.agencies.steps import Step
from saathi.evidence.deciding.pages import TAGS, Row, decided, moment
from saathi.evidence.deciding.rules import reasons_not_to_decide
from saathi.evidence.prevalence import actions, estimating, rules
from saathi.evidence.prevalence.estimating import Estimated
from saathi.evidence.prevalence.forms import LETTERS
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.evidence.prevalence.vocabulary import Assumption, EstimateState, Holds
from saathi.infra.countries import Country
from saathi.infra.listing import listed
from saathi.web.parts import Pair

_MAKES = {Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE}


def estimates(staff: Staff, asked: str = "") -> QuerySet[PrevalenceEstimate]:
    """The estimates this person may see, the newest first; those of these words, where asked for."""
    seen = Q(state=EstimateState.APPROVED)
    if _MAKES & set(staff.permissions):
        seen |= Q(agency=staff.agency_id)
    words = Q(title__icontains=asked) | Q(who__icontains=asked) if asked else Q()
    found = PrevalenceEstimate.objects.filter(seen, words).select_related("agency")
    return found.order_by("-made_at", "pk")


def estimate(staff: Staff, estimate_id: UUID) -> PrevalenceEstimate:
    """An estimate this person may see; 404 for others."""
    found = estimates(staff).filter(pk=estimate_id).first()
    if found is None:
        raise Http404
    return found


def row(one: PrevalenceEstimate) -> Row:
    """An estimate in words."""
    return Row(
        title=one.title,
        about=f"{Country(one.country).label} · {_years(one)} · {one.agency.name}",
        state=str(EstimateState(one.state).label),
        tag=TAGS[one.state],
        url=reverse("prevalence:show_estimate", args=[one.pk]),
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
    told: Sequence[Pair]
    lists: Sequence[Pair]
    assumptions: Sequence[Pair]
    decided: Sequence[Pair]
    against: Sequence[str]
    steps: Sequence[Step]


def page(one: PrevalenceEstimate, staff: Staff) -> EstimatePage:
    """Everything on the page of an estimate. One query, for the names of staff."""
    lists = len(one.lists)
    found = estimating.estimate(one.overlaps, lists)
    against = [
        *rules.reasons_against_lists(lists, one.overlaps),
        *rules.reasons_against_assumptions(lists, one.assumptions),
    ]
    is_shown = found is not None and not rules.reasons_against_lists(lists, one.overlaps)
    return EstimatePage(
        title=one.title,
        state=str(EstimateState(one.state).label),
        tag=TAGS[one.state],
        sentence=_sentence(found) if found and is_shown else "",
        told=_told(one, found),
        lists=_lists(one),
        assumptions=_assumptions(one),
        decided=_decided(one),
        against=[_(reason.text) for reason in against],
        steps=list(steps(one, staff)),
    )


def _sentence(found: Estimated) -> str:
    shown = rules.printed(found)
    return _(
        "About %(estimate)d persons, those nobody saw included; between %(low)d and %(high)d."
    ) % {
        "estimate": shown.estimate,
        "low": shown.low,
        "high": shown.high,
    }


def _persons(number: int) -> str:
    shown = rules.in_fives(number)
    if shown is None:
        return _("fewer than %(few)d") % {"few": rules.FEW}
    return ngettext("about %(number)d person", "about %(number)d persons", shown) % {
        "number": shown
    }


def _told(one: PrevalenceEstimate, found: Estimated | None) -> list[Pair]:
    pairs = [
        Pair(_("Who is counted"), one.who),
        Pair(_("Where and when"), f"{Country(one.country).label}, {_years(one)}"),
        Pair(_("Made by"), one.agency.name),
        Pair(_("Recognised across lists"), one.matched),
        Pair(_("Seen in one list at least"), _persons(sum(one.counts))),
    ]
    if found is not None:
        pairs.append(Pair(_("Method"), _method(one, found)))
        pairs.append(Pair(_("Interval"), _interval(found)))
    if one.doubts:
        pairs.append(Pair(_("What speaks against it"), one.doubts))
    return pairs


def _method(one: PrevalenceEstimate, found: Estimated) -> str:
    if len(one.lists) == estimating.TWO:
        return _("Two lists that do not depend on each other (Chapman)")
    if not found.pairs:
        return _("Log-linear model of the overlaps; no list depends on another")
    pairs = listed(f"{LETTERS[a]}–{LETTERS[b]}" for a, b in found.pairs)
    return _("Log-linear model of the overlaps; these lists depend on each other: %(pairs)s") % {
        "pairs": pairs
    }


def _interval(found: Estimated) -> str:
    if found.models == 1:
        return _("95 % by the model alone; that an assumption may not hold is not in it")
    return _(
        "95 %% by the model alone, of %(close)d of %(models)d models that fit about as well; "
        "that an assumption may not hold is not in it"
    ) % {"close": found.close, "models": found.models}


def _lists(one: PrevalenceEstimate) -> list[Pair]:
    """Each list with its size, and each two with what they share; few are never shown."""
    overlaps = one.overlaps
    numbers = range(len(one.lists))
    pairs = [
        Pair(
            _("List %(letter)s") % {"letter": LETTERS[number]},
            one.lists[number],
            note=_persons(sum(count for held, count in overlaps.items() if number in held)),
        )
        for number in numbers
    ]
    for first in numbers:
        for second in range(first + 1, len(one.lists)):
            both = _persons(estimating.in_both(overlaps, first, second))
            pairs.append(Pair(f"{LETTERS[first]}–{LETTERS[second]}", both))
    return pairs


def _assumptions(one: PrevalenceEstimate) -> list[Pair]:
    told = {code: Holds(holds) for code, holds in one.assumptions.items() if holds in Holds.values}
    return [
        Pair(str(assumption.label), str(told.get(assumption.value, Holds.NOT_KNOWN).label))
        for assumption in Assumption
    ]


def _decided(one: PrevalenceEstimate) -> list[Pair]:
    names = names_of([one.made_by, one.decided_by])
    made = Pair(_("Written down by"), names.get(one.made_by, ""), note=moment(one.made_at))
    return [made, *decided(one, names)]


def steps(one: PrevalenceEstimate, staff: Staff) -> Iterator[Step]:
    """What this person can do with an estimate of her agency now."""
    if one.agency_id != staff.agency_id:
        return
    at = actions.standing(one)
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(at, staff.id):
            yield Step(_("Approve it"), _act(one, "approve"), is_main=True)
        if not reasons_not_to_decide(one.state, one.made_by, staff.id):
            yield Step(_("Refuse it"), _act(one, "refuse"))
    may_withdraw = one.state in {EstimateState.ASKED, EstimateState.APPROVED}
    if Permission.PREPARE_RELEASE in staff.permissions and may_withdraw:
        yield Step(_("Withdraw it"), _act(one, "withdraw"))


def _act(one: PrevalenceEstimate, action: str) -> str:
    return reverse("prevalence:act", args=[one.pk, action])
