"""The size limits of a form. Each is tested at its edge; docs/supplementary-forms.md lists them.

They keep a page readable and protect the server from single requests; no form in the field that we
know of comes near them.
"""

from typing import Final

FILE_BYTES: Final = 1_000_000  # the uploaded workbook
UNPACKED_BYTES: Final = 12_000_000  # all parts of the workbook together, unpacked
ARCHIVE_PARTS: Final = 200  # files in the workbook
CELLS: Final = 60_000
CELL_LETTERS: Final = 2_000
ROWS: Final = 3_000  # per sheet
QUESTIONS: Final = 500
FORM_CODE_LETTERS: Final = 40
TITLE_LETTERS: Final = 200
NAME_LETTERS: Final = 80  # of a question, group or choice
GROUP_DEPTH: Final = 4
LANGUAGES: Final = 8
DEPENDENCY_CHAIN: Final = 40  # conditions that depend on each other in turn
CHOICES: Final = 1_500  # all lists together
LIST_CHOICES: Final = 300
STATISTICAL_CHOICES: Final = 40  # of a statistical question: longer lists name places or people
REPEAT_ROWS: Final = 10
# The settings let a page send 3,000 fields; some are its own.
PAGE_FIELDS: Final = 2_900
PAGE_LETTERS: Final = 4_000_000  # labels, hints and choices of all rows
FILLED_LETTERS: Final = 2_000  # of a label with the answers that it shows, and of a result
PAGE_FILLED_LETTERS: Final = 300_000  # answers and results shown in the texts of a page
EXPRESSION_LETTERS: Final = 600
EXPRESSION_PARTS: Final = 150
EXPRESSION_DEPTH: Final = 25
# Levels of Python's stack that an expression and the calculations below it may need: Python has 1,000.
EVALUATION_LEVELS: Final = 640
PATTERN_LETTERS: Final = 100
PATTERN_TEXT_LETTERS: Final = 200  # of a text that a pattern is tried on
PATTERN_OPEN: Final = 2  # repetitions without an upper limit that can end in several places
# The most comparisons that one pattern, and all patterns of a page together, may need.
PATTERN_STEPS: Final = 1_500_000
PAGE_PATTERN_STEPS: Final = 15_000_000
ANSWER_LETTERS: Final = 4_000
DIGITS: Final = 15
