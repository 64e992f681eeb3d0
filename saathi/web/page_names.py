"""Names of pages linked from every wing; the desk, the highest with screens, has them.

They have no namespace, since a wing otherwise names only pages of wings below it
(`saathi.desk.shared_urls` has the URLs). Any other page of a higher wing is reached by a link that
the higher wing declares (`agencies.domains.PageLink`).
"""

from typing import Final

CHILD_FILE: Final = "child_file"  # argument: the file
MY_DAY: Final = "my_day"
APPROVAL: Final = "show_approval"  # argument: the request for approval
ERASURE: Final = "show_erasure"  # argument: the file; what remains after identity erasure
RECORD_SOURCES: Final = "show_record_sources"  # argument: a file of any kind
SEARCH_FROM_REPORT: Final = "find_from_report"  # argument: the report
OPEN_CASE_FROM_REPORT: Final = "open_case_from_report"  # argument: the report
