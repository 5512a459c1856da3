# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # 01 · Activations
#
# Three hundred seedlings stand in a greenhouse. Each has had its share of light and of water, and each has thrived or
# withered.
#
# **Could a single neuron learn which seedlings thrive?** Look at the picture below and make a guess.

# %% name="setup"
import numpy as np

from course_utils import explore, plots
from course_utils.check import check, hint, progress, ready

# %% name="seedlings" tags=["demo"]
rng = np.random.default_rng(1)
X = rng.uniform(-1, 1, size=(300, 2))  # light and water, from -1 (none) to 1 (most)
y = (np.hypot(X[:, 0] - 0.25, X[:, 1] - 0.2) < 0.65).astype(float)  # 1 thrived, 0 withered
plots.seedlings(X, y)

# %% [markdown] name="what-you-will-do"
# Too little is bad and too much is bad, so the seedlings that thrive lie in the middle of the others. To draw a line
# around them, a network needs **activations**. In this chapter you will write two of them and the layer that uses
# them, see what becomes of a deep network that has none, and measure why one activation learns faster than another.
#
# There are four short functions and a table to write. Replace `raise NotImplementedError()` by your code, run the cell, and
# run the check below it: it says at once what is right, what is not, and why. Stuck? Run `hint("my_sigmoid")` in a
# cell of your own; each call gives one more hint. `progress()` shows how far you are.
#
# Arguments are NumPy arrays. Return a new NumPy array and leave the arguments as they are.
# The whole chapter takes 45 to 60 minutes.

# %% [markdown] name="one-neuron"
# ## One neuron
#
# A neuron has a **weight** for each of its inputs, and a **bias**. It multiplies each input by its weight, adds
# everything up, and puts the sum through its activation $g$:
#
# $$z \;=\; w \cdot x + b \;=\; w_1 x_1 + w_2 x_2 + b \qquad\qquad a \;=\; g(z)$$
#
# Take the inputs $x = [0.5, -1]$, the weights $w = [2, 1]$ and the bias $b = 0.5$. What is $z$? Work it out before you look.

# %% name="one-neuron-picture" tags=["demo"]
plots.one_neuron([0.5, -1.0], [2.0, 1.0], 0.5)

# %% [markdown] name="one-neuron-reading"
# $z = 2 \cdot 0.5 + 1 \cdot (-1) + 0.5 = 0.5$. Up to here the neuron is a weighted sum, which can come out as any
# number. What it means is up to the activation. This one makes 0.622 of it.

# %% [markdown] name="sigmoid"
# ## The sigmoid
#
# "Will it thrive, yes or no?" is best answered with a probability, a number between 0 and 1. The **sigmoid** turns any
# number into one:
#
# $$g(z) \;=\; \frac{1}{1+e^{-z}}$$
#
# By hand: at $z = 0$ the power is 1, so $g(0) = \tfrac{1}{1+1} = 0.5$. At $z = 2$ it is $e^{-2} = 0.135$, so
# $g(2) = \tfrac{1}{1.135} = 0.881$. And $g(-2) = \tfrac{1}{1+7.389} = 0.119$, as far above 0 as $g(2)$ is below 1.

# %% [markdown] name="my_sigmoid-task"
# ### Exercise: the sigmoid
#
# `np.exp` takes the exponential of every element of an array at once, whatever its shape.

# %% nbgrader={"grade": false, "grade_id": "my_sigmoid-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_sigmoid(z):
    """The sigmoid of each number.

    z: any shape, also (). Returns numbers between 0 and 1, same shape.
    """
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "my_sigmoid", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("my_sigmoid")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("my_sigmoid")
### END HIDDEN TESTS

# %% name="my_sigmoid-use" tags=["demo"]
if ready("my_sigmoid"):
    print(my_sigmoid(np.array([-2.0, 0.0, 2.0])).round(3))
    print("the neuron of the picture:", my_sigmoid(np.array(0.5)).round(3))

