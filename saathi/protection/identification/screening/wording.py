"""Questions in plain words, one for each indicator; and the text of the police guide.

Our own wording [derived]: the list's original wording is in the data, with its source.
"""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "child_labour": _("Child labour and exploitation (full list)"),
    "police_aid": _("Guide for the police"),
    "first_look": _("Initial screening (short)"),
}

ACT_QUESTION = _(
    "Did anyone recruit, transport, transfer, harbour or receive the child? The means"
    " do not matter."
)
PURPOSE_QUESTION = _(
    "Is it established that the purpose was exploitation, carried out or intended? "
    "Sexual exploitation always counts."
)

QUESTIONS = {
    "dr1": _("Was deceived about the work, the place or the employer"),
    "dr2": _("Was deceived about going to school"),
    "dr3": _("Was deceived about the working conditions"),
    "dr4": _("Was deceived about the contract or its legality"),
    "dr5": _("Was deceived about being reunited with the family"),
    "dr6": _("Was deceived about housing and living conditions"),
    "dr7": _("Was deceived about documents or permits"),
    "dr8": _("Was deceived about the journey or the recruitment"),
    "dr9": _("Was deceived about pay"),
    "dr10": _("Was promised marriage or adoption"),
    "cr1": _("Violence was used to make the child come"),
    "cr2": _("Violence was threatened to make the child come"),
    "cr3": _("Was abducted, sold, or given away by a forced marriage or adoption"),
    "cr4": _("Had to come because of a debt"),
    "cr5": _("Documents were taken away"),
    "cr6": _("Was isolated, locked in or watched"),
    "cr7": _("Was threatened with being handed to the authorities"),
    "cr8": _("Was threatened with disclosure to family, neighbours or others"),
    "cr9": _("The family was threatened or hurt"),
    "cr10": _("Money was withheld"),
    "vr1": _("A difficult situation at home was exploited"),
    "vr2": _("Lack of documents was exploited"),
    "vr3": _("Inability to read or to speak the language was exploited"),
    "vr4": _("Lack of information was exploited"),
    "vr5": _("The people exploiting the child already had power over the child"),
    "vr6": _("The family was in need of money"),
    "vr7": _("Heard false stories of others who did well elsewhere"),
    "vr8": _("The situation of the family made recruitment easier"),
    "vr9": _("The child’s own situation made recruitment easier"),
    "vr10": _("The child was emotionally dependent on another person"),
    "vr11": _("Problems with authorities or documents made recruitment easier"),
    "vr12": _("Past difficulties made recruitment easier"),
    "vr13": _("Could not have arranged the journey alone"),
    "vr14": _("Beliefs or customs were exploited"),
    "vr15": _("The general situation, such as war or a flood, made recruitment easier"),
    "ex1": _("Works too long or on too many days"),
    "ex2": _("Lives in bad conditions"),
    "ex3": _("Does dangerous work"),
    "ex4": _("Gets little or no pay"),
    "ex5": _("Labour law or the contract is violated"),
    "ex6": _("Works in very bad conditions"),
    "ex7": _("Pay is changed or deductions are made"),
    "ex8": _("Cannot go to school"),
    "cd1": _("Documents are kept by another person"),
    "cd2": _("Works off a debt"),
    "cd3": _("Is isolated, locked in or watched"),
    "cd4": _("Is hurt"),
    "cd5": _("Is threatened with being hurt"),
    "cd6": _("Is made to break the law"),
    "cd7": _("Is made to do certain tasks, or to be with certain people"),
    "cd8": _("Is under the strong influence of another person, or is given drugs"),
    "cd9": _("Is made to act against other children"),
    "cd10": _("Is made to lie to authorities, family or others"),
    "cd11": _("Is threatened with being handed to the authorities"),
    "cd12": _("Is threatened with even worse work"),
    "cd13": _("Is threatened with disclosure to family, neighbours or others"),
    "cd14": _("The family is threatened or hurt"),
    "cd15": _("Pay is withheld"),
    "vd1": _("Depends on the people exploiting the child"),
    "vd2": _("Does not know the place and finds it hard to live there"),
    "vd3": _("Needs the money"),
    "vd4": _("The situation of the family keeps the child there"),
    "vd5": _("Problems with authorities or documents keep the child there"),
    "vd6": _("Past difficulties keep the child there"),
    "vd7": _("The child’s own situation keeps the child there"),
}

# Questions for clues to home that put no words into the child's mouth (IDN-010) [derived].
GUIDE = {
    "place": _("What do people call the place? Write it as it sounds; part of it is enough."),
    "landmark": _("What do you see when you step out of the door? A hill, a tower, a bridge?"),
    "way": _("How did you travel first, and then? Was it day or night, and how often did you eat?"),
    "person": _("What do you call the people at home? What do others call them?"),
    "school": _("Where did children go to learn, to shop, to pray?"),
    "work": _("What do the people there do all day? What grows there?"),
    "speech": _("How do you say “mother”, “water”, “come here”?"),
    "custom": _("What is eaten at the best feast? Which songs are sung?"),
    "number": _("Is there a number you remember, or part of one?"),
    "other": _("Is there anything else you think of when you think of home?"),
}

# Advice for police officers before any question [derived]; no law is quoted.
AID_FIRST = (
    _("Ensure safety, water, food and rest first. A child who is hurt sees a doctor first."),
    _("Treat anyone who may be under 18 as a child until the contrary is shown."),
    _("Do not detain the child or charge the child with acts they were made to do."),
    _("No alleged perpetrator may be near, listen or travel with the child."),
    _(
        "Explain in the child’s language what happens now, and that the child may stop or"
        " stay silent."
    ),
    _("The child chooses the interviewer and may have a support person."),
)
AID_THEN = (
    _("Do not ask the child to describe what happened. One trained person does this, once."),
    _(
        "Mark what you see and what the child says unprompted. Questions that were not "
        "asked remain “not asked”."
    ),
    _("Call the child protection office or the helpline now, whatever the answers are."),
    _("Do not bring the child to a consulate or an authority of another country."),
    _("Do not give names, faces or places to the press."),
    _("Help does not depend on a finding or on testimony."),
)
