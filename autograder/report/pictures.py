"""The report's figures, in the style of the course."""

from __future__ import annotations

import statistics
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.ticker import MaxNLocator

from autograder.report.insight import ChapterInsight, ExerciseInsight, Recurring
from autograder.report.sentences import say
from autograder.report.statistics import histogram
from autograder.results import show_points
from course_utils.plots.layout import headline
from course_utils.plots.picture import Picture
from course_utils.plots.style import INK, MUTED, RULE, class_style, new_figure, style

WIDTH = 760
BINS = 10
MOST_BARS = 8
LONGEST_LABEL = 98
GROUPS = {"all_right": 2, "partly": 0, "nothing": 4, "not_attempted": 9}
"""The groups of learners in the exercises' bars, and the course's class style that each is drawn in."""


def scores_picture(insight: ChapterInsight) -> Picture:
    """How many learners have how many points; the median is marked."""
    points = [score for _, score in insight.scores]
    counts = histogram(points, insight.max_points, BINS)
    median, top = show_points(statistics.median(points)), show_points(insight.max_points)
    same = len(set(points)) == 1
    with style():
        figure = new_figure(WIDTH, 300)
        ax = figure.subplots()
        title = "report.scores.picture_narrow" if same else "report.scores.picture"
        headline(figure, say(title, median=median, max_points=top))
        edges = np.linspace(0, insight.max_points, BINS + 1)
        ax.bar(
            edges[:-1],
            counts,
            np.diff(edges),
            align="edge",
            color=class_style(0).color,
            edgecolor="white",
            linewidth=1.5,
        )
        ax.axvline(statistics.median(points), color=INK, linewidth=1.6, linestyle="--")
        ax.annotate(
            say("report.scores.median", median=median),
            (statistics.median(points), max(counts) * 1.04),
            xytext=(4, 0),
            textcoords="offset points",
            va="bottom",
            ha="left" if statistics.median(points) < insight.max_points * 0.8 else "right",
        )
        ax.set(xlabel=say("report.scores.x"), ylabel=say("report.scores.y"), xlim=(0, insight.max_points))
        ax.set_ylim(0, max(counts) * 1.2)
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    alt = say(
        "report.scores.alt",
        learners=len(points),
        max_points=top,
        bins=BINS,
        counts=", ".join(map(str, counts)),
        median=median,
    )
    return Picture(figure, alt)


def exercises_picture(exercises: Sequence[ExerciseInsight]) -> Picture:
    """For each exercise that has been graded, how the learners divide into those who had it right, and the others."""
    hardest = min(exercises, key=lambda exercise: exercise.difficulty or 0.0)
    percent = f"{100 * (hardest.difficulty or 0.0):.0f}"
    with style():
        figure = new_figure(WIDTH, 92 + 42 * len(exercises))
        ax = figure.subplots()
        headline(figure, say("report.exercises.picture", name=hardest.name, percent=percent))
        left = np.zeros(len(exercises))
        for group, k in GROUPS.items():
            shares = np.array([100 * getattr(entry, group) / entry.learners for entry in exercises])
            look = class_style(k)
            ax.barh(
                range(len(exercises)),
                shares,
                left=left,
                height=0.62,
                color=look.color,
                hatch=look.hatch if group != "all_right" else "",
                edgecolor="white",
                linewidth=1,
                label=say(f"report.exercises.{group}"),
            )
            for place, (start, share) in enumerate(zip(left, shares, strict=True)):
                if share >= 6:
                    ax.annotate(
                        f"{share:.0f} %",
                        (start + share / 2, place),
                        ha="center",
                        va="center",
                        fontsize=9.5,
                        bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"},
                    )
            left += shares
        ax.set_yticks(range(len(exercises)), [exercise.name for exercise in exercises])
        ax.invert_yaxis()
        ax.set(xlim=(0, 100), xticks=[])
        ax.spines[:].set_visible(False)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=4,
            handlelength=1.2,
            columnspacing=1.4,
            borderaxespad=0.2,
        )
    rows = "; ".join(
        say("report.exercises.alt_row", name=entry.name, **{group: getattr(entry, group) for group in GROUPS})
        for entry in exercises
    )
    return Picture(figure, say("report.exercises.alt", rows=rows))


