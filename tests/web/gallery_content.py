"""The invented people and records that the gallery draws."""

from django import forms
from django.core.paginator import Paginator

from saathi.web.components import (
    ActionLink,
    AlertBox,
    ChildHeader,
    ChildHeaderFact,
    ComparisonLine,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    DueItem,
    EmptyState,
    FileFrame,
    FileSectionGroup,
    FileSectionLink,
    GoalItem,
    HiddenNumberReason,
    LabelledValue,
    ProgressStep,
    RecordComparison,
    RiskTag,
    Similarity,
    StatementQuote,
    StatisticFigure,
    TabLink,
    TeamSeatItem,
    TimelineItem,
)
from saathi.web.fields import DateInPartsField, LongTextField

CHILD = ChildHeader(
    code="NP-7K3F-92",
    name="सुनिता",
    also_written="Sunita",
    other_names=("called Kanchhi at home", "given the name “Pooja” by others"),
    facts=(
        ChildHeaderFact("14–15 years", "presumed under 18, stated by the child, 3 March"),
        ChildHeaderFact(text="girl"),
        ChildHeaderFact("Maithili", "and some Hindi", before="speaks"),
        ChildHeaderFact("Dhanusha", "Nepal", before="from"),
    ),
    safe_contact=(
        LabelledValue("Safe contact", "At school, through the teacher"),
        LabelledValue("Must not be informed", "The uncle"),
    ),
)


FRAME = FileFrame(
    code=CHILD.code,
    url="#file",
    child=CHILD,
    are_names_hidden=False,
    home=ActionLink("My day", "/desk/my_day/"),
    risk=RiskTag("Medium risk", "attend"),
    groups=(
        FileSectionGroup(
            "Identity and family", [FileSectionLink("Personal details", "#who")], is_open=True
        ),
        FileSectionGroup(
            "Services and follow-up",
            [
                FileSectionLink("Visits", "#visits", "2 days late"),
                FileSectionLink("Notes", "#notes"),
            ],
        ),
        FileSectionGroup("Legal and cross-border", [FileSectionLink("Orders", "#orders")]),
    ),
    action=ActionLink("Record a visit", "#visit", "pencil"),
    more_actions=(ActionLink("Print a summary", "#print", "printer"),),
    is_overview=True,
)


STEPS = [
    ProgressStep("Reported", "2 Mar", "done"),
    ProgressStep("Identified", "3 Mar", "done"),
    ProgressStep("Assessed", "9 Mar", "done"),
    ProgressStep("Plan", "due today", "now"),
    ProgressStep("Support"),
    ProgressStep("Best interests"),
    ProgressStep("Reintegration"),
    ProgressStep("Child’s evaluation"),
]


FILE = {
    "alert": AlertBox(
        "A charge against the child needs an answer.",
        "A child is not an offender as a consequence of trafficking. The District Child Welfare Board has to answer by tomorrow.",
        ActionLink("Open the alert", "#alert"),
        icon="scale",
    ),
    "child": CHILD,
    "file_frame": FRAME,
    "steps": STEPS,
    "words": StatementQuote(
        "I want to learn sewing and call my sister. I don’t want my uncle to know where I am.",
        "9 March, child’s words in Maithili, read back · shared with the team · used in: plan, tracing, best interests",
        "en",
    ),
    "goals": [
        GoalItem(
            "Safe from the uncle",
            "decided by Sunita and the team",
            "address withheld from family enquiries, court hearing in camera",
            "3 of 4 steps done",
            "I sleep better here",
        ),
        GoalItem(
            "Sewing course, then a choice of work",
            "decided by Sunita",
            "starts 1 April, life-skills group Thursdays (2 of 16 held)",
            "1 of 5 steps done",
        ),
        GoalItem(
            "A call with the sister every week",
            "decided by Sunita",
            "first call done, sister’s home being assessed",
            "2 of 4 steps done",
        ),
    ],
    "pairs": [
        LabelledValue(
            "Recruited", "Janakpur, about 10 days after Holi 2082 BS, by a neighbour’s uncle"
        ),
        LabelledValue("Taken", "through Raxaul and Gorakhpur to Delhi"),
        LabelledValue("For", "domestic servitude (established)"),
        LabelledValue("Means", "promise of schooling.", "For a child, no means is required."),
        LabelledValue("Injuries", missing="chose not to say"),
        LabelledValue("Father", missing="not asked, at the child’s request"),
    ],
    "due": [
        DueItem("2 days late", "Answer the sister’s request", "#1", urgency="late"),
        DueItem("Today", "Approve plan", "#2", urgency="today"),
        DueItem("Thu 14:00", "Visit, seen alone", "#3"),
        DueItem("27 Mar", "Best-interests panel", "#4"),
    ],
    "team": [
        TeamSeatItem("case worker", "You"),
        TeamSeatItem("counsellor", "Anita K."),
        TeamSeatItem("house mother", "Maya L."),
        TeamSeatItem("legal representative, needed before the hearing"),
    ],
    "events": [
        TimelineItem("Today 09:12", "Plan version 2 written", "by you"),
        TimelineItem("9 March", "Child’s wishes recorded", "recorded by Anita K.", kind="voiced"),
        TimelineItem("9 March", "Assessment complete", "6 of 6 facets"),
        TimelineItem("5 March", "Doctor seen", "Teaching Hospital, consent given"),
        TimelineItem(
            "2 March",
            "Found at the border, alone with a man she calls uncle",
            "reported by the border police",
            kind="alarm",
        ),
    ],
}


