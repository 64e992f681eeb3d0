"""URLs of the desk. None contains personal data."""

from saathi.desk.approvals.urls import urlpatterns as approving
from saathi.desk.calendar.urls import urlpatterns as calendar
from saathi.desk.case_list.urls import urlpatterns as cases
from saathi.desk.child_file.urls import urlpatterns as child_file
from saathi.desk.child_search.urls import urlpatterns as finding
from saathi.desk.closing.urls import urlpatterns as closing
from saathi.desk.day.urls import urlpatterns as day
from saathi.desk.emergency.urls import urlpatterns as emergency
from saathi.desk.erasing.urls import urlpatterns as erasing
from saathi.desk.exporting.urls import urlpatterns as exporting
from saathi.desk.importing.urls import urlpatterns as importing
from saathi.desk.printing.urls import urlpatterns as printing
from saathi.desk.procedure.urls import urlpatterns as procedure
from saathi.desk.registration.urls import urlpatterns as registration
from saathi.desk.supervision.urls import urlpatterns as supervision
from saathi.desk.team.urls import urlpatterns as team

app_name = "desk"

urlpatterns = [
    *day,
    *cases,
    *calendar,
    *supervision,
    *finding,
    *registration,
    *child_file,
    *printing,
    *team,
    *procedure,
    *approving,
    *closing,
    *emergency,
    *erasing,
    *importing,
    *exporting,
]
