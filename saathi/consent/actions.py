"""Write actions for consent, guardians, information given to a child, and decisions."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, authors, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.consent import acts, dependents, response_rules, rules
from saathi.consent.models import (
    Consent,
    Decision,
)
from saathi.consent.record_facts import facts_of_consent, facts_of_decision
from saathi.consent.vocabulary import ChildAgreement
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _

ACT_FIELD = "significant_act"


class ConsentRecordRefused(Refused):
    """A consent or decision was refused by the rules; `reasons` gives the codes."""


@transaction.atomic
def record_consent(*, consent: Consent, actor: Staff) -> Consent:
    """Records a legal basis; `ConsentRecordRefused` if the rules do not accept it (GDN-001, GDN-005)."""
    access.require(actor, Permission.WORK_ON_CASE, consent)

    return add_consent(consent=consent, actor=actor)


def add_consent(*, consent: Consent, actor: Staff) -> Consent:
    """As `record_consent`, for an actor whose access was checked, such as at registration."""
    reasons = rules.reasons_against_legal_basis(
        facts_of_consent(consent), today=actor.office.today()
    )
    if reasons:
        raise ConsentRecordRefused(reasons)
    if consent.basis not in rules.GUARDIAN_BASES:
        consent.guardian = None

    return writing.add(consent, actor=actor)


@transaction.atomic
def withdraw_consent(*, consent: Consent, version: int, actor: Staff) -> list[str]:
    """Withdraws a consent; returns what stopped, in words. Refused only a second time (GDN-008).

    `consent` is opened, and includes the reason if one was given.
    """
    access.require(actor, Permission.WORK_ON_CASE, consent)
    if consent.withdrawn_on is not None:
        text = _("This consent has already been withdrawn.")
        raise ConsentRecordRefused((Reason("withdrawn", text),))

    today, texts = actor.office.today(), payload_of(consent)
    writing.change(consent, actor=actor, version=version, payload=texts, withdrawn_on=today)
    stopped = dependents.find_dependents(consent.pk, actor=actor)
    for dependent in stopped:
        dependent.stop(today)
    return [dependent.description for dependent in stopped]


@transaction.atomic
def record_decision(*, decision: Decision, actor: Staff) -> Decision:
    """Records a decision; `ConsentRecordRefused` if a principle is not answered (RTS-001)."""
    access.require(actor, Permission.WORK_ON_CASE, decision)
    _require_complete(vars(decision) | payload_of(decision), actor)
    _require_act(decision, decision.act, decision.act_id, actor)

    return writing.add(decision, actor=actor)


@transaction.atomic
def change_decision(
    *, decision: Decision, columns: Mapping[str, object], version: int, actor: Staff
) -> Decision:
    """Changes a decision: informing the child, the child's agreement, the answer to the child.

    `decision` has its new texts; `columns` are the new values of its columns. That the child disagreed
    is corrected by another person alone: `ConsentRecordRefused`.
    """
    access.require(actor, Permission.WORK_ON_CASE, decision)
    texts = payload_of(decision)
    _require_complete({**columns, **texts}, actor)
    _require_response_kept(decision, str(columns.get("agreement", decision.agreement)), actor)
    now = (decision.act, decision.act_id)
    wanted = (columns.get("act", now[0]), columns.get("act_id", now[1]))
    if wanted != now:
        _require_act(decision, *wanted, actor)

    columns = {**columns, **authors.with_editor(decision, actor)}
    return writing.change(decision, actor=actor, version=version, payload=texts, **columns)


def _require_response_kept(decision: Decision, agreement: str, actor: Staff) -> None:
    """Compares a decision, opened with its new texts, with the response that is stored."""
    stored = access.visible(actor, Decision).get(pk=decision.pk)
    records.open_texts(stored)
    is_new = decision.correction.strip() != stored.correction.strip()
    reasons = response_rules.reasons_against_other_response(
        ChildAgreement(stored.agreement),
        ChildAgreement(agreement),
        is_author=actor.pk in authors.authors_of(stored),
        why=decision.correction if is_new else "",
        keeps_words=decision.views.startswith(stored.views.strip()),
    )
    if reasons:
        raise ConsentRecordRefused(reasons)


def _require_act(decision: Decision, act: object, act_id: object, actor: Staff) -> None:
    """Refuses a decision on an act that the actor cannot read in this file."""
    if not act and act_id is None:
        return
    rights = access.rights(actor, decision.file_id)
    if not isinstance(act_id, UUID) or acts.find_act(rights, str(act), act_id) is None:
        raise ConsentRecordRefused((Reason(ACT_FIELD, _("Choose an act of this child’s file.")),))


def _require_complete(values: Mapping[str, object], actor: Staff) -> None:
    facts = facts_of_decision(values)
    if reasons := rules.reasons_against_decision(facts, today=actor.office.today()):
        raise ConsentRecordRefused(reasons)
