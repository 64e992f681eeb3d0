"""Loads consent, guardians, information and decisions, opened for one reader."""

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
from saathi.consent.guardian_facts import facts_of_guardian
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Decision,
    Guardian,
    Information,
    OthersView,
)
from saathi.consent.vocabulary import (
    AccompanimentStatus,
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    ConsentScope,
    ConsentState,
    DecisionKind,
    DecisionMaker,
    GuardianKind,
    GuardianYesNo,
    InformationAudience,
    InformationMethod,
    InformationTopic,
    LegalBasis,
    Speaker,
)
from saathi.infra.join_words import join_words
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import coming_of_age_day
from saathi.people.rules import AGE_OF_MAJORITY
from saathi.web.components import ActionLink, AlertBox, LabelledValue
from saathi.web.unanswered import label_if_known

PAGE_SIZE = 50


@dataclass(frozen=True)
class ConsentRow:
    """One record on these pages: title, state, details, and where to change it."""

    title: str
    state: str = ""
    is_over: bool = False
    needs_attention: bool = False
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class ConsentPage:
    """Guardians, consents and information of a child."""

    alerts: Sequence[AlertBox]
    accompanied: str
    guardians: Sequence[ConsentRow]
    consents: Sequence[ConsentRow]
    information: Sequence[ConsentRow]
    record_ids: Sequence[UUID]


def load_consent_page(staff: Staff, child: Child) -> ConsentPage:
    """All records of the section, the latest fifty of each kind. Six queries."""
    today = staff.office.today()
    guardians = _latest(staff, Guardian, child, "-starts_on")
    accompanied = _latest(staff, Accompaniment, child, "-as_of")
    consents = _latest(staff, Consent, child, "-given_on")
    information = _latest(staff, Information, child, "-told_on")
    opened = records.open_texts_of_each([*guardians, *consents, *information])
    adult = coming_of_age_day(child, staff)
    names = {guardian.pk: opened.get(guardian.pk, {}).get("name", "") for guardian in guardians}
    rows = [_consent_row(row, opened.get(row.pk, {}), names, adult, today) for row in consents]
    state = AccompanimentStatus(accompanied[0].state) if accompanied else None
    return ConsentPage(
        alerts=_alerts(child, state, guardians, rows, today),
        accompanied=_accompaniment_label(accompanied),
        guardians=[_guardian_row(row, opened.get(row.pk, {}), today) for row in guardians],
        consents=rows,
        information=[_information_row(row, opened.get(row.pk, {})) for row in information],
        record_ids=[row.pk for row in (*guardians, *accompanied, *consents, *information)],
    )


def guardian_choices(staff: Staff, child: Child) -> list[tuple[Guardian, str]]:
    """The guardians on record with their names, for readers of the section."""
    guardians = _latest(staff, Guardian, child, "-starts_on")
    opened = records.open_texts_of_each(guardians)
    return [(guardian, opened.get(guardian.pk, {}).get("name", "")) for guardian in guardians]


@dataclass(frozen=True)
class DecisionsPage:
    """Decisions about the child, and other people's views."""

    decisions: Sequence[ConsentRow]
    other_views: Sequence[ConsentRow]
    record_ids: Sequence[UUID]


def load_decisions_page(staff: Staff, child: Child) -> DecisionsPage:
    """The latest fifty decisions and views. Three queries."""
    decisions = _latest(staff, Decision, child, "-decided_on")
    others_views = _latest(staff, OthersView, child, "-said_on")
    opened = records.open_texts_of_each([*decisions, *others_views])
    return DecisionsPage(
        decisions=[_decision_row(row, opened.get(row.pk, {})) for row in decisions],
        other_views=[_others_view_row(row, opened.get(row.pk, {})) for row in others_views],
        record_ids=[row.pk for row in (*decisions, *others_views)],
    )


def _latest[RecordT: Scoped](
    staff: Staff, model: type[RecordT], child: Child, order: str
) -> list[RecordT]:
    visible_records = access.visible(staff, model).filter(child=child)
    return list(visible_records.order_by(order, "-recorded_at", "-pk")[:PAGE_SIZE])


