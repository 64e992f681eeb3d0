"""The questions in plain words, one for each indicator of the list, and the text of the police guide.

Our own wording [derived]: the list's original wording is in the data, with its source.
"""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "child_labour": _("Work and exploitation of a child, the whole list"),
    "police_aid": _("Aid for the police"),
    "first_look": _("First look, a few questions"),
}

ACT_QUESTION = _(
    "Did somebody recruit, bring, pass on, house or take in the child? How it was done does not matter."
)
PURPOSE_QUESTION = _(
    "Is it established that it was, or was to be, for exploitation? Sexual exploitation is always one."
)

QUESTIONS = {
    "dr1": _("Was told something untrue about the work, the place or the employer"),
    "dr2": _("Was told something untrue about going to school"),
    "dr3": _("Was told something untrue about the conditions of the work"),
    "dr4": _("Was told something untrue about the contract, or that it was legal"),
    "dr5": _("Was told something untrue about being with the family again"),
    "dr6": _("Was told something untrue about housing and daily life"),
    "dr7": _("Was told something untrue about papers or permits"),
    "dr8": _("Was told something untrue about the journey or how one is recruited"),
    "dr9": _("Was told something untrue about pay"),
    "dr10": _("Was promised marriage or adoption"),
    "cr1": _("Violence was used to make the child come"),
    "cr2": _("Violence was threatened to make the child come"),
    "cr3": _("Was abducted, sold, or given away by a forced marriage or adoption"),
    "cr4": _("Had to come because of a debt"),
    "cr5": _("Papers were taken away"),
    "cr6": _("Was kept apart, locked in or watched"),
    "cr7": _("Was threatened with being handed to the authorities"),
    "cr8": _("Was threatened that family, neighbours or others would be told"),
    "cr9": _("The family was threatened or hurt"),
    "cr10": _("Money was held back"),
    "vr1": _("A hard situation at home was used"),
    "vr2": _("Being without papers was used"),
    "vr3": _("Not reading, or not speaking the language, was used"),
    "vr4": _("Not knowing about it was used"),
    "vr5": _("Those who exploit had power over the child before"),
    "vr6": _("The family was in need of money"),
    "vr7": _("Heard untrue stories of others who did well elsewhere"),
    "vr8": _("The situation of the family made it easier"),
    "vr9": _("The child’s own situation made it easier"),
    "vr10": _("The child depended on somebody’s affection"),
    "vr11": _("Trouble with authorities or papers made it easier"),
    "vr12": _("Something hard in the past made it easier"),
    "vr13": _("Could not have arranged the journey alone"),
    "vr14": _("Belief or custom was used"),
    "vr15": _("The general situation, such as war or a flood, made it easier"),
    "ex1": _("Works too long or on too many days"),
    "ex2": _("Lives in bad conditions"),
    "ex3": _("Does dangerous work"),
    "ex4": _("Gets little or no pay"),
    "ex5": _("Labour law or the contract is not kept"),
    "ex6": _("Works in very bad conditions"),
    "ex7": _("Pay is changed or reckoned down"),
    "ex8": _("Cannot go to school"),
    "cd1": _("Papers are kept by somebody else"),
    "cd2": _("Works off a debt"),
    "cd3": _("Is kept apart, locked in or watched"),
    "cd4": _("Is hurt"),
    "cd5": _("Is threatened with being hurt"),
    "cd6": _("Is made to do what is against the law"),
    "cd7": _("Is made to do certain tasks, or to be with certain people"),
    "cd8": _("Is under somebody’s strong influence, or is given drugs"),
    "cd9": _("Is made to act against other children"),
    "cd10": _("Is made to lie to authorities, family or others"),
    "cd11": _("Is threatened with being handed to the authorities"),
    "cd12": _("Is threatened with even worse work"),
    "cd13": _("Is threatened that family, neighbours or others will be told"),
    "cd14": _("The family is threatened or hurt"),
    "cd15": _("Pay is held back"),
    "vd1": _("Depends on those who exploit"),
    "vd2": _("Does not know the place and finds it hard to live there"),
    "vd3": _("Needs the money"),
    "vd4": _("The situation of the family keeps the child there"),
    "vd5": _("Trouble with authorities or papers keeps the child there"),
    "vd6": _("Something hard in the past keeps the child there"),
    "vd7": _("The child’s own situation keeps her or him there"),
}

# Questions for clues to home that put no words into the child's mouth (IDN-010) [derived].
GUIDE = {
    "place": _("What do people call the place? Write it as it sounds; part of it is enough."),
    "landmark": _("What do you see when you step out of the door? A hill, a tower, a bridge?"),
    "way": _("How did you travel first, and then? Was it day or night, and how often did you eat?"),
    "person": _("What do you call the people at home? What do others call them?"),
    "school": _("Where did children go to learn, to buy, to pray?"),
    "work": _("What do the people there do all day? What grows there?"),
    "speech": _("How do you say mother, water, come here?"),
    "custom": _("What is eaten at the best feast? Which songs are sung?"),
    "number": _("Is there a number you remember, or part of one?"),
    "other": _("Is there something else that you think of, when you think of home?"),
}

# Advice for police officers before any question [derived]; no law is quoted.
AID_FIRST = (
    _("See to safety, water, food and rest first. Whoever is hurt sees a doctor first."),
    _("Who may be under 18 is treated as a child until the contrary is shown."),
    _("The child is not locked up, and not charged with what she or he was made to do."),
    _("Nobody who may be an alleged offender is near, hears it or travels along."),
    _("Tell in the child’s language what happens now, and that she or he may stop and be silent."),
    _("A girl or boy chooses who asks, and may have a support person."),
)
AID_THEN = (
    _("Do not ask for an account of what happened: one trained person does that, once."),
    _("Mark what you see and what is said by itself. What was not asked stays “not asked”."),
    _("Call the child protection office or the helpline now, whatever the answers are."),
    _("Do not bring her or him before a consulate or an authority of another country."),
    _("Do not give names, faces or places to the press."),
    _("Help does not wait for a finding, and nobody has to testify for it."),
)
