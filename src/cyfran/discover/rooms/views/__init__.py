"""Pages of a live room: the phone, the big screen, and whoever leads it."""
