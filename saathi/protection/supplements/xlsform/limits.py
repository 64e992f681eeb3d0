"""How large a form may be. Each limit is tested at its edge; docs/supplementary-forms.md lists them.

They keep a page readable and one request from taking the machine: no form in the field that we know
of comes near them.
"""

from typing import Final

FILE_BYTES: Final = 1_000_000  # the workbook as it is uploaded
UNPACKED_BYTES: Final = 12_000_000  # all its parts together, once they are unpacked
ARCHIVE_PARTS: Final = 200  # files in the workbook
CELLS: Final = 60_000
CELL_LETTERS: Final = 2_000
ROWS: Final = 3_000  # of one sheet
QUESTIONS: Final = 200
GROUP_DEPTH: Final = 4
LANGUAGES: Final = 8
DEPENDENCY_CHAIN: Final = 40  # conditions that rest on one another
CHOICES: Final = 1_500  # of all lists together
LIST_CHOICES: Final = 300
REPEAT_ROWS: Final = 10
# Django refuses a form of more than a thousand fields; some are its own.
PAGE_FIELDS: Final = 900
EXPRESSION_LETTERS: Final = 600
EXPRESSION_PARTS: Final = 150
EXPRESSION_DEPTH: Final = 25
PATTERN_LETTERS: Final = 100
ANSWER_LETTERS: Final = 4_000
DIGITS: Final = 15
