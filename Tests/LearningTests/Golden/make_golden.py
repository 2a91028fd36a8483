"""Makes golden.safetensors: each operation's inputs, output and gradients, computed by PyTorch in float64.

usage: python make_golden.py        (needs torch, numpy, safetensors; writes beside itself)

Tensors are named CASE/in/NAME, CASE/out and CASE/grad/NAME. The scalar that is differentiated is
sum(out * CASE/cotangent), or the loss itself for losses. Inputs are rounded to float32 first, so that both sides
start from the same numbers; gradients are stored rounded to float32.
"""

import pathlib

import torch
from safetensors.torch import save_file

torch.manual_seed(20240607)
torch.set_default_dtype(torch.float64)
golden = {}


def rounded(*shape, scale=1.0):
    return (torch.randn(tuple(shape)) * scale).float().double()


def case(name, function, loss=False, fixed=None, **inputs):
    leaves = {key: value.clone().requires_grad_(True) for key, value in inputs.items()}
    out = function(**leaves, **(fixed or {}))
    if loss:
        scalar = out
    else:
        cotangent = rounded(*out.shape)
        golden[f"{name}/cotangent"] = cotangent
        scalar = (out * cotangent).sum()
    scalar.backward()
    golden[f"{name}/out"] = out.detach()
    for key, value in leaves.items():
        golden[f"{name}/in/{key}"] = inputs[key]
        golden[f"{name}/grad/{key}"] = value.grad
    for key, value in (fixed or {}).items():
        golden[f"{name}/in/{key}"] = value


case("linear", torch.nn.functional.linear, x=rounded(5, 7), weight=rounded(19, 7), bias=rounded(19))
case("add", lambda a, b: a + b, a=rounded(3, 21), b=rounded(3, 21))
case("addRow", lambda a, b: a + b, a=rounded(4, 21), b=rounded(21))
case("subtract", lambda a, b: a - b, a=rounded(3, 21), b=rounded(3, 21))
case("multiply", lambda a, b: a * b, a=rounded(3, 21), b=rounded(3, 21))
case("scale", lambda x: -2.5 * x, x=rounded(3, 5))
for name, function in [
    ("tanh", torch.tanh),
    ("sigmoid", torch.sigmoid),
    ("relu", torch.relu),
    ("silu", torch.nn.functional.silu),
]:
    case(name, lambda x, function=function: function(x), x=rounded(3, 37, scale=3))
case("sum", lambda x: x.sum().reshape([]), x=rounded(3, 21))
case("mean", lambda x: x.mean().reshape([]), x=rounded(3, 21))
case("slice", lambda x: x[1:3], x=rounded(4, 3, 5))
case("element", lambda x: x[2], x=rounded(4, 3, 5))
case("columns", lambda x: x[..., 2:6], x=rounded(4, 3, 9))
case("repeated", lambda x: x.unsqueeze(0).expand(3, -1, -1), x=rounded(4, 5))
case("concatenated", lambda a, b: torch.cat([a, b], dim=-1), a=rounded(4, 3, 5), b=rounded(4, 3, 2))
case("reshaped", lambda x: x.reshape(6, 4), x=rounded(4, 3, 2))
case("embedding", lambda table: table[[2, 0, 2, 1]], table=rounded(4, 6))
case(
    "layerNorm",
    lambda x, gain, bias: torch.nn.functional.layer_norm(x, [21], gain, bias, 1e-5),
    x=rounded(5, 21),
    gain=rounded(21),
    bias=rounded(21),
)


def lstm(layers):
    def run(x, **weights):
        module = torch.nn.LSTM(x.shape[2], weights["weight_hh_l0"].shape[1], layers)
        return torch.func.functional_call(module, weights, (x,))[0]

    return run


def lstm_weights(inputs, hidden, layers):
    weights = {}
    for layer in range(layers):
        weights[f"weight_ih_l{layer}"] = rounded(4 * hidden, inputs if layer == 0 else hidden, scale=0.4)
        weights[f"weight_hh_l{layer}"] = rounded(4 * hidden, hidden, scale=0.4)
        weights[f"bias_ih_l{layer}"] = rounded(4 * hidden, scale=0.4)
        weights[f"bias_hh_l{layer}"] = rounded(4 * hidden, scale=0.4)
    return weights


case("lstm", lstm(1), x=rounded(9, 5, 3), **lstm_weights(3, 20, 1))
case("lstmTwoLayers", lstm(2), x=rounded(6, 3, 4), **lstm_weights(4, 8, 2))

weights = torch.tensor([[1.0, 0.0, 2.0, 0.5], [1.0, 1.0, 0.0, 1.0]])
target = rounded(2, 4)
levels = torch.tensor([0.1, 0.5, 0.9]).float().double()


def pinball(prediction, target, weights):
    error = target.unsqueeze(-1) - prediction
    each = torch.maximum(levels * error, (levels - 1) * error).mean(-1)
    return (each * weights).sum()


case(
    "squaredError",
    lambda prediction, target, weights: ((prediction - target) ** 2 * weights).sum(),
    loss=True,
    fixed={"target": target, "weights": weights},
    prediction=rounded(2, 4),
)
case(
    "huber",
    lambda prediction, target, weights: (
        torch.nn.functional.huber_loss(prediction, target, reduction="none", delta=0.7) * weights
    ).sum(),
    loss=True,
    fixed={"target": target, "weights": weights},
    prediction=rounded(2, 4, scale=2),
)
case("quantile", pinball, loss=True, fixed={"target": target, "weights": weights}, prediction=rounded(2, 4, 3))

# Ten AdamW steps over fixed gradients, which also holds the bias correction and the decoupled decay.
parameter = torch.nn.Parameter(rounded(37))
golden["adam/in/parameter"] = parameter.detach().clone()
gradients = rounded(10, 37)
golden["adam/in/gradients"] = gradients
optimizer = torch.optim.AdamW([parameter], lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)
for gradient in gradients:
    parameter.grad = gradient.clone()
    optimizer.step()
golden["adam/out"] = parameter.detach()

path = pathlib.Path(__file__).with_name("golden.safetensors")
metadata = {"made by": "make_golden.py with PyTorch " + torch.__version__, "computed in": "float64"}
save_file({k: v.float().contiguous() for k, v in golden.items()}, path, metadata=metadata)
print(f"{len(golden)} tensors, {path.stat().st_size} bytes")
