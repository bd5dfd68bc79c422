"""`python -m repaycli` is the program too."""

from repaycli.cli.app import main

main()