def misconceptions_picture(found: Sequence[Recurring], learners: int, sentences: Sequence[str]) -> Picture:
    """How many learners have each of the misconceptions that cost most; ``sentences`` say what each is."""
    shown = list(zip(found[:MOST_BARS], sentences, strict=False))
    counts = [len(entry.students) for entry, _ in shown]
    first = found[0]
    values = {"count": counts[0], "learners": learners, "points": show_points(first.lost)}
    with style():
        figure = new_figure(WIDTH, 60 + 52 * len(shown))
        headline(figure, say("report.misconceptions.picture", name=first.exercise, **values))
        ax = figure.subplots()
        colors = [class_style(4 if place == 0 else 0).color for place in range(len(shown))]
        ax.barh(range(len(shown)), counts, height=0.36, color=colors)
        for place, ((entry, sentence), count) in enumerate(zip(shown, counts, strict=True)):
            about = say("report.misconceptions.bar", place=place + 1, name=entry.exercise, what=sentence)
            about = textwrap.shorten(about.replace("`", ""), LONGEST_LABEL, placeholder=" …")
            ax.annotate(about, (0, place - 0.42), va="center", fontsize=10, annotation_clip=False)
            ax.annotate(str(count), (count, place), xytext=(5, 0), textcoords="offset points", va="center")
        ax.set(xlim=(0, max(counts) * 1.08), xticks=[], yticks=[], ylim=(len(shown) - 0.7, -0.7))
        ax.spines[:].set_visible(False)
    rows = "; ".join(
        say("report.misconceptions.alt_row", what=sentence, count=count)
        for (_, sentence), count in zip(shown, counts, strict=True)
    )
    return Picture(figure, say("report.misconceptions.alt", shown=len(shown), rows=rows))


def chapters_picture(insights: Sequence[ChapterInsight]) -> Picture:
    """The mean share of the points in each chapter, and the middle half of the class."""
    shares = [[100 * points / entry.max_points for _, points in entry.scores] for entry in insights]
    means = [statistics.fmean(column) for column in shares]
    middle = [np.percentile(column, [25, 75]) for column in shares]
    hardest = int(np.argmin(means))
    with style():
        figure = new_figure(WIDTH, 90 + 40 * len(insights))
        ax = figure.subplots()
        headline(
            figure,
            say(
                "report.course_picture.title",
                chapter=insights[hardest].title,
                percent=f"{means[hardest]:.0f}",
            ),
        )
        for place, (mean, (low, high)) in enumerate(zip(means, middle, strict=True)):
            ax.plot(
                [low, high], [place, place], color=class_style(5).color, linewidth=7, solid_capstyle="round"
            )
            ax.plot(
                [mean],
                [place],
                marker="o",
                markersize=10,
                color=class_style(4 if place == hardest else 0).color,
            )
        ax.set_yticks(range(len(insights)), [entry.title for entry in insights])
        ax.invert_yaxis()
        ax.set(xlim=(0, 101), xlabel=say("report.course_picture.x"))
        ax.grid(axis="x", color=RULE)
        ax.spines["left"].set_color(MUTED)
        ax.set_ylim(len(insights) - 0.5, -0.5)
    rows = "; ".join(
        say(
            "report.course_picture.alt_row",
            chapter=entry.title,
            percent=f"{mean:.0f}",
            low=f"{low:.0f}",
            high=f"{high:.0f}",
        )
        for entry, mean, (low, high) in zip(insights, means, middle, strict=True)
    )
    return Picture(figure, say("report.course_picture.alt", rows=rows))
