# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # 03 · Roundoff
#
# Here are two ways to compute the same number:
#
# $$\frac{2}{10\,000} \qquad\text{and}\qquad \Big(1+\frac{1}{10\,000}\Big)-\Big(1-\frac{1}{10\,000}\Big)$$
#
# On paper the ones cancel, and both are 0.0002. **What will Python say?** Decide before you run the next two cells.

# %% name="setup"
import numpy as np

from course_utils import explore, plots
from course_utils.check import check, hint, progress, ready
from course_utils.data import blobs

# %% name="two-ways" tags=["demo"]
one_way = 2 / 10000
other_way = (1 + 1 / 10000) - (1 - 1 / 10000)
print(f"{one_way:.18f}")
print(f"{other_way:.18f}")

# %% name="two-ways-picture" tags=["demo"]
plots.digits_and_difference({"2 / 10000": one_way, "(1 + 1/10000) - (1 - 1/10000)": other_way}, places=18)

# %% [markdown] name="what-you-will-do"
# The difference sits in the seventeenth decimal place, and for one small sum nobody would mind. But the same weakness
# turns the softmax of chapter 02 into `[nan, nan, nan]`, and a loss into infinity in the middle of a training run. In
# this chapter you find out where digits go, write softmax, log-sum-exp and the sigmoid so that they hold for logits of
# any size, and build the Keras model that professionals build for the same reason.
#
# There are five exercises. Replace `raise NotImplementedError()` by your code, run the cell, then run the check below
# it; `hint("stable_softmax")` gives a hint. As always, leave the arguments as they are. The whole chapter takes 45 to
# 60 minutes.

# %% [markdown] name="how-a-float-is-stored"
# ## How a float is stored
#
# A computer has no room for all the digits of a number. It keeps a few of them, and where the point goes, like
# $6.02 \cdot 10^{23}$ on a calculator, only with powers of 2. Python's own floats are 64 bits wide. Models often use
# 32 bits, and on graphics cards 16, which are few enough to look at:

# %% name="float16-bits" tags=["demo"]
plots.float16_bits(0.1)

# %% [markdown] name="float16-bits-reading"
# One bit says plus or minus. Five hold the **exponent**, the power of 2. The last ten hold the **fraction**: where the
# number lies between that power and the next, in 1024 steps. One tenth falls between two steps, so the nearer one is
# stored, and `0.1` is not 0.1 any more. float32 has 23 bits for the fraction, float64 has 52: the steps are finer, but
# steps they are.
#
# Between 1 and 2 there are 1024 steps, and between 1000 and 2000 there are about as many. So the distance from one
# number to the next grows with the number:

# %% name="float-gaps" tags=["demo"]
plots.float_gaps()

# %% [markdown] name="float-line-task"
# Move along this line of numbers yourself. The explorer has three small tasks for you.

# %% name="float-line" tags=["demo"]
explore.float_line()

# %% [markdown] name="by-hand"
# ## By hand
#
# Now we can see what happened at the beginning. Take a computer that keeps **four decimal digits** and compute
# $(1 + 0.0006) - (1 - 0.0006)$ on it. Round after every step, as the computer does. What is the result, and what
# should it be?

# %% [markdown] name="by-hand-reading"
# - $1 + 0.0006 = 1.0006$ has five digits; four are kept: $1.001$.
# - $1 - 0.0006 = 0.9994$ has four digits and is kept as it is.
# - $1.001 - 0.9994 = 0.0016$. The right answer is $0.0012$: a third too much.
#
# The subtraction in the last step was exact. The damage was done in the first: beside the 1 there was no room for all
# the digits of 0.0006. While the 1 was there, nobody saw it. The subtraction took away the digits that were right and
# left those that were wrong. This is **cancellation**, and it is the first thing to look for when numbers come out
# strange: *a small difference between large numbers*.
#
# float64 keeps sixteen digits instead of four, so at the beginning of this chapter there were about twelve good ones
# left. In float32 and float16 the same sum fares like this:

# %% name="same-sum-in-three-types" tags=["demo"]
for width in (np.float64, np.float32, np.float16):
    one, small = width(1), width(1 / 10000)
    print(f"{width.__name__:8} {(one + small) - (one - small):.18f}")

