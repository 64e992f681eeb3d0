"""Draws each component with invented people, for screenshots and for the checks of the look.

No database and no server: `draw("file", "ur")` gives the page as text.
"""

from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation

from saathi.web import troubles
from saathi.web.context import Me
from saathi.web.fields import DateInPartsField, LongText
from saathi.web.parts import (
    Action,
    Alert,
    Cell,
    ChildHeader,
    Column,
    Compared,
    Comparison,
    Due,
    Empty,
    Event,
    Fact,
    Figure,
    Goal,
    Pair,
    Seat,
    Step,
    Tab,
    Table,
    Why,
    Words,
)

HERE = Path(__file__).parent
PAGES = ("file", "pieces", "form", "list", "public", "trouble")


def nowhere(request: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path(
        "desk/",
        include(
            (
                [
                    path(f"{n}/", nowhere, name=n)
                    for n in ("my_day", "find_child", "list_approvals", "list_enquiries")
                ],
                "desk",
            )
        ),
    ),
    path("intake/", include(([path("reports/", nowhere, name="list_reports")], "intake"))),
    path("evidence/", include(([path("numbers/", nowhere, name="numbers")], "evidence"))),
    path("policy/", include(([path("law/", nowhere, name="law")], "policy"))),
    path("agencies/", include(([path("agency/", nowhere, name="agency")], "agencies"))),
    path("language/", nowhere, name="set_language"),
    path("away", nowhere, name="away"),
]

CHILD = ChildHeader(
    code="NP-7K3F-92",
    name="सुनिता",
    also="Sunita",
    called=("called Kanchhi at home", "given the name “Pooja” by others"),
    facts=(
        Fact("14–15 years", "presumed child, stated by her, 3 March"),
        Fact(text="girl"),
        Fact("Maithili", "and some Hindi", before="speaks"),
        Fact("Dhanusha", "Nepal", before="from"),
    ),
    sections=(
        Action("Situation and safety", "#situation", "shield"),
        Action("Health", "#health", "heart"),
        Action("Papers and orders", "#papers", "certificate"),
    ),
    action=Action("Record a visit", "#visit", "pencil"),
    next_step="Next: approve her plan, today",
)
STEPS = [
    Step("Reported", "2 Mar", "done"),
    Step("Identified", "3 Mar", "done"),
    Step("Assessed", "9 Mar", "done"),
    Step("Plan", "due today", "now"),
    Step("Support"),
    Step("Best interests"),
    Step("Reintegration"),
    Step("Her evaluation"),
]
FILE = {
    "alert": Alert(
        "A charge against her needs an answer.",
        "A child is not an offender for what was done to her. The District Child Welfare Board has to answer by tomorrow.",
        Action("Open the alert", "#alert"),
        icon="scale",
    ),
    "child": CHILD,
    "steps": STEPS,
    "words": Words(
        "I want to learn sewing and call my sister. I don’t want my uncle to know where I am.",
        "9 March, her words in Maithili, read back to her · she lets her team read this · weighs in: plan, tracing, best interests",
        "en",
    ),
    "goals": [
        Goal(
            "Safe from the uncle",
            "decided by Sunita and her team",
            "address withheld from family enquiries, court hearing in camera",
            "3 of 4 steps done",
            "I sleep better here",
        ),
        Goal(
            "Sewing course, then a choice of work",
            "decided by Sunita",
            "starts 1 April, life-skills group Thursdays (2 of 16 held)",
            "1 of 5 steps done",
        ),
        Goal(
            "A call with her sister every week",
            "decided by Sunita",
            "first call done, sister’s home being assessed",
            "2 of 4 steps done",
        ),
    ],
    "pairs": [
        Pair("Recruited", "Janakpur, about 10 days after Holi 2082 BS, by a neighbour’s uncle"),
        Pair("Taken", "through Raxaul and Gorakhpur to Delhi"),
        Pair("For", "domestic servitude (established)"),
        Pair("Means", "promise of schooling.", "For a child no means is required."),
        Pair("Injuries", missing="she chose not to say"),
        Pair("Father", missing="not asked: she asked us not to"),
    ],
    "due": [
        Due("2 days late", "Answer her sister’s request", "#1", urgency="late"),
        Due("Today", "Approve plan", "#2", urgency="today"),
        Due("Thu 14:00", "Visit, seen alone", "#3"),
        Due("27 Mar", "Best-interests panel", "#4"),
    ],
    "team": [
        Seat("case worker", "You"),
        Seat("counsellor", "Anita K."),
        Seat("house mother", "Maya L."),
        Seat("legal representative, needed before the hearing"),
    ],
    "events": [
        Event("Today 09:12", "Plan version 2 written", "by you"),
        Event("9 March", "She said what she wants", "recorded by Anita K.", kind="voiced"),
        Event("9 March", "Assessment complete", "6 of 6 facets"),
        Event("5 March", "Doctor seen", "Teaching Hospital, consent given"),
        Event(
            "2 March",
            "Found at the border, alone with a man she calls uncle",
            "reported by the border police",
            kind="alarm",
        ),
    ],
}


