"""Surveys: what cannot be asked, and what is no answer."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "too_many_questions": N_("A survey has at most %(most)s questions. Remove one first."),
    "question_is_followed": N_("Another question depends on this answer. Change that question first."),
    "survey_was_opened": N_(
        "People have started to answer, so the questions can no longer be changed. Start another survey."
    ),
    "survey_asks_nothing": N_("There are no questions yet. Add one first."),
    "survey_not_open": N_("This survey is not accepting answers now."),
    "both_languages_needed": N_("This text is needed in English and in Welsh."),
    "options_out_of_range": N_("Enter from 2 to %(most)s options."),
    "items_out_of_range": N_("Enter from 1 to %(most)s things to ask about."),
    "option_twice": N_("Two options have the same name. Remove one."),
    "scale_out_of_range": N_(
        "Enter the lowest and the highest number of the scale, at most %(most)s steps apart."
    ),
    "condition_unknown": N_("The question that this one depends on comes later, or has no such option."),
    "answer_needed": N_("Answer this question."),
    "answers_missing": N_("These questions still need an answer: %(numbers)s."),
    "no_xlsform": N_("This is not an XLSForm workbook (an .xlsx file with a sheet called survey)."),
    "kind_not_asked": N_(
        "A question of the type “%(found)s” cannot be asked here. Remove it, or ask it in another way."
    ),
    "condition_not_understood": N_(
        "The condition “%(found)s” cannot be read. Use selected(${name}, 'option') with an earlier question."
    ),
    "options_missing": N_(
        "The list of options “%(found)s” is not in the sheet choices, or has fewer than two."
    ),
    "scale_not_understood": N_("The scale “%(found)s” cannot be read. Use start=1 end=5."),
}
