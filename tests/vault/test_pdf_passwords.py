"""A PDF that asks for a password is refused; one that is only protected against changes is not."""

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed
from saathi.vault.accepted_media import PDF_PARSER, check_evidence, check_upload
from saathi.vault.errors import UploadRefused

ALGORITHMS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


def pdf(title: str = "Order of the district court", **encryption: Any) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": title})
    if encryption:
        writer.encrypt(**encryption)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def is_locked(data: bytes) -> bool | None:
    answer: bool | None = parser_sandbox.run_parser(PDF_PARSER, data)["locked"]
    return answer


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_only_a_pdf_that_asks_for_a_password_is_locked(algorithm: str) -> None:
    locked = pdf(user_password="sunita", algorithm=algorithm)
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
    """A PDF whose cross-reference is a damaged stream."""
    body = b"%PDF-1.7\n4 0 obj\n" + encryption + b"\nendobj\n"
    table = b"9 0 obj\n<</Type/XRef/Size 10" + entry + b">>stream\n\x00\x01endstream\nendobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 trailer <</Encrypt 4 0 R>>",
        b"%PDF-1.7 trailer <</Encrypt " + b"9" * 5000 + b" 0 R>>",
        b"%PDF-1.7 trailer <</#45ncrypt 4 0 R>>",
        with_stream(b"/Encrypt 4 0 R", b"<</Filter/Adobe.PubSec/V 4>>"),
        with_stream(b"/Encrypt 4 0 R", b"<</Filter/Standard/V 9/R 9/O(a)/U(b)/P -4>>"),
        with_stream(b"/Encrypt 4 0 R", b"<</Filter/Standard/V 2/R 3/O(a/U(b\\)/P -4>>"),
    ],
)
def test_a_file_whose_encryption_cannot_be_read_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"cannot be read\. Save it without protection"):
        check_evidence(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj\n<</Author (A)>>\n%%EOF\n",
        b"%PDF-1.7 startxref " + b"9" * 5000,
        pdf("How to /Encrypt 4 0 R a file"),  # a text, not an entry
        pdf("Ward /Block#4A"),
        pdf("/Times#20New").replace(b"startxref", b"startxxxx"),  # damaged; viewers repair it
    ],
)
def test_what_is_not_encrypted_is_kept_as_it_is_also_damaged(data: bytes) -> None:
    assert check_evidence(data).original == data


def test_a_parser_that_stalls_or_is_busy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(error: type[Exception]) -> Any:
        def run(*_: Any) -> Any:
            raise error

        return run

    for error, sentence in ((ParserFailed, "cannot be read"), (ParserBusy, "Try again")):
        monkeypatch.setattr(parser_sandbox, "run_parser", raising(error))
        with pytest.raises(UploadRefused, match=sentence):
            check_upload(pdf(user_password="secret", algorithm="AES-256"))
