"""The people who may open each address of `protection.casework.services`."""

from saathi.protection.identification.intake.models import Report
from tests.access import LEADER, TEAM, WITH_CARE_WORKER, WORKER, AccessRows, AccessWorld
from tests.factories import agencies, helps
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """Referrals of the child and from a report, a session, a place in a course, a livelihood."""
    case, worker = world.case, world.worker
    with acting(worker):
        told = Report.objects.get(pk=world.ids["report_id"])
    family = {"services:record_report_referral_progress:referral_id": helps.family(told, worker).pk}
    supervisor = agencies.staff("supervisor", worker.office)
    service = helps.service(supervisor, run_by=agencies.agency())
    course = helps.course(worker)
    with acting(worker):
        referral = helps.referral(case.child, worker, service)
        return family | {
            "service_id": service.pk,
            "referral_id": referral.pk,
            "opinion_id": helps.opinion(referral, worker).pk,
            "session_id": helps.session(case.child, worker).pk,
            "place_id": helps.place(case.child, worker, course).pk,
            "livelihood_id": helps.livelihood(case.child, worker).pk,
        }


ROWS = AccessRows(
    file={
        "support:show_support": WITH_CARE_WORKER,
        "support:choose_service": WITH_CARE_WORKER,
        "support:offer_service": WITH_CARE_WORKER,
        "support:offer_unlisted_service": WITH_CARE_WORKER,
        "support:show_referral": WITH_CARE_WORKER,
        "support:record_referral_progress": WITH_CARE_WORKER,
        "support:record_referral_sent": WITH_CARE_WORKER,
        "support:record_service_opinion": WITH_CARE_WORKER,
        "support:exclude_opinion_from_statistics": WITH_CARE_WORKER,
        "support:print_referral": WITH_CARE_WORKER,
        "support:give_service_access": {LEADER},
        "support:end_service_access": TEAM,
        "support:record_support_session": WITH_CARE_WORKER,
        "support:change_support_session": {WORKER},
        "support:enrol_child": WITH_CARE_WORKER,
        "support:end_enrolment": WITH_CARE_WORKER,
        "support:record_livelihood": WITH_CARE_WORKER,
        "support:record_livelihood_progress": WITH_CARE_WORKER,
        "services:refer_from_report": TEAM,
        "services:record_report_referral_progress": TEAM,
    },
    without_child={
        "services:add_course",
        "services:add_service",
        "services:download_services",
        "services:import_services",
        "services:list_courses",
        "services:list_referrals",
        "services:list_services",
        "services:print_services",
        "services:offer_facility",
        "services:publish_services",
    },
    elsewhere={
        "services:act_on_service": "services/test_publication.py",
        "services:translate_service": "services/test_translations.py",
        "services:show_service": "services/test_directory.py",
        "services:change_service": "services/test_directory.py",
        "services:verify_service": "services/test_directory.py",
        "services:withdraw_service": "services/test_directory.py",
        "services:show_course": "services/test_courses.py",
        "services:change_course": "services/test_courses.py",
        "services:record_course_session": "services/test_courses.py",
        "services:record_proposals": "services/test_shaping.py",
        "services:answer_proposal": "services/test_shaping.py",
        "services:change_attendance": "services/test_courses.py",
    },
    records=records,
)
