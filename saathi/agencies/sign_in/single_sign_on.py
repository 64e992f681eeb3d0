"""Single sign-on by OpenID Connect: an account is linked once, then signs in through the provider.

It creates no account and compares no e-mail address: the link is to issuer and subject, and is made
while signed in and recently confirmed. It is stored in the sealed sign-in details. Saathi's second
factor stays required unless the provider says, by a configured value of `amr` or `acr`, that it
required one. An account without its own password and second factor confirms sensitive steps at the
provider, which must state that it authenticated the person again (`auth_time`).

Authlib implements the protocol (state, nonce, PKCE, signature by the provider's keys, issuer,
audience, expiry): allauth checks no nonce and no signature here, and keeps identities in its own
tables. The sign-in itself goes through allauth, including its second step.

Policy: changes here are reviewed by those responsible for access.
"""

import time
from dataclasses import replace
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from joserfc.errors import JoseError
from requests import RequestException

from saathi import audit
from saathi.agencies import change_proofs, credentials
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff
from saathi.agencies.sign_in.confirmation import recently_confirmed

PURPOSE = "single_sign_on"  # session key: the purpose of the provider's response
MINUTES = 10  # for signing in at the provider
TIMEOUT_SECONDS = 10  # for the provider's own responses: a thread waits for them
LEEWAY_SECONDS = 60  # difference between two well-kept clocks
# Only algorithms that use a key of the provider, none for which the client's own secret could sign.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")

type Identity = tuple[str, str]


class ProviderRefused(Exception):
    """The provider did not respond, or its response is not valid."""


def is_single_sign_on_enabled() -> bool:
    """Whether this installation has a provider."""
    return bool(settings.SAATHI_OIDC_URL)


def sign_on_page_context(request: HttpRequest) -> dict[str, Any]:
    """For templates: whether there is single sign-on, and its name."""
    del request
    return {"sso_is_on": is_single_sign_on_enabled(), "sso_name": settings.SAATHI_OIDC_NAME}


