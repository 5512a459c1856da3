# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # 02 · Softmax
#
# Somebody has measured an iris and asks a model which of three species it is. The model answers with scores: setosa
# −4.1, versicolor 2.5, virginica 1.6. Versicolor is ahead.
#
# **How sure should we be?** Write down a guess, in percent. You will need it later.

# %% name="setup"
import numpy as np

from course_utils import explore, plots
from course_utils.check import check, hint, progress, ready
from course_utils.data import iris

# %% name="opening-picture" tags=["demo"]
scores = np.array([-4.1, 2.5, 1.6])
plots.flower_and_scores(77, scores)

# %% [markdown] name="what-you-will-do"
# A score does not say how sure to be. A probability does. In this chapter you build the function that turns scores into
# probabilities, **softmax**, and then the model that gave this flower its scores. By then you will know how sure
# it was, and whether it was right.
#
# There are four short functions to write. Replace `raise NotImplementedError()` by your code, run the cell, then run the
# check below it: it says at once what is right, what is not, and why. If you are stuck, run `hint("my_softmax")` in a
# cell of your own; each call gives one more hint. Arguments are NumPy arrays. Return a new array, and leave the
# arguments as they are. The whole chapter takes 45 to 60 minutes.

# %% [markdown] name="from-scores-to-probabilities"
# ## From scores to probabilities
#
# Three scores go in, three probabilities should come out. Each has to lie between 0 and 1, together they have to add
# up to 1, and a higher score has to give a higher probability.
#
# What would you try? Dividing every score by the sum of all scores, perhaps. This is what becomes of our flower:

# %% name="divide-by-the-sum" tags=["demo"]
print("The scores add up to", scores.sum())
print(scores / scores.sum())

# %% [markdown] name="from-logistic-to-softmax"
# The scores add up to 0, all but a rounding error, and dividing by almost nothing gives numbers with sixteen digits.
# A kinder sum would not have saved us: the negative score would still have become a negative probability. Scores can be
# any numbers. Before we share anything out, they have to be made positive.
#
# You already know a function that does this for *two* classes. The sigmoid of chapter 01 turns one score $z$ into the
# probability of "yes". Multiply its numerator and denominator by $e^z$, then write the 1 as $e^0$:
#
# $$\frac{1}{1+e^{-z}} \;=\; \frac{e^z}{e^z+1} \;=\; \frac{e^z}{e^z+e^0}$$
#
# Read the last form slowly. "Yes" has the score $z$, "no" has the score $0$. The exponential makes both positive, and
# the probability of "yes" is its **share** of the two. Logistic regression was a contest between two classes all
# along, with the score of one of them fixed at 0.
#
# Nothing limits such a contest to two. Give each of $N$ classes a score $z_j$ of its own, and its share is
#
# $$a_j \;=\; \frac{e^{z_j}}{e^{z_1}+e^{z_2}+\dots+e^{z_N}}$$
#
# This is **softmax**. The scores that go into it are called **logits**.

# %% [markdown] name="by-hand"
# ## By hand
#
# Take a calculator and the logits $z = [5, 2, -1, 3]$. What do you write down first, what next? Try it before you run
# the cell.

# %% name="by-hand-picture" tags=["demo"]
plots.softmax_step_by_step([5, 2, -1, 3])

# %% [markdown] name="by-hand-reading"
# First the exponentials: 148.4, 7.4, 0.4 and 20.1. All are positive, even the one of −1, and they stand in the same
# order as the logits. Then their sum, 176.3. Then each one's share of it: 0.842, 0.042, 0.002 and 0.114. The shares add
# up to 1.
#
# Compare the first class with the last. Their logits differ by 2, and $0.842 / 0.114$ is 7.4, which is $e^2$. This is
# no accident: **a lead of $d$ in the logits is a factor of $e^d$ in the probabilities.** A lead of 1 makes a class 2.7
# times as probable as the other, a lead of 5 about 150 times.

# %% [markdown] name="my_softmax-task"
# ### Exercise: softmax
#
# Write `my_softmax`. `np.exp` takes the exponential of every element of an array at once.

