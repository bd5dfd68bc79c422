"""What `init` asks, as data, and the accounts file that the answers make: pure, without a terminal and without a clock.

`script` says which question comes next; `lines`, `loans` and `money` hold the questions of one kind of thing, and `loans`,
`money` and `line_rows` what they write; `draft` puts the file together and has it read by the real reader. How a question is
put and how an answer is typed is no matter of this folder.
"""
