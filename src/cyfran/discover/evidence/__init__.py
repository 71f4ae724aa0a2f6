"""Evidence reviews, a chapter for each step. How they are divided, and why: docs/adr/0017."""