# %% nbgrader={"grade": false, "grade_id": "my_softmax-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_softmax(z):
    """Softmax of one example.

    z: logits, shape (N,). Returns probabilities, shape (N,).
    """
    ### BEGIN SOLUTION
    powers = np.exp(z)
    return powers / np.sum(powers)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "my_softmax", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("my_softmax")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("my_softmax")
### END HIDDEN TESTS

# %% [markdown] name="first-use"
# Put it to work, first on three other logits, then on our flower. How good was your guess?

# %% name="first-use-code" tags=["demo"]
if ready("my_softmax"):  # which it is when its check is green
    a = my_softmax(np.array([0.3, 2.9, 4.0]))
    print(a, "sum", a.sum())
    print("the flower:", my_softmax(scores).round(3))

# %% [markdown] name="every-output-depends"
# ## Every output depends on every logit
#
# Take the four logits once more and let only the third one move. Which outputs change if each logit goes through a
# sigmoid? Which if all four go through softmax?

# %% name="one-logit-moves" tags=["demo"]
plots.one_logit_moves(my_softmax)

# %% [markdown] name="one-logit-moves-reading"
# Sigmoid and ReLU look at one number at a time: move $z_3$, and $a_3$ moves alone. Softmax divides by the sum over *all*
# exponentials, so what the third class gains, the others lose. That is how a model says "exactly one of these": evidence
# for one class is evidence against the rest.
#
# It is also why softmax belongs to a whole layer. It takes shape (N,) to shape (N,), and no unit can compute its own
# output without the logits of all the others.
#
# Now try it yourself. This picture is drawn with *your* function, and it sets you two small tasks. Leave T at 1 for
# now.

# %% name="explorer" tags=["demo"]
explore.softmax(my_softmax)

# %% [markdown] name="only-differences-count"
# ## Only differences count
#
# What happens to the probabilities when every logit grows by 10?

# %% name="shifts" tags=["demo"]
if ready("my_softmax"):
    z = np.array([5.0, 2.0, -1.0, 3.0])
    for shift in (0, 10, -3):
        print(z + shift, my_softmax(z + shift).round(3))

# %% [markdown] name="only-differences-count-reading"
# Nothing at all. A constant $c$ added to every logit becomes a factor $e^c$ of every exponential, and the factor
# cancels:
#
# $$\frac{e^{z_j+c}}{\sum_k e^{z_k+c}} \;=\; \frac{e^c\,e^{z_j}}{e^c\sum_k e^{z_k}} \;=\; \frac{e^{z_j}}{\sum_k e^{z_k}}$$
#
# So a logit of 5 means nothing by itself; it is high or low only beside the others. This is called **shift
# invariance**. In chapter 03 it will rescue softmax from numbers that are too large for a computer.

# %% [markdown] name="two-classes"
# ## Two classes are a sigmoid
#
# If only differences count, then with two classes everything hangs on one number, $z_1 - z_2$. Divide the numerator and
# the denominator of $a_1$ by $e^{z_1}$:
#
# $$a_1 \;=\; \frac{e^{z_1}}{e^{z_1}+e^{z_2}} \;=\; \frac{1}{1+e^{-(z_1-z_2)}}$$
#
# This is the sigmoid of the difference. Does your function agree?

# %% name="two-classes-code" tags=["demo"]
if ready("my_softmax"):
    for z1, z2 in [(0.0, 0.0), (2.0, 0.0), (7.5, 5.5), (-1.0, 3.0)]:
        a1 = my_softmax(np.array([z1, z2]))[0]
        sigmoid = 1 / (1 + np.exp(-(z1 - z2)))
        print(f"z = [{z1:4}, {z2:4}]   softmax {a1:.6f}   sigmoid of the difference {sigmoid:.6f}")

# %% [markdown] name="how-many-units"
# So two classes need *one* sigmoid unit or *two* softmax units. Both can say the same things, and the single unit is
# simpler. Ten digits need ten softmax units.

