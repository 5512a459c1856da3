# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # 05 · Several labels at once
#
# A camera looks at a street. A network has learned to tell three things: bus, taxi and person. It ends in softmax, like
# the networks of the last chapters, and it gets this picture.
#
# **What will it say?** Make a guess now: how sure of the bus, how sure of the person?

# %% name="setup"
import numpy as np

from course_utils import explore, plots
from course_utils.check import check, hint, progress, ready
from course_utils.data import scenes

# %% name="opening-picture" tags=["demo"]
street = scenes(13, seed=1)
picture, y = street.X[12], street.y[12]
plots.street_picture(picture)

# %% [markdown] name="what-you-will-do"
# You see a bus and a person. Softmax has one probability to share out, so the surer it is of the one, the less it can
# give to the other. It was built for a different question.
#
# This chapter asks the right one. You will tell three kinds of problem apart, predict several labels at once, write the loss
# for them, build the network in Keras, and measure how good it is. There are five exercises. Run the check below each of them as
# often as you like, and `hint("multilabel_predict")` in a cell of your own if you are stuck.
#
# Arguments are NumPy arrays. Return new arrays and leave the arguments as they are. The whole chapter takes 45 to 60
# minutes.

# %% [markdown] name="three-kinds"
# ## Three kinds of problem
#
# What does the truth about our picture look like as numbers?

# %% name="three-kinds-code" tags=["demo"]
for name, label in zip(street.class_names, y):
    print(f"{name:7} {label:.0f}")
print("y =", y.astype(int))

# %% [markdown] name="three-kinds-targets"
# One number for each label: 1 if the thing is there and 0 if it is not. Two of the three are 1, which a one-hot row
# could not say. There are three kinds of target, and it pays to know which one you have before you build anything:

# %% name="three-targets" tags=["demo"]
plots.three_targets()

# %% [markdown] name="three-kinds-table"
# | kind | question | example | output | loss |
# |---|---|---|---|---|
# | **binary** | is it so? | yes or no | one sigmoid | binary cross-entropy |
# | **multi-class** | which one is it? | exactly one of C | softmax over C | cross-entropy |
# | **multi-label** | which of them are there? | any number of L, also none | L sigmoids | binary cross-entropy of each |
#
# A single question, to be answered by yes or no, is binary. Otherwise there is a test that always works: **can two of the
# answers be right at once?** If not, it is multi-class. If so, it is multi-label, which is nothing but L binary questions
# about the same example.

# %% [markdown] name="problem_type-task"
# ### Exercise: which kind is it?
#
# Six tasks. Three of them look at the same street, so read the question and not the picture.
#
# - `"spam or not"`: is this e-mail spam?
# - `"a bus or no bus"`: is there a bus in the picture?
# - `"handwritten digit"`: which digit was written?
# - `"nearest thing in the street"`: which is nearest to the camera, a bus, a taxi or a person?
# - `"all things in the street"`: which of bus, taxi and person are in the picture?
# - `"genres of a film"`: is it a comedy, a love story, a thriller, ...?
#
# Put `"binary"`, `"multi-class"` or `"multi-label"` behind each. The check asks what your choice would lead to; it does not
# tell you every wrong word, so think before you run it.

# %% nbgrader={"grade": false, "grade_id": "problem_type-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
problem_type = {
    "spam or not": "",
    "a bus or no bus": "",
    "handwritten digit": "",
    "nearest thing in the street": "",
    "all things in the street": "",
    "genres of a film": "",
}
### BEGIN SOLUTION
problem_type["spam or not"] = "binary"
problem_type["a bus or no bus"] = "binary"
problem_type["handwritten digit"] = "multi-class"
problem_type["nearest thing in the street"] = "multi-class"
problem_type["all things in the street"] = "multi-label"
problem_type["genres of a film"] = "multi-label"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "problem_type", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("problem_type")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("problem_type")
### END HIDDEN TESTS

# %% [markdown] name="by-hand"
# ## By hand
#
# Suppose a network gives our picture the logits $z = [2.2, -1.5, 0.4]$. Work out both readings with a calculator: softmax
# of the three, and the sigmoid of each.

# %% name="by-hand-picture" tags=["demo"]
plots.same_logits([2.2, -1.5, 0.4], street.class_names)

# %% [markdown] name="by-hand-reading"
# Softmax answers "bus", and the person with a logit above zero is down to 0.139. The sigmoids answer three questions: is there
# a bus? 0.900, yes. A taxi? 0.182, no. A person? 0.599, probably. The answers are independent, so **they need not add up
# to 1**: here they add up to 1.68, and on an empty street they would add up to almost nothing.
#
# From probabilities to labels it takes a **threshold**. With 0.5 the labels are [1, 0, 1], the truth.

