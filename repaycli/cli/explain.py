"""`repaycli explain [TOPIC]`."""

from typing import Annotated

import typer

from repaycli.cli import completion
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli explain",
    "repaycli explain 最低还款",
    "repaycli explain credit-record",
)


def explain(
    session: Session,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPIC",
            help=mark("One lesson, by its English or Chinese name; none: the list of them."),
            autocompletion=completion.topics,
        ),
    ] = None,
) -> None:
    """Tell in a short lesson what something costs, why, and what to do."""
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import did_you_mean, quoted
    from repaycli.inputs.lessons import find_topic, groups, lesson_text, topics
    from repaycli.locale import joined, language, tr, use
    from repaycli.present.explain import lesson_view, lessons_view

    asked = " ".join(topic or ())
    if not asked:
        session.show(lessons_view(topics(), groups(), session.today()))
        return
    if not asked.isascii() and not session.options.lang:
        use("zh")  # who asks in Chinese is answered in Chinese
    found = find_topic(asked)
    if found is None:
        names = [name for each in topics() for name in each.names]
        known = [each.title["zh"] if language() == "zh" else each.id for each in topics()]
        raise WrongUsage(
            tr("there is no lesson {name}", name=quoted(asked)) + did_you_mean(asked.casefold(), names),
            tr("The lessons are: {names}", names=joined(known)),
        )
    session.show(lesson_view(found, lesson_text(found, language()), session.today()))
