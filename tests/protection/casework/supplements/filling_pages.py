"""Form data for the screens of these tests, and the staff who submit it."""

from typing import Any

from saathi.agencies.models import Staff
from saathi.protection.casework.supplements.models import (
    FormAnswers,
    SupportAnswers,
)
from tests import sending
from tests.protection.casework.supplements import cast
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

DAY = {"filled_on_0": "2", "filled_on_1": "3", "filled_on_2": "2026"}


WORDS = "The uncle comes at night."


def send(
    here: cast.Office, place: str = "new/a_visit/", actor: Staff | None = None, **answers: Any
) -> Any:
    sent = DAY | {"n_helper": "1", "language": "en"} | answers | sending.key()
    return signed_in(actor or here.worker).post(here.url + place, sent)


def kept() -> FormAnswers:
    with role("maintenance"):
        return SupportAnswers.objects.select_related("form").get()


def page(here: cast.Office, place: str = "", actor: Staff | None = None) -> str:
    return read(signed_in(actor or here.worker).get(here.url + place))[0]
