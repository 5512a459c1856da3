"""How values look on a card."""

import numpy as np

from course_utils.check.card import report_card
from course_utils.check.examine import examine
from course_utils.check.exercises import find_exercise
from course_utils.check.show import LONGEST, show_value
from tests.check.answers import names_defined_by


def test_a_network_is_shown_by_the_sizes_of_its_arrays() -> None:
    network = {"W1": np.zeros((784, 50)), "b1": np.zeros(50), "name": "mnist"}
    assert show_value(network) == "{'W1': array(784×50), 'b1': array(50), 'name': 'mnist'}"


def test_every_card_of_a_wrong_network_stays_short() -> None:
    report = examine(find_exercise("forward"), {"forward": lambda network, X: X})
    (_, given), *_ = report_card(report).example
    assert "'W1': array(784×5)" in given
    assert len(given) < 3 * LONGEST


def test_truth_values_are_told_to_become_the_numbers_that_are_wanted() -> None:
    reaches = names_defined_by(
        "import numpy as np\ndef multilabel_predict(Z, threshold=0.5):\n    return 1 / (1 + np.exp(-Z)) >= threshold"
    )
    whole = examine(find_exercise("multilabel_predict"), reaches)
    decimal = examine(find_exercise("my_sigmoid"), {"my_sigmoid": lambda z: z > 0})
    assert "`.astype(int)`" in report_card(whole).as_text()
    assert "`.astype(float)`" in report_card(decimal).as_text()
