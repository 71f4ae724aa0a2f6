"""The protocol of a review."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "protocol_change_needs_reason": N_(
        "Screening has already started. Say what you are changing and why: it is shown beside the new version."
    ),
}
