"""URLs of a case, below the child's file. They contain opaque ids only."""

from django.urls import path

from saathi.protection.casework.cases import assessment_views, review_views, views

app_name = "cases"

urlpatterns = [
    path("needs/", assessment_views.list_assessments, name="list_assessments"),
    path("needs/new/", assessment_views.record_assessment, name="record_assessment"),
    path("needs/<uuid:assessment_id>/", assessment_views.show_assessment, name="show_assessment"),
    path("reviews/", review_views.list_reviews, name="list_reviews"),
    path("reviews/new/", review_views.record_review, name="record_review"),
    path("visits/", views.list_visits, name="list_visits"),
    path("visits/new/", views.record_visit, name="record_visit"),
]
