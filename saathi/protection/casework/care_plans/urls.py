"""URLs of plans, under the child's file."""

from django.urls import path

from saathi.protection.casework.care_plans import views

app_name = "care_plans"
urlpatterns = [
    path("", views.show_newest, name="show_newest_plan"),
    path("new/", views.create_plan, name="create_plan"),
    path("<uuid:plan_id>/", views.show_plan, name="show_plan"),
    path("<uuid:plan_id>/print/", views.print_plan, name="print_plan"),
    path("<uuid:plan_id>/edit/", views.edit_plan, name="edit_plan"),
    path("<uuid:plan_id>/ask/", views.request_approval, name="request_approval"),
    path(
        "<uuid:plan_id>/withdraw/",
        views.withdraw_approval_request,
        name="withdraw_approval_request",
    ),
    path("<uuid:plan_id>/goals/new/", views.add_goal, name="add_goal"),
    path("goals/<uuid:goal_id>/", views.edit_goal, name="edit_goal"),
    path("goals/<uuid:goal_id>/mark/", views.record_goal_progress, name="record_goal_progress"),
    path("goals/<uuid:goal_id>/steps/new/", views.add_step, name="add_step"),
    path("steps/<uuid:step_id>/", views.edit_step, name="edit_step"),
    path("steps/<uuid:step_id>/mark/", views.record_step_progress, name="record_step_progress"),
]
