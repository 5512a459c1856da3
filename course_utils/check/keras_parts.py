"""What a Keras model may be made of to be built again from its configuration: a closed list of Keras's own classes.

They compute with numbers and do nothing else. What is not here could run code of the learner's own (``Lambda``, a
subclass), or read files (``StringLookup``, ``TFSMLayer``).
"""

from __future__ import annotations

from typing import Any

MODELS = ("Sequential", "Functional")
LAYERS = frozenset(
    {
        *("InputLayer", "Dense", "EinsumDense", "Embedding", "Identity", "Masking"),
        *("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"),
        *("Flatten", "Reshape", "Permute", "RepeatVector", "Cropping1D", "ZeroPadding1D", "UpSampling1D"),
        *("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"),
        *("Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D"),
        *("ActivityRegularization", "SpectralNormalization"),
        *("BatchNormalization", "GroupNormalization", "LayerNormalization", "RMSNormalization"),
        *("UnitNormalization", "Normalization", "Rescaling"),
        *("Conv1D", "Conv1DTranspose", "Conv2D", "DepthwiseConv1D", "SeparableConv1D"),
        *("AveragePooling1D", "AveragePooling2D", "MaxPooling1D", "MaxPooling2D"),
        *("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D"),
        *("SimpleRNN", "GRU", "LSTM", "Bidirectional", "TimeDistributed"),
        *("Attention", "AdditiveAttention", "MultiHeadAttention"),
    }
)
# The operations of a functional model: ``a + b`` between its tensors, ``x[:, :2]``, ``keras.ops.concatenate``.
NUMPY_OPERATIONS = frozenset(
    {
        *("Absolute", "Add", "Clip", "Concatenate", "Divide", "Exp", "ExpandDims", "GetItem", "Log", "Log1p"),
        *("Matmul", "Max", "Maximum", "Mean", "Min", "Minimum", "Multiply", "Negative", "Power", "Reshape"),
        *("Sqrt", "Square", "Squeeze", "Stack", "Subtract", "Sum", "Tanh", "Transpose", "TrueDivide"),
    }
)
ACTIVATION_OPERATIONS = frozenset(
    {
        *("Celu", "Elu", "Gelu", "HardSigmoid", "LeakyRelu", "LogSigmoid", "LogSoftmax", "Relu", "Relu6"),
        *("Selu", "Sigmoid", "Silu", "Softmax", "Softplus", "Softsign"),
    }
)
# Keras looks classes up by module and name. What has no module it would take for an old format, and look up anywhere.
CLASSES = {
    "keras.layers": LAYERS,
    "keras": frozenset([*MODELS, "DTypePolicy"]),
    "keras.models": MODELS,
    "keras.src.models.functional": MODELS,
    "keras.src.models.sequential": MODELS,
    "keras.src.ops.numpy": NUMPY_OPERATIONS,
    "keras.src.ops.nn": ACTIVATION_OPERATIONS,
    "builtins": frozenset(["function"]),
    None: frozenset(["__keras_tensor__", "__slice__", "__ellipsis__"]),
}
OPEN_MODULES = frozenset(
    {
        *("keras.initializers", "keras.regularizers", "keras.constraints", "keras.activations"),
        *("keras.losses", "keras.optimizers", "keras.optimizers.schedules", "keras.metrics"),
    }
)


def unknown_part(config: Any) -> str | None:
    """The first class that a model's configuration names and that is not on the list, with its module."""
    if isinstance(config, dict):
        if "class_name" in config and not _is_known(config.get("module"), config["class_name"]):
            return f"{config['class_name']} of {config.get('module')}"
        config = list(config.values())
    if isinstance(config, (list, tuple)):
        return next((found for part in config if (found := unknown_part(part)) is not None), None)
    return None


def _is_known(module: Any, name: Any) -> bool:
    if not isinstance(name, str) or not (module is None or isinstance(module, str)):
        return False
    return module in OPEN_MODULES or name in CLASSES.get(module, ())
