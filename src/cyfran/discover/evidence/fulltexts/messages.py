"""Full texts, their passages and votes on them."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "record_not_included_yet": N_(
        "Only records included by title and abstract go to full-text screening. This one was not included, or not yet."
    ),
    "full_text_not_there": N_("First mark the full text as available, or add its file."),
    "full_text_needs_reason": N_("Choose why it is excluded: the flow diagram shows the reasons."),
    "no_such_page": N_("The full text has no such page."),
    "passage_is_a_source": N_(
        "This passage is the source of an answer, an effect or a finding. Choose another source there first."
    ),
    "passage_not_on_page": N_("These words are not on this page. Copy them exactly as they appear."),
}
