# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # 04 · Cross-entropy
#
# Two models have looked at the same four examples. Each of them named the right class three times and a wrong one once.
# Only their probabilities differ.
#
# **Which of the two would you keep?** Look at the picture, and choose before you read on.

# %% name="setup"
import numpy as np

from course_utils import explore, plots, reference
from course_utils.check import check, hint, progress, ready
from course_utils.data import iris

# %% name="opening-picture" tags=["demo"]
A = np.array([0.6, 0.5, 0.7, 0.3])
B = np.array([0.98, 0.95, 0.99, 0.001])
plots.two_models(A, B)

# %% [markdown] name="what-you-will-do"
# Accuracy cannot choose: it is three out of four for both. Training needs a finer measure, one that changes a little
# whenever a probability changes a little. That measure is **cross-entropy**. In this chapter you build it four times
# over, for labels in two encodings, for two classes and for logits, find its surprisingly simple gradient, and train a
# model with it from nothing.
#
# There are seven functions to write. Arguments are NumPy arrays; the labels of C classes are whole numbers from 0 to
# C−1. Return new arrays, and leave the arguments as they are. If you are stuck, run `hint("one_hot")`, and so on, in a cell of your
# own. The whole chapter takes 45 to 60 minutes.

# %% [markdown] name="likelihood"
# ## From likelihood to loss
#
# Here is a fair way to compare the two. Ask each model: how probable did you think it was that *all four* examples turn
# out as they did? For independent examples that is the product of the four probabilities. It is called the
# **likelihood**.

# %% name="likelihood-code" tags=["demo"]
print("likelihood of A:", A.prod().round(5))
print("likelihood of B:", B.prod().round(5))

# %% [markdown] name="likelihood-reading"
# Model A wins, by a factor of almost 70. Model B was surer each time it was right, but once it said "one in a
# thousand", and that was what happened. The product does not forgive it.
#
# As it stands, the likelihood is no use for training. What is the likelihood of a model that gives the truth 0.5 on
# each of 2000 examples?

# %% name="underflow-code" tags=["demo"]
many = np.full(2000, 0.5)
print("product:          ", many.prod())
print("sum of logarithms:", np.log(many).sum())

# %% [markdown] name="logarithm"
# The product is too small for a float; you met that in chapter 03. Its logarithm is a harmless number, and the
# logarithm of a product is a sum:
#
# $$\log (p_1\, p_2 \cdots p_m) \;=\; \log p_1 + \log p_2 + \dots + \log p_m$$
#
# The logarithm grows when its argument grows, so the best likelihood has the best sum. Two more changes are a matter of
# taste. A minus makes it something to keep *small*. Dividing by $m$ keeps it from growing with the number of examples.
# So we arrive at
#
# $$\text{loss of one example} = -\log p, \qquad\qquad \text{cost} = \frac{1}{m}\sum_{i=1}^{m} -\log p_i$$
#
# where $p$ is **the probability that the model gave to the class that was true**. The **loss** belongs to one example,
# the **cost** is the mean over all of them. To minimise the cost is to maximise the likelihood.

# %% name="cost-of-two-models-code" tags=["demo"]
print("losses of A:", (-np.log(A)).round(3), "  cost:", np.mean(-np.log(A)).round(3))
print("losses of B:", (-np.log(B)).round(3), "  cost:", np.mean(-np.log(B)).round(3))
plots.minus_log(A, B)

# %% [markdown] name="minus-log-reading"
# Read the curve from the right. At $p = 1$ the model was certain and right, and $-\log 1 = 0$: nothing to pay. At one
# half the price is 0.693. Towards 0 the curve climbs without end, and there sits model B's one mistake.

# %% [markdown] name="by-hand"
# ## By hand
#
# A model looks at a picture that belongs to class 1 of four. It predicts $\hat y = [0.3,\ 0.2,\ 0.1,\ 0.4]$. The truth,
# written in the same form, is $y = [0, 1, 0, 0]$. Cross-entropy is defined for two such rows:
#
# $$L(\hat y, y) \;=\; -\sum_{j} y_j \log \hat y_j$$
#
# Take a calculator. How many of the four terms do you have to compute?

# %% name="by-hand-picture" tags=["demo"]
plots.loss_by_hand([0.3, 0.2, 0.1, 0.4], [0, 1, 0, 0])