# %% [markdown] name="temperature"
# ## Temperature
#
# Adding to all logits does nothing. Dividing them does: it stretches or shrinks every difference. The number that we
# divide by is called the **temperature** $T$. What will a high one do, what a low one?

# %% name="temperatures" tags=["demo"]
plots.temperatures(my_softmax)

# %% [markdown] name="temperature-reading"
# The ranking stays as it is; the confidence changes. Heat makes the classes nearly equal, cold gives nearly everything to
# the winner. This is the temperature that you can set in a language model: low for the most probable next word, higher
# for surprises.
#
# Go back to the explorer and move T. What happens as it comes close to 0?

# %% [markdown] name="hardmax-task"
# ## Hardmax
#
# In the coldest limit the winner takes all. That function is called **hardmax**: 1 at the largest logit, 0 everywhere
# else. Where several logits are equally large, the first of them gets the 1.
#
# ### Exercise: hardmax

# %% nbgrader={"grade": false, "grade_id": "hardmax-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hardmax(z):
    """1 at the first largest logit, 0 elsewhere.

    z: logits, shape (N,). Returns zeros and a single one, shape (N,).
    """
    ### BEGIN SOLUTION
    result = np.zeros(len(z))
    result[np.argmax(z)] = 1
    return result
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "hardmax", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("hardmax")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("hardmax")
### END HIDDEN TESTS

# %% name="hardmax-beside-softmax" tags=["demo"]
if ready("my_softmax", "hardmax"):
    z = np.array([5.0, 2.0, -1.0, 3.0])
    print("hardmax", hardmax(z))
    print("softmax", my_softmax(z).round(3))

# %% [markdown] name="why-soft"
# Hardmax names the winner so clearly. Why then do networks end in softmax? Let one of two logits pass the other, and
# watch its output.

# %% name="hard-and-soft" tags=["demo"]
plots.hard_and_soft(my_softmax, hardmax)

# %% [markdown] name="why-soft-reading"
# Training asks at every step: which way should this weight move to make the output a little better? Softmax climbs
# everywhere, so it always has an answer. Hardmax is flat on both sides of its jump. Move a weight a little and nothing
# changes: there is no slope to follow. Nor can hardmax say "probably". So we train with softmax, and where one
# answer is wanted in the end, `np.argmax` reads it off.

# %% [markdown] name="batches"
# ## Many examples at once
#
# Networks work on batches: $m$ examples, one in each row of a matrix `Z` of shape (m, N). Each row has to add up to 1 on
# its own. NumPy can sum along either axis, and it cannot know which one you mean:

# %% name="batch-axes" tags=["demo"]
Z = np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 0.0]])
plots.batch_axes(Z)

# %% [markdown] name="batches-shapes"
# Summing along the rows leaves one number for each example, shape (m,). To divide every row by its own number, NumPy needs
# them as a column, shape (m, 1). That is what `keepdims=True` is for:

# %% name="batches-shapes-code" tags=["demo"]
print("Z                             ", Z.shape)
print("Z.sum(axis=1)                 ", Z.sum(axis=1).shape)
print("Z.sum(axis=1, keepdims=True)  ", Z.sum(axis=1, keepdims=True).shape)

# %% [markdown] name="my_softmax_batch-task"
# ### Exercise: softmax for a batch

