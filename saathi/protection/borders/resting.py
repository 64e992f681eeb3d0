"""What stops when a consent is taken back: each question across a border that rests on it alone."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.resting import Resting, register
from saathi.infra.countries import Country
from saathi.protection.borders import actions
from saathi.protection.borders.models import AskedAbroad
from saathi.protection.borders.vocabulary import AskedState


@register
def questions(consent_id: UUID, by: Staff) -> list[Resting]:
    """The open questions, in words."""
    found = access.visible(by, AskedAbroad).filter(consent=consent_id, state=AskedState.OPEN)
    return [
        Resting(_words(one), partial(_stop, one, by)) for one in found.order_by("asked_on", "pk")
    ]


def _stop(asked: AskedAbroad, by: Staff, on: dt.date) -> None:
    actions.take_back(asked=asked, on=on, by=by)


def _words(asked: AskedAbroad) -> str:
    words = gettext("Question to another country: %(country)s")
    return words % {"country": Country(asked.country).label}
