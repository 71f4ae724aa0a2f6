"""Pages of events: for everyone, for those who come, plan, write down, and see to what is left."""
