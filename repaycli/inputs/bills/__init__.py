"""Bills of payment apps and banks (CSV) -> entries of the journal, and the rows that are none with the reason. Nothing is
guessed: what could mean two things is passed over and said. Nothing is written here.
"""
