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
from saathi.evidence.prevalence.forms import LETTERS
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.evidence.prevalence.rules import Printed, Shown
from saathi.evidence.prevalence.vocabulary import Assumption, EstimateState, Holds
from saathi.infra.countries import country_name
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
        about=f"{country_name(one.country)} · {_years(one)} · {one.agency.name}",
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
    """Everything on the page of an estimate. A query for the names of staff, one more for its makers.

    Numbers are the same for whoever sees them. What speaks against the lists is worked out from the
    exact counts, for the makers alone: where something does, nobody approves it for others.
    """
    lists, shown = len(one.lists), one.seen
    against_lists = rules.reasons_against_lists(lists, one.overlaps) if _makes(one, staff) else ()
    against = [*against_lists, *rules.reasons_against_assumptions(lists, one.assumptions)]
    return EstimatePage(
        title=one.title,
        state=str(EstimateState(one.state).label),
        tag=TAGS[one.state],
        sentence=_sentence(shown.found) if shown.found and not against_lists else "",
        told=_told(one, shown),
        lists=_lists(one, shown),
        assumptions=_assumptions(one),
        decided=_decided(one),
        against=[_(reason.text) for reason in against],
        steps=list(steps(one, staff)),
    )


def _makes(one: PrevalenceEstimate, staff: Staff) -> bool:
    """Whether this person is among those who make estimates of that agency."""
    return one.agency_id == staff.agency_id and bool(_MAKES & set(staff.permissions))


def _sentence(found: Printed) -> str:
    return _(
        "About %(estimate)d persons, those nobody saw included; between %(low)d and %(high)d."
    ) % {
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
    }


def _persons(shown: int | None) -> str:
    if shown is None:
        return _("fewer than %(few)d") % {"few": rules.FEW}
    return ngettext("about %(number)d person", "about %(number)d persons", shown) % {
        "number": shown
    }


def _told(one: PrevalenceEstimate, shown: Shown) -> list[Pair]:
    pairs = [
        Pair(_("Who is counted"), one.who),
        Pair(_("Where and when"), f"{country_name(one.country)}, {_years(one)}"),
        Pair(_("Made by"), one.agency.name),
        Pair(_("Recognised across lists"), one.matched),
        Pair(_("Seen in one list at least"), _persons(shown.seen)),
    ]
    if shown.found is not None:
        pairs.append(Pair(_("Method"), _method(one, shown.found)))
        pairs.append(Pair(_("Interval"), _interval(shown.found)))
    if one.doubts:
        pairs.append(Pair(_("What speaks against it"), one.doubts))
    return pairs


def _method(one: PrevalenceEstimate, found: Printed) -> str:
    if len(one.lists) == estimating.TWO:
        return _("Two lists that do not depend on each other (Chapman)")
    if not found.pairs:
        return _("Log-linear model of the overlaps; no list depends on another")
    pairs = listed(f"{LETTERS[a]}–{LETTERS[b]}" for a, b in found.pairs)
    return _("Log-linear model of the overlaps; these lists depend on each other: %(pairs)s") % {
        "pairs": pairs
    }


def _interval(found: Printed) -> str:
    if found.models == 1:
        return _("95 % by the model alone; that an assumption may not hold is not in it")
    return _(
        "95 %% by the model alone, of %(close)d of %(models)d models that fit about as well; "
        "that an assumption may not hold is not in it"
    ) % {"close": found.close, "models": found.models}


def _lists(one: PrevalenceEstimate, shown: Shown) -> list[Pair]:
    """Each list with its size, and each two with what they share; few are never shown."""
    sizes = [
        Pair(_("List %(letter)s") % {"letter": letter}, name, note=_persons(size))
        for letter, name, size in zip(LETTERS, one.lists, shown.sizes, strict=False)
    ]
    both = zip(rules.pairs_of(len(one.lists)), shown.both, strict=True)
    return sizes + [
        Pair(f"{LETTERS[first]}–{LETTERS[second]}", _persons(number))
        for (first, second), number in both
    ]


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
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(actions.standing(one), staff.id):
            yield Step(_("Approve it"), _act(one, "approve"), is_main=True)
        if not reasons_not_to_decide(one.state, one.made_by, staff.id):
            yield Step(_("Refuse it"), _act(one, "refuse"))
    may_withdraw = one.state in {EstimateState.ASKED, EstimateState.APPROVED}
    if Permission.PREPARE_RELEASE in staff.permissions and may_withdraw:
        yield Step(_("Withdraw it"), _act(one, "withdraw"))


def _act(one: PrevalenceEstimate, action: str) -> str:
    return reverse("prevalence:act", args=[one.pk, action])