def _alerts(
    child: Child,
    accompanied: AccompanimentStatus | None,
    guardians: Sequence[Guardian],
    consents: Sequence[ConsentRow],
    today: dt.date,
) -> list[AlertBox]:
    alerts = []
    if rules.needs_guardian(
        accompanied, [facts_of_guardian(guardian) for guardian in guardians], on=today
    ):
        action = ActionLink(
            _("Record a guardian"), reverse("consent:record_guardian", args=[child.file_id])
        )
        text = _("The child is unaccompanied or separated. Ask the authority to appoint one.")
        alerts.append(AlertBox(_("The child has no representative"), text, action))
    if any(row.needs_attention for row in consents):
        text = _("What rested on a consent from before needs a new one.")
        alerts.append(AlertBox(_("18 now: ask anew"), text, kind="attend"))
    return alerts


def _accompaniment_label(accompaniments: Sequence[Accompaniment]) -> str:
    if not accompaniments:
        return ""
    day = date_format(accompaniments[0].as_of, "j F Y")
    return f"{AccompanimentStatus(accompaniments[0].state).label} · {day}"


def _guardian_row(row: Guardian, content: dict[str, str], today: dt.date) -> ConsentRow:
    facts = facts_of_guardian(row)
    acts = facts.acts_on(today)
    reasons = rules.reasons_against_guardian(facts, on=today) if acts else ()
    starts_on = date_format(row.starts_on, "j F Y")
    ends_on = date_format(row.ends_on, "j F Y") if row.ends_on else ""
    pairs = [
        LabelledValue(
            _("In which way"), str(GuardianKind(row.kind).label), note=content.get("order", "")
        ),
        LabelledValue(
            _("Since"), starts_on, note=_("until %(day)s") % {"day": ends_on} if ends_on else ""
        ),
        _yes_no_pair(_("Independent"), row.is_independent),
        _yes_no_pair(_("Conflict of interest"), row.has_conflict),
    ]
    if content.get("contact"):
        pairs.append(LabelledValue(_("How to reach"), content["contact"]))
    pairs += [LabelledValue(_("Cannot consent"), _(reason.text)) for reason in reasons]
    return ConsentRow(
        title=content.get("name", ""),
        state="" if acts else _("Not now"),
        is_over=not acts,
        pairs=pairs,
        words=content.get("note", ""),
        url=reverse("consent:change_guardian", args=[row.file_id, row.pk]),
    )


def _yes_no_pair(term: str, value: str) -> LabelledValue:
    answer = GuardianYesNo(value)
    return LabelledValue(
        term,
        label_if_known(answer),
    )


def _consent_row(
    row: Consent,
    content: dict[str, str],
    names: dict[UUID, str],
    adult: dt.date | None,
    today: dt.date,
) -> ConsentRow:
    times = rules.ConsentDates(LegalBasis(row.basis), row.given_on, row.ends_on, row.withdrawn_on)
    state = rules.consent_state(times, adult_from=adult, today=today)
    is_active = state in {ConsentState.STANDS, ConsentState.ASK_ANEW}
    return ConsentRow(
        title=join_words(
            [str(ConsentScope(code).label) for code in row.scopes if code in ConsentScope.values]
        ),
        state=str(state.label),
        is_over=not is_active,
        needs_attention=state == ConsentState.ASK_ANEW,
        pairs=_consent_pairs(row, content, names),
        words=content.get("her_words", ""),
        url=reverse("consent:withdraw_consent", args=[row.file_id, row.pk]) if is_active else "",
    )


def _consent_pairs(
    row: Consent, content: dict[str, str], names: dict[UUID, str]
) -> list[LabelledValue]:
    pairs = [
        LabelledValue(
            _("Rests on"), str(LegalBasis(row.basis).label), note=content.get("reason", "")
        )
    ]
    answer = str(ChildAnswer(row.answer).label)
    pairs.append(LabelledValue(_("The child"), answer, note=str(ChildCapacity(row.capacity).label)))
    if row.guardian_id is not None:
        pairs.append(LabelledValue(_("Guardian"), names.get(row.guardian_id, "")))
    if content.get("recipient"):
        pairs.append(LabelledValue(_("For"), content["recipient"]))
    if content.get("withheld"):
        pairs.append(LabelledValue(_("Withheld"), content["withheld"]))
    ends = date_format(row.ends_on, "j F Y") if row.ends_on else ""
    note = _("until %(day)s") % {"day": ends} if ends else ""
    pairs.append(LabelledValue(_("Given on"), date_format(row.given_on, "j F Y"), note=note))
    if row.withdrawn_on:
        reason = content.get("why_withdrawn", "")
        pairs.append(
            LabelledValue(_("Taken back on"), date_format(row.withdrawn_on, "j F Y"), note=reason)
        )
    return pairs