# %% [markdown] name="multilabel_predict-task"
# ### Exercise: predict the labels
#
# From logits to labels: take the sigmoid, then compare with the threshold. A probability that equals the threshold counts. The result
# holds whole numbers, 0 and 1.

# %% nbgrader={"grade": false, "grade_id": "multilabel_predict-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def multilabel_predict(Z, threshold=0.5):
    """The labels of m examples.

    Z: logits, shape (m, L). threshold: a probability between 0 and 1.
    Returns 0 or 1 for each label, integers, shape (m, L).
    """
    ### BEGIN SOLUTION
    probabilities = 1 / (1 + np.exp(-Z))
    return (probabilities >= threshold).astype(int)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "multilabel_predict", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("multilabel_predict")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("multilabel_predict")
### END HIDDEN TESTS

# %% [markdown] name="same-logits"
# ## Which one, or which of them?
#
# The explorer reads the same three logits twice. Above the bars on the right stand the labels that your own function finds.
# Two things to find out: can softmax be sure of two things? And what does it say of an empty street?

# %% name="same-logits-explorer" tags=["demo"]
explore.softmax_or_sigmoids(multilabel_predict)

# %% [markdown] name="loss"
# ## The loss
#
# Each label is a binary question, and you know its loss from chapter 04: $-\log p$ where the label is 1 and
# $-\log(1-p)$ where it is 0. The loss of a multi-label network is the **mean over all m · L labels**. By hand, for our picture:

# %% name="loss-by-hand" tags=["demo"]
p = 1 / (1 + np.exp(-np.array([2.2, -1.5, 0.4])))
losses = -y * np.log(p) - (1 - y) * np.log(1 - p)
print("probabilities", p.round(3), "  sum", p.sum().round(2))
print("losses       ", losses.round(3), "  mean", losses.mean().round(3))

# %% [markdown] name="loss-stable"
# In chapter 03 you saw where this breaks: for a large logit $p$ is rounded to exactly 1, and $\log(1-p)$ is infinite. So go
# from the logit to the loss directly. With $p = 1/(1+e^{-z})$:
#
# $$y = 1:\ -\log p = \log(1+e^{-z}) \qquad\qquad y = 0:\ -\log(1-p) = \log(1+e^{z}) = z + \log(1+e^{-z})$$
#
# Both are $\log(1+e^{z}) - z\,y$. One of $e^z$ and $e^{-z}$ can still be too large for the computer. But $e^{-|z|}$ never is, and
#
# $$\log(1+e^{z}) \;=\; \max(z, 0) + \log(1+e^{-|z|})$$
#
# Check it for a positive and for a negative $z$ before you use it.

# %% [markdown] name="multilabel_loss-task"
# ### Exercise: the loss from logits
#
# It has to be right, finite and free of warnings for logits up to 10 000 in size.

# %% nbgrader={"grade": false, "grade_id": "multilabel_loss-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def multilabel_loss(Z, Y):
    """Binary cross-entropy from logits, the mean over all labels of all examples.

    Z: logits, shape (m, L). Y: labels, 0 or 1, shape (m, L). Returns a single number.
    """
    ### BEGIN SOLUTION
    losses = np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))
    return np.mean(losses)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "multilabel_loss", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("multilabel_loss")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("multilabel_loss")
### END HIDDEN TESTS

# %% [markdown] name="loss-picture-question"
# What does a label cost when the logit is wrong by a lot? And why does the way through the probability break on one side only?

# %% name="loss-picture" tags=["demo"]
plots.loss_of_a_logit(multilabel_loss)

# %% [markdown] name="loss-picture-reading"
# A wrong logit costs about as much as it is large, so there is always a slope that leads back. The broken line ends where $1-p$ is
# rounded to 0: floats are close together near 0 and far apart near 1, so a tiny $p$ can be stored and a $p$ just below 1 cannot.

# %% [markdown] name="pictures"
# ## Two thousand streets
#
# The pictures are drawn by a program: 32 × 48 pixels in colour, with grain. Bus, taxi and person are each in half of the
# pictures, independently of one another.

# %% name="pictures-code" tags=["demo"]
train, test = scenes(1500, seed=0), scenes(500, seed=1)
print("pictures", train.X.shape, test.X.shape)
print("labels  ", train.y.shape, test.y.shape)
plots.street_gallery(test, range(8))

