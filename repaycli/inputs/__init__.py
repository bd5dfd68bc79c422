"""Text in, a Household or a list of Problems out. Reads files that people wrote; never writes them.

`interview` makes the text of a new one out of answers.
"""
