"""Codes of the queue of reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResponseState(TextChoices):
    """The state of the response to a report."""

    NEW = "new", _("Not accepted yet")
    ACCEPTED = "accepted", _("Accepted")
    CLOSED = "closed", _("Closed")


class ResponseRoute(TextChoices):
    """Who handles a report: the office that recorded it, or one above those that the report names."""

    USUAL = "usual", _("Office that recorded the report")
    ABOVE = "above", _("Office above the person or office named in the report")
    NONE_ABOVE = "none_above", _("No office above the person or office named in the report")


# Who handles such a report now, as shown to the recording person, who may not know more.
RECEIVED_BY = {
    ResponseRoute.ABOVE: _("The next level outside your office has received it."),
    ResponseRoute.NONE_ABOVE: _("Supervisors who are not named in the report have received it."),
}


class ResponseStepKind(TextChoices):
    """The kind of a step in handling a queued report."""

    NOTIFIED = "notified", _("Notified")
    ACCEPTED = "accepted", _("Accepted by")
    REASSIGNED = "reassigned", _("Reassigned to")
    CLOSED = "closed", _("Closed by")
    NAMED = "named", _("Person or office named, recorded by")


class ReportNoteKind(TextChoices):
    """The kind of note added to a report."""

    INFORMATION = "information", _("Added information")
    VISIT = "visit", _("Someone went to the child")
    ATTEMPT = "attempt", _("Someone went, but the child was not met")
    HANDOVER = "handover", _("Reassigned")
    CASE_REQUEST = "case_request", _("Reason for the request")
    OUTCOME = "outcome", _("Reason for the outcome")


class ReportMeeting(TextChoices):
    """Whether those who went to the child of a report met the child alone, as at a visit of a case."""

    NOT_RECORDED = "", _("Not recorded")
    MET_ALONE = "met_alone", _("Met alone")
    MET_WITH_OTHERS = "met_with_others", _("Met, others were present")


class ReportVisitPlace(TextChoices):
    """Where those who went to the child of a report met or looked for the child; a call is no visit."""

    NOT_RECORDED = "", _("Not recorded")
    HOME = "home", _("At home")
    CARE_HOME = "care_home", _("In a care home or shelter")
    FOSTER_FAMILY = "foster_family", _("In a foster family")
    SCHOOL_OR_WORK = "school_or_work", _("At school or work")
    OFFICE = "office", _("In our office")
    HOSPITAL = "hospital", _("In hospital")
    COURT = "court", _("At court or police")
    OTHER = "other", _("Somewhere else")


# The first step when no one is on duty.
CALL_SUPERVISOR = _(
    "No one is on duty. Call a supervisor now. Do not wait for a notice to be read."
)

# What to do for a child in immediate danger if the country's procedure sets no steps of its own.
EMERGENCY_STEPS = (
    _("Call the person on duty now. Do not wait for a notice to be read."),
    _("Agree who goes to the child, who goes along, and how you stay in contact."),
    _(
        "Decide with the supervisor whether to call the police, an ambulance or the "
        "family. Do not inform any of them before that: the child may have fled from them."
    ),
    _(
        "If you can speak to the child: ask where the child is safe for the next few "
        "hours, and who with."
    ),
    _("Record what was decided, who decided and when."),
)

# What the person who recorded a report can do that others handle: without the colleagues that it bypasses.
STEPS_WITHOUT_COLLEAGUES = (
    _(
        "Call the emergency services or the child helpline of your country now. Do not wait for a "
        "notice to be read."
    ),
    *EMERGENCY_STEPS[3:],
)

# Words for staff, as they are written in reports, each in its singular and plural; a report may be written
# in another language than that of the screens. Some of these are also posts elsewhere: the form asks.
STAFF_WORDS = (
    # English
    *("supervisor", "supervisors", "officer", "officers", "case worker", "case workers"),
    *("caseworker", "caseworkers", "social worker", "social workers", "house parent"),
    *("house parents", "house mother", "house mothers", "house father", "house fathers"),
    *("care worker", "care workers", "counsellor", "counsellors", "counselor", "counselors"),
    *("warden", "wardens", "colleague", "colleagues", "staff member", "staff members"),
    *("member of staff", "members of staff", "your staff", "our staff", "caretaker", "caretakers"),
    *("care taker", "manager", "managers", "director", "directors", "superintendent"),
    *("superintendents", "in charge", "incharge", "boss", "your office", "our office"),
    *("from the office",),
    # Nepali and Hindi in Latin letters
    *("hakim sab", "hakim saab", "hakim saheb", "hakim sahab", "hakim sahib", "hakim sir"),
    *("karmachari", "pramukh", "prabandhak", "nirdeshak", "supervaijar", "incharj"),
    # Urdu
    *("نگران", "سپروائزر", "افسر", "کیس ورکر", "سماجی کارکن", "ہاؤس پیرنٹ", "کاؤنسلر", "وارڈن"),
    *(
        "منیجر",
        "مینیجر",
        "ڈائریکٹر",
        "سپرنٹنڈنٹ",
        "انچارج",
        "نگہبان",
        "ساتھی کارکن",
        "عملہ",
        "عملے",
    ),
    *("آپ کے دفتر", "ہمارے دفتر", "دفتر سے", "باس"),
    # Nepali and Hindi
    *("सुपरिवेक्षक", "सुपरभाइजर", "पर्यवेक्षक", "अधिकृत", "अधिकारी", "केस वर्कर"),
    *("सामाजिक कार्यकर्ता", "हाउस पेरेन्ट", "परामर्शदाता", "वार्डेन", "सुपरवाइजर", "वार्डन"),
    *("कर्मचारी", "प्रमुख", "हाकिम", "साहेब", "सहकर्मी", "म्यानेजर", "मैनेजर", "प्रबन्धक", "प्रबंधक", "निर्देशक"),
    *("निदेशक", "अधीक्षक", "इन्चार्ज", "इंचार्ज", "केयरटेकर", "काउन्सलर", "काउंसलर", "बॉस"),
    *("तपाईंको कार्यालय", "हाम्रो कार्यालय", "कार्यालयबाट", "आपके कार्यालय", "आपके दफ्तर"),
    *("कार्यालय से", "दफ्तर से"),
    # Bangla
    *("সুপারভাইজার", "তত্ত্বাবধায়ক", "কর্মকর্তা", "কর্মচারী", "ম্যানেজার", "পরিচালক", "ইনচার্জ"),
    *("সহকর্মী", "সমাজকর্মী", "কেস ওয়ার্কার", "কাউন্সেলর", "ওয়ার্ডেন", "আপনার অফিস", "অফিস থেকে"),
)
# Words for a home for children: in a report it may be a facility of the agency.
HOME_WORDS = (
    *("residential home", "children's home", "childrens home", "care home", "shelter home"),
    *("یتیم خانہ", "یتیم خانے", "आवासीय गृह", "बाल गृह", "बालगृह", "अनाथालय"),
    *("শিশু সদন", "এতিমখানা"),
)
# For whoever answers for reports, in the steps that a procedure sets for an emergency.
DUTY_WORDS = ("on duty", "duty", "office", "manager", "ڈیوٹی", "دفتر", "ड्युटी", "ड्यूटी", "कार्यालय")
# Before a word of these, an officer is of another service.
OTHER_SERVICES = frozenset({"police", "army", "border", "immigration", "customs", "پولیس", "प्रहरी"})
# What Nepali and Bangla write at the end of a name or a word: by, to, of, from, with.
CASE_ENDINGS = (
    *("ले", "लाई", "को", "का", "की", "बाट", "सँग", "मा", "हरू", "हरूले"),
    *("কে", "র", "ের", "রা", "দের"),
)
# The same endings of Nepali in Latin letters.
LATIN_ENDINGS = ("le", "lai", "ko", "ka", "ki", "bata", "sanga", "haru", "harule")
# Words with which a person is addressed, after a given name or a family name.
RESPECT_WORDS = frozenset({
    *("sir", "madam", "mam", "maam", "miss", "ji", "jee", "sahib", "saheb", "sahab", "saab", "sab"),
    *("teacher", "साहेब", "साब"),
    *("सर", "म्याडम", "मैडम", "मिस", "जी", "साहब", "صاحب", "صاحبہ", "سر", "میڈم", "مس", "جی"),
    *("স্যার", "ম্যাডাম", "মিস", "সাহেব"),
})  # fmt: skip
# Before a name.
TITLES_BEFORE = frozenset({
    *("mr", "mrs", "ms", "miss", "sir", "madam", "श्री", "श्रीमती", "जनाब", "جناب", "محترم", "محترمہ"),
    *("জনাব",),
})  # fmt: skip
# Words for brother and sister that follow the given name of a person one respects; relatives have them too.
KIN_WORDS = frozenset({
    *("dai", "didi", "bhai", "bhaiya", "bahini", "apa", "aapa", "baji", "dada"),
    *("दाइ", "दाई", "दिदी", "भाइ", "बहिनी", "भाई", "भैया", "दीदी", "بھائی", "باجی", "آپا"),
    *("ভাই", "আপা", "দাদা", "দিদি"),
})  # fmt: skip
# Between two words these say that they are the names of two people.
CONJUNCTIONS = frozenset({"and", "or", "र", "और", "एवं", "तथा", "या", "اور", "یا", "ও", "এবং", "আর"})
# Between the names and roles of a list of people, with roles of other services.
LIST_WORDS = CONJUNCTIONS | frozenset({
    *("with", "of", "the", "from", "office", "district", "ward", "police", "constable", "nurse"),
    *("doctor", "teacher", "head", "senior", "health", "worker"),
})  # fmt: skip
# Words of one letter that are no initial of a name.
ONE_LETTER_WORDS = frozenset({"म", "र", "छ", "न", "त", "ए", "व", "و", "ও", "এ"})
# Letters of other alphabets that look like these of the Latin one.
LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвнАВЕКМНОРСТХІЈЅορινκΑΒΕΗΙΚΜΝΟΡΤΥΧΖ",
                           "aeopcyxijsdhkmtbhABEKMHOPCTXIJSopivkABEHIKMNOPTYXZ")  # fmt: skip
