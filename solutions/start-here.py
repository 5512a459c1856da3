# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # Logits to Labels: start here
#
# Six chapters lead from one neuron to a program that reads handwriting. This page takes ten minutes. It shows where the
# course ends, what you should know before it begins, and how it tells you at once what is wrong with your code.
#
# Run the cells from the top, one after the other: click into a cell and press `Shift` + `Enter`.

# %% name="setup"
import numpy as np

from course_utils import explore, reference
from course_utils.check import check, hint, progress
from course_utils.data import mnist_network

# %% [markdown] name="where-it-leads"
# ## Where it leads
#
# Draw a digit on the black square. With every move of the pen, 784 pixels go through three lines of arithmetic, and ten
# probabilities come out.

# %% name="draw-a-digit" tags=["demo"]
explore.draw_digit(reference.forward, mnist_network())

# %% [markdown] name="where-it-leads-reading"
# Here the three lines are the course's. In chapter 06 you draw again, and they are yours.

# %% [markdown] name="map"
# ## The map
#
# Each chapter begins with a question that you are asked to guess at, and takes 45 to 60 minutes. Take them in this order:
# each uses what the ones before it have built.
#
# | chapter | it asks | a number to wonder at | afterwards you can |
# |---|---|---|---|
# | [01 · Activations](01-activations/01-activations.ipynb) | Could a single neuron learn which seedlings thrive? | 481 weights and biases that do no more than 3 | write a layer of neurons, and choose what stands between the layers |
# | [02 · Softmax](02-softmax/02-softmax.ipynb) | How sure should we be? | 7.4: how much more probable a lead of 2 makes a class | turn scores into probabilities, for one example or for many |
# | [03 · Roundoff](03-roundoff/03-roundoff.ipynb) | What will Python say? | 709.8: beyond it, $e^z$ is infinite | write formulas that hold for numbers of any size, and use `from_logits=True` |
# | [04 · Cross-entropy](04-cross-entropy/04-cross-entropy.ipynb) | Which of the two would you keep? | 1.609: what a blind guess among five classes costs | measure how wrong a model is, find its gradient, and train it |
# | [05 · Several labels at once](05-multi-label/05-multi-label.ipynb) | What will it say? | 8 answers, of which softmax can give 3 | predict any number of labels, and judge the predictions |
# | [06 · Reading handwritten digits](06-mnist-forward-pass/06-mnist-forward-pass.ipynb) | How many of the eighteen will it read correctly? | 45,360 numbers that read 98.57 percent of 10,000 digits | run a trained network by hand, and find out what is wrong with its input |
#
# If you got the chapters one by one, a link works once its chapter lies beside this page.

# %% [markdown] name="what-to-know"
# ## What to know before
#
# Python: functions, loops, dicts. From school: what $e^x$ and a logarithm are, and that a slope says how fast a curve
# rises. And the basics of NumPy. Do you know enough of it? Say what each of these five lines prints, and then run them.

# %% name="numpy-lines" tags=["demo"]
a = np.array([[1, 2, 3], [4, 5, 6]])

print(a.shape)
print(a * 10)
print(a.sum(axis=1))
print(a @ np.array([1, 0, -1]))
print(a[np.arange(2), [2, 0]])

# %% [markdown] name="what-to-know-reading"
# Four or five right: begin. The last one is explained again where it is needed. Two or three: begin, and look up what
# surprises you. Fewer: first read [NumPy's guide for absolute beginners](https://numpy.org/doc/stable/user/absolute_beginners.html),
# which takes an hour. Nobody needs to know TensorFlow or Keras.

# %% [markdown] name="checks"
# ## How checks work
#
# In a chapter you write short functions, and a check looks at each as soon as you ask it to. Here is one in advance, from
# chapter 01. **ReLU** keeps every number above 0 and puts 0 in place of every other: $[-1.5,\ 0,\ 2.5]$ becomes $[0,\ 0,\ 2.5]$.
#
# Somebody has written it already, and got it wrong. Run both cells, and see whether the card tells you what to change.

# %% name="my_relu-answer"
def my_relu(z):
    """The larger of 0 and z, for each number of the array z."""
    return np.minimum(0, z)


# %% name="my_relu-check"
check("my_relu")

# %% [markdown] name="checks-reading"
# The card says how many points this earns, which mistake it is, and where to look. Below, it shows a call with your result
# beside the one that is wanted, and every case that was tried. The number under the card is what counts: the points.
#
# **Now mend it.** Change the function, run its cell, then run the check again. Nobody counts how often you try. If a card is not
# enough, ask for a hint. Each call gives one more:

# %% name="my_relu-hint"
hint("my_relu")

# %% [markdown] name="rules"
# Five things that hold in every chapter:
#
# - Where your code goes, the cell says `raise NotImplementedError()`. Put your code in its place.
# - Arguments are NumPy arrays. Return a new one; leave the arguments as they are.
# - A cell that needs a function which you have not finished says so and waits. Finish it, and run that cell again.
# - Whatever an answer needs stands in its notebook. If your course is graded, the notebook is graded alone: without other files
#   of yours, other programs or the internet.
# - Something strange happens, and the code looks right? In the menu *Kernel*, choose *Restart Kernel and Run All Cells*: then
#   nothing is left of what you have tried before.

# %% [markdown] name="progress"
# ## How far you are
#
# The best result of every check is kept, on your computer only. This shows what is done and what is left, here as at the end
# of every chapter:

# %% name="progress-card" tags=["demo"]
progress()

# %% [markdown] name="next"
# ## Begin
#
# Open [chapter 01](01-activations/01-activations.ipynb). Three hundred seedlings are waiting.
