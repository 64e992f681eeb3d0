"""Agencies, offices, staff; files and who may see them; versioned configuration."""

from saathi.agencies.models.bundles import BundleVersion
from saathi.agencies.models.calendar_addresses import CalendarAddress
from saathi.agencies.models.collection import CollectionStart, RecordCollectionMethod
from saathi.agencies.models.configuration import Configuration
from saathi.agencies.models.credentials import Attempt, Credential, SignOnLink, StaffSession
from saathi.agencies.models.drafts import Draft
from saathi.agencies.models.erasures import ErasureRequest
from saathi.agencies.models.files import File, Grant, Hidden, Scoped
from saathi.agencies.models.joining import Invitation, StaffChange
from saathi.agencies.models.lists import SavedListView
from saathi.agencies.models.notices import FormKey, Notice
from saathi.agencies.models.organisation import Agency, Holiday, Office
from saathi.agencies.models.staff import Principal, Staff

__all__ = [
    "Agency",
    "Attempt",
    "BundleVersion",
    "CalendarAddress",
    "CollectionStart",
    "Configuration",
    "Credential",
    "Draft",
    "ErasureRequest",
    "File",
    "FormKey",
    "Grant",
    "Hidden",
    "Holiday",
    "Invitation",
    "Notice",
    "Office",
    "Principal",
    "RecordCollectionMethod",
    "SavedListView",
    "Scoped",
    "SignOnLink",
    "Staff",
    "StaffChange",
    "StaffSession",
]
