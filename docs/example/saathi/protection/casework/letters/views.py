"""Screens of letters."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.letters import actions
from saathi.protection.casework.letters.models import Letter

screens = kit.RecordScreens("letters")
ADD = kit.ChildFormPageText(_("Add letter"), back="letters:list_letters")


class LetterForm(kit.DerivedForm[Letter]):
    """Form for a letter."""

    model = Letter
    names = "sender name received_on place"


@screens.child_list("letters/", Permission.WORK_ON_CASE, kit.RecordQuery(Letter, "-received_on"))
def list_letters(request: StaffRequest, child: Child, letters: list[Letter]) -> kit.PageContent:
    """The letters to a child, the latest first."""
    add = screens.links(request, child.file_id, "add_letter", _("Add letter"))
    rows = [_letter_row(request, letter) for letter in letters]
    panel = kit.Panel(_("Letters"), actions=add, rows=rows, empty=_("No letter yet."))
    return kit.PageContent(parts=[panel])


def _letter_row(request: StaffRequest, letter: Letter) -> kit.PanelRow:
    give = screens.steps(request, letter, "give_letter", _("Given to the child"))
    fields, title = "name received_on place given_on", kit.format_field(letter, "sender")
    return kit.record_row(letter, fields, title=title, steps=[] if letter.given_on else give)


@screens.child_form("letters/new/", Permission.WORK_ON_CASE, LetterForm, ADD, load=case_of_file)
def add_letter(request: StaffRequest, case: Case, form: LetterForm) -> None:
    """Adds a letter."""
    actions.add_letter(letter=form.to_record(file_id=case.file_id), actor=request.staff)


@screens.child_step(
    "letters/<uuid:letter_id>/give/", Permission.WORK_ON_CASE, Letter, "list_letters"
)
def give_letter(request: StaffRequest, letter: Letter, version: int) -> None:
    """Records that the child has a letter."""
    actions.give_letter(letter=letter, version=version, actor=request.staff)