# %% nbgrader={"grade": false, "grade_id": "my_softmax_batch-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_softmax_batch(Z):
    """Softmax of each row.

    Z: logits, shape (m, N). Returns probabilities, shape (m, N); each row adds up to 1.
    """
    ### BEGIN SOLUTION
    powers = np.exp(Z)
    return powers / np.sum(powers, axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "my_softmax_batch", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("my_softmax_batch")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("my_softmax_batch")
### END HIDDEN TESTS

# %% [markdown] name="softmax-regression"
# ## Softmax regression
#
# Where do logits come from? In the simplest model, from one neuron for each class. All look at the same features $x$, each
# computes its $z = w \cdot x + b$ with weights of its own, and softmax turns the results into probabilities. This is
# **softmax regression**: logistic regression for more than two classes, or a network without a hidden layer.
#
# Put the weights of each class into a column of a matrix $W$. Then one product computes the logits of all $m$ examples
# and all $C$ classes:
#
# $$\underbrace{Z}_{(m,\,C)} \;=\; \underbrace{X}_{(m,\,n)}\ \underbrace{W}_{(n,\,C)} \;+\; \underbrace{b}_{(C,)}$$

# %% [markdown] name="predict_proba-task"
# ### Exercise: class probabilities

# %% nbgrader={"grade": false, "grade_id": "predict_proba-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict_proba(X, W, b):
    """Softmax regression.

    X: features, shape (m, n). W: weights, shape (n, C). b: biases, shape (C,).
    Returns the probability of each class for each example, shape (m, C).
    """
    ### BEGIN SOLUTION
    return my_softmax_batch(X @ W + b)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "predict_proba", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("predict_proba")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("predict_proba")
### END HIDDEN TESTS

# %% [markdown] name="irises"
# ## Three species of iris
#
# In 1936 Ronald Fisher published the measurements of 150 irises, fifty of each of three species. Every flower has four
# features, in centimetres. Our flower is one of them.

# %% name="irises-code" tags=["demo"]
flowers = iris()
X, y = flowers.X, flowers.y
print(X.shape, flowers.feature_names)
print(y.shape, flowers.class_names)

# %% [markdown] name="training"
# Training begins with weights of zero, where each species gets one third, and takes many small steps. `A - Y` is what the
# model says minus what is true; every step moves the weights a little so as to shrink it. Why the direction is that
# simple is a story for chapter 04. The heart of the loop is your `predict_proba`.

# %% name="training-function" tags=["demo"]
def train(X, y, learning_rate, steps):
    """Softmax regression by gradient descent from zeros: weights W (n, 3), biases b (3,)."""
    m, n = X.shape
    Y = np.eye(3)[y]  # a row for each flower: 1 at its species, 0 elsewhere
    W, b = np.zeros((n, 3)), np.zeros(3)
    for step in range(steps):
        A = predict_proba(X, W, b)
        if step % 500 == 0:
            print(f"step {step:4}   right: {np.sum(A.argmax(axis=1) == y)} of {m}")
        error = (A - Y) / m
        W = W - learning_rate * X.T @ error
        b = b - learning_rate * error.sum(axis=0)
    return W, b


# %% name="training-run" tags=["demo"]
if ready("predict_proba"):
    W, b = train(X, y, learning_rate=0.05, steps=3001)

# %% [markdown] name="probabilities-reading"
# Here are the probabilities of one flower of each species, and a look at all 450 of them: none below 0, none above 1, and
# every row adds up to 1.

# %% name="probabilities-code" tags=["demo"]
if ready("predict_proba"):
    A = predict_proba(X, W, b)
    print(A[[0, 50, 100]].round(3))
    print(f"all between {A.min():.1e} and {A.max():.4f}")
    print("sums of the rows:", np.unique(A.sum(axis=1).round(12)))

# %% [markdown] name="back-to-the-flower"
# And number 77, the flower with the question mark?

# %% name="back-to-the-flower-code" tags=["demo"]
if ready("predict_proba"):
    print("logits       ", (X[77] @ W + b).round(1))
    print("probabilities", A[77].round(3))
    print("the truth    ", flowers.class_names[y[77]])

# %% [markdown] name="back-to-the-flower-reading"
# There they are, the scores from the beginning. The model gives versicolor 71 percent, and versicolor it is. It does
# not claim to be certain, and it should not: this flower stands where two species meet.

# %% [markdown] name="linear-regions"
# ## Straight borders
#
# Where does the model change its mind? Two classes $i$ and $j$ are equally probable where their logits are equal:
#
# $$(w_i - w_j) \cdot x + (b_i - b_j) = 0$$
#
# With two features this is a straight line. Softmax itself is curved, but it keeps the order of the logits, so the
# **borders between the regions are linear**. To see them, train once more on two features alone, the length and the
# width of the petals.

# %% name="linear-regions-picture" tags=["demo"]
if ready("predict_proba"):
    petals = X[:, 2:]
    W_petals, b_petals = train(petals, y, learning_rate=0.1, steps=3001)
    display(plots.petal_regions(predict_proba, W_petals, b_petals, flower=77))

# %% [markdown] name="linear-regions-reading"
# With two features instead of four, more flowers end up on the wrong side of a border, and ours is one of them: by its
# petals alone it would pass for a virginica. The other two measurements tipped the scales. For borders that bend, a
# network needs hidden layers in front of its softmax.

# %% [markdown] name="keras"
# ## The same in Keras
#
# A dense layer of three units with a linear output computes `X @ W + b`. Give it the `W` and `b` that you trained, let
# TensorFlow take the softmax of its logits, and put its numbers beside yours. (Loading TensorFlow takes a few seconds.)

# %% name="keras-code" tags=["demo"]
from course_utils.tensorflow import tf  # import tensorflow as tf, without its log lines

if ready("predict_proba"):
    model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(3, activation="linear")])
    model.layers[0].set_weights([W, b])
    logits = model.predict(X, verbose=0)
    A_keras = tf.nn.softmax(logits).numpy()

    A = predict_proba(X, W, b)
    for i in (0, 50, 77, 100):
        print(f"flower {i:3}   yours {A[i].round(6)}   Keras {A_keras[i].round(6)}")
    print("largest difference anywhere:", np.abs(A - A_keras).max())

