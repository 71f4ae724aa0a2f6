from cyfran.discover.surveys import actions
from cyfran.ui.previews import preview_token

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/surveys/"]
MEMBER_PAGES = ["surveys/add/"]


PRESSED = {
    "surveys:change_state": {"facilitator", "officer"},
    "surveys:remove_question": {"facilitator", "officer"},
}
ERASED = {"surveys.Response", "surveys.Reply"}


def addresses(universe, now):
    """A survey that is open, and one that is still a draft."""
    recorded = {"by": universe.users["officer"], "at": now}
    draft, survey = (
        actions.begin_survey(partnership=universe.partnership, name=("A", "B"), **recorded) for _ in range(2)
    )
    for each in (draft, survey):
        question = actions.QuestionDraft("text", ("A", "B"))
        actions.add_question(survey=each, question_draft=question, **recorded)
    actions.set_state(survey=survey, state="open", **recorded)
    of_draft = {"slug": universe.partnership.slug, "pk": draft.pk, "number": 1}
    code = {"code": survey.join_code, "number": 1}
    of_drafts = ("add_question", "import_questions", "change_question", "remove_question")
    return {
        "surveys": of_draft | {"pk": survey.pk},
        "survey": code,
        "survey:preview": {"token": preview_token("survey:preview", draft.pk)},
        "enter_survey": code,
        **{f"surveys:{page}": of_draft for page in of_drafts},
    }
