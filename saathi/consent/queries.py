"""Finds the guardians of a child, and the consents that allow something today."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery, Value

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.request_cache import get_cached
from saathi.consent.models import Consent, Guardian
from saathi.consent.record_facts import answer_of_consent
from saathi.consent.rules import ConsentAnswer
from saathi.consent.vocabulary import ChildAnswer, ConsentScope, LegalBasis
from saathi.people.ages import AGE_OF_MAJORITY
from saathi.people.models import Child


def guardians_of(staff: Staff, child: Child) -> list[Guardian]:
    """The latest fifty recorded guardians with their names, for readers of the section."""
    return records.list_opened(staff, Guardian, "-starts_on", "-recorded_at", "-pk", child=child)


def active_consents(
    staff: Staff,
    scope: ConsentScope,
    today: dt.date,
    *,
    over_refusal: Collection[LegalBasis] = (LegalBasis.DUTY, LegalBasis.ORDER),
) -> QuerySet[Consent]:
    """The newest active consent, law or order of each child for a scope.

    The basis "best interests" or "danger" never allows statistics; where they count, `over_refusal` has
    them. For a person who may be 18 by now the consent must be renewed (GDN-007); this follows from the
    birth years alone.
    """
    not_ended = Q(ends_on=None) | Q(ends_on__gte=today) | Q(answer=ChildAnswer.NO)
    # A refusal still counts when the legal basis that was recorded with it is withdrawn.
    not_withdrawn = Q(withdrawn_on=None) | Q(answer=ChildAnswer.NO)
    about = access.visible(staff, Consent).filter(
        not_ended, not_withdrawn, scopes__contains=[scope], given_on__lte=today
    )
    of_her = about.filter(child=OuterRef("child")).order_by("-given_on", "-recorded_at")
    by_law = Q(basis__in=over_refusal)
    a_child_then = today.year - AGE_OF_MAJORITY
    consented = Q(basis__in=(LegalBasis.CONSENT, LegalBasis.ASSENT, LegalBasis.GUARDIAN))
    of_age = (
        Q(child__birth_year_low=None)
        | Q(child__birth_year_low__gt=a_child_then)
        | Q(given_on__year__gt=F("child__birth_year_high") + AGE_OF_MAJORITY)
    )
    return about.filter(
        Q(withdrawn_on=None),
        by_law | (consented & ~Q(answer=ChildAnswer.NO) & of_age),
        pk=Subquery(of_her.values("pk")[:1]),
    ).exclude(refused_since(scope))


def refused_since(scope: ConsentScope) -> Func:
    """A condition on consents: the child has refused this scope, and the consent does not override it."""
    return Func(
        F("pk"), Value(scope.value), function="consent_refused_since", output_field=BooleanField()
    )


def list_known_answers(staff: Staff, child: Child) -> list[ConsentAnswer]:
    """The answers that the child gave, with every legal basis, for readers of consents. One query."""
    consents = access.visible(staff, Consent).filter(
        child=child, answer__in=[ChildAnswer.YES, ChildAnswer.NO]
    )
    return [answer_of_consent(consent) for consent in consents]


def is_refused_since(consent_id: UUID, scope: ConsentScope) -> bool:
    """Whether the child has refused a scope, and this consent does not override the refusal.

    Also for those who may not read consents; see `functions/refusals.sql`.
    """

    def ask() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT consent_refused_since(%s, %s)", [consent_id, scope.value])
            return bool(cursor.fetchone()[0])

    return get_cached(("refused since", consent_id, scope), ask)
