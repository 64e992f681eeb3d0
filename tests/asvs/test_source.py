"""What our sources do not contain: dangerous calls, weak cryptography, foreign addresses."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from saathi.config import env

ROOT = Path(__file__).resolve().parents[2]
SAATHI = ROOT / "saathi"
STATIC = SAATHI / "web" / "static" / "web"


@cache
def modules() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(SAATHI)): ast.parse(path.read_text())
        for path in SAATHI.rglob("*.py")
        if "migrations" not in path.parts
    }


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each call with its module and the dotted name that is called."""
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, ast.unparse(node.func), node


def imports() -> Iterator[tuple[str, str]]:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module
                yield from ((name, f"{node.module}.{alias.name}") for alias in node.names)


def scripts() -> dict[str, str]:
    return {
        path.name: path.read_text() for path in SAATHI.rglob("*.js") if "built" not in path.parts
    }


def templates() -> dict[str, str]:
    return {str(path.relative_to(SAATHI)): path.read_text() for path in SAATHI.rglob("*.html")}


def test_no_text_is_run_as_code() -> None:
    dangerous = {"eval", "exec", "compile", "__import__", "code.interact"}
    assert [(where, called) for where, called, _ in calls() if called in dangerous] == []


def test_nothing_is_unpickled_by_our_code() -> None:
    unsafe = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "cloudpickle"}
    assert [(where, what) for where, what in imports() if what.split(".")[0] in unsafe] == []


def test_no_shell_is_started() -> None:
    for where, called, node in calls():
        assert called not in {"os.system", "os.popen", "subprocess.getoutput"}, where
        for keyword in node.keywords:
            assert keyword.arg != "shell", f"{where}: {called}(shell=…)"


@pytest.mark.parametrize(
    "library",
    [
        "ldap",
        "ldap3",
        "jinja2",
        "mako",
        "graphene",
        "channels",
        "pymemcache",
        "xmlsec",
        "saml2",
        "webrtc",
        "aiortc",
    ],
)
def test_no_interpreter_is_used_for_which_nothing_is_escaped(library: str) -> None:
    assert [where for where, what in imports() if what.split(".")[0] == library] == []
    lock = (ROOT / "requirements-run.lock").read_text()
    assert not re.search(rf"^{library}==", lock, re.MULTILINE)


def test_no_template_is_made_from_text_of_a_person() -> None:
    names = {"Template", "engines", "from_string", "Engine"}
    found = [(where, called) for where, called, _ in calls() if called.rpartition(".")[2] in names]
    assert [item for item in found if not item[0].startswith("infra/")] == []


def test_templates_escape_everything() -> None:
    for name, text in templates().items():
        assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq", text), name
    found = {where for where, called, _ in calls() if called.rpartition(".")[2] == "mark_safe"}
    assert found == set()


def test_scripts_put_text_into_pages_and_no_html() -> None:
    forbidden = (
        r"\beval\(|new Function|document\.write|\.outerHTML\s*=|insertAdjacentHTML|javascript:"
    )
    for name, text in scripts().items():
        assert not re.search(forbidden, text), name
    with_html = {
        name for name, text in scripts().items() if re.search(r"\.innerHTML\s*[+]?=", text)
    }
    assert with_html == set()


def test_scripts_hear_no_messages_and_ask_no_other_site() -> None:
    for name, text in scripts().items():
        assert not re.search(
            r"postMessage|onmessage|\bWebSocket\b|EventSource|importScripts", text
        ), name
        assert not re.search(r"https?://(?!www\.w3\.org)", text), name
        assert not re.search(r"callback=|jsonp", text, re.IGNORECASE), name


def test_scripts_keep_nothing_of_a_person_in_storage() -> None:
    for name, text in scripts().items():
        # A mark of the session and when one of its tabs was last touched: an idle tab locks no other, and
        # a session that ended leaves no tab open.
        for key in re.findall(r"localStorage\.setItem\(\s*([^,]+),", text):
            assert key.strip() == "SHARED", name
        for key in re.findall(r"sessionStorage\.setItem\(\s*([^,]+),", text):
            # Keys and addresses of forms of this tab; both go when the person signs out.
            assert key.strip() in {"SAVED", '"saathi-saved"', '"saathi-form-waits"'}, name
        assert "document.cookie" not in text, name


def test_scripts_extend_no_prototype() -> None:
    for name, text in scripts().items():
        assert not re.search(r"__proto__|\.prototype\b|Object\.setPrototypeOf", text), name


