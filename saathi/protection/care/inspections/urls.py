"""URLs of inspections and notices to facilities. They contain opaque ids only."""

from django.urls import path

from saathi.protection.care.inspections import (
    checklist_views,
    conflict_views,
    notice_views,
    photo_views,
    risk_views,
    views,
)

app_name = "inspections"

_ONE = "<uuid:inspection_id>/"

urlpatterns = [
    path("", views.list_inspections, name="list_inspections"),
    path("risk/", risk_views.list_by_risk, name="list_by_risk"),
    path("offline.js", checklist_views.serve_offline_script, name="serve_offline_script"),
    path("photos/<uuid:photo_id>/", photo_views.open_photo, name="open_photo"),
    path("photos/<uuid:photo_id>/remove/", photo_views.remove_photo, name="remove_photo"),
    path(
        "connections/<uuid:conflict_id>/withdraw/",
        conflict_views.withdraw_conflict,
        name="withdraw_conflict",
    ),
    path("notices/", notice_views.list_notices, name="list_notices"),
    path("notices/<uuid:notice_id>/agree/", notice_views.agree_to_notice, name="agree_to_notice"),
    path("notices/<uuid:notice_id>/close/", notice_views.close_notice, name="close_notice"),
    path("facility/<uuid:facility_id>/plan/", views.plan_inspection, name="plan_inspection"),
    path("facility/<uuid:facility_id>/notice/", notice_views.issue_notice, name="issue_notice"),
    path(_ONE, views.show_inspection, name="show_inspection"),
    path(f"{_ONE}begin/", views.begin_inspection, name="begin_inspection"),
    path(f"{_ONE}cancel/", views.cancel_inspection, name="cancel_inspection"),
    path(f"{_ONE}next/", views.next_criterion, name="next_criterion"),
    path(f"{_ONE}criteria/<uuid:finding_id>/", views.assess_criterion, name="assess_criterion"),
    path(f"{_ONE}criteria/<uuid:finding_id>/photo/", photo_views.add_photo, name="add_photo"),
    path(f"{_ONE}photos/", photo_views.list_photos, name="list_photos"),
    path(f"{_ONE}checklist/", checklist_views.fill_checklist, name="fill_checklist"),
    path(
        f"{_ONE}checklist/blank/",
        checklist_views.show_blank_checklist,
        name="show_blank_checklist",
    ),
    path(f"{_ONE}account/", views.record_account, name="record_account"),
    path(f"{_ONE}submit/", views.submit_inspection, name="submit_inspection"),
    path(f"{_ONE}agree/", views.agree_to_inspection, name="agree_to_inspection"),
    path(f"{_ONE}return/", views.return_inspection, name="return_inspection"),
    path(f"{_ONE}notice/", notice_views.issue_inspection_notice, name="issue_inspection_notice"),
]