# %% [markdown] name="pictures-flat"
# A dense layer takes one row of numbers for each picture, so we lay the pixels out in a row. We also subtract the mean picture of the
# training set: inputs around 0 train faster.

# %% name="pictures-flat-code" tags=["demo"]
mean_picture = train.X.mean(axis=0)
X_train = (train.X - mean_picture).reshape(len(train.X), -1)
X_test = (test.X - mean_picture).reshape(len(test.X), -1)
Y_train, Y_test = train.y, test.y
n_inputs, n_labels = X_train.shape[1], Y_train.shape[1]
print(n_inputs, "inputs,", n_labels, "labels")

# %% [markdown] name="multilabel_model-task"
# ### Exercise: the model
#
# Build and compile a Keras model: an input of `n_inputs` numbers, at least one hidden layer with ReLU (32 units are plenty), and one linear
# output for each label. Which loss goes with it, and what must you tell the loss? Any optimizer will do; `"adam"` is a good
# one. Training comes later.

# %% nbgrader={"grade": false, "grade_id": "multilabel_model-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
from course_utils.tensorflow import tf


def multilabel_model(n_inputs, n_labels):
    """A compiled network that gives logits: (m, n_inputs) to (m, n_labels)."""
    ### BEGIN SOLUTION
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "multilabel_model", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("multilabel_model")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("multilabel_model")
### END HIDDEN TESTS

# %% [markdown] name="training"
# Six passes over the 1500 pictures are enough to see it work. It takes a few seconds.

# %% name="training-code" tags=["demo"]
import time


def trained(model, Y, epochs=6):
    """Trains on the training pictures; returns the logits of the test pictures and the seconds of training."""
    start = time.perf_counter()
    model.fit(X_train, Y, epochs=epochs, verbose=0)
    seconds = time.perf_counter() - start
    return model.predict(X_test, verbose=0).astype(float), seconds


if ready("multilabel_predict", "multilabel_model"):
    tf.keras.utils.set_random_seed(1)
    model = multilabel_model(n_inputs, n_labels)
    Z, seconds = trained(model, Y_train)

    right = multilabel_predict(Z) == Y_test
    for name, share in zip(test.class_names, right.mean(axis=0)):
        print(f"{name:7} right on {share:.1%} of the test pictures")
    print(f"all three labels right on {right.all(axis=1).mean():.1%}")

# %% [markdown] name="one-or-three"
# ## One network or three?
#
# Three yes-or-no questions: why not three networks with one output each? It works. Let us compare what it costs.

# %% name="one-or-three-code" tags=["demo"]
def describe(name, parameters, seconds, logits):
    accuracy = (multilabel_predict(logits) == Y_test).mean()
    print(f"{name:32} {parameters:7} parameters   {seconds:4.1f} s   {accuracy:.1%} of the labels right")


if ready("multilabel_predict", "multilabel_model"):
    describe("one network", model.count_params(), seconds, Z)

    three = [multilabel_model(n_inputs, 1) for k in range(3)]
    answers = [trained(network, Y_train[:, [k]]) for k, network in enumerate(three)]
    Z_three = np.hstack([logits for logits, _ in answers])
    parameters_three = sum(network.count_params() for network in three)
    describe("three networks", parameters_three, sum(seconds for _, seconds in answers), Z_three)

    patient = multilabel_model(n_inputs, 3)
    Z_patient, seconds_patient = trained(patient, Y_train, epochs=18)
    describe("one network, three times as long", patient.count_params(), seconds_patient, Z_patient)

# %% [markdown] name="one-or-three-reading"
# Three networks have three times the parameters and take about three times as long, to train and afterwards to run. Each of them learns by
# itself what a street looks like: where the houses are, what the light does. The one network learns that once, in its hidden layer, and its
# outputs share it. Most of what the three gain in accuracy, the one gains as well when it is trained for the same time. And think of a
# list of 500 labels.

# %% [markdown] name="why-not-softmax"
# ## What softmax does to a street
#
# Back to the first question. We train the same kind of network with a softmax, as if the labels were classes, and show both
# networks the picture with the bus and the person.

# %% name="why-not-softmax-code" tags=["demo"]
if ready("multilabel_predict", "multilabel_model"):
    tf.keras.utils.set_random_seed(1)
    one_of_many = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    one_of_many.compile(loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True), optimizer="adam")
    A = tf.nn.softmax(trained(one_of_many, Y_train)[0]).numpy()
    P = tf.nn.sigmoid(Z).numpy()
    print("softmax ", A[12].round(2), "  sum", A[12].sum().round(2))
    print("sigmoids", P[12].round(2), "  sum", P[12].sum().round(2))
    display(plots.two_networks(picture, A[12], P[12], test.class_names))

