"""Writes the sample form, saathi/protection/casework/supplements/data/back_at_home.xlsx, from the tables below.

The form is invented. Urdu and Nepali are drafts that no native reader has checked; their columns
say so. `--check` only compares what the workbook says with the tables.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from saathi.engines.xlsform import workbook, workbook_writer  # noqa: E402
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK  # noqa: E402

LANGUAGES = ("English (en)", "Urdu, draft (ur)", "Nepali, draft (ne)")
PLAIN = ("type", "name", "required", "relevant", "constraint", "calculation", "choice_filter",
         "classification")  # fmt: skip


def line(kind: str, name: str, *labels: str, hint: tuple[str, ...] = (), message: tuple[str, ...] = (),
         **cells: str) -> list[str]:  # fmt: skip
    plain = {"type": kind, "name": name} | cells
    texts = [*(labels or ("", "", "")), *(hint or ("", "", "")), *(message or ("", "", ""))]
    return [*(plain.get(column, "") for column in PLAIN), *texts]


SURVEY = [
    [*PLAIN, *(f"{of}::{language}" for of in ("label", "hint", "constraint_message") for language in LANGUAGES)],
    line("note", "before", "Ask the child first, alone where that is possible. Any question may be left out.",
         "پہلے بچے سے پوچھیں، جہاں ممکن ہو اکیلے میں۔ کوئی بھی سوال چھوڑا جا سکتا ہے۔",
         "पहिले बच्चालाई सोध्नुहोस्, सम्भव भए एक्लै। कुनै पनि प्रश्न छोड्न सकिन्छ।"),
    line("begin group", "living", "Living", "رہنا سہنا", "बसोबास"),
    line("select_one place", "lives_with", "With whom does the child live now?",
         "بچہ اب کس کے ساتھ رہتا ہے؟", "बच्चा अहिले को सँग बस्छ?",
         required="yes", classification="statistical"),
    line("text", "lives_other", "Who is it?", "وہ کون ہے؟", "उहाँ को हुनुहुन्छ?",
         relevant="${lives_with} = 'other'", classification="identifying"),
    line("integer", "people_at_home", "How many people live in the house?",
         "گھر میں کتنے لوگ رہتے ہیں؟", "घरमा कति जना बस्छन्?",
         constraint=". >= 1 and . <= 40", classification="statistical",
         message=("Between 1 and 40, the child too.", "1 سے 40 کے درمیان، بچے سمیت۔", "बच्चा समेत १ देखि ४० सम्म।")),
    line("select_one yes_no", "safe", "Does the child feel safe there?",
         "کیا بچہ وہاں محفوظ محسوس کرتا ہے؟", "के बच्चालाई त्यहाँ सुरक्षित लाग्छ?",
         required="yes", classification="sensitive"),
    line("text", "why_not_safe", "What makes the child feel unsafe, in the child’s words?",
         "بچے کے اپنے الفاظ میں، کیا چیز اسے غیر محفوظ محسوس کراتی ہے؟",
         "बच्चाकै शब्दमा, केले असुरक्षित लाग्छ?",
         relevant="selected(${safe}, 'no')", classification="sensitive"),
    line("end group", ""),
    line("begin group", "school", "School and work", "سکول اور کام", "विद्यालय र काम"),
    line("select_one yes_no", "in_school", "Does the child go to school or training?",
         "کیا بچہ سکول یا تربیت کو جاتا ہے؟", "के बच्चा विद्यालय वा तालिममा जान्छ?",
         classification="statistical"),
    line("select_multiple reasons", "why_not_school", "What keeps the child away?",
         "بچے کو کیا چیز روکتی ہے؟", "बच्चालाई केले रोक्छ?",
         relevant="${in_school} = 'no'", classification="operational"),
    line("select_one province", "school_province", "In which province is the school?",
         "سکول کس صوبے میں ہے؟", "विद्यालय कुन प्रदेशमा छ?",
         relevant="${in_school} = 'yes'", classification="statistical"),
    line("select_one district", "school_district", "In which district?",
         "کس ضلع میں؟", "कुन जिल्लामा?",
         relevant="${in_school} = 'yes'", choice_filter="province = ${school_province}",
         classification="sensitive"),
    line("end group", ""),
    line("begin repeat", "helper", "Somebody who helps", "کوئی جو مدد کرتا ہے", "सहयोग गर्ने व्यक्ति",
         relevant="not(${lives_with} = '')"),
    line("text", "helper_name", "Who helps the child?", "بچے کی مدد کون کرتا ہے؟",
         "बच्चालाई कसले सहयोग गर्छ?", classification="identifying"),
    line("select_one kind_of_help", "helper_how", "How does ${helper_name} help?",
         "${helper_name} کیسے مدد کرتا ہے؟", "${helper_name} ले कसरी सहयोग गर्छ?",
         classification="operational"),
    line("end repeat", ""),
    line("calculate", "helpers", "People who help", "مدد کرنے والے", "सहयोग गर्नेहरू",
         calculation="count-non-empty(${helper_name})", classification="operational"),
    line("date", "next_visit", "When does the child want to be visited next?",
         "بچہ اگلی ملاقات کب چاہتا ہے؟", "बच्चा अर्को भेट कहिले चाहन्छ?",
         constraint=". >= today()", classification="operational",
         hint=("The child’s wish, not yet a plan.", "بچے کی خواہش، ابھی منصوبہ نہیں۔", "बच्चाको इच्छा, योजना होइन।"),
         message=("A day to come.", "آنے والا دن۔", "आउने दिन।")),
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "province", *(f"label::{language}" for language in LANGUAGES)],
    ["place", "parents", "", "Mother or father", "ماں یا باپ", "आमा वा बुबा"],
    ["place", "relatives", "", "Relatives", "رشتہ دار", "आफन्त"],
    ["place", "care", "", "A family or home that takes children in", "بچوں کو رکھنے والا خاندان یا گھر", "बच्चा राख्ने परिवार वा घर"],
    ["place", "own", "", "On her or his own", "اکیلے", "एक्लै"],
    ["place", "other", "", "Somebody else", "کوئی اور", "अरू कोही"],
    ["yes_no", "yes", "", "Yes", "ہاں", "हो"],
    ["yes_no", "no", "", "No", "نہیں", "होइन"],
    ["reasons", "money", "", "Money", "پیسے", "पैसा"],
    ["reasons", "far", "", "The way is too far", "راستہ بہت دور ہے", "बाटो धेरै टाढा छ"],
    ["reasons", "work", "", "Work at home or for pay", "گھر کا یا تنخواہ کا کام", "घरको वा ज्यालाको काम"],
    ["reasons", "papers", "", "Papers that the school asks for", "کاغذات جو سکول مانگتا ہے", "विद्यालयले माग्ने कागज"],
    ["reasons", "treated", "", "How others treat the child there", "وہاں دوسروں کا سلوک", "त्यहाँ अरूको व्यवहार"],
    ["province", "bagmati", "", "Bagmati", "باگمتی", "बागमती"],
    ["province", "madhesh", "", "Madhesh", "مدھیش", "मधेश"],
    ["district", "kathmandu", "bagmati", "Kathmandu", "کھٹمنڈو", "काठमाडौं"],
    ["district", "sindhupalchok", "bagmati", "Sindhupalchok", "سندھوپالچوک", "सिन्धुपाल्चोक"],
    ["district", "dhanusha", "madhesh", "Dhanusha", "دھنوشا", "धनुषा"],
    ["district", "sarlahi", "madhesh", "Sarlahi", "سرلاہی", "सर्लाही"],
    ["kind_of_help", "listens", "", "Listens", "سنتا ہے", "सुन्छ"],
    ["kind_of_help", "food", "", "Gives food or money", "کھانا یا پیسے دیتا ہے", "खाना वा पैसा दिन्छ"],
    ["kind_of_help", "learning", "", "Helps with learning", "پڑھائی میں مدد کرتا ہے", "पढाइमा सहयोग गर्छ"],
    ["kind_of_help", "way", "", "Goes along on the way", "راستے میں ساتھ جاتا ہے", "बाटोमा सँगै जान्छ"],
]  # fmt: skip
SETTINGS = [
    ["form_title", "form_id", "version", "default_language"],
    ["Back at home: a visit (invented example)", "back_at_home", "1", "English (en)"],
]
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}


def main() -> int:
    made = workbook_writer.write_workbook(SHEETS)
    if "--check" in sys.argv:
        same = SAMPLE_WORKBOOK.exists() and workbook.read_workbook(
            SAMPLE_WORKBOOK.read_bytes()
        ) == workbook.read_workbook(made)
        if not same:
            print(f"{SAMPLE_WORKBOOK.name} is not up to date: run python tools/sample_form.py")
        return 0 if same else 1
    SAMPLE_WORKBOOK.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