# %% [markdown] name="keras-reading"
# Digit for digit the same model. What difference there is comes from rounding: Keras computes in float32, which holds
# about seven digits, your function in float64, which holds about sixteen.
#
# Why a linear output with softmax after it, and not `Dense(3, activation="softmax")`? Here both would give these
# numbers. The next chapter is about where they part.

# %% [markdown] name="usual-mistakes"
# ## The usual mistakes
#
# | mistake | what you see | what to do |
# |---|---|---|
# | dividing the logits by their sum | negative "probabilities" | take `np.exp` first |
# | summing over the wrong axis | columns add up to 1, rows do not | `axis=1`, or `axis=-1` |
# | forgetting `keepdims` | an error about shapes, or, when m equals N, no error and wrong numbers | `keepdims=True` |
# | softmax twice, in the model and again after it | probabilities that are all alike | apply it once |
# | taking one logit for a confidence | "it scored 5, so it must be sure" | look at the other logits |
# | softmax where several answers can be right at once | one label pushes out another | sigmoids, chapter 05 |

# %% [markdown] name="recap"
# ## Recap
#
# - Softmax takes the exponential of every logit and divides it by the sum of all of them. What comes out is positive and
#   adds up to 1.
# - A lead of $d$ in the logits is a factor of $e^d$ in the probabilities.
# - Every output depends on every logit, but only on their differences: a constant added to all changes nothing.
# - With two classes softmax is the sigmoid of the difference: two softmax units, or one sigmoid unit.
# - Temperature sharpens or levels. In the coldest limit softmax becomes hardmax, which has no slope to learn from.
# - Softmax regression is one linear layer with a softmax behind it. Its borders are straight.

# %% [markdown] name="question"
# ## In your own words
#
# Somebody gives our iris model the measurements of a rose. It answers: setosa, with a probability of 0.98.
#
# Must the rose be very much like a setosa, then? Explain in three to five sentences what softmax has to do with this
# answer. (2 points. A person will read what you write.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "02-softmax-question", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# No. The three probabilities add up to 1 whatever is measured. There is no class "none of these", so the model has to
# share out the whole probability among the three species that it knows. (1 point)
#
# And softmax sees only differences between logits. 0.98 says that the logit of setosa leads the other two by about 4 or
# more, not that it is high: all three may be lower than for any iris, and softmax would not notice. (1 point)

# %% [markdown] name="progress"
# ## How far you are

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Where to go next
#
# [Chapter 03, Roundoff](../03-roundoff/03-roundoff.ipynb): give your softmax the logits 1010, 1000 and 990, and it
# answers `nan`. Why, and what helps?
#
# The map of the course is on the [start page](../start-here.ipynb).
