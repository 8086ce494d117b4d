"""Does a text name somebody? Read in memory, before anybody is told of a report.

Pure functions over words; knows nothing of Django, of members or of cases. Nothing here is
logged or kept, and what is known of a person does not show when printed.
"""
