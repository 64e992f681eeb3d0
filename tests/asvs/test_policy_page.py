"""docs/security-policy.md says what the code does: its numbers are the constants."""

from pathlib import Path
from typing import Any

from django.conf import settings

from saathi.agencies.sign_in import password_rules, session_limits
from saathi.config.deployment import proxies
from saathi.vault import accepted_media
from saathi.web import memory_uploads

DOCS = Path(__file__).resolve().parents[2] / "docs"
POLICY = " ".join((DOCS / "security-policy.md").read_text().split())


def option(name: str) -> Any:
    found = [item for item in settings.AUTH_PASSWORD_VALIDATORS if item["NAME"].endswith(name)]
    assert len(found) == 1
    return found[0].get("OPTIONS", {})


def test_rules_of_passwords_are_the_documented_ones() -> None:
    assert (
        f"at least {option('MinimumLengthValidator')['min_length']} characters of any kind"
        in POLICY
    )
    option("CommonPasswordValidator")
    option("BreachedPasswordValidator")
    option("ContextWordValidator")
    assert set(option("UserAttributeSimilarityValidator")["user_attributes"]) == {"email", "name"}
    assert len(password_rules.CONTEXT_WORDS) > 20
    assert "`saathi/agencies/sign_in/password_rules.py`" in POLICY


def test_ends_of_sessions_are_the_documented_ones() -> None:
    assert f"after {settings.SAATHI_IDLE_MINUTES} minutes without activity" in POLICY
    assert f"after {session_limits.MAX_SESSION_SECONDS // 3600} hours in any case" in POLICY
    assert f"older than {settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes" in POLICY
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.ACCOUNT_SESSION_REMEMBER is False
    assert "Several sessions of one account may run side by side" in POLICY
    assert "A session of single sign-on has the same limits" in POLICY


def test_limits_of_uploads_are_the_documented_ones() -> None:
    assert (
        f"| {accepted_media.MAX_BYTES // 1024**2} MiB, {accepted_media.MAX_PIXELS // 10**6} million pixels |"
        in POLICY
    )
    assert f"{memory_uploads.MAX_UPLOAD_BYTES // 1024**2} MiB for a request with a file" in POLICY
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2} MiB for a form" in POLICY
    kinds = {item.name for item in accepted_media.MediaType} - {"DATA", "ZIP"}
    assert kinds == {"JPEG", "PNG", "WEBP", "PDF", "OGG", "WEBM", "MP4", "MP3", "WAV"}
    assert "OGG, WebM, MP4 (M4A), MP3, WAV, sound alone" in POLICY


def test_limits_of_work_are_the_documented_ones() -> None:
    assert f"{settings.SAATHI_SEARCHES_AN_HOUR} searches an hour" in POLICY
    assert f"emergency access of {settings.SAATHI_GLASS_HOURS} hours" in POLICY


def test_keys_connections_logs_and_risky_parts_are_listed() -> None:
    for heading in ("Input", "Files", "Access by context", "Keys and cryptography", "Connections",
                    "Demanding work", "Risky components and dangerous functions", "Logs"):  # fmt: skip
        assert f"## {heading} " in POLICY
    for key in (
        "Root key",
        "File keys",
        "Token key",
        "Audit signing key",
        "Secret and context key",
    ):
        assert f"| {key} |" in POLICY
    for log in ("Process log", "Audit log", "Heads of the audit log", "PostgreSQL log"):
        assert f"| {log} |" in POLICY


def test_patch_times_are_documented_by_severity() -> None:
    policy = (DOCS.parent / "SECURITY.md").read_text()
    for severity in ("Critical", "High", "Medium", "Low"):
        assert f"| {severity} |" in policy


def test_the_documented_proxy_sets_what_a_browser_must_not() -> None:
    sites = proxies.proxy_sites("saathi.example.org", 8000)
    nginx = next(text for name, text in sites.items() if "nginx" in name.lower())
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    caddy = next(text for name, text in sites.items() if "caddy" in name.lower())
    assert "trusted_proxies" not in caddy, (
        "Caddy drops what the browser sent unless told to trust it"
    )
