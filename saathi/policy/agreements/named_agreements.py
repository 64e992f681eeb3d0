"""Agreements that published sources name: a table that a keeper checks and imports.

None was compared with its text, so each is unverified. Conventions are not among them: the law
pages have the acts of each country (`policy.law`).
"""

from importlib.resources import files

from django.http import HttpResponse

from saathi.web import downloads

FILE_NAME = "named_agreements.csv"


def named_agreements_table() -> str:
    """The table, in the columns of the register's import."""
    return (files("saathi.policy.agreements") / "data" / FILE_NAME).read_text("utf-8")


def named_agreements_response() -> HttpResponse:
    """The table as a file to save."""
    return downloads.attachment_response(named_agreements_table(), FILE_NAME, downloads.CSV)