class VisitForm(forms.Form):
    """Every kind of field."""

    happened_on = DateInPartsField(
        label="When did the visit happen?",
        help_text="For example 7 3 2026. Leave the day blank if it is not known.",
    )
    seen_alone = forms.ChoiceField(
        label="Was the child seen alone?",
        choices=[
            ("yes", "Yes, alone"),
            ("no", "No, with another person"),
            ("not", "The child was not seen"),
        ],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="What did you speak about?",
        choices=[
            ("safe", "Safety"),
            ("school", "School or work"),
            ("family", "Family"),
            ("health", "Health and wellbeing"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    said = LongTextField(
        label="Child’s statement",
        help_text="Use the child’s own words, in the child’s language if you can. “Chose not to say” is an answer too.",
        required=False,
    )
    place = forms.CharField(label="Place", max_length=80)
    kind = forms.ChoiceField(
        label="Kind of visit",
        choices=[("home", "At home"), ("shelter", "In the shelter"), ("phone", "By telephone")],
    )
    photo = forms.FileField(label="Drawing or photograph from the child", required=False)
    read_back = forms.BooleanField(label="Read back to the child, who agreed")
    key = forms.CharField(widget=forms.HiddenInput, initial="one-use")


LIST = {
    "tabs": [
        TabLink("Mine", "?", is_here=True),
        TabLink("My office", "?office=1"),
        TabLink("Closed", "?closed=1"),
    ],
    "table": DisplayTable(
        "Children your office works with",
        [
            DisplayTableColumn("Child"),
            DisplayTableColumn("Next", sort_url="?sort=next", sort_order="ascending"),
            DisplayTableColumn("Case progress"),
            DisplayTableColumn("Worker"),
            DisplayTableColumn("Since"),
        ],
        [
            [
                DisplayTableCell("NP-7K3F-92", "#a"),
                DisplayTableCell("Approve plan, today"),
                DisplayTableCell("Plan", tag="attend"),
                DisplayTableCell("Sarita R."),
                DisplayTableCell("2 Mar 2026"),
            ],
            [
                DisplayTableCell("NP-2M9C-14", "#b"),
                DisplayTableCell("Visit, Thu 14:00"),
                DisplayTableCell("Support", tag="care"),
                DisplayTableCell("Sarita R."),
                DisplayTableCell("11 Jan 2026"),
            ],
            [
                DisplayTableCell("BD-8QX1-07", "#c"),
                DisplayTableCell("Answer the enquiry, 2 days late"),
                DisplayTableCell("Tracing", tag="danger"),
                DisplayTableCell("ফারহানা আ."),
                DisplayTableCell("19 Dec 2025"),
            ],
        ],
    ),
    "numbers": DisplayTable(
        "Detected victims of trafficking, girls and boys",
        [
            DisplayTableColumn("Country"),
            DisplayTableColumn("2020", is_number=True),
            DisplayTableColumn("2021", is_number=True),
            DisplayTableColumn("2022", is_number=True),
        ],
        [
            [
                DisplayTableCell("Bangladesh"),
                DisplayTableCell(figure=StatisticFigure("1,204")),
                DisplayTableCell(figure=StatisticFigure("988")),
                DisplayTableCell(figure=StatisticFigure("1,011")),
            ],
            [
                DisplayTableCell("Bhutan"),
                DisplayTableCell(figure=StatisticFigure("0")),
                DisplayTableCell(figure=StatisticFigure("<5")),
                DisplayTableCell(figure=StatisticFigure(why=HiddenNumberReason.SUPPRESSED)),
            ],
            [
                DisplayTableCell("Maldives"),
                DisplayTableCell(figure=StatisticFigure(why=HiddenNumberReason.NO_DATA)),
                DisplayTableCell(figure=StatisticFigure(why=HiddenNumberReason.NO_DATA)),
                DisplayTableCell(figure=StatisticFigure("7")),
            ],
        ],
        note="Source: UNODC GLOTIP. Counted where detected.",
    ),
    "comparison": RecordComparison(
        "Is this the same child?",
        "Report of today",
        "NP-2M9C-14, known here",
        [
            ComparisonLine("Name", "Sunita", "सुनिता (Kanchhi)", Similarity.SAME),
            ComparisonLine("Age", "13", "14–15", Similarity.SIMILAR, "1 year outside the range"),
            ComparisonLine("From", "Mahottari", "Dhanusha", Similarity.DIFFERENT),
            ComparisonLine("Mother’s name", "", "withheld"),
            ComparisonLine("Marks", "A scar", "Tall", Similarity.NOT_COMPARED),
        ],
    ),
    "empty": EmptyState(
        "No report waits for you",
        "Reports come from people, police and helplines. You can write one yourself.",
        ActionLink("Write down a concern", "#new", "file-plus"),
    ),
    "page": Paginator(range(60), 20).page(2),
}
