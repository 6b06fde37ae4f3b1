"""Drafts as files: Word with real footnotes, Markdown, and the evidence as JSON."""
