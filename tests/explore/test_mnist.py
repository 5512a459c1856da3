"""The explorers of chapter 06, used as a learner uses them: drawn on, and moved."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from course_utils import explore, reference
from course_utils.data import mnist_network
from course_utils.data.mnist import embedded_sample, split_sample
from course_utils.explore.draw_digit import DrawDigitExplorer
from course_utils.explore.layers import LayersExplorer
from course_utils.text import text

NETWORK = mnist_network()
Stroke = list[tuple[float, float]]

SEVEN: Stroke = [(70, 60), (200, 60), (120, 220)]
SMALL_SEVEN: Stroke = [(10, 12), (58, 12), (30, 64)]


def forward(network: dict[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    a1 = reference.sigmoid(X @ network["W1"] + network["b1"])
    a2 = reference.sigmoid(a1 @ network["W2"] + network["b2"])
    return reference.softmax(a2 @ network["W3"] + network["b3"])


@pytest.fixture
def drawing() -> DrawDigitExplorer:
    return explore.draw_digit(forward, NETWORK)


def send(explorer: DrawDigitExplorer, event: str, *point: float) -> None:
    """Sends what the page sends when somebody touches the canvas or moves the mouse."""
    canvas = explorer.controls["strokes"]._canvas
    if event.startswith("touch"):
        content = {"event": event, "touches": [dict(zip("xy", point, strict=True))] if point else []}
    else:
        content = {"event": event, **dict(zip("xy", point or (0, 0), strict=True))}
    canvas._handle_custom_msg(content, [])


def draw(explorer: DrawDigitExplorer, stroke: Stroke, by: str = "mouse") -> None:
    names = {"mouse": ("down", "move", "up"), "touch": ("start", "move", "end")}[by]
    begin, go_on, end = (f"{by}_{name}" for name in names)
    send(explorer, begin, *stroke[0])
    for (x0, y0), (x1, y1) in pairwise(stroke):
        for t in np.linspace(0.1, 1, 10):
            send(explorer, go_on, x0 + t * (x1 - x0), y0 + t * (y1 - y0))
    send(explorer, end)


@pytest.mark.parametrize("by", ["mouse", "touch"])
def test_a_seven_drawn_with_the_mouse_or_a_finger_is_read_as_a_seven(
    drawing: DrawDigitExplorer, by: str
) -> None:
    assert drawing.sentence == text("explore.draw_digit.empty")
    empty = drawing.image.value
    draw(drawing, SEVEN, by)
    assert "read as a 7" in drawing.sentence
    assert drawing.image.value != empty
    assert drawing.goal.found == ["sure"]


def test_the_bars_move_while_the_pen_does(drawing: DrawDigitExplorer) -> None:
    send(drawing, "mouse_down", *SEVEN[0])
    pictures = [drawing.image.value]
    for x in (120, 160, 200):
        send(drawing, "mouse_move", x, 60)
        pictures.append(drawing.image.value)
    assert len(set(pictures)) == len(pictures)


def test_a_mouse_that_is_not_pressed_draws_nothing(drawing: DrawDigitExplorer) -> None:
    send(drawing, "mouse_move", 100, 100)
    assert drawing.controls["strokes"].value == ()
    draw(drawing, SEVEN)
    before = drawing.controls["strokes"].value
    send(drawing, "mouse_move", 10, 10)
    assert drawing.controls["strokes"].value == before


def press(explorer: DrawDigitExplorer, *keys: str) -> None:
    for key in keys:
        content = {"event": "key_down", "key": key, "shift_key": False, "ctrl_key": False, "meta_key": False}
        explorer.controls["strokes"]._canvas._handle_custom_msg(content, [])


def test_a_seven_is_drawn_by_keyboard(drawing: DrawDigitExplorer) -> None:
    press(drawing, *["ArrowLeft", "ArrowUp"] * 5)
    assert drawing.controls["strokes"].value == ()
    press(drawing, " ", *["ArrowRight"] * 10, *["ArrowDown", "ArrowDown", "ArrowLeft"] * 5, " ")
    assert "read as a 7" in drawing.sentence
    seven = drawing.controls["strokes"].value
    press(drawing, "ArrowUp", "x", " ", "ArrowUp", " ")
    assert drawing.controls["strokes"].value[:-1] == seven
    press(drawing, "Backspace")
    assert drawing.controls["strokes"].value == seven


def test_the_keyboards_pen_stays_on_the_pad_and_is_up_after_clearing(drawing: DrawDigitExplorer) -> None:
    press(drawing, " ", *["ArrowRight"] * 30)
    x, y = drawing.controls["strokes"].value[0][-1]
    assert (x, y) == (270, 140)
    drawing.start_again()
    press(drawing, "ArrowLeft")
    assert drawing.controls["strokes"].value == ()


def test_the_mouse_takes_over_from_the_keyboard(drawing: DrawDigitExplorer) -> None:
    press(drawing, " ", "ArrowRight")
    send(drawing, "mouse_move", 10, 10)
    assert drawing.controls["strokes"].value == (((140, 140), (154, 140)),)
    draw(drawing, SEVEN)
    send(drawing, "mouse_move", 10, 10)
    assert len(drawing.controls["strokes"].value) == 2


def test_leaving_the_pad_ends_a_stroke(drawing: DrawDigitExplorer) -> None:
    send(drawing, "mouse_down", 270, 100)
    send(drawing, "mouse_out", 281, 100)
    send(drawing, "mouse_move", 100, 100)
    assert drawing.controls["strokes"].value == (((270, 100),),)


def test_the_button_clears_the_pad(drawing: DrawDigitExplorer) -> None:
    empty = drawing.image.value
    draw(drawing, SEVEN)
    drawing.start_again()
    assert drawing.controls["strokes"].value == ()
    assert drawing.sentence == text("explore.draw_digit.empty")
    assert drawing.image.value == empty


def test_place_and_size_matter_only_without_preparation(drawing: DrawDigitExplorer) -> None:
    draw(drawing, SMALL_SEVEN)
    assert "read as a 7" in drawing.sentence
    drawing.controls["centred"].value = False
    assert "read as a 7" not in drawing.sentence


def test_one_more_stroke_changes_its_mind_and_meets_the_goal(drawing: DrawDigitExplorer) -> None:
    draw(drawing, SEVEN)
    assert drawing.goal.found == ["sure"]
    draw(drawing, [(120, 220), (75, 150), (75, 60)])
    draw(drawing, [(70, 140), (200, 140)])
    assert drawing.goal.found == ["sure", "mind"]


def test_switching_the_preparation_off_meets_the_goal_only_for_the_same_drawing(
    drawing: DrawDigitExplorer,
) -> None:
    before = [{"strokes": (1,), "centred": True, "digit": 7}]
    goal = drawing.goals[-1]
    assert goal.met({"strokes": (1,), "centred": False, "digit": 2}, before)
    assert not goal.met({"strokes": (1,), "centred": False, "digit": 7}, before)
    assert not goal.met({"strokes": (2,), "centred": False, "digit": 2}, before)


# The walk through the layers


@pytest.fixture(scope="module")
def test_images() -> tuple[np.ndarray, np.ndarray]:
    images, labels, _ = embedded_sample()
    testing = split_sample(labels)
    x, y = images[testing], labels[testing]
    read = forward(NETWORK, x.reshape(len(x), -1) / 255).argmax(axis=1)
    chosen = np.concatenate([np.flatnonzero(read == y)[::100], np.flatnonzero(read != y)[:3]])
    return x[chosen], y[chosen]


@pytest.fixture
def walk(test_images: tuple[np.ndarray, np.ndarray]) -> LayersExplorer:
    return explore.layers(forward, NETWORK, *test_images)


@pytest.mark.parametrize(("control", "value"), [("image", 2), ("unit", 33), ("scale", "raw")])
def test_each_control_changes_the_picture_and_the_sentence(
    walk: LayersExplorer, control: str, value: object
) -> None:
    picture, sentence = walk.image.value, walk.sentence
    walk.controls[control].value = value
    assert walk.image.value != picture
    assert walk.sentence != sentence
    assert walk.stage.full_draws == 1


def test_the_sentence_says_what_the_unit_computes(
    walk: LayersExplorer, test_images: tuple[np.ndarray, np.ndarray]
) -> None:
    images, labels = test_images
    walk.controls["image"].value, walk.controls["unit"].value = 3, 21
    z = images[3].ravel() / 255 @ NETWORK["W1"][:, 21] + NETWORK["b1"][21]
    assert f"z = {z:.1f}".replace("-", "−") in walk.sentence
    assert f"Image 3 is a {labels[3]}" in walk.sentence


def test_the_pictures_are_the_image_the_units_weights_and_their_products(
    walk: LayersExplorer, test_images: tuple[np.ndarray, np.ndarray]
) -> None:
    image = test_images[0][2]
    weights = NETWORK["W1"][:, 7].reshape(28, 28)
    walk.controls["image"].value, walk.controls["unit"].value = 2, 7
    drawn = [np.asarray(ax.images[0].get_array()) for ax in walk.stage.figure.axes[:3]]
    for picture, expected in zip(drawn, (image, weights, weights * (image / 255)), strict=True):
        np.testing.assert_allclose(picture, expected, rtol=1e-5)


def test_a_misread_image_a_unit_that_opens_and_shuts_and_raw_pixels_are_found(walk: LayersExplorer) -> None:
    last = walk.controls["image"].max
    walk.controls["image"].value = last
    assert walk.goal.found == ["misread"]
    for unit in range(50):
        walk.controls["unit"].value = unit
        for image in range(last):
            walk.controls["image"].value = image
        if walk.goal.found == ["misread", "unit"]:
            break
    assert walk.goal.found == ["misread", "unit"]
    walk.controls["scale"].value = "raw"
    for image in range(last):
        walk.controls["image"].value = image
    assert walk.goal.found == ["misread", "unit", "flat"]


def test_a_forward_pass_that_spoils_the_network_spoils_a_copy(
    test_images: tuple[np.ndarray, np.ndarray],
) -> None:
    def spoils(network: dict[str, np.ndarray], X: np.ndarray) -> np.ndarray:
        network["W1"] *= 0
        return np.full(10, 0.1)

    network = {name: array.copy() for name, array in NETWORK.items()}
    explore.layers(spoils, network, *test_images).controls["unit"].value = 4
    assert all(np.array_equal(network[name], NETWORK[name]) for name in NETWORK)


def unanswered(network: dict[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    raise NotImplementedError


def one_number(network: dict[str, np.ndarray], X: np.ndarray) -> float:
    return 0.5


@pytest.mark.parametrize("wrong", [unanswered, one_number])
def test_a_forward_pass_that_is_wrong_gets_a_sentence(
    wrong: object, test_images: tuple[np.ndarray, np.ndarray]
) -> None:
    drawing = explore.draw_digit(wrong, NETWORK)
    draw(drawing, SEVEN)
    walk = explore.layers(wrong, NETWORK, *test_images)
    for explorer in (drawing, walk):
        assert f"`{wrong.__name__}`" in explorer.sentence
        assert not explorer.goal.found
