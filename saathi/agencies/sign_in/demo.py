"""The demo's sign-in: one click signs in as a demo person. Exists only in the demo.

Policy: changes here are reviewed by those responsible for access. Three conditions must be met
before it signs anyone in: the address exists (`config.urls` adds it only in the demo), the setting
says demo, and the account is fictitious, with an address that cannot receive mail.
"""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from saathi.agencies import queries, wording
from saathi.agencies.models import Staff
from saathi.agencies.permissions import SHIPPED_ROLES
from saathi.agencies.sign_in import first_page
from saathi.infra.countries import country_name

ENDING = "@demo.saathi.example"
# The guided tour, which belongs to a higher wing; `config.urls` adds it beside this page.
TOUR = "tour/"
BACKEND = "saathi.agencies.sign_in.backend.StaffBackend"


@dataclass(frozen=True)
class DemoPerson:
    """A demo person, as shown on their card."""

    id: str
    name: str
    office: str
    role: str | Promise
    may: list[Promise]
    order: int


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_to_demo(request: HttpRequest) -> HttpResponse:
    """The demo people by role; a click signs in as one of them."""
    if not settings.IS_DEMO:
        raise Http404
    people = queries.staff_by_email_suffix(ENDING)
    if request.method != "POST":
        return render(request, "agencies/demo.html", {"people": _cards(people), "tour": TOUR})
    chosen = next((p for p in people if str(p.id) == request.POST.get("person")), None)
    return redirect(first_page.first_page(_sign_in(request, chosen)))


def sign_in_with_role(request: HttpRequest, role_kind: str) -> Staff:
    """Signs in as the demo person with this role, and returns the person; Http404 if there is none."""
    if not settings.IS_DEMO:
        raise Http404
    people = queries.staff_by_email_suffix(ENDING)
    return _sign_in(request, next((p for p in people if p.role_kind == role_kind), None))


def _sign_in(request: HttpRequest, chosen: Staff | None) -> Staff:
    if chosen is None or chosen.role_kind not in SHIPPED_ROLES:
        raise Http404
    request.signs_in_by = "demo"  # type: ignore[attr-defined]
    login(request, chosen, backend=BACKEND)
    return chosen


def _role(person: Staff, people: list[Staff]) -> str | Promise:
    """The role; with the country, for those who are not of the same country as most."""
    [(most, _number)] = Counter(other.office.country for other in people).most_common(1)
    name = wording.role_kind_name(person.role_kind)
    if person.office.country == most:
        return name
    return f"{name} ({country_name(person.office.country)})"


def _cards(people: list[Staff]) -> list[DemoPerson]:
    order = list(SHIPPED_ROLES)
    cards = [
        DemoPerson(
            str(person.id),
            person.name,
            person.office.name,
            _role(person, people),
            wording.permission_sentences(person.permissions),
            order.index(person.role_kind),
        )
        for person in people
        if person.role_kind in SHIPPED_ROLES
    ]
    return sorted(cards, key=lambda card: (card.order, card.name))