# %% [markdown] name="too-large"
# ## Too large and too small
#
# Digits are one limit. The exponent has only so many bits, too, and that is another. Exponentials run into it quickly.
# How many digits does $e^{10}$ have before the point, how many $e^{100}$? And $e^{1000}$?

# %% name="exponentials" tags=["demo"]
with np.errstate(over="ignore"):  # NumPy warns when a number becomes too large; here that is the point
    for z in (10.0, 100.0, 1000.0):
        print(f"e^{z:<6g} {np.exp(z):.0f}")

# %% [markdown] name="exponentials-reading"
# $e^{10}$ is about 22 026, $e^{100}$ has 44 digits (of which the first sixteen can be trusted), and $e^{1000}$ is `inf`:
# larger than anything float64 can hold. This is **overflow**. On the other side $e^{-1000}$ is so small that nothing is
# left but 0, which is **underflow**.

# %% name="exponential-limits" tags=["demo"]
plots.exponential_limits()

# %% [markdown] name="softmax-breaks"
# ## Three scores, no answer
#
# Logits of 1000 are nothing unusual: features that nobody scaled are enough. Here is the softmax that you wrote in
# chapter 02, with logits of that size.

# %% name="softmax-breaks-code" tags=["demo"]
def naive_softmax(z):
    with np.errstate(over="ignore", invalid="ignore"):  # NumPy would warn, and rightly so
        powers = np.exp(z)
        return powers / np.sum(powers)


z = np.array([1010.0, 1000.0, 990.0])
print(naive_softmax(z))

# %% [markdown] name="softmax-breaks-reading"
# Each power is `inf`, the sum is `inf`, and `inf / inf` could be anything, so it is `nan`, "not a number". And `nan`
# spreads: a single one in a batch makes the loss `nan`, then the gradient, then every weight.
#
# The answer itself is harmless. The first class leads by 10 and should get nearly everything. Only the road to it is
# blocked. Is there another one?
#
# There is, and you know it from chapter 02: **softmax does not change when the same amount is subtracted from every
# logit.** On paper any amount will do. Which one keeps every power within bounds?

# %% [markdown] name="softmax-by-hand"
# The largest logit. Subtract 1010, and $[1010, 1000, 990]$ becomes $[0, -10, -20]$. The powers are
#
# $$e^0 = 1, \qquad e^{-10} \approx 4.54\cdot 10^{-5}, \qquad e^{-20} \approx 2.06\cdot 10^{-9}$$
#
# and their sum is a little more than 1. After the subtraction no logit is above 0, so no power is above 1: **nothing can
# overflow.** The largest logit is 0 and its power is 1, so the sum is at least 1: **nothing can be divided by 0.** Powers
# that still become 0 belong to classes that have no chance anyway.

# %% name="softmax-by-hand-code" tags=["demo"]
for c in (0, 500, 1000, 1010):
    print(f"c = {c:4}", naive_softmax(z - c))

# %% [markdown] name="stable_softmax-task"
# ### Exercise: a softmax that holds
#
# Write `stable_softmax` for arrays with any number of axes; the logits of one example lie along the **last** one. For
# logits up to 10 000 in either direction the result has to be right, without a warning. What comes in as float32 should
# go out as float32.

# %% nbgrader={"grade": false, "grade_id": "stable_softmax-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stable_softmax(Z):
    """Softmax over the last axis, for logits of any size.

    Z: logits, shape (..., N). Returns probabilities, shape (..., N), in the float type of Z.
    """
    ### BEGIN SOLUTION
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "stable_softmax", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("stable_softmax")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("stable_softmax")
### END HIDDEN TESTS

# %% name="first-use" tags=["demo"]
if ready("stable_softmax"):
    print(stable_softmax(z))

# %% [markdown] name="push-task"
# Now try to break it. The slider adds the same amount to all three logits, which should change nothing. The upper row is
# drawn with chapter 02's softmax, the lower one with yours.

# %% name="push" tags=["demo"]
explore.push(stable_softmax)

