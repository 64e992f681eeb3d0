"""How someone new joins: an invitation, a password, a code app, a passkey, codes on paper."""

import base64
import hashlib
import hmac
import struct
import time

from tests.browser.browser_walk import BrowserWalk
from tests.browser.walk import Walk

NAME, PASSWORD = "Nima Sherpa", "a lamp in the seventh window"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def invite(administrator: Walk, name: str, *, role_kind: str = "case_worker") -> Walk:
    """The page with the paper to hand over."""
    administrator.open("/agency/staff/invite/")
    return administrator.fill(
        office=administrator.choice("office"),
        name=name,
        email=address(name),
        language="en",
        role_kind=role_kind,
        way="paper",
    ).press()


def address(name: str) -> str:
    """Where someone's mail would go, if there were any."""
    return f"{name.partition(' ')[0].lower()}@example.org"


def code_of(administrator: Walk) -> str:
    """The code as it is on the paper, once."""
    return "-".join(group.strip() for group in administrator.words(".code b"))


def join(administrator: Walk, newcomer: Walk, *, later: str = "") -> Walk:
    """She is invited, types in the code of her paper, sets a password and signs in.

    `later` is another name, for someone who has no second factor yet.
    """
    invite(administrator, later or NAME)
    newcomer.open("/join/").fill(code=code_of(administrator)).press()
    newcomer.fill(password=PASSWORD, again=PASSWORD).press()
    return password(newcomer, address(later or NAME))


def secure(newcomer: BrowserWalk) -> list[str]:
    """A PIN, a code app and a passkey; the codes on paper that came with them."""
    newcomer.open("/account/pin/").fill(pin="2739", again="2739").press()
    newcomer.open("/account/2fa/totp/activate/").fill(password=PASSWORD).press()  # once more
    newcomer.fill(code=code(newcomer.words("p.code")[0])).press()
    paper = newcomer.open("/account/2fa/recovery-codes/").words("ul.code li")
    _passkey(newcomer)
    return paper


def sign_in(newcomer: Walk, codes: list[str]) -> Walk:
    """Her password and the next code of her paper; then it is crossed out."""
    return password(newcomer).fill(code=codes.pop()).press(to="/authenticate/")


def lock(newcomer: BrowserWalk) -> BrowserWalk:
    """Locks the screen with the button of her menu."""
    newcomer.page.locator(".me summary").click()
    with newcomer.page.expect_navigation():
        newcomer.page.locator("form[data-lock] button").click()
    return newcomer.open("/unlock")


def password(newcomer: Walk, whose: str = "") -> Walk:
    """Address and password, at the door."""
    newcomer.open("/account/login/").fill(login=whose or address(NAME), password=PASSWORD)
    return newcomer.press(to="/account/login/")


def _passkey(newcomer: BrowserWalk) -> BrowserWalk:
    """A passkey of a virtual telephone."""
    wire = newcomer.page.context.new_cdp_session(newcomer.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    newcomer.open("/account/2fa/webauthn/add/").fill(name="my telephone")
    with newcomer.page.expect_navigation():
        newcomer.page.locator("#mfa_webauthn_add").click()
    return newcomer.look()


def code(secret: str) -> str:
    """What a code app shows for this secret now (RFC 6238)."""
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret.strip()), moment, hashlib.sha1).digest()
    start = digest[-1] & 15
    return str((struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6).zfill(6)
