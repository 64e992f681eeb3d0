"""An agency with a published form, and a child that it is filled in for."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.people.models import Child
from saathi.protection.casework.supplements.actions import form_answers, versions
from saathi.protection.casework.supplements.models import FormAnswers, FormVersion
from tests.engines.xlsform.books import form, line
from tests.factories import agencies, children
from tests.roles import acting

ON = dt.date(2026, 3, 2)
FORM = form(
    line("select_one yn", "safe", "Does the child feel safe?", required="yes", classification="statistical"),
    line("text", "why", "What is it?", relevant="${safe} = 'no'", classification="sensitive"),
    line("text", "friend", "Name of a friend", classification="identifying"),
    line("integer", "people", "People at home", constraint=". < 40", classification="statistical"),
    line("select_one province", "province", "Province", classification="operational"),
    line("select_one district", "district", "District", choice_filter="province = ${province}", classification="operational"),
    line("begin repeat", "helper", "Somebody who helps"),
    line("text", "who", "Who helps?", classification="identifying"),
    line("date", "since", "Since when?", classification="operational"),
    line("end repeat"),
    line("calculate", "helpers", "How many help", calculation="count-non-empty(${who})", classification="operational"),
)  # fmt: skip


@dataclass
class Office:
    """The staff who make forms, and those who fill them in."""

    worker: Staff
    maker: Staff
    second: Staff
    officer: Staff
    child: Child

    @property
    def url(self) -> str:
        return f"/child/{self.child.file_id}/forms/"


def office() -> Office:
    worker = agencies.staff()
    return Office(
        worker=worker,
        maker=agencies.staff("administrator", worker.office),
        second=agencies.staff("oversight", worker.office),
        officer=agencies.staff("data_officer", worker.office),
        child=children.case(worker).child,
    )


def decided(asked: XlsformDefinition, section: Section) -> versions.FormDraftInput:
    return versions.FormDraftInput(
        title=next(iter(asked.title.values())),
        code=asked.code,
        language_codes={},
        section=section,
        classes={question.name: question.data_class for question in asked.questions},
    )


def asked_for(
    here: Office, asked: XlsformDefinition = FORM, section: Section = Section.SUPPORT
) -> FormVersion:
    with acting(here.maker):
        draft = versions.save_uploaded_draft(form=asked, actor=here.maker)
        draft = versions.classify_draft(
            draft=draft,
            new=decided(asked, section),
            version_seen=draft.version,
            actor=here.maker,
        )
        return versions.request_publication(draft=draft, actor=here.maker)


def published(
    here: Office, asked: XlsformDefinition = FORM, section: Section = Section.SUPPORT
) -> FormVersion:
    version = asked_for(here, asked, section)
    with acting(here.second):
        return versions.decide_form_version(version=version, agree=True, actor=here.second)


def filled(
    here: Office, version: FormVersion, actor: Staff | None = None, **answers: Any
) -> FormAnswers:
    actor = actor or here.worker
    with acting(actor):
        return form_answers.record_answers(
            child=here.child,
            version=version,
            data=form_answers.FormAnswersInput(answers, ON, "en"),
            actor=actor,
        )
