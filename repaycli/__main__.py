"""`python -m repaycli` is the program too."""

from repaycli.cli.entry import main

main()
