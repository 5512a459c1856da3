# %% a dict
problem_type = {
    "spam or not": "binary",
    "a bus or no bus": "binary",
    "handwritten digit": "multi-class",
    "nearest thing in the street": "multi-class",
    "all things in the street": "multi-label",
    "genres of a film": "multi-label",
}

# %% filled in one by one
problem_type = {}
problem_type["genres of a film"] = "multi-label"
problem_type["all things in the street"] = "multi-label"
problem_type["nearest thing in the street"] = "multi-class"
problem_type["handwritten digit"] = "multi-class"
problem_type["a bus or no bus"] = "binary"
problem_type["spam or not"] = "binary"

# %% turned round from lists
tasks_of = {
    "binary": ["spam or not", "a bus or no bus"],
    "multi-class": ["handwritten digit", "nearest thing in the street"],
    "multi-label": ["all things in the street", "genres of a film"],
}
problem_type = {task: word for word, tasks in tasks_of.items() for task in tasks}

# %% other capitals, spaces and hyphens
problem_type = {
    "spam or not": "Binary",
    "a bus or no bus": "BINARY",
    "handwritten digit": "multiclass",
    "nearest thing in the street": "Multi class",
    "all things in the street": "multilabel",
    "genres of a film": "multi label ",
}

# %% merged from parts
problem_type = dict(zip(["spam or not", "a bus or no bus"], ["binary"] * 2))
problem_type |= dict.fromkeys(["handwritten digit", "nearest thing in the street"], "multi-class")
problem_type = {**problem_type, "all things in the street": "multi-label", "genres of a film": "multi-label"}

# %% one task more than asked for
from collections import OrderedDict

problem_type = OrderedDict(
    [
        ("genres of a film", "multi-label"),
        ("species of an iris", "multi-class"),
        ("spam or not", "binary"),
        ("handwritten digit", "multi-class"),
        ("a bus or no bus", "binary"),
        ("all things in the street", "multi-label"),
        ("nearest thing in the street", "multi-class"),
    ]
)