# %% [markdown] name="logarithms"
# ## The logarithm of a sum
#
# A model is trained on the *logarithm* of a probability: the loss of an example is $-\log a_j$, where $j$ is its true
# class. Chapter 04 tells why. Here we only ask whether a computer can do it. Your softmax is safe, so what could go
# wrong?

# %% name="log-of-zero" tags=["demo"]
if ready("stable_softmax"):
    a = stable_softmax(np.array([0.0, 800.0]))
    print("probabilities ", a)
    with np.errstate(divide="ignore"):
        print("-log of them  ", -np.log(a))

# %% [markdown] name="log-of-zero-reading"
# The first probability is $e^{-800}$, which underflows to 0, and $-\log 0$ is infinite. If the first class is the true
# one, the loss is `inf`, although on paper it is just 800. An infinite loss has no slope to learn from.
#
# Write the logarithm out, and the trouble disappears:
#
# $$\log a_j \;=\; \log\frac{e^{z_j}}{\sum_k e^{z_k}} \;=\; z_j - \log\sum_k e^{z_k}$$
#
# The exponential of $z_j$ is never computed. What is left is the **log-sum-exp** of the logits, and it can be rescued
# in the same way. Take $e^c$ out of the sum:
#
# $$\log\sum_k e^{z_k} \;=\; c + \log\sum_k e^{z_k-c}$$
#
# ### Exercise: log-sum-exp
#
# Which $c$ is safe? Write `logsumexp`, once more over the last axis, which disappears: (..., N) becomes (...), and a
# single row, (N,), becomes a single number.

# %% nbgrader={"grade": false, "grade_id": "logsumexp-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def logsumexp(Z):
    """The logarithm of the sum of e^z over the last axis, for logits of any size.

    Z: logits, shape (..., N). Returns shape (...), in the float type of Z.
    """
    ### BEGIN SOLUTION
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.log(np.sum(np.exp(Z - largest), axis=-1))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "logsumexp", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("logsumexp")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("logsumexp")
### END HIDDEN TESTS

# %% [markdown] name="logsumexp-reading"
# With it the loss of the example above is what it should be. Log-sum-exp is also a softened maximum: it lies a little
# above the largest logit, never more than $\log N$.

# %% name="logsumexp-use" tags=["demo"]
if ready("logsumexp"):
    z = np.array([0.0, 800.0])
    print("loss if class 0 is true:", logsumexp(z) - z[0])
    for z in ([1010.0, 1000.0, 990.0], [2.0, 2.0, 2.0]):
        print(z, "largest", max(z), " log-sum-exp", logsumexp(np.array(z)).round(6))

# %% [markdown] name="sigmoid"
# ## The sigmoid
#
# $1/(1+e^{-z})$ overflows too, for very negative $z$. The value even comes out right, $1/\infty = 0$, but by luck and
# with a warning, and in the middle of a longer formula luck runs out. Multiply above and below by $e^z$ to get the
# other form:
#
# $$\frac{1}{1+e^{-z}} \;=\; \frac{e^z}{1+e^z}$$
#
# The left one is safe where $z \ge 0$, the right one where $z < 0$.
#
# ### Exercise: a sigmoid that holds
#
# Write `stable_sigmoid` for an array of any shape, with the same promise: logits up to 10 000 in either direction, no
# warning, float32 stays float32. Beware of one trap: `np.where(condition, A, B)` computes **both** `A` and `B`, everywhere,
# before it chooses.

# %% nbgrader={"grade": false, "grade_id": "stable_sigmoid-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stable_sigmoid(z):
    """1 / (1 + e^-z) for each element, for logits of any size.

    z: an array of any shape. Returns the same shape, in the float type of z.
    """
    ### BEGIN SOLUTION
    decay = np.exp(-np.abs(z))  # at most 1
    return np.where(z >= 0, 1 / (1 + decay), decay / (1 + decay))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "stable_sigmoid", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("stable_sigmoid")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("stable_sigmoid")
### END HIDDEN TESTS

