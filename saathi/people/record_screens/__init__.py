"""The screens of records and their parts: `from saathi.people import record_screens as kit`."""

from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.record_kit.rows import (
    format_day,
    format_field,
    format_moment,
    labelled_values,
)
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.record_screens.file_screens import ScreenNotOfFile
from saathi.people.record_screens.page_content import (
    FormPart,
    PageContent,
    RecordFormText,
    link,
    record_row,
)
from saathi.people.record_screens.record_queries import (
    OwnedQuery,
    RecordQuery,
    load_current_staff,
    record_loader,
    row_loader,
)
from saathi.people.record_screens.saving import save_changes, save_new
from saathi.people.record_screens.screens import CHILD, PageForm, RecordScreens
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTableCell,
    LabelledValue,
    Text,
    TimelineItem,
)

__all__ = [
    "CHILD",
    "ActionLink",
    "AlertBox",
    "ChildFormPageText",
    "DerivedForm",
    "DisplayTableCell",
    "FormPart",
    "LabelledValue",
    "OwnedQuery",
    "PageContent",
    "PageForm",
    "Panel",
    "PanelRow",
    "RecordFormText",
    "RecordQuery",
    "RecordScreens",
    "ScreenNotOfFile",
    "Text",
    "TimelineItem",
    "derive_field",
    "format_day",
    "format_field",
    "format_moment",
    "labelled_values",
    "link",
    "load_current_staff",
    "record_loader",
    "record_row",
    "row_loader",
    "save_changes",
    "save_new",
]
