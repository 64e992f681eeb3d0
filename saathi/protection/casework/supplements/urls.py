"""URLs of forms: an agency's own, and those of a child below the file. Opaque ids only."""

from django.urls import path

from saathi.protection.casework.supplements.views import answers, drafts, exporting, versions

app_name = "supplements"

AGENCY = "agency/forms/"
CHILD = "child/<uuid:file_id>/forms/"
ONE = f"{CHILD}<slug:part>/<uuid:filled_id>/"
urlpatterns = [
    path(AGENCY, versions.list_forms, name="list_forms"),
    path(f"{AGENCY}upload/", drafts.upload_form, name="upload_form"),
    path(f"{AGENCY}sample/", drafts.download_sample, name="download_sample"),
    path(f"{AGENCY}drafts/<uuid:draft_id>/", drafts.edit_draft, name="edit_draft"),
    path(f"{AGENCY}drafts/<uuid:draft_id>/discard/", drafts.discard_draft, name="discard_draft"),
    path(
        f"{AGENCY}drafts/<uuid:draft_id>/next-version/",
        drafts.make_next_version,
        name="make_next_version",
    ),
    path(f"{AGENCY}<slug:code>/", versions.show_form, name="show_form"),
    path(f"{AGENCY}<slug:code>/end/", versions.end_form, name="end_form"),
    path(f"{AGENCY}<slug:code>/export/", exporting.export_answers, name="export_answers"),
    path(
        f"{AGENCY}<slug:code>/<int:number>/", versions.show_form_version, name="show_form_version"
    ),
    path(CHILD, answers.list_filled_forms, name="list_filled_forms"),
    path(f"{CHILD}new/<slug:code>/", answers.fill_form, name="fill_form"),
    path(
        f"{CHILD}drafts/<uuid:draft_id>/discard/",
        answers.discard_answers_draft,
        name="discard_answers_draft",
    ),
    path(ONE, answers.show_filled_form, name="show_filled_form"),
    path(f"{ONE}change/", answers.change_filled_form, name="change_filled_form"),
]
