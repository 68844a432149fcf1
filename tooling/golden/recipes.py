"""The tensors that recipes describe; packages/conformance/src/rows/fill.ts computes the same ones."""

import numpy as np
import torch

SPELLED = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf, "-0": -0.0}

SPECIALS = np.array([np.nan, np.inf, -np.inf, -0.0, 0, 1, -20, 0.5])


def hashes(n, seed):
    """A well-mixed 32-bit number for each element."""
    x = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B1) ^ np.uint32(seed)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    return (x ^ (x >> np.uint32(16))).astype(np.int64)


def base_shape(recipe):
    """Shape of the storage behind the tensor."""
    shape, layout = recipe["shape"], recipe["layout"]
    if layout == "transposed":
        return shape[::-1]
    if layout == "sliced":
        return [2 * shape[-1] + 1] if len(shape) == 1 else [shape[0] + 1, *shape[1:-1], 2 * shape[-1] + 1]
    if layout == "expanded":
        return [1, *shape[1:]]
    if layout == "channels-last":
        return [shape[0], *shape[2:], shape[1]]
    return shape


def elements(recipe):
    """The elements of the storage, in its order, in float64 (which holds every one of them)."""
    fill, dtype = recipe["fill"], recipe["dtype"]
    if fill == "values":
        return np.array([SPELLED.get(v, v) for v in recipe["values"]], dtype=np.float64)
    n = int(np.prod(base_shape(recipe), dtype=np.int64))
    h = hashes(n, recipe["seed"])
    step = 0.25 if dtype.startswith("float") else 1
    unsigned = dtype == "uint8"
    if fill == "quarters":
        x = (h % 33 - 16) / 4
    elif fill == "integers":
        x = h % 19 - (0 if unsigned else 9)
    elif fill == "nonzero":
        x = (h % 16 + 1) * step * (1 if unsigned else 1 - 2 * ((h >> 20) % 2))
    elif fill == "random":
        x = (h >> 8) * 2.0**-23 - 1
    elif fill == "positive":
        x = ((h >> 8) + 1) * 2.0**-22
    elif fill == "unit":
        x = ((h >> 9) * 2 + 1) * 2.0**-24
    elif fill == "booleans":
        x = h % 2
    elif fill == "ramp":
        x = np.arange(n)
    elif fill == "magnitudes":
        x = np.ldexp(1 + (h & 1023) / 1024, (h >> 10) % 61 - 30) * np.where(h & 2**20, -1, 1)
    elif fill == "decimals":
        x = (h % 200001 - 100000) / 100000
    elif fill == "wide":
        x = h % 256 if unsigned else h - 2**31
    elif fill == "specials":
        x = SPECIALS[h % len(SPECIALS)]
    elif fill == "distinct":
        rank = np.empty(n, dtype=np.int64)
        rank[np.argsort(h, kind="stable")] = np.arange(n)
        x = (rank - (0 if unsigned else n // 2)) * step
    else:
        raise ValueError(f"unknown fill {fill}")
    return np.asarray(x, dtype=np.float64) * recipe["scale"]


def make(recipe):
    """A tensor with the recipe's elements, shape, dtype and strides."""
    base = torch.from_numpy(elements(recipe)).to(getattr(torch, recipe["dtype"])).reshape(base_shape(recipe))
    shape, layout = recipe["shape"], recipe["layout"]
    if layout == "transposed":
        return base.permute(*reversed(range(len(shape))))
    if layout == "sliced":
        return base[1::2] if len(shape) == 1 else base[1:, ..., 1::2]
    if layout == "expanded":
        return base.expand(shape)
    if layout == "channels-last":
        return base.permute(0, len(shape) - 1, *range(1, len(shape) - 1))
    return base.clone()  # no view of anything: PyTorch words some refusals after that
