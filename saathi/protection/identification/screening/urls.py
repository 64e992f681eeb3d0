"""URLs of screening, below a file, and two that concern no child. Only opaque ids."""

from django.urls import path

from saathi.protection.identification.screening.views import interviews, offences, screenings

app_name = "screening"

FILE = "child/<uuid:file_id>/screening/"
urlpatterns = [
    path("screening/", screenings.list_prompts, name="list_prompts"),
    path("screening/aid/", screenings.show_aid, name="show_aid"),
    path(FILE, screenings.show_subject, name="show_subject"),
    path(f"{FILE}new/<slug:questionnaire>/", screenings.record_screening, name="record_screening"),
    path(f"{FILE}answers/<uuid:screening_id>/", screenings.show_screening, name="show_screening"),
    path(
        f"{FILE}answers/<uuid:screening_id>/print/",
        screenings.print_screening,
        name="print_screening",
    ),
    path(
        f"{FILE}answers/<uuid:screening_id>/change/",
        screenings.change_answers,
        name="change_answers",
    ),
    path(f"{FILE}recorded/new/", offences.record_as, name="record_as"),
    path(f"{FILE}protection/new/", offences.ask_transfer, name="ask_transfer"),
    path(f"{FILE}reply/", screenings.reply, name="reply"),
    path(f"{FILE}interviews/new/", interviews.record_interview, name="record_interview"),
    path(
        f"{FILE}interviews/<uuid:interview_id>/",
        interviews.change_interview,
        name="change_interview",
    ),
    path(f"{FILE}clues/new/", interviews.add_clue, name="add_clue"),
    path(f"{FILE}clues/<uuid:clue_id>/", interviews.change_clue, name="change_clue"),
    path(f"{FILE}moved/new/", interviews.record_migration, name="record_migration"),
]
