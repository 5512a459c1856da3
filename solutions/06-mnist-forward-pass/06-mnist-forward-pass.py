# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # 06 · Reading handwritten digits
#
# Here are eighteen digits. Some are easy; the others were picked because they are not. You are going to meet a program that
# consists of 45,360 numbers and three lines of arithmetic. It has never seen these pictures.
#
# **How many of the eighteen will it read correctly?** Write down a guess, and mark the one you find hardest.

# %% name="setup"
import time
import warnings

import numpy as np

from course_utils import explore, plots
from course_utils.check import check, hint, progress, ready
from course_utils.data import load_mnist, load_weights, mnist_network

# %% name="opening-picture" tags=["demo"]
(x_train, y_train), (x_test, y_test) = load_mnist()
eighteen = [0, 48, 2, 180, 7, 340, 13, 148, 15, 1554, 17, 70, 846, 5, 1870, 11, 494, 9]
plots.digit_gallery(x_train[eighteen])

# %% [markdown] name="what-you-will-do"
# The pictures are from MNIST: 70,000 digits, written by clerks and by pupils. The full set has 60,000 to train with and
# 10,000 to test with. Without an internet connection you get a sample of it that comes with the course, 4,000 and 1,000;
# the line above the pictures says which you have. Everything in this chapter works with either. Where the numbers differ, the
# text says so.
#
# You will turn pictures into rows of numbers, send them through a trained network, read off its answers and count how many
# are right. That takes five short functions, and everything in them you have met in the chapters before. Run the
# check below each as often as you like; `hint("forward")` in a cell of your own helps when you are stuck. Arguments are
# NumPy arrays. Return new arrays and leave the arguments as they are. The whole chapter takes 45 to 60 minutes.

# %% [markdown] name="shapes-first"
# ## Shapes first
#
# Before you compute anything with new data, ask what shape it has. What do you expect here?

# %% name="shapes-first-code" tags=["demo"]
print("x_train", x_train.shape, x_train.dtype, "   y_train", y_train.shape, y_train.dtype)
print("x_test ", x_test.shape, x_test.dtype, "   y_test ", y_test.shape, y_test.dtype)
print("the first labels:", y_train[:3])

# %% [markdown] name="shapes-first-reading"
# With the full set, `x_train` is (60000, 28, 28): N images, H = 28 rows, W = 28 columns. With the sample, N is 4000. There
# is no fourth axis for colour channels, so the pictures are grey. `y_train` has one number for each image, shape
# (60000,) or (4000,), and its first three are 5, 0 and 4 in both.
#
# One picture is a table of 28 by 28 numbers, from 0, black, to 255, white. Here is the first one:

# %% name="pixels-picture" tags=["demo"]
plots.pixels_as_numbers(x_train[0])

# %% [markdown] name="one-hot-reading"
# The label of this picture is 5. Written one-hot, as chapter 04 did for the loss, it is a row of ten numbers, and all
# labels together have shape (N, 10):

# %% name="one-hot-code" tags=["demo"]
Y_train = np.eye(10)[y_train]
print(Y_train.shape)
print("label", y_train[0], "one-hot", Y_train[0].astype(int))

# %% [markdown] name="from-pictures-to-rows"
# ## From pictures to rows
#
# A dense layer computes `X @ W + b`, and that needs a matrix: one example in each row, (N, M). So each picture has to
# become one row of M = 28 · 28 = 784 numbers. NumPy stores a picture row by row anyway:

# %% name="flattening-picture" tags=["demo"]
plots.flattening(x_train[0])

# %% [markdown] name="reshape-minus-one"
# `reshape` cuts the same numbers into other rows. It needs the new shape, and one of its entries may be -1: "work that one
# out yourself". Two ways to write it look equally good. Which of them breaks tomorrow?

# %% name="reshape-code" tags=["demo"]
print(x_train.reshape(len(x_train), -1).shape)
try:
    print(x_train.reshape(60000, -1).shape)
except ValueError as error:
    print("ValueError:", error)

# %% [markdown] name="reshape-reading"
# A literal 60000 works for one array in the world, the full training set. For the sample, the test set, a batch of a
# hundred or a single picture it raises an error. Let the array say how many images it has.
#
# And which axis comes first? `reshape(784, -1)` has the right number of everything, too. Take what it makes of the first
# image and draw it:

# %% name="right-and-wrong-reshape" tags=["demo"]
plots.right_and_wrong_reshape(x_train)

