"""Pages of events: public ones, sign-up, planning, recording, and afterwards."""
