# %% zeros and one assignment
import numpy as np


def hardmax(z):
    result = np.zeros(len(z))
    result[np.argmax(z)] = 1
    return result


# %% integers
import numpy as np


def hardmax(z):
    result = np.zeros(z.shape, dtype=int)
    result[z.argmax()] = 1
    return result


# %% a row of the identity matrix
import numpy as np


def hardmax(z):
    return np.eye(len(z))[np.argmax(z)]


# %% a comparison with the place
import numpy as np


def hardmax(z):
    return (np.arange(len(z)) == np.argmax(z)).astype(np.float32)


# %% a loop that looks for something larger
import numpy as np


def hardmax(z):
    best = 0
    for i in range(1, len(z)):
        if z[i] > z[best]:
            best = i
    return np.array([1.0 if i == best else 0.0 for i in range(len(z))])


# %% sorted places
import numpy as np


def hardmax(z):
    out = np.zeros_like(z)
    out[np.argsort(-z, kind="stable")[0]] = 1.0
    return out


# %% the index of the maximum in a list
import numpy as np


def hardmax(z):
    values = list(z)
    place = values.index(max(values))
    return np.array([0] * place + [1] + [0] * (len(values) - place - 1), dtype="uint8")


# %% the first of the largest through a running count
import numpy as np


def hardmax(z):
    largest = z == z.max()
    return (largest & (np.cumsum(largest) == 1)) * 1.0
