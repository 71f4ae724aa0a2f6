"""Events and live rooms: what cannot be planned, entered or read."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "ends_before_it_starts": N_("The event ends before it starts. Check the dates and times."),
    "item_was_used": N_(
        "This part of the agenda cannot be removed: something was said in it, or a live room has asked it."
    ),
    "more_reserved_than_places": N_(
        "More places are reserved than there are: the event has room for %(room)s."
    ),
    "event_state_set_already": N_("The event is already in this state. Load the page again to see it."),
    "not_held_yet": N_("The event has not started yet. Mark it as held afterwards."),
    "too_many_of_address": N_(
        "%(most)s people have signed up with this e-mail address already. Sign up with another one, or without."
    ),
    "announced_too_late": N_(
        "The event is over, so it cannot be announced. Mark it as held, or change its date."
    ),
    "event_takes_nobody": N_("You cannot sign up for this event now. Ask whoever invited you."),
    "place_given_up_already": N_("This place has already been given up."),
    "number_out_of_range": N_("Choose a number from 1 to %(most)s."),
    "item_asks_nothing": N_("This part of the agenda asks no question. Choose one that does, or add one."),
    "code_unknown": N_("We do not recognise this code. Check each letter, or leave the box empty."),
    "paid_already": N_("This claim has already been paid."),
    "paid_before_claimed": N_("The payment date is before the date of the claim. Check both."),
    "tables_out_of_range": N_("Choose a number of tables from 0 to %(most)s."),
    "no_room_yet": N_("No live room is open for this event yet. A facilitator or an officer can open one."),
    "room_is_over": N_("This room is closed. What was said in it is kept."),
    "no_seat": N_("You have not joined this room yet. Go to its first page and join."),
    "phone_not_connected": N_(
        "This phone is no longer connected. Nothing is lost: sign in and connect it again, and your notes will be sent."
    ),
    "sending_not_understood": N_(
        "The site could not read what this phone sent. Load the page again; nothing is lost."
    ),
    "not_your_event": N_(
        "You cannot write for this event, or it was cancelled. Choose another event, or ask its organiser."
    ),
    "too_many_rows": N_(
        "The spreadsheet has more than %(most)s rows, which is the most that can be read at once. Split it. "
        "Nothing was kept."
    ),
    "row_without_words": N_("This row has no words. Enter what was said, or delete the row."),
    "words_too_long": N_("This is too long: it has %(now)s characters, and the limit is %(most)s."),
    "language_unknown": N_("“%(found)s” is not a language we know. Enter en, cy, ar or bsl."),
    "part_unknown": N_(
        "“%(found)s” is not a part of the agenda that asks a question. Enter one of: %(known)s."
    ),
    "number_unreadable": N_("“%(found)s” is not a whole number from 0 to %(most)s."),
    "too_many_photos": N_("There are %(most)s photos already. Remove those that have been written down."),
    "not_yes_or_no": N_("“%(found)s” is neither yes nor no."),
}