# %% [markdown] name="why-not-softmax-reading"
# How near was your guess? No training can help: a row that has to add up to 1 cannot be sure of two labels. A softmax answers with its largest
# class, so of the eight combinations of three labels it can express just three.

# %% name="every-combination" tags=["demo"]
if ready("multilabel_predict", "multilabel_model"):
    labels_softmax, labels_sigmoids = np.eye(3)[A.argmax(axis=1)], multilabel_predict(Z)
    print("labels       pictures   all right: softmax   sigmoids")
    for combination in np.unique(Y_test, axis=0):
        chosen = (Y_test == combination).all(axis=1)
        shares = [(labels == Y_test)[chosen].all(axis=1).mean() for labels in (labels_softmax, labels_sigmoids)]
        print(f"{combination.astype(int)}      {chosen.sum():7}   {shares[0]:18.0%}   {shares[1]:8.0%}")

# %% [markdown] name="keras"
# ## The same in Keras, number by number
#
# Your loss and your labels should agree with what Keras and TensorFlow compute from the same logits.

# %% name="keras-code" tags=["demo"]
if ready("multilabel_predict", "multilabel_loss", "multilabel_model"):
    print("your loss        ", multilabel_loss(Z, Y_test))
    print("Keras's loss     ", model.evaluate(X_test, Y_test, verbose=0))
    labels_keras = (tf.nn.sigmoid(Z) >= 0.5).numpy().astype(int)
    print("labels that differ", np.sum(multilabel_predict(Z) != labels_keras), "of", Z.size)

# %% [markdown] name="keras-reading"
# The losses agree to about six digits: Keras computes in float32, your function in float64.

# %% [markdown] name="how-good"
# ## How good is it, really?
#
# Suppose taxis are rare, one picture in fifty. A network that never says "taxi" is right on 98 percent of the pictures. Its accuracy is splendid,
# and it is useless. So we ask two better questions, for each label:
#
# - **Precision**: of the pictures where the label was predicted, on how many is it really there?
# - **Recall**: of the pictures where it is there, on how many was it predicted?
#
# Both count the same hits and divide them by something else:
#
# $$\text{precision} = \frac{\text{predicted and there}}{\text{predicted}} \qquad\qquad \text{recall} = \frac{\text{predicted and there}}{\text{there}}$$
#
# Here are five pictures and one label. Count before you run the cell: how many hits, how many predicted, how many there?

# %% name="how-good-code" tags=["demo"]
bus_true = np.array([1, 1, 0, 1, 1])
bus_predicted = np.array([1, 1, 1, 0, 0])
hits = np.sum(bus_true * bus_predicted)
print("hits", hits, "  predicted", bus_predicted.sum(), "  there", bus_true.sum())
print("precision", hits / bus_predicted.sum(), "  recall", hits / bus_true.sum())

# %% [markdown] name="undefined"
# And the network that never says "taxi"? Its precision is 0/0: of no predictions, how many are right? There is no answer. In the same
# way recall is undefined for a label that is on no picture. We agree to write **0** in both cases, so that nobody earns a good mark
# by keeping silent. scikit-learn does the same, and warns.

# %% [markdown] name="precision_recall-task"
# ### Exercise: precision and recall
#
# For each label, over all examples. Return the two arrays as a pair: `return precision, recall`.

# %% nbgrader={"grade": false, "grade_id": "precision_recall-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def precision_recall(Y_true, Y_pred):
    """Precision and recall of each label; 0 where undefined.

    Y_true, Y_pred: 0 or 1, shape (m, L). Returns the pair (precision, recall), each of shape (L,).
    """
    ### BEGIN SOLUTION
    hits = (Y_true * Y_pred).sum(axis=0)
    precision = hits / np.maximum(Y_pred.sum(axis=0), 1)
    recall = hits / np.maximum(Y_true.sum(axis=0), 1)
    return precision, recall
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "precision_recall", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("precision_recall")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("precision_recall")
### END HIDDEN TESTS

# %% name="precision-recall-sklearn" tags=["demo"]
from sklearn.metrics import precision_score, recall_score

