"""Events and live rooms: what cannot be planned, entered or read."""

from .marks import N_

SENTENCES = {
    "ends_before_it_starts": N_("It ends before it begins. Check the times and the days."),
    "item_was_used": N_(
        "Something was said in this part of the agenda, or a live room has asked it. It stays."
    ),
    "more_kept_than_places": N_("More places are kept than there are: there is room for %(room)s."),
    "event_is_so_already": N_("The event is in this state already. Load the page again to see it."),
    "not_held_yet": N_("It has not begun yet. Say that it was held once it was."),
    "event_takes_nobody": N_("You cannot sign up for this now. Ask whoever invited you."),
    "place_given_up_already": N_("This place is given up already."),
    "number_out_of_range": N_("Choose a number from 1 to %(most)s."),
    "item_asks_nothing": N_(
        "Nothing is asked in this part of the agenda. Choose one that asks something, or add one."
    ),
    "code_unknown": N_("We do not know this code. Check it letter by letter, or leave it empty."),
    "paid_already": N_("This is paid already."),
    "paid_before_claimed": N_("The day of payment is before the day of the claim. Check both."),
    "tables_out_of_range": N_("Choose a number of tables from 0 to %(most)s."),
    "no_room_yet": N_("No live room is open for this event yet. A facilitator or an officer opens it."),
    "room_is_over": N_("This room is closed. What was said in it is kept."),
    "no_seat": N_("You are not in this room yet. Go to its first page and come in."),
    "phone_not_connected": N_(
        "This phone is not connected any more. Nothing is lost: sign in and connect it again, then it is sent."
    ),
    "sending_not_understood": N_(
        "The site could not read what this phone sent. Load the page again; nothing is lost."
    ),
    "not_your_event": N_(
        "You may not write for this event, or it was cancelled. Choose another, or ask whoever organises it."
    ),
    "too_many_rows": N_(
        "The sheet has more rows than can be read at once: %(most)s. Split it. Nothing was kept."
    ),
    "row_without_words": N_("This row has no words. Write what was said, or take the row out."),
    "words_too_long": N_("This is too long: it has %(now)s letters, and %(most)s fit."),
    "language_unknown": N_("“%(found)s” is no language we know. Write en, cy, ar or bsl."),
    "part_unknown": N_("“%(found)s” is no part of the agenda that asks something. Write one of: %(known)s."),
    "number_unreadable": N_("“%(found)s” is no whole number from 0 to %(most)s."),
    "too_many_photos": N_("There are %(most)s pictures already. Remove those that are written down."),
    "photo_not_readable": N_("This file is no picture we can read. Give a JPEG, PNG, TIFF or WebP."),
    "not_yes_or_no": N_("“%(found)s” is neither yes nor no."),
}