# %% [markdown] name="by-hand-reading"
# Only one. The zeros of $y$ switch the other classes off, and $-\log 0.2 = 1.609$ is left. The formula is $-\log p$ in
# disguise.
#
# The largest probability, 0.4, went to another class, and the loss does not look at it. It need not: what the others
# have, the truth has not.

# %% [markdown] name="one_hot-task"
# ## Two ways to write a label
#
# The label 1 and the row $[0, 1, 0, 0]$ say the same thing. A whole number is called a **sparse** label; a row with a
# single 1 is called **one-hot**, or **categorical**. The label 2 of ten classes is $[0,0,1,0,0,0,0,0,0,0]$ in one-hot.
#
# ### Exercise: one-hot labels

# %% nbgrader={"grade": false, "grade_id": "one_hot-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def one_hot(y, num_classes):
    """Labels as rows of zeros with a single one.

    y: labels in 0..num_classes-1, shape (m,). Returns shape (m, num_classes).
    """
    ### BEGIN SOLUTION
    Y = np.zeros((len(y), num_classes))
    Y[np.arange(len(y)), y] = 1
    return Y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "one_hot", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("one_hot")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("one_hot")
### END HIDDEN TESTS

# %% name="one-hot-code" tags=["demo"]
if ready("one_hot"):
    print(one_hot(np.array([2]), 10))
    print(one_hot(np.array([1, 0, 2]), 3))

# %% [markdown] name="cross_entropy-task"
# ## The cost of a batch
#
# Now for $m$ examples at once: probabilities `P` of shape (m, C), one row each, and sparse labels `y` of shape (m,).
# From each row you need one number. NumPy picks it if you name rows and columns in pairs:

# %% name="picking-code" tags=["demo"]
P = np.array([[0.3, 0.2, 0.1, 0.4], [0.7, 0.1, 0.1, 0.1]])
y = np.array([1, 0])
print(P[np.arange(2), y])
print("P[y] is something else, of shape", P[y].shape)

# %% [markdown] name="cross-entropy-zero"
# One thing can go wrong. A probability may be exactly 0, because it was rounded to 0, and $\log 0$ is minus infinity.
# One such example would make the whole cost infinite. The usual cure is a floor: **no probability counts as less than**
# $10^{-7}$. Keras does the same. The exact number is up to you, as long as a probability of 0 for the truth costs a
# large amount, at least 6, and a finite one.
#
# ### Exercise: cross-entropy

# %% nbgrader={"grade": false, "grade_id": "cross_entropy-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy(P, y):
    """The mean cross-entropy loss.

    P: probabilities, shape (m, C). y: labels in 0..C-1, shape (m,). Returns a number.
    """
    ### BEGIN SOLUTION
    p = P[np.arange(len(y)), y]
    return -np.mean(np.log(np.clip(p, 1e-7, 1)))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "cross_entropy", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("cross_entropy")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("cross_entropy")
### END HIDDEN TESTS

# %% [markdown] name="explorer-text"
# Get a feeling for the prices. The curve is drawn with *your* function.

# %% name="explorer" tags=["demo"]
explore.minus_log_p(cross_entropy)

# %% [markdown] name="surprise"
# The loss is also a way to read a cost that somebody reports. A cost of 1.609 is what a blind guess among five equal
# classes would have cost, since $-\log \frac15 = 1.609$. Before training, a model with ten classes should cost about
# $\log 10 = 2.303$. If yours starts far above that, look for a mistake.

# %% [markdown] name="categorical_cross_entropy-task"
# ## The same loss for one-hot labels
#
# With one-hot labels `Y` of shape (m, C) there is nothing to pick: multiply, and the zeros do the choosing. That is the
# formula from the example by hand. Mind the zeros in `P`, though. On paper $0 \cdot \log 0$ is 0; in floats, 0 times
# minus infinity is nan.
#
# ### Exercise: categorical cross-entropy

# %% nbgrader={"grade": false, "grade_id": "categorical_cross_entropy-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def categorical_cross_entropy(P, Y):
    """The mean cross-entropy loss for one-hot labels.

    P: probabilities, shape (m, C). Y: one-hot labels, shape (m, C). Returns a number.
    """
    ### BEGIN SOLUTION
    return -np.mean(np.sum(Y * np.log(np.clip(P, 1e-7, 1)), axis=1))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "categorical_cross_entropy", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("categorical_cross_entropy")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("categorical_cross_entropy")