# %% [markdown] name="flatten_images-task"
# ### Exercise: flatten images

# %% nbgrader={"grade": false, "grade_id": "flatten_images-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flatten_images(images):
    """One row of pixels for each image, in the order of its rows.

    images: shape (N, 28, 28), any dtype. Returns shape (N, 784).
    """
    ### BEGIN SOLUTION
    return images.reshape(len(images), -1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_images", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("flatten_images")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("flatten_images")
### END HIDDEN TESTS

# %% [markdown] name="views-and-copies"
# ### Views and copies
#
# NumPy has three functions that flatten: `reshape`, `ravel` and `flatten`. They give the same numbers. Do they give the
# same *memory*?

# %% name="views-code" tags=["demo"]
image = x_train[0].copy()
ways = {"reshape(-1)": image.reshape(-1), "ravel()": image.ravel(), "flatten()": image.flatten()}
for name, flat in ways.items():
    print(f"{name:12} shares memory with the image: {np.shares_memory(flat, image)}")

transposed = image.T
print("reshape of the transposed image:", np.shares_memory(transposed.reshape(-1), image))

# %% [markdown] name="views-reading"
# `flatten` always copies. `reshape` and `ravel` return a **view** where they can: another way to look at the same memory,
# which costs nothing, however large the array. Where the numbers would have to move, as in a transposed image, they
# copy too.
#
# A view is a gift until somebody writes into it:

# %% name="views-write" tags=["demo"]
row = image.reshape(-1)
print("before:", image[0, 0])
row[0] = 99
print("after: ", image[0, 0])

# %% [markdown] name="cnn"
# So the rule of this course, never to change an argument, has a second half: do not write into what may be a view of it.
#
# A **convolutional** network (CNN) would not flatten at all. It looks at neighbouring pixels together and takes
# (N, H, W, C), with an axis for the C colour channels. Grey pictures have one:

# %% name="cnn-code" tags=["demo"]
print(x_train[..., np.newaxis].shape)

# %% [markdown] name="from-255-to-1"
# ## From 0…255 to 0…1
#
# The network that you are going to use was trained with pixels between 0 and 1. So every pixel has to be divided
# by 255. That sounds too easy for an exercise. The pixels are `uint8`, whole numbers from 0 to 255 in one byte each. What
# will the next three lines print?

# %% name="uint8-code" tags=["demo"]
pixels = np.array([0, 100, 200, 255], dtype=np.uint8)
print("pixels + pixels  ", pixels + pixels)
print("pixels // 255    ", pixels // 255)
try:
    pixels /= 255
except TypeError as error:
    print("pixels /= 255    ", type(error).__name__)

# %% [markdown] name="uint8-reading"
# A byte that passes 255 begins again at 0, without a word. The whole-number division `//` keeps only what was
# already 255. And `/=` would have to write fractions into bytes; NumPy refuses, luckily, for it would also have
# changed the caller's pictures.
#
# A plain `/` makes a new array, of float64. Twice the memory of float32 and no better for pixels: the weights of our
# network are float32 too.

# %% [markdown] name="normalize-task"
# ### Exercise: normalise

# %% nbgrader={"grade": false, "grade_id": "normalize-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def normalize(images):
    """Pixels from 0 to 1.

    images: uint8 from 0 to 255, any shape. Returns pixel / 255 as float32, same shape.
    """
    ### BEGIN SOLUTION
    return images.astype(np.float32) / 255
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "normalize", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("normalize")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("normalize")
### END HIDDEN TESTS

# %% name="prepare-code" tags=["demo"]
if ready("flatten_images", "normalize"):
    X_test = normalize(flatten_images(x_test))
    print(X_test.shape, X_test.dtype, "from", X_test.min(), "to", X_test.max())

# %% [markdown] name="trained-network"
# ## A trained network
#
# Here is the program: six arrays. They have been trained already, on 55,000 images. Neither your test images nor
# the eighteen are among them. Before you read on: which of the six shapes follow from the
# pictures, which from the task, and which did somebody choose?

# %% name="trained-network-code" tags=["demo"]
network = mnist_network()
for name, array in network.items():
    print(name, array.shape, array.dtype)
print("numbers in all:", sum(array.size for array in network.values()))

# %% name="layer-shapes-picture" tags=["demo"]
plots.layer_shapes(network)

# %% [markdown] name="trained-network-reading"
# 784 is the number of pixels, 10 the number of digits. The 50 and the 100 were chosen. Neighbouring shapes have to fit:
# whatever has 50 columns on the left of `@` needs 50 rows on its right.
#
# What is in these numbers? A column of `W1` holds the 784 weights of one unit, one for each pixel. So it can be
# drawn as a picture.

# %% name="weights-picture" tags=["demo"]
plots.weights_as_pictures(network["W1"])

# %% [markdown] name="weights-reading"
# Nobody told the network to look for strokes. Purple is a place where ink raises the unit's z, brown one where ink lowers
# it. Many units look for a piece of a line with no ink beside it: they find **edges**. None of them looks for a whole digit.

# %% [markdown] name="one-unit"
# ### One unit by hand
#
# What does unit 13 make of the first test image? Multiply each pixel with its weight, add everything up, add the bias, take the
# sigmoid. That is one number of fifty in the first layer. (The image is a 7, in the full set and in the sample.)

# %% name="one-unit-code" tags=["demo"]
if ready("flatten_images", "normalize"):
    x = X_test[0]
    z = np.sum(x * network["W1"][:, 13]) + network["b1"][13]
    print(f"z = {z:.4f}   a = {1 / (1 + np.exp(-z)):.4f}")
    z_all = x @ network["W1"] + network["b1"]
    print(f"all fifty at once: {z_all.shape}, number 13 is {z_all[13]:.4f}")

# %% [markdown] name="forward-task"
# ## The forward pass
#
# Three times the same step: multiply, add, activate.
#
# $$A_1 = \sigma(X W_1 + b_1) \qquad A_2 = \sigma(A_1 W_2 + b_2) \qquad A_3 = \mathrm{softmax}(A_2 W_3 + b_3)$$
#
# ### Exercise: the forward pass
#
# Take the six arrays out of the dict by their names, `network["W1"]` and so on. X may be one image, (784,), or many, (N, 784).
# If every step works along the *last* axis, one piece of code does both.
#
# Write sigmoid and softmax as helper functions, or bring them along from earlier chapters. The stable ones of chapter 03 are
# worth it: this network was trained hard, a few z of its first layer are below −89, and there $e^{-z}$ is too large for
# float32. A plain sigmoid is still right there, but it warns.

# %% nbgrader={"grade": false, "grade_id": "forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def forward(network, X):
    """The probabilities of the ten digits.

    network: dict of W1, b1, W2, b2, W3, b3. X: pixels from 0 to 1, shape (N, 784) or (784,).
    Layers: sigmoid, sigmoid, softmax. Returns shape (N, 10) or (10,).
    """
    ### BEGIN SOLUTION
    def sigmoid(z):
        decay = np.exp(-np.abs(z))
        return np.where(z >= 0, 1, decay) / (1 + decay)
    def softmax(z):
        powers = np.exp(z - z.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)
    A1 = sigmoid(X @ network["W1"] + network["b1"])
    A2 = sigmoid(A1 @ network["W2"] + network["b2"])
    return softmax(A2 @ network["W3"] + network["b3"])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "forward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("forward")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("forward")
### END HIDDEN TESTS

# %% name="first-image-code" tags=["demo"]
if ready("flatten_images", "normalize", "forward"):
    probabilities = forward(network, X_test[0])
    for digit in range(10):
        print(digit, f"{probabilities[digit]:.4f}")
    print("the label:", y_test[0], "   argmax:", np.argmax(probabilities))

# %% [markdown] name="ten-probabilities-one-answer"
# ## Ten probabilities, one answer
#
# The network does not say "seven". It gives ten probabilities, and `argmax` reads off the place of the largest, which is
# the digit itself. For a batch of a hundred images there are a hundred rows. Along which axis must argmax look?

# %% name="argmax-axes-code" tags=["demo"]
if ready("flatten_images", "normalize", "forward"):
    P = forward(network, X_test[:100])
    print("P               ", P.shape)
    print("argmax axis=1   ", P.argmax(axis=1).shape, P.argmax(axis=1)[:10])
    print("argmax axis=0   ", P.argmax(axis=0).shape, P.argmax(axis=0))

# %% [markdown] name="argmax-axes-reading"
# `axis=1` looks along each row and gives one answer for each image, shape (100,). `axis=0` looks down the columns and says
# which *image* is most like each digit: ten numbers that answer another question. Without an axis there is a single
# number, the place of the largest in the whole table.
#
# ### Exercise: predict digits

# %% nbgrader={"grade": false, "grade_id": "predict_digits-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict_digits(network, X):
    """The most probable digit of each image.

    network: as in forward. X: shape (N, 784). Returns integers from 0 to 9, shape (N,).
    """
    ### BEGIN SOLUTION
    return forward(network, X).argmax(axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "predict_digits", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("predict_digits")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("predict_digits")
### END HIDDEN TESTS

# %% [markdown] name="back-to-the-eighteen"
# And now the eighteen from the beginning. How good was your guess?

# %% name="eighteen-code" tags=["demo"]
if ready("flatten_images", "normalize", "predict_digits"):
    answers = predict_digits(network, normalize(flatten_images(x_train[eighteen])))
    display(plots.answered_gallery(x_train[eighteen], answers, y_train[eighteen]))

# %% [markdown] name="batches"
# ## How good is it? And how fast?
#
# The eighteen were picked. How does the network do on pictures that nobody picked?
#
# **Accuracy** is the fraction of images read correctly. You could send one image after the other through the network, or all at
# once, or something in between: consecutive pieces of a fixed size, **batches**. As float32, the 60,000
# images of the full training set take 188 megabytes before the first layer has even begun; a batch of 100 takes a third of one.
#
# One thing goes wrong again and again. Ten images in batches of 4 are batches of 4, 4 and 2. Suppose the network
# reads the first eight correctly and both of the last batch wrongly. What is its accuracy? And the mean of the three
# batches' accuracies?

# %% name="unequal-batches-code" tags=["demo"]
right, size = np.array([4, 4, 0]), np.array([4, 4, 2])
print("right of all:                 ", right.sum() / size.sum())
print("mean of the three accuracies: ", np.mean(right / size).round(3))
print("without the last, smaller one:", np.mean(right[:2] / size[:2]))

# %% [markdown] name="batched_accuracy-task"
# 8 of 10 is 0.8. The mean of the accuracies lets each of the last two images count twice as much as the others. And who
# drops the last batch would not have noticed anything.
#
# ### Exercise: accuracy in batches
#
# Count what is right in each batch, the last one too, and divide once, at the end.

# %% nbgrader={"grade": false, "grade_id": "batched_accuracy-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batched_accuracy(network, X, y, batch_size):
    """The fraction of images that are read correctly, computed batch by batch.

    network: as in forward. X: shape (N, 784). y: labels, shape (N,). batch_size: at least 1;
    the last batch may be smaller. Returns a single number from 0 to 1.
    """
    ### BEGIN SOLUTION
    right = 0
    for start in range(0, len(X), batch_size):
        answers = predict_digits(network, X[start : start + batch_size])
        right += np.sum(answers == y[start : start + batch_size])
    return right / len(X)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "batched_accuracy", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("batched_accuracy")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("batched_accuracy")
### END HIDDEN TESTS

# %% [markdown] name="batch-times"
# One image at a time or a thousand: the accuracy must be the same. And the time?

# %% name="batch-times-code" tags=["demo"]
if ready("flatten_images", "normalize", "batched_accuracy"):
    sizes, speeds = [1, 10, 100, 1000], []
    for size in sizes:
        seconds = np.inf
        for _ in range(7):  # the best of seven: other programs want the processor, too
            start = time.perf_counter()
            accuracy = batched_accuracy(network, X_test, y_test, size)
            seconds = min(seconds, time.perf_counter() - start)
        speeds.append(len(X_test) / seconds)
        print(f"batches of {size:4}   accuracy {accuracy:.4f}   {seconds:.3f} seconds")
    display(plots.batch_speed(sizes, speeds))

# %% [markdown] name="batch-times-reading"
# Same accuracy, and the batch is many times faster. The arithmetic is the same too, but each call of a NumPy function has a
# price, whether it handles one row or a thousand. And a product of two matrices keeps the processor busier than many
# products of a row and a matrix. Your times will differ from run to run and from machine to machine.
#
# On the full test set this network reads 98.57 percent correctly, on the sample's 1,000 test images 98.5 percent.
#
# Training uses batches as well, **mini-batches**: one gradient step for each. Consecutive pieces are fine if the order is
# random. And where even a look at everything is too much, a random sample gives an estimate:

# %% name="random-sample-code" tags=["demo"]
if ready("flatten_images", "normalize", "batched_accuracy"):
    random = np.random.default_rng(6)
    for size in (50, 200, 800):
        print(f"five samples of {size:3}:", end="")
        for _ in range(5):
            chosen = random.choice(len(X_test), size, replace=False)
            print(f"  {batched_accuracy(network, X_test[chosen], y_test[chosen], 100):.3f}", end="")
        print()

# %% [markdown] name="worst-mistakes"
# ## The mistakes
#
# A single number hides what a network cannot do. Look at the mistakes, the most confident first. Could you have
# read them?

# %% name="worst-mistakes-code" tags=["demo"]
if ready("flatten_images", "normalize", "predict_digits"):
    P = forward(network, X_test)
    wrong = np.flatnonzero(P.argmax(axis=1) != y_test)
    wrong = wrong[np.argsort(-P[wrong].max(axis=1))]  # the most confident first
    display(plots.mistakes(x_test[wrong[:12]], y_test[wrong[:12]], P[wrong[:12]]))

# %% [markdown] name="confusion-reading"
# Some of them nobody could read for certain. With others the network has no excuse, and still it says 0.9: softmax is sure
# of the best of ten answers, not of having seen anything like this before (chapter 02).
#
# Is there a pattern? The **confusion matrix** counts, for each digit, what it was taken for.

# %% name="confusion-code" tags=["demo"]
if ready("flatten_images", "normalize", "predict_digits"):
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (y_test, predict_digits(network, X_test)), 1)
    display(plots.confusion(counts))

# %% [markdown] name="walk"
# The diagonal is what went well; a mistake stands in the row of what the digit is and in the column of what was read.
#
# Walk through the layers with one image at a time. The first eight images are misread ones. Choose
# an image, choose one of the fifty units of the first layer, and see what it looks for, what it finds, and what comes out at
# the end. The last step is *your* `forward`.

# %% name="walk-explorer" tags=["demo"]
if ready("flatten_images", "normalize", "predict_digits"):
    shown = np.append(wrong[:8], np.arange(18) * (len(x_test) // 18))
    display(explore.layers(forward, network, x_test[shown], y_test[shown]))

# %% [markdown] name="detective-story"
# ## A detective story
#
# A colleague copies your notebook, types it out again, and runs it. No error. The digits come out, nearly all correct. Only
# the accuracy is a little lower than yours.

# %% name="detective-crime" tags=["demo"]
if ready("flatten_images", "normalize", "predict_digits"):
    theirs = flatten_images(x_test).astype(np.float32)
    with np.errstate(over="ignore"):
        their_answers = predict_digits(network, theirs)
    your_answers = predict_digits(network, X_test)
    for who, read in [("the colleague", their_answers), ("you", your_answers)]:
        mistakes = np.sum(read != y_test)
        print(f"{who:14} accuracy {np.mean(read == y_test):.4f}   mistakes {mistakes} of {len(y_test)}")

# %% [markdown] name="detective-clues"
# On the full test set, 143 mistakes have become 318: more than twice as many. The same weights, the same images, the same
# labels, the same code. (All but one line of it. Do you see it already?)
#
# You are the detective. First clue: how large are the numbers that enter the sigmoids of the first layer?

# %% name="detective-logits" tags=["demo"]
if ready("flatten_images", "normalize"):
    z_yours = X_test @ network["W1"] + network["b1"]
    z_theirs = theirs @ network["W1"] + network["b1"]
    limit = np.log(np.finfo(np.float32).max)
    print(f"in float32, e^z is infinite for z above {limit:.1f}")
    for who, z in [("yours", z_yours), ("theirs", z_theirs)]:
        low, high = np.quantile(z, [0.25, 0.75])
        print(f"{who:7} half of the z between {low:7.1f} and {high:6.1f}")
        print(f"        too low for a plain sigmoid: {np.mean(z < -limit):.2%}")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        1 / (1 + np.exp(-z_theirs))
    print("a plain sigmoid of theirs:", caught[0].message)

# %% [markdown] name="detective-second-clue"
# Hundreds of times as large. For nearly every second unit, $e^{-z}$ overflows: that is chapter 03, met in the wild. A plain sigmoid
# would have said so. But it had warned before, about a handful of harmless ones, and a warning that is always there is a warning that nobody reads.
#
# Is the overflow the crime, then? No. It gives $1/(1+\infty) = 0$, which is right. The stable sigmoid makes just as many
# mistakes. Second clue: what do sigmoids, plain or stable, make of such numbers?

# %% name="detective-saturation" tags=["demo"]
if ready("flatten_images", "normalize"):
    display(plots.saturation(z_yours, z_theirs))

# %% [markdown] name="detective-solution"
# Almost every unit is at one of its flat ends. It can still say *yes* or *no*, but not *a little*. Have you solved the case?
#
# **The colleague left out `normalize`.** The pixels go in raw, from 0 to 255, so every $x \cdot w$ is 255 times as large as it was
# in training. The signs stay as they are, and so most answers survive. What is lost are the shades
# between 0 and 1, which decide the difficult cases.
#
# Note how well the crime was hidden. No exception, no absurd result, and an accuracy that many would be proud of. **A wrong
# input scale does not stop a network. It makes it worse, quietly.** So compare with what you expect, look at the numbers
# between the layers, and never let a warning go by.
#
# Nor is our network a special case. The weights of another one of this very shape are well known, under the name `sample_weight.pkl`.
# Fed with raw pixels it reads 92.07 percent of the 10,000 test images; fed with pixels / 255, which it was trained on, 93.52
# percent. On raw pixels it gives the first test image, a 7, a probability of 0.99919468 of being a 7. Right, sure, and still
# on the wrong scale. If you have the file, put it beside this notebook:

# %% name="known-weights-code" tags=["demo"]
try:
    known = load_weights("sample_weight.pkl")
except ValueError as error:
    print(error)
else:
    if ready("flatten_images", "normalize", "predict_digits"):
        with np.errstate(over="ignore"):
            raw = predict_digits(known, flatten_images(x_test))
        print("raw pixels:  ", np.mean(raw == y_test))
        print("pixels / 255:", np.mean(predict_digits(known, X_test) == y_test))

# %% [markdown] name="known-weights-reading"
# A pickle is a program that Python runs when it loads one. From a stranger, that is a bad idea. `load_weights` reads the
# arrays in it and refuses everything else.
#
# Go back to the explorer of the layers now and switch to raw pixels.

# %% [markdown] name="draw"
# ## A digit of your own
#
# Scale is not all. The pictures of MNIST were prepared: every digit was scaled to fit into 20 by 20 pixels, and set into the
# 28 by 28 with its centre of mass in the middle. Your drawing is prepared in the same way before it goes through your `forward`, with
# every move of the pen. Take the tick off to see what happens without.

# %% name="draw-explorer" tags=["demo"]
explore.draw_digit(forward, network)

# %% [markdown] name="keras"
# ## The same in Keras
#
# The same three layers, the last one linear, as chapter 03 taught. Instead of training them, we copy the six arrays in. (Loading
# TensorFlow takes a few seconds.)

# %% name="keras-code" tags=["demo"]
from course_utils.tensorflow import tf  # import tensorflow as tf, without its log lines

Dense = tf.keras.layers.Dense
model = tf.keras.Sequential(
    [
        tf.keras.Input((784,)),
        Dense(50, activation="sigmoid"),
        Dense(100, activation="sigmoid"),
        Dense(10),
    ]
)
for k, layer in enumerate(model.layers, start=1):
    layer.set_weights([network[f"W{k}"], network[f"b{k}"]])

if ready("flatten_images", "normalize", "forward"):
    P_keras = tf.nn.softmax(model.predict(X_test, batch_size=100, verbose=0)).numpy()
    P = forward(network, X_test)
    with np.printoptions(precision=5, suppress=True, linewidth=120):
        for i in (0, 1, 2):
            print(f"image {i}   yours {P[i]}")
            print(f"          Keras {P_keras[i]}")
    print("largest difference anywhere:", np.abs(P - P_keras).max())
    print("answers that differ:", np.sum(P.argmax(axis=1) != P_keras.argmax(axis=1)))

# %% [markdown] name="keras-reading"
# The same to the precision of float32, about seven digits. A framework has no magic of its own; it has your three lines, on faster
# hardware, and the gradients.
#
# Those it uses now. Here is a network that knows nothing yet, with ReLU in its hidden layers and the loss from logits. It trains on 4,000
# images, as many as the sample has, for ten epochs. How far will it get?

# %% name="scratch-code" tags=["demo"]
if ready("flatten_images", "normalize"):
    tf.keras.utils.set_random_seed(6)
    scratch = tf.keras.Sequential(
        [
            tf.keras.Input((784,)),
            Dense(50, activation="relu"),
            Dense(100, activation="relu"),
            Dense(10),
        ]
    )
    scratch.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(0.001),
        metrics=["accuracy"],
    )
    X_few, y_few = normalize(flatten_images(x_train[:4000])), y_train[:4000]
    history = scratch.fit(X_few, y_few, batch_size=32, epochs=10, verbose=0).history
    for epoch in (0, 1, 4, 9):
        cost, accuracy = history["loss"][epoch], history["accuracy"][epoch]
        print(f"epoch {epoch + 1:2}   cost {cost:.3f}   accuracy {accuracy:.3f}")
    print(f"on the test images: accuracy {scratch.evaluate(X_test, y_test, verbose=0)[1]:.3f}")

# %% [markdown] name="scratch-reading"
# In a few seconds it reads more than nine of ten new digits, and nearly all of those it was trained on. The gap between the two is
# **overfitting**: it has learned its 4,000 images better than it has learned digits. The network of this chapter has as many
# weights. It was given 55,000 images, and each of them a little shifted, turned and bent every time it saw it, so that
# learning them by heart was no use. More data and more patience, not a cleverer formula, took it to 98.57 percent.

# %% [markdown] name="usual-mistakes"
# ## The usual mistakes
#
# | mistake | what you see | what to do |
# |---|---|---|
# | `reshape(784, -1)` | shapes that fit, and scattered pixels | examples first: `reshape(N, -1)` |
# | a literal 60000 | an error with any other number of images | `len(images)` |
# | `/=` on `uint8`, or `//` | an error, or pictures without grey | `/` makes a new array |
# | dividing by 256, or not at all | no error; answers that are worse, a little or a lot | 255, as in training |
# | `argmax` over axis 0 | ten answers, whatever the number of images | `axis=1`, or `axis=-1` |
# | softmax over the batch | columns that add up to 1 where rows should; one image by itself comes out right | the last axis |
# | the mean of batch accuracies | an accuracy that depends on the batch size | count, and divide once |
# | dropping the last batch | the same | `range(0, len(X), batch_size)` |
# | another preparation than in training | confident nonsense | same scale, same size, same place |

# %% [markdown] name="recap"
# ## Recap
#
# - Images are (N, H, W), a dense layer takes (N, M), a CNN takes (N, H, W, C). `reshape(N, -1)` leads from the first to the second,
#   often as a view of the same memory.
# - The forward pass is three times `X @ W + b` and an activation: 784, 50, 100, 10 columns, and N rows all the way.
# - `argmax` over the last axis gives one answer for each image. Accuracy is what is right, divided once by N.
# - A batch gives the same answers as single images, many times faster.
# - A network wants its input exactly as in training. A wrong scale saturates its sigmoids, and no error says so.
# - Keras computes the same numbers from the same weights.

# %% [markdown] name="question"
# ## In your own words
#
# A friend takes photographs of digits: dark ink on white paper. She crops each to 28 by 28 grey pixels, divides by 255, and sends them through
# this network. It reads fewer than one in five correctly, and it is often very sure.
#
# What differs from the images that the network was trained on? Name two things, say how you would check each of them, and why no error
# message told her. Four to six sentences. (2 points. A person will read what you write.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "06-mnist-forward-pass-question", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# MNIST is white ink on black, 0 where there is none; her paper is 1 and her ink 0. She sees it by printing a few pixels of the background or by
# drawing both kinds of pictures with the same colours, and mends it with 1 - X. MNIST's digits also fill a box of 20 by 20 pixels with
# their centre of mass in the middle. She can compare the first and last rows with ink and the centres of mass, and then scale and centre hers in the same way. (1 point;
# thickness of the pen, shadows and noise count as well.)
#
# The shapes and the dtype are right and all pixels lie between 0 and 1, so every step of the forward pass can be computed. Softmax then shares out
# a probability of 1 among ten digits whatever goes in; "this is no digit of the kind I know" is not among its answers. (1 point)

# %% [markdown] name="progress"
# ## How far you are

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Where to go next
#
# This was the last chapter. Every line between a picture of a digit and its name has now been written by you. Open the
# [start page](../start-here.ipynb) once more: the pad on it, which ran on the course's code, could now run on yours.
#
# From here, three roads lead on. Networks with convolutions look at neighbouring pixels together and read more digits. Training
# a network of many layers takes the gradient of chapter 04 back through all of them, which is called backpropagation. And
# whatever you build next, compare its numbers with what you expect, as you have done here.