# %% [markdown] name="two-organisations"
# ## Who computes the softmax?
#
# Now to Keras. A network that chooses between four classes can be organised in two ways:
#
# - **obvious:** the output layer has `activation="softmax"`, the model returns probabilities $a$, and the loss takes
#   their logarithm;
# - **preferred:** the output layer is linear, the model returns logits $z$, and the loss, told so by
#   `from_logits=True`, takes softmax and logarithm in one step, as your `logsumexp` allows.
#
# On paper it is the same loss. (Loading TensorFlow takes a few seconds.)

# %% name="load-tensorflow"
from course_utils.tensorflow import tf

# %% [markdown] name="measure-both"
# Let us measure both. There are two classes, class 0 is true, and class 1 leads by more and more: the model is wrong, and
# more and more sure of it.

# %% name="measure-both-code" tags=["demo"]
leads = np.arange(41, dtype="float32")
Z = np.stack([np.zeros(41, "float32"), leads], axis=1)  # logits, shape (41, 2)
y_true = np.zeros(41, int)

loss = tf.keras.losses.SparseCategoricalCrossentropy(reduction="none")
loss_from_logits = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

obvious_losses = loss(y_true, tf.nn.softmax(Z)).numpy()
preferred_losses = loss_from_logits(y_true, Z).numpy()
for k in (1, 5, 15, 20, 40):
    print(f"lead {leads[k]:2.0f}   obvious {obvious_losses[k]:9.6f}   preferred {preferred_losses[k]:9.6f}")

# %% name="measure-both-picture" tags=["demo"]
plots.two_organisations(leads, obvious_losses, preferred_losses)

# %% [markdown] name="measure-both-reading"
# Up to a lead of 16 they agree. Then the probability of the true class falls below $10^{-7}$, and to keep clear of
# $\log 0$ Keras replaces it by $10^{-7}$. The loss stays at $-\log 10^{-7} = 16.118$, however wrong the model is. And a
# loss that does not move has no slope:

# %% name="slopes" tags=["demo"]
logits = tf.Variable([[0.0, 20.0]])
with tf.GradientTape(persistent=True) as tape:
    obvious_loss = loss(np.array([0]), tf.nn.softmax(logits))
    preferred_loss = loss_from_logits(np.array([0]), logits)
print("obvious   slope", tape.gradient(obvious_loss, logits).numpy())
print("preferred slope", tape.gradient(preferred_loss, logits).numpy())

# %% [markdown] name="slopes-reading"
# The example that is most in need of learning teaches nothing in the obvious organisation. In the preferred one its slope
# is as large as it gets: raise this logit, lower that one.
#
# **Yes or no.** Logistic regression has the same choice, with one output, the sigmoid and `BinaryCrossentropy`:

# %% name="binary" tags=["demo"]
z = np.array([[5.0], [10.0], [30.0]], "float32")  # three examples, all of class 0
no = np.zeros((3, 1))
print("obvious  ", tf.keras.losses.BinaryCrossentropy(reduction="none")(no, tf.nn.sigmoid(z)).numpy())
print("preferred", tf.keras.losses.BinaryCrossentropy(from_logits=True, reduction="none")(no, z).numpy())

# %% [markdown] name="binary-reading"
# At 10 the obvious loss is off in the fourth decimal place: $1 - a$ is the small difference of nearly equal numbers. At
# 30 it has stopped moving, at 15.94.

# %% [markdown] name="obvious-model"
# ## Four blobs, both ways
#
# 2000 points in four clouds, and a network of 25, 15 and 4 units to tell them apart. Here is the obvious organisation:

# %% name="obvious-model-code" tags=["demo"]
X, y = blobs()
print("X", X.shape, " y", y.shape, " classes", np.unique(y))


def obvious_model(n_features, n_classes):
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_features,)),
            tf.keras.layers.Dense(25, activation="relu"),
            tf.keras.layers.Dense(15, activation="relu"),
            tf.keras.layers.Dense(n_classes, activation="softmax"),
        ]
    )
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(),
        optimizer=tf.keras.optimizers.Adam(0.001),
    )
    return model


# %% [markdown] name="preferred_model-task"
# ### Exercise: the preferred model
#
# Write `preferred_model` so that it returns the preferred organisation of the same network, built for `n_features` inputs
# and compiled: hidden layers of 25 and 15 units with ReLU, a linear output layer of `n_classes` units and nothing else,
# `SparseCategoricalCrossentropy` from logits, and Adam with a learning rate of 0.001. Do not train it.