def test_pages_load_nothing_from_another_site() -> None:
    source = re.compile(
        r"<(?:script|link|img|iframe|source|object|embed)\b[^>]*\b(?:src|href)=\"(?:https?:)?//"
    )
    for name, text in templates().items():
        assert not source.search(text), name
        assert not re.search(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>\s*\S", text), (
            f"{name}: a script in the page"
        )
        assert not re.search(r"\son[a-z]+=\"", text), f"{name}: an event in an attribute"
        assert not re.search(r"<(?:object|embed|applet|iframe)\b", text), name


def test_passwords_may_be_pasted_and_filled() -> None:
    for name, text in (scripts() | templates()).items():
        assert not re.search(r"[\"']paste[\"']|onpaste", text), name
        assert not re.search(r'type="password"(?![^>]*name="pin")[^>]*autocomplete="off"', text), (
            name
        )


def test_no_weak_cryptography_is_used() -> None:
    weak = re.compile(r"\b(?:md5|MD5|DES|TripleDES|RC4|ARC4|Blowfish|ECB|CBC|PKCS1v15|SHA1)\b")
    for name in modules():
        found = weak.findall((SAATHI / name).read_text())
        assert not found, f"{name}: {found}"
    sha1 = {where for where, called, _ in calls() if called.endswith("sha1")}
    assert sha1 == {"agencies/sign_in/password_rules.py"}, (
        "only the set of breached passwords is by SHA-1"
    )


def test_data_is_encrypted_by_authenticated_ciphers_of_one_library() -> None:
    found = {what for _, what in imports() if "ciphers" in what}
    assert {item for item in found if item.rpartition(".")[2][0].isupper()} <= {
        "cryptography.hazmat.primitives.ciphers.aead.AESGCM"
    }
    libraries = {what.split(".")[0] for _, what in imports()}
    assert not {"Crypto", "Cryptodome", "nacl", "M2Crypto", "rsa", "ecdsa"} & libraries


def test_secrets_come_from_the_operating_system() -> None:
    """Chance that can be repeated is for simulations, drawing of plans and tests of hypotheses."""
    ours = ("agencies/", "vault/", "audit/", "web/", "config/", "consent/", "desk/", "people/")
    found = {where for where, what in imports() if what.split(".")[0] == "random"}
    assert [where for where in found if where.startswith(ours)] == []


def test_no_certificate_goes_unchecked() -> None:
    for name in modules():
        text = (SAATHI / name).read_text()
        assert not re.search(
            r"verify\s*=\s*False|CERT_NONE|_create_unverified_context|check_hostname\s*=\s*False",
            text,
        ), name


def test_sql_is_checked_by_the_linter_everywhere_but_in_named_files() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    assert not {entry for entry in lint["ignore"] if entry in {"S", "S6", "S608", "S611"}}
    exempt = [where for where, rules in lint["per-file-ignores"].items() if "S608" in rules]
    assert "**/database_access.py" in exempt  # policies made from names of our own tables
    folders = {where.split("/")[0] for where in exempt} - {"**"}
    assert folders == {"saathi", "{tests,docs", "bench"}
    assert [item for item in exempt if item.startswith("saathi/**")] == []
    raw = {where for where, called, _ in calls() if called.rpartition(".")[2] in {"raw", "extra"}}
    assert raw == set()


def test_the_sources_contain_no_secret() -> None:
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|postgresql://\w+:(?!\w*…|word)[^@\s{}\"…]{8,}@"
    )
    for path in (*SAATHI.rglob("*.py"), *SAATHI.rglob("*.sql"), *SAATHI.rglob("*.html")):
        assert not secret.search(path.read_text()), path


def test_json_reaches_pages_only_as_data() -> None:
    for name, text in templates().items():
        assert not re.search(r"<script(?![^>]*application/json)[^>]*>[^<]*\{\{", text), name
    found = {where for where, called, _ in calls() if called.rpartition(".")[2] == "json_script"}
    assert all(not where.startswith("config/") for where in found)


def test_no_view_mixes_sources_of_parameters() -> None:
    for name in modules():
        assert "request.REQUEST" not in (SAATHI / name).read_text(), name
    mixed = {
        where for where, called, _ in calls() if called.endswith(("GET.update", "POST.update"))
    }
    assert mixed == set()


def test_no_sql_is_put_together_outside_the_named_files() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "S608,S611", "--quiet", "saathi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_values_travel_apart_from_statements() -> None:
    options = env.database("postgresql://role:word@host/db", "X")["OPTIONS"]
    assert isinstance(options, dict)
    assert options["server_side_binding"] is True