@cache
def _client(url: str, client_id: str, client_secret: str) -> Any:
    return OAuth().register(
        "provider",
        server_metadata_url=f"{url.rstrip('/')}/.well-known/openid-configuration",
        client_id=client_id,
        client_secret=client_secret,
        client_kwargs={
            "scope": "openid",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )


def _provider() -> Any:
    if not is_single_sign_on_enabled():
        raise Http404
    return _client(
        settings.SAATHI_OIDC_URL,
        settings.SAATHI_OIDC_CLIENT_ID,
        settings.SAATHI_OIDC_CLIENT_SECRET,
    )


@require_POST
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Redirects to the provider, to sign in."""
    return _lead_there(request, {"for": "sign_in"})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_confirmed
def link(request: HttpRequest) -> HttpResponse:
    """Redirects to the provider, to link the signed-in account."""
    if request.method != "POST":  # back from confirming
        return redirect(settings.SAATHI_SECOND_FACTOR_URL)
    return _lead_there(request, {"for": "link", "staff": str(request.user.pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_confirmed
def unlink(request: HttpRequest) -> HttpResponse:
    """Removes the link of the signed-in account, if it can sign in without it."""
    if request.method == "POST":
        staff = cast("Staff", request.user)
        if not _has_another_way(staff):
            return render(request, "agencies/sso_refused.html", {"reason": "only_way"}, status=409)
        _set_identity(staff, None)
    return redirect(settings.SAATHI_SECOND_FACTOR_URL)


def _has_another_way(staff: Staff) -> bool:
    """Whether the account has a password, or a passkey that suffices to sign in."""
    details = credentials.read_checked_details(staff.pk, staff.email)
    if details is not None and details.password:
        return True
    keys = Authenticator.objects.filter(user=staff, type=Authenticator.Type.WEBAUTHN)
    return any(key.wrap().is_passwordless for key in keys)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirmation at the provider, for an account with neither password nor second factor here."""
    staff = cast("Staff", request.user)
    parameters = request.POST if request.method == "POST" else request.GET
    page = _own_page(parameters.get("next", ""))
    if get_reauthentication_flows(staff):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")
    can_confirm = is_single_sign_on_enabled() and staff.is_linked()
    if request.method == "POST" and can_confirm:
        purpose = {"for": "confirm", "staff": str(staff.pk), "next": page}
        return _lead_there(request, purpose, prompt="login", max_age="0")
    context = {"can_confirm": can_confirm, "next": page}
    return render(request, "agencies/sso_confirm.html", context, status=200 if can_confirm else 403)


def _own_page(address: str) -> str:
    """The address, if it is a path of this site; the first page otherwise."""
    is_own = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return address if is_own else "/"


def _lead_there(request: HttpRequest, purpose: dict[str, str], **options: str) -> HttpResponse:
    provider = _provider()
    back = f"{settings.SAATHI_ADDRESS}{reverse('account_sso_response')}"
    try:
        answer: HttpResponse = provider.authorize_redirect(request, back, **options)
    except (OAuthError, RequestException, RuntimeError, KeyError, ValueError):
        return _refused(request)
    request.session[PURPOSE] = {**purpose, "at": int(time.time())}
    return answer


@require_safe
@never_cache
def handle_provider_response(request: HttpRequest) -> HttpResponse:
    """Receives the provider's response and signs in, links or confirms."""
    provider = _provider()
    purpose = request.session.pop(PURPOSE, None)
    if purpose is None and "again" not in request.GET:
        # Strict cookies are not sent from another site: this page reloads once, from here.
        return render(request, "agencies/sso_return.html", {"query": request.GET.urlencode()})
    if purpose is None or time.time() - purpose["at"] > MINUTES * 60:
        return _refused(request)
    try:
        claims = _claims(provider, request)
    except ProviderRefused:
        return _refused(request)
    identity = (str(claims["iss"]), str(claims["sub"]))
    if purpose["for"] == "confirm":
        return _confirm(request, purpose, identity, claims.get("auth_time"))
    if purpose["for"] == "link":
        return _link(request, purpose["staff"], identity)
    return _sign_in(request, identity, proves_factor=_proves_factor(claims))


def _claims(provider: Any, request: HttpRequest) -> dict[str, Any]:
    """The claims of the checked ID token. `ProviderRefused` if it is not valid."""
    options = {
        "iss": {"essential": True, "value": settings.SAATHI_OIDC_URL},
        "aud": {"essential": True, "value": settings.SAATHI_OIDC_CLIENT_ID},
        "nonce": {"essential": True},
    }
    try:
        metadata = provider.load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [
            name for name in offered if name in SIGNATURES
        ]
        token = provider.authorize_access_token(
            request, claims_options=options, leeway=LEEWAY_SECONDS
        )
    except (OAuthError, JoseError, RequestException, RuntimeError, KeyError, ValueError) as error:
        raise ProviderRefused from error
    claims = token.get("userinfo")  # from the ID token alone
    if not claims or not claims.get("sub"):
        raise ProviderRefused
    return dict(claims)


def _proves_factor(claims: dict[str, Any]) -> bool:
    """Whether the provider states, in configured values, that it required a second factor."""
    methods = {str(claims.get("acr", "")), *(str(way) for way in claims.get("amr") or [])}
    return bool(methods & set(settings.SAATHI_OIDC_SECOND_FACTOR))


def _link(request: HttpRequest, staff_id: str, identity: Identity) -> HttpResponse:
    staff = request.user
    if not isinstance(staff, Staff) or str(staff.pk) != staff_id:
        return _refused(request)
    try:
        with transaction.atomic():
            _set_identity(staff, identity)
    except IntegrityError:
        return _refused(request, reason="taken")
    return redirect(settings.SAATHI_SECOND_FACTOR_URL)


def _confirm(
    request: HttpRequest, purpose: dict[str, Any], identity: Identity, auth_time: object
) -> HttpResponse:
    staff = request.user
    if not isinstance(staff, Staff) or str(staff.pk) != purpose["staff"]:
        return _refused(request)
    details = credentials.read_checked_details(staff.pk, staff.email)
    is_theirs = details is not None and details.identity == identity
    if not is_theirs or not _asked_anew(auth_time, since=purpose["at"]):
        return _refused(request, reason="not_confirmed", staff=staff)
    record_authentication(request, staff, method=PURPOSE, reauthenticated=True)
    with log_as(staff):
        detail = {"method": PURPOSE}
        audit.record(audit.AuditKind.CONFIRMED, by=staff.pk, agency=staff.agency_id, detail=detail)
    return HttpResponseRedirect(purpose["next"])


def _asked_anew(auth_time: object, *, since: int) -> bool:
    """Whether the provider states a recent authentication, after we sent the person there."""
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
        return False
    now = time.time()
    earliest = max(since, now - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT) - LEEWAY_SECONDS
    return earliest <= auth_time <= now + LEEWAY_SECONDS


def _set_identity(staff: Staff, identity: Identity | None) -> None:
    details = credentials.read_checked_details(staff.pk, staff.email)
    details = details or credentials.SignInDetails(staff.email)
    name = _name(identity, settings.SECRET_KEY) if identity else ""
    proof = change_proofs.prove_change("sign_on_link", name, actor=staff.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sign_on_link(%s, %s, %s)", [staff.pk, name, proof])
    credentials.write_details(staff.pk, replace(details, identity=identity))
    kind = audit.AuditKind.KEY_ADDED if identity else audit.AuditKind.KEY_REMOVED
    audit.record(kind, by=staff.pk, agency=staff.agency_id, detail={"method": PURPOSE})


def _sign_in(request: HttpRequest, identity: Identity, *, proves_factor: bool) -> HttpResponse:
    staff = _linked(identity)
    if staff is None:
        return _refused(request, reason="unknown")
    details = credentials.read_checked_details(staff.pk, staff.email)
    if details is None or details.identity != identity:
        raise credentials.SignInDetailsTampered(staff.pk)
    request.provider_proves_factor = proves_factor  # type: ignore[attr-defined]
    record_authentication(request, staff, method=PURPOSE)
    answer: HttpResponse = perform_login(request, Login(user=staff))
    return answer


def _linked(identity: Identity) -> Staff | None:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with connection.cursor() as cursor:
            cursor.execute("SELECT sign_on_staff(%s)", [_name(identity, key)])
            staff_id = cursor.fetchone()[0]
        if staff_id:
            return Staff.objects.filter(pk=staff_id, is_active=True).first()
    return None


def _name(identity: Identity, key: str) -> str:
    """The stored name of an identity: a digest that needs a key outside the database."""
    text = "\n".join(identity)
    salt = "saathi.single_sign_on"
    return salted_hmac(salt, text, secret=key, algorithm="sha256").hexdigest()


def _refused(
    request: HttpRequest, *, reason: str = "failed", staff: Staff | None = None
) -> HttpResponse:
    detail = {"method": PURPOSE, "reason": reason}
    if staff is None:
        audit.record(audit.AuditKind.SIGN_IN_FAILED, by=None, agency=None, detail=detail)
    else:
        with log_as(staff):
            kind, agency = audit.AuditKind.SIGN_IN_FAILED, staff.agency_id
            audit.record(kind, by=staff.pk, agency=agency, detail=detail)
    return render(request, "agencies/sso_refused.html", {"reason": reason}, status=403)
