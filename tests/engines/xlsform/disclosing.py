"""Texts of questions, and whether they say that an answer is a name, phone, address, caste, ethnicity or religion."""

from dataclasses import replace
from typing import Final

from saathi.engines.xlsform.definition import XlsformDefinition
from tests.engines.xlsform.books import form, line

TEXTS: Final = [
    ("Name of the child", True),
    ("child_name", True),
    ("childName2", True),
    ("SURNAME", True),
    ("Father\u2019s full\u00a0name?", True),
    ("Telephone (home)", True),
    ("mobile_no", True),
    ("Address", True),
    ("Caste/ethnicity", True),
    ("religious community", True),
    ("Was the child renamed or unnamed?", False),
    ("castes_none", True),
    ("Castelli, forecasted", False),
    ("Is ${child_name} safe?", False),
    ("People at home", False),
    ("", False),
    ("बालकको नाम", True),
    ("बच्चाको जातको विवरण", True),
    ("ठेगाना:", True),
    ("फ़ोन नंबर", True),
    ("फोन।", True),
    ("घर का पता", True),
    ("क्या माँ को पता है?", False),
    ("पता नम्बर", True),
    ("धर्म", True),
    ("नामांकन भयो?", False),
    ("بچے کا نام", True),
    ("فون نمبر", True),
    ("گھر کا پتہ", True),
    ("کیا ماں کو پتہ ہے؟", False),
    ("پتہ ہوٹل", True),
    ("مذهب", True),
    ("مذہب؟", True),
    ("ذاتی کمرہ", False),
    ("শিশুর নাম", True),
    ("ঠিকানা", True),
    ("ধর্মের", True),
    ("ধর্মীয় পরিচয়", True),
    ("নামাজ পড়ে?", False),
    # Invisible signs, look-alikes and accents.
    ("Na\u200bme", True),
    ("Na\u00adme", True),
    ("Na\u200cme", True),
    ("Na\u200dme", True),
    ("Na\u2060me", True),
    ("Na\u034fme", True),
    ("Na\ufe0fme", True),
    ("Na\U000e0020me", True),
    ("child\u200bname", True),
    ("N\u0430me", True),
    ("\u0420h\u043ene", True),
    ("N\u03b1me", True),
    ("\u039d\u0391\u039c\u0395", True),
    ("Na\u0301me", True),
    ("N\u00e1m\u00e9", True),
    ("\uff2e\uff41\uff4d\uff45", True),
    ("\U0001d40d\U0001d41a\U0001d426\U0001d41e", True),
    (
        "${Name of the child, of the mother, of the father, of the guardian and of everybody else at home}",
        True,
    ),
    # Tags, and letters that stand apart.
    ("N<b></b>ame", True),
    ("Full<br>name", True),
    ("Caste<br>group", True),
    ("<name of the child>", True),
    ("Younger < 5, name, older > 5", True),
    ("N.a.m.e", True),
    ("N a m e", True),
    ("a N.a.m.e", True),
    ("C-a-s-t-e of the child", True),
    ("ना\u200dम", True),
    ("ना.म", True),
    ("The cast came", False),
    # Plurals, cases, and more words.
    ("नामों की सूची", True),
    ("जातियाँ", True),
    ("धर्मों", True),
    ("नामहरूको", True),
    ("जातहरूबाट", True),
    ("नामक संस्था", False),
    ("वह जाती है", False),
    ("نَام", True),
    ("ذ\u200cات", True),
    ("نـام", True),
    ("فُون", True),
    ("ذاتیں", True),
    ("برادریاں", True),
    ("ٹیلی فون", True),
    ("নামগুলো", True),
    ("নামগুলোর", True),
    ("ধর্মে", True),
    ("বর্ণনা", False),
    ("জাতীয় পরিচয়পত্র আছে?", False),
    ("forename", True),
    ("Given names", True),
    ("contact number", True),
    ("Contact with the family?", False),
    ("Which tribe?", True),
    ("clan", True),
    ("Clandestine, attributes", False),
    ("Bachche ka naam", True),
    ("Jati", True),
    ("Namaste, naamten", False),
]

# Codes and labels of choices: an address is no reason to refuse a list.
CHOICES: Final = [
    ("Caste: Dalit", True),
    ("caste_dalit", True),
    ("C\u0430ste: Dalit", True),
    ("Religion: other", True),
    ("नाम: सीता", True),
    ("Tele\u00adphone 1", True),
    ("Address known", False),
    ("At home", False),
    ("Yes", False),
]


def _asked(
    *,
    group: str = "g1",
    heading: str = "Other matters",
    hint: str = "",
    choice: tuple[str, str] = ("a", "A"),
) -> XlsformDefinition:
    asked = form(
        line("begin group", group, heading),
        line("select_one which", "which", "Please choose"),
        line("end group"),
        choices=[["list_name", "name", "label"], ["which", *choice], ["which", "b", "B"]],
    )
    question = replace(asked.questions[0], hint={"en": hint}, data_class="statistical")
    return replace(asked, questions=(question,))


# Each has one question, `which`; whether it is refused as statistical because of the texts around it.
SURROUNDED: Final = [
    (_asked(), False),
    (_asked(heading="Caste of the child"), True),
    (_asked(group="caste"), True),
    (_asked(hint="The caste"), True),
    (_asked(hint="N<b></b>ame"), True),
    (_asked(choice=("a", "Caste: Dalit")), True),
    (_asked(choice=("caste_a", "A")), True),
    (_asked(choice=("a", "Address known")), False),
]
