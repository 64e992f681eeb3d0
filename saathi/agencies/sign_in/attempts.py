"""How many attempts with a password, a code or a PIN are allowed. `attempts.sql` sets the limits.

A wrong password from elsewhere locks no one out:

- A device on which the person signed in before has a budget of its own, 10 wrong passwords in 5
  minutes. It carries a signed cookie; no one else's attempts use up that limit.
- From other devices, one source (an IPv4 address or an IPv6 /64 network) may try one account 5 times
  in 5 minutes, and all accounts together 20 times a minute. While the installation counts more than
  300 attempts a minute, that is 3 times a minute: guessing slows down, and one person at one address
  still gets in.
- All unknown devices together may try one account 100 times an hour. Many sources that guess can so
  keep a new device out for an hour, never a known one.

Guessing stays out of reach: 100 an hour are 876,000 a year for one account. Passwords have at least
12 characters and are none of 20,000 common ones; one with 40 bits of entropy would take 630,000
years on average. A known device adds 120 an hour for whoever has it, and a second factor follows.

A PIN has 4 to 8 digits and opens a locked screen only: 5 attempts in a session, 20 wrong ones an
hour for all sessions of a person. The chance of guessing 4 digits is 1 in 2,000 before the session
ends.

A code of a second factor has 6 digits, three of which are right at one time. Someone who has the
password may try 5 in 5 minutes and 30 an hour for one account, and 20 a minute from one source.
allauth counts them as well, in the cache, which every statement of the web role can empty.

A window begins with its first attempt, so the limit can be used twice around its edge: at worst
twice the number in one window's time. Attempts commit on their own connection, before the password
is checked, so that parallel ones are all counted.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from saathi.agencies import change_proofs
from saathi.agencies.refusal_log import REFUSALS_CONNECTION
from saathi.agencies.sessions import stored_key

IPV6_PREFIX = 64  # one household or office, where further addresses cost nothing
DEVICE_SECONDS = 180 * 24 * 60 * 60
MAX_PEOPLE_PER_DEVICE = 20  # a shared computer; the cookie stays below 4 KB
DEVICE_SALT = "saathi.device"


@dataclass(frozen=True)
class SignInAttempt:
    """One password attempt, as counted: digests of account, source and device."""

    account: str
    source: str
    device: str

    @classmethod
    def from_request(cls, request: HttpRequest, email: str) -> "SignInAttempt":
        """The attempt that this request makes for this address."""
        email = email.strip().lower()
        return cls(_named(email), _named(_source(request)), _device_of(request, email))

    def is_allowed(self) -> bool:
        """Counts the attempt; returns whether the password may be checked."""
        return self._count(succeeded=False)

    def mark_succeeded(self) -> None:
        """Takes the attempt back: only wrong passwords count."""
        self._count(succeeded=True)

    def _count(self, *, succeeded: bool) -> bool:
        body = "|".join([self.account, self.source, self.device, "t" if succeeded else "f"])
        proof = change_proofs.prove_change("attempt_sign_in", body, actor=None)
        with connections[REFUSALS_CONNECTION].cursor() as cursor:
            cursor.execute(
                "SELECT attempt_sign_in(%s, %s, %s, %s, %s)",
                [self.account, self.source, self.device, succeeded, proof],
            )
            return bool(cursor.fetchone()[0])


def count_pin(staff_id: UUID, session_key: str, *, succeeded: bool = False) -> int:
    """Counts a PIN attempt before it is checked; its number in the session, 0 if none is left."""
    session = stored_key(session_key)
    body = f"{session}|{'t' if succeeded else 'f'}"
    proof = change_proofs.prove_change("attempt_pin", body, actor=staff_id)
    with connections[REFUSALS_CONNECTION].cursor() as cursor:
        cursor.execute("SELECT attempt_pin(%s, %s, %s, %s)", [staff_id, session, succeeded, proof])
        return int(cursor.fetchone()[0])


def count_code(request: HttpRequest, staff_id: UUID, *, succeeded: bool = False) -> bool:
    """Counts an attempt with a second-factor code, or takes it back; whether it may be checked."""
    source = _named(_source(request))
    body = f"{source}|{'t' if succeeded else 'f'}"
    proof = change_proofs.prove_change("attempt_factor", body, actor=staff_id)
    with connections[REFUSALS_CONNECTION].cursor() as cursor:
        cursor.execute(
            "SELECT attempt_factor(%s, %s, %s, %s)", [staff_id, source, succeeded, proof]
        )
        return bool(cursor.fetchone()[0])


def remember_device(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Sets the cookie that marks the browser as a device on which this person signed in."""
    device, people = _cookie_of(request)
    names = [_named(email), *(name for name in people if name != _named(email))]
    value = {"d": device or secrets.token_hex(16), "p": names[:MAX_PEOPLE_PER_DEVICE]}
    response.set_cookie(
        _cookie_name(),
        signing.dumps(value, salt=DEVICE_SALT),
        max_age=DEVICE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _cookie_name() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _cookie_of(request: HttpRequest) -> tuple[str, list[str]]:
    """The id of the device and the digests of the people who signed in on it."""
    try:
        value = signing.loads(
            request.COOKIES.get(_cookie_name(), ""), salt=DEVICE_SALT, max_age=DEVICE_SECONDS
        )
    except signing.BadSignature:
        return "", []
    return value["d"], value["p"]


def _device_of(request: HttpRequest, email: str) -> str:
    """The id of a device known to this account; empty for any other."""
    device, people = _cookie_of(request)
    return _named(device) if _named(email) in people else ""


def _source(request: HttpRequest) -> str:
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


def _named(text: str) -> str:
    """The name of a counter: a digest from which the database cannot derive an address."""
    mac = salted_hmac("saathi.attempt", text, algorithm="sha256").digest()
    return hashlib.sha256(mac).hexdigest()[:32]
