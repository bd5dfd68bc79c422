"""`repaycli presets [NAME]`."""

from typing import Annotated

import typer

from repaycli.cli import completion
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli presets",
    "repaycli presets huabei",
)


def presets(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=mark("One preset: all its values."), autocompletion=completion.presets),
    ] = None,
) -> None:
    """Show the built-in product terms."""
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import did_you_mean, quoted
    from repaycli.inputs.presets import preset_names, read_preset
    from repaycli.locale import joined, tr
    from repaycli.present.presets import preset_view, presets_view

    names = list(preset_names())
    if name is None:
        session.show(presets_view([read_preset(each) for each in names], session.today()))
        return
    if name not in names:
        raise WrongUsage(
            tr("there is no preset {name}", name=quoted(name)) + did_you_mean(name, names),
            tr("The presets are: {names}", names=joined(names)),
        )
    session.show(preset_view(read_preset(name), session.today()))
