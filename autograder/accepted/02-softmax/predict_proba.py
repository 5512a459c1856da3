# %% written out
import numpy as np


def predict_proba(X, W, b):
    powers = np.exp(X @ W + b)
    return powers / powers.sum(axis=1, keepdims=True)


# %% through the learner's own softmax
import numpy as np


def own_softmax(Z):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def predict_proba(X, W, b):
    return own_softmax(np.dot(X, W) + b)


# %% example by example
import numpy as np


def predict_proba(X, W, b):
    rows = []
    for x in X:
        z = x @ W + b
        rows.append(np.exp(z) / np.sum(np.exp(z)))
    return np.array(rows)


# %% class by class
import numpy as np


def predict_proba(X, W, b):
    m, C = len(X), W.shape[1]
    Z = np.zeros((m, C))
    for c in range(C):
        Z[:, c] = X @ W[:, c] + b[c]
    return (np.exp(Z).T / np.exp(Z).sum(axis=1)).T


# %% einsum
import numpy as np


def predict_proba(X, W, b):
    Z = np.einsum("mn,nc->mc", X, W) + b[None, :]
    return np.exp(Z) / np.einsum("mc->m", np.exp(Z))[:, None]


# %% a column of ones for the bias
import numpy as np


def predict_proba(X, W, b):
    Z = np.hstack([X, np.ones((X.shape[0], 1))]) @ np.vstack([W, b])
    powers = np.exp(Z)
    return powers / powers.sum(1).reshape(-1, 1)


# %% two loops
import numpy as np


def predict_proba(X, W, b):
    A = np.zeros((X.shape[0], W.shape[1]))
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            A[i, j] = np.exp(sum(X[i, k] * W[k, j] for k in range(X.shape[1])) + b[j])
        A[i] /= A[i].sum()
    return A


# %% in place on logits of its own
import numpy as np


def predict_proba(X, W, b):
    A = X @ W
    A += b
    A -= A.max(axis=1, keepdims=True)
    np.exp(A, out=A)
    A /= A.sum(axis=1, keepdims=True)
    return A


# %% classes first, turned at the end
import numpy as np


def predict_proba(X, W, b):
    powers = np.exp(W.T @ X.T + b[:, np.newaxis])
    return (powers / sum(powers)).T


# %% in the widest numbers that NumPy has
import numpy as np


def predict_proba(X, W, b):
    powers = np.exp(X.astype(np.longdouble) @ W + b)
    return powers / powers.sum(axis=1, keepdims=True)