# %% [markdown] name="training"
# ## Training in three steps
#
# Where do $w$ and $b$ come from? Every model of this course is trained in the same three steps, by hand as in Keras:
#
# | step | by hand, in NumPy | in Keras |
# |---|---|---|
# | 1. specify the model | $z = w \cdot x + b$ and $f = \frac{1}{1+e^{-z}}$ | `Sequential([...])` |
# | 2. specify loss and cost | $-y \log f - (1-y) \log(1-f)$, and its mean | `compile(loss=...)` |
# | 3. minimise the cost | steps against the gradient | `fit(X, y, epochs=...)` |
#
# The **loss** says how wrong one prediction $f$ is when the truth is $y$, 0 or 1. Only one of its two terms is ever at work:
# for a seedling that thrived it is $-\log f$, which is small when $f$ is near 1. The **cost** is the mean of the losses. Its
# **gradient** says how fast it rises when a weight or the bias grows, so a step the other way makes it smaller. For the weights
# it is the mean of $(f - y)\,x$ and for the bias the mean of $f - y$; chapter 04 derives that.

# %% name="training-by-hand" tags=["demo"]
def model(X, w, b):  # step 1
    return my_sigmoid(X @ w + b)


def loss(y, f):  # step 2: the loss of each example
    return -y * np.log(f) - (1 - y) * np.log(1 - f)


def train(X, y, learning_rate, steps):  # step 3
    w, b = np.zeros(2), 0.0
    for _ in range(steps):
        error = model(X, w, b) - y
        w = w - learning_rate * X.T @ error / len(y)
        b = b - learning_rate * error.mean()
    return w, b


if ready("my_sigmoid"):
    w, b = train(X, y, learning_rate=1.0, steps=60)
    print("cost at the start", loss(y, model(X, np.zeros(2), 0.0)).mean().round(4))
    print("cost at the end  ", loss(y, model(X, w, b)).mean().round(4))

# %% [markdown] name="training-keras-intro"
# Now the same in Keras. `epochs` counts how often training passes over all the data, `batch_size` how many examples each step
# looks at. With all 300 seedlings in one batch, an epoch is one step, so 60 epochs should do exactly what the loop above does. (Loading TensorFlow takes a few seconds.)

# %% name="training-keras" tags=["demo"]
from course_utils.tensorflow import tf

neuron = tf.keras.Sequential(
    [tf.keras.Input((2,)), tf.keras.layers.Dense(1, activation="sigmoid", kernel_initializer="zeros")]
)
neuron.compile(
    loss=tf.keras.losses.BinaryCrossentropy(), optimizer=tf.keras.optimizers.SGD(learning_rate=1.0)
)
neuron.fit(X, y, batch_size=300, epochs=60, verbose=0)
w_keras, b_keras = neuron.layers[0].get_weights()

if ready("my_sigmoid"):
    print("by hand", w, b)
    print("Keras  ", w_keras[:, 0], b_keras[0])
    print("cost   ", loss(y, model(X, w, b)).mean(), "and", neuron.evaluate(X, y, batch_size=300, verbose=0))

# %% [markdown] name="training-reading"
# The same numbers, up to the seventh digit or so: Keras computes in float32, which keeps about seven digits, NumPy in float64,
# which keeps sixteen. So much for the training. And the
# seedlings?

# %% name="one-border" tags=["demo"]
def neuron_says(points):
    return neuron(points).numpy()[:, 0]


plots.borders(X, y, {"one neuron": neuron_says}, title="One neuron draws one straight border")

# %% [markdown] name="one-border-reading"
# The neuron answers "yes" where $z \ge 0$, and $w_1 x_1 + w_2 x_2 + b = 0$ is a straight line. It has found a good
# one, but no straight line goes *around* anything. That was the opening question: **one neuron cannot do it.**
#
# Can many neurons?

# %% [markdown] name="layers"
# ## A layer of neurons
#
# A **dense layer** is a row of neurons that all look at the same inputs. Put the weights of neuron $j$ into column $j$ of a matrix
# $W$, and one product does the work of all $k$ neurons on all $m$ examples:
#
# $$\underbrace{Z}_{(m,\,k)} \;=\; \underbrace{A_{in}}_{(m,\,n)}\ \underbrace{W}_{(n,\,k)} \;+\; \underbrace{b}_{(k,)} \qquad\qquad A_{out} \;=\; g(Z)$$
#
# By hand, one example with two features and three neurons:
#
# $$[1,\ 2]\begin{bmatrix}1 & -1 & 0.5\\ 0.5 & 0.25 & -1\end{bmatrix} + [0,\ 0.5,\ 1] \;=\; [2,\ -0.5,\ -1.5] + [0,\ 0.5,\ 1] \;=\; [2,\ 0,\ -0.5]$$
#
# Then the activation, number by number. An activation is a function, and Python can hand a function to another one: below, `g` is
# such a function. `g(z)` calls it.