def _information_row(row: Information, content: dict[str, str]) -> ConsentRow:
    details = [str(InformationMethod(row.way).label), languages.language_name(row.language)]
    pairs = [
        LabelledValue(_("Who was told"), str(InformationAudience(row.told_to).label)),
        LabelledValue(_("Told on"), date_format(row.told_on, "j F Y"), note=content.get("by", "")),
        LabelledValue(_("How"), join_words(details)),
        LabelledValue(_("Understood"), str(UnderstandingLevel(row.understood).label)),
    ]
    title = join_words(
        [str(InformationTopic(code).label) for code in row.about if code in InformationTopic.values]
    )
    return ConsentRow(title=title, pairs=pairs, words=content.get("note", ""))


def _decision_row(row: Decision, content: dict[str, str]) -> ConsentRow:
    agreement = ChildAgreement(row.agreement)
    pairs = [
        LabelledValue(
            _("Decided on"),
            date_format(row.decided_on, "j F Y"),
            note=_("by: %(who)s") % {"who": DecisionMaker(row.decided_by).label},
        ),
        LabelledValue(
            _("Heard"),
            str(ChildParticipation(row.heard).label),
            note=content.get("why_not_heard", ""),
        ),
        LabelledValue(
            _("The child’s view"),
            content.get("views", ""),
            note=str(ChildViewWeight(row.weight).label),
        ),
        LabelledValue(_("Best for this child"), content.get("best", "")),
        LabelledValue(_("The same for every child"), content.get("equal", "")),
        LabelledValue(_("Safety and growing up"), content.get("develop", "")),
        LabelledValue(_("Harm, and what is done against it"), content.get("harm", "")),
    ]
    if content.get("why"):
        pairs.append(LabelledValue(_("Other reasons"), content["why"]))
    told_on = date_format(row.told_on, "j F Y") if row.told_on else ""
    pairs.append(LabelledValue(_("Told to the child"), told_on, missing=_("not told yet")))
    pairs.append(
        LabelledValue(_("The child says"), str(agreement.label), note=content.get("answer", ""))
    )
    if row.review_on:
        pairs.append(LabelledValue(_("Looked at again on"), date_format(row.review_on, "j F Y")))
    return ConsentRow(
        title=str(DecisionKind(row.kind).label),
        state=str(agreement.label) if agreement == ChildAgreement.DISAGREES else "",
        needs_attention=agreement == ChildAgreement.DISAGREES,
        pairs=pairs,
        words=content.get("what", ""),
        url=reverse("consent:change_decision", args=[row.file_id, row.pk]),
    )


def _others_view_row(row: OthersView, content: dict[str, str]) -> ConsentRow:
    day = date_format(row.said_on, "j F Y")
    speaker = str(Speaker(row.speaker).label)
    pairs = [
        LabelledValue(_("Who"), speaker, note=content.get("name", "")),
        LabelledValue(_("Said on"), day),
    ]
    return ConsentRow(content.get("about", ""), pairs=pairs, words=content.get("words_said", ""))


def active_consents(staff: Staff, scope: ConsentScope, today: dt.date) -> QuerySet[Consent]:
    """The newest active consent, law or order of each child for a scope.

    The basis "best interests" or "danger" never allows statistics. For a person who may be 18 by
    now the consent must be renewed (GDN-007); this follows from the birth years alone.
    """
    not_ended = Q(ends_on=None) | Q(ends_on__gte=today) | Q(answer=ChildAnswer.NO)
    about = access.visible(staff, Consent).filter(
        not_ended, scopes__contains=[scope], withdrawn_on=None, given_on__lte=today
    )
    of_her = about.filter(child=OuterRef("child")).order_by("-given_on", "-recorded_at")
    by_law = Q(basis__in=(LegalBasis.DUTY, LegalBasis.ORDER))
    a_child_then = today.year - AGE_OF_MAJORITY
    consented = Q(basis__in=(LegalBasis.CONSENT, LegalBasis.ASSENT, LegalBasis.GUARDIAN))
    of_age = (
        Q(child__birth_year_low=None)
        | Q(child__birth_year_low__gt=a_child_then)
        | Q(given_on__year__gt=F("child__birth_year_high") + AGE_OF_MAJORITY)
    )
    return about.filter(
        by_law | (consented & ~Q(answer=ChildAnswer.NO) & of_age),
        pk=Subquery(of_her.values("pk")[:1]),
    )
