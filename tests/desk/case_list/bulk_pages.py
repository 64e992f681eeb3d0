"""The pages of a change of several cases: asked, checked, confirmed."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from tests import filled
from tests.reading import words
from tests.roles import role
from tests.signing import signed_in

CHANGE = "/cases/change/"
LATER = dt.date(2099, 1, 1)


def send(staff: Staff, do: str, cases: Sequence[Case], step: str = "", **typed: object) -> str:
    sent = {"do": do, "pick": [str(case.pk) for case in cases], "step": step, **typed}
    answer = signed_in(staff).post(CHANGE, sent)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def confirmed(staff: Staff, do: str, cases: Sequence[Case], **typed: object) -> str:
    """The result of the three pages in turn, each sent as a browser would send it."""
    warned = {name: typed.pop(name) for name in ("despite_leave",) if name in typed}
    sent = filled.form(send(staff, do, cases), to=CHANGE, step="check", **typed)
    sent = filled.form(_post(staff, sent), to=CHANGE, step="confirm", **warned)
    assert re.fullmatch(r"\w{64}", sent["checked"][0])
    return words(_post(staff, sent).encode())


def _post(staff: Staff, sent: Mapping[str, Sequence[str]]) -> str:
    answer = signed_in(staff).post(CHANGE, sent)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def bare(page: str) -> str:
    """The words of a page without the marks that isolate names of another direction."""
    return re.sub("[\u2066-\u2069]", "", words(page.encode()))


def assign(to: Staff, **more: object) -> dict[str, object]:
    return {"staff_search": to.name, "why": "too_many", **more}


def closed(case: Case) -> Case:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_on=dt.date(2026, 3, 3), closing_reason="recovery"
        )
    return case
