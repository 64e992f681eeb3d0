"""The sealed texts that go with the section of their record alone, by record type and key.

A text that tells of another section, and each of the child's own words, is in `sections_of_texts` instead.
"""

from typing import Final

_LINES = """
people.child: names address phones marks identified_on about_papers birth_date contact_how contact_unsafe contact_when
around.allegedperpetrator: name description said_by_name on_what how where marks why_changed
around.outcome: name number note
around.relation: name where phone note why_ended
best_interests.assessedoption: remarks unknown_why
best_interests.bestinterestsassessment: why_not_heard place people safety sources urgent_steps recommendation question
best_interests.determination: why_not_heard body guardian_said representative_said parents_said caregiver_said unheard_why no_assessment_why missing reasons for_child conditions weight_why siblings_why dissent challenge supervisor_reasons told_by
best_interests.panelmember: name conflict_about
best_interests.reconsideration: fact reasons
best_interests.solutionoption: condition supports opposes origin way destination set_aside
borders.crossborderenquiry: partner question clues best answer
care_plans.goal: text why
care_plans.plan: language
care_plans.step: text
cases.approval: question answer
cases.assessment: facets risk
cases.closing: summary where_to_get_help reopened
cases.review: weighed answer continuing_support
cases.visit: note worry
check_ins.checkin: place telephone remarks
committees.committeeobservation: words
committees.followup: called where keep_in_mind
compensation.claimdecision: authority conditions reason
compensation.compensationpayment: account receipt_number note
compensation.legalmeasure: law responsible amount account note
compensation.moneycontrol: answer holder note
complaints.complaint: words wants done answer child_reply
concerns.casereport: what place visits
concerns.protectionconcern: note
conferences.conference: place others child_how purpose discussed
conferences.conferencedecision: text other answer
consent.consent: recipient withheld reason why_withdrawn
consent.decision: what why_not_heard best equal develop harm why answer correction
consent.guardian: name contact order note
consent.informationgiven: by note
consent.otherpersonstatement: name about words_said
documents.document: title issuer number note
documents.documentfile: name sha256
exchange.importedrecord: source source_id row extras
facility_incidents.facilityincidentchild:
handovers.handover: handed information_given answer beyond
identity.background: account strengths
identity.culture: religion practice plan who
identity.functioning: helps note
identity.identitydocument: number keeper note
identity.movement: account
intake.contact: what
intake.contactreferral: to whom what answer
intake.report: what child_names place outcome_note request_note handed_over additions
intake.reportnote: text to who went_on went_time earlier outcome
missing.missingchild: names siblings clues places born age_note
missing.missingreport: told where tell_note found_note closing_note
missing.publicnotice: contact consent_note reason
missing.search: who where words
missing.sighting: words note
notes.note: present_names text judgement next_step answer
operations.firstdecision: rationale
orders.brokensafeguard: what body channel answer why_not
orders.order: body number text conditions why_not_heard
orders.runningtimelimit: assessed_where
orders.statusdecision: grounds body number
participation.statement: words translation present
participation.themes: correction
people.agestatement: note born running
placements.familyassessment: caregiver relation address assessor reasons support_plan
placements.placement: place reasons options_words view_note siblings_words exception_why question end_note end_known_words back_seen_words continued_by end_done
placements.placementreview: not_seen_because reasons support
proceedings.accused: name note
proceedings.charge: law note
proceedings.childtestimonydecision: conditions note
proceedings.comprehensionfinding: finder needs
proceedings.courtreferral: note
proceedings.courtvisit: note
proceedings.hearing: note purpose_note support_person time_and_room
proceedings.presentationrequest: answer why
proceedings.proceeding: court law note number
proceedings.proceedingstep: note
proceedings.rightsexplanation: note
proceedings.summons: note served_to
protection_measures.protectionmeasure:
protection_measures.protectionreview:
protection_measures.threat:
protection_measures.threatcheck:
protection_screening.contactpermission: body_name best reason why_no_words
protection_screening.origincontact: said body_name clues rule
public_texts.publictext: title text where passed passed_why reason
recordings.voicerecording: title speaker_name words name sha256
reintegration.aftercareplan: contact_person steps
reintegration.committeesupport: end_note told
reintegration.finalevaluation: aftercare care_reason exception exception_answer followed_by helped how_to_contact whom_to_call
reintegration.livelihoodeffect: family_words harm
reintegration.mentor: contact earlier_reason end_note known_from name question screened_by
reintegration.monitoringcontact: caregiver_words risks who_acts
reintegration.outcomeanswer:
reintegration.reintegration: cover end_note keep_in_mind
reintegration.retraffickingsign: details source steps
safety_plans.safetyplan: warning_signs dangers child_does safe_people safe_places emergency_numbers workers_do
screening.familyclue: maybe note
screening.interview: interviewer certificate interpreter others note
screening.migration: risks note
screening.possiblemisidentification: what unrelated
screening.screening: answers by note
screening.screeningpromptreply: why
services.enrolment:
services.livelihood: plan who result
services.opinion: words
services.referral: to_whom need withheld withheld_from answer result
services.supportsession: who
supplements.identityanswers: answers by note against
supplements.legalanswers: answers by note against
supplements.needsanswers: answers by note against
supplements.situationanswers: answers by note against
supplements.supportanswers: answers by note against
supplements.visitsanswers: answers by note against
tracing.childtracingview: why_not said_for_child
tracing.familyclaim: name reach unasked said told note refusal
tracing.familycontact: present safety_words note
tracing.homeassessment: assessor address household family_role violence_words others_done school_health support conditions reasons
tracing.relationshipverification: name other_worker reasons question
tracing.reunification: carer conditions answer_to_child handover undertaking question visit_needs
tracing.tracingenquiry: to_whom cover_text why_name answer
tracing.tracingrequest: names languages places about keep_from review solution why_ended
tracing.verificationitem: question family_answer note
trafficking.episode: account persons when_told sale_account
trafficking.leg: from_place to_place persons harm_account
transfers.receivingplacement: place visited_by worker school_health support why_facility
transfers.transfer: partner acting_office authority_paper
transfers.transferanswer: conditions answered_by
transfers.transferdocument: issuer note
transfers.transferhandover: place given_by received_by condition papers belongings
transfers.transferjourney: escort route care_on_way telephone belongings
transfers.transferreceipt: received_by worker condition complete
transfers.transferreport: needs reporter
transfers.transferrequest: shared needs asks
transfers.transfersafetyassessment: assessor measures threats why_corrected
transfers.transferview: why_not_asked asked_by
urgent_care.urgentcare: note end_note
urgent_care.urgentcarestep: note
verifications.courtneed: court_case note
verifications.originverification: asked_of answer_words solution_words
verifications.travelpermit: asked_of number note
verifications.verificationstep: by note
"""

OWN_TEXTS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(keys.split())
    for name, _, keys in (line.partition(":") for line in _LINES.strip().splitlines())
}