### END HIDDEN TESTS

# %% [markdown] name="two-keras-losses"
# Keras has a class for each encoding. The name tells which labels it wants: `SparseCategoricalCrossentropy` whole
# numbers, `CategoricalCrossentropy` one-hot rows. Four numbers, and they should all be the same. (Loading TensorFlow
# takes a few seconds.)

# %% name="two-keras-losses-code" tags=["demo"]
from course_utils.tensorflow import tf

if ready("one_hot", "cross_entropy", "categorical_cross_entropy"):
    P = np.array([[0.3, 0.2, 0.1, 0.4], [0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25]])
    y = np.array([1, 0, 3])
    Y = one_hot(y, 4)
    sparse = tf.keras.losses.SparseCategoricalCrossentropy()
    categorical = tf.keras.losses.CategoricalCrossentropy()
    print(f"sparse labels    yours {cross_entropy(P, y):.6f}   Keras {sparse(y, P):.6f}")
    print(f"one-hot labels   yours {categorical_cross_entropy(P, Y):.6f}   Keras {categorical(Y, P):.6f}")

# %% [markdown] name="which-encoding"
# Same loss, two encodings. Sparse labels are shorter: with 50,000 classes, as in a language model's dictionary, a
# one-hot row has 49,999 zeros.

# %% [markdown] name="binary_cross_entropy-task"
# ## Two classes
#
# For a question of yes or no, a model has one output: $p$, the probability of yes. Then no has $1 - p$. The loss is
# $-\log p$ if the answer is yes and $-\log(1-p)$ if it is no. With a label $y$ that is 1 for yes and 0 for no, both fit
# into one line:
#
# $$L(p, y) \;=\; -\,y \log p \;-\; (1-y)\log(1-p)$$
#
# You have seen this formula in chapter 01, where it fell from the sky. Now you know it: it is cross-entropy for $C =
# 2$, with the rows $\hat y = [1-p,\ p]$ and $[1-y,\ y]$. One of its two terms is always switched off.
#
# ### Exercise: binary cross-entropy
#
# `p` and `y` have shape (m,), and `y` holds 0 and 1. Here both $p$ and $1-p$ can be 0.

# %% nbgrader={"grade": false, "grade_id": "binary_cross_entropy-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def binary_cross_entropy(p, y):
    """The mean cross-entropy loss for two classes.

    p: probabilities of class 1, shape (m,). y: labels, 0 or 1, shape (m,). Returns a number.
    """
    ### BEGIN SOLUTION
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "binary_cross_entropy", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("binary_cross_entropy")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("binary_cross_entropy")
### END HIDDEN TESTS

# %% name="binary-code" tags=["demo"]
if ready("cross_entropy", "binary_cross_entropy"):
    p = np.array([0.9, 0.4, 0.2, 0.7])
    y = np.array([1.0, 0.0, 0.0, 1.0])
    two_columns = np.column_stack([1 - p, p])
    print(f"binary              {binary_cross_entropy(p, y):.6f}")
    print(f"two classes         {cross_entropy(two_columns, y.astype(int)):.6f}")
    print(f"Keras               {tf.keras.losses.BinaryCrossentropy()(y, p):.6f}")

# %% [markdown] name="cross_entropy_from_logits-task"
# ## Straight from the logits
#
# Where does `P` come from? From logits, through softmax. So put the one into the other, for an example with logits $z$
# and true class $y$:
#
# $$-\log \frac{e^{z_y}}{\sum_j e^{z_j}} \;=\; \log \sum_j e^{z_j} \;-\; z_y$$
#
# A quotient has become a difference, and the exponential above the line is gone. What is left is the log-sum-exp of
# chapter 03 minus the logit of the true class. This is what `from_logits=True` computes, and it needs no floor. A
# probability can be rounded to 0; a difference of logits is never lost. With the floor, a mistake by 20 and a mistake
# by 2000 cost the same 16.1. From logits they cost 20 and 2000.
#
# ### Exercise: cross-entropy from logits
#
# It has to hold for logits up to 10,000, without an overflow and without a warning. Remember what may be subtracted
# from a row of logits.

