"""A PDF that asks for a password is found; one that is only protected against changes is not."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from saathi.vault.accepted_media import check_evidence, check_upload
from saathi.vault.errors import UploadRefused
from saathi.vault.pdf_passwords import is_locked

ALGORITHMS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


def pdf(**encryption: Any) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": "Order of the district court"})
    if encryption:
        writer.encrypt(**encryption)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("attempt", range(3))  # each file has random salts and ids
def test_only_a_pdf_that_asks_for_a_password_is_locked(algorithm: str, attempt: int) -> None:
    locked = pdf(user_password=f"sunita {attempt}", algorithm=algorithm)
    assert PdfReader(io.BytesIO(locked)).decrypt("") == 0
    assert is_locked(locked)
    # Protected against changes only: every reader opens it.
    protected = pdf(user_password="", owner_password="court", algorithm=algorithm)
    assert PdfReader(io.BytesIO(protected)).decrypt("") != 0
    assert not is_locked(protected)


@pytest.mark.parametrize("check", [check_upload, check_evidence])
def test_locked_pdf_is_refused_with_what_to_do(check: Any) -> None:
    with pytest.raises(UploadRefused, match=r"locked with a password\. Save it without"):
        check(pdf(user_password="secret", algorithm="AES-256"))
    protected = pdf(user_password="", owner_password="court", algorithm="AES-256")
    assert check(protected).media_type == "application/pdf"
    assert check(pdf()).media_type == "application/pdf"


def with_stream(entry: bytes, encryption: bytes) -> bytes:
    """A PDF whose cross-reference is a stream, as most programs write it."""
    body = b"%PDF-1.7\n4 0 obj\n" + encryption + b"\nendobj\n"
    table = b"9 0 obj\n<</Type/XRef/Size 10" + entry + b">>stream\n\x00\x01endstream\nendobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n1 0 obj\n<</Author (A)>>\n%%EOF\n", False),
        (b"%PDF-1.7\n(How to /Encrypt 4 0 R a file)\n%%EOF\n", False),  # a text, not a trailer
        (b"%PDF-1.7 trailer <</Encrypt 4 0 R>>", True),  # of the encryption nothing can be read
        (b"%PDF-1.7 trailer <</Encrypt " + b"9" * 5000 + b" 0 R>>", False),  # no reference
        (b"%PDF-1.7 startxref " + b"9" * 5000, False),
        (with_stream(b"", b"<<>>"), False),
        (with_stream(b"/Encrypt 4 0 R", b"<</Filter/Adobe.PubSec/V 4>>"), True),
        (with_stream(b"/Encrypt 4 0 R", b"<</Filter/Standard/V 9/R 9/O(a)/U(b)/P -4>>"), True),
        (with_stream(b"/Encrypt 4 0 R", b"<</Filter/Standard/V 2/R 3/O(a/U(b\\)/P -4>>"), True),
        (with_stream(b"/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>", b"<<>>"), True),
    ],
)
def test_damaged_and_unusual_files_are_never_an_error(data: bytes, expected: bool) -> None:
    assert is_locked(data) is expected


def literal(value: Any) -> bytes:
    """A string of a PDF in brackets: half of it escaped, as programs that know no hexadecimal write."""
    octal = b"".join(b"\\%03o" % byte for byte in value.original_bytes[8:])
    plain = re.sub(rb"([()\\])", rb"\\\1", value.original_bytes[:8]).replace(b"\r", b"\\r")
    return b"(" + plain + octal + b")"


@pytest.mark.parametrize("attempt", range(8))
def test_strings_with_brackets_and_escapes_are_read(attempt: int) -> None:
    data = pdf(user_password="", owner_password=f"court {attempt}", algorithm="RC4-128")
    trailer: Any = PdfReader(io.BytesIO(data)).trailer
    encryption = trailer["/Encrypt"]
    texts = literal(encryption["/O"]), literal(encryption["/U"])
    dictionary = b"<</Filter/Standard/V 2/R 3/Length 128/P %d/O%s/U%s>>" % (
        encryption["/P"],
        *texts,
    )
    entry = b"/Encrypt 4 0 R/ID[" + literal(trailer["/ID"][0]) + b"(other)]"
    assert not is_locked(with_stream(entry, dictionary))
    assert is_locked(with_stream(entry, dictionary.replace(b"/P ", b"/P 1")))
