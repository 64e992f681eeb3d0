"""URLs of screening: below a file; two concern no child. Only opaque ids."""

from django.urls import path

from saathi.protection.identification.screening.views import interviews, offences, screenings

app_name = "screening"

FILE = "child/<uuid:file_id>/screening/"
urlpatterns = [
    path("screening/", screenings.list_prompts, name="list_prompts"),
    path("screening/aid/", screenings.show_first_contact_guide, name="show_first_contact_guide"),
    path(FILE, screenings.show_screenings, name="show_screenings"),
    path(f"{FILE}new/<slug:questionnaire>/", screenings.record_screening, name="record_screening"),
    path(f"{FILE}answers/<uuid:screening_id>/", screenings.show_screening, name="show_screening"),
    path(
        f"{FILE}answers/<uuid:screening_id>/print/",
        screenings.print_screening,
        name="print_screening",
    ),
    path(
        f"{FILE}answers/<uuid:screening_id>/change/",
        screenings.change_screening_answers,
        name="change_screening_answers",
    ),
    path(
        f"{FILE}recorded/new/", offences.record_misidentification, name="record_misidentification"
    ),
    path(
        f"{FILE}protection/new/",
        offences.request_protection_transfer,
        name="request_protection_transfer",
    ),
    path(f"{FILE}reply/", screenings.reply_to_prompts, name="reply_to_prompts"),
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
