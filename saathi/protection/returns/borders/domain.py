"""What cross-border enquiries contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, FileGroup, FileLink, NotOnTimeline
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import EnquiryDirection

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
    significant_acts=(
        SignificantAct(
            "cross_border_request",
            CrossBorderEnquiry,
            ("asked_on",),
            _("A request was sent to another country"),
            DecisionKind.RETURN_ABROAD,
            only={"direction": EnquiryDirection.WE_ASK},
            page="borders:list_cross_border_enquiries",
        ),
        SignificantAct(
            "cross_border_answer",
            CrossBorderEnquiry,
            ("answered_on",),
            _("A request from another country was answered"),
            DecisionKind.RETURN_ABROAD,
            only={"direction": EnquiryDirection.THEY_ASK},
            page="borders:list_cross_border_enquiries",
        ),
    ),
    timeline=(
        NotOnTimeline(CrossBorderEnquiry, "its list shows every question and answer with its day"),
    ),
)
