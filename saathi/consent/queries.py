"""What pages read of consent, guardian, information and decisions, opened for one reader."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.consent import rules
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Decision,
    Guardian,
    Information,
    OthersView,
)
from saathi.consent.reading import facts_of
from saathi.consent.vocabulary import (
    Accompanied,
    Agreement,
    Answer,
    Capacity,
    ConsentState,
    DecidedBy,
    DecisionKind,
    GuardianKind,
    Heard,
    LegalBasis,
    Scope,
    Speaker,
    Told,
    ToldTo,
    Way,
    Weight,
    YesNo,
)
from saathi.infra.listing import listed
from saathi.participation.vocabulary import Understood
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import adult_from
from saathi.people.rules import ADULT_AT
from saathi.web.parts import Action, Alert, Pair

A_PAGE = 50


@dataclass(frozen=True)
class Row:
    """One record on these pages: a title, how it stands, what is known, and where to change it."""

    title: str
    state: str = ""
    is_over: bool = False
    attend: bool = False
    pairs: Sequence[Pair] = ()
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class ConsentPage:
    """Who stands for the child, on what steps rest, what the child was told."""

    alerts: Sequence[Alert]
    accompanied: str
    guardians: Sequence[Row]
    consents: Sequence[Row]
    information: Sequence[Row]
    shown: Sequence[UUID]


def consent_page(staff: Staff, child: Child) -> ConsentPage:
    """Everything of the section, the latest fifty of each. Six queries."""
    today = staff.office.today()
    guardians = _latest(staff, Guardian, child, "-starts_on")
    accompanied = _latest(staff, Accompaniment, child, "-as_of")
    consents = _latest(staff, Consent, child, "-given_on")
    information = _latest(staff, Information, child, "-told_on")
    opened = records.words_of_each([*guardians, *consents, *information])
    adult = adult_from(child, staff)
    names = {guardian.pk: opened[guardian.pk].get("name", "") for guardian in guardians}
    rows = [_consent(row, opened[row.pk], names, adult, today) for row in consents]
    state = Accompanied(accompanied[0].state) if accompanied else None
    return ConsentPage(
        alerts=_alerts(child, state, guardians, rows, today),
        accompanied=_with_whom(accompanied),
        guardians=[_guardian(row, opened[row.pk], today) for row in guardians],
        consents=rows,
        information=[_information(row, opened[row.pk]) for row in information],
        shown=[row.pk for row in (*guardians, *accompanied, *consents, *information)],
    )


def guardian_choices(staff: Staff, child: Child) -> list[tuple[Guardian, str]]:
    """Each guardian on record with the name, for those who read the section."""
    guardians = _latest(staff, Guardian, child, "-starts_on")
    opened = records.words_of_each(guardians)
    return [(one, opened[one.pk].get("name", "")) for one in guardians]


@dataclass(frozen=True)
class DecisionsPage:
    """Decisions about the child, and what others think."""

    decisions: Sequence[Row]
    others: Sequence[Row]
    shown: Sequence[UUID]


def decisions_page(staff: Staff, child: Child) -> DecisionsPage:
    """The latest fifty decisions and views of others. Three queries."""
    decisions = _latest(staff, Decision, child, "-decided_on")
    others = _latest(staff, OthersView, child, "-said_on")
    opened = records.words_of_each([*decisions, *others])
    return DecisionsPage(
        decisions=[_decision(row, opened[row.pk]) for row in decisions],
        others=[_others(row, opened[row.pk]) for row in others],
        shown=[row.pk for row in (*decisions, *others)],
    )


def _latest[RecordT: Scoped](
    staff: Staff, model: type[RecordT], child: Child, order: str
) -> list[RecordT]:
    found = access.visible(staff, model).filter(child=child)
    return list(found.order_by(order, "-recorded_at", "-pk")[:A_PAGE])


def _alerts(
    child: Child,
    accompanied: Accompanied | None,
    guardians: Sequence[Guardian],
    consents: Sequence[Row],
    today: dt.date,
) -> list[Alert]:
    alerts = []
    if rules.needs_guardian(accompanied, [facts_of(one) for one in guardians], on=today):
        action = Action(
            _("Record a guardian"), reverse("consent:record_guardian", args=[child.file_id])
        )
        text = _("The child is unaccompanied or separated. Ask the authority to appoint one.")
        alerts.append(Alert(_("Nobody stands for the child"), text, action))
    if any(row.attend for row in consents):
        text = _("What rested on a consent from before needs a new one.")
        alerts.append(Alert(_("18 now: ask anew"), text, kind="attend"))
    return alerts


def _with_whom(found: Sequence[Accompaniment]) -> str:
    if not found:
        return ""
    day = date_format(found[0].as_of, "j F Y")
    return f"{Accompanied(found[0].state).label} · {day}"


def _guardian(row: Guardian, content: dict[str, str], today: dt.date) -> Row:
    facts = facts_of(row)
    acts = facts.acts_on(today)
    against = rules.reasons_against_guardian(facts, on=today) if acts else ()
    since = date_format(row.starts_on, "j F Y")
    until = date_format(row.ends_on, "j F Y") if row.ends_on else ""
    pairs = [
        Pair(_("In which way"), str(GuardianKind(row.kind).label), note=content.get("order", "")),
        Pair(_("Since"), since, note=_("until %(day)s") % {"day": until} if until else ""),
        _yes_no(_("Independent"), row.is_independent),
        _yes_no(_("Conflict of interest"), row.has_conflict),
    ]
    if content.get("contact"):
        pairs.append(Pair(_("How to reach"), content["contact"]))
    pairs += [Pair(_("Cannot consent"), _(reason.text)) for reason in against]
    return Row(
        title=content.get("name", ""),
        state="" if acts else _("Not now"),
        is_over=not acts,
        pairs=pairs,
        words=content.get("note", ""),
        url=reverse("consent:change_guardian", args=[row.file_id, row.pk]),
    )


def _yes_no(term: str, value: str) -> Pair:
    known = YesNo(value)
    return Pair(term, "" if known == YesNo.NOT_KNOWN else str(known.label))


def _consent(
    row: Consent,
    content: dict[str, str],
    names: dict[UUID, str],
    adult: dt.date | None,
    today: dt.date,
) -> Row:
    times = rules.ConsentTimes(LegalBasis(row.basis), row.given_on, row.ends_on, row.withdrawn_on)
    state = rules.consent_state(times, adult_from=adult, today=today)
    pairs = [Pair(_("Rests on"), str(LegalBasis(row.basis).label), note=content.get("reason", ""))]
    answer = str(Answer(row.answer).label)
    pairs.append(Pair(_("The child"), answer, note=str(Capacity(row.capacity).label)))
    if row.guardian_id is not None:
        pairs.append(Pair(_("Guardian"), names.get(row.guardian_id, "")))
    if content.get("recipient"):
        pairs.append(Pair(_("For"), content["recipient"]))
    if content.get("withheld"):
        pairs.append(Pair(_("Withheld"), content["withheld"]))
    ends = date_format(row.ends_on, "j F Y") if row.ends_on else ""
    note = _("until %(day)s") % {"day": ends} if ends else ""
    pairs.append(Pair(_("Given on"), date_format(row.given_on, "j F Y"), note=note))
    if row.withdrawn_on:
        why = content.get("why_withdrawn", "")
        pairs.append(Pair(_("Taken back on"), date_format(row.withdrawn_on, "j F Y"), note=why))
    stands = state in {ConsentState.STANDS, ConsentState.ASK_ANEW}
    return Row(
        title=listed([str(Scope(one).label) for one in row.scopes if one in Scope.values]),
        state=str(state.label),
        is_over=not stands,
        attend=state == ConsentState.ASK_ANEW,
        pairs=pairs,
        words=content.get("her_words", ""),
        url=reverse("consent:withdraw_consent", args=[row.file_id, row.pk]) if stands else "",
    )


def _information(row: Information, content: dict[str, str]) -> Row:
    how = [str(Way(row.way).label), languages.name_of(row.language)]
    pairs = [
        Pair(_("Who was told"), str(ToldTo(row.told_to).label)),
        Pair(_("Told on"), date_format(row.told_on, "j F Y"), note=content.get("by", "")),
        Pair(_("How"), listed(how)),
        Pair(_("Understood"), str(Understood(row.understood).label)),
    ]
    title = listed([str(Told(one).label) for one in row.about if one in Told.values])
    return Row(title=title, pairs=pairs, words=content.get("note", ""))


def _decision(row: Decision, content: dict[str, str]) -> Row:
    agreement = Agreement(row.agreement)
    pairs = [
        Pair(_("Decided on"), date_format(row.decided_on, "j F Y"),
             note=_("by: %(who)s") % {"who": DecidedBy(row.decided_by).label}),
        Pair(_("Heard"), str(Heard(row.heard).label), note=content.get("why_not_heard", "")),
        Pair(_("The child’s view"), content.get("views", ""), note=str(Weight(row.weight).label)),
        Pair(_("Best for this child"), content.get("best", "")),
        Pair(_("The same for every child"), content.get("equal", "")),
        Pair(_("Safety and growing up"), content.get("develop", "")),
        Pair(_("Harm, and what is done against it"), content.get("harm", "")),
    ]  # fmt: skip
    if content.get("why"):
        pairs.append(Pair(_("Other reasons"), content["why"]))
    told = date_format(row.told_on, "j F Y") if row.told_on else ""
    pairs.append(Pair(_("Told to the child"), told, missing=_("not told yet")))
    pairs.append(Pair(_("The child says"), str(agreement.label), note=content.get("answer", "")))
    if row.review_on:
        pairs.append(Pair(_("Looked at again on"), date_format(row.review_on, "j F Y")))
    return Row(
        title=str(DecisionKind(row.kind).label),
        state=str(agreement.label) if agreement == Agreement.DISAGREES else "",
        attend=agreement == Agreement.DISAGREES,
        pairs=pairs,
        words=content.get("what", ""),
        url=reverse("consent:change_decision", args=[row.file_id, row.pk]),
    )


def _others(row: OthersView, content: dict[str, str]) -> Row:
    day = date_format(row.said_on, "j F Y")
    who = str(Speaker(row.speaker).label)
    pairs = [
        Pair(_("Who"), who, note=content.get("name", "")),
        Pair(_("Said on"), day),
    ]
    return Row(content.get("about", ""), pairs=pairs, words=content.get("words_said", ""))


def agreed_to(staff: Staff, scope: Scope, today: dt.date) -> QuerySet[Consent]:
    """The newest basis of each child about this, where it stands and is a consent, or a law or an order.

    Nobody's best interests are numbers: that basis gives none, nor does danger. Whoever may be 18 by now
    is asked anew (GDN-007), by the years of birth alone.
    """
    still = Q(ends_on=None) | Q(ends_on__gte=today) | Q(answer=Answer.NO)
    about = access.visible(staff, Consent).filter(
        still, scopes__contains=[scope], withdrawn_on=None, given_on__lte=today
    )
    of_her = about.filter(child=OuterRef("child")).order_by("-given_on", "-recorded_at")
    by_law = Q(basis__in=(LegalBasis.DUTY, LegalBasis.ORDER))
    a_child_then = today.year - ADULT_AT
    consented = Q(basis__in=(LegalBasis.CONSENT, LegalBasis.ASSENT, LegalBasis.GUARDIAN))
    of_age = (
        Q(child__birth_year_low=None)
        | Q(child__birth_year_low__gt=a_child_then)
        | Q(given_on__year__gt=F("child__birth_year_high") + ADULT_AT)
    )
    return about.filter(
        by_law | (consented & ~Q(answer=Answer.NO) & of_age), pk=Subquery(of_her.values("pk")[:1])
    )
