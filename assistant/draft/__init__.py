"""Next year's plan, drafted goal by goal from what the reports say; every sentence with its ground.

``model`` holds the values, ``dossier`` gathers what is known of a goal, ``drafter`` is the path
of a draft in order. Nothing is stated that ``assistant.verify`` has not seen; what is suggested
is worded as a suggestion, and what only the chief knows is left as a bracketed blank.
"""
