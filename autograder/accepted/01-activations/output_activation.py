# %% one word behind each task
output_activation = {
    "spam": "sigmoid",
    "temperature": "linear",
    "visitors": "relu",
    "digit": "softmax",
    "profit": "linear",
}


# %% in another order
output_activation = {
    "digit": "softmax",
    "profit": "linear",
    "temperature": "linear",
    "visitors": "relu",
    "spam": "sigmoid",
}


# %% a call of dict
output_activation = dict(  # noqa: C408
    spam="sigmoid", temperature="linear", visitors="relu", digit="softmax", profit="linear"
)


# %% zipped
tasks = ["spam", "temperature", "visitors", "digit", "profit"]
output_activation = dict(zip(tasks, ["sigmoid", "linear", "relu", "softmax", "linear"]))


# %% one task at a time
output_activation = dict.fromkeys(["spam", "temperature", "visitors", "digit", "profit"], "")
output_activation["spam"] = "sigmoid"
output_activation["visitors"] = "relu"
output_activation["digit"] = "softmax"
for task in ("temperature", "profit"):
    output_activation[task] = "linear"


# %% turned around
by_word = {
    "sigmoid": ["spam"],
    "linear": ["temperature", "profit"],
    "relu": ["visitors"],
    "softmax": ["digit"],
}
output_activation = {task: word for word, tasks in by_word.items() for task in tasks}


# %% capital letters and spaces
output_activation = {
    "spam": "Sigmoid",
    "temperature": "Linear ",
    "visitors": "ReLU",
    "digit": "SOFTMAX",
    "profit": " linear",
}


# %% one task more than asked for
output_activation = {
    "spam": "sigmoid",
    "temperature": "linear",
    "visitors": "relu",
    "digit": "softmax",
    "profit": "linear",
    "hidden layers": "relu",
}


# %% an ordered dict
from collections import OrderedDict

output_activation = OrderedDict(spam="sigmoid", temperature="linear", visitors="relu")
output_activation.update([("digit", "softmax"), ("profit", "linear")])


# %% a dict with a default
from collections import defaultdict

output_activation = defaultdict(lambda: "linear", spam="sigmoid", visitors="relu", digit="softmax")
for task in ("temperature", "profit"):
    output_activation[task]