# %% nbgrader={"grade": false, "grade_id": "cross_entropy_from_logits-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy_from_logits(Z, y):
    """The mean cross-entropy loss, computed from logits of any size.

    Z: logits, shape (m, C). y: labels in 0..C-1, shape (m,). Returns a number.
    """
    ### BEGIN SOLUTION
    S = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(S), axis=1)) - S[np.arange(len(y)), y])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "cross_entropy_from_logits", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("cross_entropy_from_logits")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("cross_entropy_from_logits")
### END HIDDEN TESTS

# %% name="from-logits-code" tags=["demo"]
if ready("cross_entropy_from_logits"):
    keras_loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    for z in ([5.0, 2.0, -1.0, 3.0], [20.0, 0.0, 0.0, 0.0], [2000.0, 0.0, 0.0, 0.0]):
        Z, y = np.array([z]), np.array([3])
        print(f"{z}   yours {cross_entropy_from_logits(Z, y):.4f}   Keras {keras_loss(y, Z):.4f}")

# %% [markdown] name="gradient"
# ## The gradient, in four lines
#
# To make the cost smaller, training has to know how it changes when a logit changes. Take one example. Its loss is $L =
# \log \sum_j e^{z_j} - z_y$. Write $s$ for the sum of exponentials and $\hat y_k = e^{z_k}/s$ for the softmax. Then
#
# $$
# \begin{aligned}
# \frac{\partial L}{\partial z_k} &= \frac{\partial}{\partial z_k}\log s \;-\; \frac{\partial z_y}{\partial z_k} \\
# &= \frac{1}{s}\,\frac{\partial s}{\partial z_k} \;-\; [k = y] \\
# &= \frac{e^{z_k}}{s} \;-\; [k = y] \\
# &= \hat y_k - y_k
# \end{aligned}
# $$
#
# $[k = y]$ is 1 for the true class and 0 for the others, so it is the one-hot label $y_k$. All exponentials and
# logarithms are gone. **The slope in each logit is the probability minus the truth**: how wrong the model is, and in
# which direction. The cost is a mean over $m$ examples, so each example counts for one $m$-th:
#
# $$\frac{\partial\,\text{cost}}{\partial Z} \;=\; \frac{\hat Y - Y}{m}$$

# %% [markdown] name="softmax_gradient-task"
# ### Exercise: the gradient
#
# You have written softmax in chapter 02 and made it stable in chapter 03. Here it is again, for you to use.

# %% name="given-softmax"
def softmax(Z):
    """Softmax of each row of the logits Z, shape (m, C)."""
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

