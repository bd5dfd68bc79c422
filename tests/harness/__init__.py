"""What the tests stand on: the command line run in a sealed environment, and examples written in Markdown.

Nothing here knows a rule of finance; nothing here is shipped.
"""
