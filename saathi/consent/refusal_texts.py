"""A child's refusal in words, beside a consent that does not override it."""

from collections.abc import Sequence

from django.utils.translation import gettext

from saathi.agencies.record_kit.rows import format_day
from saathi.consent.models import Consent
from saathi.consent.record_facts import answer_of_consent
from saathi.consent.rules import ConsentAnswer, refused_on
from saathi.consent.vocabulary import ConsentScope


def refusal_text(consent: Consent, answers: Sequence[ConsentAnswer], scope: ConsentScope) -> str:
    """Why a consent does not hold for a scope, and what to do; empty if the child's answer allows it.

    `answers` are the child's (`queries.list_known_answers`).
    """
    day = refused_on(answer_of_consent(consent), answers, scope)
    if day is None:
        return ""
    text = gettext(
        "The child refused this on %(day)s, and this consent does not override the refusal. Ask "
        "the child again and record the answer."
    )
    return text % {"day": format_day(day)}


def consent_label(consent: Consent, answers: Sequence[ConsentAnswer], scope: ConsentScope) -> str:
    """A consent as a choice: day, legal basis, and the child's refusal that it does not override."""
    day, basis = format_day(consent.given_on), consent.get_basis_display()
    label = gettext("%(day)s: %(basis)s") % {"day": day, "basis": basis}
    refused = refused_on(answer_of_consent(consent), answers, scope)
    if refused is None:
        return label
    text = gettext("%(consent)s (does not hold: the child refused on %(day)s)")
    return text % {"consent": label, "day": format_day(refused)}