# %% nbgrader={"grade": false, "grade_id": "preferred_model-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def preferred_model(n_features, n_classes):
    """A compiled Keras model that takes (m, n_features) and returns logits (m, n_classes)."""
    ### BEGIN SOLUTION
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_features,)),
            tf.keras.layers.Dense(25, activation="relu"),
            tf.keras.layers.Dense(15, activation="relu"),
            tf.keras.layers.Dense(n_classes, activation="linear"),
        ]
    )
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(0.001),
    )
    return model
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "preferred_model", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("preferred_model")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("preferred_model")
### END HIDDEN TESTS

# %% [markdown] name="train-both"
# Train both from the same random weights, for ten epochs.

# %% name="train-both-code" tags=["demo"]
if ready("preferred_model"):
    curves = {}
    for name, build in [("obvious", obvious_model), ("preferred", preferred_model)]:
        tf.keras.utils.set_random_seed(1234)
        model = build(2, 4)
        curves[name] = model.fit(X, y, epochs=10, verbose=0).history["loss"]
        if name == "obvious":
            obvious_predictions = model.predict(X, verbose=0)
    logits = model.predict(X, verbose=0)
    display(plots.training_curves(curves))

# %% [markdown] name="train-both-reading"
# No difference at all? There are two reasons. These blobs are easy, no logit runs away, and far from the cliff both
# organisations compute the same thing. And Keras knows about the cliff. Where it sees a softmax layer and the loss side by
# side, it quietly goes back behind the softmax and takes the logits.
#
# It can do so only while it sees both. Hand the loss probabilities, as `predict` returns them or as another library
# computes them, and they are all it has:

# %% name="rescue" tags=["demo"]
layer = tf.keras.layers.Dense(2, activation="softmax", kernel_initializer="identity")
tiny = tf.keras.Sequential([tf.keras.Input((2,)), layer])
tiny.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy())
x, truth = np.array([[0.0, 20.0]]), np.array([0])
print("Keras sees layer and loss   ", tiny.evaluate(x, truth, verbose=0))
print("the loss sees probabilities ", tiny.loss(truth, tiny.predict(x, verbose=0)).numpy())

# %% [markdown] name="rescue-reading"
# So do not rely on being rescued. Say what you mean: a linear output, and `from_logits=True`.
#
# ## What comes out now
#
# The preferred model is trained. What does `predict` return for the first three points, and what did the obvious one
# return?

# %% name="predictions" tags=["demo"]
if ready("preferred_model"):
    print("obvious\n", obvious_predictions[:3].round(4))
    print("preferred\n", logits[:3].round(4))

# %% [markdown] name="predictions-reading"
# The obvious model returns probabilities. The preferred one returns **logits**: some are negative, others larger than 1,
# and no row adds up to anything in particular. The softmax moved into the loss, and the loss is used in training only. If
# you want probabilities, it is you who has to apply it now: `tf.nn.softmax` after `predict`, or `tf.nn.sigmoid` for a
# yes/no model.
#
# ### Exercise: probabilities from a model of logits
#
# Write `probabilities`. It gets such a model and examples, and returns a NumPy array; the model must stay as it is.
# `tf.nn.softmax` is allowed here, and so is your own.

# %% nbgrader={"grade": false, "grade_id": "probabilities-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def probabilities(model, X):
    """Class probabilities (m, C), a NumPy array, of a model whose output is logits, for examples X (m, n)."""
    ### BEGIN SOLUTION
    logits = model.predict(X, verbose=0)
    return tf.nn.softmax(logits).numpy()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "probabilities", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("probabilities")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("probabilities")
### END HIDDEN TESTS

# %% [markdown] name="argmax"
# And if only the most probable class is wanted? Softmax keeps the order of the logits: the largest logit has the largest
# probability. So **`argmax` needs no softmax**, and no sigmoid either: a yes/no model says yes where its logit is
# above 0.

