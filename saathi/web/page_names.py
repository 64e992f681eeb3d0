"""Names of pages to which every wing links. The desk, the highest wing with screens, provides them.

They have no namespace: a wing names only pages of wings below it (`saathi.desk.shared_urls` has the
addresses). Any other page of a higher wing is reached by a link that this wing declares
(`agencies.domains.PageLink`).
"""

from typing import Final

CHILD_FILE: Final = "child_file"  # argument: the file
MY_DAY: Final = "my_day"
APPROVAL: Final = "show_approval"  # argument: the request for approval
ERASURE: Final = "show_erasure"  # argument: the file; what is left once the identity was erased
RECORD_SOURCES: Final = "show_record_sources"  # argument: a file of any kind
SEARCH_FROM_REPORT: Final = "find_from_report"  # argument: the report
OPEN_CASE_FROM_REPORT: Final = "open_case_from_report"  # argument: the report
