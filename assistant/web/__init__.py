"""The pages: Swedish, server-rendered, usable without JavaScript."""

from assistant.web import (
    about_page,
    ask_pages,
    audit_page,
    compare_pages,
    draft_pages,
    feedback_pages,
    indicator_pages,
    pages,
    report_pages,
    sign_in_pages,
    upload_pages,
)

PAGES = (
    ask_pages,
    pages,
    report_pages,
    upload_pages,
    indicator_pages,
    compare_pages,
    draft_pages,
    feedback_pages,
    about_page,
    sign_in_pages,
    audit_page,
)
"""The modules whose routes are pages, each with a ``router``."""
