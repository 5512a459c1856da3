"""What the pages for learners and for instructors share: how a template is found, its head, and how it looks."""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from autograder.pages.code import code_css
from autograder.results import show_points
from course_utils.text import catalogue, sentence_html


def page_environment(package: str) -> Environment:
    """Templates of ``package``, framed by ``page.html``; they ``say`` the sentences of the package's ``text``, and
    everything that they are given is escaped."""
    sentences = catalogue(f"{package}.text")
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(__name__)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = lambda sentence: Markup(sentence_html(sentence))
    environment.filters["points"] = show_points
    environment.globals.update(say=sentences, language=sentences.language, code_css=code_css)
    return environment
