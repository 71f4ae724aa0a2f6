"""Evidence reviews, a chapter for each step. See docs/adr/0017-evidence-by-the-steps-of-a-review.md."""
