"""Pages of a conversation: for those who run it, for those who take part, and what people think."""
