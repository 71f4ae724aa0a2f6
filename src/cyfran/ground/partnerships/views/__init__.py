"""Pages of a partnership: its home, its people, how it is governed, and the state of its texts."""