# %% nbgrader={"grade": false, "grade_id": "softmax_gradient-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax_gradient(Z, y):
    """The gradient of the mean cross-entropy loss with respect to the logits.

    Z: logits, shape (m, C). y: labels in 0..C-1, shape (m,). Returns shape (m, C).
    """
    ### BEGIN SOLUTION
    return (softmax(Z) - one_hot(y, Z.shape[1])) / len(y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "softmax_gradient", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("softmax_gradient")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("softmax_gradient")
### END HIDDEN TESTS

# %% name="gradient-picture" tags=["demo"]
plots.gradient_pushes(softmax_gradient, [5, 2, -1, 3], label=3)

# %% [markdown] name="gradient-reading"
# The true class had 0.114 and should have had 1, so its logit is pushed up by 0.886. The first class had 0.842 too much
# and is pushed down by that. The class that hardly mattered is hardly touched. In each row the pushes add up to 0: what
# the truth wins, the others lose.

# %% [markdown] name="central-differences"
# ### Is it true?
#
# Never trust a derivation, neither mine nor yours: measure. Move one logit up by a tiny $h$ and down by $h$, and divide
# the difference in cost by $2h$. This is a **central difference**. It needs the loss alone, so it knows nothing of our
# four lines.

# %% name="central-differences-code" tags=["demo"]
def central_differences(cost, Z, h=1e-5):
    slopes = np.zeros(Z.shape)
    for place in np.ndindex(Z.shape):
        step = np.zeros(Z.shape)
        step[place] = h
        slopes[place] = (cost(Z + step) - cost(Z - step)) / (2 * h)
    return slopes


if ready("cross_entropy_from_logits", "softmax_gradient"):
    Z, y = np.array([[5.0, 2.0, -1.0, 3.0], [0.5, 0.0, 1.0, -2.0]]), np.array([3, 1])
    derived = softmax_gradient(Z, y)
    measured = central_differences(lambda Z: cross_entropy_from_logits(Z, y), Z)
    print(derived.round(6))
    print(measured.round(6))
    print("largest difference:", np.abs(derived - measured).max())

# %% [markdown] name="train_softmax_regression-task"
# ## Train a model from nothing
#
# The model is softmax regression: logits $Z = XW + b$. Its gradient takes one more step of the chain rule, and you can
# find it by looking at shapes. The slope $D = (\hat Y - Y)/m$ has shape (m, C), $X$ has shape (m, n), and the gradient
# for $W$ must have the shape of $W$, which is (n, C):
#
# $$\frac{\partial\,\text{cost}}{\partial W} = X^\top D, \qquad\qquad \frac{\partial\,\text{cost}}{\partial b} = \sum_{i=1}^{m} D_i$$
#
# Gradient descent repeats one move: compute both gradients at the current $W$ and $b$, then take a step against them,
# both together, times the learning rate.
#
# ### Exercise: gradient descent
#
# Start from zeros. Use all examples in every step (this is called *full-batch*), and take exactly `steps` steps.

# %% nbgrader={"grade": false, "grade_id": "train_softmax_regression-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train_softmax_regression(X, y, num_classes, learning_rate, steps):
    """Softmax regression by full-batch gradient descent on the mean cross-entropy loss, from zeros.

    X: features, shape (m, n). y: labels in 0..num_classes-1, shape (m,).
    Returns the weights W, shape (n, num_classes), and the biases b, shape (num_classes,).
    """
    ### BEGIN SOLUTION
    W = np.zeros((X.shape[1], num_classes))
    b = np.zeros(num_classes)
    for _ in range(steps):
        slope = softmax_gradient(X @ W + b, y)
        W = W - learning_rate * (X.T @ slope)
        b = b - learning_rate * slope.sum(axis=0)
    return W, b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "train_softmax_regression", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("train_softmax_regression")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("train_softmax_regression")
### END HIDDEN TESTS

# %% [markdown] name="irises"
# In chapter 02 somebody handed you a loop that trained on the irises. Now the loop is yours, gradient and all. What
# should the cost be before the first step, with three classes?

# %% name="cost-curve" tags=["demo"]
flowers = iris()
X, y = flowers.X, flowers.y

if ready("cross_entropy_from_logits", "train_softmax_regression"):
    steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    costs = [cross_entropy_from_logits(np.zeros((150, 3)), y)]
    for n in steps:
        W, b = train_softmax_regression(X, y, 3, learning_rate=0.1, steps=n)
        costs.append(cross_entropy_from_logits(X @ W + b, y))
    right = np.sum(np.argmax(X @ W + b, axis=1) == y)
    print(f"cost {costs[0]:.3f} before, {costs[-1]:.3f} after {n} steps; {right} of 150 flowers right")
    display(plots.cost_curve([0, *steps], costs))

# %% [markdown] name="cost-curve-reading"
# It begins at $\log 3 = 1.099$, the price of a blind guess among three. The first hundred steps bring it
# below one half. The rest is the long work on the flowers where two species meet.
#
# With two features, petal length and petal width, the model's decisions fit into a picture.

# %% name="regions" tags=["demo"]
def predict_proba(X, W, b):
    return softmax(X @ W + b)


if ready("train_softmax_regression"):
    W_petals, b_petals = train_softmax_regression(X[:, 2:], y, 3, learning_rate=0.1, steps=3000)
    display(plots.petal_regions(predict_proba, W_petals, b_petals))

# %% [markdown] name="keras"
# ## The same in Keras
#
# One dense layer that starts from zeros, the loss from logits, plain gradient descent (`SGD`) with the same learning
# rate, and all 150 flowers in every batch. If both of you are right, the weights agree after 100 steps.

# %% name="keras-code" tags=["demo"]
if ready("train_softmax_regression"):
    tf.keras.utils.set_random_seed(4)
    model = tf.keras.Sequential(
        [tf.keras.Input((4,)), tf.keras.layers.Dense(3, activation="linear", kernel_initializer="zeros")]
    )
    model.compile(
        optimizer=tf.keras.optimizers.SGD(learning_rate=0.1),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    model.fit(X, y, batch_size=150, epochs=100, shuffle=False, verbose=0)
    W_keras, b_keras = model.layers[0].get_weights()

    W, b = train_softmax_regression(X, y, 3, learning_rate=0.1, steps=100)
    print("yours:", W.round(4), sep="\n")
    print("Keras:", W_keras.round(4), sep="\n")
    print("largest difference:", max(np.abs(W - W_keras).max(), np.abs(b - b_keras).max()))

# %% [markdown] name="keras-reading"
# What `fit` did a hundred times is the loop that you have written. The difference that remains is float32 against
# float64.

# %% [markdown] name="flat-places"
# ## Where the slope is zero
#
# Softmax regression is a kind problem: its cost is a single bowl, and downhill always leads to the bottom. Put hidden
# layers in front, and the cost becomes a landscape. Gradient descent stops wherever the gradient is zero. Should we
# fear that it stops in a poor **local minimum**?
#
# At a place with zero gradient, the surface bends either up or down in each direction. For a minimum it has to bend up
# in *all* of them. With one direction that happens every other time. Take random bends in more directions and count:

# %% name="minima-picture" tags=["demo"]
rng = np.random.default_rng(4)
shares = {}
for n in (1, 2, 3, 4, 5):
    M = rng.normal(size=(50_000, n, n))
    bends = np.linalg.eigvalsh(M + M.transpose(0, 2, 1))
    shares[n] = np.mean((bends > 0).all(axis=1))
plots.minima_are_rare(shares)

# %% [markdown] name="twenty-thousand"
# And a network has thousands of directions, one for each weight. Even if each bend were only the toss of a coin, what
# are the chances that 20,000 coins all show heads?

# %% name="twenty-thousand-code" tags=["demo"]
print(f"1 in 10 to the power of {20_000 * np.log10(2):.0f}")

# %% [markdown] name="saddles"
# In 20,000 dimensions a zero gradient is almost always a **saddle point**: up in some directions, down in others. There
# is a way out, and the trouble is another one. Around a saddle, and on a **plateau**, the gradient is so small that the
# steps are tiny and learning crawls.
#
# Two ideas help.
#
# | optimizer | each step, with gradient $g$ | what it does |
# |---|---|---|
# | gradient descent | $w \leftarrow w - \alpha g$ | small gradient, small step |
# | momentum | $v \leftarrow \beta v - \alpha g$, then $w \leftarrow w + v$ | keeps rolling: small steps in one direction add up |
# | Adam | $w \leftarrow w - \alpha\, \overline{g}\,/\sqrt{\overline{g^2}}$ | divides by the gradient's usual size, in each direction: a small gradient is no excuse |
#
# The bars stand for running means. Here are all three on one surface, from one start and with one learning rate.

# %% name="descents-picture" tags=["demo"]
plots.descents(start=[0.0001, 2.1], learning_rate=0.1, steps=260)

# %% [markdown] name="descents-reading"
# All three end in the same valley. Gradient descent spends most of its time on the plain, then a while more on the
# shelf at height 0.7, which is the saddle. Momentum gathers speed on the plain, overshoots and swings back. Adam
# strides off as if the ground were steep.
#
# Now you. Choose the optimizer, its rate and where it starts.

# %% name="descent-explorer" tags=["demo"]
explore.descent()

# %% [markdown] name="real-saddle"
# ## A saddle you can stand on
#
# Does this happen in a real network? Put a hidden layer of three tanh units between the irises and your loss, and start
# with all weights at zero, as softmax regression could. Backpropagation begins with your `softmax_gradient` and goes on
# with the chain rule.

# %% name="real-saddle-code" tags=["demo"]
inputs = (X - X.mean(axis=0)) / X.std(axis=0)


def unpack(w):
    return w[:12].reshape(4, 3), w[12:].reshape(3, 3)


def network_cost(w):
    W1, W2 = unpack(w)
    return cross_entropy_from_logits(np.tanh(inputs @ W1) @ W2, y)


def network_gradient(w):
    W1, W2 = unpack(w)
    hidden = np.tanh(inputs @ W1)
    slope = softmax_gradient(hidden @ W2, y)
    slope_hidden = (slope @ W2.T) * (1 - hidden**2)
    return np.concatenate([(inputs.T @ slope_hidden).ravel(), (hidden.T @ slope).ravel()])


if ready("cross_entropy_from_logits", "softmax_gradient"):
    zeros, h = np.zeros(21), 1e-5
    print(f"cost {network_cost(zeros):.4f}, largest slope {np.abs(network_gradient(zeros)).max()}")
    hessian = [(network_gradient(h * e) - network_gradient(-h * e)) / (2 * h) for e in np.eye(21)]
    bends = np.linalg.eigvalsh(hessian)
    print(f"of 21 directions, {np.sum(bends < -1e-6)} bend down and {np.sum(bends > 1e-6)} bend up")

# %% [markdown] name="real-saddle-reading"
# The gradient is exactly zero. Started here, this network would answer "one third each" for ever. Yet it is no minimum:
# six directions lead down. This is why weights start from small *random* numbers. Start a little beside the saddle, and
# let the three optimizers run.

# %% name="plateau-picture" tags=["demo"]
if ready("cross_entropy_from_logits", "softmax_gradient"):
    start = 0.001 * np.random.default_rng(4).normal(size=21)
    optimizers = {
        "gradient_descent": reference.gradient_descent,
        "momentum": reference.momentum,
        "adam": reference.adam,
    }
    curves = {}
    for name, optimizer in optimizers.items():
        path = optimizer(network_gradient, start, 0.05, 300)
        curves[name] = [network_cost(w) for w in path]
    display(plots.plateau(curves, level=np.log(3)))

# %% [markdown] name="plateau-reading"
# There is the plateau, at $\log 3$: for a hundred steps and more gradient descent seems to learn nothing at all. It is
# not stuck, it is slow. Somebody who looked only at the first hundred steps would have given up on a network that
# works. Momentum and Adam leave sooner, which is why Adam is the usual first choice.

# %% [markdown] name="usual-mistakes"
# ## The usual mistakes
#
# | mistake | what you see | what to do |
# |---|---|---|
# | the minus sign lost | negative costs | a loss is never below 0 |
# | sum in place of mean | the cost grows with the number of examples | divide by $m$ |
# | `np.mean(Y * np.log(P))` | costs too small by a factor of C | sum along each row, then the mean over examples |
# | `P[y]` for `P[np.arange(m), y]` | wrong numbers, or an error about an index | name rows and columns in pairs |
# | nothing against log 0 | inf or nan, after hours of training | a floor, or better: from logits |
# | labels that start at 1 | an error about the largest label; with one output more, a class that never occurs | labels run from 0 to C−1 |
# | one-hot labels given to the sparse loss, or the other way round | an error about shapes, or nonsense | the name of the loss says which labels it wants |
# | softmax in the model and `from_logits=True` | a warning from Keras; a second softmax levels the probabilities, so that of three none exceeds 0.58 | one of the two, not both |
# | no division by $m$ in the gradient | the right learning rate depends on the batch | divide by $m$, once |

# %% [markdown] name="recap"
# ## Recap
#
# - The loss of an example is $-\log p$, where $p$ is the probability given to the truth: 0 for certain and right,
#   without limit towards certain and wrong. The cost is the mean.
# - To minimise it is to maximise the likelihood of the labels.
# - Sparse and one-hot labels, two classes or many: one loss in different clothes.
# - From logits it is log-sum-exp minus the true logit. That needs no floor and loses nothing.
# - Its gradient is probability minus truth, over $m$.
# - In many dimensions, where the gradient is zero there is almost always a saddle. Plateaus slow learning down;
#   momentum and Adam leave them sooner.

# %% [markdown] name="question"
# ## In your own words
#
# A colleague trains a classifier for 50 epochs. On new examples its accuracy stays at 95 percent from epoch 20 on,
# while its cross-entropy on the same new examples goes up from epoch to epoch.
#
# "One of the two must be computed wrongly", says the colleague. Explain in three to five sentences how both can be
# right. (2 points. A person will read what you write.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "04-cross-entropy-question", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# Accuracy only asks whether the largest probability stands at the true class. Cross-entropy asks how large the
# probability of the true class is. So the one can stay the same while the other moves. (1 point)
#
# As training goes on, the model becomes surer of everything, also of the 5 percent that it gets wrong. There the
# probability of the truth goes towards 0, and -log p grows without limit, by more than the right answers, whose loss is
# nearly 0 already, can still save. (1 point)

# %% [markdown] name="progress"
# ## How far you are

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Where to go next
#
# [Chapter 05, Several labels at once](../05-multi-label/05-multi-label.ipynb): a picture shows a bus and a person, and
# softmax can be sure of only one of them.
#
# The map of the course is on the [start page](../start-here.ipynb).
