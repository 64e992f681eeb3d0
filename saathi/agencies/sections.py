"""The sections of a file. Rights are granted by section; each record belongs to exactly one."""

from enum import IntFlag


class Section(IntFlag):
    """Sections as bits, as stored in `agencies_grant.reads` and `.writes`."""

    IDENTITY = 1  # who the child is: names, ages, languages, origin
    REPORT = 2  # the report of a concern
    SITUATION = 4  # what happened, and safety
    NEEDS = 8  # assessment of needs, including health
    PLAN = 16  # the plan: goals and steps
    VISITS = 32  # visits and contacts
    VOICE = 64  # the child's statements, as far as the child lets them be read
    CASE = 128  # the case: stage, team, dates
    ENQUIRY = 256  # an enquiry about a child, and its outcome
    DECISIONS = 512  # approvals and closure: questions, answers, the final state of the case
    LEGAL = 1024  # consents and legal basis, guardians, orders and decisions of authorities
    SUPPORT = 2048  # services: referrals, sessions, courses, livelihood, peer support
    TRANSFER = 4096  # what the receiving side of a transfer to another country may know of it


ALL_SECTIONS = Section(8191)
# The sections that those who work for a child may have; enquiries about the child are for the data
# officer alone.
TEAM_MEMBER_SECTIONS = ALL_SECTIONS & ~Section.ENQUIRY
# Readers of none of these sections are not shown the child's risk level.
RISK_SECTIONS = Section.NEEDS | Section.SITUATION
# Emergency access opens what is needed to keep a child safe, never the child's confidences.
EMERGENCY_SECTIONS = Section.IDENTITY | Section.SITUATION | Section.CASE | Section.PLAN
