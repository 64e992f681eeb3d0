"""URLs of printed documents, included in those of the desk."""

from django.urls import path

from saathi.desk.printing import (
    case_notes,
    conferences,
    determinations,
    documents,
    filled_forms,
    photos,
    safety_plans,
    views,
)

urlpatterns = [
    path("child/<uuid:file_id>/print/plan/", views.print_plan, name="print_plan"),
    path("child/<uuid:file_id>/print/notes/", case_notes.print_notes, name="print_notes"),
    path(
        "child/<uuid:file_id>/print/conference/<uuid:conference_id>/",
        conferences.print_conference,
        name="print_conference",
    ),
    path(
        "child/<uuid:file_id>/print/case-pack/<uuid:determination_id>/",
        determinations.print_case_pack,
        name="print_case_pack",
    ),
    path(
        "child/<uuid:file_id>/print/decision/<uuid:determination_id>/",
        determinations.print_decision,
        name="print_decision",
    ),
    path("best-interests/agenda.pdf", determinations.print_agenda, name="print_agenda"),
    path(
        "child/<uuid:file_id>/print/documents/",
        documents.print_documents,
        name="print_documents",
    ),
    path(
        "child/<uuid:file_id>/print/photo/<uuid:portrait_id>/",
        photos.print_photo,
        name="print_photo",
    ),
    path(
        "missing/<uuid:missing_id>/photo/print/",
        photos.print_missing_photo,
        name="print_missing_photo",
    ),
    path(
        "child/<uuid:file_id>/print/safety-plan/",
        safety_plans.print_safety_plan,
        name="print_safety_plan",
    ),
    path("child/<uuid:file_id>/print/summary/", views.print_summary, name="print_summary"),
    path(
        "child/<uuid:file_id>/print/form/<slug:part>/<uuid:filled_id>/",
        filled_forms.print_filled_form,
        name="print_filled_form",
    ),
]
