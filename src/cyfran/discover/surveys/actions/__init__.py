from cyfran.discover.surveys.actions.answering import begin, erase, finish, reply, type_in
from cyfran.discover.surveys.actions.writing import (
    MOST_QUESTIONS,
    QuestionDraft,
    add_question,
    add_questions,
    begin_survey,
    change_question,
    issue_codes,
    remove_question,
    set_state,
)

__all__ = [
    "MOST_QUESTIONS", "QuestionDraft", "add_question", "add_questions", "begin", "begin_survey",
    "change_question", "erase", "finish", "issue_codes", "remove_question", "reply", "set_state", "type_in",
]  # fmt: skip