# %% name="argmax-code" tags=["demo"]
if ready("preferred_model", "probabilities"):
    P = probabilities(model, X)
    print("same class from logits and from probabilities:", np.all(logits.argmax(axis=1) == P.argmax(axis=1)))
    print("right:", np.mean(logits.argmax(axis=1) == y))
    display(plots.blob_regions(lambda points: model(points)))

# %% [markdown] name="number-by-number"
# ## Your functions beside Keras
#
# Everything Keras did here, you can do with the functions that you wrote: the probabilities with `stable_softmax`, the loss
# with `logsumexp`, and a sigmoid for logits that nobody should have.

# %% name="number-by-number-code" tags=["demo"]
if ready("stable_softmax", "logsumexp", "stable_sigmoid", "preferred_model", "probabilities"):
    print("first point, yours", stable_softmax(logits)[0])
    print("first point, Keras", probabilities(model, X)[0])
    your_loss = np.mean(logsumexp(logits) - logits[np.arange(len(y)), y])
    print(f"loss, yours {your_loss:.6f}   Keras {model.evaluate(X, y, verbose=0):.6f}")
    z = np.array([-10000.0, -30.0, 0.0, 30.0, 10000.0])
    print("largest difference of the sigmoids", np.abs(stable_sigmoid(z) - tf.nn.sigmoid(z).numpy()).max())

# %% [markdown] name="usual-mistakes"
# ## The usual mistakes
#
# | mistake | what you see | what to do |
# |---|---|---|
# | subtracting the largest logit of the whole batch | `nan` in rows that lie far below it | `np.max(Z, axis=-1, keepdims=True)` |
# | clipping the logits | no `nan`, and wrong probabilities | subtract the largest, cut off nothing |
# | `np.nan_to_num` | no `nan`, and rows that add up to 0 | prevent the overflow |
# | `np.log(softmax(z))` | `-inf` | `z - logsumexp(z)` |
# | `np.where` around two forms, one of which overflows | a warning | one power that cannot: `np.exp(-np.abs(z))` |
# | a linear output without `from_logits=True` | the loss gets stuck | tell the loss |
# | a softmax output with `from_logits=True` | a warning from Keras, or a softmax taken twice | a linear output |
# | reading logits as probabilities | "the probability is 3.8" | softmax after `predict` |

# %% [markdown] name="recap"
# ## Recap
#
# - A float keeps a fixed number of digits: about 3 in float16, 7 in float32, 16 in float64. A small difference between
#   large numbers loses them.
# - In these three, $e^z$ overflows above 11.1, 88.7 and 709.8, and becomes 0 below −17.3, −104.0 and −745.1.
# - Softmax: subtract the largest logit of the row. Then no power is above 1 and the sum is at least 1.
# - The logarithm of a probability is $z_j$ minus the log-sum-exp of the logits, and never $\log$ of something that may
#   be 0.
# - In Keras: a linear output, `from_logits=True`, and softmax (or sigmoid) after `predict`. `argmax` needs neither.

# %% [markdown] name="question"
# ## In your own words
#
# A colleague has trained a model like yours, with a linear output and `from_logits=True`. The report says: "For the first
# point, `predict` returns [−1.7, −1.6, 3.8, −0.3]. The model chooses class 2, with a probability of 3.8."
#
# What is wrong in this report, what is right, and how does the colleague get what is missing? Answer in three to five
# sentences. (2 points. A person will read what you write.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "03-roundoff-question", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# 3.8 is not a probability: probabilities lie between 0 and 1 and add up to 1. With a linear output `predict` returns
# logits; the softmax is inside the loss, which plays no part in a prediction. Applying `tf.nn.softmax` to the row gives
# the probabilities, about 0.98 for class 2. (1 point)
#
# The class is right. Softmax keeps the order of the logits, so the largest logit belongs to the most probable class, and
# `argmax` can be applied to the logits. (1 point)

# %% [markdown] name="progress"
# ## How far you are

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Where to go next
#
# [Chapter 04, Cross-entropy](../04-cross-entropy/04-cross-entropy.ipynb): where the loss comes from that this chapter
# rescued, and how a model learns from it.
#
# The map of the course is on the [start page](../start-here.ipynb).
