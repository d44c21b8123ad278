#!/usr/bin/env python3
"""Writes nn_golden.txt beside this file with PyTorch (pip install torch numpy), for nn's golden test:
a GRU over two sequences, a layer norm and a softmax cross-entropy, forward and backward. Each line is
a name, the number of values and the values. Run again only when a case changes."""
import pathlib

import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
STEPS, LANES, INPUT, HIDDEN, CLASSES = 4, 2, 3, 5, 6
lines = []


def put(name, tensor):
    values = tensor.detach().contiguous().flatten().tolist()
    lines.append(" ".join([name, str(len(values)), *(f"{v:.9g}" for v in values)]))


def gru():
    layer = torch.nn.GRU(INPUT, HIDDEN)
    # Our reset and update gates have one bias: PyTorch's second one stays 0 there.
    with torch.no_grad():
        layer.bias_hh_l0[:2 * HIDDEN] = 0
    x = torch.randn(STEPS, LANES, INPUT, requires_grad=True)
    start = torch.randn(1, LANES, HIDDEN, requires_grad=True)
    direction = torch.randn(STEPS, LANES, HIDDEN)
    y, _ = layer(x, start)
    (y * direction).sum().backward()
    # Ours are (in, out).
    put("gru_projection", layer.weight_ih_l0.T)
    put("gru_bias", layer.bias_ih_l0)
    put("gru_recurrent", layer.weight_hh_l0.T)
    put("gru_bias_n", layer.bias_hh_l0[2 * HIDDEN:])
    put("gru_x", x)
    put("gru_start", start)
    put("gru_direction", direction)
    put("gru_y", y)
    put("gru_d_projection", layer.weight_ih_l0.grad.T)
    put("gru_d_bias", layer.bias_ih_l0.grad)
    put("gru_d_recurrent", layer.weight_hh_l0.grad.T)
    put("gru_d_bias_n", layer.bias_hh_l0.grad[2 * HIDDEN:])
    put("gru_d_x", x.grad)
    put("gru_d_start", start.grad)


def layer_norm():
    layer = torch.nn.LayerNorm(HIDDEN)
    with torch.no_grad():
        layer.weight.copy_(torch.randn(HIDDEN))
        layer.bias.copy_(torch.randn(HIDDEN))
    x = torch.randn(STEPS, HIDDEN, requires_grad=True)
    direction = torch.randn(STEPS, HIDDEN)
    y = layer(x)
    (y * direction).sum().backward()
    put("norm_gain", layer.weight)
    put("norm_bias", layer.bias)
    put("norm_x", x)
    put("norm_direction", direction)
    put("norm_y", y)
    put("norm_d_gain", layer.weight.grad)
    put("norm_d_bias", layer.bias.grad)
    put("norm_d_x", x.grad)


def softmax():
    outputs = torch.randn(STEPS, HIDDEN, requires_grad=True)
    items = torch.randn(CLASSES, HIDDEN, requires_grad=True)
    bias = torch.randn(CLASSES, requires_grad=True)
    targets = torch.tensor([0, 5, 2, 2])
    loss = torch.nn.functional.cross_entropy(outputs @ items.T + bias, targets, reduction="sum")
    loss.backward()
    put("softmax_outputs", outputs)
    put("softmax_items", items)
    put("softmax_bias", bias)
    put("softmax_targets", targets.double())
    put("softmax_loss", loss)
    put("softmax_d_outputs", outputs.grad)
    put("softmax_d_items", items.grad)
    put("softmax_d_bias", bias.grad)


gru()
layer_norm()
softmax()
pathlib.Path(__file__).with_name("nn_golden.txt").write_text("\n".join(lines) + "\n")
