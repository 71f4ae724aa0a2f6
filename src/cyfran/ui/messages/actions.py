"""Actions that may not, or cannot, be done."""

from .marks import N_

SENTENCES = {
    "not_allowed": N_(
        "You may not do this here. Sign in with an account that has the right role, or ask an engagement officer of the partnership."
    ),
    "not_found": N_(
        "This page does not exist, or you do not have access to it. Check the web address, or go back to the list."
    ),
    "slug_taken": N_("Another partnership has the address “%(slug)s”. Choose another one."),
    "organisation_there_already": N_("“%(name)s” is a partner already."),
    "organisation_in_use": N_(
        "This partner cannot be removed, because it has members or events, or had them before. You can change its name."
    ),
    "priority_group_in_use": N_(
        "This priority group cannot be removed, because something refers to it, such as places kept for it. You can "
        "change its name and reason."
    ),
    "group_there_already": N_("“%(name)s” is a priority group already."),
    "on_the_other_side": N_("%(name)s is on the other side of this partnership. Nobody can be on both."),
    "role_held_already": N_("%(name)s has this role already."),
    "name_used_elsewhere": N_(
        "This person runs the site or is a member of another partnership, too, so their name cannot be changed here."
    ),
    "corrected_to_another": N_("There is another one like this already, so this change cannot be saved."),
    "removed_not_as_in_use": N_(
        "This cannot be removed, because something refers to it. Correct it instead, or remove what refers to it first."
    ),
    "correction_too_late": N_(
        "This text can no longer be corrected, because others have made a decision about it. Write a new one instead."
    ),
    "last_day_in_the_past": N_("The last day has passed already. Choose today or a later day."),
    "last_officer": N_("This is the last engagement officer. Give the role to someone else first."),
    "not_for_this_side": N_(
        "Only someone who answers for that side can do this. Ask them to sign in and do it."
    ),
    "charter_unchanged": N_(
        "These are the terms of the present version. Change something, or go back: a new version needs new signatures."
    ),
    "signed_already": N_("This side has signed this charter already."),
    "phase_approved_already": N_("Your side has approved this phase already."),
    "earlier_phase_closed": N_("An earlier phase is not open yet. Both sides open the phases in order."),
    "not_for_a_workbook": N_(
        "This table has more rows, or a longer text, than an Excel workbook can hold. Download it as CSV instead."
    ),
    "site_has_no_address": N_(
        "This site does not know its own address yet, so e-mails cannot have links. Ask whoever runs it to set CYFRAN_ADDRESS."
    ),
    "too_many_unconfirmed": N_(
        "This address has several e-mails waiting for an answer. Open the links in those first, or try again in three days."
    ),
    "preview_expired": N_(
        "This preview link does not work any more, or it is not complete. Ask whoever sent it to you for a new one."
    ),
    "phase_closes_before_it_opens": N_("The last day is before the first day. Correct one of them."),
    "phase_open_already": N_("This phase is open, so there is nothing to wait for. Go back and go on."),
    "phase_not_open": N_(
        "This has to wait until both sides have opened the phase %(name)s. Open “Phases and approvals” to see what is "
        "missing, or to go ahead with a reason."
    ),
    "not_an_earlier_phase": N_("You can only go back to a phase before the one that is open now."),
    "question_answered_already": N_(
        "People have taken part in this conversation, so its question stays as it is. You can change the introduction, or "
        "start another conversation."
    ),
    "seed_there_already": N_("This statement is there already."),
    "statement_voted_on": N_(
        "People have voted on this statement, so it stays as it is. You can reject it, with a reason that is published."
    ),
    "statement_used": N_(
        "This statement is on a printed sheet, in a theme or in an insight, so it stays as it is. You can reject it, with a "
        "reason that is published."
    ),
    "statement_not_rejected": N_(
        "This statement has not been rejected. Load the page again to see what was decided."
    ),
    "appealed_already": N_("Someone has been asked to look at this statement again already."),
    "appeal_needs_another_person": N_(
        "You rejected this statement, and its author asks that it is looked at again. Another moderator has to decide."
    ),
    "too_many_waiting": N_(
        "%(most)s of your statements are waiting for approval. Send more when someone has looked at these."
    ),
    "conversation_has_no_statements": N_(
        "There is nothing to vote on yet. Add at least one statement, then open the conversation."
    ),
    "state_set_already": N_("The conversation is in this state already. Load the page again to see it."),
    "conversation_not_open": N_(
        "This conversation is not open for answers at the moment. What was said before is kept."
    ),
    "no_consent_text": N_(
        "Nobody can take part yet: this site has not published its consent text. Ask whoever runs the site."
    ),
    "consent_needed": N_(
        "First choose what we may do with your answers. The choices are at the start of the conversation."
    ),
    "statement_not_open": N_("You cannot vote on this statement now. Go on to the next one."),
    "statement_empty": N_("The statement is empty. Write what you would like to say."),
    "statement_too_long": N_(
        "The statement is too long: it has %(now)s characters, and the limit is %(most)s. Make it shorter."
    ),
    "translation_same_language": N_("The statement is already in this language. Choose the other one."),
    "rejection_needs_reason": N_(
        "Choose a reason: a statement can only be rejected for a reason that is published."
    ),
    "codes_out_of_range": N_("Choose a number of codes from 1 to %(most)s."),
    "consent_needed_to_write_down": N_(
        "Tick the first box: you may only write down what someone says if they consent to it being kept."
    ),
    "code_not_of_this_conversation": N_(
        "This code does not belong to this conversation. Check each letter, or leave the box empty."
    ),
    "words_belong_to_participant": N_(
        "The person who said this has a code and can withdraw it themselves. A moderator can reject it so that "
        "it is not shown."
    ),
    "answer_not_understood": N_("Your answer did not reach us whole. Go back and press the button again."),
    "too_many_tries": N_("Too many codes were tried from this connection. Wait a few minutes and try again."),
}