if ready("multilabel_predict", "multilabel_model", "precision_recall"):
    predicted = multilabel_predict(Z)
    precision, recall = precision_recall(Y_test, predicted)
    print("yours         precision", precision.round(4), "  recall", recall.round(4))
    precision = precision_score(Y_test, predicted, average=None, zero_division=0)
    recall = recall_score(Y_test, predicted, average=None, zero_division=0)
    print("scikit-learn  precision", precision.round(4), "  recall", recall.round(4))

# %% [markdown] name="thresholds"
# ## One threshold for each label
#
# Nobody said that the threshold has to be 0.5, nor that it is the same for all labels. If the camera is to warn a driver,
# what is worse: to miss a person, or to warn of nobody? And if it counts taxis for a statistic?
#
# Each dot is a picture. Move the thresholds, watch which pictures change sides, and what becomes of precision and recall. All three numbers
# come from your own functions.

# %% name="thresholds-explorer" tags=["demo"]
if ready("multilabel_predict", "multilabel_model", "precision_recall"):
    display(explore.thresholds(multilabel_predict, precision_recall, Z, test))

# %% [markdown] name="thresholds-question"
# You have seen single moves. What does the whole way from 0 to 1 look like?

# %% name="thresholds-picture" tags=["demo"]
if ready("multilabel_predict", "multilabel_model", "precision_recall"):
    display(plots.precision_recall_curves(multilabel_predict, precision_recall, Z, Y_test, test.class_names))

# %% [markdown] name="thresholds-reading"
# A higher threshold turns predictions into silence. Recall can only fall, because hits are lost and nothing is gained. Precision usually rises,
# because the doubtful predictions go first, but it need not: if a hit happens to go first, it falls for a moment. There is no best threshold
# in the numbers alone. It depends on what each kind of mistake costs, and choosing it is part of building the system. Choose it on pictures
# that the final test does not use.

# %% [markdown] name="usual-mistakes"
# ## The usual mistakes
#
# | mistake | what you see | what to do |
# |---|---|---|
# | softmax where several labels can be right | one label pushes out another | one sigmoid for each label |
# | the threshold compared with the logit | too few labels: 0.5 as a logit is a probability of 0.62 | sigmoid first |
# | sigmoid in the model *and* `from_logits=True` | a warning from Keras, and a second sigmoid puts everything between 0.5 and 0.73 | linear output |
# | linear output *without* `from_logits=True` | a loss that makes no sense | say so to the loss |
# | `CategoricalCrossentropy` for 0/1 rows | trains without complaint, learns to choose | `BinaryCrossentropy` |
# | accuracy for a rare label | 98 percent for a network that says nothing | precision and recall |
# | 0/0 for a label that is never predicted | `nan`, which spoils every mean | agree on 0 |

# %% [markdown] name="recap"
# ## Recap
#
# - Binary: is it so? Multi-class: which one? Multi-label: which of them, any number?
# - Multi-label is L binary questions about one example: L linear outputs, a sigmoid for each, and the mean of L binary cross-entropies.
# - The probabilities need not add up to 1. Softmax's must, so it can neither say "both" nor "none".
# - One network with L outputs shares what it learns; L networks each learn it anew.
# - Keras: linear outputs and `BinaryCrossentropy(from_logits=True)`; the sigmoid comes after `predict`.
# - A threshold turns probabilities into labels. It trades precision against recall, and may differ from label to label.

# %% [markdown] name="question"
# ## In your own words
#
# A hospital trains a network on X-ray pictures. Each picture can show any of fourteen findings; most are rare, some are dangerous. A
# colleague suggests two things: to end in a softmax, "so that the fourteen numbers are proper probabilities", and to judge the network by its
# accuracy, which is 97 percent.
#
# What do you answer? Write three to six sentences, and say which threshold you would want for a rare and dangerous finding: a low one
# or a high one. (2 points; a person reads this.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "05-multi-label-question", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# A picture can show several findings or none. Softmax would make them share one probability, so that one finding hides another and a healthy
# patient still gets findings that add up to 1. Each finding needs a sigmoid of its own, trained with binary cross-entropy. (1 point)
#
# With rare findings, a network that never reports any is accurate on nearly all labels. Precision and recall for each finding show what it is worth.
# For a dangerous finding a miss is worse than a false alarm, so recall counts more: a low threshold. (1 point)

# %% [markdown] name="progress"
# ## How far you are

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Where to go next
#
# [Chapter 06, Reading handwritten digits](../06-mnist-forward-pass/06-mnist-forward-pass.ipynb): everything so far comes together
# in a program that reads.
#
# The map of the course is on the [start page](../start-here.ipynb).
