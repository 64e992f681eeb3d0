"""What cross-border enquiries contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, FileGroup, FileLink, NotOnTimeline
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.borders.models import CrossBorderEnquiry

DOMAIN = Domain(
    urls={"urls": ""},
    file_links=(
        FileLink(
            140,
            Section.LEGAL,
            _("Cross-border requests"),
            "borders:list_cross_border_enquiries",
            "transfer",
            group=FileGroup.LEGAL,
        ),
    ),
    duties={Duty.ABROAD: "borders:list_cross_border_enquiries"},
    records=(RecordKind(CrossBorderEnquiry, _("Cross-border enquiry")),),
    timeline=(
        NotOnTimeline(CrossBorderEnquiry, "its list shows every question and answer with its day"),
    ),
)