# %% [markdown] name="my_dense-task"
# ### Exercise: a dense layer

# %% nbgrader={"grade": false, "grade_id": "my_dense-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_dense(a_in, W, b, g):
    """A dense layer.

    a_in: inputs, shape (m, n). W: weights, shape (n, k). b: biases, shape (k,).
    g: the activation, a function that works on a whole array.
    Returns the outputs of the k units for each of the m examples, shape (m, k).
    """
    ### BEGIN SOLUTION
    z = a_in @ W + b
    return g(z)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "my_dense", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("my_dense")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("my_dense")
### END HIDDEN TESTS

# %% [markdown] name="linear-network"
# ## Many layers, and still a line
#
# Let us build a network: 25 neurons, then 15, then one sigmoid that gives the answer. For the two **hidden layers** take the
# simplest activation there is, the **linear** one, $g(z) = z$, which leaves everything as it is. This network has 481 weights
# and biases. (`Adam`, which trains it, is a quicker way to take the steps; chapter 04 shows how.) Will its border be a better one?

# %% name="linear-network-training" tags=["demo"]
def make_network(hidden):
    """A 25-15-1 network for a yes/no question, with the activation `hidden` in its hidden layers."""
    tf.keras.utils.set_random_seed(1)
    return tf.keras.Sequential(
        [
            tf.keras.Input((2,)),
            tf.keras.layers.Dense(25, activation=hidden),
            tf.keras.layers.Dense(15, activation=hidden),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


def train_network(hidden, epochs):
    network = make_network(hidden)
    network.compile(
        loss=tf.keras.losses.BinaryCrossentropy(), optimizer=tf.keras.optimizers.Adam(learning_rate=0.03)
    )
    history = network.fit(X, y, batch_size=50, epochs=epochs, verbose=0)
    return network, history.history["loss"]


linear_network, _ = train_network("linear", epochs=20)


def linear_says(points):
    return linear_network(points).numpy()[:, 0]


plots.borders(
    X,
    y,
    {"one neuron": neuron_says, "25-15-1, all hidden layers linear": linear_says},
    title="481 numbers, and the border is as straight as before",
)

# %% [markdown] name="linear-network-reading"
# Nothing is gained. Why? Follow one example through the first two layers:
#
# $$(x\,W_1 + b_1)\,W_2 + b_2 \;=\; x\,(W_1 W_2) + (b_1 W_2 + b_2)$$
#
# The right-hand side is a *single* linear layer. Its weights are the matrix $W_1 W_2$, its bias is the vector
# $b_1 W_2 + b_2$. By hand:
#
# $$W_1 = \begin{bmatrix}1 & 2\\ 0 & -1\end{bmatrix},\ b_1 = [1, -1],\ W_2 = \begin{bmatrix}2\\ 3\end{bmatrix},\ b_2 = [0.5]
# \quad\Rightarrow\quad W = \begin{bmatrix}8\\ -3\end{bmatrix},\ b = [-1 + 0.5] = [-0.5]$$

# %% [markdown] name="collapse_linear-task"
# ### Exercise: two linear layers in one

# %% nbgrader={"grade": false, "grade_id": "collapse_linear-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def collapse_linear(W1, b1, W2, b2):
    """The one linear layer that does what two do.

    W1: shape (n, h). b1: shape (h,). W2: shape (h, k). b2: shape (k,).
    Returns W, shape (n, k), and b, shape (k,).
    """
    ### BEGIN SOLUTION
    W = W1 @ W2
    b = b1 @ W2 + b2
    return W, b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "collapse_linear", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("collapse_linear")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("collapse_linear")
### END HIDDEN TESTS

# %% [markdown] name="collapse-the-network"
# Now collapse the trained network: its first two layers into one, then that one and the third. What is left?

# %% name="collapse-the-network-code" tags=["demo"]
if ready("my_sigmoid", "collapse_linear"):
    W1, b1, W2, b2, W3, b3 = (array.astype(float) for array in linear_network.get_weights())
    W_all, b_all = collapse_linear(*collapse_linear(W1, b1, W2, b2), W3, b3)
    print("left of 481 numbers:", W_all[:, 0], b_all)
    difference = my_sigmoid(X @ W_all[:, 0] + b_all) - linear_says(X)
    print("largest difference from the network's own answers:", np.abs(difference).max())

# %% [markdown] name="collapse-the-network-reading"
# Three numbers give the answers of all 481: two weights, one bias, one sigmoid. The deep network *was* a single neuron,
# which is logistic regression, in disguise. **With linear activations, any depth is worth one linear layer.** The
# activation between the layers is what depth lives on.

# %% [markdown] name="relu"
# ## ReLU
#
# How little does an activation have to do to make depth worth something? Next to nothing: a single corner is enough. The
# **rectified linear unit**, ReLU for short, is linear above 0 and cuts off everything below:
#
# $$g(z) \;=\; \max(0, z)$$
#
# By hand: $g(-1.5) = 0$, $g(0) = 0$, $g(2.5) = 2.5$.

# %% [markdown] name="my_relu-task"
# ### Exercise: ReLU

# %% nbgrader={"grade": false, "grade_id": "my_relu-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def my_relu(z):
    """The larger of 0 and z, for each number.

    z: any shape, also (). Returns an array of the same shape.
    """
    ### BEGIN SOLUTION
    return np.maximum(0, z)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "my_relu", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("my_relu")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("my_relu")
### END HIDDEN TESTS

# %% [markdown] name="pieces"
# ## A line with bends
#
# What can be built from corners? Each unit below is $a \cdot \mathrm{ReLU}(x - c)$: it is 0 up to its corner at $c$ and a
# straight line of slope $a$ from there. The three units are added up, as the next layer of a network would do it. Move them until their
# sum follows the target. They are drawn with your own `my_relu`.

# %% name="pieces-explorer" tags=["demo"]
explore.relu_pieces(my_relu)

# %% [markdown] name="pieces-reading"
# Every unit adds one bend. With enough bends, any curve can be followed as closely as you like, and a border in the plane
# can be bent around the seedlings. In a network, training moves the corners.

# %% [markdown] name="bent-borders"
# ## The seedlings again
#
# The same 25-15-1 network twice more, once with sigmoids in its hidden layers and once with ReLU. Everything else is
# equal: random start, data, steps.

# %% name="bent-borders-training" tags=["demo"]
sigmoid_network, sigmoid_costs = train_network("sigmoid", epochs=60)
relu_network, relu_costs = train_network("relu", epochs=60)


def sigmoid_says(points):
    return sigmoid_network(points).numpy()[:, 0]


def relu_says(points):
    return relu_network(points).numpy()[:, 0]


plots.borders(
    X,
    y,
    {"25-15-1, sigmoid": sigmoid_says, "25-15-1, ReLU": relu_says},
    title="With activations between the layers, the border bends",
)

# %% [markdown] name="forward-pass"
# The ReLU network goes all the way around, and the sigmoid network nearly does. A prediction of such a network is nothing but your
# `my_dense`, three times. Take the weights that Keras has found for the sigmoid network, and compare number by number:

# %% name="forward-pass-code" tags=["demo"]
if ready("my_sigmoid", "my_dense"):
    W1, b1, W2, b2, W3, b3 = sigmoid_network.get_weights()
    a1 = my_dense(X, W1, b1, my_sigmoid)
    a2 = my_dense(a1, W2, b2, my_sigmoid)
    f = my_dense(a2, W3, b3, my_sigmoid)[:, 0]
    f_keras = sigmoid_network.predict(X, verbose=0)[:, 0]
    for i in range(4):
        print(f"seedling {i}   yours {f[i]:.6f}   Keras {f_keras[i]:.6f}   truth {y[i]:.0f}")
    print("largest difference anywhere:", np.abs(f - f_keras).max())
    print("mean of the losses:", loss(y, f).mean().round(5))
    print("cost in Keras:     ", round(sigmoid_network.evaluate(X, y, verbose=0), 5))

# %% [markdown] name="which-hidden"
# ## Which activation for the hidden layers?
#
# One of the two was faster. Here is the cost of both after every epoch:

# %% name="losses-compared" tags=["demo"]
plots.losses_compared(sigmoid_costs, relu_costs)

# %% [markdown] name="slopes"
# For some twenty epochs the sigmoid network is little better than the single neuron, whose cost was 0.56; by then the ReLU network
# has nearly finished. The reason is in the slopes. Training asks how the cost changes when a weight moves a little, and every activation between that weight
# and the output multiplies the answer by its own slope. Here are four activations with their slopes, yours among them. (**Tanh** is
# a sigmoid stretched to run from −1 to 1; you will meet it in older networks.)

# %% name="four-activations" tags=["demo"]
plots.four_activations(my_sigmoid, my_relu)

# %% [markdown] name="slopes-reading"
# The sigmoid's slope is at most 0.25, at $z = 0$, and far out on either side it is nearly 0: there the curve is flat, and a small step
# changes nothing. Two sigmoid layers shrink a gradient to a sixteenth or less. This is how **gradients vanish**. ReLU is flat
# on one side only; on the other its slope is 1, and a gradient passes through unchanged.
#
# Try it out with one unit and one input. There are three things to find.

# %% name="unit-explorer" tags=["demo"]
explore.unit(my_sigmoid, my_relu)

# %% [markdown] name="gradients"
# Does this explain the slow start? Let us measure it, before the first step of training. TensorFlow's `GradientTape` gives the
# gradient of the cost for every weight of the 25-15-1 network; we take its typical size (root mean square) in each layer.

# %% name="gradients-code" tags=["demo"]
def gradient_by_layer(hidden):
    network = make_network(hidden)
    with tf.GradientTape() as tape:
        cost = tf.keras.losses.BinaryCrossentropy()(y[:, np.newaxis], network(X))
    gradients = tape.gradient(cost, [layer.kernel for layer in network.layers])
    return [float(tf.sqrt(tf.reduce_mean(tf.square(gradient)))) for gradient in gradients]


plots.gradient_sizes(gradient_by_layer("sigmoid"), gradient_by_layer("relu"))

# %% [markdown] name="gradients-reading"
# With sigmoids, the first layer gets about thirty times less gradient than the last one, and every further sigmoid layer would do it
# again. The first layer hardly moves, so for many epochs the later ones learn from inputs that mean nothing yet. With ReLU all
# layers get gradients of about the same size.
#
# **So take ReLU for hidden layers unless you have a reason not to.** It is flat on one side only, gradients vanish less, and
# training is faster. (It has a weakness of its own: a unit whose $z$ is below 0 for every example gets no gradient at all. You built
# one in the explorer.)

# %% [markdown] name="output-layer"
# ## Which activation for the output?
#
# Here there is no default. Ask what has to come out:
#
# | the output has to be | activation | numbers it can give | loss to train with |
# |---|---|---|---|
# | the probability of "yes", one unit | sigmoid | between 0 and 1 | `BinaryCrossentropy` |
# | any number | linear (the identity) | all | `MeanSquaredError` |
# | a number that is never below 0 | ReLU | 0 and everything above | `MeanSquaredError` |
# | the probabilities of several classes of which one is right | softmax | between 0 and 1, with a sum of 1 | chapter 04 |
#
# Softmax is the subject of chapter 02; all you need now is in the table. It always gives a sum of 1, so over a single unit it
# would give 1 whatever happens.
#
# A number instead of a yes or no makes it a **regression**. Only the output and the loss change:

# %% name="regression" tags=["demo"]
tf.keras.utils.set_random_seed(1)
x_curve = np.linspace(-3, 3, 60)[:, np.newaxis]
y_curve = np.sin(x_curve) + 0.3 * x_curve

regression = tf.keras.Sequential(
    [
        tf.keras.Input((1,)),
        tf.keras.layers.Dense(25, activation="relu"),
        tf.keras.layers.Dense(15, activation="relu"),
        tf.keras.layers.Dense(1, activation="linear"),
    ]
)
regression.compile(
    loss=tf.keras.losses.MeanSquaredError(), optimizer=tf.keras.optimizers.Adam(learning_rate=0.01)
)
regression.fit(x_curve, y_curve, batch_size=20, epochs=60, verbose=0)
predicted = regression(x_curve).numpy()
print("mean squared error:", np.mean((predicted - y_curve) ** 2).round(4))
plots.curve_fitted(x_curve[:, 0], y_curve[:, 0], predicted[:, 0])

# %% [markdown] name="output_activation-task"
# ### Exercise: five outputs
#
# Five networks are planned. Which activation should the output layer of each have?
#
# | task | what has to come out |
# |---|---|
# | `"spam"` | one unit: the probability that a mail is spam |
# | `"temperature"` | one unit: tomorrow's temperature in degrees Celsius, summer or winter |
# | `"visitors"` | one unit: how many visitors a museum will have tomorrow |
# | `"digit"` | ten units: the probabilities that a picture shows a 0, a 1, ..., a 9 |
# | `"profit"` | one unit: what a shop will have earned at the end of the month; a loss counts as negative |
#
# Put one of the words `"sigmoid"`, `"linear"`, `"relu"` and `"softmax"` between the quotation marks behind each task. The check below
# looks only at what your choices let come out. Whether each is the best one is seen when your work is graded, so think each of them
# through.

# %% nbgrader={"grade": false, "grade_id": "output_activation-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
output_activation = {
    "spam": "",
    "temperature": "",
    "visitors": "",
    "digit": "",
    "profit": "",
}
### BEGIN SOLUTION
output_activation["spam"] = "sigmoid"
output_activation["temperature"] = "linear"
output_activation["visitors"] = "relu"
output_activation["digit"] = "softmax"
output_activation["profit"] = "linear"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "output_activation", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("output_activation")
### BEGIN HIDDEN TESTS
from autograder.hidden import grade
grade("output_activation")
### END HIDDEN TESTS

# %% [markdown] name="usual-mistakes"
# ## The usual mistakes
#
# | mistake | what you see | what to do |
# |---|---|---|
# | no activation in the hidden layers | the network is deep and its border straight | ReLU |
# | sigmoids in all hidden layers of a deep network | the cost does not move for many epochs | ReLU |
# | ReLU on a yes/no output | "probabilities" of 0 or above 1 | sigmoid |
# | ReLU on an output that can be negative | nothing below 0 is ever predicted | linear |
# | softmax over one unit | the output is always 1 | sigmoid |
# | `1 / 1 + np.exp(-z)` | values above 1 | parentheses around the denominator |
# | `np.max(0, z)` | an error, or one number for the whole array | `np.maximum(0, z)` |
# | `W @ a_in` | an error about shapes, or wrong numbers in silence | `a_in @ W` |

# %% [markdown] name="recap"
# ## Recap
#
# - A neuron computes $z = w \cdot x + b$ and $a = g(z)$; a dense layer does it for all its units and all examples at once.
# - Training has three steps: specify the model, specify loss and cost, minimise the cost. The cost is the mean of the losses; an epoch is
#   one pass over the data.
# - Without activations, any depth is worth one linear layer, and with a sigmoid at its end it is logistic regression.
# - Hidden layers: ReLU by default. It is flat on one side only; the sigmoid is flat on both, so that gradients vanish.
# - Output layer: sigmoid for yes or no, linear for any number, ReLU for zero or more, softmax for one of many.

# %% [markdown] name="question"
# ## In your own words
#
# A colleague has to tell ripe melons from unripe ones by weight and sound. She builds ten hidden layers of a hundred units each, all
# linear, and a sigmoid output. "Deep networks can learn anything," she says, "and linear units train fast."
#
# What can her network learn at most, and why? Which activation would you give the hidden layers, and what speaks for it besides that it is not
# linear? Answer in three to five sentences. (2 points; a person reads this.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "01-activations-question", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# At most a straight border between ripe and unripe. Linear layers one after the other multiply out to a single linear layer, and that one with a
# sigmoid is logistic regression, a single neuron. (1 point)
#
# ReLU: each unit adds a bend, so that depth is worth something. It is flat on one side only and has slope 1 on the other, so gradients
# vanish less on their way through ten layers than with sigmoids, whose slope is 0.25 at most; training is faster. (1 point)

# %% [markdown] name="progress"
# ## How far you are

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Where to go next
#
# [Chapter 02, Softmax](../02-softmax/02-softmax.ipynb), is about the one activation that this chapter left out. A model gives
# three species of iris a score each; how sure should it be of the best?
#
# The map of the course is on the [start page](../start-here.ipynb).