class VisitForm(forms.Form):
    """Every kind of field there is."""

    happened_on = DateInPartsField(
        label="When did the visit happen?",
        help_text="For example 7 3 2026. Leave the day empty if nobody remembers it.",
    )
    seen_alone = forms.ChoiceField(
        label="Was she seen alone?",
        choices=[
            ("yes", "Yes, alone"),
            ("no", "No, somebody else was there"),
            ("not", "She was not seen"),
        ],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="What did you speak about?",
        choices=[
            ("safe", "Whether she feels safe"),
            ("school", "School or work"),
            ("family", "Her family"),
            ("health", "How she feels"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    said = LongText(
        label="What she said",
        help_text="In her words and her language, as far as you can. “Chose not to say” is an answer too.",
        required=False,
    )
    place = forms.CharField(label="Where", max_length=80)
    kind = forms.ChoiceField(
        label="Kind of visit",
        choices=[("home", "At home"), ("shelter", "In the shelter"), ("phone", "By telephone")],
    )
    photo = forms.FileField(label="Drawing or photograph she gave you", required=False)
    read_back = forms.BooleanField(label="I read it back to her and she agreed")
    key = forms.CharField(widget=forms.HiddenInput, initial="one-use")


LIST = {
    "tabs": [
        Tab("Mine", "?", is_here=True),
        Tab("My office", "?office=1"),
        Tab("Closed", "?closed=1"),
    ],
    "table": Table(
        "Children your office works with",
        [
            Column("Child"),
            Column("Next", sort_url="?sort=next", sorted_now="ascending"),
            Column("Where on the way"),
            Column("Worker"),
            Column("Since"),
        ],
        [
            [
                Cell("NP-7K3F-92", "#a"),
                Cell("Approve plan, today"),
                Cell("Plan", tag="attend"),
                Cell("Sarita R."),
                Cell("2 Mar 2026"),
            ],
            [
                Cell("NP-2M9C-14", "#b"),
                Cell("Visit, Thu 14:00"),
                Cell("Support", tag="care"),
                Cell("Sarita R."),
                Cell("11 Jan 2026"),
            ],
            [
                Cell("BD-8QX1-07", "#c"),
                Cell("Answer the enquiry, 2 days late"),
                Cell("Tracing", tag="danger"),
                Cell("ফারহানা আ."),
                Cell("19 Dec 2025"),
            ],
        ],
    ),
    "numbers": Table(
        "Detected victims of trafficking, girls and boys",
        [
            Column("Country"),
            Column("2020", is_number=True),
            Column("2021", is_number=True),
            Column("2022", is_number=True),
        ],
        [
            [
                Cell("Bangladesh"),
                Cell(figure=Figure("1,204")),
                Cell(figure=Figure("988")),
                Cell(figure=Figure("1,011")),
            ],
            [
                Cell("Bhutan"),
                Cell(figure=Figure("0")),
                Cell(figure=Figure("<5")),
                Cell(figure=Figure(why=Why.SUPPRESSED)),
            ],
            [
                Cell("Maldives"),
                Cell(figure=Figure(why=Why.NO_DATA)),
                Cell(figure=Figure(why=Why.NO_DATA)),
                Cell(figure=Figure("7")),
            ],
        ],
        note="Source: UNODC GLOTIP. Counted where detected.",
    ),
    "comparison": Comparison(
        "Is this the same child?",
        "The report of today",
        "NP-2M9C-14, known here",
        [
            Compared("Name", "Sunita", "सुनिता (Kanchhi)", agrees=True),
            Compared("Age", "about 13", "14–15, stated by her", agrees=True),
            Compared("From", "Mahottari", "Dhanusha", agrees=False),
            Compared("Mother’s name", "", "withheld"),
        ],
    ),
    "empty": Empty(
        "No report waits for you",
        "Reports come from people, police and helplines. You can write one yourself.",
        Action("Write down a concern", "#new", "file-plus"),
    ),
    "page": Paginator(range(60), 20).page(2),
}


def context_of(name: str) -> dict[str, Any]:
    if name == "file":
        return FILE
    if name == "form":
        wrong = VisitForm(
            {
                "happened_on_0": "31",
                "happened_on_1": "2",
                "happened_on_2": "2026",
                "seen_alone": "yes",
                "kind": "home",
                "key": "one-use",
            }
        )
        return {"form": wrong, "fresh": VisitForm()}
    if name == "pieces":
        return FILE | {
            "attend": Alert(
                "Her birth certificate is still missing.",
                "Ask the ward office before 1 April.",
                Action("Write the request", "#"),
                "attend",
                "flag",
            ),
            "calm": Alert(
                "You see this file because her case was referred to you.",
                "Your reading ends on 30 April.",
                kind="calm",
                icon="info-circle",
            ),
            "told": Words(
                "She spoke about her brother for a long time and cried. She does not want this passed on.",
                "told in the counsellor’s words · only her counsellor may read this",
                is_verbatim=False,
            ),
            "urdu": Words(
                "میں سلائی سیکھنا چاہتی ہوں اور اپنی بہن سے بات کرنا چاہتی ہوں۔",
                "9 March, her words in Urdu",
                "ur",
            ),
        }
    if name == "trouble":
        return {
            "trouble": troubles.CONFLICT,
            "typed": {
                "What she said": "She told me about the market.\nShe wants to go there again."
            },
            "action": Action("Open the newest version", "#", "refresh"),
        }
    return LIST


def draw(name: str, language: str = "en") -> str:
    """The page `name` of the gallery, as a signed-in worker (or nobody, for `public`) gets it."""
    with override_settings(ROOT_URLCONF="tests.web.gallery"), translation.override(language):
        engine = DjangoTemplates(
            {
                "NAME": "gallery",
                "DIRS": [HERE / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "saathi.web.context.page",
                        "django.template.context_processors.csrf",
                    ],
                    "string_if_invalid": "",
                },
            },
        )
        request = RequestFactory().get("/desk/my_day/")
        if name != "public":
            request.nav = [
                "my_day",
                "find",
                "reports",
                "approvals",
                "enquiries",
                "numbers",
                "law",
                "agency",
            ]
            request.me = Me("Sarita Rai", "Child Rights Council, Kathmandu")
        return str(engine.get_template(f"gallery/{name}.html").render(context_of(name), request))
